//! What a tool is: one constant per file of `tools/`, from which the definition on the wire is made.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use rmcp::model::{JsonObject, Tool, ToolAnnotations};

use super::call::{Answered, Call};
use super::resources;
use super::toolset::Toolset;

/// A tool in full: a line of the table in `catalogue.rs`.
pub(super) struct Entry {
    /// Name on the wire.
    pub(super) name: &'static str,
    /// Title for people.
    pub(super) title: &'static str,
    /// What a model is told: what it does, what it needs, when to call it.
    pub(super) description: &'static str,
    /// Where it belongs.
    pub(super) set: Toolset,
    /// What a call may change.
    pub(super) effect: Effect,
    /// Schema of the arguments.
    pub(super) input: fn() -> JsonObject,
    /// Schema of the structured answer.
    pub(super) output: fn() -> JsonObject,
    /// Whether clients that know MCP Apps show the studio with the answer.
    pub(super) in_studio: bool,
    /// What runs.
    pub(super) call: for<'a> fn(Call<'a>) -> BoxFuture<'a, Answered>,
}

/// What a call may change; decides the annotations and whether the tool is there in read-only mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Works on its arguments alone: changes nothing, asks nobody.
    Computes,
    /// Changes the flow that the session works on, and nothing beyond this server.
    Drafts,
    /// Reads from `FaceSign`, changes nothing.
    Reads,
    /// Opens a session of this server; changes nothing at `FaceSign`.
    Connects,
    /// Makes something: a page, files, verification sessions.
    Makes,
}

impl Effect {
    /// Whether the tool is there in read-only mode.
    ///
    /// Connecting is, since nothing could be read without; its annotation says nonetheless that it is no mere reading,
    /// so that no client lets a key pass unasked.
    pub(super) fn is_harmless(self) -> bool {
        self != Self::Makes
    }

    fn annotations(self) -> ToolAnnotations {
        let hints = ToolAnnotations::new().idempotent(true);
        match self {
            Self::Computes => hints.read_only(true).open_world(false),
            Self::Drafts => hints.read_only(false).destructive(false).open_world(false),
            Self::Reads => hints.read_only(true).open_world(true),
            Self::Connects | Self::Makes => {
                hints.read_only(false).destructive(false).open_world(true)
            }
        }
    }
}

impl Entry {
    /// The definition on the wire.
    pub(super) fn define(&self) -> Tool {
        let tool = Tool::new(self.name, self.description, (self.input)())
            .with_title(self.title)
            .with_raw_output_schema(Arc::new((self.output)()))
            .with_annotations(self.effect.annotations());
        if self.in_studio {
            tool.with_meta(resources::shown_for())
        } else {
            tool
        }
    }
}
