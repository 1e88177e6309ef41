//! Which rules are in force, and how sets of them are named.

use core::fmt;

use super::{Category, Rule, Stage};
use crate::diagnostic::Severity;
use crate::json::JsonStr;
use crate::schema::suggest;

/// A set of rules, for [`Options`](crate::Options).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSet([u64; 2]);

/// Names of sets of rules: all of them, those of a category, those of a stage.
const SETS: [(&str, RuleSet); 11] = [
    ("all", RuleSet::ALL),
    ("correctness", RuleSet::of_category(Category::Correctness)),
    ("suspicious", RuleSet::of_category(Category::Suspicious)),
    ("style", RuleSet::of_category(Category::Style)),
    ("restriction", RuleSet::of_category(Category::Restriction)),
    ("F1", RuleSet::of_stage(Stage::Text)),
    ("F2", RuleSet::of_stage(Stage::Shape)),
    ("F3", RuleSet::of_stage(Stage::Graph)),
    ("F4", RuleSet::of_stage(Stage::Meaning)),
    ("F5", RuleSet::of_stage(Stage::Advice)),
    ("F6", RuleSet::of_stage(Stage::Policy)),
];

impl RuleSet {
    /// No rule.
    pub const NONE: Self = Self([0; 2]);

    /// Every rule.
    pub const ALL: Self = Self::of(Rule::ALL);

    /// Text, shape and graph (F1 to F3): whether this is a flow at all.
    pub const STRUCTURE: Self = Self::of_stage(Stage::Text)
        .or(Self::of_stage(Stage::Shape))
        .or(Self::of_stage(Stage::Graph));

    /// Those of [`STRUCTURE`](Self::STRUCTURE) whose findings are errors: a flow that breaks one cannot be walked, so that
    /// silence about it would mislead.
    pub const FATAL: Self = Self::of_severity(Severity::Error).and(Self::STRUCTURE);

    /// These rules.
    pub const fn of(rules: &[Rule]) -> Self {
        let (mut set, mut rest) = (Self::NONE, rules);
        while let [rule, tail @ ..] = rest {
            set = set.with(*rule);
            rest = tail;
        }
        set
    }

    /// The rules of one stage.
    pub const fn of_stage(stage: Stage) -> Self {
        let (mut set, mut rest) = (Self::NONE, Rule::ALL);
        while let [rule, tail @ ..] = rest {
            if rule.meta().stage() as u8 == stage as u8 {
                set = set.with(*rule);
            }
            rest = tail;
        }
        set
    }

    /// The rules of one category.
    pub const fn of_category(category: Category) -> Self {
        let (mut set, mut rest) = (Self::NONE, Rule::ALL);
        while let [rule, tail @ ..] = rest {
            if rule.meta().category as u8 == category as u8 {
                set = set.with(*rule);
            }
            rest = tail;
        }
        set
    }

    /// The rules whose findings mostly have this severity.
    pub const fn of_severity(severity: Severity) -> Self {
        let (mut set, mut rest) = (Self::NONE, Rule::ALL);
        while let [rule, tail @ ..] = rest {
            if rule.severity() as u8 == severity as u8 {
                set = set.with(*rule);
            }
            rest = tail;
        }
        set
    }

    /// The rules that a selector names: a code (`F4006`), a name (`ineffective-check`), a category (`suspicious`), a
    /// stage (`F4`), or `all`.
    ///
    /// # Errors
    ///
    /// Fails where nothing is called so; the error tells what was probably meant.
    pub fn parse(selector: &str) -> Result<Self, UnknownRule<'_>> {
        if let Some((_, set)) = SETS.iter().find(|(name, _)| *name == selector) {
            return Ok(*set);
        }
        if let Some(rule) = Rule::by_code(selector).or_else(|| Rule::by_name(selector)) {
            return Ok(Self::NONE.with(rule));
        }
        let rules = Rule::ALL
            .iter()
            .flat_map(|rule| [rule.meta().code, rule.meta().name]);
        let known = SETS.iter().map(|(name, _)| *name).chain(rules);
        let meant = suggest(
            JsonStr::plain(selector),
            known.map(|name| (JsonStr::plain(name), name)),
        );
        Err(UnknownRule {
            selector,
            meant: meant.map(|found| found.meant),
        })
    }

    /// This set with `rule`.
    #[must_use]
    pub const fn with(self, rule: Rule) -> Self {
        self.or(Self(bits(rule)))
    }

    /// This set without `rule`.
    #[must_use]
    pub const fn without(self, rule: Rule) -> Self {
        self.minus(Self(bits(rule)))
    }

    /// The rules of both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        let ([low, high], [low_other, high_other]) = (self.0, other.0);
        Self([low | low_other, high | high_other])
    }

    /// The rules that are in each of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        let ([low, high], [low_other, high_other]) = (self.0, other.0);
        Self([low & low_other, high & high_other])
    }

    /// The rules of this set that are not in the other.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        let ([low, high], [low_other, high_other]) = (self.0, other.0);
        Self([low & !low_other, high & !high_other])
    }

    /// Whether `rule` is in the set.
    pub const fn contains(self, rule: Rule) -> bool {
        let [low, high] = self.0;
        let position = rule as u8;
        let half = if position < 64 { low } else { high };
        (half >> (position & 63)) & 1 == 1
    }

    /// Whether no rule is in the set.
    pub const fn is_empty(self) -> bool {
        let [low, high] = self.0;
        low | high == 0
    }

    /// The number of rules in the set.
    pub const fn len(self) -> u32 {
        let [low, high] = self.0;
        low.count_ones().saturating_add(high.count_ones())
    }
}

const _: () = assert!(Rule::ALL.len() <= 128, "a rule set has 128 bits");

const fn bits(rule: Rule) -> [u64; 2] {
    let position = rule as u8;
    if position < 64 {
        [1 << position, 0]
    } else {
        [0, 1 << (position & 63)]
    }
}

/// No rule, category or stage is called so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRule<'a> {
    /// As written.
    pub selector: &'a str,
    /// The code or name that was probably meant.
    pub meant: Option<&'static str>,
}

impl fmt::Display for UnknownRule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no rule, category or stage is called `{}`: ",
            self.selector
        )?;
        match self.meant {
            Some(meant) => write!(f, "did you mean `{meant}`?"),
            None => f.write_str("use a code, a name, `correctness`, `suspicious`, `style`, `restriction`, `F1` to `F6` or `all`"),
        }
    }
}

impl core::error::Error for UnknownRule<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        for &rule in Rule::ALL {
            assert!(RuleSet::ALL.contains(rule) && !RuleSet::NONE.contains(rule));
            assert_eq!(RuleSet::NONE.with(rule).without(rule), RuleSet::NONE);
            let others = RuleSet::ALL.without(rule);
            assert_eq!(others.len() as usize, Rule::ALL.len() - 1);
            assert_eq!(others.with(rule), RuleSet::ALL);
        }
    }

    #[test]
    fn stages_and_categories_cover_all_rules_once() {
        let stages = SETS.iter().filter(|(name, _)| name.starts_with('F'));
        assert_eq!(
            stages.map(|(_, set)| set.len()).sum::<u32>(),
            RuleSet::ALL.len()
        );
        let categories = SETS
            .iter()
            .skip(1)
            .filter(|(name, _)| !name.starts_with('F'));
        assert_eq!(
            categories.map(|(_, set)| set.len()).sum::<u32>(),
            RuleSet::ALL.len()
        );
        assert!(
            RuleSet::STRUCTURE.contains(Rule::Syntax) && RuleSet::STRUCTURE.contains(Rule::Trap)
        );
        assert!(!RuleSet::STRUCTURE.contains(Rule::CameraWarmUp));
    }

    #[test]
    fn selectors_are_codes_names_categories_and_stages() {
        for &rule in Rule::ALL {
            let one = RuleSet::NONE.with(rule);
            assert_eq!(RuleSet::parse(rule.meta().code), Ok(one));
            assert_eq!(RuleSet::parse(rule.meta().name), Ok(one));
        }
        assert_eq!(RuleSet::parse("all"), Ok(RuleSet::ALL));
        assert_eq!(
            RuleSet::parse("suspicious"),
            Ok(RuleSet::of_category(Category::Suspicious))
        );
        assert!(RuleSet::parse("F4").is_ok_and(|set| set.contains(Rule::CameraWarmUp)));
    }

    #[test]
    fn a_slip_is_answered_with_what_was_meant() {
        let meant = |selector| RuleSet::parse(selector).unwrap_err().meant;
        assert_eq!(meant("camera_warmup"), Some("camera-warm-up"));
        assert_eq!(meant("suspicous"), Some("suspicious"));
        assert_eq!(meant("f2013"), Some("F2013"));
        assert_eq!(meant("everything"), None);
        let error = RuleSet::parse("dangling-tagret").unwrap_err();
        assert_eq!(
            std::format!("{error}"),
            "no rule, category or stage is called `dangling-tagret`: did you mean `dangling-target`?"
        );
    }
}
