//! Edges, and what is known only when an array or object ends: what is missing from it.

use super::frame::{Draft, Frame, SEEN_ID, SEEN_TYPE, Shape};
use super::read::Builder;
use super::unique::repeated;
use super::{Edge, Label, Marks, NOWHERE};
use crate::json::StrRef;
use crate::limits::Limit;
use crate::rules;
use crate::schema::{Field, Need};
use crate::span::Span;

impl Builder<'_, '_, '_, '_> {
    /// Takes the node id that a member names: an edge, or a part of one.
    #[inline]
    pub(super) fn target(&mut self, key: StrRef, target: StrRef) {
        if matches!(self.frame.shape, Shape::Branch | Shape::Comparison) {
            self.draft.target = target;
        } else {
            self.edge(Label::named(key), 0, target);
        }
    }

    fn edge(&mut self, label: Label, condition: u32, target_id: StrRef) {
        let edge = Edge {
            label,
            condition,
            target_id,
            source: self.position,
            target: NOWHERE,
        };
        if self.parts.edges.push(edge).is_err() {
            self.too_many_edges(target_id);
        }
    }

    #[cold]
    #[inline(never)]
    fn too_many_edges(&mut self, target_id: StrRef) {
        let max = self.parts.edges.capacity();
        self.too_many(Limit::Edges, max, target_id.span());
    }

    /// The list that was being read has ended; whether it lies in another value.
    pub(super) fn leave_list(&mut self) -> bool {
        let edges = matches!(self.frame.shape, Shape::Branches | Shape::Comparisons);
        if edges && self.frame.count == 0 {
            let span = Span::between(self.frame.start, self.reader.offset());
            self.incomplete_if(true);
            self.sink.emit(rules::empty_outcomes::found(span));
        }
        if self.frame.shape == Shape::Branches {
            self.unique_outcomes();
        }
        self.leave()
    }

    /// Goes back to the array or object around the current one; whether there is one.
    fn leave(&mut self) -> bool {
        if let Some(outer) = self.stack.last() {
            self.frame.set(outer);
        }
        self.stack.pop().is_some()
    }

    /// The object that was being read has ended.
    pub(super) fn leave_object(&mut self) {
        let span = Span::between(self.frame.start, self.reader.offset());
        for field in self.frame.absent() {
            self.missing(field, span);
        }
        let Frame { shape, seen, .. } = self.frame;
        let Draft {
            label,
            condition,
            target,
        } = self.draft;
        self.leave();
        match shape {
            Shape::Node => self.leave_node(seen, span),
            Shape::Branch if !target.is_none() => {
                self.edge(Label::named(label), condition, target);
            }
            Shape::Comparison if !target.is_none() => {
                let position = self.frame.count.saturating_sub(1);
                self.edge(Label::comparison(position), 0, target);
            }
            _ => {}
        }
    }

    fn leave_node(&mut self, seen: u32, span: Span) {
        let edges = u16::try_from(self.parts.edges.len()).unwrap_or(NOWHERE);
        if let Some(node) = self.parts.nodes.last_mut() {
            node.span = span;
            node.edges = edges.saturating_sub(node.first_edge);
        }
        if seen & SEEN_ID == 0 {
            self.sink.emit(rules::missing_id::found(span));
        }
        if seen & SEEN_TYPE == 0 {
            self.incomplete_if(true);
            self.sink.emit(rules::missing_type::found(span));
        }
    }

    fn missing(&mut self, field: &'static Field, span: Span) {
        let finding = match field.need {
            Need::Optional => return,
            Need::FilledFromNoFace => {
                // Whether copying is certain depends on the graph: the rule looks again when it is known.
                if let Some(node) = self.parts.nodes.last_mut() {
                    node.marks.set(Marks::FILLED);
                }
                return;
            }
            Need::Required if self.frame.shape == Shape::Outcomes => {
                rules::missing_outcome::found(field.name, span)
            }
            Need::Required => rules::missing_field::found(field.name, span),
            Need::WithLiteral | Need::WithReference | Need::WithProvidedData
                if self.frame.choice != field.need.with() =>
            {
                return;
            }
            Need::WithLiteral | Need::WithReference => {
                rules::missing_field::found(field.name, span)
            }
            Need::WithProvidedData => rules::missing_provided_data_key::found(span),
            Need::WithComparison => match (self.frame.choice, field.need.without()) {
                (Some(choice), Some(values)) if !values.contains(&choice) => {
                    rules::operand_missing::found(choice, span)
                }
                _ => return,
            },
        };
        self.incomplete_if(field.holds_edges());
        self.sink.emit(finding);
    }

    /// Reports the listed outcomes whose ids the list already has.
    fn unique_outcomes(&mut self) {
        let first = usize::from(self.frame.edges);
        let listed = self.parts.edges.get_mut(first..).unwrap_or_default();
        let sink = &mut *self.sink;
        repeated(listed, self.text, &mut |id| {
            sink.emit(rules::duplicate_outcome_id::found(id));
        });
    }
}
