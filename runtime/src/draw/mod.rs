//! A flow as an SVG picture.
