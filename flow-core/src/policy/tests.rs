//! Every mistake in the text of a policy: its place, its words, and what may have been meant.

#![expect(clippy::expect_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::format;
use std::string::{String, ToString as _};

use super::error::PolicyErrorKind as Kind;
use super::{PRESETS, Policy, PolicyError};

/// Two clauses with three steps.
type Small<'p> = Policy<'p, 2, 3>;

/// A policy with its mistake between `«` and `»`, and what is said of it.
const MISTAKES: [(&str, &str); 36] = [
    ("«»", "the policy is not JSON: the text ends too early"),
    (
        r#"[{"clause": «»never"}]"#,
        "the policy is not JSON: expected a value",
    ),
    (
        r#"[{"clause": "never" «»"steps": []}]"#,
        "the policy is not JSON: expected `,` or the closing bracket",
    ),
    (
        r#"[{"clause": "person-in-every-cycle"}] «»x"#,
        "the policy is not JSON: something follows the value",
    ),
    (
        "«7»",
        "expected an array of clauses, or an object with `clauses` or `preset`",
    ),
    (
        r#"[«"never"»]"#,
        "expected a clause: an object with `clause`",
    ),
    (r#"{"clauses": «{}»}"#, "expected an array of clauses"),
    (r#"{"preset": «["kyc"]»}"#, "expected the name of a preset"),
    (
        r#"{"success": «"done"»}"#,
        "expected an array with the ids of end nodes",
    ),
    (r#"[{"clause": «1»}]"#, "expected the name of a clause"),
    (
        r#"[{"clause": "never", "steps": «"start"»}]"#,
        "expected an array of steps, such as `liveness_detection/livenessDetected`",
    ),
    (
        r#"[{"clause": "at-most", "max": «"2"»}]"#,
        "expected a whole number",
    ),
    (
        "«[]»",
        "the policy demands nothing: give it `clauses`, or a `preset`",
    ),
    (
        "«{\"success\": [\"done\"]}»",
        "the policy demands nothing: give it `clauses`, or a `preset`",
    ),
    (
        r#"[{"clause": "never", "steps": «[]»}]"#,
        "the list is empty: name at least one, or remove the member",
    ),
    (
        r#"[«{"steps": ["start"]}»]"#,
        "the clause needs the member `clause`",
    ),
    (
        r#"[«{"clause": "at-most", "steps": ["start"]}»]"#,
        "the clause needs the member `max`",
    ),
    (
        r#"[{"clause": "never", «"clause"»: "order"}]"#,
        "member `clause` stands twice: remove one",
    ),
    (
        r#"[{"clause": "never", "steps": ["start"], «"st\u0065ps"»: ["start"]}]"#,
        "member `steps` stands twice: remove one",
    ),
    (
        r#"{"clauses": [], «"clauses"»: []}"#,
        "member `clauses` stands twice: remove one",
    ),
    (
        r#"[{"clause": «"parson-in-every-cycle"»}]"#,
        "there is no clause `parson-in-every-cycle`: did you mean `person-in-every-cycle`?",
    ),
    (
        r#"[{"clause": «"always"»}]"#,
        "there is no clause `always`: use pass, order, at-most, never, never-joins or person-in-every-cycle",
    ),
    (
        r#"{«"clause"»: []}"#,
        "there is no member `clause`: did you mean `clauses`?",
    ),
    (
        r#"[{"clause": "order", «"than"»: ["start"]}]"#,
        "there is no member `than`: did you mean `then`?",
    ),
    (
        r#"[{"clause": "never", "steps": ["start"], «"max"»: 2}]"#,
        "there is no member `max`: the clause or the policy does not take it, so remove it",
    ),
    (
        r#"{"preset": «"account_recovery"»}"#,
        "there is no preset `account_recovery`: did you mean `account-recovery`?",
    ),
    (
        r#"{"preset": «"psd2"»}"#,
        "there is no preset `psd2`: use step-up, payment-sca, account-recovery or kyc",
    ),
    (
        r#"[{"clause": "never", "steps": [«"livness_detection/noFace"»]}]"#,
        "there is no node type `livness_detection`: did you mean `liveness_detection`?",
    ),
    (
        r#"[{"clause": "never", "steps": [«"liveness_detection/noface"»]}]"#,
        "`liveness_detection`: there is no outcome `noface`: did you mean `noFace`?",
    ),
    (
        r#"[{"clause": "never", "steps": [«"end"»]}]"#,
        "an end node is never left, so it is no step: name ends by their ids under `ends`",
    ),
    (
        r#"[{"clause": "at-most", "steps": ["start"], "max": «17»}]"#,
        "the number must be whole and from 1 to 16",
    ),
    (
        r#"[{"clause": "person-in-every-cycle"}, {"clause": "person-in-every-cycle"}, «{"clause": "person-in-every-cycle"}»]"#,
        "the policy has more than 2 clauses: split it in two",
    ),
    (
        r#"[{"clause": "never", "steps": ["start", "start", "start", «"start"»]}]"#,
        "the policy names more than 3 steps or ends: split it in two",
    ),
    (
        r#"{"preset": «"kyc"»}"#,
        "the policy names more than 3 steps or ends: split it in two",
    ),
    (
        r#"[{"clause": "never", "steps": [«"telepathy"»]}]"#,
        "there is no node type `telepathy`: the node reference lists them",
    ),
    (
        r#"[{"clause": "never", "steps": [«"enter_email/telepathy"»]}]"#,
        "`enter_email`: there is no outcome `telepathy`: the node reference lists its outcomes",
    ),
];

/// The text without its marks, and where they stood.
fn unmarked(marked: &str) -> (String, usize, usize) {
    let (before, rest) = marked.split_once('«').expect("a mark");
    let (place, behind) = rest.split_once('»').expect("its end");
    let end = before.len() + place.len();
    (format!("{before}{place}{behind}"), before.len(), end)
}

#[test]
fn every_mistake_has_its_place_and_its_words() {
    let mut seen = BTreeSet::new();
    for (marked, said) in MISTAKES {
        let (text, start, end) = unmarked(marked);
        let error = Small::read(&text).map(drop).expect_err(marked);
        let place = (error.span.offset as usize, error.span.end() as usize);
        assert_eq!(place, (start, end), "{marked}: {error:?}");
        assert_eq!(error.message(&text).to_string(), said, "{marked}");
        seen.insert(number(error));
    }
    assert_eq!(
        seen,
        (0..15).collect(),
        "every kind of mistake is made above"
    );
}

/// The kinds of mistakes by number. A new one does not compile here, and then needs its line above.
fn number(error: PolicyError) -> usize {
    match error.kind {
        Kind::DuplicateMember(_) => 0,
        Kind::EmptyList => 1,
        Kind::EndIsNoStep => 2,
        Kind::Json(_) => 3,
        Kind::MissingMember(_) => 4,
        Kind::NoClauses => 5,
        Kind::OutOfRange { .. } => 6,
        Kind::TooManyClauses(_) => 7,
        Kind::TooManyNames(_) => 8,
        Kind::UnknownClause(_) => 9,
        Kind::UnknownMember(_) => 10,
        Kind::UnknownOutcome { .. } => 11,
        Kind::UnknownPreset(_) => 12,
        Kind::UnknownType(_) => 13,
        Kind::WrongKind(_) => 14,
    }
}

#[test]
fn an_error_alone_says_where_to_look() {
    let error = Small::read("[{]").map(drop).expect_err("no policy");
    assert_eq!(error.to_string(), "the policy cannot be read, see byte 2");
}

#[test]
fn clauses_are_said_in_words() {
    let words = |text: &str| {
        let policy: Policy<'_> = Policy::read(text).expect(text);
        let clause = policy
            .view()
            .clauses()
            .next()
            .map(|clause| clause.to_string());
        clause.expect("one clause")
    };
    for (clause, said) in [
        (
            r#"{"clause": "pass", "steps": ["face_scan", "recognition/recognized"], "ends": ["in", "up"]}"#,
            "every path to `in` or `up` passes face_scan or recognition/recognized",
        ),
        (
            r#"{"clause": "order", "steps": ["dialogue"], "then": ["two_factor_*"]}"#,
            "no dialogue after two_factor_email or two_factor_sms",
        ),
        (
            r#"{"clause": "at-most", "steps": ["two_factor_sms"], "max": 1}"#,
            "at most once two_factor_sms",
        ),
        (
            r#"{"clause": "at-most", "steps": ["two_factor_sms"], "max": 3}"#,
            "at most 3 times two_factor_sms",
        ),
        (
            r#"{"clause": "never", "steps": ["conversation/rude"]}"#,
            "never conversation/`rude`",
        ),
        (
            r#"{"clause": "never-joins", "steps": ["face_scan/notPassed"]}"#,
            "no path from face_scan/notPassed reaches success",
        ),
        (
            r#"{"clause": "never-joins", "steps": ["face_scan/notPassed"], "unless": ["face_scan/passed"]}"#,
            "no path from face_scan/notPassed reaches success without face_scan/passed",
        ),
        (
            r#"{"clause": "person-in-every-cycle"}"#,
            "a person in every cycle",
        ),
    ] {
        assert_eq!(words(&format!("[{clause}]")), said);
    }
}

#[test]
fn presets_are_policies_to_which_clauses_can_be_added() {
    for preset in PRESETS {
        let alone: Policy<'_> = Policy::read(preset.text).expect(preset.name);
        let text = format!(
            r#"{{"clauses": [{{"clause": "never", "steps": ["start"]}}], "preset": "{}"}}"#,
            preset.name
        );
        let with_own: Policy<'_> = Policy::read(&text).expect("a preset and a clause");
        let (alone, with_own) = (
            alone.view().clauses().count(),
            with_own.view().clauses().count(),
        );
        assert_eq!(with_own, alone + 1, "{}", preset.name);
    }
}
