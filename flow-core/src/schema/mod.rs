//! The one table of node types: fields, value kinds, ranges, outcomes, and since when.
//!
//! The reader checks fields by it, the rules name outcomes by it, and the published JSON Schema and the node reference
//! are printed from it. A node type is added here and nowhere else.

use crate::json;

mod calls;
mod collect;
mod control;
mod doc;
mod documents;
mod legacy;
mod suggest;
mod video;

pub use doc::Doc;
pub use documents::DOCUMENT_TYPES;
pub use legacy::{LegacyType, legacy_type};
pub(crate) use suggest::{hint, suggest};

/// What a node does, as its `type` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum NodeType {
    /// `start`
    Start,
    /// `end`
    End,
    /// `permissions`
    Permissions,
    /// `conversation`
    Conversation,
    /// `liveness_detection`
    LivenessDetection,
    /// `face_scan`
    FaceScan,
    /// `face_compare`
    FaceCompare,
    /// `recognition`
    Recognition,
    /// `document_scan`
    DocumentScan,
    /// `enter_email`
    EnterEmail,
    /// `two_factor_email`
    TwoFactorEmail,
    /// `two_factor_sms`
    TwoFactorSms,
    /// `data_validation`
    DataValidation,
    /// `external_call`
    ExternalCall,
    /// `field_condition`
    FieldCondition,
}

/// What the runtime of a session does at a node, as far as rules ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "columns of a table: each may be true without the others"
)]
pub struct Traits {
    /// The node waits until the person has done something.
    pub waits_for_person: bool,
    /// The node analyses the live video.
    pub video: bool,
    /// The node sends a one-time code.
    pub sends_code: bool,
    /// The node learns data about the person, which later nodes can read.
    pub collects: bool,
    /// The outcomes of the node are the verdict of a check.
    pub checks: bool,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct NodeSpec {
    /// The type.
    pub node_type: NodeType,
    /// Wire spelling of the type.
    pub name: &'static str,
    /// What the node does, in one line.
    pub summary: Doc,
    /// SDK version that brought the type; empty where no source says.
    pub since: Doc,
    /// Fields besides `id` and `type`, edges included.
    pub fields: &'static [Field],
    /// What the session does there.
    pub traits: Traits,
}

/// A member of an object: a field of a node, a part of such a field, or an outcome of an outcome map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Exact spelling.
    pub name: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: Need,
    /// Value taken where it is absent, as JSON; empty where there is none.
    pub default: Doc,
    /// SDK version that brought it; empty where it came with the type.
    pub since: Doc,
    /// What it means, in one line.
    pub meaning: Doc,
    /// What it says about the check, for outcomes of an outcome map.
    pub verdict: Option<Verdict>,
}

/// What an outcome says about the check of its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The check was passed: the way on.
    Passed,
    /// The check was failed.
    Failed,
    /// Nothing to judge by yet: another attempt may help.
    Unclear,
    /// The check itself did not work; never a pass and no fault of the person.
    Broken,
    /// The person did not want to.
    Declined,
}

/// What values a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// A string: what the avatar says or pursues.
    Prompt,
    /// A string: the name of a listed outcome, unique in its node.
    OutcomeId,
    /// A string: when a listed outcome is taken, in plain words; empty means always.
    Condition,
    /// A boolean.
    Flag,
    /// A number between both bounds, inclusive.
    Number {
        /// Smallest value.
        min: u32,
        /// Largest value; `u32::MAX` means unbounded.
        max: u32,
    },
    /// A whole number between both bounds, inclusive.
    Whole {
        /// Smallest value.
        min: u32,
        /// Largest value; `u32::MAX` means unbounded.
        max: u32,
    },
    /// A string, number or boolean.
    Scalar,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// An array of these strings.
    Choices(&'static [&'static str]),
    /// An object with these members.
    Object(&'static [Field]),
    /// An array of objects with these members.
    List(&'static [Field]),
    /// The id of a node: an edge.
    Target,
    /// An object of outcomes: an edge per member.
    Outcomes(&'static [Field]),
    /// A non-empty array of outcomes: an edge per element.
    Branches(&'static [Field]),
    /// A non-empty array of comparisons: an edge per element.
    Comparisons(&'static [Field]),
}

/// Whether a field must be there: a byte, because every line of the table has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Required,
    /// Never.
    Optional,
    /// Beside an operand of type `literal`.
    WithLiteral,
    /// Beside an operand of type `ref`.
    WithReference,
    /// Beside an image source `providedData`.
    WithProvidedData,
    /// Beside an operator that compares, unlike `exists` and `notExists`.
    WithComparison,
    /// Required by the type, yet the API fills a missing one with the target of `noFace` and warns.
    FilledFromNoFace,
}

impl Need {
    /// The value that the choice of the same object must have for it, where only that one counts.
    pub const fn with(self) -> Option<&'static str> {
        match self {
            Self::WithLiteral => Some("literal"),
            Self::WithReference => Some("ref"),
            Self::WithProvidedData => Some("providedData"),
            _ => None,
        }
    }

    /// The values of the choice of the same object that make it needless, where any other counts.
    pub const fn without(self) -> Option<&'static [&'static str]> {
        match self {
            Self::WithComparison => Some(&["exists", "notExists"]),
            _ => None,
        }
    }

    /// The outcome whose target the API fills in.
    pub const fn filled_from(self) -> Option<&'static str> {
        match self {
            Self::FilledFromNoFace => Some("noFace"),
            _ => None,
        }
    }
}

/// All node types, in the order of the table.
pub const NODES: [&NodeSpec; 15] = [
    &control::START,
    &control::END,
    &control::PERMISSIONS,
    &control::CONVERSATION,
    &video::LIVENESS_DETECTION,
    &video::FACE_SCAN,
    &video::FACE_COMPARE,
    &video::RECOGNITION,
    &collect::DOCUMENT_SCAN,
    &collect::ENTER_EMAIL,
    &collect::TWO_FACTOR_EMAIL,
    &collect::TWO_FACTOR_SMS,
    &collect::DATA_VALIDATION,
    &calls::EXTERNAL_CALL,
    &calls::FIELD_CONDITION,
];

/// [`NodeType::asked`] for every line of the table.
const ASKED: [u32; NODES.len()] = {
    let mut masks = [0; NODES.len()];
    let mut specs: &[&NodeSpec] = &NODES;
    let mut rest: &mut [u32] = &mut masks;
    while let ([spec, specs_behind @ ..], [mask, masks_behind @ ..]) = (specs, rest) {
        *mask = asked(spec.fields);
        (specs, rest) = (specs_behind, masks_behind);
    }
    masks
};

const fn asked(fields: &[Field]) -> u32 {
    let (mut rest, mut bit, mut mask) = (fields, 1_u32, 0);
    while let [field, behind @ ..] = rest {
        if !matches!(field.need, Need::Optional) {
            mask |= bit;
        }
        (rest, bit) = (behind, bit << 1);
    }
    mask
}

impl NodeType {
    /// The type with this wire spelling.
    pub fn parse(name: json::JsonStr<'_>) -> Option<Self> {
        NODES
            .iter()
            .find(|spec| name == *spec.name)
            .map(|spec| spec.node_type)
    }

    /// The line of the table.
    pub const fn spec(self) -> &'static NodeSpec {
        match self {
            Self::Start => &control::START,
            Self::End => &control::END,
            Self::Permissions => &control::PERMISSIONS,
            Self::Conversation => &control::CONVERSATION,
            Self::LivenessDetection => &video::LIVENESS_DETECTION,
            Self::FaceScan => &video::FACE_SCAN,
            Self::FaceCompare => &video::FACE_COMPARE,
            Self::Recognition => &video::RECOGNITION,
            Self::DocumentScan => &collect::DOCUMENT_SCAN,
            Self::EnterEmail => &collect::ENTER_EMAIL,
            Self::TwoFactorEmail => &collect::TWO_FACTOR_EMAIL,
            Self::TwoFactorSms => &collect::TWO_FACTOR_SMS,
            Self::DataValidation => &collect::DATA_VALIDATION,
            Self::ExternalCall => &calls::EXTERNAL_CALL,
            Self::FieldCondition => &calls::FIELD_CONDITION,
        }
    }

    /// One bit for each field, by position, whose absence means something.
    pub(crate) fn asked(self) -> u32 {
        ASKED.get(self as usize).copied().unwrap_or(0)
    }

    /// Wire spelling.
    pub const fn name(self) -> &'static str {
        self.spec().name
    }

    /// Outcomes that every node of the type has by its type, required or not; those that an author lists are not here.
    pub fn outcomes(self) -> impl Iterator<Item = &'static Field> {
        let inner = |part: &Field| match part.kind {
            Kind::Outcomes(outcomes) => Some(outcomes),
            _ => None,
        };
        self.spec()
            .fields
            .iter()
            .flat_map(move |field| match field.kind {
                Kind::Target => core::slice::from_ref(field),
                Kind::Outcomes(outcomes) => outcomes,
                Kind::Object(parts) => parts.iter().find_map(inner).unwrap_or_default(),
                _ => &[],
            })
    }

    /// The outcome that the API fills in where a node does not link it, and the outcome whose target it takes.
    pub(crate) fn filled(self) -> Option<(&'static str, &'static str)> {
        self.outcomes()
            .find_map(|outcome| Some((outcome.name, outcome.need.filled_from()?)))
    }
}

impl Field {
    const fn new(name: &'static str, kind: Kind, need: Need, meaning: &'static str) -> Self {
        Self {
            name,
            kind,
            need,
            default: Doc::NONE,
            since: Doc::NONE,
            meaning: Doc::new(meaning),
            verdict: None,
        }
    }

    const fn required(name: &'static str, kind: Kind, meaning: &'static str) -> Self {
        Self::new(name, kind, Need::Required, meaning)
    }

    const fn optional(name: &'static str, kind: Kind, meaning: &'static str) -> Self {
        Self::new(name, kind, Need::Optional, meaning)
    }

    const fn default(mut self, value: &'static str) -> Self {
        self.default = Doc::new(value);
        self
    }

    const fn since(mut self, version: &'static str) -> Self {
        self.since = Doc::new(version);
        self
    }

    /// An outcome that must be linked.
    const fn outcome(name: &'static str, verdict: Verdict, meaning: &'static str) -> Self {
        Self::required(name, Kind::Target, meaning).says(verdict)
    }

    const fn says(mut self, verdict: Verdict) -> Self {
        self.verdict = Some(verdict);
        self
    }

    /// Whether an edge starts at this field, directly or inside it.
    pub const fn holds_edges(&self) -> bool {
        matches!(
            self.kind,
            Kind::Target | Kind::Outcomes(_) | Kind::Branches(_) | Kind::Comparisons(_)
        )
    }

    /// The strings that the field takes, where they are known.
    pub const fn values(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Choice(values) | Kind::Choices(values) => values,
            _ => &[],
        }
    }

    /// Whether the field is an optional array or object: the API ignores it whole where it is misspelt.
    pub(crate) const fn is_optional_part(&self) -> bool {
        let part = matches!(
            self.kind,
            Kind::Object(_)
                | Kind::List(_)
                | Kind::Outcomes(_)
                | Kind::Branches(_)
                | Kind::Comparisons(_)
        );
        part && matches!(self.need, Need::Optional)
    }
}

impl Kind {
    /// Whether a value that starts like this may be one of the field.
    pub(crate) const fn takes(&self, value: json::Kind) -> bool {
        match self {
            Self::Flag => matches!(value, json::Kind::Bool),
            Self::Number { .. } | Self::Whole { .. } => matches!(value, json::Kind::Number),
            Self::Scalar => matches!(
                value,
                json::Kind::Bool | json::Kind::Number | json::Kind::String
            ),
            Self::Object(_) | Self::Outcomes(_) => matches!(value, json::Kind::Object),
            Self::Choices(_) | Self::List(_) | Self::Branches(_) | Self::Comparisons(_) => {
                matches!(value, json::Kind::Array)
            }
            Self::Text
            | Self::Prompt
            | Self::OutcomeId
            | Self::Condition
            | Self::Choice(_)
            | Self::Target => {
                matches!(value, json::Kind::String)
            }
        }
    }
}

impl Traits {
    const NONE: Self = Self {
        waits_for_person: false,
        video: false,
        sends_code: false,
        collects: false,
        checks: false,
    };
    const WAITS: Self = Self {
        waits_for_person: true,
        ..Self::NONE
    };
    /// A talk or a form.
    const ASKS: Self = Self {
        collects: true,
        ..Self::WAITS
    };
    const CHECK: Self = Self {
        checks: true,
        ..Self::NONE
    };
    const VIDEO: Self = Self {
        video: true,
        ..Self::CHECK
    };
    const CODE: Self = Self {
        sends_code: true,
        checks: true,
        ..Self::ASKS
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::JsonStr;

    fn depth(fields: &[Field]) -> usize {
        let inner = fields.iter().map(|field| match field.kind {
            Kind::Object(inner) | Kind::Outcomes(inner) => 1 + depth(inner),
            Kind::List(inner) | Kind::Branches(inner) | Kind::Comparisons(inner) => {
                2 + depth(inner)
            }
            _ => 0,
        });
        inner.max().unwrap_or(0)
    }

    #[test]
    fn the_table_is_in_the_order_of_the_types_and_each_name_parses() {
        for (position, spec) in NODES.iter().enumerate() {
            assert_eq!(spec.node_type as usize, position);
            assert_eq!(
                NodeType::parse(JsonStr::plain(spec.name)),
                Some(spec.node_type)
            );
            assert_eq!(spec.node_type.name(), spec.name);
        }
        assert_eq!(NodeType::parse(JsonStr::plain("START")), None);
    }

    #[test]
    fn nested_fields_fit_the_stack_of_the_reader() {
        for spec in NODES {
            assert!(
                2 + depth(spec.fields) <= crate::model::MAX_FRAMES,
                "{}",
                spec.name
            );
            assert!(spec.fields.len() < 29, "{}", spec.name);
        }
    }

    #[test]
    fn outcome_spellings_are_the_documented_ones() {
        let expected: [(NodeType, &[&str]); 8] = [
            (
                NodeType::Permissions,
                &["permissionsGranted", "permissionsDenied"],
            ),
            (
                NodeType::LivenessDetection,
                &[
                    "livenessDetected",
                    "deepfakeDetected",
                    "noFace",
                    "inconclusive",
                    "captureUnavailable",
                ],
            ),
            (
                NodeType::FaceScan,
                &["passed", "notPassed", "cancelled", "error"],
            ),
            (
                NodeType::FaceCompare,
                &["match", "noMatch", "imageUnavailable"],
            ),
            (NodeType::Recognition, &["recognized", "newUser", "noFace"]),
            (
                NodeType::DocumentScan,
                &["scanSuccess", "userCancelled", "scanTimeout"],
            ),
            (NodeType::EnterEmail, &["emailEntered", "canceled"]),
            (
                NodeType::TwoFactorSms,
                &[
                    "verified",
                    "delivery_failed",
                    "failed_unverified",
                    "cancelled",
                    "error",
                ],
            ),
        ];
        for (node_type, names) in expected {
            let outcomes = node_type
                .spec()
                .fields
                .iter()
                .find_map(|field| match field.kind {
                    Kind::Outcomes(outcomes) => Some(outcomes),
                    _ => None,
                });
            let found: std::vec::Vec<_> = outcomes
                .unwrap()
                .iter()
                .map(|outcome| outcome.name)
                .collect();
            assert_eq!(found, names);
        }
    }
}
