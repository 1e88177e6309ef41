//! Values without inner structure: strings, numbers, booleans, and arrays of known strings.

use super::Marks;
use super::read::Builder;
use crate::diagnostic::Expected;
use crate::json::{Error, Kind as Json, StrRef};
use crate::rules;
use crate::schema::{Field, Kind, Need};
use crate::span::Span;

impl Builder<'_, '_, '_, '_> {
    /// Checks the value of `field` that starts here.
    pub(super) fn leaf(&mut self, field: &'static Field, found: Json) -> Result<(), Error> {
        let expected = match field.kind {
            Kind::Flag => Expected::Bool,
            Kind::Number { .. } => Expected::Number,
            Kind::Whole { .. } => Expected::Whole,
            Kind::Scalar => Expected::Scalar,
            Kind::Choices(_) => Expected::Array,
            _ => Expected::String,
        };
        let name = Some(field.name);
        match (field.kind, found) {
            (Kind::Flag, Json::Bool) => self.flag(field),
            (Kind::Number { min, max } | Kind::Whole { min, max }, Json::Number) => {
                let whole = matches!(field.kind, Kind::Whole { .. });
                self.number(field, whole, (min, max))
            }
            (Kind::Scalar, Json::Bool | Json::Number | Json::String) => {
                self.reader.skip().map(|_| ())
            }
            (Kind::Choices(known), Json::Array) => self.choices(field, known),
            (Kind::Choice(known), Json::String) => {
                let value = self.reader.string()?;
                self.choice(field, known, value);
                Ok(())
            }
            (Kind::Text | Kind::Prompt | Kind::OutcomeId | Kind::Condition, Json::String) => {
                let value = self.reader.string()?;
                self.string(field.kind, value);
                Ok(())
            }
            _ => self.wrong_kind(name, expected),
        }
    }

    fn flag(&mut self, field: &'static Field) -> Result<(), Error> {
        let value = self.reader.word()?;
        match field.name {
            "camera" if value == Some(true) => self.mark(Marks::CAMERA),
            "doesNotRequireReply" if value == Some(true) => self.mark(Marks::NO_REPLY),
            _ => {}
        }
        Ok(())
    }

    fn number(
        &mut self,
        field: &'static Field,
        whole: bool,
        range: (u32, u32),
    ) -> Result<(), Error> {
        let start = self.reader.offset();
        let number = self.reader.number()?;
        let span = Span::between(start, self.reader.offset());
        if whole && !number.is_whole() {
            self.sink.emit(rules::wrong_kind::found(
                Some(field.name),
                Expected::Whole,
                span,
            ));
        } else if !number.is_within(range.0, range.1) {
            self.sink
                .emit(rules::out_of_range::found(field.name, range, span));
        }
        Ok(())
    }

    fn string(&mut self, kind: Kind, value: StrRef) {
        match kind {
            Kind::Prompt => {
                if let Some(node) = self.parts.nodes.last_mut() {
                    node.prompt = value;
                }
            }
            Kind::OutcomeId => {
                self.frame.label = value;
            }
            Kind::Condition => {
                self.frame.condition = value.span().offset;
                if value.view(self.text).chars().all(char::is_whitespace) {
                    self.mark(Marks::UNCONDITIONAL);
                }
                if rules::legacy_condition::is_code(value, self.text) {
                    let alone = self.is_only_element().unwrap_or(false);
                    let finding = rules::legacy_condition::found(value, self.text, alone);
                    self.sink.emit(finding);
                }
            }
            _ => {}
        }
    }

    /// Whether the object being read, some of whose members are still ahead, is the only element of its list.
    fn is_only_element(&self) -> Result<bool, Error> {
        let mut ahead = self.reader.clone();
        while ahead.next_key(false)?.is_some() {
            ahead.skip()?;
        }
        let first = self.stack.last().is_some_and(|list| list.count == 1);
        Ok(first && !ahead.next_element(false)?)
    }

    fn choice(&mut self, field: &'static Field, known: &'static [&'static str], value: StrRef) {
        let position = value.position(self.text, known, |known| known);
        let Some(&choice) = position.and_then(|at| known.get(at)) else {
            self.sink
                .emit(rules::unknown_value::found(field, value, self.text));
            return;
        };
        if choice == "sessionVideo" {
            self.mark(Marks::SESSION_VIDEO);
        }
        // Only a required choice decides which other members are needed.
        if field.need == Need::Required {
            self.frame.choice = Some(choice);
        }
    }

    fn choices(
        &mut self,
        field: &'static Field,
        known: &'static [&'static str],
    ) -> Result<(), Error> {
        self.reader.open()?;
        let mut first = true;
        while self.reader.next_element(first)? {
            first = false;
            if self.reader.peek()? != Json::String {
                self.wrong_kind(Some(field.name), Expected::String)?;
                continue;
            }
            let value = self.reader.string()?;
            if value.position(self.text, known, |known| known).is_none() {
                self.sink
                    .emit(rules::unknown_value::found(field, value, self.text));
            }
        }
        Ok(())
    }

    fn mark(&mut self, mark: Marks) {
        if let Some(node) = self.parts.nodes.last_mut() {
            node.marks.set(mark);
        }
    }
}
