//! Values without inner structure: strings, numbers, booleans, and arrays of known strings.

use super::Marks;
use super::read::Builder;
use crate::diagnostic::Expected;
use crate::json::{Error, Kind as Json, StrRef};
use crate::rules;
use crate::schema::{Field, Kind, Need};
use crate::span::Span;

impl Builder<'_, '_, '_, '_> {
    /// Takes the value of `field`, which is a string.
    #[cfg_attr(
        not(target_pointer_width = "32"),
        expect(clippy::inline_always, reason = "a call costs as much as most strings"),
        inline(always)
    )]
    pub(super) fn string(&mut self, field: &'static Field, key: StrRef, value: StrRef) {
        match field.kind {
            Kind::Target => self.target(key, value),
            Kind::Text | Kind::Scalar => {}
            Kind::Prompt => {
                if let Some(node) = self.parts.nodes.last_mut() {
                    node.prompt = value;
                }
            }
            Kind::OutcomeId => self.draft.label = value,
            Kind::Condition => self.condition(value),
            Kind::Choice(known) => self.choice(field, known, value),
            _ => self.mismatch(field, value.span()),
        }
    }

    #[inline(never)]
    fn condition(&mut self, value: StrRef) {
        self.draft.condition = value.span().offset;
        if value.view(self.text).is_blank() {
            self.mark(Marks::UNCONDITIONAL);
        }
        if rules::legacy_condition::is_code(value, self.text) {
            self.code(value);
        }
    }

    #[cold]
    #[inline(never)]
    fn code(&mut self, condition: StrRef) {
        let alone = self.is_only_element().unwrap_or(false);
        let finding = rules::legacy_condition::found(condition, self.text, alone);
        self.sink.emit(finding);
    }

    pub(super) fn flag(&mut self, field: &'static Field) -> Result<(), Error> {
        let value = self.reader.word()?;
        match field.name {
            "camera" if value == Some(true) => self.mark(Marks::CAMERA),
            "doesNotRequireReply" if value == Some(true) => self.mark(Marks::NO_REPLY),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn number(
        &mut self,
        field: &'static Field,
        whole: bool,
        range: (u32, u32),
    ) -> Result<(), Error> {
        // On a 32-bit target one way takes less flash than two.
        let (min, max) = range;
        if !cfg!(target_pointer_width = "32") && self.reader.take_small_number(min, max) {
            return Ok(());
        }
        self.any_number(field, whole, range)
    }

    #[cfg_attr(not(target_pointer_width = "32"), cold)]
    fn any_number(
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

    /// Whether the object being read, some of whose members are still ahead, is the only element of its list.
    fn is_only_element(&self) -> Result<bool, Error> {
        let mut ahead = self.reader.clone();
        while ahead.next_key(false)?.is_some() {
            ahead.skip()?;
        }
        let first = self.stack.last().is_some_and(|list| list.count == 1);
        Ok(first && !ahead.next_element(false)?)
    }

    #[inline(never)]
    fn choice(&mut self, field: &'static Field, known: &'static [&'static str], value: StrRef) {
        let Some((_, &choice)) = value.find(self.text, known, |known| known) else {
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

    pub(super) fn choices(
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
            if value.find(self.text, known, |known| known).is_none() {
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
