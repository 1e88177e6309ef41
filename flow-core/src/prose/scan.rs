//! The one pass over a text that gathers everything the rules about prompts ask for.

use super::letters::{Class, Gap, Word, class};
use super::vocabulary::{
    AND, ASIDE, ASK, CODE, CONDITIONS, DEMANDS, EMAIL, ENGLISH, GIVE, IF, NOT, OFF, OTHER, PERSON,
    PHONE, POLITE, QUESTION, QUIT, REPLY, SECRET, SEE, SILENCES, SILENT, Senses, USER, WHEN, WHICH,
    WILL, WISH, senses,
};
use super::{Asked, Place, Prose};
use crate::json::Chars;

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
/// Words of a question; shorter ones are courtesy or repeat what was said.
const QUESTION_WORDS: u16 = 3;
/// Votes that make a sentence, or a text, one of a language.
const VOTES: u16 = 2;
/// Words up to which one vote is enough, where nothing speaks for English.
const SHORT_WORDS: u16 = 4;

/// What has been read of a text.
pub(super) struct Scan {
    pub(super) prose: Prose,
    word: Word,
    letters: u32,
    /// The letters are of another script.
    foreign: bool,
    start: u32,
    gap: Gap,
    before: [Word; 2],
    before_senses: Senses,
    sentence: Sentence,
    /// A conditional word whose next words decide.
    open: Option<Open>,
    english: u16,
    other: u16,
    english_sentence: bool,
    other_sentence: bool,
    items: u8,
    dashes: u8,
    demands: u8,
}

/// What has been read of a sentence.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of a sentence: each may hold without the others"
)]
struct Sentence {
    words: u16,
    english: u16,
    other: u16,
    other_place: Place,
    /// Position of the word that demands something.
    asked: Option<u16>,
    /// Position of the word that needs something.
    needed: Option<u16>,
    asks: bool,
    /// It begins with the order to ask.
    orders: bool,
    denied: bool,
    announced: bool,
    partly: bool,
    card: Option<u16>,
    number: Option<u16>,
    /// Position of the verb that an indirect question may follow.
    see: Option<u16>,
    indirect: bool,
    questioning: bool,
    based: bool,
    missing: bool,
}

/// A conditional word, and what the words behind it must be or must not be.
struct Open {
    place: Place,
    left: u8,
    /// It branches only where one of these follows.
    needs: Senses,
    /// It does not where one of these follows.
    unless: Senses,
}

impl Scan {
    pub(super) fn new(verbatim: bool) -> Self {
        Self {
            prose: Prose {
                verbatim,
                ..Prose::default()
            },
            word: Word::NONE,
            letters: 0,
            foreign: false,
            start: 0,
            gap: Gap::Sentence,
            before: [Word::NONE; 2],
            before_senses: Senses::NONE,
            sentence: Sentence::default(),
            open: None,
            english: 0,
            other: 0,
            english_sentence: false,
            other_sentence: false,
            items: 0,
            dashes: 0,
            demands: 0,
        }
    }

    /// Takes the ASCII letters that come next, the first one at an offset.
    pub(super) fn take_letters(&mut self, chars: &mut Chars<'_>, at: u32) {
        loop {
            let letters = chars.letters();
            if letters.count == 0 {
                return;
            }
            if self.letters == 0 {
                self.start = at;
            }
            self.word = self.word.with_all(letters, self.letters);
            self.letters = self.letters.saturating_add(letters.count);
            if letters.count < 8 {
                return;
            }
        }
    }

    /// Takes the character at an offset.
    pub(super) fn take(&mut self, char: char, at: u32) {
        match class(char) {
            Class::Latin(code) => {
                if self.letters == 0 {
                    self.start = at;
                }
                self.word = self.word.with(code, self.letters);
                self.letters = self.letters.saturating_add(1);
            }
            Class::Foreign => {
                if self.letters == 0 {
                    self.start = at;
                }
                self.foreign = true;
                self.letters = self.letters.saturating_add(1);
            }
            Class::Ideograph => {
                self.end_word(at);
                self.prose.half_words = self.prose.half_words.saturating_add(1);
                self.vote(Senses::NONE, true, (at, at.saturating_add(3)));
                self.gap = Gap::Blank;
            }
            Class::Gap(gap) => self.separate(char, gap, at),
        }
    }

    /// The text has ended.
    pub(super) fn finish(mut self, at: u32) -> Prose {
        self.end_word(at);
        self.end_sentence(false);
        let words = self.prose.half_words / 2;
        let prose = &mut self.prose;
        if self.english_sentence && self.other_sentence {
            prose.mixed = prose.foreign.take();
        } else if self.other <= self.english
            || (self.other < VOTES && (words > SHORT_WORDS || self.english > 0))
        {
            prose.foreign = None;
        }
        for (count, least) in [(self.items, 2), (self.dashes, 3), (self.demands, 3)] {
            if count >= least {
                prose.requests = prose.requests.max(count);
            }
        }
        self.prose
    }

    /// Takes a character between two words.
    pub(super) fn separate(&mut self, char: char, gap: Gap, at: u32) {
        if self.letters > 0 {
            // `1.`, `2)` and `c)` begin the items of a list.
            let marker = match char {
                ')' => self.word.is_single(),
                '.' => self.word.is_digit(),
                _ => false,
            };
            self.items = self.items.saturating_add(u8::from(marker));
            if marker {
                (self.word, self.letters) = (Word::NONE, 0);
                self.gap = self.gap.max(Gap::Sentence);
                self.end_sentence(false);
                return;
            }
            self.end_word(at);
        } else if char == '-' {
            // One inside a word has letters before it.
            self.dashes = self.dashes.saturating_add(1);
        }
        self.gap = self.gap.max(gap);
        if gap >= Gap::Sentence {
            self.end_sentence(gap == Gap::Question);
        } else if gap == Gap::Clause {
            self.sentence.see = None;
            self.sentence.denied = false;
            self.settle();
        }
    }

    fn end_word(&mut self, at: u32) {
        if self.letters == 0 {
            return;
        }
        let place = (self.start, at);
        let word = if self.foreign { Word::NONE } else { self.word };
        let known = senses(word);
        self.prose.half_words = self.prose.half_words.saturating_add(2);
        self.sentence.words = self.sentence.words.saturating_add(1);
        self.vote(known, self.foreign, place);
        self.follow(known);
        if known.has(CONDITIONS) {
            self.condition(word, known, place);
        }
        if known.has(DEMANDS) {
            self.demand(word, known, place);
        }
        if known.has(QUESTION) {
            self.question(word);
        }
        if known.has(SILENCES) {
            self.silence(word, known);
        }
        let [last, _] = self.before;
        self.before = [word, last];
        self.before_senses = known;
        (self.word, self.letters, self.foreign) = (Word::NONE, 0, false);
        self.gap = Gap::Blank;
    }

    fn vote(&mut self, known: Senses, foreign: bool, place: (u32, u32)) {
        let sentence = &mut self.sentence;
        if foreign || known.has(OTHER) {
            sentence.other = sentence.other.saturating_add(1);
            sentence.other_place.get_or_insert(place);
        } else if known.has(ENGLISH) {
            sentence.english = sentence.english.saturating_add(1);
        }
    }

    /// What the word says about an open condition before it.
    fn follow(&mut self, known: Senses) {
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
    fn settle(&mut self) {
        if let Some(open) = self.open.take()
            && open.needs == Senses::NONE
        {
            self.prose.logic = self.prose.logic.or(open.place);
        }
    }

    /// Words that branch, or may do so.
    fn condition(&mut self, word: Word, known: Senses, place: (u32, u32)) {
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
    fn demand(&mut self, word: Word, known: Senses, place: (u32, u32)) {
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

    fn question(&mut self, word: Word) {
        // "How are you?" wants no answer.
        let [last, _] = self.before;
        self.sentence.questioning = !(word == ARE && last == HOW);
    }

    /// Whether a condition is about silence, refusal or too many attempts.
    fn silence(&mut self, word: Word, known: Senses) {
        if known.has(NOT) {
            self.sentence.missing = true;
        }
        let quits = known.has(OFF) && self.before_senses.has(QUIT);
        let [last, _] = self.before;
        let quits = quits || (word == ELSE && last == ANYTHING);
        let missing = known.has(REPLY) && self.sentence.missing;
        self.prose.silence |= known.has(SILENT) || missing || quits;
    }

    fn end_sentence(&mut self, question: bool) {
        self.settle();
        let sentence = core::mem::take(&mut self.sentence);
        self.english = self.english.saturating_add(sentence.english);
        self.other = self.other.saturating_add(sentence.other);
        self.english_sentence |= sentence.english >= VOTES && sentence.other == 0;
        self.other_sentence |= sentence.other >= VOTES && sentence.english == 0;
        self.prose.foreign = self.prose.foreign.or(sentence.other_place);
        self.demands = self.demands.saturating_add(u8::from(sentence.orders));
        self.prose.demands |= sentence.asks;
        if question {
            self.prose.asks = true;
            if sentence.questioning && sentence.words >= QUESTION_WORDS {
                self.prose.requests = self.prose.requests.saturating_add(1);
            }
        }
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
