//! What a word says in its company: that the text branches, demands, asks, or is about silence.

use super::Scan;
use crate::prose::letters::{Gap, Word};
use crate::prose::vocabulary::{
    AND, ASIDE, ASK, CODE, EMAIL, GIVE, IF, NOT, OFF, PERSON, PHONE, POLITE, QUIT, REPLY, SECRET,
    SEE, SILENT, Senses, USER, WHEN, WHICH, WILL, WISH,
};
use crate::prose::{Asked, Place};

const ANYTHING: Word = Word::of("anything");
const ARE: Word = Word::of("are");
const BASED: Word = Word::of("based");
const CARD: Word = Word::of("card");
const CASE: Word = Word::of("case");
const CASES: Word = Word::of("cases");
const DEPENDING: Word = Word::of("depending");
const ELSE: Word = Word::of("else");
const EVEN: Word = Word::of("even");
const EVENT: Word = Word::of("event");
const HOW: Word = Word::of("how");
const IN: Word = Word::of("in");
const JUST: Word = Word::of("just");
const KEY: Word = Word::of("key");
const LAST: Word = Word::of("last");
const LIKE: Word = Word::of("as");
const ME: Word = Word::of("me");
const NEED: Word = Word::of("need");
const NUMBER: Word = Word::of("number");
const ON: Word = Word::of("on");
const OR: Word = Word::of("or");
const OTHERS: Word = Word::of("other");
const OTHERWISE: Word = Word::of("otherwise");
const PHRASE: Word = Word::of("phrase");
const PRIVATE: Word = Word::of("private");
const RECOVERY: Word = Word::of("recovery");
const SECURITY: Word = Word::of("security");
const SEED: Word = Word::of("seed");
const SO: Word = Word::of("so");
const SOCIAL: Word = Word::of("social");
const THE: Word = Word::of("the");
const UNLESS: Word = Word::of("unless");
const US: Word = Word::of("us");

/// Words behind a demand in which its object is looked for.
const OBJECT_WORDS: u16 = 12;
/// Words behind "ask" in which an "if" begins an indirect question.
const INDIRECT_WORDS: u16 = 8;
/// Words behind a conditional word that decide whether it branches.
const CONDITION_WORDS: u8 = 3;
/// Words of a sentence among which an order to ask stands: "then ask", "please ask".
const ORDER_WORDS: u16 = 3;
/// A conditional word, and what the words behind it must be or must not be.
pub(super) struct Open {
    place: Place,
    left: u8,
    /// It branches only where one of these follows.
    needs: Senses,
    /// It does not where one of these follows.
    unless: Senses,
}

impl Scan {
    /// What the word says about an open condition before it.
    pub(super) fn follow(&mut self, known: Senses) {
        let Some(open) = &mut self.open else { return };
        open.left = open.left.saturating_sub(1);
        let first = open.left + 1 == CONDITION_WORDS;
        if known.has(open.unless) || (first && known.has(POLITE)) {
            self.open = None;
        } else if known.has(open.needs) {
            open.needs = Senses::NONE;
            open.left = 0;
        }
        if self.open.as_ref().is_some_and(|open| open.left == 0) {
            self.settle();
        }
    }

    /// The words behind an open condition have ended: it branches, or it does not.
    pub(super) fn settle(&mut self) {
        if let Some(open) = self.open.take()
            && open.needs == Senses::NONE
        {
            self.prose.logic = self.prose.logic.or(open.place);
        }
    }

    /// Words that branch, or may do so.
    pub(super) fn condition(&mut self, word: Word, known: Senses, place: (u32, u32)) {
        let starts = self.gap >= Gap::Clause;
        let [last, before_last] = self.before;
        let joined = self.before_senses.has(AND);
        let open = |needs, unless| {
            Some(Open {
                place: Some(place),
                left: CONDITION_WORDS,
                needs,
                unless,
            })
        };
        let verbatim = self.prose.verbatim;
        if known.has(SEE) {
            self.sentence.see = Some(self.sentence.words);
        }
        if known.has(IF) {
            let indirect = word != UNLESS
                && (within(self.sentence.see, self.sentence.words, INDIRECT_WORDS)
                    || (self.sentence.indirect && joined && last != SO));
            if verbatim {
                self.open = open(USER, Senses::NONE);
            } else if indirect && !starts {
                self.sentence.indirect = true;
            } else if last != LIKE && last != EVEN {
                let wish = if starts || joined { Senses::NONE } else { WISH };
                self.open = open(Senses::NONE, wish);
            }
        } else if verbatim {
            // Exact words speak to the person; the avatar has nothing to decide.
        } else if known.has(WHEN) && (starts || joined) {
            self.open = open(PERSON_OR_USER, Senses::NONE);
        } else {
            let branches = (word == OTHERWISE && (starts || joined && last != OR))
                || (word == ELSE && (starts || last == OR))
                || (word == CASE && last == IN && before_last != JUST)
                || (word == CASES && last == OTHERS)
                || (word == EVENT && last == THE && before_last == IN)
                || word == DEPENDING
                || (known.has(REPLY) && self.sentence.based);
            if branches {
                self.prose.logic = self.prose.logic.or(Some(place));
            }
        }
        // "Based on their answer": the flag is set by "based on" and kept for the sentence.
        if word == ON && last == BASED {
            self.sentence.based = true;
        }
    }

    /// Demands, and what is demanded.
    pub(super) fn demand(&mut self, word: Word, known: Senses, place: (u32, u32)) {
        let at = self.sentence.words;
        let starts = self.gap >= Gap::Clause || self.before_senses.has(AND);
        let sentence = &mut self.sentence;
        let me = (word == ME || word == US) && self.before_senses.has(GIVE);
        let which = known.has(WHICH) && starts;
        if (known.has(ASK) || me || which) && !sentence.denied && !sentence.announced {
            sentence.asked = Some(at);
            sentence.asks = true;
            sentence.orders |= known.has(SEE) && at <= ORDER_WORDS;
        }
        if word == NEED && !sentence.denied {
            sentence.needed = Some(at);
        }
        sentence.denied |= known.has(NOT);
        sentence.announced |= known.has(WILL);
        sentence.partly |= word == LAST;
        if known.has(ASIDE) {
            sentence.asked = None;
        }
        if word == CARD {
            sentence.card = Some(at);
        }
        if word == NUMBER {
            sentence.number = Some(at);
        }
        let asked = within(sentence.asked, at, OBJECT_WORDS);
        if !asked && !within(sentence.needed, at, OBJECT_WORDS) {
            return;
        }
        for (sense, kind) in [
            (EMAIL, Asked::EMAIL),
            (PHONE, Asked::PHONE),
            (CODE, Asked::CODE),
        ] {
            if asked && known.has(sense) {
                self.prose.asked.insert(kind);
                self.prose.asked_place = self.prose.asked_place.or(Some(place));
            }
        }
        let [last, _] = self.before;
        let card = (word == NUMBER || word == CARD)
            && sentence.card.is_some()
            && sentence.number.is_some();
        let secret = known.has(SECRET)
            || card
            || (word == SECURITY && last == SOCIAL)
            || (word == PHRASE && (last == RECOVERY || last == SEED))
            || (word == KEY && last == PRIVATE);
        if secret && !sentence.partly {
            self.prose.secret = self.prose.secret.or(Some(place));
        }
    }

    pub(super) fn question(&mut self, word: Word) {
        // "How are you?" wants no answer.
        let [last, _] = self.before;
        self.sentence.questioning = !(word == ARE && last == HOW);
    }

    /// Whether a condition is about silence, refusal or too many attempts.
    pub(super) fn silence(&mut self, word: Word, known: Senses) {
        if known.has(NOT) {
            self.sentence.missing = true;
        }
        let quits = known.has(OFF) && self.before_senses.has(QUIT);
        let [last, _] = self.before;
        let quits = quits || (word == ELSE && last == ANYTHING);
        let missing = known.has(REPLY) && self.sentence.missing;
        self.prose.silence |= known.has(SILENT) || missing || quits;
    }
}

const PERSON_OR_USER: Senses = PERSON.and(USER);

/// Whether `position` is set and at most `words` words before `at`.
fn within(position: Option<u16>, at: u16, words: u16) -> bool {
    position.is_some_and(|position| at.saturating_sub(position) <= words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::vocabulary::{CONDITIONS, DEMANDS, QUESTION, SILENCES, senses};

    /// A word is compared only where its senses lead to the comparison.
    #[test]
    fn every_word_compared_by_its_spelling_has_the_sense_that_leads_there() {
        let conditions = [UNLESS, OTHERWISE, ELSE, CASE, CASES, EVENT, DEPENDING, ON];
        let demands = [ME, US, NEED, LAST, CARD, NUMBER, SECURITY, PHRASE, KEY];
        for (words, sense) in [
            (&conditions[..], CONDITIONS),
            (&demands, DEMANDS),
            (&[ARE], QUESTION),
            (&[ELSE], SILENCES),
        ] {
            for word in words {
                assert!(senses(*word).has(sense), "{word:?}");
            }
        }
    }
}
