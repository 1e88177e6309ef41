//! The two forms in which most commands answer.

use clap::ValueEnum;

/// Form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Lines for people.
    Human,
    /// One JSON document for programs.
    Json,
}
