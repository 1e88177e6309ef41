//! Laws that hold for every flow, tried on thousands of random ones.

use std::collections::{BTreeMap, BTreeSet};

use facesign_mcp::flow::{self, Applicability, Checked, Edit, Finding, Severity};
use facesign_tests::corpus;
use facesign_tests::model::Model;
use facesign_tests::sketch::{Dice, Kind, Sketch, SketchNode};
use facesign_tests::slip::slip;
use flow_core::{Gateway, Report, validate, write};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

fn sketches() -> impl Strategy<Value = Sketch> {
    let node = (0..Kind::INNER.len(), vec(0..16_usize, 1..6), 0..24_usize).prop_map(
        |(kind, targets, words)| SketchNode {
            kind: Kind::INNER[kind],
            targets,
            words,
        },
    );
    vec(node, 2..14).prop_map(|nodes| Sketch { nodes })
}

/// Random flows, with up to three mistakes each.
fn documents() -> impl Strategy<Value = Vec<Value>> {
    (sketches(), any::<u64>(), 0..4_usize).prop_map(|(sketch, seed, slips)| {
        let mut flow = sketch.flow(|index| format!("n{index}"));
        let mut dice = Dice::new(seed);
        for _ in 0..slips {
            slip(&mut flow, &mut dice);
        }
        flow
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_nodes_does_not_matter(sketch in sketches(), seed in any::<u64>()) {
        let flow = sketch.flow(|index| format!("n{index}"));
        let mut shuffled = flow.clone();
        let mut dice = Dice::new(seed);
        for position in (1..shuffled.len()).rev() {
            shuffled.swap(position, dice.below(position + 1));
        }
        prop_assert_eq!(by_node(&flow), by_node(&shuffled));
    }

    #[test]
    fn the_names_of_the_nodes_do_not_matter(sketch in sketches(), seed in any::<u64>(), slips in 0..4_usize) {
        let named = |name: &dyn Fn(usize) -> String| {
            let mut flow = sketch.flow(name);
            let mut dice = Dice::new(seed);
            for _ in 0..slips {
                slip(&mut flow, &mut dice);
            }
            places(&checked(&flow))
        };
        prop_assert_eq!(named(&|index| format!("n{index}")), named(&|index| format!("\u{e9}t\u{e9} \"{index}\"")));
    }

    #[test]
    fn an_unreachable_node_adds_only_its_own_finding(flow in documents()) {
        let before = places(&checked(&flow));
        let mut longer = flow.clone();
        longer.push(json!({"id": "lost at sea", "type": "end"}));
        let mut after = places(&checked(&longer));
        let own = format!("/{}", flow.len());
        after.retain(|(code, pointer)| *pointer != own || code != "F3004");
        let without_end = |found: &BTreeSet<(String, String)>| -> BTreeSet<(String, String)> {
            found.iter().filter(|(code, _)| code != "F3003" && code != "F3005").cloned().collect()
        };
        // Whether a flow has an end at all may change, and with it what is a trap; nothing else may.
        prop_assert_eq!(without_end(&before), without_end(&after));
    }

    #[test]
    fn checking_is_repeatable_and_findings_are_in_order(flow in documents()) {
        let first = checked(&flow);
        prop_assert_eq!(&first.findings, &checked(&flow).findings);
        let order = |finding: &Finding| (finding.span.offset, finding.code.clone());
        prop_assert!(first.findings.is_sorted_by_key(order));
        prop_assert_eq!(first.is_valid(), first.findings.iter().all(|finding| finding.severity != Severity::Error));
    }

    #[test]
    fn reading_writing_and_reading_again_changes_nothing(flow in documents()) {
        let pretty = serde_json::to_string_pretty(&flow).expect("a value can be written");
        let once = canonical(&pretty);
        prop_assert_eq!(&canonical(&once), &once);
        prop_assert_eq!(serde_json::from_str::<Vec<Value>>(&once).ok(), Some(flow));
        let of = |text: &str| places(&flow::check(text));
        prop_assert_eq!(of(&pretty), of(&once));
    }

    #[test]
    fn a_full_report_is_the_beginning_of_a_larger_one(flow in documents()) {
        let text = Value::Array(flow).to_string();
        let (mut small, mut large) = (Report::<2>::new(), Report::<64>::new());
        let mut workspace = Gateway::new();
        validate(text.as_bytes(), &mut workspace, &mut large);
        validate(text.as_bytes(), &mut workspace, &mut small);
        prop_assert_eq!(small.findings(), &large.findings()[..large.findings().len().min(2)]);
        prop_assert_eq!(small.tally(), large.tally());
        prop_assert_eq!(small.omitted() as usize + small.findings().len(), large.findings().len());
    }

    #[test]
    fn all_safe_fixes_fit_into_one_pass(flow in documents()) {
        let text = Value::Array(flow).to_string();
        safe_fixes_fit(&text)?;
    }

    #[test]
    fn a_safe_fix_removes_its_finding_and_adds_no_error(flow in documents()) {
        let text = Value::Array(flow).to_string();
        safe_fixes_hold(&text)?;
    }
}

#[test]
fn the_laws_are_tried_on_many_kinds_of_findings() {
    let mut dice = Dice::new(1);
    let (mut codes, mut fixes) = (BTreeSet::new(), 0);
    for _ in 0..400 {
        let nodes = 2 + dice.below(12);
        let mut flow = Sketch::roll(&mut dice, nodes, 40).flow(|index| format!("n{index}"));
        slip(&mut flow, &mut dice);
        for finding in checked(&flow).findings {
            fixes += usize::from(finding.fix.is_some());
            codes.insert(finding.code);
        }
    }
    assert!(
        codes.len() >= 15 && fixes >= 20,
        "{fixes} fixes, only {codes:?}"
    );
}

#[test]
fn safe_fixes_of_the_corpus_remove_their_finding_and_add_no_error() {
    for case in corpus::cases() {
        if let Some(text) = case.text() {
            let held = safe_fixes_hold(text).and_then(|()| safe_fixes_fit(text));
            held.unwrap_or_else(|error| panic!("{}: {error}", case.name));
        }
    }
}

/// Applies all safe fixes at once and looks at the report again.
fn safe_fixes_fit(text: &str) -> Result<(), TestCaseError> {
    let before = flow::check(text);
    let safe = |finding: &&Finding| {
        let fix = finding.fix.as_ref();
        fix.is_some_and(|fix| fix.applicability == Applicability::Safe)
    };
    let fixable: Vec<&Finding> = before.findings.iter().filter(safe).collect();
    let fixes = fixable.iter().filter_map(|finding| finding.fix.as_ref());
    let mut edits: Vec<_> = fixes.flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.offset, edit.len));
    let apart = |pair: &[&Edit]| pair[0].offset + pair[0].len <= pair[1].offset;
    prop_assert!(edits.windows(2).all(apart), "corrections overlap in {text}");
    let Some(corrected) = &before.corrected else {
        prop_assert!(fixable.is_empty(), "corrections are left out in {text}");
        return Ok(());
    };
    let after = flow::check(corrected);
    let (earlier, later) = (counts(&before.findings), counts(&after.findings));
    for (code, number) in counts(fixable) {
        let left = later.get(&code).copied().unwrap_or(0);
        prop_assert!(
            left + number <= earlier[&code],
            "{code} is still there in {corrected}"
        );
    }
    let errors_before = counts(errors(&before));
    for (code, number) in counts(errors(&after)) {
        let number_before = errors_before.get(&code).copied().unwrap_or(0);
        prop_assert!(
            number <= number_before,
            "the fixes add {code} in {corrected}"
        );
    }
    Ok(())
}

/// Applies every safe fix on its own and looks at the report again.
fn safe_fixes_hold(text: &str) -> Result<(), TestCaseError> {
    let before = flow::check(text);
    for finding in &before.findings {
        let Some(fix) = finding
            .fix
            .as_ref()
            .filter(|fix| fix.applicability == Applicability::Safe)
        else {
            continue;
        };
        let mut fixed = text.to_owned();
        for edit in fix.edits.iter().rev() {
            let begin = edit.offset as usize;
            fixed.replace_range(begin..begin + edit.len as usize, &edit.text);
        }
        let after = flow::check(&fixed);
        let (earlier, later) = (counts(&before.findings), counts(&after.findings));
        let count =
            |counts: &BTreeMap<String, usize>| counts.get(&finding.code).copied().unwrap_or(0);
        prop_assert!(
            count(&later) < count(&earlier),
            "{} is still there in {fixed}",
            finding.code
        );
        for (code, number) in counts(errors(&after)) {
            let number_before = counts(errors(&before)).get(&code).copied().unwrap_or(0);
            prop_assert!(
                number <= number_before,
                "the fix of {} adds {code} in {fixed}",
                finding.code
            );
        }
    }
    Ok(())
}

fn checked(flow: &[Value]) -> Checked {
    flow::check_value(&Value::Array(flow.to_vec()))
}

fn errors(checked: &Checked) -> impl Iterator<Item = &Finding> {
    checked
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
}

fn counts<'found>(findings: impl IntoIterator<Item = &'found Finding>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.code.clone()).or_default() += 1;
    }
    counts
}

/// The canonical text of a JSON text.
fn canonical(text: &str) -> String {
    let mut buffer = vec![0; text.len() * 6];
    let length = write::canonical(text, &mut buffer).expect("six times the text is enough");
    buffer.truncate(length);
    String::from_utf8(buffer).expect("written as text")
}

/// Code and pointer of every finding.
fn places(checked: &Checked) -> BTreeSet<(String, String)> {
    checked
        .findings
        .iter()
        .map(|finding| (finding.code.clone(), finding.pointer.clone()))
        .collect()
}

/// Code, nodes and rest of the pointer of every finding.
///
/// A finding about several nodes on one cycle points to the first of them in the document: it stands for all of them.
fn by_node(flow: &[Value]) -> BTreeSet<(String, BTreeSet<String>, String)> {
    let model = Model::of(&Value::Array(flow.to_vec()));
    let parts = model.parts();
    checked(flow)
        .findings
        .iter()
        .map(|finding| {
            let mut steps = finding.pointer.splitn(3, '/').skip(1);
            let node = steps
                .next()
                .and_then(|position| flow.get(position.parse::<usize>().ok()?));
            let id = node
                .and_then(|node| node["id"].as_str())
                .unwrap_or_default()
                .to_owned();
            let stands_for_others =
                ["F3004", "F3005", "F3007", "F3008"].contains(&finding.code.as_str());
            let nodes = parts
                .iter()
                .find(|part| stands_for_others && part.contains(&id))
                .cloned()
                .unwrap_or_else(|| BTreeSet::from([id]));
            (
                finding.code.clone(),
                nodes,
                steps.next().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}
