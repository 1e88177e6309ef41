//! The two forms in which most commands answer.

use clap::ValueEnum;

/// Form of the output: lines for people, or one JSON document for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
}
