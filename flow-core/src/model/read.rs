//! Text to model: one pass over the JSON, led by the schema table, with a stack of known size instead of recursion.

use heapless::Vec;

use super::frame::{Draft, Frame, MAX_FRAMES, Shape};
use super::{Marks, NOWHERE, Node, Parts};
use crate::diagnostic::{Expected, Sink, member};
use crate::json::{Error, Kind as Json, Reader, StrRef};
use crate::limits::Limit;
use crate::rules;
use crate::schema::Field;
use crate::span::Span;

pub(super) struct Builder<'b, 'a, 's, 'r> {
    pub(super) reader: Reader<'a>,
    pub(super) text: &'a str,
    pub(super) parts: &'b mut Parts<'s>,
    pub(super) sink: &'b mut Sink<'r>,
    pub(super) draft: Draft,
    /// The array or object that is being read.
    pub(super) frame: Frame,
    /// Those around it.
    pub(super) stack: Vec<Frame, MAX_FRAMES>,
    /// Position of the node that is being read.
    pub(super) position: u16,
    pub(super) full: bool,
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
        frame: Frame::new(Shape::Flow, &[], 0, 0),
        draft: Draft::NONE,
        stack: Vec::new(),
        position: NOWHERE,
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
            let legacy = kind == Json::Object && member(&mut ahead, "nodes").is_some();
            let span = self.reader.skip()?;
            self.sink.emit(if legacy {
                rules::legacy_graph_form::found(span)
            } else {
                rules::not_a_flow::found(span)
            });
            return Ok(None);
        }
        self.frame = Frame::new(Shape::Flow, &[], start, 0);
        self.reader.open()?;
        loop {
            self.known_members()?;
            let first = core::mem::take(&mut self.frame.first);
            if self.frame.shape.is_list() {
                if self.reader.next_element(first)? {
                    self.element()?;
                } else if !self.leave_list() {
                    break;
                }
            } else if let Some(key) = self.reader.next_key(first)? {
                self.member(key)?;
            } else {
                self.leave_object();
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
    pub(super) fn push(&mut self, shape: Shape, fields: &'static [Field]) -> Result<(), Error> {
        let edges = u16::try_from(self.parts.edges.len()).unwrap_or(NOWHERE);
        if self.stack.push(self.frame.copy()).is_err() {
            // INVARIANT: MAX_FRAMES is the depth of the schema table, which a test measures.
            debug_assert!(false, "the schema table is deeper than MAX_FRAMES");
            return self.reader.skip().map(|_| ());
        }
        self.frame = Frame::new(shape, fields, self.reader.offset(), edges);
        self.reader.open()
    }

    /// The element that starts here, of the list on top of the stack.
    fn element(&mut self) -> Result<(), Error> {
        let kind = self.reader.peek()?;
        self.frame.count = self.frame.count.saturating_add(1);
        let fields = self.frame.fields;
        let shape = match self.frame.shape {
            Shape::Flow => return self.node(kind),
            Shape::Branches => Shape::Branch,
            Shape::Comparisons => Shape::Comparison,
            _ => Shape::Object,
        };
        if shape != Shape::Object {
            self.draft = Draft::NONE;
        }
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
            kind: None,
            marks: Marks::default(),
        };
        self.position = u16::try_from(self.parts.nodes.len()).unwrap_or(NOWHERE);
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

    pub(super) fn too_many(&mut self, limit: Limit, max: usize, span: Span) {
        if !self.full {
            self.full = true;
            self.sink
                .emit(rules::capacity_exceeded::found(limit, max, span));
        }
    }

    /// Remembers that not all edges of the current node are known.
    pub(super) fn incomplete_if(&mut self, condition: bool) {
        if let (true, Some(node)) = (condition, self.parts.nodes.last_mut()) {
            node.marks.set(Marks::INCOMPLETE);
        }
    }

    /// Reports and skips the value that starts here.
    #[cold]
    pub(super) fn wrong_kind(
        &mut self,
        field: Option<&'static str>,
        expected: Expected,
    ) -> Result<(), Error> {
        let span = self.reader.skip()?;
        self.sink
            .emit(rules::wrong_kind::found(field, expected, span));
        Ok(())
    }
}
