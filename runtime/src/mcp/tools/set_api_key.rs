//! `set_api_key`: the first call of every conversation, and the last word on a key.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::api::{ApiKey, Environment};
use crate::key_page::{KeyPage, KeyPageError};
use crate::mcp::call::{Answer, Answered, Call};
use crate::mcp::elicit::Reply;
use crate::mcp::error::ToolError;
use crate::mcp::schema;
use crate::mcp::tool::{Effect, Entry};
use crate::mcp::toolset::Toolset;
use crate::session::{Caller, Opened, SessionError, Summary};

/// Avatars named in the answer; the resource `facesign://catalog` has all.
const AVATARS_NAMED: usize = 12;
/// How long a call waits for the key page; most clients give a call up after 60 seconds.
const PATIENCE: Duration = Duration::from_secs(40);
/// Name of the note that holds the page between two rounds.
const PAGE: &str = "page";
/// Most characters of a client's name for itself that are shown to a person.
const MOST_ASKER_CHARS: usize = 60;

pub(in crate::mcp) const TOOL: Entry = Entry {
    name: "set_api_key",
    title: "Set the FaceSign API key",
    description: "Sets the user's FaceSign API key and must be called before launch_session_ui, export_app, \
    get_session and list_sessions. Call it without `apiKey` unless the user has already written one: it takes the key \
    the client is configured with or has the user enter it on a local page, so that it stays out of the chat; only if \
    it says that neither works, ask the user for the key. `sk_test_` keys lead to the free sandbox, `sk_prod_` keys to \
    production. The key is checked live; the answer names environment, avatars and languages, and a session handle: \
    pass it as `session` to every later call (it ends after two hours without use). Never invent a key and never repeat \
    one in full. `forget` ends the session and forgets its key.",
    set: Toolset::Core,
    effect: Effect::Connects,
    input: schema::input::<Input>,
    output: schema::output::<Output>,
    in_studio: false,
    call: |call| Box::pin(run(call)),
};

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Input {
    /// The FaceSign API key exactly as the user gave it; left out, the user is asked for it past the chat.
    #[serde(default)]
    api_key: Option<String>,
    /// An existing session handle whose key is to be replaced or forgotten; leave out for a new session.
    #[serde(default)]
    session: Option<String>,
    /// Forgets the key and ends the session instead of setting a key.
    #[serde(default)]
    forget: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Output {
    /// Environment of the key.
    environment: Environment,
    /// The key, masked.
    api_key: String,
    /// What the key opens; left out once it is forgotten.
    #[serde(flatten)]
    account: Option<Account>,
    /// What to do next.
    next: String,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Account {
    /// Handle to pass as `session` to every later call.
    session: String,
    /// Avatars of the account.
    avatar_count: usize,
    /// The first avatars; `facesign://catalog` has all.
    avatars: Vec<Row>,
    /// Languages of the account.
    language_count: usize,
    /// All languages.
    languages: Vec<Row>,
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
    let caller = call.caller(input.session);
    let directory = &call.context.directory;
    if input.forget {
        let output = Output::forgotten(&directory.forget(&caller).await?, &caller);
        return Answer::new(output.text(), &output);
    }
    let opened = match input.api_key {
        Some(text) => {
            let key = ApiKey::parse(&text).map_err(SessionError::from)?;
            directory.set_key(&caller, key).await?
        }
        None => without_key(&mut call, caller).await?,
    };
    let output = Output::of(&opened);
    Answer::new(output.text(), &output)
}

/// The session that the caller has or brings a key for; else the person is asked. A handle means a key to replace.
async fn without_key(call: &mut Call<'_>, caller: Caller) -> Result<Opened, ToolError> {
    if caller.handle.is_none() {
        match call.context.directory.resolve(&caller).await {
            Ok(session) => {
                let summary = session.describe().await?;
                return Ok(Opened { session, summary });
            }
            Err(SessionError::NoKey | SessionError::Ended) => {}
            Err(error) => return Err(error.into()),
        }
    }
    on_page(call, caller).await
}

/// Has the person enter the key on a page of ours; only who sits at this machine can be told from others.
async fn on_page(call: &mut Call<'_>, caller: Caller) -> Result<Opened, ToolError> {
    if !(call.context.local && call.can_open()) {
        return Err(no_page());
    }
    let pages = &call.context.key_pages;
    let page = match call.noted(PAGE).map(|id| pages.find(id)) {
        None => pages.open(caller, &asker(call))?,
        Some(Some(page)) => page,
        Some(None) => {
            let message = "the page for the key has ended before a key was entered";
            return Err(ToolError::refused(
                message,
                "Call set_api_key again for a new page.",
            ));
        }
    };
    call.note(PAGE, &page.id);
    match call
        .ask_to_open(&page.id, &invitation(&page), page.url.as_str())
        .await?
    {
        Reply::Given(_) => {}
        Reply::Declined => {
            pages.close(&page.id);
            return Err(ToolError::refused(
                "the user did not want to open the page for the key",
                "Ask the user how to go on; do not open the page again unasked.",
            ));
        }
        Reply::NoWay => return Err(no_page()),
    }
    if let Some(opened) = pages.wait(&page.id, PATIENCE).await {
        return Ok(opened);
    }
    if call.in_rounds() {
        call.ask_to_open(&page.id, &invitation(&page), page.url.as_str())
            .await?;
    }
    Err(ToolError::refused(
        "the user has not entered the key yet",
        "When the user says that the page shows success, call set_api_key again without apiKey.",
    ))
}

fn no_page() -> ToolError {
    ToolError::refused(
        "no key is known, and this client cannot show a page on which to enter one",
        "Ask the user for the key and call set_api_key with `apiKey`; tell them that it then passes through this chat, \
         and that the client's configuration can bring it instead (header `Authorization: Bearer sk_…`, or with stdio \
         the variable FACESIGN_API_KEY).",
    )
}

fn invitation(page: &KeyPage) -> String {
    format!(
        "FaceSign needs your API key. Open this page on this computer and enter the code {} together with the key: it \
         goes straight to the FaceSign server on this computer, not into the chat.",
        page.code
    )
}

/// What the client calls itself: shown to the person, proves nothing.
fn asker(call: &Call<'_>) -> String {
    let named = call.request.client_info().map(|client| {
        let name = client.title.unwrap_or(client.name);
        format!("{name} {}", client.version)
    });
    let shown: String = named
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .take(MOST_ASKER_CHARS)
        .collect();
    match shown.trim() {
        "" => "Your assistant".to_owned(),
        named => named.to_owned(),
    }
}

impl From<KeyPageError> for ToolError {
    fn from(error: KeyPageError) -> Self {
        match error {
            KeyPageError::Random(_) => Self::Ours(error.to_string()),
            KeyPageError::TooMany => Self::refused(
                error.to_string(),
                "Tell the user, and try again when a page has expired.",
            ),
        }
    }
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
        let account = Account {
            session: session.handle().as_str().to_owned(),
            avatar_count: catalogue.avatars.len(),
            avatars: avatars.collect(),
            language_count: catalogue.langs.len(),
            languages: languages.collect(),
        };
        Self {
            environment: summary.environment,
            api_key: summary.masked_key.clone(),
            account: Some(account),
            next: "Ask what the user wants to verify (use case, avatar, what happens on failure), build the flow, check \
                   it with validate_flow and show it with launch_session_ui."
                .to_owned(),
        }
    }

    fn forgotten(summary: &Summary, caller: &Caller) -> Self {
        let next = if caller.bearer.is_some() {
            "Tell the user that the session is over, and that the client's configuration still sends a key with every \
             call: take it out there, or the next call opens a new session with it."
        } else {
            "Tell the user that the session is over and its key forgotten. A key that stands in this chat, in a \
             configuration or in the environment is to be removed there."
        };
        Self {
            environment: summary.environment,
            api_key: summary.masked_key.clone(),
            account: None,
            next: next.to_owned(),
        }
    }

    fn text(&self) -> String {
        let (environment, key, next) = (self.environment, &self.api_key, &self.next);
        let Some(account) = &self.account else {
            return format!("Forgot the key {key} of the FaceSign {environment}.\nNext: {next}");
        };
        format!(
            "Connected to the FaceSign {environment} with key {key}.\nsession: {}\n{} avatars, among them: {}\n{} \
             languages: {}\nNext: {next}",
            account.session,
            account.avatar_count,
            listed(&account.avatars),
            account.language_count,
            listed(&account.languages),
        )
    }
}

fn listed(rows: &[Row]) -> String {
    rows.iter()
        .map(|row| format!("{} ({})", row.id, row.name))
        .collect::<Vec<_>>()
        .join(", ")
}
