//! Words of a wish of which nothing was made and that nothing else speaks of: they are named, so that none is lost
//! silently.

use super::clause::clauses;
use super::means::Means;
use super::ordinary;
use super::table;
use super::text::{Token, number};
use crate::author::note::Note;
use crate::author::question::Questions;
use crate::author::step::Step;

/// The note about them.
pub(super) fn note(
    text: &str,
    sentences: &[Vec<Token>],
    steps: &[Step],
    questions: &Questions<'_>,
    notes: &[Note],
) -> Option<Note> {
    let intents = steps.iter().filter_map(|step| step.intent.as_deref());
    let noted = notes
        .iter()
        .flat_map(|note| [note.about.as_str(), note.text.as_str()]);
    let told: Vec<&str> = intents.chain(questions.open_texts()).chain(noted).collect();
    let fields = steps.iter().flat_map(|step| step.fields.values());
    let fields: Vec<String> = fields.map(ToString::to_string).collect();
    let told = format!("{} {}", told.join(" "), fields.join(" ")).to_lowercase();
    let told: Vec<&str> = told.split(|char: char| !char.is_alphanumeric()).collect();
    let mut found: Vec<&str> = Vec::new();
    let wishes = sentences
        .iter()
        .filter(|sentence| !ordinary::is_courtesy(sentence));
    for sentence in wishes {
        let clauses = clauses(sentence);
        let unread = |at: usize| {
            let mut items = clauses.iter().flat_map(|clause| &clause.items);
            let item = items.find(|item| (item.from..item.to).contains(&at));
            item.is_some_and(|item| is_unread(&sentence[at], item.means, text, &told))
        };
        let mut at = 0;
        while at < sentence.len() {
            let to = (at..sentence.len())
                .find(|&at| !unread(at))
                .unwrap_or(sentence.len());
            if to > at {
                let words = &text[sentence[at].at.start..sentence[to - 1].at.end];
                found.extend(Some(words).filter(|words| !found.contains(words)));
            }
            at = to + 1;
        }
    }
    let about = found.join("\", \"");
    let text = "No step and no setting comes from these words.";
    (!found.is_empty()).then(|| Note::new(format!("\"{about}\""), text))
}

/// Whether nothing was made of a word: it is in no phrase, or only stands between the words of one.
fn is_unread(word: &Token, means: Option<Means>, text: &str, told: &[&str]) -> bool {
    let within = !matches!(means, None | Some(Means::Channel(_) | Means::Missing));
    let covered = within && (table::knows(&word.text) || number(&word.text).is_some());
    if covered || word.mark || word.text.len() < 2 {
        return false;
    }
    let written = text[word.at.clone()].to_lowercase();
    let mut parts = written.split(|char: char| !char.is_alphanumeric());
    // "US" is a country and "us" is not.
    let ordinary = ordinary::is_ordinary(&word.text) && &text[word.at.clone()] != "US";
    !ordinary && !parts.all(|part| told.contains(&part))
}
