//! What a creation must look like: kinds of fields, catalogue values, and a flow that can be walked.

use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::catalog::{AVATARS, DEFAULT_AVATAR, LANGS, avatar_name};
use super::fault::Fault;
use super::scenario::Scenario;
use crate::api::wire::{ExtractionField, FlowNormalization, SessionSettings};
use crate::flow::{Flow, Severity, check_value};

/// Most bytes of `metadata` as JSON (`FaceSign` API reference, `SessionSettings`).
const MAX_METADATA_BYTES: usize = 50 * 1024;
/// Processing zones; `es` is an older spelling that still appears.
const ZONES: [&str; 3] = ["us", "eu", "es"];
/// Stages of findings that keep a flow from being walked.
const BLOCKING: [&str; 3] = ["F1", "F2", "F3"];

/// A creation that may go on.
#[derive(Debug)]
pub(super) struct Admitted {
    pub(super) settings: SessionSettings,
    pub(super) flow: Flow,
    pub(super) warnings: Vec<String>,
    pub(super) scenario: Option<Scenario>,
}

/// Reads and checks the body of a creation.
pub(super) fn admit(body: &[u8]) -> Result<Admitted, Fault> {
    let value: Value = serde_json::from_slice(body).map_err(|error| Fault::Invalid {
        code: "invalid_json",
        param: None,
        message: format!("the body is not JSON: {error}"),
    })?;
    let Value::Object(object) = &value else {
        return Err(Fault::Invalid {
            code: "invalid_json",
            param: None,
            message: "the body is not a JSON object; send `{\"flow\": [...], \"metadata\": {}}`"
                .into(),
        });
    };
    kinds(object)?;
    if object.get("flow").is_none_or(Value::is_null) {
        let retired = if object.contains_key("modules") {
            "; `modules` are retired"
        } else {
            ""
        };
        let message = format!("`flow` is missing: send an array of nodes{retired}");
        return Err(Fault::Invalid {
            code: "parameter_missing",
            param: Some("flow".into()),
            message,
        });
    }
    let mut settings: SessionSettings =
        serde_json::from_value(value).map_err(|error| Fault::invalid("body", error.to_string()))?;
    values(&mut settings)?;
    settings.flow_normalizations = fill_inconclusive(&mut settings.flow);
    let warnings = settings.flow_normalizations.iter().map(warning).collect();
    let flow = walkable(&settings.flow)?;
    let scenario = Scenario::read(&settings.metadata)?;
    Ok(Admitted {
        settings,
        flow,
        warnings,
        scenario,
    })
}

/// A field, whether a value is of its kind, and the name of the kind.
type Kind = (&'static str, fn(&Value) -> bool, &'static str);

/// Refuses a field of the wrong kind by its name, before the typed reading loses it.
fn kinds(object: &Map<String, Value>) -> Result<(), Fault> {
    const KINDS: [Kind; 12] = [
        ("clientReferenceId", Value::is_string, "a string"),
        ("metadata", Value::is_object, "an object"),
        ("providedData", Value::is_object, "an object"),
        ("avatarId", Value::is_string, "a string"),
        ("langs", Value::is_array, "an array of language codes"),
        ("defaultLang", Value::is_string, "a string"),
        ("zone", Value::is_string, "a string"),
        ("flow", Value::is_array, "an array of nodes"),
        ("customization", Value::is_object, "an object"),
        ("videoAIAnalysisEnabled", Value::is_boolean, "true or false"),
        ("extractionSchema", Value::is_array, "an array of fields"),
        ("backgroundAssetId", Value::is_string, "a string"),
    ];
    for (name, fits, kind) in KINDS {
        if object
            .get(name)
            .is_some_and(|value| !value.is_null() && !fits(value))
        {
            return Err(Fault::invalid(name, format!("`{name}` is not {kind}")));
        }
    }
    Ok(())
}

/// Checks the values of the catalogue and the limits; fills in the avatar.
fn values(settings: &mut SessionSettings) -> Result<(), Fault> {
    if serde_json::to_vec(&settings.metadata)?.len() > MAX_METADATA_BYTES {
        return Err(Fault::invalid(
            "metadata",
            format!("`metadata` is larger than {MAX_METADATA_BYTES} bytes"),
        ));
    }
    let avatar = settings
        .avatar_id
        .get_or_insert_with(|| DEFAULT_AVATAR.to_owned());
    if avatar_name(avatar).is_none() {
        let first = AVATARS.map(|(id, _)| format!("`{id}`")).join(", ");
        return Err(Fault::invalid(
            "avatarId",
            format!("there is no avatar `{avatar}`; the sandbox has {first}"),
        ));
    }
    let langs = settings.langs.iter().flatten().map(|lang| ("langs", lang));
    for (param, lang) in langs.chain(
        settings
            .default_lang
            .iter()
            .map(|lang| ("defaultLang", lang)),
    ) {
        if !LANGS.iter().any(|(id, _)| id == lang) {
            let known = LANGS.map(|(id, _)| id).join(", ");
            return Err(Fault::invalid(
                param,
                format!("there is no language `{lang}`; the catalogue has {known}"),
            ));
        }
    }
    if settings
        .zone
        .as_ref()
        .is_some_and(|zone| !ZONES.contains(&zone.as_str()))
    {
        return Err(Fault::invalid("zone", "`zone` is neither `us` nor `eu`"));
    }
    for (name, value) in settings.provided_data.iter().flatten() {
        if value.is_array() || value.is_object() || value.is_null() {
            let message = format!("`providedData.{name}` is not a string, number or boolean");
            return Err(Fault::invalid("providedData", message));
        }
    }
    if let Some(schema) = &settings.extraction_schema {
        Vec::<ExtractionField>::deserialize(schema).map_err(|error| {
            Fault::invalid(
                "extractionSchema",
                format!("a field of the schema is wrong: {error}"),
            )
        })?;
    }
    Ok(())
}

/// Gives every liveness node without `inconclusive` the target of its `noFace` (`FaceSign` API changelog, 1.0.44).
fn fill_inconclusive(flow: &mut Value) -> Vec<FlowNormalization> {
    let mut filled = Vec::new();
    for node in flow.as_array_mut().into_iter().flatten() {
        if node.get("type").and_then(Value::as_str) != Some("liveness_detection") {
            continue;
        }
        let node_id = node
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let Some(Value::Object(outcomes)) = node.get_mut("outcomes") else {
            continue;
        };
        if outcomes.contains_key("inconclusive") {
            continue;
        }
        if let Some(target) = outcomes
            .get("noFace")
            .and_then(Value::as_str)
            .map(str::to_owned)
        {
            outcomes.insert("inconclusive".into(), target.clone().into());
            filled.push(FlowNormalization {
                node_id,
                outcome: "inconclusive".into(),
                filled_with: target,
            });
        }
    }
    filled
}

fn warning(filled: &FlowNormalization) -> String {
    format!(
        "node `{}`: the outcome `{}` was missing and now leads where `noFace` leads, to `{}`; route it on purpose",
        filled.node_id, filled.outcome, filled.filled_with
    )
}

/// The flow, unless a finding about its text, shape or graph stands against it.
fn walkable(flow: &Value) -> Result<Flow, Fault> {
    let checked = check_value(flow);
    let blocking: Vec<_> = checked
        .findings
        .into_iter()
        .filter(|f| {
            f.severity == Severity::Error && BLOCKING.iter().any(|stage| f.code.starts_with(stage))
        })
        .collect();
    match (checked.flow, blocking.first()) {
        (Some(flow), None) => Ok(flow),
        (_, Some(first)) => {
            let param = format!("/flow{}", first.pointer);
            let more = match blocking.len() - 1 {
                0 => String::new(),
                n => format!(" (and {n} more)"),
            };
            let help = if first.help.is_empty() {
                String::new()
            } else {
                format!("; {}", first.help)
            };
            let message = format!(
                "{param}: {} [{} {}]{help}{more}",
                first.message, first.code, first.name
            );
            Err(Fault::InvalidFlow {
                message,
                param,
                findings: blocking,
            })
        }
        (None, None) => Err(Fault::InvalidFlow {
            message: "`flow` cannot be walked; check it with validate_flow".into(),
            param: "/flow".into(),
            findings: blocking,
        }),
    }
}
