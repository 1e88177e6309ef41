//! Every distinct path through a flow with its end: what can become of a session, on one page.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::assurance::path_text;
use super::owned::Flow;
use super::walk::Visit;

/// Paths listed at most: what a person or a model still reads.
const MOST_ROUTES: usize = 64;

/// The paths from a node on, in the order of the outcomes: the first is usually that of a person who passes everything.
///
/// Outcomes of a node that lead to the same place are one way, `noFace | captureUnavailable`; a path that comes back to a
/// node it has passed ends there, so that no loop is walked twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Routes {
    /// The paths.
    pub routes: Vec<Route>,
    /// Whether these are all: at most 64 are listed.
    pub complete: bool,
}

/// One path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// The nodes, each with the outcomes that lead on.
    pub path: Vec<Visit>,
    /// Id of the last node: an end, or the node to which the path comes back.
    pub end: String,
    /// Whether the path comes back to a node it has passed.
    pub loops: bool,
}

/// A node on the way with the ways out that are still to be taken.
struct Open {
    node: usize,
    ways: std::vec::IntoIter<Way>,
    /// Outcomes of the way under way.
    taken: String,
}

/// Outcomes of a node with one target.
struct Way {
    outcomes: String,
    target: usize,
}

impl Flow {
    /// The distinct paths from the node at this position.
    pub fn routes(&self, from: usize) -> Routes {
        let mut found = Routes {
            complete: true,
            ..Routes::default()
        };
        let mut open = vec![self.open(from)];
        while let Some(last) = open.last_mut() {
            let Some(way) = last.ways.next() else {
                let done = open.pop();
                if open.is_empty() && found.routes.is_empty() {
                    // The walk began at an end.
                    found
                        .routes
                        .extend(done.map(|done| self.route(&[], done.node, false)));
                }
                continue;
            };
            last.taken = way.outcomes;
            let loops = open.iter().any(|passed| passed.node == way.target);
            let ends = self
                .nodes()
                .get(way.target)
                .is_none_or(|node| node.edges.is_empty());
            if !loops && !ends {
                open.push(self.open(way.target));
                continue;
            }
            if found.routes.len() == MOST_ROUTES {
                found.complete = false;
                break;
            }
            found.routes.push(self.route(&open, way.target, loops));
        }
        found
    }

    fn open(&self, node: usize) -> Open {
        let mut ways: Vec<Way> = Vec::new();
        for edge in self.nodes().get(node).map_or(&[][..], |node| &node.edges) {
            match ways.iter_mut().find(|way| way.target == edge.target) {
                Some(way) => {
                    way.outcomes.push_str(" | ");
                    way.outcomes.push_str(&edge.outcome);
                }
                None => ways.push(Way {
                    outcomes: edge.outcome.clone(),
                    target: edge.target,
                }),
            }
        }
        Open {
            node,
            ways: ways.into_iter(),
            taken: String::new(),
        }
    }

    fn route(&self, passed: &[Open], last: usize, loops: bool) -> Route {
        let visit = |node: usize, outcome: Option<String>| {
            let node = self.nodes().get(node)?;
            Some(Visit {
                node: node.id.clone(),
                node_type: node.node_type.clone(),
                outcome,
            })
        };
        let passed = passed
            .iter()
            .filter_map(|open| visit(open.node, Some(open.taken.clone())));
        let path: Vec<Visit> = passed.chain(visit(last, None)).collect();
        Route {
            end: path
                .last()
                .map(|visit| visit.node.clone())
                .unwrap_or_default(),
            path,
            loops,
        }
    }
}

impl fmt::Display for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, route) in (1..).zip(&self.routes) {
            let again = if route.loops { " (again)" } else { "" };
            writeln!(f, "{number}. {}{again}", path_text(&route.path))?;
        }
        let mut ends: Vec<(&str, usize)> = Vec::new();
        for route in self.routes.iter().filter(|route| !route.loops) {
            match ends.iter_mut().find(|(end, _)| *end == route.end) {
                Some((_, times)) => *times += 1,
                None => ends.push((&route.end, 1)),
            }
        }
        let ends = ends.iter().map(|(end, times)| format!("{end} ({times})"));
        writeln!(
            f,
            "Paths by their end: {}",
            ends.collect::<Vec<_>>().join(", ")
        )?;
        if !self.complete {
            writeln!(
                f,
                "There are more than {MOST_ROUTES} paths: name the first outcomes to list those that begin so."
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::author::RECIPES;
    use crate::flow::check;

    fn flow(text: &str) -> Flow {
        check(text).flow.expect("a flow that can be walked")
    }

    #[test]
    fn paths_of_a_recipe_differ_cover_every_edge_and_begin_with_success() {
        for recipe in &RECIPES {
            let flow = flow(recipe.flow);
            let found = flow.routes(flow.entry());
            assert!(found.complete, "{found}");
            let texts: BTreeSet<String> = found
                .routes
                .iter()
                .map(|route| path_text(&route.path))
                .collect();
            assert_eq!(texts.len(), found.routes.len(), "{found}");
            for node in flow.nodes() {
                for edge in &node.edges {
                    let taken = found
                        .routes
                        .iter()
                        .flat_map(|route| &route.path)
                        .any(|visit| {
                            let outcomes = visit.outcome.as_deref().unwrap_or_default();
                            visit.node == node.id
                                && outcomes.split(" | ").any(|outcome| outcome == edge.outcome)
                        });
                    assert!(taken, "{} {}: {found}", node.id, edge.outcome);
                }
            }
            let guaranteed = flow.assurance(None);
            assert_eq!(
                guaranteed.success_ends,
                [found.routes[0].end.clone()],
                "{found}"
            );
        }
    }

    #[test]
    fn loops_are_gone_round_once_and_joined_outcomes_are_one_way() {
        let flow = flow(
            r#"[{"id":"s","type":"start","outcome":"ask"},
            {"id":"ask","type":"conversation","prompt":"Ask for the reason of the call.","outcomes":[
             {"id":"again","condition":"anything","targetNodeId":"ask"},
             {"id":"done","condition":"a reason","targetNodeId":"e"},
             {"id":"silent","condition":"no answer","targetNodeId":"e"}]},
            {"id":"e","type":"end"}]"#,
        );
        let found = flow.routes(flow.entry());
        assert_eq!(
            found.to_string(),
            "1. s -[outcome]-> ask -[again]-> ask (again)\n\
             2. s -[outcome]-> ask -[done | silent]-> e\n\
             Paths by their end: e (1)\n"
        );
        let end = flow.index("e").expect("an end");
        assert_eq!(
            flow.routes(end).to_string(),
            "1. e\nPaths by their end: e (1)\n"
        );
    }

    /// Ten steps with two ways each: a thousand paths.
    #[test]
    fn a_flow_of_many_paths_is_cut_and_says_so() {
        let mut nodes = vec![r#"{"id":"s","type":"start","outcome":"a0"}"#.to_owned()];
        for at in 0..10 {
            let next = if at == 9 {
                "e".to_owned()
            } else {
                format!("a{}", at + 1)
            };
            nodes.push(format!(
                r#"{{"id":"a{at}","type":"conversation","prompt":"Ask.","outcomes":[
                 {{"id":"x","condition":"yes","targetNodeId":"b{at}"}},{{"id":"y","condition":"no","targetNodeId":"{next}"}}]}},
                {{"id":"b{at}","type":"conversation","prompt":"Ask.","outcomes":[{{"id":"z","condition":"any","targetNodeId":"{next}"}}]}}"#
            ));
        }
        nodes.push(r#"{"id":"e","type":"end"}"#.to_owned());
        let flow = flow(&format!("[{}]", nodes.join(",")));
        let found = flow.routes(flow.entry());
        assert_eq!((found.routes.len(), found.complete), (MOST_ROUTES, false));
        assert!(found.to_string().contains("more than 64 paths"), "{found}");
        let late = flow.index("a8").expect("a node");
        assert_eq!(flow.routes(late).routes.len(), 4);
    }
}
