//! `export_app`: the current flow as a deployable Next.js app.

use std::ops::ControlFlow;
use std::path::PathBuf;

use bytes::Bytes;
use rmcp::model::{ContentBlock, JsonObject, Resource};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::export::{self, AppName, ExportError, ExportFile, Progress, Upstream, Written};
use crate::mcp::call::{Answer, Answered, Call};
use crate::mcp::error::ToolError;
use crate::mcp::flow_answer::FlowAnswer;
use crate::mcp::plan_input::{CheckedPlan, PlanInput};
use crate::mcp::progress;
use crate::mcp::report::Report;
use crate::mcp::schema;
use crate::mcp::tool::{Effect, Entry};
use crate::mcp::toolset::Toolset;
use crate::session::SessionRef;

/// Progress notes under way to the client.
const NOTES: usize = 16;

pub(in crate::mcp) const TOOL: Entry = Entry {
    name: "export_app",
    title: "Export a Next.js app",
    description: "Exports a FaceSign flow as a standalone Next.js app (TypeScript, App Router): start page with \
    the embedded session, result page, API routes, signed webhook, .env.local template and a README with deployment \
    steps. Takes the same arguments as launch_session_ui; with none of them the session's current flow is exported. \
    With `outputDir` (an absolute path; only when this server runs on the user's machine) the files are written there, \
    else the answer holds a link to a zip archive. To run it: npm install, set FACESIGN_API_KEY in .env.local, npm run dev.",
    set: Toolset::Core,
    effect: Effect::Makes,
    input: || schema::merged(schema::input::<Target>(), schema::input::<PlanInput>()),
    output: schema::output::<FlowAnswer<App>>,
    in_studio: false,
    call: |call| Box::pin(run(call)),
};

/// The arguments besides those of a plan.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Target {
    /// Name of the app, used in package.json; `facesign-app` by default.
    #[serde(default)]
    app_name: Option<String>,
    /// Absolute folder to write to: new, empty, or written by an earlier export. Left out: a zip link.
    #[serde(default)]
    output_dir: Option<PathBuf>,
}

/// The exported app.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_field_names,
    reason = "the fields are named as in the answer"
)]
struct App {
    /// Name of the app.
    app_name: String,
    /// The files of the app.
    files: Vec<FileRow>,
    /// Size of all files together in bytes.
    total_bytes: usize,
    /// Link to the zip archive; valid for an hour, and at most as long as the session lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    download_url: Option<String>,
    /// The folder written.
    #[serde(rename = "outputDir", skip_serializing_if = "Option::is_none")]
    folder: Option<String>,
    /// Files edited since the last export and left as they are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kept_files: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FileRow {
    /// Path inside the app.
    path: String,
    /// Size in bytes.
    bytes: usize,
}

async fn run(mut call: Call<'_>) -> Answered {
    let target = Target::take(&mut call.arguments)?;
    let input: PlanInput = call.read()?;
    let name = target
        .app_name
        .as_deref()
        .map_or_else(|| Ok(AppName::default()), AppName::parse)?;
    let dir = target
        .output_dir
        .map(|dir| writable(dir, call.context.local))
        .transpose()?;
    let (session, summary) = call.session(input.session()).await?;
    let CheckedPlan { plan, report } = input.plan(&session, &summary.catalogue).await?;
    let files = export::plan_files(
        &plan,
        &name,
        &Upstream {
            base_url: call.context.upstreams.of(summary.environment).clone(),
        },
    )?;
    session.adopt(plan, report.findings.clone()).await?;
    let mut app = App::of(&name, &files);
    match dir {
        Some(dir) => {
            let written = watched(&call, "writing files", move |progress| {
                export::write(&files, &dir, progress)
            });
            app.written(&written.await?);
        }
        None => app.download_url = Some(link(&call, &session, &name, files).await?),
    }
    let text = app.text(&report);
    let link = app.download_url.as_ref().map(|url| {
        Resource::new(url, format!("{}.zip", name.as_str())).with_mime_type("application/zip")
    });
    let next = app.next().to_owned();
    let made = Some(app);
    let mut answer = Answer::new(text, &FlowAnswer { report, made, next })?;
    answer.more.extend(link.map(ContentBlock::resource_link));
    Ok(answer)
}

impl Target {
    /// Takes the two arguments out of the plan's.
    fn take(arguments: &mut JsonObject) -> Result<Self, ToolError> {
        let mut own = JsonObject::new();
        for key in ["appName", "outputDir"] {
            if let Some(value) = arguments.remove(key) {
                own.insert(key.to_owned(), value);
            }
        }
        serde_json::from_value(Value::Object(own)).map_err(|error| {
            ToolError::refused(
                format!("`appName` or `outputDir` does not fit: {error}"),
                "Give both as strings.",
            )
        })
    }
}

fn writable(dir: PathBuf, local: bool) -> Result<PathBuf, ToolError> {
    if !local {
        let message = "`outputDir` works only when this server runs on the user's machine";
        return Err(ToolError::refused(
            message,
            "Leave it out to get a link to a zip archive.",
        ));
    }
    if !dir.is_absolute() {
        let message = format!("`outputDir`: `{}` is not an absolute path", dir.display());
        return Err(ToolError::refused(
            message,
            "Give the full path of a new or empty folder.",
        ));
    }
    Ok(dir)
}

async fn link(
    call: &Call<'_>,
    session: &SessionRef,
    name: &AppName,
    files: Vec<ExportFile>,
) -> Result<String, ToolError> {
    let named = name.clone();
    let archive = watched(call, "packing files", move |progress| {
        export::archive(&files, &named, progress)
    });
    let url = session
        .keep(name.clone(), Bytes::from(archive.await?))
        .await?;
    Ok(url.to_string())
}

/// Does the work on a thread of its own, since it takes longer than a thread that serves others may be held, and passes
/// its progress on; stops it where the client has gone.
async fn watched<T: Send + 'static>(
    call: &Call<'_>,
    doing: &str,
    work: impl FnOnce(&mut Progress<'_>) -> Result<T, ExportError> + Send + 'static,
) -> Result<T, ToolError> {
    let (notes, mut received) = mpsc::channel(NOTES);
    let stop = CancellationToken::new();
    let _stops_with_the_call = stop.clone().drop_guard();
    let working = tokio::task::spawn_blocking(move || {
        work(&mut |done, total| {
            // A client too slow for every note misses some; what counts is the answer.
            let _ = notes.try_send((done, total));
            if stop.is_cancelled() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
    });
    while let Some((done, total)) = received.recv().await {
        progress::report(&call.request, doing, done, total).await;
    }
    match working.await {
        Ok(done) => Ok(done?),
        Err(error) => Err(ToolError::Ours(error.to_string())),
    }
}

const UNPACK: &str =
    "Unpack the archive, then: npm install, set FACESIGN_API_KEY in .env.local, npm run dev.";
const START: &str = "In that folder: npm install, set FACESIGN_API_KEY in .env.local, npm run dev.";

impl App {
    fn of(name: &AppName, files: &[ExportFile]) -> Self {
        let rows = files.iter().map(|file| FileRow {
            path: file.path.clone(),
            bytes: file.bytes.len(),
        });
        Self {
            app_name: name.as_str().to_owned(),
            files: rows.collect(),
            total_bytes: files.iter().map(|file| file.bytes.len()).sum(),
            download_url: None,
            folder: None,
            kept_files: Vec::new(),
        }
    }

    fn written(&mut self, written: &Written) {
        self.folder = Some(written.dir.display().to_string());
        self.kept_files.clone_from(&written.kept);
    }

    fn next(&self) -> &'static str {
        if self.folder.is_some() { START } else { UNPACK }
    }

    fn text(&self, report: &Report) -> String {
        let place = match (&self.folder, &self.download_url) {
            (Some(dir), _) => format!("written to {dir}"),
            (_, Some(url)) => format!("zip archive: {url}"),
            _ => String::new(),
        };
        let files: Vec<String> = self
            .files
            .iter()
            .map(|file| format!("- {} ({} bytes)", file.path, file.bytes))
            .collect();
        let kept = match self.kept_files.as_slice() {
            [] => String::new(),
            kept => format!("Left as edited by hand: {}\n", kept.join(", ")),
        };
        format!(
            "Exported {}: {} files, {} bytes, {place}\n{}\n{kept}{}Next: {}",
            self.app_name,
            self.files.len(),
            self.total_bytes,
            files.join("\n"),
            report.text(),
            self.next()
        )
    }
}
