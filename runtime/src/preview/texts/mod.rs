//! Landing and recap pages: placeholders filled in one language, built-in pages where the plan brings none.
//!
//! A placeholder is `{{key}}`, where a key is made of letters, digits, `.`, `-` and `_`. Its text is searched in the
//! chosen language, its base language (`fr` for `fr-CA`), the default language of the plan, English, then any language;
//! in each the plan's text goes before the built-in one, which is that of the exported app. Texts are escaped; the
//! page around them is taken as HTML.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::shown::LangName;
use crate::export::default_texts;
use crate::html::escape;
use crate::plan::Plan;

const LANDING: &str = include_str!("landing.html");
const RECAP: &str = include_str!("recap.html");
const FRAME: &str = include_str!("frame.html");

/// A page around the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Page {
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
    pub(super) fn template(self, plan: &Plan) -> &str {
        let (own, builtin) = match self {
            Self::Landing => (&plan.landing_html, LANDING),
            Self::Recap => (&plan.recap_html, RECAP),
        };
        own.as_deref().unwrap_or(builtin)
    }
}

/// A page with its placeholders filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filled {
    /// The page.
    pub(super) html: String,
    /// Placeholders without a text in any language; they stand in the page as they were written.
    pub(super) missing: BTreeSet<String>,
}

/// A whole document of one page in one language.
pub(super) fn render(plan: &Plan, page: Page, lang: Option<&str>) -> Filled {
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
pub(super) fn missing_texts(
    plan: &Plan,
    langs: &[LangName],
) -> BTreeMap<Page, BTreeMap<String, Vec<String>>> {
    let mut report: BTreeMap<Page, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for page in Page::ALL {
        for lang in langs {
            let own = |key: &str| {
                [lang.id.as_str(), base_of(&lang.id)]
                    .into_iter()
                    .find_map(|lang| text_in(plan, lang, key))
                    .map(str::to_owned)
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
fn text(plan: &Plan, lang: &str, key: &str) -> Option<String> {
    let default = plan.default_lang.as_deref().unwrap_or("en");
    let any = plan.ui_strings.keys().map(String::as_str);
    [lang, base_of(lang), default, "en"]
        .into_iter()
        .chain(any)
        .find_map(|lang| text_in(plan, lang, key))
        .map(escape)
}

/// The text of a placeholder in one language: the plan's, else the built-in one.
fn text_in<'a>(plan: &'a Plan, lang: &str, key: &str) -> Option<&'a str> {
    [&plan.ui_strings, default_texts()]
        .into_iter()
        .find_map(|texts| texts.get(lang)?.get(key))
        .map(String::as_str)
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
    while let Some((head, tail)) = rest.split_once("}}") {
        rest = tail;
        let placeholder = head
            .rsplit_once("{{")
            .map(|(before, name)| (before, name.trim()))
            .filter(|(_, key)| is_key(key));
        match placeholder.map(|(before, key)| (before, key, text(key))) {
            Some((before, _, Some(text))) => {
                html.push_str(before);
                html.push_str(&text);
                continue;
            }
            Some((_, key, None)) => {
                missing.insert(key.to_owned());
            }
            None => {}
        }
        html.push_str(head);
        html.push_str("}}");
    }
    html.push_str(rest);
    Filled { html, missing }
}

fn is_key(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !text.is_empty() && text.chars().all(is_part)
}
