//! What is counted: the validator over the corpus, and over one document of an adversary.
//!
//! The functions are kept whole and by name, because the counter is switched on where they begin.

use std::hint::black_box;

use flow_core::{Options, Report, RuleSet, Server, validate_with};

/// Memory of the validations.
#[derive(Debug, Default)]
pub struct Room {
    workspace: Box<Server>,
    report: Report<32>,
}

impl Room {
    /// Reads and checks the shape and the graph of all documents: is each a flow?
    #[inline(never)]
    pub fn count_structure(&mut self, documents: &[String]) {
        self.validate(documents, RuleSet::STRUCTURE);
    }

    /// The same with every rule.
    #[inline(never)]
    pub fn count_all(&mut self, documents: &[String]) {
        self.validate(documents, RuleSet::ALL);
    }

    fn validate(&mut self, documents: &[String], rules: RuleSet) {
        let options = Options {
            rules,
            ..Options::default()
        };
        for document in documents {
            let bytes = black_box(document).as_bytes();
            validate_with(bytes, &mut self.workspace, &mut self.report, options);
            black_box(&self.report);
        }
    }
}
