//! Nodes that call out or route by data, and the parts a polling conversation shares with them.

use super::{Doc, Field, Kind, Need, NodeSpec, NodeType, Traits, Verdict};

const SOURCES: Kind = Kind::Choice(&["extractedData", "providedData"]);

const OPERAND: &[Field] = &[
    Field::required(
        "type",
        Kind::Choice(&["literal", "ref"]),
        "a value, or the place of one",
    ),
    Field::new("value", Kind::Scalar, Need::WithLiteral, "the value"),
    Field::new("source", SOURCES, Need::WithReference, "where the field is"),
    Field::new(
        "field",
        Kind::Text,
        Need::WithReference,
        "name of the field",
    ),
];

pub(super) const REQUEST: &[Field] = &[
    Field::required("url", Kind::Text, "address on FaceSign's allowlist"),
    Field::optional(
        "method",
        Kind::Choice(&["GET", "POST"]),
        "GET sends vars in the query",
    )
    .default("\"POST\""),
    Field::optional(
        "vars",
        Kind::List(&[
            Field::required("name", Kind::Text, "name of the parameter"),
            Field::required("value", Kind::Object(OPERAND), "value of the parameter"),
        ]),
        "what to send",
    ),
];

pub(super) const EXITS: &[Field] = &[
    Field::outcome(
        "onDataReady",
        Verdict::Passed,
        "the endpoint answered with data",
    ),
    Field::outcome("onTimeout", Verdict::Broken, "`timeoutMs` passed"),
    Field::outcome(
        "onError",
        Verdict::Broken,
        "the endpoint answered with an error",
    ),
];

pub(super) const EXTERNAL_CALL: NodeSpec = NodeSpec {
    node_type: NodeType::ExternalCall,
    name: "external_call",
    summary: Doc::new(
        "calls an endpoint from the server and merges its flat answer into providedData; never branches",
    ),
    since: Doc::NONE,
    fields: &[
        Field::required("request", Kind::Object(REQUEST), "what to call"),
        Field::required("outcome", Kind::Target, "id of the next node"),
    ],
    traits: Traits {
        collects: true,
        ..Traits::NONE
    },
};

const OPERATORS: &[&str] = &[
    "equals",
    "notEquals",
    "gt",
    "lt",
    "gte",
    "lte",
    "exists",
    "notExists",
];

pub(super) const FIELD_CONDITION: NodeSpec = NodeSpec {
    node_type: NodeType::FieldCondition,
    name: "field_condition",
    summary: Doc::new("routes by data: the first comparison that holds wins, else `default`"),
    since: Doc::NONE,
    fields: &[
        Field::required(
            "rules",
            Kind::Comparisons(&[
                Field::required(
                    "left",
                    Kind::Object(&[
                        Field::required("source", SOURCES, "where the field is"),
                        Field::required("field", Kind::Text, "name of the field"),
                    ]),
                    "the field compared",
                ),
                Field::required("operator", Kind::Choice(OPERATORS), "how to compare"),
                Field::new(
                    "right",
                    Kind::Object(OPERAND),
                    Need::WithComparison,
                    "what it is compared with",
                ),
                Field::required("outcome", Kind::Target, "id of the next node"),
            ]),
            "at least one; tried from the top",
        ),
        Field::required(
            "default",
            Kind::Target,
            "id of the next node where no comparison holds",
        ),
    ],
    traits: Traits::CHECK,
};
