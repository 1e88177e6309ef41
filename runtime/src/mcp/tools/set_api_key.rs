//! `set_api_key`: the first call of every conversation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::api::{ApiKey, Environment};
use crate::mcp::call::{Answer, Answered, Call};
use crate::mcp::schema;
use crate::mcp::tool::{Effect, Entry};
use crate::mcp::toolset::Toolset;
use crate::session::{Opened, SessionError};

/// Avatars named in the answer; the resource `facesign://catalog` has all.
const AVATARS_NAMED: usize = 12;

pub(in crate::mcp) const TOOL: Entry = Entry {
    name: "set_api_key",
    title: "Set the FaceSign API key",
    description: "Sets the user's FaceSign API key and must be called before launch_session_ui, export_app, \
    get_session and list_sessions. `sk_test_` keys lead to the free sandbox, `sk_prod_` keys to production. The key is \
    checked live; the answer names environment, avatars and languages, and a session handle: pass it as `session` to \
    every later call (it ends after two hours without use). Ask the user for the key; never invent one and never repeat \
    it in full.",
    set: Toolset::Core,
    effect: Effect::Connects,
    input: schema::input::<Input>,
    output: schema::output::<Output>,
    call: |call| Box::pin(run(call)),
};

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Input {
    /// The FaceSign API key exactly as the user gave it.
    api_key: String,
    /// An existing session handle whose key is to be replaced; leave out for a new session.
    #[serde(default)]
    session: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Output {
    /// Handle to pass as `session` to every later call.
    session: String,
    /// Environment of the key.
    environment: Environment,
    /// The key, masked.
    api_key: String,
    /// Avatars of the account.
    avatar_count: usize,
    /// The first avatars; `facesign://catalog` has all.
    avatars: Vec<Row>,
    /// Languages of the account.
    language_count: usize,
    /// All languages.
    languages: Vec<Row>,
    /// What to do next.
    next: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Row {
    /// Id to give in a flow's settings.
    id: String,
    /// Name to show.
    name: String,
}

async fn run(mut call: Call<'_>) -> Answered {
    let input: Input = call.read()?;
    let key = ApiKey::parse(&input.api_key).map_err(SessionError::from)?;
    let caller = call.caller(input.session);
    let opened = call.context.directory.set_key(&caller, key).await?;
    let output = Output::of(&opened);
    Answer::new(output.text(), &output)
}

impl Output {
    fn of(Opened { session, summary }: &Opened) -> Self {
        let catalogue = &summary.catalogue;
        let usable = catalogue
            .avatars
            .iter()
            .filter(|avatar| avatar.is_disabled != Some(true));
        let avatars = usable.take(AVATARS_NAMED).map(|one| Row {
            id: one.id.clone(),
            name: one.name.clone(),
        });
        let languages = catalogue.langs.iter().map(|one| Row {
            id: one.id.clone(),
            name: one.title.clone(),
        });
        Self {
            session: session.handle().as_str().to_owned(),
            environment: summary.environment,
            api_key: summary.masked_key.clone(),
            avatar_count: catalogue.avatars.len(),
            avatars: avatars.collect(),
            language_count: catalogue.langs.len(),
            languages: languages.collect(),
            next: "Ask what the user wants to verify (use case, avatar, what happens on failure), build the flow, check \
                   it with validate_flow and show it with launch_session_ui."
                .to_owned(),
        }
    }

    fn text(&self) -> String {
        format!(
            "Connected to the FaceSign {} with key {}.\nsession: {}\n{} avatars, among them: {}\n{} languages: {}\nNext: {}",
            self.environment,
            self.api_key,
            self.session,
            self.avatar_count,
            listed(&self.avatars),
            self.language_count,
            listed(&self.languages),
            self.next
        )
    }
}

fn listed(rows: &[Row]) -> String {
    rows.iter()
        .map(|row| format!("{} ({})", row.id, row.name))
        .collect::<Vec<_>>()
        .join(", ")
}
