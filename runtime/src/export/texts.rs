//! Texts of the pages around a session: built-in ones in every catalogue language, overlaid by those of a plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::ExportError;
use crate::plan::{Plan, UiStrings};

/// Texts of one language: key, then text.
type Texts = BTreeMap<String, String>;

static DEFAULTS: LazyLock<UiStrings> = LazyLock::new(|| {
    // The file is part of the binary and a test reads it, so an unreadable one never ships.
    serde_json::from_str(include_str!("texts.json")).unwrap_or_default()
});

/// Built-in texts of the landing page, the session page and the recap: language code, then key, then text.
///
/// One entry per language of the catalogue (`FaceSign` guide, multilingual sessions: 13 codes), each with the same keys.
pub fn default_texts() -> &'static UiStrings {
    &DEFAULTS
}

/// The texts of a plan for every language its sessions may use.
///
/// # Errors
/// [`ExportError::Plan`] if a page of the plan names a placeholder `{{key}}` that has no text in any language.
pub(super) fn of_plan(plan: &Plan) -> Result<UiStrings, ExportError> {
    let mut texts = default_texts().clone();
    for (lang, given) in &plan.ui_strings {
        let base = base_texts(lang);
        let own = texts.entry(lang.clone()).or_insert_with(|| base.clone());
        own.extend(given.iter().map(|(key, text)| (key.clone(), text.clone())));
    }
    if let Some(langs) = &plan.langs {
        for lang in langs {
            let base = base_texts(lang);
            texts.entry(lang.clone()).or_insert_with(|| base.clone());
        }
    }
    fill_gaps(&mut texts, plan.default_lang.as_deref());
    if let Some(langs) = &plan.langs {
        texts.retain(|lang, _| langs.contains(lang));
    }
    check_placeholders("landingHtml", plan.landing_html.as_deref(), &texts)?;
    check_placeholders("recapHtml", plan.recap_html.as_deref(), &texts)?;
    Ok(texts)
}

/// Gives every language every key: a text the plan has in some languages only is shown in the default language elsewhere,
/// else in English, else in the first language that has it.
fn fill_gaps(texts: &mut UiStrings, default_lang: Option<&str>) {
    let mut all = Texts::new();
    let preferred = [default_lang, Some("en")]
        .into_iter()
        .flatten()
        .filter_map(|lang| texts.get(lang));
    for (key, text) in preferred.chain(texts.values()).flatten() {
        all.entry(key.clone()).or_insert_with(|| text.clone());
    }
    for own in texts.values_mut() {
        for (key, text) in &all {
            own.entry(key.clone()).or_insert_with(|| text.clone());
        }
    }
}

/// Built-in texts nearest to a language: its own, those of its base language (`fr-CA` → `fr`), else English.
fn base_texts(lang: &str) -> &'static Texts {
    static NONE: LazyLock<Texts> = LazyLock::new(Default::default);
    let base = lang.split('-').next().unwrap_or_default();
    [lang, base, "en"]
        .iter()
        .find_map(|code| DEFAULTS.get(*code))
        .unwrap_or(&NONE)
}

fn check_placeholders(
    field: &'static str,
    html: Option<&str>,
    texts: &UiStrings,
) -> Result<(), ExportError> {
    let known: BTreeSet<&str> = texts
        .values()
        .flat_map(|keys| keys.keys().map(String::as_str))
        .collect();
    match placeholders(html.unwrap_or_default()).find(|key| !known.contains(key)) {
        None => Ok(()),
        Some(key) => Err(ExportError::Plan {
            field,
            reason: format!(
                "the placeholder `{{{{{key}}}}}` has no text: add the key `{key}` to every language of `uiStrings`"
            ),
        }),
    }
}

/// Keys between `{{` and `}}` that look like keys: letters, digits, `.`, `-` and `_`.
fn placeholders(html: &str) -> impl Iterator<Item = &str> {
    html.split("{{").skip(1).filter_map(|rest| {
        let key = rest.split_once("}}")?.0.trim();
        let is_key = !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        is_key.then_some(key)
    })
}
