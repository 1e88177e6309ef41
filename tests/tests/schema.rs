//! The published JSON Schema and the validator agree: on the corpus, and on random flows with mistakes.

use facesign_mcp::flow::{self, Checked, Severity};
use facesign_tests::corpus;
use facesign_tests::sketch::{Dice, Sketch};
use facesign_tests::slip::slip;
use serde_json::Value;

/// Rules whose findings the schema can express: what a node must have, and of which kind.
const SHAPE: [&str; 15] = [
    "F2001", "F2002", "F2003", "F2004", "F2005", "F2006", "F2008", "F2009", "F2011", "F2012",
    "F2014", "F2017", "F2018", "F2019", "F2021",
];

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&flow::schema()).expect("the published schema compiles")
}

/// Whether the validator finds fault with what a schema can see.
fn has_shape_findings(checked: &Checked) -> bool {
    checked.findings.iter().any(|finding| {
        // A misspelt field is an error where the field that was meant is required, and then it is missing.
        let misspelt = finding.code == "F2007" && finding.severity == Severity::Error;
        misspelt || SHAPE.contains(&finding.code.as_str())
    })
}

#[test]
fn the_schema_is_one_itself_and_names_its_dialect() {
    let schema = flow::schema();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert!(
        jsonschema::meta::is_valid(&schema),
        "a schema by the rules of its dialect"
    );
    assert!(
        !schema.to_string().contains("\"uint"),
        "no formats that clients do not know"
    );
}

#[test]
fn schema_and_validator_agree_on_the_corpus() {
    let validator = validator();
    let mut compared = 0;
    for case in corpus::cases().into_iter().chain(corpus::recipes()) {
        let Some(text) = case.text() else { continue };
        let Ok(value) = serde_json::from_str::<Value>(text) else {
            continue;
        };
        let nodes = if value.is_object() {
            value["flow"].clone()
        } else {
            value
        };
        let Some(list) = nodes.as_array().filter(|list| !list.is_empty()) else {
            continue;
        };
        // Members written twice are gone in a value, and a schema knows no capacity.
        let checked = flow::check_value(&nodes);
        if list.len() > 1000 {
            continue;
        }
        compared += 1;
        let errors: Vec<String> = validator
            .iter_errors(&nodes)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(
            errors.is_empty(),
            !has_shape_findings(&checked),
            "{}: the schema says {errors:?}, the validator {:?}",
            case.name,
            checked.findings
        );
    }
    assert!(compared > 100, "compared only {compared} flows");
}

#[test]
fn schema_and_validator_agree_on_random_flows() {
    let validator = validator();
    let mut dice = Dice::new(2020);
    let mut faulty = 0;
    for round in 0..600 {
        let nodes = 2 + dice.below(10);
        let mut flow = Sketch::roll(&mut dice, nodes, 30).flow(|index| format!("n{index}"));
        let mistakes: Vec<&str> = (0..round % 3).map(|_| slip(&mut flow, &mut dice)).collect();
        let flow = Value::Array(flow);
        let checked = flow::check_value(&flow);
        faulty += usize::from(has_shape_findings(&checked));
        assert_eq!(
            validator.is_valid(&flow),
            !has_shape_findings(&checked),
            "after {mistakes:?} in {flow}: {:?}",
            checked.findings
        );
    }
    assert!(faulty > 100, "only {faulty} flows had a mistake of shape");
}
