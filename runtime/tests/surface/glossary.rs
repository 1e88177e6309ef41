//! What the fields of answers mean, for the page about tools. Clients are not told: a model reads the text of an answer, and
//! pays for every word of a schema.

/// Field and meaning; one meaning for all tools.
#[rustfmt::skip]
const FIELDS: &[(&str, &str)] = &[
    ("apiKey", "Beginning and last four characters of the key."),
    ("appName", "Name of the app."),
    ("assurance", "What the flow guarantees by itself: checks on every path to success, and where a deepfake leaves."),
    ("avatarCount", "Avatars of the account."),
    ("avatars", "The first of them: id and name."),
    ("downloadUrl", "Address of the zip archive."),
    ("ended", "Whether an end was reached."),
    ("environment", "Which kind of key is used."),
    ("files", "Files of the app: path and bytes."),
    ("findings", "Findings in the order of the flow: code, severity, pointer, message, help."),
    ("fingerprint", "SHA-256 of what the flow means."),
    ("flow", "The flow; absent while nothing says what to check."),
    ("hasMore", "Whether a next page exists."),
    ("keptFiles", "Files that were edited by hand and left as they are."),
    ("languageCount", "Languages of the account."),
    ("languages", "The languages: id and name."),
    ("next", "What to do next."),
    ("nextCursor", "`cursor` of the next page."),
    ("nodes", "Nodes of the flow with the target of each outcome."),
    ("notes", "What was done beyond the wish, and why."),
    ("omitted", "Further findings beyond the limit of the report."),
    ("opened", "Whether a browser was opened."),
    ("outputDir", "Folder that was written."),
    ("path", "Nodes that are passed: in `build_flow` by a person who passes every check, in `simulate_flow` by the outcomes given."),
    ("paths", "Distinct paths from there, each with its end."),
    ("policy", "Verdict on each clause of the policy, with a path where it is refuted."),
    ("possibleOutcomes", "Outcomes of the node that the walk has come to."),
    ("previewUrl", "Address of the preview."),
    ("questions", "What to ask the user: id, text, choices, what holds until then, and whether it is open."),
    ("session", "Session handle."),
    ("sessionId", "Id of the verification session."),
    ("sessions", "One row per verification session."),
    ("settings", "Settings that the wish or the answers name, stored with the flow."),
    ("status", "`created`, `inProgress`, `complete` or `incomplete`."),
    ("stored", "Whether it is the session's current flow."),
    ("suggestedFlow", "The flow with every certain correction; only where there is one."),
    ("totalBytes", "Bytes of all files."),
    ("unusedOutcomes", "Outcomes that were given and not taken."),
    ("valid", "Whether no finding is an error."),
    ("verification", "The verification session as FaceSign gives it: transcript, node reports, analyses."),
];

/// The meaning of a field; a new field needs a line here.
pub(crate) fn meaning(field: &str) -> &'static str {
    FIELDS.iter().find(|(name, _)| *name == field).map_or_else(
        || panic!("the field `{field}` of an answer has no line in the glossary"),
        |(_, meaning)| *meaning,
    )
}
