//! Text to model: one pass over the JSON, led by the schema table, with a stack of known size instead of recursion.

use heapless::Vec;

use super::{Edge, Label, Marks, NOWHERE, Node, Parts};
use crate::diagnostic::{Detail, Expected, Finding, Sink};
use crate::json::{Error, JsonStr, Kind as Json, Reader, StrRef};
use crate::limits::Limit;
use crate::rules::{self, Rule};
use crate::schema::{Field, Kind, Need, NodeType, suggest};
use crate::span::Span;

/// Open brackets between the flow array and the innermost value that the schema knows: the flow, a node,
/// `awaitExternal`, `request`, `vars`, its element, `value`.
pub(crate) const MAX_FRAMES: usize = 7;

/// An array or object that is being read.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    shape: Shape,
    /// Members that the schema knows here; for a list, those of its elements.
    fields: &'static [Field],
    /// One bit per field: seen, or claimed by a misspelt member.
    seen: u32,
    /// Value of the member that decides which others are needed.
    pub(super) choice: Option<&'static str>,
    start: u32,
    first: bool,
    /// Elements read so far.
    count: u16,
    /// Edges read before.
    edges: u16,
    /// Name and target of the edge that an element describes.
    pub(super) label: StrRef,
    target: StrRef,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Flow,
    Node,
    Object,
    Outcomes,
    List,
    Branches,
    Branch,
    Comparisons,
    Comparison,
}

/// Bits beside those of the fields: the look ahead for the type was made.
const LOOKED: u32 = 1 << 29;
/// The member `id` of a node was seen.
const SEEN_ID: u32 = 1 << 30;
/// The member `type` of a node was seen.
const SEEN_TYPE: u32 = 1 << 31;

pub(super) struct Builder<'b, 'a, 's, 'r> {
    pub(super) reader: Reader<'a>,
    pub(super) text: &'a str,
    pub(super) parts: &'b mut Parts<'s>,
    pub(super) sink: &'b mut Sink<'r>,
    stack: Vec<Frame, MAX_FRAMES>,
    full: bool,
}

/// Reads a text into the workspace; where the flow starts, if it is complete, so that later stages can stand on it.
///
/// # Errors
///
/// Fails where the text is not JSON.
pub(crate) fn read(
    text: &str,
    parts: &mut Parts<'_>,
    sink: &mut Sink<'_>,
) -> Result<Option<u32>, Error> {
    parts.nodes.clear();
    parts.edges.clear();
    let mut builder = Builder {
        reader: Reader::new(text)?,
        text,
        parts,
        sink,
        stack: Vec::new(),
        full: false,
    };
    let found = builder.document()?;
    builder.reader.finish()?;
    Ok(found.filter(|_| !builder.full))
}

impl Builder<'_, '_, '_, '_> {
    /// The array form, or an object with the array under `flow`; where the flow starts.
    fn document(&mut self) -> Result<Option<u32>, Error> {
        let kind = self.reader.peek()?;
        let start = self.reader.offset();
        if kind != Json::Object {
            return self.flow();
        }
        let mut found = None;
        let mut legacy = false;
        self.reader.open()?;
        let mut first = true;
        while let Some(key) = self.reader.next_key(core::mem::take(&mut first))? {
            let name = key.view(self.text);
            if name == *"flow" && found.is_none() {
                self.reader.peek()?;
                found = Some(self.flow()?);
                continue;
            }
            if name == *"flow" {
                self.sink.emit(rules::duplicate_field::found(key));
            }
            legacy |= name == *"nodes";
            self.reader.skip()?;
        }
        if found.is_none() {
            let span = Span::between(start, self.reader.offset());
            self.sink.emit(if legacy {
                rules::legacy_graph_form::found(span)
            } else {
                rules::not_a_flow::found(span)
            });
        }
        Ok(found.flatten())
    }

    /// The flow that starts here, with its place.
    fn flow(&mut self) -> Result<Option<u32>, Error> {
        let kind = self.reader.peek()?;
        let start = self.reader.offset();
        if kind != Json::Array {
            let mut ahead = self.reader.clone();
            let legacy =
                kind == Json::Object && crate::diagnostic::member(&mut ahead, "nodes").is_some();
            let span = self.reader.skip()?;
            self.sink.emit(if legacy {
                rules::legacy_graph_form::found(span)
            } else {
                rules::not_a_flow::found(span)
            });
            return Ok(None);
        }
        self.push(Shape::Flow, &[])?;
        while let Some(frame) = self.stack.last_mut() {
            let first = frame.first;
            frame.first = false;
            match frame.shape {
                Shape::Flow | Shape::List | Shape::Branches | Shape::Comparisons => {
                    if self.reader.next_element(first)? {
                        self.element()?;
                    } else {
                        self.leave_list();
                    }
                }
                _ => match self.reader.next_key(first)? {
                    Some(key) => self.member(key)?,
                    None => self.leave_object(),
                },
            }
        }
        if self.parts.nodes.is_empty() && !self.full {
            let span = Span::between(start, self.reader.offset());
            self.sink.emit(rules::not_a_flow::found(span));
            return Ok(None);
        }
        Ok(Some(start))
    }

    /// Enters the array or object that starts here.
    fn push(&mut self, shape: Shape, fields: &'static [Field]) -> Result<(), Error> {
        let frame = Frame {
            shape,
            fields,
            seen: 0,
            choice: None,
            start: self.reader.offset(),
            first: true,
            count: 0,
            edges: u16::try_from(self.parts.edges.len()).unwrap_or(NOWHERE),
            label: StrRef::NONE,
            target: StrRef::NONE,
        };
        if self.stack.push(frame).is_err() {
            // INVARIANT: MAX_FRAMES is the depth of the schema table, which a test measures.
            debug_assert!(false, "the schema table is deeper than MAX_FRAMES");
            return self.reader.skip().map(|_| ());
        }
        self.reader.open()
    }

    /// The element that starts here, of the list on top of the stack.
    fn element(&mut self) -> Result<(), Error> {
        let kind = self.reader.peek()?;
        let Some(list) = self.stack.last_mut() else {
            return Ok(());
        };
        list.count = list.count.saturating_add(1);
        let fields = list.fields;
        let shape = match list.shape {
            Shape::Flow => return self.node(kind),
            Shape::Branches => Shape::Branch,
            Shape::Comparisons => Shape::Comparison,
            _ => Shape::Object,
        };
        if kind == Json::Object {
            return self.push(shape, fields);
        }
        self.incomplete_if(shape != Shape::Object);
        self.wrong_kind(None, Expected::Object)
    }

    /// The element of the flow that starts here.
    fn node(&mut self, kind: Json) -> Result<(), Error> {
        if self.full {
            return self.reader.skip().map(|_| ());
        }
        let start = self.reader.offset();
        let node = Node {
            id: StrRef::NONE,
            prompt: StrRef::NONE,
            span: Span {
                offset: start,
                len: 1,
            },
            first_edge: u16::try_from(self.parts.edges.len()).unwrap_or(NOWHERE),
            edges: 0,
            next: NOWHERE,
            node_type: None,
            marks: Marks::default(),
        };
        if self.parts.nodes.push(node).is_err() {
            let max = self.parts.nodes.capacity();
            return self.overflow(Limit::Nodes, max);
        }
        if kind == Json::Object {
            return self.push(Shape::Node, &[]);
        }
        self.incomplete_if(true);
        self.wrong_kind(None, Expected::Node)
    }

    /// A capacity is exhausted at the value that starts here: the rest is only checked as JSON.
    fn overflow(&mut self, limit: Limit, max: usize) -> Result<(), Error> {
        let span = self.reader.skip()?;
        self.too_many(limit, max, span);
        Ok(())
    }

    fn too_many(&mut self, limit: Limit, max: usize, span: Span) {
        if !self.full {
            self.full = true;
            self.sink
                .emit(rules::capacity_exceeded::found(limit, max, span));
        }
    }

    /// The member with this name, of the object on top of the stack.
    fn member(&mut self, key: StrRef) -> Result<(), Error> {
        let Some(frame) = self.stack.last_mut() else {
            return Ok(());
        };
        let name = key.view(self.text);
        let known = frame.fields.iter().position(|field| name == *field.name);
        if let Some(position) = known {
            let bit = 1 << position;
            let again = frame.seen & bit != 0;
            frame.seen |= bit;
            let field = frame.fields.get(position);
            return match field {
                Some(field) if !again => self.value(field, key),
                _ => self.again(key),
            };
        }
        if frame.shape == Shape::Node {
            return self.node_member(key);
        }
        self.unknown_member(key)
    }

    /// A member of a node that is none of the fields of its type, as far as the type is known.
    fn node_member(&mut self, key: StrRef) -> Result<(), Error> {
        let name = key.view(self.text);
        let bit = match name.as_plain() {
            _ if name == *"id" => SEEN_ID,
            _ if name == *"type" => SEEN_TYPE,
            _ => 0,
        };
        let Some(frame) = self.stack.last_mut() else {
            return Ok(());
        };
        if frame.seen & bit != 0 {
            return self.again(key);
        }
        frame.seen |= bit;
        match bit {
            SEEN_ID => self.id(),
            SEEN_TYPE => self.node_type(),
            _ if frame.seen & (SEEN_TYPE | LOOKED) == 0 => {
                frame.seen |= LOOKED;
                self.find_type()?;
                self.member(key)
            }
            _ => self.unknown_member(key),
        }
    }

    fn again(&mut self, key: StrRef) -> Result<(), Error> {
        self.sink.emit(rules::duplicate_field::found(key));
        self.reader.skip().map(|_| ())
    }

    fn id(&mut self) -> Result<(), Error> {
        if self.reader.peek()? != Json::String {
            return self.wrong_kind(Some("id"), Expected::String);
        }
        let id = self.reader.string()?;
        if let Some(finding) = rules::invalid_id::check(id, self.text) {
            self.sink.emit(finding);
        } else if let Some(node) = self.parts.nodes.last_mut() {
            node.id = id;
        }
        Ok(())
    }

    /// The value of `type`: from here on the members of the node are known.
    fn node_type(&mut self) -> Result<(), Error> {
        if self.reader.peek()? != Json::String {
            self.incomplete_if(true);
            return self.wrong_kind(Some("type"), Expected::String);
        }
        let name = self.reader.string()?;
        let node_type = NodeType::parse(name.view(self.text));
        if node_type.is_none() {
            self.incomplete_if(true);
            self.sink.emit(rules::unknown_type::found(name, self.text));
        }
        self.adopt(node_type);
        Ok(())
    }

    /// Looks for the type behind the member whose value starts here.
    ///
    /// Members may come in any order, and the table line is needed for each of them. Where the type comes first, as
    /// in most flows, nothing is read twice.
    fn find_type(&mut self) -> Result<(), Error> {
        let mut ahead = self.reader.clone();
        let mut node_type = None;
        ahead.skip()?;
        while let Some(key) = ahead.next_key(false)? {
            let kind = ahead.peek()?;
            if key.view(self.text) == *"type" && kind == Json::String {
                node_type = NodeType::parse(ahead.string()?.view(self.text));
                break;
            }
            ahead.skip()?;
        }
        self.adopt(node_type);
        Ok(())
    }

    fn adopt(&mut self, node_type: Option<NodeType>) {
        if let (Some(node), Some(frame)) = (self.parts.nodes.last_mut(), self.stack.last_mut()) {
            node.node_type = node_type;
            frame.fields = node_type.map_or(&[], |node_type| node_type.spec().fields);
        }
    }

    /// A member that the schema does not know.
    fn unknown_member(&mut self, key: StrRef) -> Result<(), Error> {
        let Some(frame) = self.stack.last_mut() else {
            return Ok(());
        };
        let node_type = self.parts.nodes.last().and_then(|node| node.node_type);
        let name = key.view(self.text);
        let unseen = frame
            .fields
            .iter()
            .enumerate()
            .filter(|(position, _)| frame.seen & (1 << *position) == 0)
            .map(|(position, field)| (JsonStr::plain(field.name), (position, field)));
        let meant = suggest(name, unseen);
        if let Some(found) = &meant {
            // The field that was meant is not reported as missing, too.
            frame.seen |= 1 << found.meant.0;
        }
        let meant = meant.map(|found| (found.meant.1, found.certain));
        let (finding, incomplete) = match (frame.shape, node_type) {
            (Shape::Outcomes, _) => (rules::unknown_outcome::found(key, meant), true),
            // Nothing is known about the members of an unknown type.
            (Shape::Node, None) => return self.reader.skip().map(|_| ()),
            (Shape::Node, Some(NodeType::End)) if rules::end_with_outcome::is_edge(name) => {
                (rules::end_with_outcome::found(key), false)
            }
            (Shape::Node, Some(_)) if name == *"transitions" => {
                frame.seen |= rules::legacy_transition::replaced(frame.fields);
                (rules::legacy_transition::found(key), true)
            }
            _ => (
                rules::unknown_field::found(key, meant),
                meant.is_some_and(|(field, _)| field.holds_edges()),
            ),
        };
        self.incomplete_if(incomplete);
        self.sink.emit(finding);
        self.reader.skip().map(|_| ())
    }

    /// The value of a known member.
    fn value(&mut self, field: &'static Field, key: StrRef) -> Result<(), Error> {
        let kind = self.reader.peek()?;
        let (shape, inner, bracket) = match field.kind {
            Kind::Object(inner) => (Shape::Object, inner, Json::Object),
            Kind::Outcomes(inner) => (Shape::Outcomes, inner, Json::Object),
            Kind::List(inner) => (Shape::List, inner, Json::Array),
            Kind::Branches(inner) => (Shape::Branches, inner, Json::Array),
            Kind::Comparisons(inner) => (Shape::Comparisons, inner, Json::Array),
            Kind::Target => return self.target(field, key, kind),
            _ => return self.leaf(field, kind),
        };
        if kind == bracket {
            return self.push(shape, inner);
        }
        self.incomplete_if(field.holds_edges());
        let expected = if bracket == Json::Array {
            Expected::Array
        } else {
            Expected::Object
        };
        self.wrong_kind(Some(field.name), expected)
    }

    /// The node id that starts here: an edge, or a part of one.
    fn target(&mut self, field: &'static Field, key: StrRef, kind: Json) -> Result<(), Error> {
        if kind != Json::String {
            self.incomplete_if(true);
            return self.wrong_kind(Some(field.name), Expected::NodeId);
        }
        let target = self.reader.string()?;
        if let Some(frame) = self.stack.last_mut() {
            if matches!(frame.shape, Shape::Branch | Shape::Comparison) {
                frame.target = target;
                return Ok(());
            }
        }
        self.edge(Label::Named(key), target);
        Ok(())
    }

    fn edge(&mut self, label: Label, target_id: StrRef) {
        let source = self.parts.nodes.len().saturating_sub(1);
        let edge = Edge {
            label,
            target_id,
            source: u16::try_from(source).unwrap_or(NOWHERE),
            target: NOWHERE,
        };
        if self.parts.edges.push(edge).is_err() {
            let max = self.parts.edges.capacity();
            self.too_many(Limit::Edges, max, target_id.span());
        } else if let Some(node) = self.parts.nodes.last_mut() {
            node.edges = node.edges.saturating_add(1);
        }
    }

    /// The list on top of the stack has ended.
    fn leave_list(&mut self) {
        let Some(list) = self.stack.pop() else { return };
        let edges = matches!(list.shape, Shape::Branches | Shape::Comparisons);
        if edges && list.count == 0 {
            let span = Span::between(list.start, self.reader.offset());
            self.incomplete_if(true);
            self.sink.emit(rules::empty_outcomes::found(span));
        }
    }

    /// The object on top of the stack has ended.
    fn leave_object(&mut self) {
        let Some(frame) = self.stack.pop() else {
            return;
        };
        let span = Span::between(frame.start, self.reader.offset());
        if frame.shape == Shape::Node {
            if let Some(node) = self.parts.nodes.last_mut() {
                node.span = span;
            }
            if frame.seen & SEEN_ID == 0 {
                self.sink.emit(rules::missing_id::found(span));
            }
            if frame.seen & SEEN_TYPE == 0 {
                self.incomplete_if(true);
                self.sink.emit(rules::missing_type::found(span));
            }
        }
        for (position, field) in frame.fields.iter().enumerate() {
            if frame.seen & (1 << position) == 0 {
                self.missing(&frame, field, span);
            }
        }
        match frame.shape {
            Shape::Branch if !frame.target.is_none() => {
                self.unique_outcome(frame.label);
                self.edge(Label::Named(frame.label), frame.target);
            }
            Shape::Comparison if !frame.target.is_none() => {
                let position = self
                    .stack
                    .last()
                    .map_or(0, |list| list.count.saturating_sub(1));
                self.edge(Label::Comparison(position), frame.target);
            }
            _ => {}
        }
    }

    fn missing(&mut self, frame: &Frame, field: &'static Field, span: Span) {
        let finding = match field.need {
            Need::Optional => return,
            Need::FilledFrom(_) => {
                // Whether copying is certain depends on the graph: the rule looks again when it is known.
                if let Some(node) = self.parts.nodes.last_mut() {
                    node.marks.set(Marks::FILLED);
                }
                return;
            }
            Need::Required if frame.shape == Shape::Outcomes => {
                rules::missing_outcome::found(field.name, span)
            }
            Need::Required => rules::missing_field::found(field.name, span),
            Need::When(value) if frame.choice != Some(value) => return,
            Need::When("providedData") => rules::missing_provided_data_key::found(span),
            Need::When(_) => rules::missing_field::found(field.name, span),
            Need::Unless(values) => match frame.choice {
                Some(choice) if !values.contains(&choice) => {
                    rules::operand_missing::found(choice, span)
                }
                _ => return,
            },
        };
        self.incomplete_if(field.holds_edges());
        self.sink.emit(finding);
    }

    /// Reports a listed outcome whose id the list already has.
    fn unique_outcome(&mut self, id: StrRef) {
        let Some(list) = self.stack.last() else {
            return;
        };
        let name = id.view(self.text);
        let earlier = self
            .parts
            .edges
            .get(usize::from(list.edges)..)
            .unwrap_or_default();
        let again = earlier
            .iter()
            .any(|edge| matches!(edge.label, Label::Named(other) if other.view(self.text) == name));
        if again && !id.is_none() {
            self.sink.emit(rules::duplicate_outcome_id::found(id));
        }
    }

    /// Remembers that not all edges of the current node are known.
    pub(super) fn incomplete_if(&mut self, condition: bool) {
        if let (true, Some(node)) = (condition, self.parts.nodes.last_mut()) {
            node.marks.set(Marks::INCOMPLETE);
        }
    }

    /// Reports and skips the value that starts here.
    pub(super) fn wrong_kind(
        &mut self,
        field: Option<&'static str>,
        expected: Expected,
    ) -> Result<(), Error> {
        let span = self.reader.skip()?;
        let detail = Detail::Kind { field, expected };
        self.sink.emit(Finding::new(Rule::WrongKind, span, detail));
        Ok(())
    }

    pub(super) fn frame(&mut self) -> Option<&mut Frame> {
        self.stack.last_mut()
    }
}
