//! From a plan to the files of an app: templates as they are, the plan as JSON beside them. Pure and deterministic.

use include_dir::{Dir, DirEntry, include_dir};
use serde_json::{Map, Value, json};
use url::{Host, Url};

use super::{AppName, ExportError, ExportFile, path, texts, verdict};
use crate::plan::Plan;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/export/templates");

/// Name the templates carry; replaced in the files that [`NAMED`] lists.
const TEMPLATE_NAME: &str = "facesign-app";

/// Files that say the app's name.
const NAMED: &[&str] = &["package.json", "package-lock.json", "README.md"];

/// The API an app speaks to unless told otherwise.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// Address of the `FaceSign` API or of a sandbox.
    pub base_url: Url,
}

impl Upstream {
    /// A sandbox on this machine; only such an address is worth a line in the key file, since the app's own default is the
    /// public API.
    fn is_local(&self) -> bool {
        match self.base_url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
    }
}

/// The files of the app, sorted by path.
///
/// # Errors
/// [`ExportError::Plan`] if a page names a placeholder without a text, or if a value of the plan looks like an API key:
/// an export never holds one.
pub fn plan_files(
    plan: &Plan,
    name: &AppName,
    api: &Upstream,
) -> Result<Vec<ExportFile>, ExportError> {
    let mut files = Vec::new();
    collect(&TEMPLATES, name, &mut files);
    for (path, data) in content(plan)? {
        files.push(ExportFile {
            path: path.to_owned(),
            bytes: format!("{data:#}\n").into_bytes(),
        });
    }
    if api.is_local() {
        point_at_sandbox(&mut files, &api.base_url);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    path::check_all(&files)?;
    Ok(files)
}

fn collect(dir: &Dir<'_>, name: &AppName, files: &mut Vec<ExportFile>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, name, files),
            DirEntry::File(file) => {
                let path = exported_path(&file.path().to_string_lossy());
                let bytes = match file.contents_utf8() {
                    Some(text) if NAMED.contains(&path.as_str()) => {
                        text.replace(TEMPLATE_NAME, name.as_str()).into_bytes()
                    }
                    _ => file.contents().to_vec(),
                };
                files.push(ExportFile { path, bytes });
            }
        }
    }
}

/// In the template folder a leading `_` stands for a dot, so that its ignore and key files do not act on this repository.
fn exported_path(template: &str) -> String {
    let dotted = |part: &str| {
        part.strip_prefix('_')
            .map_or_else(|| part.to_owned(), |rest| format!(".{rest}"))
    };
    template
        .replace('\\', "/")
        .split('/')
        .map(dotted)
        .collect::<Vec<_>>()
        .join("/")
}

/// Stands beside the list of success ends, where its owner will read it.
const VERDICT_NOTE: &str = "Ids of the end nodes that mean success, read off the flow: the one end behind the most checks, \
    or none if that is not clear. Review before you rely on it; an empty list lets no session pass.";

/// The plan as data: the only part of an app that differs from one plan to another.
fn content(plan: &Plan) -> Result<[(&'static str, Value); 5], ExportError> {
    let content = [
        ("content/flow.json", plan.flow.value().clone()),
        (
            "content/pages.json",
            json!({ "landing": plan.landing_html, "recap": plan.recap_html }),
        ),
        ("content/settings.json", settings(plan)),
        ("content/texts.json", json!(texts::of_plan(plan)?)),
        (
            "content/verdict.json",
            json!({ "note": VERDICT_NOTE, "passEnds": verdict::pass_ends(&plan.flow) }),
        ),
    ];
    for (path, data) in &content {
        refuse_keys(path, data)?;
    }
    Ok(content)
}

/// The create-session body without its flow; what the plan leaves open is left to the API.
fn settings(plan: &Plan) -> Value {
    let fields = [
        (
            "clientReferenceId",
            plan.client_reference_id.as_ref().map(|id| json!(id)),
        ),
        ("metadata", Some(Value::Object(plan.metadata.clone()))),
        (
            "providedData",
            Some(&plan.provided_data)
                .filter(|data| !data.is_empty())
                .map(|data| json!(data)),
        ),
        ("avatarId", plan.avatar_id.as_ref().map(|id| json!(id))),
        ("langs", plan.langs.as_ref().map(|langs| json!(langs))),
        (
            "defaultLang",
            plan.default_lang.as_ref().map(|lang| json!(lang)),
        ),
        ("zone", plan.zone.as_ref().map(|zone| json!(zone))),
        ("customization", plan.customization.clone()),
        ("extractionSchema", plan.extraction_schema.clone()),
        (
            "videoAIAnalysisEnabled",
            plan.video_ai_analysis_enabled.map(Value::Bool),
        ),
        (
            "backgroundAssetId",
            plan.background_asset_id.as_ref().map(|id| json!(id)),
        ),
    ];
    let given = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(given.collect::<Map<_, _>>())
}

/// Prefixes of `FaceSign` keys (API reference, authentication).
const KEY_PREFIXES: &[&str] = &["sk_test_", "sk_prod_", "sk_live_", "fs_live_"];

/// Refuses text that carries an API key: an app is committed, shared and deployed, its key file alone is not.
fn refuse_keys(path: &str, data: &Value) -> Result<(), ExportError> {
    let text = data.to_string();
    let carries_key = KEY_PREFIXES.iter().any(|prefix| {
        text.match_indices(prefix).any(|(at, _)| {
            let rest = text.get(at + prefix.len()..).unwrap_or_default();
            rest.chars().take_while(char::is_ascii_alphanumeric).count() >= 8
        })
    });
    if !carries_key {
        return Ok(());
    }
    let field = match path {
        "content/flow.json" => "flow",
        "content/pages.json" => "landingHtml or recapHtml",
        "content/texts.json" => "uiStrings",
        _ => "settings",
    };
    Err(ExportError::Plan {
        field,
        reason: "it holds an API key: remove it, the app reads its key from `FACESIGN_API_KEY`"
            .to_owned(),
    })
}

/// Adds the sandbox's address to the key file. The documented quickstart replaces that file by one line with a real key,
/// and with it goes the sandbox.
fn point_at_sandbox(files: &mut [ExportFile], base: &Url) {
    for file in files.iter_mut().filter(|file| file.path == ".env.local") {
        let line = format!(
            "\n# The local sandbox this app was exported from; without this line the app speaks to the public API.\n\
             FACESIGN_API_URL={}\n",
            base.as_str().trim_end_matches('/')
        );
        file.bytes.extend_from_slice(line.as_bytes());
    }
}
