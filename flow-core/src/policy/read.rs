//! The text of a policy to its lists: one pass, one error.

use heapless::VecView;

use super::PolicyError;
use super::clause::{
    CLAUSES, Clause, ClauseKind, DIALOGUE, Member, Outcome, Run, Step, bit, comparison,
    whole_number,
};
use super::error::{Meant, PolicyErrorKind as Error};
use super::preset::{PRESETS, Preset};
use crate::json::{JsonStr, Kind, Reader, StrRef};
use crate::limits::POLICY_MAX;
use crate::schema::{self, Doc, NODES};
use crate::span::Span;

/// Where a policy is read to.
pub(super) struct Lists<'l> {
    pub(super) clauses: &'l mut VecView<Clause>,
    pub(super) steps: &'l mut VecView<Step>,
    pub(super) ends: &'l mut VecView<StrRef>,
}

/// Reads a whole policy; the ends that it names for all its clauses.
pub(super) fn read(text: &str, mut lists: Lists<'_>) -> Result<Option<Run>, PolicyError> {
    let mut source = Source {
        reader: Reader::new(text)?,
        text,
        preset: false,
    };
    let kind = source.reader.peek()?;
    let start = source.reader.offset();
    let success = match kind {
        Kind::Array => source.clauses(&mut lists).map(|()| None)?,
        Kind::Object => source.document(&mut lists)?,
        _ => {
            return Err(source.wrong_kind(Doc::new(
                "an array of clauses, or an object with `clauses` or `preset`",
            ))?);
        }
    };
    source.reader.finish()?;
    if lists.clauses.is_empty() {
        let span = Span::between(start, source.reader.offset());
        return Err(PolicyError::new(Error::NoClauses, span));
    }
    Ok(success)
}

/// A text that clauses are read from.
struct Source<'a> {
    reader: Reader<'a>,
    text: &'a str,
    /// The text is that of a preset, which no span points to.
    preset: bool,
}

/// The members of a clause, as far as they were read.
#[derive(Default)]
struct Draft {
    kind: Option<ClauseKind>,
    lists: [Option<Run>; 5],
    max: u16,
    /// Names of the members seen, for what the clause does not take.
    keys: [StrRef; 5],
}

impl Source<'_> {
    fn document(&mut self, lists: &mut Lists<'_>) -> Result<Option<Run>, PolicyError> {
        const MEMBERS: [&str; 3] = ["clauses", "preset", "success"];
        let mut seen = [false; MEMBERS.len()];
        let mut success = None;
        let mut first = true;
        self.reader.open()?;
        while let Some(key) = self.reader.next_key(core::mem::take(&mut first))? {
            let position = key
                .find(self.text, &MEMBERS, |name| name)
                .map(|(position, _)| position);
            let Some(again) = position.and_then(|position| seen.get_mut(position)) else {
                return Err(self.unknown(key, MEMBERS.iter().copied(), Error::UnknownMember));
            };
            if core::mem::replace(again, true) {
                return Err(PolicyError::new(Error::DuplicateMember(key), key.span()));
            }
            match position {
                Some(0) => self.clauses(lists)?,
                Some(1) => self.preset(lists)?,
                _ => success = Some(self.ends(lists)?),
            }
        }
        Ok(success)
    }

    /// The clauses of the preset named here.
    fn preset(&mut self, lists: &mut Lists<'_>) -> Result<(), PolicyError> {
        let name = self.string(Doc::new("the name of a preset"))?;
        let Some(preset) = Preset::find(name.view(self.text)) else {
            let known = PRESETS.iter().map(|preset| preset.name);
            return Err(self.unknown(name, known, Error::UnknownPreset));
        };
        let mut source = Source {
            reader: Reader::new(preset.text)?,
            text: preset.text,
            preset: true,
        };
        // A preset without room is the fault of the place that names it.
        source
            .clauses(lists)
            .map_err(|error| PolicyError::new(error.kind, name.span()))
    }

    fn clauses(&mut self, lists: &mut Lists<'_>) -> Result<(), PolicyError> {
        self.open(Kind::Array, Doc::new("an array of clauses"))?;
        let mut first = true;
        while self.reader.next_element(core::mem::take(&mut first))? {
            let clause = self.clause(lists)?;
            let max = lists.clauses.capacity();
            if lists.clauses.push(clause).is_err() {
                let error = Error::TooManyClauses(u16::try_from(max).unwrap_or(u16::MAX));
                return Err(PolicyError::new(error, clause.span.unwrap_or_default()));
            }
        }
        Ok(())
    }

    fn clause(&mut self, lists: &mut Lists<'_>) -> Result<Clause, PolicyError> {
        self.reader.peek()?;
        let start = self.reader.offset();
        self.open(Kind::Object, Doc::new("a clause: an object with `clause`"))?;
        let mut draft = Draft::default();
        let mut first = true;
        while let Some(key) = self.reader.next_key(core::mem::take(&mut first))? {
            self.member(key, &mut draft, lists)?;
        }
        let span = Span::between(start, self.reader.offset());
        self.finish_clause(&draft, span)
    }

    fn member(
        &mut self,
        key: StrRef,
        draft: &mut Draft,
        lists: &mut Lists<'_>,
    ) -> Result<(), PolicyError> {
        let again = PolicyError::new(Error::DuplicateMember(key), key.span());
        if key.is(self.text, "clause") {
            let kind = self.kind()?;
            return draft.kind.replace(kind).map_or(Ok(()), |_| Err(again));
        }
        let Some((position, &member)) = key.find(self.text, &Member::ALL, |member| member.name())
        else {
            let known = Member::ALL
                .iter()
                .map(|member| member.name())
                .chain(["clause"]);
            return Err(self.unknown(key, known, Error::UnknownMember));
        };
        let run = match member {
            Member::Max => {
                draft.max = self.number()?;
                Run::default()
            }
            Member::Ends => self.ends(lists)?,
            Member::Steps | Member::Then | Member::Unless => self.steps(lists)?,
        };
        if let (Some(list), Some(name)) =
            (draft.lists.get_mut(position), draft.keys.get_mut(position))
        {
            *name = key;
            return list.replace(run).map_or(Ok(()), |_| Err(again));
        }
        Ok(())
    }

    /// Checks that the clause has the members it needs, and no others.
    fn finish_clause(&self, draft: &Draft, span: Span) -> Result<Clause, PolicyError> {
        let missing = |name| PolicyError::new(Error::MissingMember(name), span);
        let kind = draft.kind.ok_or_else(|| missing("clause"))?;
        let members = kind.spec().members;
        for ((member, list), &key) in Member::ALL.iter().zip(&draft.lists).zip(&draft.keys) {
            let takes = members.iter().find(|(taken, _)| taken == member);
            match (takes, list) {
                (None, Some(_)) => {
                    let known = members.iter().map(|(member, _)| member.name());
                    return Err(self.unknown(key, known, Error::UnknownMember));
                }
                (Some((_, true)), None) => return Err(missing(member.name())),
                _ => {}
            }
        }
        let [steps, then, unless, _, ends] = draft.lists;
        Ok(Clause {
            kind,
            steps: steps.unwrap_or_default(),
            others: then.or(unless).unwrap_or_default(),
            ends,
            max: draft.max,
            span: (!self.preset).then_some(span),
        })
    }

    fn kind(&mut self) -> Result<ClauseKind, PolicyError> {
        let name = self.string(Doc::new("the name of a clause"))?;
        let found = name.find(self.text, &CLAUSES, |spec| spec.name);
        let kind = found.map(|(_, spec)| spec.kind);
        kind.ok_or_else(|| {
            let known = CLAUSES.iter().map(|spec| spec.name);
            self.unknown(name, known, Error::UnknownClause)
        })
    }

    fn number(&mut self) -> Result<u16, PolicyError> {
        const EXPECTED: Doc = Doc::new("a whole number");
        if self.reader.peek()? != Kind::Number {
            return Err(self.wrong_kind(EXPECTED)?);
        }
        let span = self.reader.skip()?;
        let number = whole_number(JsonStr::plain(span.text(self.text)).chars());
        number
            .filter(|number| (1..=POLICY_MAX).contains(number))
            .ok_or_else(|| {
                PolicyError::new(
                    Error::OutOfRange {
                        min: 1,
                        max: POLICY_MAX,
                    },
                    span,
                )
            })
    }

    fn ends(&mut self, lists: &mut Lists<'_>) -> Result<Run, PolicyError> {
        const EXPECTED: Doc = Doc::new("an array with the ids of end nodes");
        self.names(EXPECTED, &mut |_, name| {
            room(lists.ends.push(name).is_ok(), lists.ends.capacity(), name)?;
            Ok(lists.ends.len())
        })
    }

    fn steps(&mut self, lists: &mut Lists<'_>) -> Result<Run, PolicyError> {
        const EXPECTED: Doc =
            Doc::new("an array of steps, such as `liveness_detection/livenessDetected`");
        self.names(EXPECTED, &mut |source, name| {
            // A part of a string has no quotes of its own to be underlined with.
            let whole = |error: PolicyError| PolicyError::new(error.kind, name.span());
            let step = source.step(name).map_err(whole)?;
            room(lists.steps.push(step).is_ok(), lists.steps.capacity(), name)?;
            Ok(lists.steps.len())
        })
    }

    /// A list of strings, each put away by `put`, which says how long its list has become.
    fn names(
        &mut self,
        expected: Doc,
        put: &mut dyn FnMut(&Self, StrRef) -> Result<usize, PolicyError>,
    ) -> Result<Run, PolicyError> {
        self.reader.peek()?;
        let start = self.reader.offset();
        self.open(Kind::Array, expected)?;
        let (mut count, mut end) = (0usize, 0);
        while self.reader.next_element(count == 0)? {
            let name = self.string(expected)?;
            end = put(self, name)?;
            count = count.saturating_add(1);
        }
        if count == 0 {
            let span = Span::between(start, self.reader.offset());
            return Err(PolicyError::new(Error::EmptyList, span));
        }
        Ok(Run {
            first: u16::try_from(end.saturating_sub(count)).unwrap_or(u16::MAX),
            len: u16::try_from(count).unwrap_or(u16::MAX),
        })
    }

    /// `type`, `type/outcome`, or either with the beginning of a type and `*`.
    fn step(&self, name: StrRef) -> Result<Step, PolicyError> {
        let (type_name, outcome) = match name.split_once(self.text, '/') {
            Some((before, behind)) => (before, Some(behind)),
            None => (name, None),
        };
        let types = types_named(type_name.view(self.text));
        if types == 0 {
            let known = NODES.iter().map(|spec| spec.name).chain([DIALOGUE.1]);
            return Err(self.unknown(type_name, known, Error::UnknownType));
        }
        if types & bit(schema::NodeType::End) != 0 {
            return Err(PolicyError::new(Error::EndIsNoStep, name.span()));
        }
        let outcome = outcome.map_or(Ok(Outcome::Any), |outcome| self.outcome(types, outcome))?;
        Ok(Step { types, outcome })
    }

    /// The outcome of all these types.
    fn outcome(&self, types: u16, name: StrRef) -> Result<Outcome, PolicyError> {
        let view = name.view(self.text);
        let mut found = Outcome::Named(name);
        for spec in NODES.iter().filter(|spec| types & bit(spec.node_type) != 0) {
            let known = || spec.node_type.outcomes().map(|outcome| outcome.name);
            let holds = |wanted: fn(&schema::Kind) -> bool| {
                spec.fields.iter().any(|field| wanted(&field.kind))
            };
            if let Some(known) = known().find(|known| view == **known) {
                found = Outcome::Known(known);
            } else if !(holds(|kind| matches!(kind, schema::Kind::Branches(_)))
                || (holds(|kind| matches!(kind, schema::Kind::Comparisons(_)))
                    && comparison(view).is_some()))
            {
                let node_type = spec.node_type;
                return Err(self.unknown(name, known(), |name| Error::UnknownOutcome {
                    node_type,
                    name,
                }));
            }
        }
        Ok(found)
    }

    fn string(&mut self, expected: Doc) -> Result<StrRef, PolicyError> {
        if self.reader.peek()? != Kind::String {
            return Err(self.wrong_kind(expected)?);
        }
        Ok(self.reader.string()?)
    }

    fn open(&mut self, kind: Kind, expected: Doc) -> Result<(), PolicyError> {
        if self.reader.peek()? != kind {
            return Err(self.wrong_kind(expected)?);
        }
        Ok(self.reader.open()?)
    }

    /// The value that starts here is of another kind.
    fn wrong_kind(&mut self, expected: Doc) -> Result<PolicyError, PolicyError> {
        let span = self.reader.skip()?;
        Ok(PolicyError::new(Error::WrongKind(expected), span))
    }

    fn unknown(
        &self,
        name: StrRef,
        known: impl Iterator<Item = &'static str>,
        error: impl FnOnce(Meant) -> Error,
    ) -> PolicyError {
        PolicyError::new(error(Meant::among(name, self.text, known)), name.span())
    }
}

/// Node types by their name, or by its beginning and `*`.
fn types_named(name: JsonStr<'_>) -> u16 {
    let known = NODES.iter().map(|spec| (spec.name, bit(spec.node_type)));
    known
        .chain([(DIALOGUE.1, DIALOGUE.0)])
        .filter(|(known, _)| name == **known || begins(name, known))
        .fold(0, |types, (_, bit)| types | bit)
}

/// Whether `pattern` is the beginning of `known` and a star.
fn begins(pattern: JsonStr<'_>, known: &str) -> bool {
    let mut pattern = pattern.chars();
    let mut known = known.chars();
    let mut some = false;
    loop {
        match (pattern.next(), known.next()) {
            (Some('*'), _) => return some && pattern.next().is_none(),
            (Some(wanted), Some(found)) if wanted == found => some = true,
            _ => return false,
        }
    }
}

/// Whether a name found room.
fn room(there_was: bool, max: usize, name: StrRef) -> Result<(), PolicyError> {
    let error = Error::TooManyNames(u16::try_from(max).unwrap_or(u16::MAX));
    there_was
        .then_some(())
        .ok_or(PolicyError::new(error, name.span()))
}
