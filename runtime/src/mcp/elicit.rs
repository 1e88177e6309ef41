//! Questions to the person behind the client: forms, and addresses to open.
//!
//! With the revisions up to 2025-11-25 the server sends a request and waits inside the call. The revision 2026-07-28
//! has no such requests: the call ends with what it needs, and the client makes it again with the answer and the
//! sealed memory (`seal.rs`). A tool sees no difference: it asks, and `?` ends the round where the answer is still to
//! come. Nothing is asked that the client has not declared; the tool then hears [`Reply::NoWay`].

use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{
    CallToolRequestParams, ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction,
    ElicitationSchema, InputRequest, InputRequests, InputRequiredResult, InputResponses,
    JsonObject,
};
use rmcp::service::{RequestContext, ServiceError};

use super::call::Call;
use super::caller::{caller, sessionless};
use super::error::ToolError;
use super::seal::{Bound, LIFETIME, Memory, Seal};

/// How long a client of the older revisions may take to answer.
const PATIENCE: Duration = LIFETIME;

/// What came of a question.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reply {
    /// The person answered: the fields of a form, nothing where an address was opened.
    Given(JsonObject),
    /// The person would not, or closed the question.
    Declined,
    /// The client cannot put such a question to anybody.
    NoWay,
}

/// The questions of one call: what the client can do, and what is known from earlier rounds.
pub(super) struct Dialogue {
    seal: Seal,
    bound: Bound,
    memory: Memory,
    responses: InputResponses,
    by_form: bool,
    by_url: bool,
    in_rounds: bool,
}

impl Dialogue {
    /// Takes the memory and the responses out of a request.
    ///
    /// # Errors
    /// [`ToolError::Malformed`] where the memory was not made for this call or has expired.
    pub(super) fn of(
        seal: &Seal,
        request: &mut CallToolRequestParams,
        context: &RequestContext<RoleServer>,
    ) -> Result<Self, ToolError> {
        let arguments = request.arguments.get_or_insert_default();
        let bound = Bound::to(&caller(context, None).binding(), &request.name, arguments);
        let state = request.request_state.take();
        let memory = state.map_or_else(|| Ok(Memory::default()), |text| seal.open(&text, &bound));
        let modes = context
            .client_capabilities()
            .and_then(|capabilities| capabilities.elicitation);
        let by_url = modes.as_ref().is_some_and(|modes| modes.url.is_some());
        // A client that names no mode means forms (specification 2025-11-25, elicitation, capabilities).
        let by_form = modes.is_some_and(|modes| modes.form.is_some() || modes.url.is_none());
        Ok(Self {
            seal: seal.clone(),
            bound,
            memory: memory.map_err(|error| ToolError::Malformed(error.to_string()))?,
            responses: request.input_responses.take().unwrap_or_default(),
            by_form,
            by_url,
            in_rounds: sessionless(context),
        })
    }

    /// Ends the round: the client asks and calls again.
    fn ask(&self, id: &str, params: ElicitRequestParams) -> ToolError {
        let request = InputRequest::Elicitation(ElicitRequest::new(params));
        let requests = InputRequests::from([(id.to_owned(), request)]);
        match self.seal.close(&self.memory, &self.bound) {
            Ok(state) => ToolError::Asks(Box::new(InputRequiredResult::new(
                Some(requests),
                Some(state),
            ))),
            Err(error) => ToolError::Ours(error.to_string()),
        }
    }
}

impl Call<'_> {
    /// Puts a form to the person. Only fields of the schema come back; whether they fit is for the tool to check.
    ///
    /// Never for a secret: forms pass through the client. `id` names the question within the call; several forms may
    /// be asked one after the other.
    ///
    /// # Errors
    /// [`ToolError::Asks`] where the answer comes with the next round; to be passed on with `?`.
    pub(super) async fn ask_form(
        &mut self,
        id: &str,
        message: &str,
        schema: ElicitationSchema,
    ) -> Result<Reply, ToolError> {
        if !self.dialogue.by_form {
            return Ok(Reply::NoWay);
        }
        if let Some(answer) = self.dialogue.memory.answers.get(id) {
            return Ok(Reply::Given(answer.clone()));
        }
        let asked: Vec<String> = schema.properties.keys().cloned().collect();
        let params = ElicitRequestParams::FormElicitationParams {
            meta: None,
            message: message.to_owned(),
            requested_schema: schema,
        };
        let mut reply = self.put(id, params).await?;
        if let Reply::Given(fields) = &mut reply {
            fields.retain(|name, _| asked.contains(name));
            let answers = &mut self.dialogue.memory.answers;
            answers.insert(id.to_owned(), fields.clone());
        }
        Ok(reply)
    }

    /// Asks the person to open an address. [`Reply::Given`] says that they agreed, not that they are done there.
    ///
    /// # Errors
    /// As for [`Self::ask_form`].
    pub(super) async fn ask_to_open(
        &mut self,
        id: &str,
        message: &str,
        url: &str,
    ) -> Result<Reply, ToolError> {
        if !self.dialogue.by_url {
            return Ok(Reply::NoWay);
        }
        let params = ElicitRequestParams::UrlElicitationParams {
            meta: None,
            message: message.to_owned(),
            url: url.to_owned(),
            elicitation_id: id.to_owned(),
        };
        self.put(id, params).await
    }

    /// Whether the client can be asked to open an address.
    pub(super) fn can_open(&self) -> bool {
        self.dialogue.by_url
    }

    /// Whether a question asked again reaches the person in a further round, without keeping this call open.
    pub(super) fn in_rounds(&self) -> bool {
        self.dialogue.in_rounds
    }

    /// Keeps a note for the rounds to come; the client can read it.
    pub(super) fn note(&mut self, name: &str, value: &str) {
        let notes = &mut self.dialogue.memory.notes;
        notes.insert(name.to_owned(), value.to_owned());
    }

    /// What an earlier round noted.
    pub(super) fn noted(&self, name: &str) -> Option<&str> {
        self.dialogue.memory.notes.get(name).map(String::as_str)
    }

    async fn put(&mut self, id: &str, params: ElicitRequestParams) -> Result<Reply, ToolError> {
        if self.dialogue.in_rounds {
            // An answer that is none is asked for again.
            let response = self.dialogue.responses.remove(id);
            return response
                .and_then(|response| serde_json::from_value(response).ok())
                .map(reply)
                .ok_or_else(|| self.dialogue.ask(id, params));
        }
        let peer = &self.request.peer;
        let answered = peer.create_elicitation_with_timeout(params, Some(PATIENCE));
        match answered.await {
            Ok(result) => Ok(reply(result)),
            Err(ServiceError::Timeout { .. }) => Ok(Reply::Declined),
            // A client that declares forms and then refuses them is one without.
            Err(_) => Ok(Reply::NoWay),
        }
    }
}

fn reply(result: ElicitResult) -> Reply {
    match (result.action, result.content) {
        (ElicitationAction::Accept, Some(serde_json::Value::Object(fields))) => {
            Reply::Given(fields)
        }
        (ElicitationAction::Accept, _) => Reply::Given(JsonObject::new()),
        // Declined, cancelled, or an action of a later revision.
        _ => Reply::Declined,
    }
}
