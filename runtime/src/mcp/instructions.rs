//! What every client is told about this server before the first call.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::flow;

/// The instructions: how to go about it, how a flow is written, and every node type with the exact spelling of its
/// outcomes, printed from the node table.
pub(super) static TEXT: LazyLock<String> =
    LazyLock::new(|| format!("{GUIDE}\n{}\n{RULES}", nodes()));

const GUIDE: &str = "FaceSign verifies people in a short talk with a video avatar: liveness, deepfake check, questions, \
documents, codes. This server builds, validates, previews and exports such verification flows.

How to go about it
1. Call set_api_key without arguments; only if it says that no key is to be had that way, ask the user for a FaceSign API \
key (sk_test_… sandbox, sk_prod_… production). Keep the returned `session` and pass it to every later call. Never show the \
key.
2. Ask what matters: the use case, what the avatar should ask, what happens on failure, which avatar.
3. Build the flow with build_flow from the user's words and ask the questions that come back; or write it (below, or from facesign://recipes/{name}) and check it with validate_flow.
4. Call launch_session_ui and give the user the preview URL. After a run, read it with get_session.
5. On the user's word call export_app.
A tool that is named here and not in your list is left out by the configuration: go on without it.

How a flow is written
A flow is a JSON array of nodes. Every node has `id` and `type`; edges live inside the nodes and name the id of the next \
node. Three forms: `\"outcome\":\"next\"` (one way out), `\"outcomes\":{\"name\":\"next\",…}` (fixed names, all required), \
`\"outcomes\":[{\"id\":\"yes\",\"condition\":\"the user agrees\",\"targetNodeId\":\"next\"},…]` (conversation and \
data_validation; conditions in plain words, an empty condition is unconditional). There are no `nodes`/`edges`, \
`transitions` or `modules`.

Node types and outcomes (spelling counts, including canceled and cancelled; all fields with their ranges: resource \
facesign://nodes/{type})";

const RULES: &str = "Rules
- Exactly one start; at least one end; every node reachable, every path able to reach an end.
- Camera warm-up: liveness_detection, recognition, face_scan and face_compare need at least 5 seconds of camera feed before \
them. Put a conversation with a spoken greeting of 15 words or more first, never directly after start or permissions.
- Do not send deepfakeDetected or inconclusive to the success path; give noFace a retry through a conversation.
- two_factor_email and two_factor_sms come after the last conversation; link all five outcomes.
- One request per prompt; keep branching in outcomes, not in prompts. Prompts are written in English; the avatar translates.
- An end node has no outcome; use several ends with telling ids (approved, rejected, needs_review).";

fn nodes() -> String {
    let mut text = String::new();
    for node in flow::node_types() {
        let names = |required: bool| {
            let names = node
                .outcomes
                .iter()
                .filter(|outcome| outcome.required == required);
            names
                .map(|outcome| outcome.name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let (required, optional) = (names(true), names(false));
        let required = if required.is_empty() {
            "none".to_owned()
        } else {
            required
        };
        let optional = if optional.is_empty() {
            String::new()
        } else {
            format!(" [optional: {optional}]")
        };
        // Fields of optional objects are required within them only; the schema tells those.
        let fields = node
            .fields
            .iter()
            .filter(|field| field.required && !field.name.contains('.'));
        let fields: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
        let fields = if fields.is_empty() {
            String::new()
        } else {
            format!(" · fields: {}", fields.join(", "))
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "- {}: {}{fields} · outcomes: {required}{optional}",
            node.node_type, node.summary
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_type_and_outcome_is_taught() {
        for node in flow::node_types() {
            assert!(
                TEXT.contains(&format!("- {}: ", node.node_type)),
                "{}",
                node.node_type
            );
            for outcome in node.outcomes {
                assert!(
                    TEXT.contains(&outcome.name),
                    "{} {}",
                    node.node_type,
                    outcome.name
                );
            }
        }
        assert!(
            TEXT.len() < 8_000,
            "instructions are read on every connection: {} bytes",
            TEXT.len()
        );
    }
}
