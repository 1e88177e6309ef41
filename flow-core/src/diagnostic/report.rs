//! A bounded report: the first findings in order, and the count of the rest.

use heapless::{Vec, VecView};

use super::{Finding, Severity};
use crate::rules::RuleSet;
use crate::validate::Options;

/// The first `N` findings of a flow in the order of (place, code), and the count of the rest.
#[derive(Clone, Debug)]
pub struct Report<const N: usize> {
    findings: Vec<Finding, N>,
    tally: Tally,
    /// Rules whose findings are left out. Not those that are kept: an empty report is all zeros, which take no flash.
    silent: RuleSet,
    denied: RuleSet,
}

/// How many findings there are, kept ones and others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Findings of severity error.
    pub errors: u32,
    /// Findings of severity warning.
    pub warnings: u32,
    /// Findings of severity note.
    pub notes: u32,
    /// Errors of text, shape and graph (F1 to F3): no flow can be walked that has one.
    pub structural: u32,
}

impl Tally {
    /// All findings.
    pub fn total(&self) -> u32 {
        self.errors
            .saturating_add(self.warnings)
            .saturating_add(self.notes)
    }

    fn add(&mut self, finding: &Finding) {
        let count = match finding.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        };
        *count = count.saturating_add(1);
    }
}

impl<const N: usize> Default for Report<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> Report<N> {
    /// An empty report.
    pub const fn new() -> Self {
        Self {
            findings: Vec::new(),
            tally: Tally {
                errors: 0,
                warnings: 0,
                notes: 0,
                structural: 0,
            },
            silent: RuleSet::NONE,
            denied: RuleSet::NONE,
        }
    }

    /// The findings kept, by (place, code).
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Findings that found no room: they come after the last one kept.
    pub fn omitted(&self) -> u32 {
        let kept = u32::try_from(self.findings.len()).unwrap_or(u32::MAX);
        self.tally.total().saturating_sub(kept)
    }

    /// Counts by severity, those of omitted findings included.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Whether no finding is an error.
    pub fn is_valid(&self) -> bool {
        self.tally.errors == 0 && self.tally.structural == 0
    }

    /// Takes findings by these options from here on, and forgets those it has.
    pub(crate) fn begin(&mut self, options: Options) -> Sink<'_> {
        self.silent = RuleSet::ALL.minus(options.rules);
        self.denied = options.denied;
        let mut sink = self.sink();
        sink.clear();
        sink
    }

    /// Takes further findings, by the options it began with.
    pub(crate) fn sink(&mut self) -> Sink<'_> {
        Sink {
            findings: self.findings.as_mut_view(),
            tally: &mut self.tally,
            silent: self.silent,
            denied: self.denied,
        }
    }
}

/// Where rules put their findings; knows no capacity, so that code is not copied per capacity.
pub(crate) struct Sink<'r> {
    findings: &'r mut VecView<Finding>,
    tally: &'r mut Tally,
    silent: RuleSet,
    denied: RuleSet,
}

impl Sink<'_> {
    /// Forgets everything found so far.
    pub(crate) fn clear(&mut self) {
        self.findings.clear();
        *self.tally = Tally::default();
    }

    /// Errors of text, shape and graph so far.
    pub(crate) fn structural(&self) -> u32 {
        self.tally.structural
    }

    /// Whether the findings of any of these rules are asked for.
    pub(crate) fn wants(&self, rules: RuleSet) -> bool {
        !rules.minus(self.silent).is_empty()
    }

    /// Takes a finding into its place of the order; a full report drops its last one.
    #[inline(never)]
    pub(crate) fn emit(&mut self, mut finding: Finding) {
        if finding.severity == Severity::Error && RuleSet::STRUCTURE.contains(finding.rule) {
            self.tally.structural = self.tally.structural.saturating_add(1);
        }
        if self.silent.contains(finding.rule) {
            return;
        }
        if self.denied.contains(finding.rule) {
            finding.severity = Severity::Error;
        }
        self.tally.add(&finding);
        let place = self
            .findings
            .partition_point(|kept| kept.order() <= finding.order());
        if self.findings.is_full() {
            if place >= self.findings.len() {
                return;
            }
            self.findings.pop();
        }
        // Cannot fail: there is room.
        let _ = self.findings.push(finding);
        let mut carried = finding;
        for kept in self.findings.iter_mut().skip(place) {
            core::mem::swap(kept, &mut carried);
        }
    }
}
