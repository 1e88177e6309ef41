//! Words of a wish of which nothing was made and that nothing else speaks of: they are named, so that none is lost
//! silently.

use super::clause::{Item, clauses};
use super::means::Means;
use super::ordinary;
use super::text::Token;
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
    let told = told.join(" ").to_lowercase();
    let told: Vec<&str> = told.split(|char: char| !char.is_alphanumeric()).collect();
    let mut found: Vec<&str> = Vec::new();
    for sentence in sentences
        .iter()
        .filter(|sentence| !ordinary::is_courtesy(sentence))
    {
        for clause in clauses(sentence) {
            let unread = |item: &&Item| is_unread(sentence, item, text, &told);
            let mut items = clause.items.iter().peekable();
            while let Some(item) = items.next() {
                if !unread(&item) {
                    continue;
                }
                let mut to = item.to;
                while let Some(next) = items.next_if(unread) {
                    to = next.to;
                }
                let words = &text[sentence[item.from].at.start..sentence[to - 1].at.end];
                if !found.contains(&words) {
                    found.push(words);
                }
            }
        }
    }
    let about = found.join("\", \"");
    let text = "No step and no setting comes from these words.";
    (!found.is_empty()).then(|| Note::new(format!("\"{about}\""), text))
}

fn is_unread(sentence: &[Token], item: &Item, text: &str, told: &[&str]) -> bool {
    let word = &sentence[item.from];
    let unread = matches!(item.means, None | Some(Means::Channel(_) | Means::Missing));
    if !unread || word.text.len() < 2 {
        return false;
    }
    let written = text[word.at.clone()].to_lowercase();
    let mut parts = written.split(|char: char| !char.is_alphanumeric());
    // "US" is a country and "us" is not.
    let ordinary = ordinary::is_ordinary(&word.text) && &text[word.at.clone()] != "US";
    !ordinary && !parts.all(|part| told.contains(&part))
}
