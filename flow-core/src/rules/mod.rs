//! The registry of rules: one line per rule, one file per rule, one page per rule (`docs/rules`).
//!
//! Codes are the contract: the first digit names the stage that finds it (1 text, 2 shape and references, 3 graph,
//! 4 meaning, 5 advice, 6 policy), codes ascend and are never used again. Texts may change.

mod said;
mod set;
mod talk;

pub use set::{RuleSet, UnknownRule};

use core::fmt;

use crate::diagnostic::{Finding, Severity, Sink};
use crate::graph::Facts;
use crate::json::JsonStr;
use crate::schema::suggest;
use said::Said;
use talk::Talk;

/// What kind of trouble a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// The flow is wrong.
    Correctness,
    /// The flow is valid, but probably not meant.
    Suspicious,
    /// The flow does what it says, and could do it better.
    Style,
    /// The flow breaks a rule that its owner chose, such as a clause of a policy.
    Restriction,
}

/// Whether a rule is still in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// In force, yet severity and limits may still change in a minor version.
    Preview {
        /// Version of this crate that brought it.
        since: &'static str,
    },
    /// In force.
    Stable {
        /// Version of this crate that brought it.
        since: &'static str,
    },
    /// In force, and to be removed.
    Deprecated {
        /// Version of this crate that announced it.
        since: &'static str,
        /// Why.
        reason: &'static str,
    },
    /// Kept so that old configuration can still name it; finds nothing.
    Removed {
        /// Version of this crate that removed it.
        since: &'static str,
        /// Why.
        reason: &'static str,
    },
}

/// Which corrections a rule offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixes {
    /// None.
    Never,
    /// Some findings carry one; certain only where no doubt is left.
    Sometimes,
}

/// The stage that finds a mistake: the first digit of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// F1: the text is no JSON, or no flow.
    Text,
    /// F2: fields, values and references.
    Shape,
    /// F3: the graph.
    Graph,
    /// F4: what the flow does.
    Meaning,
    /// F5: what the avatar is told to say.
    Advice,
    /// F6: what the owner of the flow demands of it.
    Policy,
}

impl Stage {
    /// Whether an error of this stage leaves no flow that could be walked.
    pub const fn is_structural(self) -> bool {
        matches!(self, Self::Text | Self::Shape | Self::Graph)
    }
}

/// Facts about a rule.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// Stable code.
    pub code: &'static str,
    /// Stable name.
    pub name: &'static str,
    /// Severity of most of its findings.
    pub severity: Severity,
    /// What kind of trouble it is about.
    pub category: Category,
    /// Whether it is in force.
    pub status: Status,
    /// Which corrections it offers.
    pub fixes: Fixes,
    /// What it finds, in one line. Empty without feature `messages`.
    pub summary: &'static str,
}

impl Meta {
    /// The stage that finds it.
    pub const fn stage(&self) -> Stage {
        match self.code.as_bytes() {
            [_, b'1', ..] => Stage::Text,
            [_, b'2', ..] => Stage::Shape,
            [_, b'3', ..] => Stage::Graph,
            [_, b'5', ..] => Stage::Advice,
            [_, b'6', ..] => Stage::Policy,
            _ => Stage::Meaning,
        }
    }
}

macro_rules! rules {
    ($($module:ident :: $rule:ident = $code:literal $name:literal $severity:ident $category:ident $fixes:ident
        $since:literal, $summary:literal;)*) => {
        $(pub(crate) mod $module;)*

        /// A rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Rule {
            $(#[doc = concat!("`", $code, "` ", $name, ": ", $summary)] $rule,)*
        }

        const CODES: &[&str] = &[$($code),*];

        impl Rule {
            /// All rules, by ascending code.
            pub const ALL: &'static [Self] = &[$(Self::$rule),*];

            /// Facts about the rule.
            pub const fn meta(self) -> &'static Meta {
                match self {
                    $(Self::$rule => {
                        static META: Meta = Meta {
                            code: $code,
                            name: $name,
                            severity: Severity::$severity,
                            category: Category::$category,
                            status: Status::Stable { since: $since },
                            fixes: Fixes::$fixes,
                            summary: if cfg!(feature = "messages") { $summary } else { "" },
                        };
                        &META
                    })*
                }
            }

            /// Severity of most of its findings.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$rule => Severity::$severity,)* }
            }

            /// The digits of its code.
            pub const fn number(self) -> u16 {
                match self { $(Self::$rule => const { digits($code) },)* }
            }

            /// The page of the rule, in Markdown.
            #[cfg(feature = "explain")]
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$rule => include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"), "/../docs/rules/", $code, "-", $name, ".md"
                    )),)*
                }
            }
        }

        /// Writes what is wrong.
        pub(crate) fn message(finding: &Finding, text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let said = Said { finding, text };
            match finding.rule { $(Rule::$rule => $module::message(&said, f),)* }
        }

        /// Writes what to do about it.
        pub(crate) fn help(finding: &Finding, text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let said = Said { finding, text };
            match finding.rule { $(Rule::$rule => $module::help(&said, f),)* }
        }
    };
}

rules! {
    syntax::Syntax = "F1001" "syntax" Error Correctness Never "0.1.0",
        "the text is not JSON";
    invalid_utf8::InvalidUtf8 = "F1002" "invalid-utf8" Error Correctness Never "0.1.0",
        "the bytes are not UTF-8";
    too_deep::TooDeep = "F1003" "too-deep" Error Correctness Never "0.1.0",
        "more brackets are open than the reader allows";
    capacity_exceeded::CapacityExceeded = "F1004" "capacity-exceeded" Error Correctness Never "0.1.0",
        "the flow is larger than the memory set aside for it";
    duplicate_field::DuplicateField = "F1005" "duplicate-field" Error Correctness Never "0.1.0",
        "an object has the same member twice";
    not_a_flow::NotAFlow = "F1006" "not-a-flow" Error Correctness Never "0.1.0",
        "the text is neither an array of nodes nor an object that holds one";
    legacy_graph_form::LegacyGraphForm = "F1007" "legacy-graph-form" Error Correctness Never "0.1.0",
        "the flow has the retired form with separate nodes and edges";
    trailing_data::TrailingData = "F1008" "trailing-data" Error Correctness Never "0.1.0",
        "something follows the flow";
    missing_id::MissingId = "F2001" "missing-id" Error Correctness Never "0.1.0",
        "a node has no id";
    invalid_id::InvalidId = "F2002" "invalid-id" Error Correctness Never "0.1.0",
        "a node id is empty, blank or holds control characters";
    missing_type::MissingType = "F2003" "missing-type" Error Correctness Never "0.1.0",
        "a node has no type";
    unknown_type::UnknownType = "F2004" "unknown-type" Error Correctness Sometimes "0.1.0",
        "a node has a type that does not exist";
    missing_field::MissingField = "F2005" "missing-field" Error Correctness Never "0.1.0",
        "a required field is missing";
    wrong_kind::WrongKind = "F2006" "wrong-kind" Error Correctness Never "0.1.0",
        "a value is of another kind than its field takes";
    unknown_field::UnknownField = "F2007" "unknown-field" Warning Suspicious Sometimes "0.1.0",
        "a field does not exist, so the API ignores it";
    out_of_range::OutOfRange = "F2008" "out-of-range" Error Correctness Never "0.1.0",
        "a number lies outside its range";
    unknown_value::UnknownValue = "F2009" "unknown-value" Error Correctness Sometimes "0.1.0",
        "a string is none of the values its field takes";
    duplicate_id::DuplicateId = "F2010" "duplicate-id" Error Correctness Never "0.1.0",
        "two nodes have the same id";
    missing_outcome::MissingOutcome = "F2011" "missing-outcome" Error Correctness Sometimes "0.1.0",
        "an outcome of a node is not linked";
    unknown_outcome::UnknownOutcome = "F2012" "unknown-outcome" Error Correctness Sometimes "0.1.0",
        "a node links an outcome that it never has";
    dangling_target::DanglingTarget = "F2013" "dangling-target" Error Correctness Sometimes "0.1.0",
        "an edge leads to a node that does not exist";
    empty_outcomes::EmptyOutcomes = "F2014" "empty-outcomes" Error Correctness Never "0.1.0",
        "a list of outcomes is empty";
    duplicate_outcome_id::DuplicateOutcomeId = "F2015" "duplicate-outcome-id" Error Correctness Never "0.1.0",
        "two outcomes of a node have the same id";
    end_with_outcome::EndWithOutcome = "F2016" "end-with-outcome" Error Correctness Never "0.1.0",
        "an end node has an outcome";
    missing_provided_data_key::MissingProvidedDataKey = "F2017" "missing-provided-data-key" Error Correctness Never
        "0.1.0", "an image source `providedData` names no key";
    operand_missing::OperandMissing = "F2018" "operand-missing" Error Correctness Never "0.1.0",
        "a comparison has nothing to compare with";
    legacy_transition::LegacyTransition = "F2019" "legacy-transition" Error Correctness Sometimes "0.1.0",
        "a node uses the retired field `transitions`";
    legacy_condition::LegacyCondition = "F2020" "legacy-condition" Warning Suspicious Sometimes "0.1.0",
        "a condition is program code instead of plain words";
    legacy_type::LegacyType = "F2021" "legacy-type" Error Correctness Sometimes "0.1.0",
        "a node has a retired type";
    no_entry::NoEntry = "F3001" "no-entry" Error Correctness Never "0.1.0",
        "the flow has no start node";
    many_entries::ManyEntries = "F3002" "many-entries" Error Correctness Never "0.1.0",
        "the flow has more than one start node";
    no_terminal::NoTerminal = "F3003" "no-terminal" Error Correctness Never "0.1.0",
        "the flow has no end node";
    unreachable_node::UnreachableNode = "F3004" "unreachable-node" Warning Suspicious Never "0.1.0",
        "no path from the start reaches a node";
    trap::Trap = "F3005" "trap" Error Correctness Never "0.1.0",
        "no path leads from a node to an end";
    edge_into_entry::EdgeIntoEntry = "F3006" "edge-into-entry" Warning Suspicious Never "0.1.0",
        "an edge leads back to the start node";
    cycle_without_person::CycleWithoutPerson = "F3007" "cycle-without-person" Warning Suspicious Never "0.1.0",
        "a cycle holds no node that waits for the person";
    endless_code_cycle::EndlessCodeCycle = "F3008" "endless-code-cycle" Warning Suspicious Never "0.1.0",
        "a cycle sends one-time codes without end";
    camera_warm_up::CameraWarmUp = "F4001" "camera-warm-up" Error Correctness Never "0.1.0",
        "a node analyses video before the camera has run for five seconds";
    video_right_after_permissions::VideoRightAfterPermissions = "F4002" "video-right-after-permissions" Warning Suspicious
        Never "0.1.0", "a node analyses video right after the camera was allowed";
    compare_without_source::CompareWithoutSource = "F4003" "compare-without-source" Error Correctness Never "0.1.0",
        "an image is compared that was not taken";
    compare_same_source::CompareSameSource = "F4004" "compare-same-source" Warning Suspicious Never "0.1.0",
        "an image is compared with itself";
    field_never_collected::FieldNeverCollected = "F4005" "field-never-collected" Warning Suspicious Never "0.1.0",
        "data is read before anything could be learned";
    ineffective_check::IneffectiveCheck = "F4006" "ineffective-check" Warning Suspicious Never "0.1.0",
        "all outcomes of a check lead to one node";
    deepfake_joins_success::DeepfakeJoinsSuccess = "F4007" "deepfake-joins-success" Warning Suspicious Never "0.1.0",
        "a detected deepfake goes on as a live person does";
    inconclusive_joins_success::InconclusiveJoinsSuccess = "F4008" "inconclusive-joins-success" Warning Suspicious
        Sometimes "0.1.0", "a liveness check without verdict goes on as a live person does";
    denied_camera_still_used::DeniedCameraStillUsed = "F4009" "denied-camera-still-used" Warning Suspicious Never "0.1.0",
        "the camera is used after it was refused";
    reply_flag_misused::ReplyFlagMisused = "F4010" "reply-flag-misused" Warning Suspicious Never "0.1.0",
        "a conversation depends on a reply and does not wait for it";
    mixed_unconditional_outcome::MixedUnconditionalOutcome = "F4011" "mixed-unconditional-outcome" Warning Suspicious
        Never "0.1.0", "an outcome without condition stands beside others";
    duplicate_condition::DuplicateCondition = "F4012" "duplicate-condition" Error Correctness Never "0.1.0",
        "two outcomes of a node have the same condition";
    recognition_branches_merge::RecognitionBranchesMerge = "F4013" "recognition-branches-merge" Warning Suspicious Never
        "0.1.0", "known and new people meet in one conversation";
    await_exit_unused::AwaitExitUnused = "F4014" "await-exit-unused" Warning Suspicious Never "0.1.0",
        "an endpoint is polled by a conversation that goes on at once";
    logic_in_prompt::LogicInPrompt = "F5001" "logic-in-prompt" Warning Suspicious Never "0.1.0",
        "a prompt tells the avatar what to do in which case";
    prompt_not_english::PromptNotEnglish = "F5002" "prompt-not-english" Warning Suspicious Never "0.1.0",
        "a prompt or condition is not in English";
    mixed_languages::MixedLanguages = "F5003" "mixed-languages" Warning Suspicious Never "0.1.0",
        "a prompt has sentences in two languages";
    verbatim_in_many_languages::VerbatimInManyLanguages = "F5004" "verbatim-in-many-languages" Note Style Never "0.1.0",
        "exact words are spoken in a session of several languages";
    no_exit_for_silence::NoExitForSilence = "F5005" "no-exit-for-silence" Warning Suspicious Never "0.1.0",
        "a conversation has no way out for a person who says nothing";
    final_words_wait::FinalWordsWait = "F5006" "final-words-wait" Warning Suspicious Sometimes "0.1.0",
        "the session waits for a reply to its last words";
    asks_twice::AsksTwice = "F5007" "asks-twice" Warning Suspicious Never "0.1.0",
        "a prompt asks for what the next node asks for";
    no_face_ends_flow::NoFaceEndsFlow = "F5008" "no-face-ends-flow" Warning Suspicious Never "0.1.0",
        "one look without a face ends the flow";
    many_requests_in_one_prompt::ManyRequestsInOnePrompt = "F5009" "many-requests-in-one-prompt" Note Style Never "0.1.0",
        "a prompt asks for several things";
    prompt_too_long::PromptTooLong = "F5010" "prompt-too-long" Note Style Never "0.1.0",
        "a prompt is longer than a person listens";
    sensitive_data_asked::SensitiveDataAsked = "F5011" "sensitive-data-asked" Warning Suspicious Never "0.1.0",
        "a prompt asks for a password, card number or the like";
    check_bypassed::CheckBypassed = "F6001" "check-bypassed" Error Restriction Never "0.1.0",
        "a path reaches an end without a step that the policy demands before it";
    step_out_of_order::StepOutOfOrder = "F6002" "step-out-of-order" Error Restriction Never "0.1.0",
        "a path takes a step after another one that the policy wants last";
    step_too_often::StepTooOften = "F6003" "step-too-often" Error Restriction Never "0.1.0",
        "a path takes a step more often than the policy allows";
    step_forbidden::StepForbidden = "F6004" "step-forbidden" Error Restriction Never "0.1.0",
        "a path takes a step that the policy forbids";
    outcome_joins_end::OutcomeJoinsEnd = "F6005" "outcome-joins-end" Error Restriction Never "0.1.0",
        "a path leads from an outcome to an end that the policy keeps it from";
    unattended_cycle::UnattendedCycle = "F6006" "unattended-cycle" Error Restriction Never "0.1.0",
        "a cycle can turn without the person, which the policy forbids";
    policy_does_not_fit::PolicyDoesNotFit = "F6007" "policy-does-not-fit" Error Restriction Never "0.1.0",
        "the policy speaks of ends that the flow does not have";
}

/// The number behind the first letter of a code.
const fn digits(code: &str) -> u16 {
    let (mut number, mut rest) = (0, code.as_bytes());
    while let [byte, tail @ ..] = rest {
        if byte.is_ascii_digit() {
            number = number * 10 + (*byte - b'0') as u16;
        }
        rest = tail;
    }
    number
}

const fn strictly_ascending(codes: &[&str]) -> bool {
    let mut rest = codes;
    while let [first, tail @ ..] = rest {
        if let [second, ..] = tail
            && !precedes(first.as_bytes(), second.as_bytes())
        {
            return false;
        }
        rest = tail;
    }
    true
}

const fn precedes(left: &[u8], right: &[u8]) -> bool {
    let (mut left, mut right) = (left, right);
    while let ([l, l_rest @ ..], [r, r_rest @ ..]) = (left, right) {
        if *l != *r {
            return *l < *r;
        }
        (left, right) = (l_rest, r_rest);
    }
    false
}

const _: () = assert!(strictly_ascending(CODES), "rule codes must ascend");

impl Rule {
    /// The rule with this code, such as `F2013`.
    pub fn by_code(code: &str) -> Option<Self> {
        let position = CODES.binary_search(&code).ok()?;
        Self::ALL.get(position).copied()
    }

    /// The rule with this name, such as `dangling-target`.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|rule| rule.meta().name == name)
    }

    /// The rule that a misspelt code or name was evidently meant for: no other one is as near.
    pub fn meant_by(code_or_name: &str) -> Option<Self> {
        let known = Self::ALL.iter().flat_map(|&rule| {
            let Meta { code, name, .. } = rule.meta();
            [code, name].map(|known| (JsonStr::plain(known), rule))
        });
        suggest(JsonStr::plain(code_or_name), known)
            .filter(|found| found.certain)
            .map(|found| found.meant)
    }
}

/// Rules about the graph, for a flow whose references are resolved.
pub(crate) fn check_graph(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    missing_outcome::check(facts, sink);
    no_entry::check(facts, sink);
    many_entries::check(facts, sink);
    no_terminal::check(facts, sink);
    edge_into_entry::check(facts, sink);
    unreachable_node::check(facts, sink);
    trap::check(facts, sink);
    endless_code_cycle::check(facts, sink);
    cycle_without_person::check(facts, sink);
}

/// Rules about what the flow does.
pub(crate) fn check_meaning(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    camera_warm_up::check(facts, sink);
    compare_without_source::check(facts, sink);
    compare_same_source::check(facts, sink);
    field_never_collected::check(facts, sink);
    ineffective_check::check(facts, sink);
    deepfake_joins_success::check(facts, sink);
    inconclusive_joins_success::check(facts, sink);
    denied_camera_still_used::check(facts, sink);
    reply_flag_misused::check(facts, sink);
    mixed_unconditional_outcome::check(facts, sink);
    duplicate_condition::check(facts, sink);
    recognition_branches_merge::check(facts, sink);
    await_exit_unused::check(facts, sink);
}

/// Rules about what the avatar is told to say.
///
/// Each prompt and condition is read once, for all rules. Without feature `advice` nothing is looked at.
pub(crate) fn check_advice(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    if !cfg!(feature = "advice") {
        return;
    }
    no_face_ends_flow::check(facts, sink);
    let mut verbatim = false;
    for (_, node) in facts.nodes() {
        let Some(talk) = Talk::of(facts.flow, node) else {
            continue;
        };
        logic_in_prompt::check(&talk, sink);
        prompt_not_english::check(&talk, sink);
        mixed_languages::check(&talk, sink);
        verbatim_in_many_languages::check(&talk, &mut verbatim, sink);
        no_exit_for_silence::check(&talk, sink);
        final_words_wait::check(&talk, sink);
        asks_twice::check(&talk, sink);
        many_requests_in_one_prompt::check(&talk, sink);
        prompt_too_long::check(&talk, sink);
        sensitive_data_asked::check(&talk, sink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_back_to_their_rule() {
        for &rule in Rule::ALL {
            assert_eq!(Rule::by_code(rule.meta().code), Some(rule));
            assert_eq!(Rule::by_name(rule.meta().name), Some(rule));
        }
        assert_eq!(Rule::by_code("F9999"), None);
        assert_eq!(Rule::by_name("syntax-error"), None);
    }

    #[cfg(feature = "explain")]
    #[test]
    fn every_page_is_about_its_rule_and_has_the_headings() {
        const HEADINGS: [&str; 7] = [
            "What it finds",
            "Why it matters",
            "Flow that triggers it",
            "Corrected flow",
            "Fix",
            "Limits",
            "Since",
        ];
        for &rule in Rule::ALL {
            let (page, meta) = (rule.page(), rule.meta());
            assert!(
                page.starts_with(&std::format!("# {} {}\n", meta.code, meta.name)),
                "{}",
                meta.code
            );
            let headings = page.lines().filter_map(|line| line.strip_prefix("## "));
            assert!(headings.eq(HEADINGS), "{}", meta.code);
        }
    }
}
