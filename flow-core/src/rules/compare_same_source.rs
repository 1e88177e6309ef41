//! `F4004`: an image compared with itself. Source: `FaceSign` node types, sources of `face_compare`.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::model::again;
use crate::rules::Rule;
use crate::schema::NodeType;

/// Every comparison whose two sources are one.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    let text = facts.flow.text;
    for (_, node) in facts.nodes() {
        if !node.is_a(NodeType::FaceCompare) {
            continue;
        }
        if let [Some(first), Some(second)] = again::images(text, node)
            && first.source.equals(second.source, text)
            && first.key.equals(second.key, text)
        {
            let detail = Detail::Name(second.source);
            sink.emit(Finding::new(Rule::CompareSameSource, second.source.span(), detail));
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "both images come from {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("take one of them from another source: an image always matches itself")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    fn flow(first: &str, second: &str) -> std::string::String {
        std::format!(r#"{{"id":"a","type":"conversation","prompt":"Say hello and explain the check to the person in detail","outcomes":[{{"id":"o","condition":"","targetNodeId":"c"}}]}},
        {{"id":"c","type":"face_compare","sourceA":{first},"sourceB":{second},"outcomes":{{"match":"x","noMatch":"e","imageUnavailable":"e"}}}},
        {{"id":"x","type":"end"}}"#)
    }

    #[test]
    fn stored_images_differ_by_their_key() {
        let stored = |key: &str| std::format!(r#"{{"source":"providedData","providedDataKey":"{key}"}}"#);
        check_node(&flow(&stored("a"), &stored("b")), &[]);
        check_node(&flow(&stored("a"), &stored("\\u0061")), &["F4004 /2/sourceB/source"]);
        check_node(&flow(&stored("a"), r#"{"source":"sessionVideo"}"#), &[]);
        check_node(&flow(r#"{"source":"sessionVideo"}"#, r#"{"source":"sessionVideo"}"#), &["F4004 /2/sourceB/source"]);
    }
}
