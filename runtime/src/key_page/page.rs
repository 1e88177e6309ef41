//! What the page looks like: three bodies of a card, no script.

use super::registry::LIFETIME;
use crate::html::{card, escape, sentence};

const FORM: &str = include_str!("assets/form.html");
const DONE: &str = include_str!("assets/done.html");
const ENDED: &str = include_str!("assets/ended.html");

/// Style beside the studio's palette.
pub(super) const STYLE: &str = include_str!("assets/key.css");

/// Nothing but our own style and picture, a form to ourselves, no frame around it.
pub(super) const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// The form for the client called `asker`, with what went wrong before.
pub(super) fn form(asker: &str, wrong: Option<&str>) -> String {
    let alert = wrong.map_or_else(String::new, |wrong| {
        format!(
            "<p class=\"key-alert\" role=\"alert\">{}</p>",
            sentence(wrong)
        )
    });
    let minutes = (LIFETIME.as_secs() / 60).to_string();
    let body = FORM
        .replace("{{minutes}}", &minutes)
        .replace("{{asker}}", &escape(asker))
        .replace("{{alert}}", &alert);
    card("Enter your FaceSign API key", &body)
}

/// The key, already masked, is set.
pub(super) fn done(masked: &str) -> String {
    card("Your key is set", &DONE.replace("{{key}}", &escape(masked)))
}

/// The page is unknown, used or over.
pub(super) fn ended() -> String {
    card("This page has ended", ENDED)
}
