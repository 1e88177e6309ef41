//! Questions to the client as input-required results: round after round, with sealed state between them.

use rmcp::model::{
    ClientCapabilities, ErrorData, InputRequest, InputRequests, InputRequiredResult,
    InputResponses, JsonObject, RequestStateCodec, SealOptions,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::surface::{Questions, requests};

/// What the client carries from one round to the next.
#[derive(Default, Serialize, Deserialize)]
struct State {
    round: usize,
    known: JsonObject,
}

/// A conversation that may be over.
pub(crate) enum Turn {
    /// The client is asked.
    Asks(InputRequiredResult),
    /// Everything is answered: the answers by key, in short.
    Done(JsonObject),
}

/// What came with a request.
pub(crate) struct Given<'a> {
    /// Which tool or prompt; state sealed for another is refused.
    pub(crate) name: &'a str,
    pub(crate) can: ClientCapabilities,
    pub(crate) responses: Option<InputResponses>,
    pub(crate) state: Option<String>,
}

/// Takes a conversation one step on.
///
/// # Errors
/// Invalid parameters where the state was changed; a missing capability where the client can answer nothing of what is
/// asked.
pub(crate) fn step(
    codec: &RequestStateCodec,
    rounds: &[Questions],
    sealed: bool,
    given: Given<'_>,
) -> Result<Turn, ErrorData> {
    let options = SealOptions::new().associated_data(given.name.as_bytes());
    let mut state: State = match &given.state {
        None => State::default(),
        Some(text) => codec
            .open_json_with(text, given.name.as_bytes())
            .map_err(|_| ErrorData::invalid_params("the request state was changed", None))?,
    };
    let responses = given.responses.unwrap_or_default();
    // Only the last question may have been answered; an answer that does not fit is asked for again.
    let answered = rounds.get(state.round).and_then(|questions| {
        let answers = questions
            .keys()
            .map(|key| Some((key.clone(), short(responses.get(key)?)?)));
        answers.collect::<Option<JsonObject>>()
    });
    if let Some(answers) = answered {
        state.known.extend(answers);
        state.round += 1;
    }
    let Some(questions) = rounds.get(state.round) else {
        return Ok(Turn::Done(state.known));
    };
    let askable: InputRequests = requests(questions, &state.known)?
        .into_iter()
        .filter(|(_, request)| understands(&given.can, request))
        .collect();
    if askable.is_empty() {
        let needed = ClientCapabilities::builder().enable_elicitation().build();
        return Err(ErrorData::missing_required_client_capability(needed));
    }
    let carried = sealed
        .then(|| codec.seal_json_with(&state, &options))
        .transpose()
        .map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
    Ok(Turn::Asks(InputRequiredResult::new(Some(askable), carried)))
}

/// Whether the client said it can answer such a request.
fn understands(can: &ClientCapabilities, request: &InputRequest) -> bool {
    match request {
        InputRequest::Elicitation(_) => can.elicitation.is_some(),
        InputRequest::CreateMessage(_) => can.sampling.is_some(),
        InputRequest::ListRoots(_) => can.roots.is_some(),
        _ => false,
    }
}

/// The gist of an answer: what the person filled in, what the model said, which roots there are. Nothing where it is no
/// answer at all.
pub(crate) fn short(response: &Value) -> Option<Value> {
    let response = response.as_object()?;
    if let Some(roots) = response.get("roots") {
        return Some(roots.clone());
    }
    match response.get("content")? {
        Value::Object(content) => content.values().next_back().cloned(),
        _ => None,
    }
}
