//! Fifty sound flows, generated: 5 to 40 nodes and 1 to 20 KB each, compact JSON, the same bytes on every machine.
//!
//! A flow is a straight line of steps from a greeting to a success, as an integrator would write it: every step sends
//! its failures to shared end nodes, and what can be repeated goes through a talk that asks the user to try again.

use facesign_tests::sketch::{Dice, Kind, node_json};
use serde_json::Value;

/// Number of documents.
pub const DOCUMENTS: usize = 50;

const FEWEST_NODES: usize = 5;
const MOST_NODES: usize = 40;

/// Steps that may stand in the line; after the greeting each of them may follow each other.
const STEPS: [Kind; 11] = [
    Kind::Awaiting,
    Kind::Conversation,
    Kind::Conversation,
    Kind::DataValidation,
    Kind::DocumentScan,
    Kind::EmailCode,
    Kind::FaceScan,
    Kind::FieldCondition,
    Kind::Liveness,
    Kind::Recognition,
    Kind::SmsCode,
];

const SENTENCES: [&str; 8] = [
    "Ask the customer to say in their own words who receives the transfer and what it is for.",
    "Stay calm, speak slowly and never suggest an answer.",
    "Have the customer confirm the last four digits of the account that the money goes to.",
    "Explain kindly that this check protects the account and takes less than a minute.",
    "Let the customer know that nobody from the bank will ever ask for a code on the telephone.",
    "Notice long silences, answers that sound read out, and a second voice in the room.",
    "Thank the customer for their patience and tell them that one more step is left.",
    "Describe the payment of 1\u{a0}250 euros to \"Caf\u{e9} M\u{fc}ller\" and have the customer approve it.",
];

/// The documents in corpus order.
pub fn documents() -> Vec<String> {
    (0..DOCUMENTS)
        .map(|index| document(index).to_string())
        .collect()
}

/// Number of nodes over all documents.
pub fn nodes() -> usize {
    (0..DOCUMENTS).map(size).sum()
}

/// Nodes of one document: evenly spread from the fewest to the most.
fn size(index: usize) -> usize {
    FEWEST_NODES + index * (MOST_NODES - FEWEST_NODES) / (DOCUMENTS - 1)
}

fn document(index: usize) -> Value {
    let mut dice = Dice::new(index as u64);
    let steps = size(index) - 4;
    let name = |step: usize| {
        if step < steps {
            format!("step_{step}")
        } else {
            "done".into()
        }
    };
    let mut nodes = vec![
        node_json(Kind::Start, "start", &["greeting".into()], ""),
        node_json(Kind::Conversation, "greeting", &[name(0)], GREETING),
    ];
    for step in 0..steps {
        nodes.push(step_json(
            &mut dice,
            &name(step),
            &name(step + 1),
            step + 1 == steps,
        ));
    }
    nodes.push(node_json(Kind::End, "done", &[], ""));
    nodes.push(node_json(Kind::End, "stopped", &[], ""));
    Value::Array(nodes)
}

const GREETING: &str = "Say: Hello, and thank you for taking a moment. Before we go on, I will make sure that you \
                        are really here, and then we look at your payment together.";

/// One step of the line. The last step is a talk, so that some path always leads to both end nodes.
fn step_json(dice: &mut Dice, id: &str, next: &str, last: bool) -> Value {
    let kind = if last {
        Kind::Conversation
    } else {
        *dice.pick(&STEPS)
    };
    let next = next.to_owned();
    let stopped = || "stopped".to_owned();
    let sentences: Vec<&str> = (0..2 + dice.below(3))
        .map(|_| *dice.pick(&SENTENCES))
        .collect();
    let targets = match kind {
        // Ready, too late, failed; then the talk's own outcome.
        Kind::Awaiting => vec![next, stopped(), stopped(), stopped()],
        Kind::Conversation => vec![next, stopped(), stopped()],
        // The rules come first, the default last.
        Kind::FieldCondition => vec![next.clone(), next, stopped()],
        kind => {
            let mut targets = vec![stopped(); kind.arity()];
            targets[0] = next;
            targets
        }
    };
    node_json(kind, id, &targets, &sentences.join(" "))
}
