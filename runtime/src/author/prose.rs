//! The words of generated nodes: ids, prompts and conditions, in English, one request per prompt.

use flow_core::schema::NodeType;

use super::step::{Step, StepType};

/// Spoken before the first node that analyses video: 26 words are 10 seconds at 150 words a minute, and 5 are needed.
pub(super) const GREETING: &str = "Say: Hello and welcome. I will guide you through a short check, one step after the \
    other. Please stay in front of the camera and look at me.";

/// Said to a person who may be acting under pressure: nothing in it gives away that it was noticed.
pub(super) const DISCREET_GOODBYE: &str = "Say: Thank you, that is all I need. This takes a little longer on our side, and we will contact you about it.";

/// Said to a person whose face the camera never showed.
pub(super) const NOT_SEEN: &str = "Say: I am sorry, I still cannot see your face, so we stop here. You can try again in better light.";

/// What the avatar asks where nobody said what.
pub(super) const OPEN_QUESTION: &str =
    "Ask the user to say in their own words what they want to do today.";

/// What the avatar asks where coercion is to be noticed and nobody said what about.
pub(super) const CALM_QUESTION: &str = "Have the user describe the transaction in their own words. Stay calm and never suggest an answer.";

/// Exits of every talk that waits for an answer.
pub(super) const REFUSES: &str =
    "the user refuses to answer or says that this is not their request";
pub(super) const NO_ANSWER: &str = "no answer after 3 attempts, or 6 exchanges without a result";
pub(super) const UNDER_PRESSURE: &str =
    "the user says or shows that another person is urging, directing or threatening them";
pub(super) const READY: &str = "the user says that they are ready to try again";
pub(super) const GIVES_UP: &str = "the user wants to stop or gives no answer after 3 attempts";

/// A talk that helps a person to another attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Help {
    pub(super) id: &'static str,
    pub(super) prompt: &'static str,
}

const SHOW_FACE: Help = Help {
    id: "show_face",
    prompt: "Explain kindly that the camera cannot see a face, and ask the user to sit in good light, look straight at \
             the camera and say when they are ready.",
};
const HELP_WITH_FACE: Help = Help {
    id: "help_with_face",
    prompt: "Explain kindly that the picture did not come out well, and ask the user to face the light and say when they \
             are ready for another picture.",
};
const HELP_WITH_DOCUMENT: Help = Help {
    id: "help_with_document",
    prompt: "Explain kindly that the document could not be read, and ask the user to lay it flat in good light and say \
             when they are ready.",
};

/// The talk before another attempt at a check whose outcome was unclear.
pub(super) fn help(kind: StepType) -> Help {
    match kind.node_type() {
        NodeType::DocumentScan => HELP_WITH_DOCUMENT,
        NodeType::FaceScan => HELP_WITH_FACE,
        _ => SHOW_FACE,
    }
}

/// Id of a step that was not named.
pub(super) fn id(step: &Step) -> &'static str {
    match step.kind.node_type() {
        NodeType::Start => "start",
        NodeType::End => "end",
        NodeType::Permissions => "permissions",
        NodeType::Conversation => match Talk::of(step) {
            Talk::Tell => "message",
            Talk::Confirm => "confirmation",
            Talk::Ask => "question",
        },
        NodeType::LivenessDetection => "liveness",
        NodeType::FaceScan => "face",
        NodeType::FaceCompare => "face_match",
        NodeType::Recognition => "recognition",
        NodeType::DocumentScan => "document",
        NodeType::EnterEmail => "email",
        NodeType::TwoFactorEmail => "email_code",
        NodeType::TwoFactorSms => "sms_code",
        NodeType::DataValidation => "data_check",
        NodeType::ExternalCall => "external_call",
        NodeType::FieldCondition => "gate",
    }
}

/// What a talk is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Talk {
    /// The avatar speaks and goes on.
    Tell,
    /// The user agrees or denies.
    Confirm,
    /// The user answers.
    Ask,
}

/// First words of an intent that only tells something.
const TELLS: [&str; 16] = [
    "say:",
    "say",
    "tell",
    "welcome",
    "greet",
    "explain",
    "inform",
    "thank",
    "goodbye",
    "congratulate",
    "introduce",
    "describe",
    "remind",
    "announce",
    "reassure",
    "wish",
];

impl Talk {
    pub(super) fn of(step: &Step) -> Self {
        let intent = step.intent.as_deref().unwrap_or_default().to_lowercase();
        let first = intent.split_whitespace().next().unwrap_or_default();
        let confirms = intent
            .split_whitespace()
            .any(|word| word.starts_with("confirm"));
        match step.expects_reply {
            Some(false) => Self::Tell,
            None if TELLS.contains(&first) && !step.coercion => Self::Tell,
            _ if confirms => Self::Confirm,
            _ => Self::Ask,
        }
    }

    /// Id and condition of the way on.
    pub(super) const fn way_on(self) -> (&'static str, &'static str) {
        match self {
            Self::Tell => ("continue", ""),
            Self::Confirm => (
                "confirmed",
                "the user confirms freely and without contradiction",
            ),
            Self::Ask => ("answered", "the user gives a clear answer"),
        }
    }
}
