//! Every limit of the core, at the limit and one beyond.

use std::sync::Mutex;

use facesign_tests::sketch::{Kind, node_json};
use flow_core::json::{ErrorKind, well_formed};
use flow_core::policy::{Policy, PolicyErrorKind, Verdict};
use flow_core::{Gateway, Report, Rule, Server, Small, Workspace, limits, prover, validate};
use serde_json::{Value, json};

/// Rules of the findings of a document, in order, each once.
fn rules<const NODES: usize, const EDGES: usize>(
    workspace: &mut Workspace<NODES, EDGES>,
    document: &[u8],
) -> Vec<Rule> {
    let mut report = Report::<32>::new();
    let flow = validate(document, workspace, &mut report);
    assert_eq!(
        flow.is_some(),
        report
            .findings()
            .iter()
            .all(|finding| finding.severity != flow_core::Severity::Error)
    );
    let mut rules: Vec<Rule> = report
        .findings()
        .iter()
        .map(|finding| finding.rule)
        .collect();
    rules.dedup();
    rules
}

/// What a refusal for size says.
fn refusal<const NODES: usize, const EDGES: usize>(
    workspace: &mut Workspace<NODES, EDGES>,
    document: &Value,
) -> String {
    let text = document.to_string();
    let mut report = Report::<32>::new();
    assert!(
        validate(text.as_bytes(), workspace, &mut report).is_none(),
        "the flow is too large"
    );
    let [finding] = report.findings() else {
        panic!("one finding, not {:?}", report.findings())
    };
    assert_eq!(finding.rule, Rule::CapacityExceeded);
    finding.message(&text).to_string()
}

/// A sound flow with this many nodes, and about as many edges.
fn with_nodes(count: usize) -> Value {
    let name = |index: usize| {
        if index + 1 == count {
            "done".to_owned()
        } else {
            format!("n{index}")
        }
    };
    let node = |index: usize| match index {
        0 => node_json(Kind::Start, "start", &[name(1)], ""),
        index if index + 1 == count => node_json(Kind::End, "done", &[], ""),
        index => node_json(Kind::ExternalCall, &name(index), &[name(index + 1)], ""),
    };
    (0..count).map(node).collect()
}

/// A sound flow with this many edges on few nodes.
fn with_edges(count: usize, talks: usize) -> Value {
    let mut left = count - 1;
    let mut flow = vec![node_json(Kind::Start, "start", &["n1".into()], "")];
    for index in 1..=talks {
        let share = left.div_ceil(talks + 1 - index);
        let next = if index == talks {
            "done".to_owned()
        } else {
            format!("n{}", index + 1)
        };
        let mut talk = node_json(
            Kind::Conversation,
            &format!("n{index}"),
            &vec![next; share],
            "Ask for the name.",
        );
        talk["outcomes"][0]["condition"] = json!("no answer");
        flow.push(talk);
        left -= share;
    }
    flow.push(node_json(Kind::End, "done", &[], ""));
    Value::Array(flow)
}

fn preset<const NODES: usize, const EDGES: usize>(
    workspace: &mut Workspace<NODES, EDGES>,
    (nodes, edges): (usize, usize),
) {
    assert_eq!((NODES, EDGES), (nodes, edges));
    assert_eq!(
        rules(workspace, with_nodes(nodes).to_string().as_bytes()),
        []
    );
    let message = refusal(workspace, &with_nodes(nodes + 1));
    assert!(
        message.contains(&nodes.to_string()) && message.contains("nodes"),
        "{message}"
    );

    let talks = nodes / 2;
    assert_eq!(
        rules(workspace, with_edges(edges, talks).to_string().as_bytes()),
        []
    );
    let message = refusal(workspace, &with_edges(edges + 1, talks));
    assert!(
        message.contains(&edges.to_string()) && message.contains("edges"),
        "{message}"
    );
}

#[test]
fn presets_hold_what_they_promise_and_not_one_more() {
    preset(&mut Small::new(), limits::SMALL);
    preset(&mut Gateway::new(), limits::GATEWAY);
    preset(&mut Server::new(), limits::SERVER);
}

#[test]
fn a_workspace_holds_all_positions_that_sixteen_bits_have() {
    // One position more does not compile: `Workspace::new` asserts it. Too large for the stack of a test.
    static LARGEST: Mutex<Workspace<{ limits::MAX_POSITIONS }, { limits::MAX_POSITIONS }>> =
        Mutex::new(Workspace::new());
    let mut workspace = LARGEST.lock().expect("nobody else takes it");
    let most = with_nodes(limits::MAX_POSITIONS).to_string();
    assert_eq!(rules(&mut workspace, most.as_bytes()), []);
    let message = refusal(&mut workspace, &with_nodes(limits::MAX_POSITIONS + 1));
    assert!(
        message.contains(&limits::MAX_POSITIONS.to_string()),
        "{message}"
    );
}

#[test]
fn brackets_nest_as_deep_as_promised_and_not_one_deeper() {
    let nested = |depth: u32| {
        let depth = depth as usize - 1;
        format!(
            r#"{{"metadata":{}{},"flow":{}}}"#,
            "[".repeat(depth),
            "]".repeat(depth),
            with_nodes(3)
        )
    };
    let mut workspace = Small::new();
    assert_eq!(
        rules(&mut workspace, nested(limits::MAX_DEPTH).as_bytes()),
        []
    );
    assert_eq!(
        rules(&mut workspace, nested(limits::MAX_DEPTH + 1).as_bytes()),
        [Rule::TooDeep]
    );
    let kind = well_formed(nested(limits::MAX_DEPTH + 1).as_bytes()).map_err(|error| error.kind);
    assert_eq!(kind, Err(ErrorKind::TooDeep));
}

#[test]
#[cfg(target_pointer_width = "64")]
fn a_text_of_two_gibibytes_is_read_and_not_one_byte_more() {
    // Untouched zero pages: the memory is asked for and never filled.
    let mut zeros = vec![0; limits::MAX_TEXT_BYTES + 1];
    let mut workspace = Small::new();
    assert_eq!(rules(&mut workspace, &zeros), [Rule::CapacityExceeded]);
    zeros.pop();
    assert_eq!(rules(&mut workspace, &zeros), [Rule::Syntax]);
}

#[test]
fn paths_in_messages_name_as_many_nodes_as_promised() {
    let path = |nodes: usize| {
        // The path: start, email fields, recognition.
        let name = |index: usize| {
            if index + 1 == nodes {
                "r".to_owned()
            } else {
                format!("m{index}")
            }
        };
        let mut flow = vec![node_json(Kind::Start, "start", &[name(1)], "")];
        for index in 1..nodes - 1 {
            flow.push(node_json(
                Kind::EnterEmail,
                &name(index),
                &[name(index + 1), "done".into()],
                "",
            ));
        }
        flow.push(node_json(
            Kind::Recognition,
            "r",
            &["known".into(), "done".into(), "done".into()],
            "",
        ));
        flow.push(node_json(Kind::End, "known", &[], ""));
        flow.push(node_json(Kind::End, "done", &[], ""));
        let text = Value::Array(flow).to_string();
        let mut report = Report::<4>::new();
        validate(text.as_bytes(), &mut Gateway::new(), &mut report);
        assert_eq!(report.findings().len(), 1);
        report.findings()[0].message(&text).to_string()
    };
    let all = path(limits::PATH_NODES);
    assert_eq!(all.matches(" → ").count(), limits::PATH_NODES - 1, "{all}");
    assert!(!all.contains("more"), "{all}");
    let shortened = path(limits::PATH_NODES + 1);
    assert!(shortened.contains("(1 more)"), "{shortened}");
}

#[test]
fn conditions_are_compared_with_as_many_before_them_as_promised() {
    let found = |between: usize| {
        let outcome = |(position, condition): (usize, String)| json!({"id": position.to_string(), "condition": condition, "targetNodeId": "done"});
        let mut conditions = vec!["the same".to_owned()];
        conditions.extend((0..between).map(|number| format!("answer {number}")));
        conditions.push("The same.".to_owned());
        let outcomes: Vec<Value> = conditions.into_iter().enumerate().map(outcome).collect();
        let flow = json!([
            {"id": "start", "type": "start", "outcome": "ask"},
            {"id": "ask", "type": "conversation", "prompt": "Ask.", "outcomes": outcomes},
            {"id": "done", "type": "end"},
        ]);
        rules(&mut Small::new(), flow.to_string().as_bytes()).contains(&Rule::DuplicateCondition)
    };
    assert!(found(limits::CONDITIONS_COMPARED - 1));
    assert!(!found(limits::CONDITIONS_COMPARED));
}

#[test]
fn searches_between_nodes_end_after_as_many_steps_as_promised() {
    // Every check asks whether `deepfakeDetected` joins its success, at the end of a corridor as long as there are checks.
    let found = |checks: usize| {
        let to = |letter: &str, index: usize, last: &str| {
            let end = index == checks;
            if end {
                last.to_owned()
            } else {
                format!("{letter}{index}")
            }
        };
        let greeting = "Say hello and explain the check to the person in detail.";
        let mut flow = vec![
            node_json(Kind::Start, "start", &["hello".into()], ""),
            node_json(Kind::Conversation, "hello", &["l0".into()], greeting),
        ];
        for index in 0..checks {
            let next = to("l", index + 1, "done");
            let targets = ["goal".into(), "c0".into(), next, "done".into()];
            flow.push(node_json(
                Kind::Liveness,
                &format!("l{index}"),
                &targets,
                "",
            ));
            let next = [to("c", index + 1, "goal")];
            flow.push(node_json(
                Kind::ExternalCall,
                &format!("c{index}"),
                &next,
                "",
            ));
        }
        flow.push(node_json(Kind::End, "goal", &[], ""));
        flow.push(node_json(Kind::End, "done", &[], ""));
        let text = Value::Array(flow).to_string();
        let mut report = Report::<1024>::new();
        validate(text.as_bytes(), &mut Server::new(), &mut report);
        let joins = |finding: &&flow_core::Finding| finding.rule == Rule::DeepfakeJoinsSuccess;
        report.findings().iter().filter(joins).count()
    };
    let few = limits::SEARCH_STEPS / 2;
    assert_eq!(found(few), few);
    let most = found(500);
    assert!((few..500).contains(&most), "{most} of 500 are seen");
}

#[test]
fn targets_that_do_not_exist_get_as_many_suggestions_as_promised() {
    let targets: Vec<String> = (0..=limits::SUGGESTED_TARGETS)
        .map(|_| "the-end".into())
        .collect();
    let flow = json!([
        node_json(Kind::Start, "start", &["ask".into()], ""),
        node_json(Kind::Conversation, "ask", &targets, "Ask."),
        node_json(Kind::End, "the_end", &[], ""),
    ]);
    let text = flow.to_string();
    let mut report = Report::<128>::new();
    validate(text.as_bytes(), &mut Gateway::new(), &mut report);
    let dangling = report
        .findings()
        .iter()
        .filter(|finding| finding.rule == Rule::DanglingTarget);
    let fixes: Vec<bool> = dangling.map(|finding| finding.fix().is_some()).collect();
    assert_eq!(fixes.len(), targets.len());
    assert_eq!(
        fixes.iter().position(|fix| !fix),
        Some(limits::SUGGESTED_TARGETS)
    );
}

#[test]
fn names_get_suggestions_up_to_the_promised_length() {
    let suggested = |length: usize| {
        let id = "n".repeat(length);
        let flow = json!([
            {"id": "start", "type": "start", "outcome": format!("{}m", &id[1..])},
            {"id": id, "type": "end"},
        ]);
        let text = flow.to_string();
        let mut report = Report::<4>::new();
        validate(text.as_bytes(), &mut Small::new(), &mut report);
        assert_eq!(report.findings()[0].rule, Rule::DanglingTarget);
        report.findings()[0].fix().is_some()
    };
    assert!(suggested(limits::SUGGEST_CHARS));
    assert!(!suggested(limits::SUGGEST_CHARS + 1));
}

#[test]
fn policies_have_as_many_clauses_and_names_as_promised() {
    let (most, names) = limits::POLICY;
    let read = |text: &str| {
        <Policy<'_>>::read(text)
            .map(|_| ())
            .map_err(|error| error.kind)
    };
    let clauses =
        |count: usize| json!(vec![json!({"clause": "person-in-every-cycle"}); count]).to_string();
    assert_eq!(read(&clauses(most)), Ok(()));
    let most = u16::try_from(most).expect("a small number");
    assert_eq!(
        read(&clauses(usize::from(most) + 1)),
        Err(PolicyErrorKind::TooManyClauses(most))
    );
    let steps = |count: usize| {
        json!([{"clause": "never", "steps": vec!["external_call"; count]}]).to_string()
    };
    assert_eq!(read(&steps(names)), Ok(()));
    let all = u16::try_from(names).expect("a small number");
    assert_eq!(
        read(&steps(names + 1)),
        Err(PolicyErrorKind::TooManyNames(all))
    );
}

#[test]
fn steps_are_counted_as_far_as_promised_and_not_one_further() {
    let policy = |max: u16| {
        json!([{"clause": "at-most", "steps": ["two_factor_sms"], "max": max}]).to_string()
    };
    let targets = vec![
        "code".to_owned(),
        "done".into(),
        "code".into(),
        "done".into(),
        "done".into(),
    ];
    let flow = json!([
        node_json(Kind::Start, "start", &["code".into()], ""),
        node_json(Kind::SmsCode, "code", &targets, ""),
        node_json(Kind::End, "done", &[], ""),
    ]);
    let (flow, most) = (flow.to_string(), policy(limits::POLICY_MAX));
    let most: Policy<'_> = Policy::read(&most).expect("the largest number");
    let mut workspace = Small::new();
    let mut prover =
        prover(flow.as_bytes(), &mut workspace, &mut Report::<4>::new()).expect("a flow");
    let clause = most.view().clauses().next().expect("one clause");
    let moves = u32::from(limits::POLICY_MAX) + 2;
    assert_eq!(prover.prove(clause, &mut []), Verdict::Refuted { moves });
    let beyond = policy(limits::POLICY_MAX + 1);
    let error = <Policy<'_>>::read(&beyond)
        .map(|_| ())
        .map_err(|error| error.kind);
    let max = limits::POLICY_MAX;
    assert_eq!(error, Err(PolicyErrorKind::OutOfRange { min: 1, max }));
}
