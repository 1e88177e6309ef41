//! The plan: everything a verification session is created from and an export is made of.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::api::wire::SessionSettings;
use crate::flow::Flow;

/// Texts of the landing and recap pages per language: language code, then placeholder, then text.
pub type UiStrings = BTreeMap<String, BTreeMap<String, String>>;

/// A checked flow with the settings of its verification sessions and the texts around them.
///
/// Field names follow the create-session body of the `FaceSign` API.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The flow, free of findings of severity error.
    pub flow: Flow,
    /// Avatar of the catalogue; `None` leaves the choice to upstream.
    pub avatar_id: Option<String>,
    /// Languages allowed (BCP 47); `None` allows the whole catalogue.
    pub langs: Option<Vec<String>>,
    /// Language used where the browser's is not allowed.
    pub default_lang: Option<String>,
    /// Data processing zone, `us` or `eu`.
    pub zone: Option<String>,
    /// The integrator's own id.
    pub client_reference_id: Option<String>,
    /// Free key-value pairs, returned with the session and searchable.
    pub metadata: Map<String, Value>,
    /// User data known beforehand: strings, numbers and booleans.
    pub provided_data: Map<String, Value>,
    /// Options of the hosted page.
    pub customization: Option<Value>,
    /// Fields to extract from the transcript.
    pub extraction_schema: Option<Value>,
    /// Whether the video is analysed after the session.
    pub video_ai_analysis_enabled: Option<bool>,
    /// Background image uploaded in the FaceSign console.
    pub background_asset_id: Option<String>,
    /// Page shown before the session; `None` takes the built-in one.
    pub landing_html: Option<String>,
    /// Page shown after the session; `None` takes the built-in one.
    pub recap_html: Option<String>,
    /// Texts for the placeholders of both pages.
    pub ui_strings: UiStrings,
}

impl Plan {
    /// A flow with nothing settled: upstream's defaults and the built-in pages.
    pub fn of_flow(flow: Flow) -> Self {
        Self {
            flow,
            avatar_id: None,
            langs: None,
            default_lang: None,
            zone: None,
            client_reference_id: None,
            metadata: Map::new(),
            provided_data: Map::new(),
            customization: None,
            extraction_schema: None,
            video_ai_analysis_enabled: None,
            background_asset_id: None,
            landing_html: None,
            recap_html: None,
            ui_strings: UiStrings::new(),
        }
    }

    /// The body of a create-session call.
    ///
    /// `lang` holds this one session in that language; `None` leaves the choice to the plan and the person's browser.
    pub fn settings(&self, lang: Option<&str>) -> SessionSettings {
        let langs = lang.map_or_else(|| self.langs.clone(), |lang| Some(vec![lang.to_owned()]));
        SessionSettings {
            client_reference_id: self.client_reference_id.clone(),
            metadata: self.metadata.clone(),
            provided_data: (!self.provided_data.is_empty()).then(|| self.provided_data.clone()),
            avatar_id: self.avatar_id.clone(),
            langs,
            default_lang: lang
                .map(str::to_owned)
                .or_else(|| self.default_lang.clone()),
            zone: self.zone.clone(),
            flow: self.flow.value().clone(),
            customization: self.customization.clone(),
            video_ai_analysis_enabled: self.video_ai_analysis_enabled,
            extraction_schema: self.extraction_schema.clone(),
            background_asset_id: self.background_asset_id.clone(),
            ..SessionSettings::default()
        }
    }
}
