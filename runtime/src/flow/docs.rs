//! The node reference and the rule reference as owned values, printed from the tables of `flow-core`.

use flow_core::Rule;
use flow_core::schema::{Field, Kind, NODES, Need, NodeSpec};
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
    NODES.iter().map(|spec| NodeTypeDoc::new(spec)).collect()
}

impl NodeTypeDoc {
    fn new(spec: &NodeSpec) -> Self {
        let mut doc = Self {
            node_type: spec.name.to_owned(),
            summary: spec.summary.text().to_owned(),
            fields: Vec::new(),
            outcomes: Vec::new(),
            since: spec.since.get().map(str::to_owned),
        };
        for field in spec.fields {
            doc.add("", field);
        }
        doc
    }

    fn add(&mut self, outer: &str, field: &Field) {
        let edge = |name: &str, meaning: &str| OutcomeDoc {
            name: name.to_owned(),
            required: !outer.is_empty() || field.need == Need::Required,
            meaning: meaning.to_owned(),
        };
        match field.kind {
            Kind::Target => self.outcomes.push(edge(field.name, field.meaning.text())),
            Kind::Branches(_) => self
                .outcomes
                .push(edge("<id>", "one per listed outcome, named by its id")),
            Kind::Comparisons(_) => self
                .outcomes
                .push(edge("rules/<n>", "one per comparison, counted from 0")),
            Kind::Outcomes(outcomes) => {
                self.outcomes
                    .extend(outcomes.iter().map(|outcome| OutcomeDoc {
                        name: outcome.name.to_owned(),
                        required: outer.is_empty() && outcome.need != Need::Optional,
                        meaning: outcome.meaning.text().to_owned(),
                    }));
            }
            _ => self.fields.push(FieldDoc::new(outer, field)),
        }
        let (Kind::Object(inner) | Kind::List(inner) | Kind::Comparisons(inner)) = field.kind
        else {
            return;
        };
        let outer = format!("{outer}{}.", field.name);
        for part in inner
            .iter()
            .filter(|part| !matches!(part.kind, Kind::Target))
        {
            self.add(&outer, part);
        }
    }
}

impl FieldDoc {
    fn new(outer: &str, field: &Field) -> Self {
        Self {
            name: format!("{outer}{}", field.name),
            kind: kind(field.kind).to_owned(),
            required: field.need == Need::Required,
            range: range(field),
            default: field.default.get().map(str::to_owned),
            meaning: field.meaning.text().to_owned(),
        }
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Prompt | Kind::OutcomeId | Kind::Condition | Kind::Choice(_) => "string",
        Kind::Flag => "boolean",
        Kind::Number { .. } => "number",
        Kind::Whole { .. } => "integer",
        Kind::Scalar => "string, number or boolean",
        Kind::Choices(_) => "array of strings",
        Kind::Target => "node id",
        Kind::Object(_) | Kind::Outcomes(_) => "object",
        Kind::List(_) | Kind::Branches(_) | Kind::Comparisons(_) => "array of objects",
    }
}

fn range(field: &Field) -> Option<String> {
    let with = |value| format!("required with `{value}`");
    let without = |values: &[&str]| format!("required unless `{}`", values.join("`, `"));
    let needed = field.need.with().map(with);
    let needed = needed.or_else(|| field.need.without().map(without));
    match field.kind {
        Kind::Number { min, max } | Kind::Whole { min, max } if max == u32::MAX => {
            Some(format!("{min} or more"))
        }
        Kind::Number { min, max } | Kind::Whole { min, max } => Some(format!("{min} to {max}")),
        Kind::Choice(values) | Kind::Choices(values) => Some(values.join(", ")),
        _ => needed,
    }
}

/// The rule with this code or name.
pub fn rule(code_or_name: &str) -> Option<RuleDoc> {
    let rule = Rule::by_code(code_or_name).or_else(|| Rule::by_name(code_or_name));
    rule.map(RuleDoc::new)
}

/// The rule that a misspelt code or name was evidently meant for.
pub fn meant_rule(code_or_name: &str) -> Option<RuleDoc> {
    Rule::meant_by(code_or_name).map(RuleDoc::new)
}

/// All rules, by ascending code.
pub fn rules() -> impl Iterator<Item = RuleDoc> {
    Rule::ALL.iter().copied().map(RuleDoc::new)
}

impl RuleDoc {
    fn new(rule: Rule) -> Self {
        let meta = rule.meta();
        Self {
            code: meta.code.to_owned(),
            name: meta.name.to_owned(),
            severity: meta.severity.into(),
            summary: meta.summary.to_owned(),
            page: rule.page().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_names_every_type_with_fields_and_outcomes() {
        let types = node_types();
        assert_eq!(types.len(), 15);
        let code = types
            .iter()
            .find(|doc| doc.node_type == "two_factor_sms")
            .unwrap();
        let length = code
            .fields
            .iter()
            .find(|field| field.name == "otpLength")
            .unwrap();
        assert_eq!(
            (
                length.kind.as_str(),
                length.range.as_deref(),
                length.default.as_deref()
            ),
            ("integer", Some("4 to 8"), Some("6"))
        );
        let names: Vec<_> = code
            .outcomes
            .iter()
            .map(|outcome| outcome.name.as_str())
            .collect();
        assert_eq!(
            names,
            [
                "verified",
                "delivery_failed",
                "failed_unverified",
                "cancelled",
                "error"
            ]
        );
        let talk = types
            .iter()
            .find(|doc| doc.node_type == "conversation")
            .unwrap();
        assert!(
            talk.fields
                .iter()
                .any(|field| field.name == "awaitExternal.poll.intervalMs")
        );
        assert!(
            talk.outcomes
                .iter()
                .any(|outcome| outcome.name == "onTimeout" && !outcome.required)
        );
    }

    #[test]
    fn rules_are_found_by_code_and_by_name() {
        assert_eq!(rules().count(), Rule::ALL.len());
        let by_code = rule("F4001").unwrap();
        assert_eq!(by_code.name, "camera-warm-up");
        assert_eq!(rule("camera-warm-up").unwrap().code, "F4001");
        assert!(by_code.page.starts_with("# F4001 camera-warm-up\n"));
        assert!(rule("F0000").is_none());
        let meant = |name| meant_rule(name).map(|rule| rule.code);
        assert_eq!(meant("camera-warmup").as_deref(), Some("F4001"));
        assert_eq!(meant("f4001").as_deref(), Some("F4001"));
        assert_eq!(
            meant("F2099"),
            None,
            "several codes are as near as any other"
        );
    }
}
