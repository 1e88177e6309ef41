//! Prompts: the recipes of the product page, and help with designing, reviewing, repairing and deploying a flow of one's
//! own.

use std::collections::BTreeMap;

use rmcp::model::{
    ErrorData, GetPromptRequestParams, GetPromptResult, Prompt, PromptArgument, PromptMessage, Role,
};

use super::completion::Domain;
use crate::author::{RECIPES, Recipe, recipe};

/// Places an exported app is often deployed to.
pub(super) const HOSTS: [&str; 3] = ["Vercel", "Railway", "Fly"];

/// A prompt besides those of the recipes.
struct Template {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    arguments: &'static [Argument],
    text: fn(&Given<'_>) -> String,
}

/// What is filled in.
struct Argument {
    name: &'static str,
    description: &'static str,
    required: bool,
    domain: Option<Domain>,
}

/// What was filled in.
type Given<'a> = BTreeMap<&'static str, &'a str>;

const AVATAR: Argument = Argument {
    name: "avatar",
    description: "Id of the avatar that speaks",
    required: false,
    domain: Some(Domain::Avatar),
};
const LANGUAGE: Argument = Argument {
    name: "language",
    description: "The one language to hold the session in; all of the account by default",
    required: false,
    domain: Some(Domain::Language),
};
/// Arguments of every recipe.
const OF_RECIPE: [Argument; 3] = [
    Argument {
        name: "changes",
        description: "What should differ from the recipe",
        required: false,
        domain: None,
    },
    AVATAR,
    LANGUAGE,
];

const TEMPLATES: [Template; 4] = [
    Template {
        name: "design-a-flow",
        title: "Design a flow",
        description: "Design a verification flow from a wish in plain words.",
        arguments: &[
            Argument {
                name: "wish",
                description: "What should be verified, in plain words",
                required: true,
                domain: None,
            },
            AVATAR,
            LANGUAGE,
        ],
        text: design,
    },
    Template {
        name: "review-a-flow",
        title: "Review a flow",
        description: "Look for weaknesses of a flow: what it lets pass, where it loses people, what it forgets.",
        arguments: &[Argument {
            name: "flow",
            description: "The flow as JSON; the session's current one by default",
            required: false,
            domain: None,
        }],
        text: review,
    },
    Template {
        name: "troubleshoot",
        title: "Find out what went wrong",
        description: "Find out why a verification session ended as it did, or why something does not work.",
        arguments: &[
            Argument {
                name: "problem",
                description: "What went wrong, in plain words",
                required: false,
                domain: None,
            },
            Argument {
                name: "sessionId",
                description: "Id of the verification session; the latest by default",
                required: false,
                domain: None,
            },
        ],
        text: troubleshoot,
    },
    Template {
        name: "export-and-deploy",
        title: "Export and deploy",
        description: "Export the current flow as a Next.js app and deploy it.",
        arguments: &[Argument {
            name: "host",
            description: "Where to deploy, such as Vercel",
            required: false,
            domain: Some(Domain::Host),
        }],
        text: export,
    },
];

/// All prompts.
pub(super) fn list() -> Vec<Prompt> {
    let of_recipe = |recipe: &Recipe| told(recipe.name, recipe.title, recipe.wish, &OF_RECIPE);
    let recipes = RECIPES.iter().map(of_recipe);
    let others = TEMPLATES
        .iter()
        .map(|one| told(one.name, one.title, one.description, one.arguments));
    recipes.chain(others).collect()
}

fn told(name: &str, title: &str, description: &str, arguments: &[Argument]) -> Prompt {
    let arguments = arguments.iter().map(|argument| {
        PromptArgument::new(argument.name)
            .with_description(argument.description)
            .with_required(argument.required)
    });
    Prompt::new(name, Some(description), Some(arguments.collect())).with_title(title)
}

/// What an argument of a prompt can be completed from.
pub(super) fn domain(prompt: &str, argument: &str) -> Option<Domain> {
    let arguments = arguments_of(prompt)?;
    arguments.iter().find(|one| one.name == argument)?.domain
}

fn template(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|one| one.name == name)
}

fn arguments_of(prompt: &str) -> Option<&'static [Argument]> {
    template(prompt)
        .map(|one| one.arguments)
        .or_else(|| recipe(prompt).map(|_| &OF_RECIPE[..]))
}

/// One prompt with its arguments filled in.
///
/// # Errors
/// A protocol error for an unknown prompt or a missing argument.
pub(super) fn get(request: &GetPromptRequestParams) -> Result<GetPromptResult, ErrorData> {
    let Some(arguments) = arguments_of(&request.name) else {
        let known: Vec<String> = list().into_iter().map(|prompt| prompt.name).collect();
        let message = format!(
            "there is no prompt `{}`; there are {}",
            request.name,
            known.join(", ")
        );
        return Err(ErrorData::invalid_params(message, None));
    };
    let mut given = Given::new();
    for argument in arguments {
        let value = request
            .arguments
            .as_ref()
            .and_then(|all| all.get(argument.name));
        let text = value.and_then(|value| value.as_str()).map(str::trim);
        match text.filter(|text| !text.is_empty()) {
            Some(text) => _ = given.insert(argument.name, text),
            None if argument.required => {
                let message = format!(
                    "the argument `{}` is missing: {}",
                    argument.name,
                    argument.description.to_lowercase()
                );
                return Err(ErrorData::invalid_params(message, None));
            }
            None => {}
        }
    }
    let text = match (template(&request.name), recipe(&request.name)) {
        (Some(template), _) => (template.text)(&given),
        (None, Some(recipe)) => from_recipe(recipe, &given),
        (None, None) => String::new(),
    };
    Ok(GetPromptResult::new(vec![PromptMessage::new_text(
        Role::User,
        text,
    )]))
}

/// Avatar and language where they were chosen, as a sentence.
fn settings(given: &Given<'_>) -> String {
    let avatar = given
        .get("avatar")
        .map(|id| format!(" Use `avatarId` {id}."));
    let language = given
        .get("language")
        .map(|id| format!(" Use only the language {id} (`langs`)."));
    [avatar, language].into_iter().flatten().collect()
}

fn from_recipe(recipe: &Recipe, given: &Given<'_>) -> String {
    let changes = given
        .get("changes")
        .map(|changes| format!("\n\nDiffering from it: {changes}"));
    format!(
        "{}{}{}\n\nStart from this flow ({}) and adapt it, check it with validate_flow, then show it with \
         launch_session_ui:\n\n{}",
        recipe.wish,
        settings(given),
        changes.unwrap_or_default(),
        recipe.note,
        recipe.flow
    )
}

fn design(given: &Given<'_>) -> String {
    let wish = given.get("wish").copied().unwrap_or_default();
    format!(
        "Design a FaceSign verification flow: {wish}{}\n\nFirst ask me what is open: avatar, languages only if I want a \
         restriction, what happens when a check fails. Then call build_flow with my wish and my answers, put its open \
         questions to me, tell me its notes, walk the failure paths with \
         simulate_flow, and show it with launch_session_ui.",
        settings(given)
    )
}

fn review(given: &Given<'_>) -> String {
    let which = given.get("flow").map_or_else(
        || "the session's current flow".to_owned(),
        |flow| format!("this flow:\n\n{flow}\n\n"),
    );
    format!(
        "Review {which}. Check it with validate_flow and read facesign://rules/{{code}} of every finding you do not know. \
         Then walk it with simulate_flow: the way everything goes well, and each way on which a check fails, nobody \
         answers, a code is not delivered, the camera is denied. Tell me, gravest first: which paths reach success without \
         a check I would expect, where a person is stuck or asked twice, and which outcomes lead to the same end although \
         they mean different things. Propose the corrected flow; change nothing before I agree."
    )
}

fn troubleshoot(given: &Given<'_>) -> String {
    let problem = given
        .get("problem")
        .map_or_else(String::new, |problem| format!(" What I see: {problem}"));
    let which = given.get("sessionId").map_or_else(
        || "Find the latest session with list_sessions and read it with get_session.".to_owned(),
        |id| format!("Read session {id} with get_session."),
    );
    format!(
        "Find out what went wrong with my verification.{problem}\n\n{which} Follow its node reports through the flow: name \
         the node where it left the path to success, the outcome it took, and what that outcome means \
         (facesign://nodes/{{type}}). Mind the usual causes: too little camera feed before a face check, a denied camera, \
         silence after a question, a code that was not delivered, an address or phone number missing in `providedData`. \
         Check the flow with validate_flow, too. Then tell me the cause, how sure you are, and the smallest change that \
         helps."
    )
}

fn export(given: &Given<'_>) -> String {
    let host = given.get("host").copied().unwrap_or(HOSTS[0]);
    format!(
        "Export the current flow as a Next.js app with export_app; I want to deploy it to {host}. Then tell me the steps: \
         unpack, npm install, put FACESIGN_API_KEY into .env.local, deploy. When a key is piped into a host's own command, \
         use printf, not echo: a newline at its end makes the key invalid."
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(name: &str, arguments: &serde_json::Value) -> Result<String, String> {
        let mut request = GetPromptRequestParams::new(name);
        request.arguments = arguments.as_object().cloned();
        let result = get(&request).map_err(|error| error.message.to_string())?;
        Ok(json!(result.messages).to_string())
    }

    #[test]
    fn every_listed_prompt_says_what_was_filled_in() {
        for prompt in list() {
            let arguments = prompt.arguments.unwrap_or_default();
            assert!(
                prompt.title.is_some() && !arguments.is_empty(),
                "{}",
                prompt.name
            );
            let filled = arguments
                .iter()
                .map(|one| (one.name.clone(), json!(format!("<{}>", one.name))));
            let said = text(
                &prompt.name,
                &filled.collect::<serde_json::Map<_, _>>().into(),
            );
            let said = said.unwrap_or_else(|error| panic!("{}: {error}", prompt.name));
            for argument in &arguments {
                assert!(
                    said.contains(&format!("<{}>", argument.name)),
                    "{}: {said}",
                    prompt.name
                );
            }
        }
    }

    #[test]
    fn an_unknown_prompt_and_a_missing_argument_are_named() {
        let unknown = text("nothing", &json!({})).expect_err("unknown");
        assert!(
            unknown.contains("there is no prompt `nothing`") && unknown.contains("troubleshoot")
        );
        let missing = text("design-a-flow", &json!({"wish": " "})).expect_err("blank");
        assert!(
            missing.contains("the argument `wish` is missing"),
            "{missing}"
        );
    }
}
