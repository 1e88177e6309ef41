//! The reader against `serde_json::Value`: whatever one byte does to a document, both accept it or both refuse it.
//!
//! The one documented difference is depth: more than 64 open brackets are refused here, more than 128 there.

use std::fmt::Write as _;

use facesign_tests::corpus::{self, Case};
use flow_core::json::{ErrorKind, well_formed};
use flow_core::limits::MAX_DEPTH;
use flow_core::{Gateway, Report, Rule, validate};

/// Documents up to this size are tried with all 256 values of every byte.
const SMALL_DOCUMENT: usize = 420;

/// Bytes that mean something to JSON or UTF-8, tried everywhere in a larger document.
const TELLING: [u8; 7] = [b'"', b'\\', b'{', b']', b',', 0x1f, 0xc3];

/// Everything that JSON has, in few bytes.
const DENSE: &str = r#"[{"id":"s","type":"start","outcome":"\u0061\ud83d\ude00"},
{"id":"a😀","type":"end","x":[1,-0.5e+3,0,1E5,true,false,null,{"k":[],"ü":{}}," \"\\\/\b\f\n\r\t"]}]"#;

/// What reads a document here: the bare reader, and the whole validation with its own way through the text.
struct Readers {
    workspace: Box<Gateway>,
    report: Report<64>,
    tried: usize,
}

impl Readers {
    fn new() -> Self {
        Self {
            workspace: Box::new(Gateway::new()),
            report: Report::new(),
            tried: 0,
        }
    }

    #[track_caller]
    fn agree(&mut self, document: &[u8]) {
        let theirs = serde_json::from_slice::<serde_json::Value>(document);
        let ours = well_formed(document);
        assert_eq!(
            ours.is_ok(),
            theirs.is_ok(),
            "{ours:?} against {theirs:?} in {}",
            show(document)
        );
        validate(document, &mut self.workspace, &mut self.report);
        let text_rules = [
            Rule::Syntax,
            Rule::InvalidUtf8,
            Rule::TooDeep,
            Rule::TrailingData,
        ];
        let refused = self
            .report
            .findings()
            .iter()
            .any(|finding| text_rules.contains(&finding.rule));
        assert_eq!(
            refused,
            theirs.is_err(),
            "{:?} against {theirs:?} in {}",
            self.report.findings(),
            show(document)
        );
        self.tried += 1;
    }

    fn shortened(&mut self, document: &[u8]) {
        for position in 0..document.len() {
            self.agree(&document[..position]);
            let mut shorter = document.to_vec();
            shorter.remove(position);
            self.agree(&shorter);
        }
    }

    fn changed(&mut self, document: &[u8], bytes: &[u8]) {
        let mut changed = document.to_vec();
        for position in 0..document.len() {
            for &byte in bytes {
                changed[position] = byte;
                self.agree(&changed);
            }
            changed[position] = document[position];
        }
    }
}

#[test]
fn every_byte_value_at_every_place_of_the_small_documents() {
    let all: Vec<u8> = (0..=255).collect();
    let mut readers = Readers::new();
    readers.changed(DENSE.as_bytes(), &all);
    let cases = corpus::cases();
    let small = cases
        .iter()
        .filter(|case| case.document.len() <= SMALL_DOCUMENT && !is_deep(case));
    for case in small.step_by(12) {
        readers.changed(&case.document, &all);
    }
    assert!(readers.tried > 80_000, "{} documents", readers.tried);
}

#[test]
fn telling_bytes_deletions_and_truncations_of_the_recipes() {
    let mut readers = Readers::new();
    for (position, case) in corpus::recipes().iter().enumerate() {
        if position == 0 {
            readers.changed(&case.document, &TELLING);
        }
        readers.shortened(&case.document);
    }
    assert!(readers.tried > 40_000, "{} documents", readers.tried);
}

#[test]
fn deletions_and_truncations_of_the_corpus() {
    let mut readers = Readers::new();
    let cases = corpus::cases();
    for (position, case) in cases.iter().filter(|case| !is_deep(case)).enumerate() {
        if case.document.len() > 20_000 {
            continue;
        }
        readers.agree(&case.document);
        // Every sixth one byte by byte: they resemble each other.
        if position % 6 == 0 && case.document.len() < 2000 {
            readers.shortened(&case.document);
        }
    }
    assert!(readers.tried > 30_000, "{} documents", readers.tried);
}

#[test]
fn depth_is_the_one_difference() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let limit = MAX_DEPTH as usize;
    Readers::new().agree(nested(limit).as_bytes());
    for depth in [limit + 1, 127] {
        let document = nested(depth);
        assert_eq!(
            well_formed(document.as_bytes()).map_err(|error| error.kind),
            Err(ErrorKind::TooDeep)
        );
        assert!(
            serde_json::from_str::<serde_json::Value>(&document).is_ok(),
            "{depth}"
        );
    }
    Readers::new().agree(nested(129).as_bytes());
}

/// Nested deeper than we allow, and not deeper than `serde_json` does.
fn is_deep(case: &Case) -> bool {
    case.name.starts_with("F1003")
}

fn show(document: &[u8]) -> String {
    document.iter().fold(String::new(), |mut text, byte| {
        match byte {
            b' '..=b'~' => text.push(char::from(*byte)),
            _ => {
                let _ = write!(text, "\\x{byte:02x}");
            }
        }
        text
    })
}
