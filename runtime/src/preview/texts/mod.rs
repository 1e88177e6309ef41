//! Landing and recap pages: placeholders filled in one language, built-in pages where the plan brings none.
//!
//! A placeholder is `{{name}}`. Its text is searched in the chosen language, its base language (`fr` for `fr-CA`), the
//! default language of the plan, English, then any language of the plan; last in the built-in texts, in the same order.
//! Texts are escaped; the page around them is taken as HTML.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::shown::LangName;
use crate::plan::{Plan, UiStrings};

const LANDING: &str = include_str!("landing.html");
const RECAP: &str = include_str!("recap.html");
const FRAME: &str = include_str!("frame.html");

/// Built-in texts in the 13 languages of the catalogue (`FaceSign` guides, multilingual).
static BUILTIN: LazyLock<UiStrings> =
    LazyLock::new(|| serde_json::from_str(include_str!("builtin.json")).unwrap_or_default());

/// The built-in texts of both pages: language, placeholder, text.
pub fn builtin() -> &'static UiStrings {
    &BUILTIN
}

/// A page around the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Page {
    /// Shown before the session.
    Landing,
    /// Shown after it.
    Recap,
}

impl Page {
    const ALL: [Self; 2] = [Self::Landing, Self::Recap];

    /// Title of the document where the plan's HTML brings none.
    fn title(self) -> &'static str {
        match self {
            Self::Landing => "Before the session",
            Self::Recap => "After the session",
        }
    }

    /// The page's HTML with placeholders: the plan's own, else the built-in one.
    pub fn template(self, plan: &Plan) -> &str {
        let (own, builtin) = match self {
            Self::Landing => (&plan.landing_html, LANDING),
            Self::Recap => (&plan.recap_html, RECAP),
        };
        own.as_deref().unwrap_or(builtin)
    }
}

/// A page with its placeholders filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The page.
    pub html: String,
    /// Placeholders without a text in any language; they stand in the page as they were written.
    pub missing: BTreeSet<String>,
}

/// A whole document of one page in one language.
pub fn render(plan: &Plan, page: Page, lang: Option<&str>) -> Filled {
    let lang = lang.or(plan.default_lang.as_deref()).unwrap_or("en");
    let body = fill(page.template(plan), |name| text(plan, lang, name));
    if is_document(&body.html) {
        return body;
    }
    let html = fill(FRAME, |name| match name {
        "lang" => Some(escape(lang)),
        "title" => Some(escape(page.title())),
        "body" => Some(body.html.clone()),
        _ => None,
    })
    .html;
    Filled { html, ..body }
}

/// Per page and language, the placeholders for which that language itself has no text.
pub fn missing_texts(
    plan: &Plan,
    langs: &[LangName],
) -> BTreeMap<Page, BTreeMap<String, Vec<String>>> {
    let mut report: BTreeMap<Page, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for page in Page::ALL {
        for lang in langs {
            let own = |name: &str| {
                [&plan.ui_strings, builtin()]
                    .into_iter()
                    .flat_map(|texts| [texts.get(&lang.id), texts.get(base_of(&lang.id))])
                    .flatten()
                    .find_map(|texts| texts.get(name).cloned())
            };
            let missing = fill(page.template(plan), own).missing;
            if !missing.is_empty() {
                let page = report.entry(page).or_default();
                page.insert(lang.id.clone(), missing.into_iter().collect());
            }
        }
    }
    report
}

/// The escaped text of a placeholder, by the order of search that the module describes.
fn text(plan: &Plan, lang: &str, name: &str) -> Option<String> {
    let order = [
        lang,
        base_of(lang),
        plan.default_lang.as_deref().unwrap_or("en"),
        "en",
    ];
    [&plan.ui_strings, builtin()]
        .into_iter()
        .find_map(|texts| {
            order
                .into_iter()
                .filter_map(|lang| texts.get(lang))
                .chain(texts.values())
                .find_map(|texts| texts.get(name))
        })
        .map(|text| escape(text))
}

fn base_of(lang: &str) -> &str {
    lang.split_once('-').map_or(lang, |(base, _)| base)
}

/// Whether the page brings its own `<html>` and needs no frame.
fn is_document(html: &str) -> bool {
    let start: String = html.trim_start().chars().take(14).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with("<!doctype") || start.starts_with("<html")
}

/// Replaces each `{{name}}` by its text, once: what a text contains is never replaced again.
fn fill(template: &str, text: impl Fn(&str) -> Option<String>) -> Filled {
    let mut html = String::with_capacity(template.len());
    let mut missing = BTreeSet::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        html.push_str(before);
        let Some((name, tail)) = after.split_once("}}") else {
            rest = &rest[before.len()..];
            break;
        };
        let key = name.trim();
        if let Some(text) = text(key) {
            html.push_str(&text);
        } else {
            html.push_str("{{");
            html.push_str(name);
            html.push_str("}}");
            missing.insert(key.to_owned());
        }
        rest = tail;
    }
    html.push_str(rest);
    Filled { html, missing }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
