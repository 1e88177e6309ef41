//! Clauses in words.

use core::fmt;

use super::clause::{DIALOGUE, Outcome, Step, bit};
use super::{ClauseKind, ClauseView};
use crate::diagnostic::Named;
use crate::json::StrRef;
use crate::schema::NODES;

impl fmt::Display for ClauseView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = Steps(self.steps(), self.policy.text);
        let others = Steps(self.others(), self.policy.text);
        let ends = Ends(self.named_ends(), self.policy.text);
        match self.kind() {
            ClauseKind::Pass => write!(f, "every path to {ends} passes {steps}"),
            ClauseKind::Order => write!(f, "no {steps} after {others}"),
            ClauseKind::AtMost if self.clause.max == 1 => write!(f, "at most once {steps}"),
            ClauseKind::AtMost => write!(f, "at most {} times {steps}", self.clause.max),
            ClauseKind::Never => write!(f, "never {steps}"),
            ClauseKind::NeverJoins => {
                write!(f, "no path from {steps} reaches {ends}")?;
                if self.others().is_empty() {
                    return Ok(());
                }
                write!(f, " without {others}")
            }
            ClauseKind::PersonInEveryCycle => f.write_str("a person in every cycle"),
        }
    }
}

/// Steps with "or" between them.
struct Steps<'p>(&'p [Step], &'p str);

impl fmt::Display for Steps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        for step in self.0 {
            let known = NODES.iter().map(|spec| (bit(spec.node_type), spec.name));
            for (_, name) in known
                .chain([DIALOGUE])
                .filter(|(bit, _)| step.types & bit != 0)
            {
                write!(f, "{between}{name}")?;
                match step.outcome {
                    Outcome::Any => {}
                    Outcome::Known(outcome) => write!(f, "/{outcome}")?,
                    Outcome::Named(outcome) => write!(f, "/{}", Named(outcome, self.1))?,
                }
                between = " or ";
            }
        }
        Ok(())
    }
}

/// Ids of ends with "or" between them.
struct Ends<'p>(Option<&'p [StrRef]>, &'p str);

impl fmt::Display for Ends<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(ends) = self.0 else {
            return f.write_str("success");
        };
        let mut between = "";
        for &end in ends {
            write!(f, "{between}{}", Named(end, self.1))?;
            between = " or ";
        }
        Ok(())
    }
}
