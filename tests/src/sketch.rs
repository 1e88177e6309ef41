//! Flows made from sketches: a node kind, a few numbers for its targets and a number for its words.
//!
//! A sketch always gives well-shaped JSON (every required field, every required outcome, targets that exist); its
//! *graph* is as wild as the numbers are. Proptest shrinks the numbers; [`Dice`] rolls them for loops and benches.

use serde_json::{Map, Value, json};

/// One node as numbers.
#[derive(Clone, Debug)]
pub struct SketchNode {
    /// Which node type, in which form.
    pub kind: Kind,
    /// Targets, taken modulo the number of nodes; repeated where the kind needs more.
    pub targets: Vec<usize>,
    /// Number of spoken words where the node speaks.
    pub words: usize,
}

/// A whole flow as numbers. The first node becomes the start node and the last one an end node.
#[derive(Clone, Debug)]
pub struct Sketch {
    /// The nodes in document order.
    pub nodes: Vec<SketchNode>,
}

/// Node types, with the forms that differ in their edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `conversation` with `awaitExternal`: one listed outcome and three exits.
    Awaiting,
    /// `conversation` with a list of outcomes.
    Conversation,
    /// `data_validation` with a list of outcomes.
    DataValidation,
    /// `document_scan`.
    DocumentScan,
    /// `two_factor_email`.
    EmailCode,
    /// `end`.
    End,
    /// `enter_email`.
    EnterEmail,
    /// `external_call`.
    ExternalCall,
    /// `face_compare` of two stored images.
    FaceCompare,
    /// `face_scan`.
    FaceScan,
    /// `field_condition` with rules and a default.
    FieldCondition,
    /// `liveness_detection` with its four outcomes.
    Liveness,
    /// `permissions`.
    Permissions,
    /// `recognition`.
    Recognition,
    /// `two_factor_sms`.
    SmsCode,
    /// `start`.
    Start,
}

impl Kind {
    /// Every kind that may stand between the first and the last node.
    pub const INNER: [Self; 14] = [
        Self::Awaiting,
        Self::Conversation,
        Self::DataValidation,
        Self::DocumentScan,
        Self::EmailCode,
        Self::End,
        Self::EnterEmail,
        Self::ExternalCall,
        Self::FaceCompare,
        Self::FaceScan,
        Self::FieldCondition,
        Self::Liveness,
        Self::Permissions,
        Self::Recognition,
    ];

    /// Least number of targets that the kind needs.
    pub fn arity(self) -> usize {
        match self {
            Self::End => 0,
            Self::Conversation | Self::ExternalCall | Self::Start => 1,
            Self::DataValidation | Self::EnterEmail | Self::FieldCondition | Self::Permissions => 2,
            Self::DocumentScan | Self::FaceCompare | Self::Recognition => 3,
            Self::Awaiting | Self::FaceScan | Self::Liveness => 4,
            Self::EmailCode | Self::SmsCode => 5,
        }
    }
}

impl Sketch {
    /// The flow as an array of nodes, named by `name(index)`.
    pub fn flow(&self, name: impl Fn(usize) -> String) -> Vec<Value> {
        let last = self.nodes.len().saturating_sub(1);
        self.nodes
            .iter()
            .enumerate()
            .map(|(index, node)| {
                let kind = if index == 0 {
                    Kind::Start
                } else if index == last {
                    Kind::End
                } else {
                    node.kind
                };
                let wanted = kind.arity().max(node.targets.len());
                let targets: Vec<String> = (0..wanted)
                    .map(|position| {
                        let target = node
                            .targets
                            .get(position % node.targets.len().max(1))
                            .copied()
                            .unwrap_or(last);
                        name(target % self.nodes.len())
                    })
                    .collect();
                node_json(kind, &name(index), &targets, &speech(node.words))
            })
            .collect()
    }

    /// The flow with its nodes named `n0`, `n1` and so on.
    pub fn to_value(&self) -> Value {
        Value::Array(self.flow(|index| format!("n{index}")))
    }

    /// Rolls a sketch of `nodes` nodes; `wild` is the chance in percent that a target is anything but a later node.
    pub fn roll(dice: &mut Dice, nodes: usize, wild: usize) -> Self {
        let nodes = nodes.max(2);
        let node = |index: usize, dice: &mut Dice| {
            let kind = *dice.pick(&Kind::INNER);
            let targets = (0..kind.arity().max(1) + dice.below(2))
                .map(|_| {
                    if dice.below(100) < wild || index + 1 >= nodes {
                        dice.below(nodes)
                    } else {
                        index + 1 + dice.below(nodes - index - 1)
                    }
                })
                .collect();
            SketchNode {
                kind,
                targets,
                words: dice.below(24),
            }
        };
        Self {
            nodes: (0..nodes).map(|index| node(index, dice)).collect(),
        }
    }
}

/// A `Say:` prompt of that many words; zero words give a description instead.
pub fn speech(words: usize) -> String {
    const WORDS: [&str; 12] = [
        "we", "check", "that", "you", "are", "really", "here", "and", "want", "this", "payment",
        "today",
    ];
    if words == 0 {
        return "Welcome the user and explain what happens next.".into();
    }
    let spoken: Vec<&str> = (0..words).map(|index| WORDS[index % WORDS.len()]).collect();
    format!("Say: {}.", spoken.join(" "))
}

/// One node in FaceSign's form; targets beyond the fixed outcomes of the kind are not used.
///
/// # Panics
/// With fewer targets than [`Kind::arity`].
pub fn node_json(kind: Kind, id: &str, targets: &[String], prompt: &str) -> Value {
    assert!(
        targets.len() >= kind.arity(),
        "{kind:?} needs {} targets",
        kind.arity()
    );
    let outcomes = |keys: &[&str]| -> Value {
        keys.iter()
            .zip(targets)
            .map(|(key, target)| ((*key).to_owned(), json!(target)))
            .collect::<Map<_, _>>()
            .into()
    };
    match kind {
        Kind::Awaiting => json!({
            "id": id, "type": "conversation", "prompt": prompt, "outcomes": listed(&targets[3..]),
            "awaitExternal": {
                "request": {"url": "https://api.example.com/wait", "method": "GET"},
                "poll": {"intervalMs": 1000, "timeoutMs": 60000},
                "exits": {"onDataReady": targets[0], "onTimeout": targets[1], "onError": targets[2]},
            },
        }),
        Kind::Conversation => {
            json!({"id": id, "type": "conversation", "prompt": prompt, "outcomes": listed(targets)})
        }
        Kind::DataValidation => json!({
            "id": id, "type": "data_validation",
            "validation": {"field": "email", "action": "contains", "value": "@example.com"},
            "outcomes": listed(targets),
        }),
        Kind::DocumentScan => json!({
            "id": id, "type": "document_scan", "scanningMode": "automatic", "allowedDocumentTypes": ["passport", "id"],
            "showTorchButton": true,
            "outcomes": outcomes(&["scanSuccess", "userCancelled", "scanTimeout"]),
        }),
        Kind::EmailCode => json!({
            "id": id, "type": "two_factor_email", "otpLength": 6, "expirySeconds": 300, "maxAttempts": 3,
            "outcomes": outcomes(&["verified", "delivery_failed", "failed_unverified", "cancelled", "error"]),
        }),
        Kind::End => json!({"id": id, "type": "end"}),
        Kind::EnterEmail => json!({
            "id": id, "type": "enter_email", "prompt": "Please enter your email address.",
            "outcomes": outcomes(&["emailEntered", "canceled"]),
        }),
        Kind::ExternalCall => json!({
            "id": id, "type": "external_call",
            "request": {
                "url": "https://api.example.com/risk", "method": "POST",
                "vars": [{"name": "email", "value": {"type": "ref", "source": "providedData", "field": "email"}}],
            },
            "outcome": targets[0],
        }),
        Kind::FaceCompare => json!({
            "id": id, "type": "face_compare", "sourceA": {"source": "faceScan"},
            "sourceB": {"source": "providedData", "providedDataKey": "portrait"}, "similarityThreshold": 0.8,
            "outcomes": outcomes(&["match", "noMatch", "imageUnavailable"]),
        }),
        Kind::FaceScan => json!({
            "id": id, "type": "face_scan", "captureInstructions": "Hold your face inside the oval.",
            "requireLivenessChallenge": true, "similarityThreshold": 0.75,
            "outcomes": outcomes(&["passed", "notPassed", "cancelled", "error"]),
        }),
        Kind::FieldCondition => {
            let (default, rules) = targets.split_last().expect("checked by the arity");
            let rule = |target: &String| {
                json!({
                    "left": {"source": "providedData", "field": "risk"}, "operator": "equals",
                    "right": {"type": "literal", "value": target}, "outcome": target,
                })
            };
            let rules: Vec<Value> = rules.iter().map(rule).collect();
            json!({"id": id, "type": "field_condition", "rules": rules, "default": default})
        }
        Kind::Liveness => json!({
            "id": id, "type": "liveness_detection",
            "outcomes": outcomes(&["livenessDetected", "deepfakeDetected", "noFace", "inconclusive"]),
        }),
        Kind::Permissions => json!({
            "id": id, "type": "permissions", "permissions": {"camera": true, "microphone": true},
            "outcomes": outcomes(&["permissionsGranted", "permissionsDenied"]),
        }),
        Kind::Recognition => json!({
            "id": id, "type": "recognition", "outcomes": outcomes(&["recognized", "newUser", "noFace"]),
        }),
        Kind::SmsCode => json!({
            "id": id, "type": "two_factor_sms", "otpLength": 4, "showUI": true,
            "outcomes": outcomes(&["verified", "delivery_failed", "failed_unverified", "cancelled", "error"]),
        }),
        Kind::Start => json!({"id": id, "type": "start", "outcome": targets[0]}),
    }
}

fn listed(targets: &[String]) -> Value {
    let outcome = |(position, target): (usize, &String)| {
        json!({
            "id": format!("outcome_{position}"), "condition": format!("the user gives answer number {position}"),
            "targetNodeId": target,
        })
    };
    targets.iter().enumerate().map(outcome).collect()
}

/// A small repeatable random source (`SplitMix64`, Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The same seed always rolls the same numbers.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; zero when the bound is zero.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.roll() % bound).unwrap_or(0)
    }

    /// One of the items.
    ///
    /// # Panics
    /// Where there are none.
    pub fn pick<'items, T>(&mut self, items: &'items [T]) -> &'items T {
        &items[self.below(items.len())]
    }
}
