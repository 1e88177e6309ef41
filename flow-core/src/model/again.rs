//! Parts of a node that the model does not keep, read again from its place.
//!
//! Only nodes of rare types, or with a mark that calls for it, are asked: keeping these parts for every node would cost
//! more memory than reading them again costs time. The text was read before, so that nothing here can fail but by absence.

use super::Node;
use crate::diagnostic;
use crate::json::{Error, Kind, Reader, StrRef};
use crate::span::Span;

/// Where the value of a member of the object at `place` starts.
fn value<'a>(text: &'a str, place: u32, name: &str) -> Option<Reader<'a>> {
    let mut reader = Reader::starting_at(text, place);
    if reader.peek().ok()? != Kind::Object {
        return None;
    }
    diagnostic::member(&mut reader, name)?;
    Some(reader)
}

fn string(text: &str, place: u32, name: &str) -> Option<StrRef> {
    let mut reader = value(text, place, name)?;
    if reader.peek().ok()? != Kind::String {
        return None;
    }
    reader.string().ok()
}

/// The value of a member of the node.
pub(crate) fn member(text: &str, node: &Node, name: &str) -> Option<Span> {
    value(text, node.span.offset, name)?.skip().ok()
}

/// A string inside an object of the node, such as `field` of `validation`.
pub(crate) fn inner_string(text: &str, node: &Node, outer: &str, name: &str) -> Option<StrRef> {
    let place = value(text, node.span.offset, outer)?.offset();
    string(text, place, name)
}

/// An image that a `face_compare` takes.
#[derive(Clone, Copy)]
pub(crate) struct Image {
    /// What `source` says.
    pub(crate) source: StrRef,
    /// What `providedDataKey` says; [`StrRef::NONE`] without.
    pub(crate) key: StrRef,
}

/// Both images of a `face_compare`, as far as they are named.
pub(crate) fn images(text: &str, node: &Node) -> [Option<Image>; 2] {
    ["sourceA", "sourceB"].map(|name| {
        let place = value(text, node.span.offset, name)?.offset();
        Some(Image {
            source: string(text, place, "source")?,
            key: string(text, place, "providedDataKey").unwrap_or(StrRef::NONE),
        })
    })
}

/// Calls `found` with the field of every `{"source": "extractedData", "field": …}` in the node.
pub(crate) fn extracted(text: &str, node: &Node, found: &mut dyn FnMut(StrRef)) {
    let mut reader = Reader::starting_at(text, node.span.offset);
    let _ = operands(&mut reader, node.span.end(), found);
}

fn operands(reader: &mut Reader<'_>, end: u32, found: &mut dyn FnMut(StrRef)) -> Result<(), Error> {
    // One bit per open bracket, the innermost lowest: set for an object.
    let mut objects = 0u64;
    let (mut first, mut extracted, mut field) = (true, false, StrRef::NONE);
    let mut name = StrRef::NONE;
    loop {
        let text = reader.text();
        match reader.peek()? {
            kind @ (Kind::Object | Kind::Array) => {
                reader.open()?;
                objects = (objects << 1) | u64::from(kind == Kind::Object);
                (first, extracted, field) = (true, false, StrRef::NONE);
            }
            Kind::String => {
                let string = reader.string()?;
                let inside = name.view(text);
                extracted |= inside == *"source" && string.is(text, "extractedData");
                if inside == *"field" {
                    field = string;
                }
            }
            _ => {
                reader.skip()?;
            }
        }
        loop {
            name = StrRef::NONE;
            let more = if objects & 1 == 1 {
                name = reader.next_key(first)?.unwrap_or(StrRef::NONE);
                !name.is_none()
            } else {
                reader.next_element(first)?
            };
            first = false;
            if more {
                break;
            }
            if extracted && !field.is_none() {
                found(field);
            }
            (extracted, field) = (false, StrRef::NONE);
            objects >>= 1;
            if reader.offset() >= end {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::string::{String, ToString as _};
    use std::vec::Vec;

    use super::*;
    use crate::{Gateway, Report, validate};

    #[test]
    fn parts_are_found_in_any_order_and_depth() {
        let flow = r#"[{"id":"s","type":"start","outcome":"c"},
        {"sourceB":{"providedDataKey":"k","source":"providedData"},"id":"c","type":"face_compare","sourceA":{"source":"faceScan"},
         "outcomes":{"match":"x","noMatch":"e","imageUnavailable":"e"}},
        {"id":"x","type":"external_call","request":{"vars":[{"name":"a","value":{"type":"ref","field":"f\u0031","source":"extractedData"}},
         {"name":"b","value":{"type":"ref","source":"providedData","field":"f2"}},{"name":"c","value":{"type":"literal","value":1}},
         {"name":"d","value":{"type":"ref","source":"extractedData","field":"f3"}}],"url":"u"},"outcome":"v"},
        {"id":"v","type":"data_validation","validation":{"action":"exists","field":"mail"},"outcomes":[{"id":"o","condition":"","targetNodeId":"e"}]},
        {"id":"e","type":"end"}]"#;
        let (mut workspace, mut report) = (Gateway::new(), Report::<8>::new());
        let read = validate(flow.as_bytes(), &mut workspace, &mut report).unwrap();
        let node = |position: usize| &read.nodes[position];
        let text = |string: StrRef| string.view(flow).to_string();
        let [a, b] = images(flow, node(1)).map(Option::unwrap);
        assert_eq!((text(a.source), a.key.is_none()), ("faceScan".into(), true));
        assert_eq!(
            (text(b.source), text(b.key)),
            ("providedData".into(), "k".into())
        );
        let mut fields: Vec<String> = Vec::new();
        extracted(flow, node(2), &mut |field| fields.push(text(field)));
        assert_eq!(fields, ["f1", "f3"]);
        let field = inner_string(flow, node(3), "validation", "field").unwrap();
        assert_eq!(text(field), "mail");
        assert_eq!(
            member(flow, node(2), "outcome").unwrap().text(flow),
            "\"v\""
        );
        assert!(member(flow, node(2), "default").is_none());
    }
}
