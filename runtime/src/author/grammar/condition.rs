//! Conditions: "if" in front of something that no step of the flow finds out.

use super::clause::{Clause, Item};
use super::means::Means;
use super::pattern::same;
use super::text::Token;

const IF: [&str; 4] = ["if", "unless", "whenever", "provided"];
/// Verbs behind which "if" begins a question and no condition.
const WHETHER: [&str; 14] = [
    "check",
    "see",
    "verify",
    "confirm",
    "sure",
    "know",
    "ask",
    "tell",
    "determine",
    "find",
    "out",
    "test",
    "as",
    "even",
];

/// Whether a condition follows in the clause behind this item.
pub(super) fn follows(tokens: &[Token], clause: &Clause, item: &Item) -> bool {
    let behind = clause.words().and_then(|(_, to)| tokens.get(item.to..to));
    let mut words = behind.unwrap_or_default().iter();
    words.any(|word| {
        matches!(
            word.text.as_str(),
            "if" | "when" | "case" | "should" | "unless"
        )
    })
}

/// Words that tell two kinds of people apart.
const NEWCOMERS: [&str; 2] = ["new", "time"];
const KNOWN: [&str; 3] = ["returning", "existing", "recurring"];

/// The sentence about people who are known, where another one is about newcomers: the flow is one for all of them.
pub(super) fn known_people(sentences: &[Vec<Token>]) -> Option<&[Token]> {
    const PEOPLE: [&str; 5] = ["user", "customer", "client", "member", "people"];
    let about = |sentence: &[Token], kinds: &[&str]| {
        sentence.windows(2).any(|pair| {
            kinds.contains(&pair[0].text.as_str())
                && PEOPLE.iter().any(|who| same(&pair[1].text, who))
        })
    };
    let mut all = sentences.iter();
    let newcomers = all.any(|sentence| about(sentence, &NEWCOMERS));
    let known = sentences.iter().find(|sentence| about(sentence, &KNOWN));
    known.filter(|_| newcomers).map(Vec::as_slice)
}

/// Whether the clause holds a condition that is neither about a check nor about pressure, nor said by the avatar.
pub(super) fn is_open(tokens: &[Token], clause: &Clause) -> bool {
    let answered = |means| {
        matches!(
            means,
            Means::Fails(_)
                | Means::AnyFails
                | Means::Otherwise
                | Means::Passes
                | Means::Success
                | Means::Coercion
        )
    };
    if clause.has(answered) {
        return false;
    }
    let talks = |means| {
        matches!(
            means,
            Means::Ask | Means::Tell | Means::Confirm | Means::Talk
        )
    };
    let mut items = clause.items.iter();
    let own = items
        .by_ref()
        .take_while(|item| !item.means.is_some_and(talks));
    let mut words = own.filter(|item| item.means.is_none());
    words.any(|item| {
        // In "liveness check if", the check is no verb.
        let mut before = clause
            .items
            .iter()
            .filter(|one| one.to == item.from && one.means.is_none());
        let asks = before.any(|one| {
            let word = tokens[one.from].text.as_str();
            WHETHER.iter().any(|verb| same(word, verb))
        });
        IF.contains(&tokens[item.from].text.as_str()) && !asks
    })
}
