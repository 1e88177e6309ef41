//! Nodes that steer the talk: start, end, permissions, conversation.

use super::calls::{EXITS, REQUEST};
use super::{Doc, Field, Kind, NodeSpec, NodeType, Traits, Verdict};

pub(super) const START: NodeSpec = NodeSpec {
    node_type: NodeType::Start,
    name: "start",
    summary: Doc::new("entry of the flow; exactly one"),
    since: Doc::NONE,
    fields: &[Field::required(
        "outcome",
        Kind::Target,
        "id of the first node",
    )],
    traits: Traits::NONE,
};

pub(super) const END: NodeSpec = NodeSpec {
    node_type: NodeType::End,
    name: "end",
    summary: Doc::new("terminal: reaching it completes the session; at least one"),
    since: Doc::NONE,
    fields: &[],
    traits: Traits::NONE,
};

pub(super) const PERMISSIONS: NodeSpec = NodeSpec {
    node_type: NodeType::Permissions,
    name: "permissions",
    summary: Doc::new(
        "asks for camera and microphone with a prompt or a branch of its own; without it the session asks by itself",
    ),
    since: Doc::NONE,
    fields: &[
        Field::required(
            "permissions",
            Kind::Object(&[
                Field::optional("camera", Kind::Flag, "ask for the camera"),
                Field::optional("microphone", Kind::Flag, "ask for the microphone"),
            ]),
            "what to ask for",
        ),
        Field::optional(
            "prompt",
            Kind::Prompt,
            "spoken while asking; skipped where permission already exists",
        ),
        Field::required(
            "outcomes",
            Kind::Outcomes(&[
                Field::outcome(
                    "permissionsGranted",
                    Verdict::Passed,
                    "everything asked for was allowed",
                ),
                Field::outcome(
                    "permissionsDenied",
                    Verdict::Declined,
                    "something was refused",
                ),
            ]),
            "outcome to node id",
        ),
    ],
    traits: Traits::WAITS,
};

/// Element of a list of conditional outcomes.
pub(super) const BRANCH: &[Field] = &[
    Field::required(
        "id",
        Kind::OutcomeId,
        "name of the outcome, unique in the node",
    ),
    Field::required("targetNodeId", Kind::Target, "id of the next node"),
    Field::required(
        "condition",
        Kind::Condition,
        "when it is taken, in plain English; empty means always",
    ),
];

pub(super) const CONVERSATION: NodeSpec = NodeSpec {
    node_type: NodeType::Conversation,
    name: "conversation",
    summary: Doc::new("the avatar speaks and listens until the condition of an outcome holds"),
    since: Doc::NONE,
    fields: &[
        Field::required(
            "prompt",
            Kind::Prompt,
            "`Say: …` for exact words, otherwise a goal in plain English",
        ),
        Field::required("outcomes", Kind::Branches(BRANCH), "at least one"),
        Field::optional(
            "doesNotRequireReply",
            Kind::Flag,
            "go on without an answer; for closing words",
        )
        .default("false"),
        Field::optional(
            "awaitExternal",
            Kind::Object(&[
                Field::required("request", Kind::Object(REQUEST), "what to call"),
                Field::required(
                    "poll",
                    Kind::Object(&[
                        Field::required(
                            "intervalMs",
                            Kind::Number {
                                min: 1,
                                max: u32::MAX,
                            },
                            "milliseconds between two calls",
                        ),
                        Field::required(
                            "timeoutMs",
                            Kind::Number {
                                min: 1,
                                max: u32::MAX,
                            },
                            "milliseconds until `onTimeout`",
                        ),
                    ]),
                    "how often and how long",
                ),
                Field::required("exits", Kind::Outcomes(EXITS), "outcome to node id"),
            ]),
            "poll an endpoint while the talk goes on; ordinary outcomes stay active",
        ),
    ],
    traits: Traits::ASKS,
};
