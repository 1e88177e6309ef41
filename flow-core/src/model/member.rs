//! Members of objects: known ones to their readers, unknown ones to the rules.

use super::frame::{LOOKED, SEEN_ID, SEEN_TYPE, Shape};
use super::read::Builder;
use crate::diagnostic::Expected;
use crate::json::{Error, JsonStr, Kind as Json, StrRef, find_plain};
use crate::rules;
use crate::schema::{Field, Kind, NODES, NodeType, suggest};
use crate::span::Span;

/// Members of a node that no type lists among its fields.
const OWN: [(&str, u32); 2] = [("id", SEEN_ID), ("type", SEEN_TYPE)];

impl Builder<'_, '_, '_, '_> {
    /// Members that are known and written as programs write them, as long as they come.
    ///
    /// Nearly all of a flow is read here. Whatever is unusual is left for [`member`](Self::member).
    pub(super) fn known_members(&mut self) -> Result<(), Error> {
        while let frame = &mut self.frame
            && !frame.shape.is_list()
            && let Some(ahead) = self.reader.name_ahead(frame.first)
        {
            if let Some((position, field)) =
                find_plain(ahead.name, frame.fields, |field| field.name)
            {
                let seen = frame.seen;
                frame.seen |= 1 << position;
                if seen == frame.seen {
                    break;
                }
                frame.first = false;
                self.reader.take_name(&ahead);
                match self.reader.plain_string() {
                    Some(value) => self.string(field, ahead.key, value),
                    None => self.other_value(field, ahead.key)?,
                }
                continue;
            }
            let Some((_, &(_, own))) = find_plain(ahead.name, &OWN, |own| own.0) else {
                break;
            };
            if frame.shape != Shape::Node || frame.seen & own != 0 {
                break;
            }
            frame.seen |= own;
            frame.first = false;
            self.reader.take_name(&ahead);
            self.own_member(own)?;
        }
        Ok(())
    }

    /// The member with this name, of the object on top of the stack.
    #[cfg_attr(not(target_pointer_width = "32"), cold, inline(never))]
    pub(super) fn member(&mut self, key: StrRef) -> Result<(), Error> {
        let frame = &mut self.frame;
        if let Some((position, field)) = key.find(self.text, frame.fields, |field| field.name) {
            let seen = frame.seen;
            frame.seen |= 1 << position;
            return if seen == frame.seen {
                self.again(key)
            } else {
                self.value(field, key)
            };
        }
        if frame.shape == Shape::Node {
            return self.node_member(key);
        }
        self.unknown_member(key)
    }

    /// A member of a node that is none of the fields of its type, as far as the type is known.
    #[inline(never)]
    fn node_member(&mut self, key: StrRef) -> Result<(), Error> {
        let own = key.find(self.text, &OWN, |own| own.0);
        let bit = own.map_or(0, |(_, &(_, bit))| bit);
        let frame = &mut self.frame;
        if frame.seen & bit != 0 {
            return self.again(key);
        }
        frame.seen |= bit;
        match bit {
            0 if frame.seen & (SEEN_TYPE | LOOKED) == 0 => self.member_before_type(key),
            0 => self.unknown_member(key),
            own => self.own_member(own),
        }
    }

    /// The value of `id` or `type` of a node.
    #[inline]
    fn own_member(&mut self, own: u32) -> Result<(), Error> {
        if own == SEEN_ID {
            self.id()
        } else {
            self.node_type()
        }
    }

    #[inline(never)]
    fn member_before_type(&mut self, key: StrRef) -> Result<(), Error> {
        self.frame.seen |= LOOKED;
        self.find_type()?;
        self.member(key)
    }

    #[cold]
    #[inline(never)]
    fn again(&mut self, key: StrRef) -> Result<(), Error> {
        self.sink.emit(rules::duplicate_field::found(key));
        self.reader.skip().map(|_| ())
    }

    #[cfg_attr(
        not(target_pointer_width = "32"),
        expect(clippy::inline_always, reason = "it has one hot caller"),
        inline(always)
    )]
    fn id(&mut self) -> Result<(), Error> {
        let Some(id) = self.string_or_report("id")? else {
            return Ok(());
        };
        if rules::invalid_id::is_unusable(id, self.text) {
            self.invalid_id(id);
        } else if let Some(node) = self.parts.nodes.last_mut() {
            node.id = id;
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn invalid_id(&mut self, id: StrRef) {
        self.sink.emit(rules::invalid_id::found(id));
    }

    /// The string that starts here; something else is reported as the wrong kind for `field`.
    #[cfg_attr(
        not(target_pointer_width = "32"),
        expect(clippy::inline_always, reason = "both callers are hot"),
        inline(always)
    )]
    fn string_or_report(&mut self, field: &'static str) -> Result<Option<StrRef>, Error> {
        if let Some(plain) = self.reader.plain_string() {
            return Ok(Some(plain));
        }
        if self.reader.peek()? == Json::String {
            return self.reader.string().map(Some);
        }
        self.wrong_kind(Some(field), Expected::String)?;
        Ok(None)
    }

    /// The value of `type`: from here on the members of the node are known.
    #[cfg_attr(
        not(target_pointer_width = "32"),
        expect(clippy::inline_always, reason = "it has one hot caller"),
        inline(always)
    )]
    fn node_type(&mut self) -> Result<(), Error> {
        let Some(name) = self.string_or_report("type")? else {
            self.incomplete_if(true);
            return Ok(());
        };
        let spec = name.find(self.text, &NODES, |spec| spec.name);
        let node_type = spec.map(|(_, spec)| spec.node_type);
        if node_type.is_none() {
            self.unknown_type(name);
        }
        self.adopt(node_type);
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn unknown_type(&mut self, name: StrRef) {
        self.incomplete_if(true);
        self.sink.emit(rules::unknown_type::found(name, self.text));
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
            if key.is(self.text, "type") && kind == Json::String {
                node_type = NodeType::parse(ahead.string()?.view(self.text));
                break;
            }
            ahead.skip()?;
        }
        self.adopt(node_type);
        Ok(())
    }

    fn adopt(&mut self, node_type: Option<NodeType>) {
        if let Some(node) = self.parts.nodes.last_mut() {
            node.kind = node_type;
        }
        self.frame.fields = node_type.map_or(&[], |node_type| node_type.spec().fields);
        self.frame.asked = node_type.map_or(0, NodeType::asked);
    }

    /// A member that the schema does not know.
    #[cold]
    fn unknown_member(&mut self, key: StrRef) -> Result<(), Error> {
        let frame = &mut self.frame;
        let node_type = self.parts.nodes.last().and_then(|node| node.kind);
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
        let (shape, fields) = (frame.shape, frame.fields);
        // A member that is evidently misspelt is read as if it were not, so that correcting it brings nothing new.
        let kind = self.reader.peek()?;
        let meant = meant.map(|found| {
            let field: &'static Field = found.meant.1;
            (
                field,
                found.certain && field.kind.takes(kind) && !field.is_optional_part(),
            )
        });
        let (finding, incomplete) = match (shape, node_type) {
            (Shape::Outcomes, _) => (rules::unknown_outcome::found(key, meant, fields), true),
            // Nothing is known about the members of an unknown type.
            (Shape::Node, None) => return self.reader.skip().map(|_| ()),
            (Shape::Node, Some(NodeType::End)) if rules::end_with_outcome::is_edge(name) => {
                (rules::end_with_outcome::found(key), false)
            }
            (Shape::Node, Some(_)) if name == *"transitions" => {
                self.replace_transitions();
                (rules::legacy_transition::found(key), true)
            }
            _ => (
                rules::unknown_field::found(key, meant),
                meant.is_some_and(|(field, _)| field.holds_edges()),
            ),
        };
        self.sink.emit(finding);
        if let Some((field, true)) = meant {
            return self.value(field, key);
        }
        self.incomplete_if(incomplete);
        self.reader.skip().map(|_| ())
    }

    /// The fields that `transitions` stood for are not missing.
    fn replace_transitions(&mut self) {
        self.frame.seen |= rules::legacy_transition::replaced(self.frame.fields);
    }

    /// The value of a known member.
    fn value(&mut self, field: &'static Field, key: StrRef) -> Result<(), Error> {
        if let Some(value) = self.reader.plain_string() {
            self.string(field, key, value);
            return Ok(());
        }
        self.other_value(field, key)
    }

    /// The value of a known member, which is no string, or one with blanks before it or escapes in it.
    #[cfg_attr(
        not(target_pointer_width = "32"),
        expect(clippy::inline_always, reason = "it has one hot caller"),
        inline(always)
    )]
    fn other_value(&mut self, field: &'static Field, key: StrRef) -> Result<(), Error> {
        let found = self.reader.peek()?;
        let (shape, inner) = match (field.kind, found) {
            (_, Json::String) => {
                let value = self.reader.string()?;
                self.string(field, key, value);
                return Ok(());
            }
            (Kind::Object(inner), Json::Object) => (Shape::Object, inner),
            (Kind::Outcomes(inner), Json::Object) => (Shape::Outcomes, inner),
            (Kind::List(inner), Json::Array) => (Shape::List, inner),
            (Kind::Branches(inner), Json::Array) => (Shape::Branches, inner),
            (Kind::Comparisons(inner), Json::Array) => (Shape::Comparisons, inner),
            (Kind::Flag, Json::Bool) => return self.flag(field),
            (Kind::Number { min, max }, Json::Number) => {
                return self.number(field, false, (min, max));
            }
            (Kind::Whole { min, max }, Json::Number) => {
                return self.number(field, true, (min, max));
            }
            (Kind::Choices(known), Json::Array) => return self.choices(field, known),
            (Kind::Scalar, Json::Bool | Json::Number) => return self.reader.skip().map(|_| ()),
            _ => {
                let span = self.reader.skip()?;
                self.mismatch(field, span);
                return Ok(());
            }
        };
        self.push(shape, inner)
    }

    /// The value at `span` is not what `field` takes.
    #[cold]
    pub(super) fn mismatch(&mut self, field: &'static Field, span: Span) {
        self.incomplete_if(field.holds_edges());
        let expected = Expected::of(field.kind);
        self.sink
            .emit(rules::wrong_kind::found(Some(field.name), expected, span));
    }
}
