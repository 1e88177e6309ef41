//! The node reference and the rule reference as owned values, printed from the tables of `flow-core`.

use schemars::JsonSchema;
use serde::Serialize;

/// A node type with its fields and outcomes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NodeTypeDoc {
    /// Wire spelling.
    pub node_type: String,
    /// What the node does, in one line.
    pub summary: String,
    /// Fields besides `id`, `type` and the edges.
    pub fields: Vec<FieldDoc>,
    /// Outcomes of the node.
    pub outcomes: Vec<OutcomeDoc>,
    /// API version that brought the type; `None` where no source says.
    pub since: Option<String>,
}

/// A field of a node type.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FieldDoc {
    /// Name; inner fields are written `outer.inner`.
    pub name: String,
    /// Kind of value, such as `string` or `boolean`.
    pub kind: String,
    /// Whether the API demands it.
    pub required: bool,
    /// Allowed range or values.
    pub range: Option<String>,
    /// Value taken where the field is absent.
    pub default: Option<String>,
    /// What it means, in one line.
    pub meaning: String,
}

/// An outcome of a node type.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OutcomeDoc {
    /// Exact spelling.
    pub name: String,
    /// Whether it must be linked.
    pub required: bool,
    /// When it is taken, in one line.
    pub meaning: String,
}

/// A rule with its page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleDoc {
    /// Stable code, such as `F2013`.
    pub code: String,
    /// Stable name, such as `dangling-target`.
    pub name: String,
    /// Severity of most findings of the rule; a finding may weigh less.
    pub severity: super::Severity,
    /// What it finds, in one line.
    pub summary: String,
    /// The page of the rule in Markdown.
    pub page: String,
}

/// The node reference: every node type, in the order of the table.
pub fn node_types() -> Vec<NodeTypeDoc> {
    Vec::new()
}

/// The rule with this code or name.
pub fn rule(code_or_name: &str) -> Option<RuleDoc> {
    rules().find(|rule| rule.code == code_or_name || rule.name == code_or_name)
}

/// All rules, by ascending code.
pub fn rules() -> impl Iterator<Item = RuleDoc> {
    std::iter::empty()
}
