//! A description as sentences of words, each with its place in the original.

use std::ops::Range;

/// A word, a number, an address, or a mark that separates clauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case, without apostrophes.
    pub(super) text: String,
    /// Bytes in the description.
    pub(super) at: Range<usize>,
    /// Whether it is a mark and no word.
    pub(super) mark: bool,
    /// Whether it owns what follows: "the customer's".
    pub(super) owns: bool,
}

/// Characters from which a line is taken for one that an editor wrapped.
const WRAPPED: usize = 40;

/// The sentences of a description. They end at `.`, `!`, `?`, `;`, the end of a line that is not wrapped and the numbers
/// of a list, `1)`; hyphens part words, except in `e-mail`.
pub(super) fn sentences(text: &str) -> Vec<Vec<Token>> {
    let mut sentences = vec![Vec::new()];
    let mut rest = text.char_indices().peekable();
    while let Some((start, char)) = rest.next() {
        let end = start + char.len_utf8();
        let ends = matches!(char, '!' | '?' | ';')
            || (char == '.' && !is_short(last_word(&text[..start])));
        if ends || (char == '\n' && ends_here(text, start)) {
            sentences.push(Vec::new());
        } else if let Some(word) = sign(char, &text[..start], &text[end..]) {
            push(&mut sentences, word, start..end, false);
        } else if let Some(mark) = mark(char, &text[end..]) {
            push(&mut sentences, mark, start..end, true);
        } else if is_letter(char) {
            let end = word_end(text, start);
            let end = if text[start..].starts_with("w/o ") {
                start + 3
            } else {
                end
            };
            while rest.peek().is_some_and(|&(at, _)| at < end) {
                rest.next();
            }
            if is_number_of_a_list(text, start, end) {
                sentences.push(Vec::new());
                rest.next();
            } else {
                word(&mut sentences, text, start..end);
            }
        }
    }
    sentences.retain_mut(|sentence| {
        number_of_a_list(sentence);
        !sentence.is_empty()
    });
    sentences
}

/// Whether a line break ends the sentence: not where a long line was wrapped, unless an item of a list follows.
fn ends_here(text: &str, at: usize) -> bool {
    let line = text[..at].lines().next_back().unwrap_or_default();
    let next = text[at + 1..].trim_start_matches([' ', '\t']);
    let item = next.starts_with(['-', '*', '•', '\n', '\r'])
        || next.starts_with(|char: char| char.is_ascii_digit());
    item || line.chars().count() < WRAPPED
}

fn is_letter(char: char) -> bool {
    char.is_alphanumeric()
}

/// Whether `(1)` or `1)` stands here, outside of other brackets.
fn is_number_of_a_list(text: &str, start: usize, end: usize) -> bool {
    let before = &text[..start];
    let digits = text[start..end].bytes().all(|byte| byte.is_ascii_digit());
    let open = before.matches('(').count() > before.matches(')').count();
    digits && text[end..].starts_with(')') && (!open || before.ends_with('('))
}

/// The word for a sign: `>` and `<` in front of an amount compare, and a slash between words means either.
fn sign(char: char, before: &str, rest: &str) -> Option<&'static str> {
    let word = |text: &str| text.len() >= 2 && text.chars().all(char::is_alphabetic);
    let amount = rest.trim_start_matches([' ', '=', '$', '€', '£']);
    let compares = amount.starts_with(|char: char| char.is_ascii_digit());
    match char {
        '>' | '≥' if compares => Some("over"),
        '<' | '≤' if compares => Some("under"),
        '/' if word(last_word(before)) && word(first_word(rest)) => Some("or"),
        _ => None,
    }
}

/// Whether a dot behind this word only shortens it.
fn is_short(word: &str) -> bool {
    let short = ["max", "min", "approx", "incl", "vs"];
    short.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn first_word(text: &str) -> &str {
    text.split(|char| !is_letter(char))
        .next()
        .unwrap_or_default()
}

fn last_word(text: &str) -> &str {
    text.rsplit(|char| !is_letter(char))
        .next()
        .unwrap_or_default()
}

/// What parts clauses; `>` closes an arrow.
fn mark(char: char, rest: &str) -> Option<&'static str> {
    match char {
        ',' | '(' | ')' | '—' | '–' => Some(","),
        ':' => Some(":"),
        '+' | '&' => Some("and"),
        '→' | '>' => Some("then"),
        '-' if rest.starts_with(' ') => Some(","),
        _ => None,
    }
}

/// End of the word that begins at `start`: an address runs to the next blank, a dot or comma between digits or letters
/// does not end a word.
fn word_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let blank = rest.find(char::is_whitespace).unwrap_or(rest.len());
    if rest.starts_with("http://") || rest.starts_with("https://") {
        return start
            + rest[..blank]
                .trim_end_matches(['.', ',', ';', '!', '?', ')'])
                .len();
    }
    let mut end = start;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let before = rest[..at].chars().next_back();
        let digits = before.is_some_and(|char| char.is_ascii_digit())
            && next.is_some_and(|char| char.is_ascii_digit());
        let inside = match char {
            '\'' | '’' | '@' | '_' | '.' => next.is_some_and(is_letter),
            ',' => digits,
            char => is_letter(char),
        };
        if !inside {
            break;
        }
        end = start + at + char.len_utf8();
    }
    end
}

fn word(sentences: &mut [Vec<Token>], text: &str, at: Range<usize>) {
    let lower = text[at.clone()].to_lowercase().replace('’', "'");
    let plain = lower.strip_suffix("'s").unwrap_or(&lower).replace('\'', "");
    // `e-mail` is one word, and so is `log-in`'s first half; the rest of hyphens part words like blanks.
    let joined = text[at.end..].starts_with("-mail") && plain == "e";
    match plain.as_str() {
        // "I'd" is no ID.
        "id" if lower.contains('\'') => push(sentences, "i", at.clone(), false),
        "w/o" => push(sentences, "without", at.clone(), false),
        _ if joined => {}
        "mail" if text[..at.start].ends_with("e-") || text[..at.start].ends_with("E-") => {
            push(sentences, "email", at.start - 2..at.end, false);
        }
        plain => push(sentences, plain, at, false),
    }
    let token = sentences
        .last_mut()
        .and_then(|sentence| sentence.last_mut());
    if let Some(token) = token.filter(|_| !joined) {
        token.owns = lower.ends_with("'s");
    }
}

fn push(sentences: &mut [Vec<Token>], text: &str, at: Range<usize>, mark: bool) {
    if let Some(sentence) = sentences.last_mut() {
        sentence.push(Token {
            text: text.to_owned(),
            at,
            mark,
            owns: false,
        });
    }
}

/// `1` in front of a line is the number of a list and no word.
fn number_of_a_list(sentence: &mut Vec<Token>) {
    if sentence.len() <= 2
        && sentence
            .first()
            .is_some_and(|word| word.text.bytes().all(|byte| byte.is_ascii_digit()))
    {
        sentence.clear();
    }
}

/// The number that a word names.
pub(super) fn number(word: &str) -> Option<u8> {
    let words = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let named = words.iter().position(|name| *name == word);
    match word {
        "once" | "another" | "second" | "a" => Some(1),
        "twice" => Some(2),
        "thrice" => Some(3),
        _ => named.map_or_else(|| word.parse().ok(), |number| u8::try_from(number).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let read: Vec<String> = sentences(text)
            .iter()
            .map(|sentence| {
                sentence
                    .iter()
                    .map(|token| token.text.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        check(
            "Over $5,000. Mail example.com!",
            &["over 5,000", "mail example.com"],
        );
        check(
            "Don't use the user's E-mail; step-up",
            &["dont use the user email", "step up"],
        );
        check("1. Liveness\n2. SMS", &["liveness", "sms"]);
        check("a -> b → c + d", &["a then b then c and d"]);
        check("Pay > €5k w/o SMS", &["pay over 5k without sms"]);
        check("I'd take max. 3 of ID", &["i take max 3 of id"]);
        check("email/SMS 24/7", &["email or sms 24 7"]);
        check("do: 1) this (2) that", &["do :", "this ,", "that"]);
        check(
            "see https://a.example/x?y=1, then",
            &["see https://a.example/x?y=1 , then"],
        );
        check(
            "First a long line that an editor wrapped, or\na person",
            &["first a long line that an editor wrapped , or a person"],
        );
        check("", &[]);
    }

    #[test]
    fn places_point_into_the_original() {
        let text = "Prüfe – Ask “why”";
        for token in sentences(text).concat().iter().filter(|token| !token.mark) {
            assert_eq!(text[token.at.clone()].to_lowercase(), token.text);
        }
    }
}
