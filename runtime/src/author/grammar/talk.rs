//! Talks: where their words begin and end.

use flow_core::schema::NodeType as Node;

use super::clause::{Clause, Item, Joint};
use super::means::Means;
use super::mention::{Mention, Rank, Want};
use super::sentence::{Reader, Scene};
use super::steps::says_nothing;
use super::text::Token;
use crate::author::note::Note;

/// A talk whose words are still being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) tells: bool,
    pub(super) coercion: bool,
    pub(super) rank: Rank,
}

impl Reader<'_> {
    /// `Say: …` to the end of the sentence, word for word.
    pub(super) fn exact_words(&mut self, tokens: &[Token]) {
        let words = self.words(tokens, 0, tokens.len());
        let intent = format!("{words}.");
        self.read.add(Mention::new(
            Want::Talk {
                intent,
                tells: true,
            },
            words,
        ));
    }

    /// Whether the clause only goes on with the words of the talk before it.
    pub(super) fn continues(
        &mut self,
        tokens: &[Token],
        clause: &Clause,
        scene: &mut Scene,
    ) -> bool {
        let Some(talk) = scene
            .talk
            .filter(|_| matches!(clause.joint, Joint::Colon | Joint::Comma | Joint::And))
            // Behind another step a new talk begins.
            .filter(|talk| talk + 1 == self.read.all.len())
        else {
            return false;
        };
        let starts = clause.items.first().and_then(|item| item.means);
        let speaks = clause.joint == Joint::And
            && matches!(starts, Some(Means::Ask | Means::Tell | Means::Confirm));
        let quiet = |means: Means| {
            matches!(
                means,
                Means::Idle
                    | Means::Channel(_)
                    | Means::Or
                    | Means::Ask
                    | Means::Tell
                    | Means::Confirm
                    | Means::Talk
            )
        };
        let free = starts.is_none() || speaks;
        if !free || !clause.meanings().all(quiet) {
            return false;
        }
        let Some((_, to)) = clause.words() else {
            return false;
        };
        let words = self.words(tokens, scene.talk_from, to);
        if let Want::Talk { intent, .. } = &mut self.read.all[talk].want {
            *intent = sentence_of(&words);
        }
        true
    }

    pub(super) fn talk(
        &mut self,
        tokens: &[Token],
        item: &Item,
        means: Means,
        open: &mut Option<Open>,
        scene: &mut Scene,
        clause: &Clause,
    ) {
        if scene.negated {
            self.read
                .exclude(Node::Conversation, &self.words(tokens, item.from, item.to));
            return;
        }
        if let Some(open) = open {
            // "ask … in a conversation", "have the avatar welcome": one talk.
            if means == Means::Talk && open.to == item.from {
                open.to = item.from;
            }
            return;
        }
        if means == Means::Talk && scene.talk.is_some() && clause.joint != Joint::Then {
            return;
        }
        if scene.failed.is_some() {
            let text = "Not laid: what is said where a check fails is the builder's own wording; change the node by an edit.";
            let words = self.words(
                tokens,
                item.from,
                clause.words().map_or(item.to, |(_, to)| to),
            );
            self.read.notes.push(Note::new(words, text));
            return;
        }
        if means == Means::Talk && only_names_languages(tokens, clause) {
            return;
        }
        let to = clause.words().map_or(item.to, |(_, to)| to);
        *open = Some(Open {
            from: item.from,
            to,
            tells: means == Means::Tell,
            coercion: false,
            rank: Rank::InTurn,
        });
    }

    /// Ends a talk before the word `end`.
    pub(super) fn close(
        &mut self,
        tokens: &[Token],
        open: &mut Option<Open>,
        end: usize,
        scene: &mut Scene,
    ) {
        let Some(talk) = open.take() else { return };
        let words = self.words(tokens, talk.from, talk.to.min(end));
        // "… to find out" only says what a step is for.
        if words == "find out" {
            return;
        }
        let mut mention = Mention::new(
            Want::Talk {
                intent: sentence_of(&words),
                tells: talk.tells,
            },
            words,
        );
        mention.coercion = talk.coercion;
        mention.rank = match talk.rank {
            Rank::InTurn => std::mem::take(&mut scene.rank),
            rank => rank,
        };
        scene.talk = Some(self.read.add(mention));
        scene.talk_from = talk.from;
        scene.here.extend(scene.talk);
    }

    pub(super) fn pressure(&mut self) {
        match self
            .read
            .all
            .iter_mut()
            .rev()
            .find(|mention| mention.is_talk())
        {
            Some(talk) => talk.coercion = true,
            None => self.read.coercion = true,
        }
    }
}

/// "Talk to them in French" sets the language and is no talk of its own.
fn only_names_languages(tokens: &[Token], clause: &Clause) -> bool {
    let language = |means| {
        matches!(
            means,
            Means::Language(_) | Means::NoLanguage | Means::AllLanguages
        )
    };
    let rest = clause
        .items
        .iter()
        .filter(|item| !item.means.is_some_and(language));
    let words: Vec<&str> = rest
        .flat_map(|item| &tokens[item.from..item.to])
        .map(|token| token.text.as_str())
        .collect();
    clause.has(language) && says_nothing(&words.join(" "))
}

/// The words of a talk as an English sentence.
fn sentence_of(words: &str) -> String {
    let mut chars = words.trim().chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let sentence = format!("{first}{}", chars.as_str());
    let lead = [
        "A ",
        "An ",
        "The ",
        "In ",
        "Conversation",
        "Security question",
        "Short ",
    ];
    let greets = ["Hello", "Hi", "Bye", "Goodbye", "Farewell"];
    let sentence = if greets.iter().any(|word| sentence.starts_with(word)) {
        format!("Say {}", sentence.to_lowercase())
    } else if lead.iter().any(|lead| sentence.starts_with(lead)) {
        format!("Have {}", sentence.to_lowercase())
    } else {
        sentence
    };
    if sentence.is_empty() || sentence.ends_with(['.', '?', '!']) {
        sentence
    } else {
        format!("{sentence}.")
    }
}
