//! Avatars and languages of the sandbox.

use serde_json::Map;

use super::Sandbox;
use crate::api::wire::{Avatar, Lang};

/// Code and English title of the 13 languages (`FaceSign` API reference, multilingual guide).
pub(super) const LANGS: [(&str, &str); 13] = [
    ("en", "English"),
    ("it", "Italian"),
    ("de", "German"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("pt", "Portuguese"),
    ("ru", "Russian"),
    ("ja", "Japanese"),
    ("id", "Indonesian"),
    ("no", "Norwegian"),
    ("zh", "Chinese (Simplified)"),
    ("zh-TW", "Chinese (Traditional)"),
    ("zh-HK", "Chinese (Cantonese)"),
];

/// Id and name of the avatars; ids as recorded from a real catalogue (`FaceSign` API reference, avatars).
pub(super) const AVATARS: [(&str, &str); 11] = [
    ("June_HR_public", "June, people partner"),
    ("Ann_Therapist_public", "Ann, therapist"),
    ("Shawn_Therapist_public", "Shawn, therapist"),
    ("Dexter_Lawyer_Sitting_public", "Dexter, lawyer"),
    ("Elenora_IT_Sitting_public", "Elenora, IT support"),
    ("Judy_Lawyer_Sitting2_public", "Judy, lawyer"),
    ("Judy_Teacher_Standing_public", "Judy, teacher (standing)"),
    (
        "Judy_Teacher_Sitting2_public",
        "Judy, teacher (at the desk)",
    ),
    ("Judy_Teacher_Sitting_public", "Judy, teacher (sitting)"),
    ("Silas_CustomerSupport_public", "Silas, customer support"),
    ("SilasHR_public", "Silas, people partner"),
];

/// Avatar of a session that names none; recorded sessions show this one.
pub(super) const DEFAULT_AVATAR: &str = "June_HR_public";

/// Unix milliseconds at which all avatars of the sandbox were made: 2025-06-20.
const MADE_AT: i64 = 1_750_377_600_000;

/// The languages.
pub(super) fn langs() -> Vec<Lang> {
    LANGS
        .iter()
        .map(|(id, title)| Lang {
            id: (*id).into(),
            title: (*title).into(),
            extra: Map::new(),
        })
        .collect()
}

/// The avatars, with pictures served by this sandbox.
pub(super) fn avatars(sandbox: &Sandbox) -> Vec<Avatar> {
    AVATARS
        .iter()
        .map(|(id, name)| avatar(sandbox, id, name))
        .collect()
}

/// Name of an avatar of the catalogue.
pub(super) fn avatar_name(id: &str) -> Option<&'static str> {
    AVATARS
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, name)| *name)
}

fn avatar(sandbox: &Sandbox, id: &str, name: &str) -> Avatar {
    Avatar {
        id: id.into(),
        name: name.into(),
        gender: Some("unknown".into()),
        image_url: Some(sandbox.address(&format!("/hosted/avatars/{id}.svg"))),
        created_at: Some(MADE_AT),
        is_disabled: None,
        extra: Map::new(),
    }
}
