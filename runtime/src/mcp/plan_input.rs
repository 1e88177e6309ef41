//! The arguments a plan is made of, shared by launch and export, and what is checked about them.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::error::ToolError;
use super::flow_answer;
use super::report::Report;
use super::schema::{any_object, flow_reference};
use crate::api::wire::ExtractionField;
use crate::flow::{self, Checked};
use crate::plan::{Plan, UiStrings};
use crate::session::{Catalogue, SessionRef};

/// Largest metadata in bytes (`FaceSign` API reference, `SessionSettings`).
const MAX_METADATA: usize = 50 * 1024;
/// Largest landing or recap page in bytes. A choice of this project: a page of text and style, no embedded media.
const MAX_HTML: usize = 256 * 1024;
/// Names of a catalogue spelt out in a refusal.
const NAMES_SHOWN: usize = 12;

/// Arguments of a plan. Where `flow` is left out, the session's current plan is taken and the given arguments change it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PlanInput {
    /// The flow: an array of nodes, edges inside the nodes. Left out: the session's current flow.
    #[serde(default)]
    #[schemars(schema_with = "flow_reference")]
    flow: Option<Value>,
    /// Avatar id from the catalogue; left out, FaceSign chooses.
    #[serde(default)]
    avatar_id: Option<String>,
    /// Languages allowed (BCP 47). Leave out unless the user asks: then every language of the catalogue works.
    #[serde(default)]
    langs: Option<Vec<String>>,
    /// Language used where the browser's is not allowed; `en` by default.
    #[serde(default)]
    default_lang: Option<String>,
    /// Data processing zone: `us` or `eu`.
    #[serde(default)]
    zone: Option<String>,
    /// Your own id for the sessions.
    #[serde(default)]
    client_reference_id: Option<String>,
    /// Free key-value pairs, returned with the session and searchable; at most 50 KB.
    #[serde(default)]
    #[schemars(schema_with = "any_object")]
    metadata: Option<Map<String, Value>>,
    /// User data known beforehand, such as `name`, `email`, `phone`: strings, numbers, booleans.
    #[serde(default)]
    #[schemars(schema_with = "any_object")]
    provided_data: Option<Map<String, Value>>,
    /// Options of the hosted page: `permissionsPage` and `controls`.
    #[serde(default)]
    #[schemars(schema_with = "any_object")]
    customization: Option<Map<String, Value>>,
    /// Fields to extract from the transcript.
    #[serde(default)]
    extraction_schema: Option<Vec<ExtractionField>>,
    /// Whether the video is analysed after the session.
    #[serde(default, rename = "videoAIAnalysisEnabled")]
    video_ai_analysis_enabled: Option<bool>,
    /// Id of a background picture uploaded in the FaceSign console.
    #[serde(default)]
    background_asset_id: Option<String>,
    /// HTML shown before the session; a good page is built in. Placeholders like `{{title}}` are filled from `uiStrings`.
    #[serde(default)]
    landing_html: Option<String>,
    /// HTML shown after the session; a good page is built in.
    #[serde(default)]
    recap_html: Option<String>,
    /// Texts for the placeholders of both pages: language, then placeholder, then text.
    #[serde(default)]
    #[schemars(schema_with = "any_object")]
    ui_strings: Option<UiStrings>,
    /// The session handle that `set_api_key` returned.
    #[serde(default)]
    session: Option<String>,
}

/// A plan that passed every check, with what was found about its flow.
pub(super) struct CheckedPlan {
    pub(super) plan: Plan,
    pub(super) report: Report,
}

impl PlanInput {
    /// The session handle among the arguments.
    pub(super) fn session(&self) -> Option<String> {
        self.session.clone()
    }

    /// Makes the plan, or says what has to change.
    ///
    /// # Errors
    /// A refusal with findings and a suggested flow where the flow has errors; one that names the argument otherwise.
    pub(super) async fn plan(
        self,
        session: &SessionRef,
        catalogue: &Catalogue,
    ) -> Result<CheckedPlan, ToolError> {
        let (current, checked) = if let Some(given) = &self.flow {
            (None, check_flow(given)?)
        } else {
            let current = session.plan().await?;
            let checked = flow::check_value(current.flow.value());
            (Some(current), checked)
        };
        let report = Report::of(&checked);
        let flow = match checked.flow {
            Some(flow) if report.valid => flow,
            _ => return Err(flow_answer::refuse(report)),
        };
        let mut plan = current.unwrap_or_else(|| Plan::of_flow(flow));
        self.apply(&mut plan, catalogue)?;
        Ok(CheckedPlan { plan, report })
    }

    /// Checks the settings and puts those given into the plan.
    fn apply(self, plan: &mut Plan, catalogue: &Catalogue) -> Result<(), ToolError> {
        if let Some(id) = &self.avatar_id {
            known_avatar(id, catalogue)?;
        }
        let langs = self.langs.map(|langs| {
            langs
                .iter()
                .map(|lang| known_lang(lang, catalogue))
                .collect()
        });
        let langs: Option<Vec<String>> = langs.transpose()?;
        let default_lang = self
            .default_lang
            .map(|lang| known_lang(&lang, catalogue))
            .transpose()?;
        if let Some(zone) = &self.zone {
            known_zone(zone)?;
        }
        if let Some(metadata) = &self.metadata {
            within(
                "metadata",
                serde_json::to_string(metadata).map_or(0, |text| text.len()),
                MAX_METADATA,
            )?;
        }
        if let Some(data) = &self.provided_data {
            scalars(data)?;
        }
        for (name, html) in [
            ("landingHtml", &self.landing_html),
            ("recapHtml", &self.recap_html),
        ] {
            within(name, html.as_ref().map_or(0, String::len), MAX_HTML)?;
        }
        replace(&mut plan.avatar_id, self.avatar_id);
        replace(&mut plan.langs, langs);
        replace(&mut plan.default_lang, default_lang);
        replace(&mut plan.zone, self.zone);
        replace(&mut plan.client_reference_id, self.client_reference_id);
        replace(
            &mut plan.customization,
            self.customization.map(Value::Object),
        );
        replace(
            &mut plan.extraction_schema,
            self.extraction_schema
                .and_then(|fields| serde_json::to_value(fields).ok()),
        );
        replace(
            &mut plan.video_ai_analysis_enabled,
            self.video_ai_analysis_enabled,
        );
        replace(&mut plan.background_asset_id, self.background_asset_id);
        replace(&mut plan.landing_html, self.landing_html);
        replace(&mut plan.recap_html, self.recap_html);
        plan.metadata = self
            .metadata
            .unwrap_or_else(|| std::mem::take(&mut plan.metadata));
        plan.provided_data = self
            .provided_data
            .unwrap_or_else(|| std::mem::take(&mut plan.provided_data));
        plan.ui_strings = self
            .ui_strings
            .unwrap_or_else(|| std::mem::take(&mut plan.ui_strings));
        Ok(())
    }
}

/// Checks a flow in any form a model may give it: array, object with `flow`, or either as a JSON text.
///
/// # Errors
/// A refusal where the value can be none of these.
pub(super) fn check_flow(given: &Value) -> Result<Checked, ToolError> {
    match given {
        Value::Array(_) | Value::Object(_) => Ok(flow::check_value(given)),
        Value::String(text) if text.trim_start().starts_with(['[', '{']) => Ok(flow::check(text)),
        _ => Err(ToolError::refused(
            "`flow` is neither an array of nodes nor an object with `flow`",
            "Give the array itself, such as [{\"id\":\"start\",\"type\":\"start\",\"outcome\":\"…\"}, …].",
        )),
    }
}

fn replace<T>(slot: &mut Option<T>, given: Option<T>) {
    if given.is_some() {
        *slot = given;
    }
}

pub(super) fn known_avatar(id: &str, catalogue: &Catalogue) -> Result<(), ToolError> {
    if catalogue.avatars.iter().any(|avatar| avatar.id == id) {
        return Ok(());
    }
    let names: Vec<&str> = catalogue
        .avatars
        .iter()
        .take(NAMES_SHOWN)
        .map(|avatar| avatar.id.as_str())
        .collect();
    let message = format!(
        "`avatarId`: there is no avatar `{id}`; there are {}",
        names.join(", ")
    );
    Err(ToolError::refused(
        message,
        "Choose one of these, or leave `avatarId` out.",
    ))
}

/// The catalogue's spelling of a language.
pub(super) fn known_lang(given: &str, catalogue: &Catalogue) -> Result<String, ToolError> {
    let known = catalogue
        .langs
        .iter()
        .find(|lang| lang.id.eq_ignore_ascii_case(given));
    known.map(|lang| lang.id.clone()).ok_or_else(|| {
        let ids: Vec<&str> = catalogue
            .langs
            .iter()
            .map(|lang| lang.id.as_str())
            .collect();
        let message = format!(
            "there is no language `{given}`; there are {}",
            ids.join(", ")
        );
        ToolError::refused(
            message,
            "Choose among these, or leave `langs` out to allow all.",
        )
    })
}

fn known_zone(zone: &str) -> Result<(), ToolError> {
    // `es` is an older spelling that still stands on some pages (FaceSign API reference, `SessionSettings`).
    if matches!(zone, "us" | "eu" | "es") {
        return Ok(());
    }
    Err(ToolError::refused(
        format!("`zone`: `{zone}` is neither `us` nor `eu`"),
        "Choose one, or leave `zone` out.",
    ))
}

fn within(name: &str, size: usize, limit: usize) -> Result<(), ToolError> {
    if size <= limit {
        return Ok(());
    }
    let message = format!("`{name}` has {size} bytes, more than the {limit} allowed");
    Err(ToolError::refused(
        message,
        "Shorten it and call the tool again.",
    ))
}

fn scalars(data: &Map<String, Value>) -> Result<(), ToolError> {
    let bad = data
        .iter()
        .find(|(_, value)| !(value.is_string() || value.is_number() || value.is_boolean()));
    match bad {
        None => Ok(()),
        Some((key, _)) => Err(ToolError::refused(
            format!("`providedData`: the value of `{key}` is no string, number or boolean"),
            "Give plain values, such as {\"email\":\"ada@example.org\"}.",
        )),
    }
}
