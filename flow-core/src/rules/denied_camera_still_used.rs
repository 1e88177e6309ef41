//! `F4009`: the camera is used after it was refused. Source: `FaceSign` node types, `permissionsDenied`.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink, Walked};
use crate::graph::{Facts, Warmth};
use crate::model::{Marks, Node};
use crate::rules::Rule;
use crate::schema::NodeType;

/// Every `permissionsDenied` from which a node that needs the camera is reached before it is asked for again.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    let flow = facts.flow;
    let asks = |node: &Node| node.is_a(NodeType::Permissions);
    for (_, node) in facts.nodes() {
        if !asks(node) || !node.marks.has(Marks::CAMERA) || facts.is_weary() {
            continue;
        }
        let Some(denied) = facts.edge(node, "permissionsDenied") else {
            continue;
        };
        facts.begin();
        facts.find(usize::from(denied.target), None);
        let at = |position: usize| flow.nodes.get(position);
        let follow = |position: usize| !at(position).is_none_or(asks);
        let uses = |position: usize| at(position).is_some_and(|node| uses_camera(node, flow.text));
        if let Some(user) = facts.spread(&|position, _| follow(position), &uses) {
            let path = Detail::path(|| facts.path(user));
            sink.emit(Finding::new(Rule::DeniedCameraStillUsed, denied.target_id.span(), path));
        }
    }
}

fn uses_camera(node: &Node, text: &str) -> bool {
    node.is_a(NodeType::DocumentScan) || Warmth::of(node, text) == Warmth::Needs
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.detail() {
        Detail::Path(path) if path.len == 1 => {
            write!(f, "{} uses the camera that was refused", Walked(&path, said.text))
        }
        Detail::Path(path) => {
            write!(f, "the path {} uses the camera that was refused", Walked(&path, said.text))
        }
        _ => f.write_str("the camera is used after it was refused"),
    }
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead a refusal to an end, to a check without camera, or back to the permissions")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    fn flow(asked: &str, denied: &str) -> std::string::String {
        std::format!(r#"{{"id":"a","type":"permissions","permissions":{{{asked}}},"outcomes":{{"permissionsGranted":"t","permissionsDenied":"{denied}"}}}},
        {{"id":"t","type":"conversation","prompt":"Say hello and explain the check to the person in detail","outcomes":[{{"id":"o","condition":"","targetNodeId":"r"}}]}},
        {{"id":"r","type":"recognition","outcomes":{{"recognized":"x","newUser":"e","noFace":"e"}}}},{{"id":"x","type":"end"}}"#)
    }

    #[test]
    fn a_refusal_ends_or_asks_again() {
        let camera = r#""camera":true"#;
        check_node(&flow(camera, "t"), &["F4009 /1/outcomes/permissionsDenied"]);
        check_node(&flow(camera, "e"), &[]);
        check_node(&flow(r#""microphone":true,"camera":false"#, "t"), &[]);
        let again = flow(camera, "again") + r#",{"id":"again","type":"conversation","prompt":"p","outcomes":[{"id":"o","condition":"","targetNodeId":"a"}]}"#;
        check_node(&again, &[]);
    }
}
