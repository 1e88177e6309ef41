//! Nodes that collect data and check it.

use super::control::BRANCH;
use super::{DOCUMENT_TYPES, Doc, Field, Kind, NodeSpec, NodeType, Traits, Verdict};

pub(super) const DOCUMENT_SCAN: NodeSpec = NodeSpec {
    node_type: NodeType::DocumentScan,
    name: "document_scan",
    summary: Doc::new("captures an identity document and reads its data"),
    since: Doc::NONE,
    fields: &[
        Field::required(
            "scanningMode",
            Kind::Choice(&["single", "automatic"]),
            "one side, or as many as the document has",
        ),
        Field::required(
            "allowedDocumentTypes",
            Kind::Choices(DOCUMENT_TYPES),
            "accepted documents",
        ),
        Field::optional("showTorchButton", Kind::Flag, "offer the torch").default("true"),
        Field::optional("showCameraSwitch", Kind::Flag, "offer the other camera").default("true"),
        Field::optional(
            "showMirrorCameraButton",
            Kind::Flag,
            "offer a mirrored picture",
        )
        .default("true"),
        Field::required(
            "outcomes",
            Kind::Outcomes(&[
                Field::outcome("scanSuccess", Verdict::Passed, "the document was read"),
                Field::outcome("userCancelled", Verdict::Declined, "the person gave up"),
                Field::outcome("scanTimeout", Verdict::Unclear, "no document in time"),
            ]),
            "outcome to node id",
        ),
    ],
    traits: Traits {
        checks: true,
        ..Traits::ASKS
    },
};

pub(super) const ENTER_EMAIL: NodeSpec = NodeSpec {
    node_type: NodeType::EnterEmail,
    name: "enter_email",
    summary: Doc::new("asks for an email address without checking it"),
    since: Doc::NONE,
    fields: &[
        Field::optional("prompt", Kind::Prompt, "spoken when the field appears").since("1.0.41"),
        Field::required(
            "outcomes",
            Kind::Outcomes(&[
                Field::outcome("emailEntered", Verdict::Passed, "an address was entered"),
                Field::outcome("canceled", Verdict::Declined, "the person gave up; one L"),
            ]),
            "outcome to node id",
        ),
    ],
    traits: Traits::ASKS,
};

const CODE_OUTCOMES: Kind = Kind::Outcomes(&[
    Field::outcome("verified", Verdict::Passed, "the code was right"),
    Field::outcome(
        "delivery_failed",
        Verdict::Broken,
        "the code could not be sent",
    ),
    Field::outcome(
        "failed_unverified",
        Verdict::Failed,
        "attempts or time ran out",
    ),
    Field::outcome("cancelled", Verdict::Declined, "the person gave up; two Ls"),
    Field::outcome("error", Verdict::Broken, "the check failed"),
]);

const fn code_fields(template: &'static str) -> [Field; 7] {
    [
        Field::optional(
            "otpLength",
            Kind::Whole { min: 4, max: 8 },
            "digits of the code",
        )
        .default("6"),
        Field::optional(
            "expirySeconds",
            Kind::Number {
                min: 1,
                max: u32::MAX,
            },
            "seconds until the code expires",
        )
        .default("300"),
        Field::optional(
            "maxAttempts",
            Kind::Whole {
                min: 1,
                max: u32::MAX,
            },
            "wrong entries allowed",
        )
        .default("3"),
        Field::optional(
            "resendAfterSeconds",
            Kind::Number {
                min: 0,
                max: u32::MAX,
            },
            "seconds until a new code may be asked for",
        ),
        Field::optional("showUI", Kind::Flag, "show the code field").default("true"),
        Field::optional(
            template,
            Kind::Text,
            "text of the message, with {{code}} and {{userName}}",
        ),
        Field::required("outcomes", CODE_OUTCOMES, "outcome to node id"),
    ]
}

pub(super) const TWO_FACTOR_EMAIL: NodeSpec = NodeSpec {
    node_type: NodeType::TwoFactorEmail,
    name: "two_factor_email",
    summary: Doc::new(
        "sends a one-time code by email and checks it; asks for the address where it is unknown",
    ),
    since: Doc::new("1.0.18"),
    fields: &code_fields("emailTemplate"),
    traits: Traits::CODE,
};

pub(super) const TWO_FACTOR_SMS: NodeSpec = NodeSpec {
    node_type: NodeType::TwoFactorSms,
    name: "two_factor_sms",
    summary: Doc::new(
        "sends a one-time code by text message and checks it; asks for the number where it is unknown",
    ),
    since: Doc::new("1.0.18"),
    fields: &code_fields("smsTemplate"),
    traits: Traits::CODE,
};

pub(super) const DATA_VALIDATION: NodeSpec = NodeSpec {
    node_type: NodeType::DataValidation,
    name: "data_validation",
    summary: Doc::new("checks a collected field and branches on the result"),
    since: Doc::NONE,
    fields: &[
        Field::required(
            "validation",
            Kind::Object(&[
                Field::required("field", Kind::Text, "the collected field"),
                Field::required("action", Kind::Text, "what to check, such as `contains`"),
                Field::optional("value", Kind::Text, "expected value"),
            ]),
            "what to check",
        ),
        Field::required("outcomes", Kind::Branches(BRANCH), "at least one"),
    ],
    traits: Traits::CHECK,
};
