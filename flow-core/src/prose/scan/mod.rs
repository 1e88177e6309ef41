//! The one pass over a text that gathers everything the rules about prompts ask for.

mod tells;

use super::letters::{Class, Gap, Word, class};
use super::vocabulary::{CONDITIONS, DEMANDS, ENGLISH, OTHER, QUESTION, SILENCES, Senses, senses};
use super::{Place, Prose};
use crate::json::Chars;
use tells::Open;

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
