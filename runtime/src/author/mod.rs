//! Authoring: from steps and wishes to a flow, without a model.
//!
//! [`build`] takes a [`Request`]: a description that [`grammar`] reads by its table of phrases, structured [`Step`]s,
//! or [`Edit`]s of a flow that stands. `compose` lays the nodes, `settle` adds what validity demands, and what stays
//! open comes back as [`Question`]s.

mod build;
mod compose;
mod draft;
mod edge;
mod edit;
pub mod grammar;
mod note;
mod prose;
mod question;
mod recipe;
mod settle;
mod step;

pub use build::{BuildError, Built, Passed, Request, Settings, build};
pub use edit::{Edit, EditError, Op};
pub use note::Note;
pub use question::{Answers, Question, Topic};
pub use recipe::{RECIPES, Recipe, recipe};
pub use step::{MAX_RETRIES, OnFailure, Step, StepType};
