//! What a preview shows.

use serde::Serialize;

use crate::api::Environment;
use crate::flow::Finding;
use crate::plan::Plan;

/// A plan with everything around it that the page shows.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The plan.
    pub plan: Plan,
    /// Findings about the flow of the plan; pointers may start at the array or at an object with `flow`.
    pub findings: Vec<Finding>,
    /// Where verification sessions are created.
    pub environment: Environment,
    /// Name of the avatar of the plan, where the catalogue knows it.
    pub avatar_name: Option<String>,
    /// Languages a session can be held in: those of the plan, else the whole catalogue.
    pub langs: Vec<LangName>,
    /// Origins from which the hosted session page may come, such as `https://session.facesign.ai`.
    ///
    /// Only these may be framed and may use camera and microphone in the page.
    pub session_origins: Vec<String>,
}

/// A language of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LangName {
    /// BCP 47 code.
    pub id: String,
    /// Name for people.
    pub title: String,
}
