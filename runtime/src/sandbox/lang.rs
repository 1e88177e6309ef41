//! Which language a session is held in (`FaceSign` API reference, multilingual guide).

use super::catalog::LANGS;
use crate::api::wire::SessionSettings;

/// Language used when nothing else fits.
const FALLBACK: &str = "en";
/// Scripts that name a language of the catalogue.
const SCRIPTS: [(&str, &str); 2] = [("zh-hans", "zh"), ("zh-hant", "zh-TW")];

/// First browser language that the session allows, else its default language.
pub(super) fn resolve(settings: &SessionSettings, browser: &[String]) -> String {
    let allowed = |id: &str| {
        settings
            .langs
            .as_ref()
            .is_none_or(|langs| langs.iter().any(|lang| lang == id))
    };
    browser
        .iter()
        .filter_map(|tag| normalise(tag))
        .find(|id| allowed(id))
        .map(str::to_owned)
        .or_else(|| settings.default_lang.clone())
        .unwrap_or_else(|| FALLBACK.to_owned())
}

/// The catalogue's code for a browser's: any case, script aliases, then the base language.
fn normalise(tag: &str) -> Option<&'static str> {
    let tag = tag.to_lowercase();
    let known = |tag: &str| {
        LANGS
            .iter()
            .map(|(id, _)| *id)
            .find(|id| id.eq_ignore_ascii_case(tag))
    };
    known(&tag)
        .or_else(|| {
            SCRIPTS
                .iter()
                .find(|(script, _)| tag.starts_with(script))
                .map(|(_, id)| *id)
        })
        .or_else(|| known(tag.split('-').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_examples_hold() {
        for (tag, id) in [
            ("zh-tw", Some("zh-TW")),
            ("zh-Hans", Some("zh")),
            ("zh-Hant-HK", Some("zh-TW")),
            ("fr-CA", Some("fr")),
            ("en-GB", Some("en")),
            ("es-MX", Some("es")),
            ("ko", None),
        ] {
            assert_eq!(normalise(tag), id, "{tag}");
        }
    }

    #[test]
    fn the_default_is_used_where_the_browser_does_not_fit() {
        let settings = SessionSettings {
            langs: Some(vec!["de".into(), "it".into()]),
            default_lang: Some("de".into()),
            ..SessionSettings::default()
        };
        assert_eq!(resolve(&settings, &["fr".into(), "it-CH".into()]), "it");
        assert_eq!(resolve(&settings, &["fr".into()]), "de");
        assert_eq!(resolve(&SessionSettings::default(), &["ko".into()]), "en");
    }
}
