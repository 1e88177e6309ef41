//! Nodes that analyse the live video or images taken from it.

use super::{Doc, Field, Kind, Need, NodeSpec, NodeType, Traits, Verdict};

const SHARE: Kind = Kind::Number { min: 0, max: 1 };

pub(super) const LIVENESS_DETECTION: NodeSpec = NodeSpec {
    node_type: NodeType::LivenessDetection,
    name: "liveness_detection",
    summary: Doc::new(
        "tells a live person from a spoof or deepfake; needs 5 s of camera time before it",
    ),
    since: Doc::NONE,
    fields: &[Field::required(
        "outcomes",
        Kind::Outcomes(&[
            Field::outcome("livenessDetected", Verdict::Passed, "a live person"),
            Field::outcome(
                "deepfakeDetected",
                Verdict::Failed,
                "a spoof or manipulation",
            ),
            Field::outcome("noFace", Verdict::Unclear, "frames, but no face on them"),
            Field::new(
                "inconclusive",
                Kind::Target,
                Need::FilledFromNoFace,
                "no verdict; a fault of the check, never a pass",
            )
            .since("1.0.44")
            .says(Verdict::Broken),
            Field::optional(
                "captureUnavailable",
                Kind::Target,
                "the camera could not be read",
            )
            .says(Verdict::Broken),
        ]),
        "outcome to node id",
    )],
    traits: Traits::VIDEO,
};

pub(super) const FACE_SCAN: NodeSpec = NodeSpec {
    node_type: NodeType::FaceScan,
    name: "face_scan",
    summary: Doc::new(
        "guided high-quality face capture, with a match against a reference where one is named",
    ),
    since: Doc::NONE,
    fields: &[
        Field::required(
            "outcomes",
            Kind::Outcomes(&[
                Field::outcome(
                    "passed",
                    Verdict::Passed,
                    "captured, and matched where a reference is named",
                ),
                Field::outcome("notPassed", Verdict::Unclear, "captured, but not accepted"),
                Field::outcome("cancelled", Verdict::Declined, "the person gave up"),
                Field::outcome("error", Verdict::Broken, "the capture failed"),
            ]),
            "outcome to node id",
        ),
        Field::optional(
            "captureInstructions",
            Kind::Text,
            "text shown during the capture",
        ),
        Field::optional(
            "requireLivenessChallenge",
            Kind::Flag,
            "active challenge during the capture",
        )
        .default("false"),
        Field::optional(
            "requireAILivenessCheck",
            Kind::Flag,
            "liveness analysis of the capture",
        )
        .default("false"),
        Field::optional(
            "referenceImageKey",
            Kind::Text,
            "key of the reference image",
        ),
        Field::optional("similarityThreshold", SHARE, "least similarity that passes"),
        Field::optional("enableSound", Kind::Flag, "sounds during the capture").default("true"),
        Field::optional("enableHaptics", Kind::Flag, "vibration during the capture")
            .default("true"),
    ],
    traits: Traits {
        waits_for_person: true,
        ..Traits::VIDEO
    },
};

const SOURCE: &[Field] = &[
    Field::required(
        "source",
        Kind::Choice(&["sessionVideo", "faceScan", "documentPhoto", "providedData"]),
        "where the image comes from; scans mean the most recent one",
    ),
    Field::new(
        "providedDataKey",
        Kind::Text,
        Need::WithProvidedData,
        "key of the image address in providedData",
    ),
];

pub(super) const FACE_COMPARE: NodeSpec = NodeSpec {
    node_type: NodeType::FaceCompare,
    name: "face_compare",
    summary: Doc::new("compares two images that are already there"),
    since: Doc::NONE,
    fields: &[
        Field::required("sourceA", Kind::Object(SOURCE), "first image"),
        Field::required("sourceB", Kind::Object(SOURCE), "second image"),
        Field::optional(
            "similarityThreshold",
            SHARE,
            "least similarity that matches",
        ),
        Field::required(
            "outcomes",
            Kind::Outcomes(&[
                Field::outcome("match", Verdict::Passed, "the same face"),
                Field::outcome("noMatch", Verdict::Failed, "different faces"),
                Field::outcome(
                    "imageUnavailable",
                    Verdict::Broken,
                    "an image could not be obtained",
                ),
            ]),
            "outcome to node id",
        ),
    ],
    traits: Traits::VIDEO,
};

pub(super) const RECOGNITION: NodeSpec = NodeSpec {
    node_type: NodeType::Recognition,
    name: "recognition",
    summary: Doc::new(
        "looks the live face up among faces registered before; needs 5 s of camera time before it",
    ),
    since: Doc::NONE,
    fields: &[Field::required(
        "outcomes",
        Kind::Outcomes(&[
            Field::outcome("recognized", Verdict::Passed, "a registered face"),
            Field::outcome("newUser", Verdict::Failed, "a face not registered"),
            Field::outcome("noFace", Verdict::Unclear, "no face on the video"),
        ]),
        "outcome to node id",
    )],
    traits: Traits {
        collects: true,
        ..Traits::VIDEO
    },
};
