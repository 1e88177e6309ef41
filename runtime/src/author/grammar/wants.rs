//! What a phrase asks for, with the words beside it.

use flow_core::schema::NodeType as Node;

use super::clause::{Clause, Item};
use super::document::documents;
use super::means::Means;
use super::mention::Want;
use super::pattern::same;
use super::text::{Token, number};

/// What a phrase asks for.
pub(super) fn wants(
    means: Means,
    tokens: &[Token],
    clause: &Clause,
    item: &Item,
    choice: bool,
) -> Vec<Want> {
    match means {
        Means::Step(kind) if kind.spec().traits.sends_code && (choice || is_either(clause)) => {
            let channels = vec![Node::TwoFactorEmail, Node::TwoFactorSms];
            vec![Want::Code {
                channels,
                either: true,
            }]
        }
        Means::Step(Node::FaceCompare) => {
            let mut wants = Vec::new();
            if names_selfie(tokens, item) {
                wants.push(Want::Step(Node::FaceScan));
            }
            if !documents(tokens, item.from, item.to).is_empty() {
                wants.push(Want::Step(Node::DocumentScan));
            }
            wants.push(Want::Step(Node::FaceCompare));
            wants
        }
        Means::Step(kind) | Means::EitherWay(kind) => vec![Want::Step(kind)],
        Means::Call => vec![Want::Step(Node::ExternalCall)],
        Means::Domain => match domain(tokens) {
            Some(_) => vec![Want::Step(Node::DataValidation)],
            None => Vec::new(),
        },
        Means::Identity => vec![Want::Identity],
        Means::Kyc => {
            let steps = [Node::DocumentScan, Node::FaceScan, Node::LivenessDetection];
            let mut wants: Vec<Want> = steps.into_iter().map(Want::Step).collect();
            wants.push(Want::Identity);
            wants
        }
        Means::Code => {
            let mut channels: Vec<Node> = Vec::new();
            for means in clause.meanings() {
                if let Means::Channel(kind) = means
                    && !channels.contains(&kind)
                {
                    channels.push(kind);
                }
            }
            let either = choice
                || clause
                    .items
                    .iter()
                    .any(|one| one.from > item.from && one.means == Some(Means::Or));
            vec![Want::Code { channels, either }]
        }
        _ => Vec::new(),
    }
}

/// Whether the words of a comparison take a picture of the face, too: "compare the selfie with …".
fn names_selfie(tokens: &[Token], item: &Item) -> bool {
    tokens[item.from..item.to]
        .iter()
        .any(|token| token.text == "selfie")
}

/// Whether the clause leaves open by which of two channels a code is sent.
fn is_either(clause: &Clause) -> bool {
    let sends = |kind: Node| {
        clause.has(|means| means == Means::Step(kind) || means == Means::Channel(kind))
    };
    clause.has(|means| means == Means::Or)
        && sends(Node::TwoFactorEmail)
        && sends(Node::TwoFactorSms)
}

/// The number of digits that a code shall have: "a 6-digit code".
pub(super) fn digits(words: &[Token]) -> Option<u8> {
    let mut pairs = words.windows(2);
    pairs.find_map(|pair| match pair {
        [count, digit] if same(&digit.text, "digit") => number(&count.text),
        _ => None,
    })
}

/// Address or value that stands in the sentence.
pub(super) fn value(means: Means, tokens: &[Token]) -> Option<String> {
    match means {
        Means::Call => tokens
            .iter()
            .find(|token| token.text.starts_with("http"))
            .map(|token| token.text.clone()),
        Means::Domain => domain(tokens).map(str::to_owned),
        _ => None,
    }
}

fn domain(tokens: &[Token]) -> Option<&str> {
    let mut words = tokens
        .iter()
        .map(|token| token.text.trim_start_matches('@'));
    words.find(|word| {
        word.contains('.')
            && !word.starts_with("http")
            && !word.starts_with(|char: char| char.is_ascii_digit())
    })
}
