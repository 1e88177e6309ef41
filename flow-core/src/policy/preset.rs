//! Policies with a name: texts in the same language as everybody else's, see `docs/policy.md`.

use crate::json::JsonStr;
use crate::schema::Doc;

/// A policy that comes with this crate.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in one line.
    pub summary: Doc,
    /// Its clauses, as JSON.
    pub text: &'static str,
}

/// All presets.
pub const PRESETS: [Preset; 4] = [
    Preset {
        name: "step-up",
        summary: Doc::new("before success: a live person, no deepfake"),
        text: include_str!("presets/step-up.json"),
    },
    Preset {
        name: "payment-sca",
        summary: Doc::new(
            "before success: a live and known face, a code on the phone, both after the last talk",
        ),
        text: include_str!("presets/payment-sca.json"),
    },
    Preset {
        name: "account-recovery",
        summary: Doc::new("before success: a live and known face; bounded attempts"),
        text: include_str!("presets/account-recovery.json"),
    },
    Preset {
        name: "kyc",
        summary: Doc::new("before success: a document, a face capture, a live person"),
        text: include_str!("presets/kyc.json"),
    },
];

impl Preset {
    pub(super) fn find(name: JsonStr<'_>) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| name == *preset.name)
    }

    /// The preset with this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        Self::find(JsonStr::plain(name))
    }
}
