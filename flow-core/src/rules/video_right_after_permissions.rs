//! `F4002`: video is analysed right after the camera was allowed. Source: `FaceSign` README and node types, order of steps.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::{CAMERA_NEEDED, Facts, Warmth};
use crate::rules::Rule;
use crate::schema::NodeType;

/// Every `permissionsGranted` that leads straight to a node that analyses video. Camera times are known by now; where they
/// are too short, `camera-warm-up` has said so.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    for (_, node) in facts.nodes() {
        if !node.is_a(NodeType::Permissions) {
            continue;
        }
        let Some(granted) = facts.edge(node, "permissionsGranted") else {
            continue;
        };
        let target = usize::from(granted.target);
        let early = facts.flow.nodes.get(target).is_some_and(|video| {
            Warmth::of(video, facts.flow.text) == Warmth::Needs && facts.camera_time(target) >= CAMERA_NEEDED
        });
        if early {
            let detail = Detail::Name(granted.target_id);
            sink.emit(Finding::new(Rule::VideoRightAfterPermissions, granted.target_id.span(), detail));
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} analyses the video right after the camera was allowed", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("put a conversation in between: talk before the permission may have run without the camera")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    const TALK: &str = r#"{"id":"a","type":"conversation","prompt":"Say hello and explain the check to the person in detail","outcomes":[{"id":"o","condition":"","targetNodeId":"p"}]}"#;

    fn flow(granted: &str) -> std::string::String {
        std::format!(r#"{TALK},{{"id":"p","type":"permissions","permissions":{{"camera":true}},"outcomes":{{"permissionsGranted":"{granted}","permissionsDenied":"e"}}}},
        {{"id":"q","type":"conversation","prompt":"p","outcomes":[{{"id":"o","condition":"","targetNodeId":"r"}}]}},
        {{"id":"r","type":"recognition","outcomes":{{"recognized":"q","newUser":"e","noFace":"e"}}}}"#)
    }

    #[test]
    fn talk_before_the_permission_does_not_help() {
        check_node(&flow("r"), &["F4002 /2/outcomes/permissionsGranted"]);
        check_node(&flow("q"), &[]);
    }

    #[test]
    fn a_path_that_is_too_short_is_said_once() {
        check_node(r#"{"id":"a","type":"permissions","permissions":{"camera":true},"outcomes":{"permissionsGranted":"r","permissionsDenied":"e"}},
        {"id":"r","type":"recognition","outcomes":{"recognized":"x","newUser":"e","noFace":"e"}},{"id":"x","type":"end"}"#, &["F4001 /2"]);
    }
}
