//! A step: what a flow should do at one place, without the wiring.

use flow_core::schema::{NODES, NodeType};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Further attempts a step may have at most: a person who fails four times is helped better by a person.
pub const MAX_RETRIES: u8 = 3;

/// A step of the main path.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// Node type.
    #[serde(rename = "type")]
    pub kind: StepType,
    /// Node id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// English goal of the avatar, or `Say: …` for exact words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// Wait for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expects_reply: Option<bool>,
    /// Watch for coercion.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub coercion: bool,
    /// Where a failed check leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "on_failure")]
    pub on_failure: Option<OnFailure>,
    /// Further attempts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 3))]
    pub retries: Option<u8>,
    /// Type to do instead on failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "string")]
    pub fallback: Option<StepType>,
    /// Further node fields.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[schemars(schema_with = "object")]
    pub fields: Map<String, Value>,
}

fn object(_: &mut SchemaGenerator) -> Schema {
    Map::from_iter([("type".to_owned(), json!("object"))]).into()
}

/// The names alone: a model pays for every word of a schema.
fn on_failure(_: &mut SchemaGenerator) -> Schema {
    let names = OnFailure::ALL.map(OnFailure::as_str);
    Map::from_iter([("enum".to_owned(), json!(names))]).into()
}

fn string(_: &mut SchemaGenerator) -> Schema {
    Map::from_iter([("type".to_owned(), json!("string"))]).into()
}

/// A node type that can be a step: every one but `start` and `end`, which the builder places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepType(NodeType);

impl StepType {
    /// The step of a node type; `None` for `start` and `end`.
    pub const fn of(node_type: NodeType) -> Option<Self> {
        match node_type {
            NodeType::Start | NodeType::End => None,
            step => Some(Self(step)),
        }
    }

    /// All, in the order of the node table.
    pub fn all() -> impl Iterator<Item = Self> {
        NODES.iter().filter_map(|spec| Self::of(spec.node_type))
    }

    /// The node type.
    pub const fn node_type(self) -> NodeType {
        self.0
    }

    /// Wire spelling.
    pub const fn name(self) -> &'static str {
        self.0.name()
    }
}

impl Default for StepType {
    fn default() -> Self {
        Self(NodeType::Conversation)
    }
}

impl Serialize for StepType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for StepType {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::all().find(|step| step.name() == name).ok_or_else(|| {
            let known: Vec<&str> = Self::all().map(Self::name).collect();
            serde::de::Error::custom(format!(
                "there is no step `{name}`; there are {}",
                known.join(", ")
            ))
        })
    }
}

impl JsonSchema for StepType {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StepType".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = Self::all().map(Self::name).collect();
        Map::from_iter([("enum".to_owned(), json!(names))]).into()
    }
}

/// Where a failed check leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnFailure {
    /// To the end `rejected`.
    #[default]
    Reject,
    /// To the end `needs_review`, for a person to decide.
    Review,
}

impl OnFailure {
    /// Both choices.
    pub const ALL: [Self; 2] = [Self::Reject, Self::Review];
    /// The choice with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == name)
    }

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reject => "reject",
            Self::Review => "review",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_read_by_the_names_of_the_node_table() {
        let step: Step =
            serde_json::from_value(json!({"type": "two_factor_sms", "retries": 1})).unwrap();
        assert_eq!(
            (step.kind.name(), step.retries),
            ("two_factor_sms", Some(1))
        );
        for bad in [
            json!({"type": "start"}),
            json!({"type": "sms"}),
            json!({"type": "recognition", "goal": "x"}),
            json!({"retries": 1}),
        ] {
            assert!(
                serde_json::from_value::<Step>(bad.clone()).is_err(),
                "{bad}"
            );
        }
        assert_eq!(StepType::all().count(), NODES.len() - 2);
    }
}
