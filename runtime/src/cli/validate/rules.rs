//! `--deny` and `--allow`: rules whose findings weigh more, or nothing.

use clap::Args;
use flow_core::{Options, RuleSet};

/// Rules chosen on the command line. A narrower choice wins over a wider one, allowing over denying of the same width.
#[derive(Debug, Args)]
pub(super) struct RuleFlags {
    /// Findings of these rules are errors: codes, names, categories (`suspicious`), stages (`F4`) or `all`
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = selected)]
    deny: Vec<RuleSet>,
    /// Findings of these rules are left out; errors of text, shape and graph (F1 to F3) stay
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = allowed)]
    allow: Vec<RuleSet>,
}

impl RuleFlags {
    /// The choices as options of a validation.
    pub(super) fn options(&self) -> Options {
        let denied = self.deny.iter().map(|&rules| (rules, true));
        let allowed = self.allow.iter().map(|&rules| (rules, false));
        let mut choices: Vec<_> = denied.chain(allowed).collect();
        // Stable, so that what is allowed stays behind what is denied.
        choices.sort_by_key(|(rules, _)| std::cmp::Reverse(rules.len()));
        let apply = |options: Options, (rules, deny)| {
            if deny {
                options.deny(rules)
            } else {
                options.allow(rules)
            }
        };
        choices.into_iter().fold(Options::default(), apply)
    }
}

fn selected(selector: &str) -> Result<RuleSet, String> {
    RuleSet::parse(selector).map_err(|error| error.to_string())
}

fn allowed(selector: &str) -> Result<RuleSet, String> {
    let rules = selected(selector)?.minus(RuleSet::FATAL);
    if rules.is_empty() {
        return Err(format!(
            "`{selector}` cannot be allowed: a text that breaks it is no flow"
        ));
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use flow_core::Rule;

    use super::*;

    fn options(deny: &[&str], allow: &[&str]) -> Options {
        let sets = |selectors: &[&str], parse: fn(&str) -> Result<RuleSet, String>| {
            selectors
                .iter()
                .map(|selector| parse(selector).unwrap())
                .collect()
        };
        let flags = RuleFlags {
            deny: sets(deny, selected),
            allow: sets(allow, allowed),
        };
        flags.options()
    }

    #[test]
    fn the_narrower_choice_wins() {
        let one = options(&["suspicious"], &["F4006", "F4"]);
        assert!(!one.rules.contains(Rule::IneffectiveCheck));
        assert!(!one.denied.contains(Rule::IneffectiveCheck));
        assert!(one.denied.contains(Rule::UnknownField));
        let other = options(&["ineffective-check"], &["all"]);
        assert!(other.denied.contains(Rule::IneffectiveCheck));
        assert!(!other.rules.contains(Rule::CameraWarmUp));
        assert!(
            other.rules.contains(Rule::Syntax),
            "what makes a flow stays"
        );
        assert!(!options(&["F4"], &["F4"]).rules.contains(Rule::CameraWarmUp));
    }

    #[test]
    fn what_makes_a_flow_cannot_be_allowed_and_a_slip_is_answered() {
        assert_eq!(
            allowed("dangling-target").unwrap_err(),
            "`dangling-target` cannot be allowed: a text that breaks it is no flow"
        );
        assert!(allowed("unreachable-node").is_ok());
        assert!(
            selected("camera-warmup")
                .unwrap_err()
                .ends_with("did you mean `camera-warm-up`?")
        );
    }
}
