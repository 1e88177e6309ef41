//! `explain`: the page of a rule, or the table of all rules.

use std::io::Write;

use clap::Args;

use super::{Exit, Failure};
use crate::flow::{self, RuleDoc};

/// Print the page of a rule: what it finds, why it matters, how to correct it
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Code or name of the rule, such as `F2013` or `dangling-target`
    #[arg(value_name = "CODE|NAME", required_unless_present = "list")]
    rule: Option<String>,
    /// Print the table of all rules instead
    #[arg(long, conflicts_with = "rule")]
    list: bool,
}

impl Explain {
    pub(super) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        match self.rule {
            Some(wanted) => {
                let rule = flow::rule(&wanted)
                    .or_else(|| flow::rule(&wanted.to_ascii_uppercase()))
                    .or_else(|| flow::rule(&wanted.to_ascii_lowercase()))
                    .ok_or_else(|| unknown(&wanted))?;
                write!(out, "{}", rule.page)?;
            }
            None => list(out)?,
        }
        out.flush()?;
        Ok(Exit::Ok)
    }
}

fn list(out: &mut dyn Write) -> std::io::Result<()> {
    let rules: Vec<RuleDoc> = flow::rules().collect();
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in rules {
        let (severity, name) = (rule.severity.as_str(), &rule.name);
        writeln!(
            out,
            "{}  {severity:<7}  {name:<width$}  {}",
            rule.code, rule.summary
        )?;
    }
    Ok(())
}

fn unknown(wanted: &str) -> Failure {
    let advice = if let Some(meant) = flow::meant_rule(wanted) {
        format!("did you mean `{}` ({})?", meant.name, meant.code)
    } else {
        "`explain --list` names all".to_owned()
    };
    Failure::new(
        Exit::Usage,
        format!("there is no rule `{wanted}`: {advice}"),
    )
}
