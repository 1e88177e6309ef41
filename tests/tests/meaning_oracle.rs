//! The rules of meaning that ask about paths, against searches over plain JSON without care for speed.

use std::collections::{BTreeMap, BTreeSet};

use facesign_tests::report::write_down;
use facesign_tests::sketch::{Dice, Sketch};
use serde_json::{Value, json};

/// Flows tried.
const ROUNDS: usize = 3000;

/// Codes that are judged here.
const JUDGED: [&str; 6] = ["F4002", "F4003", "F4006", "F4007", "F4008", "F4009"];

/// Node types whose outcomes are the verdict of a check.
const CHECKS: [&str; 9] = [
    "data_validation",
    "document_scan",
    "face_compare",
    "face_scan",
    "field_condition",
    "liveness_detection",
    "recognition",
    "two_factor_email",
    "two_factor_sms",
];

#[test]
fn rules_of_meaning_agree_with_plain_searches() {
    let mut dice = Dice::new(41);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let (nodes, wild) = (3 + dice.below(10), dice.below(60));
        let mut flow = Sketch::roll(&mut dice, nodes, wild).flow(|index| format!("n{index}"));
        vary(&mut flow, &mut dice);
        let expected = Judge(&flow).findings();
        let found = found(&flow);
        assert_eq!(found, expected, "{}", Value::Array(flow));
        for (code, _) in found {
            *seen.entry(code).or_default() += 1;
        }
    }
    for code in JUDGED.iter().filter(|code| **code != "F4002") {
        assert!(
            seen.get(*code).is_some_and(|times| *times > 50),
            "{code} was hardly ever tried: {seen:?}"
        );
    }
}

/// Lets checks lead to one node, and comparisons look at documents and at the live video.
fn vary(flow: &mut [Value], dice: &mut Dice) {
    for node in flow {
        if node["type"] == "face_compare" {
            let source = dice.pick(&["faceScan", "documentPhoto", "sessionVideo"]);
            node["sourceA"] = json!({ "source": source });
        }
        if let Some(outcomes) = node["outcomes"]
            .as_object_mut()
            .filter(|_| dice.below(8) == 0)
        {
            let target = outcomes.values().next().cloned().unwrap_or_default();
            outcomes
                .values_mut()
                .for_each(|value| *value = target.clone());
        }
    }
}

/// Code, and severity with pointer, of every finding judged here but those about camera time.
fn found(flow: &[Value]) -> BTreeSet<(String, String)> {
    let report = write_down(Value::Array(flow.to_vec()).to_string().as_bytes()).report;
    let lines = report.lines().filter(|line| line.starts_with("F4"));
    let finding = |line: &str| {
        let mut words = line.split(' ');
        let (code, severity, pointer) = (words.next()?, words.next()?, words.next()?);
        Some((code.to_owned(), format!("{severity} {pointer}")))
    };
    let judged = |(code, _): &(String, String)| JUDGED[1..].contains(&code.as_str());
    lines.filter_map(finding).filter(judged).collect()
}

/// The same, by looking.
struct Judge<'flow>(&'flow [Value]);

impl Judge<'_> {
    fn findings(&self) -> BTreeSet<(String, String)> {
        let mut findings = BTreeSet::new();
        for (index, node) in self.0.iter().enumerate() {
            let mut add = |code: &str, severity: &str, place: &str| {
                findings.insert((code.to_owned(), format!("{severity} /{index}{place}")));
            };
            let ways = ways(node);
            let one = ways.len() > 1 && ways.iter().all(|(_, target)| *target == ways[0].1);
            if one && CHECKS.contains(&kind(node)) {
                add("F4006", "warning", "");
            }
            match kind(node) {
                "liveness_detection" if !one => {
                    for (code, outcome) in
                        [("F4007", "deepfakeDetected"), ("F4008", "inconclusive")]
                    {
                        if self.joins(node, outcome) {
                            add(code, "warning", &format!("/outcomes/{outcome}"));
                        }
                    }
                }
                "permissions" if self.uses_camera_after(&node["outcomes"]["permissionsDenied"]) => {
                    add("F4009", "warning", "/outcomes/permissionsDenied");
                }
                "face_compare" => {
                    if let Some(severity) = self.lacks_image(node) {
                        add("F4003", severity, "/sourceA/source");
                    }
                }
                _ => {}
            }
        }
        findings
    }

    /// Ids found from some by the ways that are open.
    fn beyond(
        &self,
        from: Vec<String>,
        open: &dyn Fn(&Value, &str, &str) -> bool,
    ) -> BTreeSet<String> {
        let (mut found, mut left) = (BTreeSet::new(), from);
        while let Some(id) = left.pop() {
            let node = self.node(&id);
            if found.insert(id) {
                let open = ways(node)
                    .into_iter()
                    .filter(|(name, target)| open(node, name, target));
                left.extend(open.map(|(_, target)| target));
            }
        }
        found
    }

    fn node(&self, id: &str) -> &Value {
        let found = self.0.iter().find(|node| node["id"] == id);
        found.expect("every target is there")
    }

    fn joins(&self, node: &Value, outcome: &str) -> bool {
        let (check, target) = (text(&node["id"]), text(&node["outcomes"][outcome]));
        let found = self.beyond(vec![target.clone()], &|_, _, next| next != check);
        target != check && found.contains(&text(&node["outcomes"]["livenessDetected"]))
    }

    fn uses_camera_after(&self, target: &Value) -> bool {
        let found = self.beyond(vec![text(target)], &|node, _, _| {
            kind(node) != "permissions"
        });
        found
            .iter()
            .map(|id| self.node(id))
            .any(|node| match kind(node) {
                "document_scan" | "face_scan" | "liveness_detection" | "recognition" => true,
                kind => kind == "face_compare" && node["sourceA"]["source"] == "sessionVideo",
            })
    }

    fn lacks_image(&self, node: &Value) -> Option<&'static str> {
        let (taker, outcomes): (&str, &[&str]) = match node["sourceA"]["source"].as_str()? {
            "faceScan" => ("face_scan", &["passed", "notPassed"]),
            "documentPhoto" => ("document_scan", &["scanSuccess"]),
            _ => return None,
        };
        let takes = |node: &Value, name: &str| kind(node) == taker && outcomes.contains(&name);
        let id = text(&node["id"]);
        let without = self.beyond(vec!["n0".into()], &|node, name, _| !takes(node, name));
        let taken = self.0.iter().flat_map(|node| {
            let taken = ways(node).into_iter().filter(|(name, _)| takes(node, name));
            taken.map(|(_, target)| target).collect::<Vec<_>>()
        });
        let ever = self.beyond(taken.collect(), &|_, _, _| true);
        without.contains(&id).then_some(if ever.contains(&id) {
            "warning"
        } else {
            "error"
        })
    }
}

fn kind(node: &Value) -> &str {
    node["type"].as_str().unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Name and target of every way out.
fn ways(node: &Value) -> Vec<(String, String)> {
    let maps = [&node["outcomes"], &node["awaitExternal"]["exits"]].into_iter();
    let named = maps.filter_map(Value::as_object).flatten();
    let mut ways: Vec<_> = named
        .map(|(name, target)| (name.clone(), text(target)))
        .collect();
    for (list, field) in [("outcomes", "targetNodeId"), ("rules", "outcome")] {
        let items = node[list].as_array().into_iter().flatten();
        ways.extend(items.map(|item| (String::new(), text(&item[field]))));
    }
    for field in ["outcome", "default"] {
        if let Some(target) = node.get(field) {
            ways.push((field.into(), text(target)));
        }
    }
    ways
}
