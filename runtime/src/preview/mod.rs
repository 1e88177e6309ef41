//! The studio page: a live preview of the current plan in the browser.
