//! Which rules are in force.

use super::Rule;

/// A set of rules, for [`Options`](crate::Options).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSet([u64; 2]);

impl RuleSet {
    /// No rule.
    pub const NONE: Self = Self([0; 2]);

    /// Every rule.
    pub const ALL: Self = Self([u64::MAX; 2]);

    /// This set with `rule`.
    #[must_use]
    pub const fn with(self, rule: Rule) -> Self {
        let ([low, high], [low_bit, high_bit]) = (self.0, bits(rule));
        Self([low | low_bit, high | high_bit])
    }

    /// This set without `rule`.
    #[must_use]
    pub const fn without(self, rule: Rule) -> Self {
        let ([low, high], [low_bit, high_bit]) = (self.0, bits(rule));
        Self([low & !low_bit, high & !high_bit])
    }

    /// Whether `rule` is in the set.
    pub const fn contains(self, rule: Rule) -> bool {
        let ([low, high], [low_bit, high_bit]) = (self.0, bits(rule));
        low & low_bit | high & high_bit != 0
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        for &rule in Rule::ALL {
            assert!(RuleSet::ALL.contains(rule) && !RuleSet::NONE.contains(rule));
            assert_eq!(RuleSet::NONE.with(rule).without(rule), RuleSet::NONE);
            let others = RuleSet::ALL.without(rule);
            assert_eq!(
                Rule::ALL
                    .iter()
                    .filter(|&&other| others.contains(other))
                    .count(),
                Rule::ALL.len() - 1
            );
        }
    }
}
