//! `simulate`: walks a flow file by outcomes, without a server: named ones, or one question after the other.

use std::io::{BufRead, IsTerminal as _, Write};
use std::path::PathBuf;

use clap::Args;

use super::validate::Source;
use super::{Exit, Failure};
use crate::flow::{Flow, Node, Visit};

/// Walk a flow by outcomes and print the path; in a terminal without `--outcomes` each is asked for
#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// File with a flow; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Outcomes in the order they are taken; a node with a single way out needs none, and where they run out, the
    /// possible ones are listed
    #[arg(long, value_name = "A,B,C", value_delimiter = ',', num_args = 0..)]
    outcomes: Option<Vec<String>>,
    /// List every distinct path with its end, from where the outcomes lead
    #[arg(long)]
    paths: bool,
}

impl Simulate {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        let source = Source::of(&self.file)?;
        let flow = source.walkable(err)?;
        if self.outcomes.is_none() && !self.paths && !std::io::stdin().is_terminal() {
            return Err(Failure::usage(
                "standard input is no terminal in which to ask for outcomes: name them with `--outcomes a,b,c`, or list all \
                 paths with `--paths`",
            ));
        }
        match self.outcomes {
            None if !self.paths => ask(flow, &mut std::io::stdin().lock(), out)?,
            outcomes => {
                let walked = flow
                    .walk(outcomes.unwrap_or_default())
                    .map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
                write!(out, "{walked}")?;
                let here = walked.path.last().and_then(|visit| flow.index(&visit.node));
                if let Some(here) = here.filter(|_| self.paths) {
                    write!(out, "{}", flow.routes(here))?;
                }
            }
        }
        out.flush()?;
        Ok(Exit::Ok)
    }
}

/// Walks with the person: an outcome by its number or name, `b` to go back, `q` or the end of the input to leave.
fn ask(flow: &Flow, input: &mut dyn BufRead, out: &mut dyn Write) -> Result<(), Failure> {
    let mut taken: Vec<String> = Vec::new();
    let mut shown = 0;
    loop {
        let walked = flow
            .walk(taken.clone())
            .map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
        for visit in walked.path.iter().skip(shown) {
            step(flow, visit, out)?;
        }
        shown = walked.path.len();
        if walked.ended {
            writeln!(out, "The session ends here as complete.")?;
            return Ok(());
        }
        if !walked.unused_outcomes.is_empty() {
            writeln!(out, "The walk stops here after {shown} nodes.")?;
            return Ok(());
        }
        let Some(outcome) = choose(&walked.possible_outcomes, !taken.is_empty(), input, out)?
        else {
            return Ok(());
        };
        match outcome {
            Choice::Take(outcome) => taken.push(outcome),
            Choice::Back => {
                taken.pop();
                shown = 0;
                writeln!(out)?;
            }
        }
    }
}

enum Choice {
    Take(String),
    Back,
}

/// Asks until the answer fits; `None` where the person leaves.
fn choose(
    possible: &[String],
    can_go_back: bool,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> std::io::Result<Option<Choice>> {
    for (number, outcome) in possible.iter().enumerate() {
        writeln!(out, "    {}  {outcome}", number + 1)?;
    }
    let back = if can_go_back { ", b back" } else { "" };
    loop {
        write!(out, "outcome (number or name{back}, q quit): ")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(None);
        }
        let answer = line.trim();
        let by_number = answer
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        let by_number = by_number.and_then(|index| possible.get(index));
        match answer {
            "q" => return Ok(None),
            "b" if can_go_back => return Ok(Some(Choice::Back)),
            _ => {}
        }
        if let Some(outcome) = by_number.or_else(|| possible.iter().find(|name| *name == answer)) {
            return Ok(Some(Choice::Take(outcome.clone())));
        }
        writeln!(out, "`{answer}` is none of these")?;
    }
}

/// A node on the way with what is said there.
fn step(flow: &Flow, visit: &Visit, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{} ({})", visit.node, visit.node_type)?;
    let node: Option<&Node> = flow.index(&visit.node).and_then(|at| flow.nodes().get(at));
    if let Some(prompt) = node.and_then(|node| node.prompt.as_deref()) {
        writeln!(out, "    {prompt}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::check;

    fn walked(input: &str) -> String {
        let flow = check(crate::author::RECIPES[0].flow)
            .flow
            .expect("a recipe is valid");
        let mut out = Vec::new();
        ask(&flow, &mut input.as_bytes(), &mut out).expect("walked");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn outcomes_are_taken_by_number_and_name_and_taken_back() {
        let told = walked("nonsense\nlivenessDetected\nb\nq\n");
        assert!(told.contains("`nonsense` is none of these"), "{told}");
        assert_eq!(told.matches("1  livenessDetected").count(), 2, "{told}");
        let by_number = walked("1\n");
        assert!(!by_number.contains("none of these"), "{by_number}");
        assert!(by_number.contains("b back"), "{by_number}");
    }

    #[test]
    fn an_end_is_told() {
        let told = walked("deepfakeDetected\n");
        assert!(
            told.ends_with("The session ends here as complete.\n"),
            "{told}"
        );
    }
}
