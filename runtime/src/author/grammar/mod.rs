//! The phrase grammar: a description in plain English becomes steps, settings and questions.
//!
//! `text` parts sentences and words, `typo` mends slips, `clause` finds the phrases of `table`, `sentence` reads them
//! clause by clause into mentions, `order` puts these in order, and `steps` turns them into steps. What no phrase
//! covers is asked for or, by `untold`, noted, and never guessed.

mod clause;
mod condition;
mod document;
mod failure;
mod leftover;
mod means;
mod mention;
mod order;
mod ordinary;
mod pattern;
mod sentence;
mod setting;
mod steps;
mod table;
mod talk;
mod text;
mod typo;
mod untold;
mod wants;

use self::means::Means;
use self::mention::Mentions;
use self::sentence::Reader;
use self::text::Token;
use super::note::Note;
use super::question::{Questions, Topic};
use super::step::{OnFailure, Step};

pub use table::markdown;

/// Answers that several questions share.
const LEAVE_OUT: &str = "leave out";

/// What a description says.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) steps: Vec<Step>,
    /// Languages named; empty for all.
    pub(super) langs: Option<Vec<String>>,
    pub(super) on_failure: Option<OnFailure>,
    pub(super) retries: Option<u8>,
    pub(super) notes: Vec<Note>,
}

/// Reads a description.
pub(super) fn read(text: &str, questions: &mut Questions<'_>) -> Reading {
    let mut notes = Vec::new();
    let (mut mentions, sentences) = mentions(text, &mut notes);
    let further = clarify(&mut mentions, questions);
    for answer in &further {
        // An answer in words is read like the description, after it.
        let (more, _) = self::mentions(answer, &mut notes);
        for mention in more.all {
            mentions.add(mention);
        }
    }
    let steps = steps::steps(&mut mentions, questions, &mut notes);
    if steps.is_empty() && !questions.has_open() {
        let text = "What should be checked? Name the steps: liveness, face recognition, document scan, a question, an email or SMS code …";
        questions.ask(Topic::What, text, &[], None);
    }
    if mentions.endless {
        notes.push(Note::new(
            "retries",
            "Attempts without an end are not laid: 3 further ones at most.",
        ));
    }
    notes.append(&mut mentions.notes);
    for words in &mentions.afterwards {
        let text = "Your app does this once the session has reached the end `verified`.";
        notes.push(Note::new(words, text));
    }
    if !steps.is_empty() {
        notes.extend(untold::note(text, &sentences, &steps, questions, &notes));
    }
    Reading {
        steps,
        langs: mentions.langs,
        on_failure: mentions.on_failure,
        retries: mentions.retries,
        notes,
    }
}

/// The codes of the languages named in an answer; none for all of them.
pub(super) fn languages(answer: &str) -> Vec<String> {
    let mut langs = Vec::new();
    for token in text::sentences(answer)
        .concat()
        .iter()
        .filter(|token| !token.mark)
    {
        match table::phrase(std::slice::from_ref(token)) {
            Some((Means::Language(code), _)) => langs.push(code.to_owned()),
            Some((Means::AllLanguages | Means::And, _)) => {}
            _ if token.text == "all" || token.text == "every" => {}
            _ => langs.push(token.text.clone()),
        }
    }
    langs
}

fn mentions(text: &str, notes: &mut Vec<Note>) -> (Mentions, Vec<Vec<Token>>) {
    let mut sentences = text::sentences(text);
    for (word, meant) in typo::correct(&mut sentences) {
        notes.push(Note::new(word, format!("Read as `{meant}`.")));
    }
    let mut reader = Reader::new(text);
    for (number, sentence) in sentences.iter().enumerate() {
        reader.sentence(sentence, number == 0);
    }
    if let Some(known) = condition::known_people(&sentences) {
        let words = reader.words(known, 0, known.len());
        if !reader.read.conditions.contains(&words) {
            reader.read.conditions.push(words);
        }
    }
    (reader.read, sentences)
}

/// Asks about what was read and cannot be placed; answers in words come back.
fn clarify(mentions: &mut Mentions, questions: &mut Questions<'_>) -> Vec<String> {
    let mut further = Vec::new();
    let mut asked = |topic: Topic, text: String| {
        let answer = questions.ask(topic, text, &[], Some(LEAVE_OUT));
        further.extend(
            answer
                .filter(|answer| *answer != LEAVE_OUT)
                .map(str::to_owned),
        );
    };
    for words in &mentions.missing {
        asked(
            Topic::Unavailable,
            format!(
                "FaceSign does not offer \"{words}\". What should be done instead, or `{LEAVE_OUT}`?"
            ),
        );
    }
    for words in &mentions.conditions {
        asked(
            Topic::Condition,
            format!(
                "\"{words}\": the flow cannot know this by itself. Decide in your app which flow to start, or give a \
                 `field_condition` step on a provided field; until then every step named is done. What should hold?"
            ),
        );
    }
    let loose = mentions.loose.iter().filter(|_| !mentions.uses_channels());
    if !mentions.all.is_empty() {
        for words in mentions.unplaced.iter().chain(loose) {
            asked(
                Topic::Unplaced,
                format!("\"{words}\" could not be placed. Say it as a step, or `{LEAVE_OUT}`."),
            );
        }
    }
    for words in std::mem::take(&mut mentions.no_langs) {
        let text = format!(
            "The catalogue has no language \"{words}\". Which one should be offered instead?"
        );
        let answer = questions.ask(Topic::Language, text, &[], Some(LEAVE_OUT));
        if let Some(answer) = answer.filter(|answer| *answer != LEAVE_OUT) {
            mentions
                .langs
                .get_or_insert_default()
                .extend(languages(answer));
        }
    }
    further
}
