//! Documents made to be slow: each kind strains one search, walk or loop of the validator, and grows with a size.
//!
//! Twice the size must cost about twice the instructions; `benches/benches/instructions.rs` counts them.

use std::fmt::Write as _;

/// Bytes of the largest document that is counted: 1 MiB.
pub const LARGEST: usize = 1 << 20;

/// One way to strain the validator.
#[derive(Clone, Copy, Debug)]
pub struct Adversary {
    /// Short name.
    pub name: &'static str,
    /// Size of the smaller of the two documents that are compared; the other one is twice as large.
    pub size: usize,
    /// The document of a size.
    pub document: fn(usize) -> String,
}

/// All of them. Sizes are chosen so that the larger document stays below [`LARGEST`], and so that what is bounded by
/// the workspace (1024 nodes, 8192 edges) still fits.
pub const ADVERSARIES: [Adversary; 14] = [
    Adversary {
        name: "nesting in an unknown field",
        size: 7_000,
        document: nesting,
    },
    Adversary {
        name: "brackets without end",
        size: 500_000,
        document: brackets,
    },
    Adversary {
        name: "a string of escapes",
        size: 80_000,
        document: escapes,
    },
    Adversary {
        name: "blanks",
        size: 500_000,
        document: blanks,
    },
    Adversary {
        name: "one field many times",
        size: 30_000,
        document: duplicate_fields,
    },
    Adversary {
        name: "many unknown fields",
        size: 15_000,
        document: unknown_fields,
    },
    Adversary {
        name: "many unknown types",
        size: 500,
        document: unknown_types,
    },
    Adversary {
        name: "one id many times",
        size: 500,
        document: duplicate_ids,
    },
    Adversary {
        name: "many missing targets",
        size: 4_000,
        document: dangling_targets,
    },
    Adversary {
        name: "one outcome many times",
        size: 4_000,
        document: duplicate_outcomes,
    },
    Adversary {
        name: "one condition many times",
        size: 4_000,
        document: duplicate_conditions,
    },
    Adversary {
        name: "a long cycle",
        size: 500,
        document: cycle,
    },
    Adversary {
        name: "a dense graph",
        size: 500,
        document: dense,
    },
    Adversary {
        name: "a ladder of cameras",
        size: 250,
        document: cameras,
    },
];

fn nesting(size: usize) -> String {
    let nest = format!("{}{}", "[".repeat(60), "]".repeat(60));
    let nests = vec![nest; size / 60].join(",");
    format!(
        r#"[{{"id":"s","type":"start","outcome":"e","more":[{nests}]}},{{"id":"e","type":"end"}}]"#
    )
}

fn brackets(size: usize) -> String {
    format!("[{}", "{},".repeat(size / 3))
}

fn escapes(size: usize) -> String {
    talk(
        &"\\u00e9".repeat(size),
        &[("done".into(), "agreed".into(), "e".into())],
    )
}

fn blanks(size: usize) -> String {
    format!(
        r#"[{{"id":"s","type":"start",{}"outcome":"e"}},{{"id":"e","type":"end"}}]"#,
        " ".repeat(size)
    )
}

fn duplicate_fields(size: usize) -> String {
    let fields = r#","outcome":"e""#.repeat(size);
    format!(r#"[{{"id":"s","type":"start"{fields}}},{{"id":"e","type":"end"}}]"#)
}

fn unknown_fields(size: usize) -> String {
    let mut fields = String::new();
    for number in 0..size {
        let _ = write!(fields, r#","promtp{number}":"x""#);
    }
    format!(
        r#"[{{"id":"s","type":"start","outcome":"a"}},{{"id":"a","type":"conversation"{fields}}}]"#
    )
}

fn unknown_types(size: usize) -> String {
    let nodes =
        (0..size).map(|number| format!(r#"{{"id":"n{number}","type":"conversatoin_{number}"}}"#));
    format!("[{}]", nodes.collect::<Vec<_>>().join(","))
}

fn duplicate_ids(size: usize) -> String {
    let nodes = vec![r#"{"id":"e","type":"end"}"#; size].join(",");
    format!(r#"[{{"id":"s","type":"start","outcome":"e"}},{nodes}]"#)
}

/// A conversation with `branches` of outcome id, condition and target, between a start and an end.
fn talk(prompt: &str, branches: &[(String, String, String)]) -> String {
    let branches: Vec<String> = branches
        .iter()
        .map(|(id, condition, target)| {
            format!(r#"{{"id":"{id}","condition":"{condition}","targetNodeId":"{target}"}}"#)
        })
        .collect();
    format!(
        r#"[{{"id":"s","type":"start","outcome":"a"}},{{"id":"a","type":"conversation","prompt":"{prompt}","outcomes":[{}]}},{{"id":"e","type":"end"}}]"#,
        branches.join(",")
    )
}

fn dangling_targets(size: usize) -> String {
    let branches: Vec<_> = (0..size)
        .map(|number| {
            (
                format!("o{number}"),
                format!("answer {number}"),
                format!("nowhere_{number}"),
            )
        })
        .collect();
    talk("Ask.", &branches)
}

fn duplicate_outcomes(size: usize) -> String {
    let branches: Vec<_> = (0..size)
        .map(|number| ("same".into(), format!("answer {number}"), "e".into()))
        .collect();
    talk("Ask.", &branches)
}

fn duplicate_conditions(size: usize) -> String {
    let branches: Vec<_> = (0..size)
        .map(|number| (format!("o{number}"), "the user agrees".into(), "e".into()))
        .collect();
    talk("Ask.", &branches)
}

/// Talks in a ring, each of which may also end.
fn cycle(size: usize) -> String {
    graph(size, |node| vec![(node + 1) % size])
}

/// Talks with eight ways each, far and near, so that the walk meets every node again and again.
fn dense(size: usize) -> String {
    graph(size, |node| {
        (0..7)
            .map(|way| (node * 31 + way * way * 17 + 1) % size)
            .collect()
    })
}

fn graph(size: usize, targets: impl Fn(usize) -> Vec<usize>) -> String {
    let mut nodes = vec![r#"{"id":"s","type":"start","outcome":"n0"}"#.to_owned()];
    for node in 0..size {
        let ways: Vec<String> = targets(node)
            .into_iter()
            .map(|target| format!("n{target}"))
            .chain(["e".to_owned()])
            .enumerate()
            .map(|(way, target)| {
                format!(r#"{{"id":"o{way}","condition":"answer {way}","targetNodeId":"{target}"}}"#)
            })
            .collect();
        nodes.push(format!(
            r#"{{"id":"n{node}","type":"conversation","prompt":"Ask for step {node}.","outcomes":[{}]}}"#,
            ways.join(",")
        ));
    }
    nodes.push(r#"{"id":"e","type":"end"}"#.into());
    format!("[{}]", nodes.join(","))
}

/// Scans of the face behind one another, without a word before them: each is reached by ever more camera time.
fn cameras(size: usize) -> String {
    let mut nodes = vec![r#"{"id":"s","type":"start","outcome":"f0"}"#.to_owned()];
    for step in 0..size {
        let next = if step + 1 == size {
            "e".into()
        } else {
            format!("f{}", step + 1)
        };
        nodes.push(format!(
            r#"{{"id":"f{step}","type":"face_scan","outcomes":{{"passed":"t{step}","notPassed":"t{step}","cancelled":"e","error":"e"}}}}"#
        ));
        nodes.push(format!(
            r#"{{"id":"t{step}","type":"conversation","prompt":"Say: on.","outcomes":[{{"id":"on","condition":"","targetNodeId":"{next}"}}]}}"#
        ));
    }
    nodes.push(r#"{"id":"e","type":"end"}"#.into());
    format!("[{}]", nodes.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_grow_with_the_size_and_stay_within_the_largest() {
        for Adversary {
            name,
            size,
            document,
        } in ADVERSARIES
        {
            let (small, large) = (document(size).len(), document(2 * size).len());
            assert!(large <= LARGEST, "{name}: {large} bytes");
            assert!(large * 10 > small * 18, "{name}: {small} and {large} bytes");
        }
    }
}
