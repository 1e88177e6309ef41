//! The facade: read, resolve, check, in that order.

use crate::diagnostic::Report;
use crate::graph::Facts;
use crate::json;
use crate::model::{Flow, Parts, Workspace, read, resolve};
use crate::policy::Prover;
use crate::rules::{self, RuleSet, Stage, check_advice, check_graph, check_meaning};

/// What a validation may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Rules whose findings are reported. A flow that breaks another one of text, shape or graph is refused all the same.
    ///
    /// Stages of which no rule is here cost nothing: [`RuleSet::STRUCTURE`] only asks whether this is a flow.
    pub rules: RuleSet,
    /// Rules whose findings are errors, whatever their severity is otherwise.
    pub denied: RuleSet,
}

impl Default for Options {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Options {
    /// All rules, each with its own severity.
    pub const DEFAULT: Self = Self {
        rules: RuleSet::ALL,
        denied: RuleSet::NONE,
    };

    /// These options with the findings of `rules` as errors.
    #[must_use]
    pub const fn deny(self, rules: RuleSet) -> Self {
        Self {
            rules: self.rules.or(rules),
            denied: self.denied.or(rules),
        }
    }

    /// These options without the findings of `rules`.
    #[must_use]
    pub const fn allow(self, rules: RuleSet) -> Self {
        Self {
            rules: self.rules.minus(rules),
            denied: self.denied.minus(rules),
        }
    }
}

/// Checks a flow: a JSON array of nodes, or an object with such an array under `flow`.
///
/// Findings go into `report`, which is emptied first. The flow comes back where it can be walked, that is without an
/// error of text, shape or graph (F1 to F3); it may still have findings of meaning, advice and policy (F4 to F6).
///
/// Time grows linearly with the text, apart from sorting the ids of more than 16 outcomes of one list, which takes n log n.
/// What has no linear answer is bounded in [`limits`](crate::limits): suggestions for targets that do not exist, the conditions
/// that one is compared with, and searches between single nodes.
/// Memory is what the workspace and the report hold, and the stack that `docs/size.md` has for each preset.
pub fn validate<'w, const NODES: usize, const EDGES: usize, const FINDINGS: usize>(
    bytes: &'w [u8],
    workspace: &'w mut Workspace<NODES, EDGES>,
    report: &mut Report<FINDINGS>,
) -> Option<Flow<'w>> {
    validate_with(bytes, workspace, report, Options::default())
}

/// As [`validate`], with options.
pub fn validate_with<'w, const NODES: usize, const EDGES: usize, const FINDINGS: usize>(
    bytes: &'w [u8],
    workspace: &'w mut Workspace<NODES, EDGES>,
    report: &mut Report<FINDINGS>,
    options: Options,
) -> Option<Flow<'w>> {
    prover_with(bytes, workspace, report, options).map(|prover| prover.flow())
}

/// As [`validate`]; the flow comes back with the memory to prove things about it.
pub fn prover<'w, const NODES: usize, const EDGES: usize, const FINDINGS: usize>(
    bytes: &'w [u8],
    workspace: &'w mut Workspace<NODES, EDGES>,
    report: &mut Report<FINDINGS>,
) -> Option<Prover<'w>> {
    prover_with(bytes, workspace, report, Options::default())
}

/// As [`prover`], with options.
pub fn prover_with<'w, const NODES: usize, const EDGES: usize, const FINDINGS: usize>(
    bytes: &'w [u8],
    workspace: &'w mut Workspace<NODES, EDGES>,
    report: &mut Report<FINDINGS>,
    options: Options,
) -> Option<Prover<'w>> {
    let mut sink = report.begin(options);
    let text = match json::text(bytes) {
        Ok(text) => text,
        Err(error) => {
            sink.emit(rules::syntax::found(error));
            return None;
        }
    };
    let mut parts = workspace.parts();
    let start = run(text, &mut parts, &mut sink)?;
    let Parts {
        nodes,
        edges,
        scratch,
    } = parts;
    let flow = Flow {
        text,
        start,
        nodes: nodes.as_slice(),
        edges: edges.as_slice(),
    };
    Some(Prover::new(flow, scratch))
}

/// Place of the flow in the text, where the flow can be walked.
fn run(text: &str, parts: &mut Parts<'_>, sink: &mut crate::diagnostic::Sink<'_>) -> Option<u32> {
    let start = match read(text, parts, sink) {
        Ok(start) => start?,
        Err(error) => {
            // What was found before would be noise: the text may mean something else once it is JSON.
            sink.clear();
            sink.emit(rules::syntax::found(error));
            return None;
        }
    };
    resolve(text, parts, sink);
    let flow = Flow {
        text,
        start,
        nodes: parts.nodes.as_slice(),
        edges: parts.edges.as_slice(),
    };
    let mut facts = Facts::new(flow, parts.scratch.reborrow());
    check_graph(&mut facts, sink);
    if sink.wants(const { RuleSet::of_stage(Stage::Meaning) }) {
        check_meaning(&mut facts, sink);
    }
    if sink.wants(const { RuleSet::of_stage(Stage::Advice) }) {
        check_advice(&mut facts, sink);
    }
    (sink.structural() == 0).then_some(start)
}

/// The text of `bytes` up to the first byte that is not UTF-8, for printing findings.
pub fn valid_text(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes
            .get(..error.valid_up_to())
            .and_then(|valid| core::str::from_utf8(valid).ok())
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString as _;
    use std::vec::Vec;

    use super::*;
    use crate::rules::Rule;
    use crate::testing::{RECIPES, advice, check};
    use crate::{Gateway, Small};

    #[test]
    fn recipes_are_clean() {
        for recipe in RECIPES {
            check(recipe, &[]);
            assert!(advice(recipe).is_empty());
        }
    }

    #[test]
    fn a_full_report_is_the_beginning_of_a_larger_one() {
        let node = r#"{"id":"","type":"conversation","outcomes":[]}"#;
        let flow = std::format!("[{}]", [node; 12].join(","));
        let all =
            |report: &[crate::Finding]| report.iter().map(|f| (f.rule, f.span)).collect::<Vec<_>>();
        let mut workspace = Gateway::new();
        let mut large = Report::<128>::new();
        validate(flow.as_bytes(), &mut workspace, &mut large);
        let mut small = Report::<7>::new();
        validate(flow.as_bytes(), &mut workspace, &mut small);
        assert_eq!(all(small.findings()), all(&large.findings()[..7]));
        assert_eq!(large.omitted(), 0);
        assert_eq!(small.omitted(), large.tally().total() - 7);
        assert!(!small.is_valid());
        let mut none = Report::<0>::new();
        validate(flow.as_bytes(), &mut workspace, &mut none);
        assert_eq!(none.omitted(), large.tally().total());
    }

    #[test]
    fn a_rule_that_is_off_is_silent_and_still_refuses() {
        let flow = br#"[{"id":"s","type":"start","outcome":"x"},{"id":"e","type":"end"}]"#;
        let mut workspace = Small::new();
        let mut report = Report::<4>::new();
        let options = Options::default().allow(RuleSet::of(&[Rule::DanglingTarget]));
        assert!(validate_with(flow, &mut workspace, &mut report, options).is_none());
        assert!(report.findings().is_empty());
        assert!(!report.is_valid());
    }

    #[test]
    fn a_denied_warning_is_an_error_and_the_flow_can_still_be_walked() {
        let flow = br#"[{"id":"s","type":"start","outcome":"e"},{"id":"e","type":"end"},{"id":"x","type":"end"}]"#;
        let mut workspace = Small::new();
        let mut report = Report::<4>::new();
        let lost = RuleSet::of(&[Rule::UnreachableNode]);
        let options = Options::default().deny(lost);
        assert!(validate_with(flow, &mut workspace, &mut report, options).is_some());
        assert_eq!((report.tally().errors, report.is_valid()), (1, false));
        validate_with(flow, &mut workspace, &mut report, options.allow(lost));
        assert!(report.findings().is_empty() && report.is_valid());
    }

    #[test]
    fn the_structure_alone_says_nothing_about_meaning() {
        let flow = br#"[{"id":"s","type":"start","outcome":"r"},{"id":"r","type":"recognition","outcomes":{"recognized":"e","newUser":"e","noFace":"e"}},{"id":"e","type":"end"}]"#;
        let mut workspace = Small::new();
        let mut report = Report::<4>::new();
        let options = Options::default().allow(RuleSet::ALL.minus(RuleSet::STRUCTURE));
        assert!(validate_with(flow, &mut workspace, &mut report, options).is_some());
        assert!(report.findings().is_empty());
        validate(flow, &mut workspace, &mut report);
        assert!(!report.is_valid());
    }

    #[test]
    fn a_workspace_is_reusable() {
        let mut workspace = Small::new();
        let mut report = Report::<8>::new();
        for recipe in RECIPES {
            validate(b"[{]", &mut workspace, &mut report);
            assert_eq!(report.findings().len(), 1);
            let flow = validate(recipe.as_bytes(), &mut workspace, &mut report).unwrap();
            assert!(report.findings().is_empty());
            assert_eq!(
                flow.node(flow.entry().unwrap()).unwrap().id().to_string(),
                "start"
            );
        }
    }

    #[test]
    fn every_one_byte_change_is_accepted_as_json_exactly_where_serde_json_does() {
        let text_rules = [
            Rule::Syntax,
            Rule::InvalidUtf8,
            Rule::TooDeep,
            Rule::TrailingData,
        ];
        let mut workspace = Gateway::new();
        let mut report = Report::<16>::new();
        for recipe in RECIPES {
            let original = recipe.as_bytes();
            let mut check = |bytes: &[u8]| {
                validate(bytes, &mut workspace, &mut report);
                let refused = report
                    .findings()
                    .iter()
                    .any(|found| text_rules.contains(&found.rule));
                let theirs = serde_json::from_slice::<serde_json::Value>(bytes);
                assert_eq!(
                    refused,
                    theirs.is_err(),
                    "{:?}",
                    std::string::String::from_utf8_lossy(bytes)
                );
                for finding in report.findings() {
                    let text = valid_text(bytes);
                    let _ = (
                        finding.line(text).to_string(),
                        finding.help(text).to_string(),
                    );
                    let _ = finding.pointer(text).to_string();
                }
            };
            for at in 0..original.len() {
                check(&original[..at]);
                let mut changed = original.to_vec();
                for byte in [b'"', b'\\', b'{', b',', 0xC3] {
                    changed[at] = byte;
                    check(&changed);
                }
                changed.remove(at);
                check(&changed);
            }
        }
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the sizes are what the command shows")]
    fn presets_take_the_memory_that_the_readme_states() {
        let readme = include_str!("../README.md");
        for (preset, size) in [
            ("Small", size_of::<Small>()),
            ("Gateway", size_of::<Gateway>()),
            ("Server", size_of::<crate::Server>()),
        ] {
            let start = std::format!("| `{preset}`");
            let line = readme
                .lines()
                .find(|line| line.starts_with(&start))
                .unwrap();
            std::println!("{preset}: {size} bytes");
            let size = std::format!("| {size} |");
            assert!(line.contains(&size), "{preset} takes {size} bytes: {line}");
        }
        assert!(readme.contains(&std::format!(
            "{} bytes per finding",
            size_of::<crate::Finding>()
        )));
    }
}
