//! Prompts: the recipes of the product page, and help with a flow of one's own.

use rmcp::model::{
    ErrorData, GetPromptRequestParams, GetPromptResult, Prompt, PromptArgument, PromptMessage, Role,
};

use crate::author::{RECIPES, recipe};

const EXPORT: &str = "export-and-deploy";
const DESIGN: &str = "design-a-flow";
const HOSTS: [&str; 3] = ["Vercel", "Railway", "Fly"];

/// All prompts.
pub(super) fn list() -> Vec<Prompt> {
    let mut prompts: Vec<Prompt> = RECIPES
        .iter()
        .map(|recipe| {
            let changes = PromptArgument::new("changes")
                .with_description("What should differ from the recipe");
            Prompt::new(recipe.name, Some(recipe.wish), Some(vec![changes]))
                .with_title(recipe.title)
        })
        .collect();
    let host = PromptArgument::new("host")
        .with_description(format!("Where to deploy: {} …", HOSTS.join(", ")));
    prompts.push(
        Prompt::new(
            EXPORT,
            Some("Export the current flow as a Next.js app and deploy it."),
            Some(vec![host]),
        )
        .with_title("Export and deploy"),
    );
    let wish = PromptArgument::new("wish")
        .with_description("What should be verified, in plain words")
        .with_required(true);
    prompts.push(
        Prompt::new(
            DESIGN,
            Some("Design a verification flow from a wish in plain words."),
            Some(vec![wish]),
        )
        .with_title("Design a flow"),
    );
    prompts
}

/// One prompt with its arguments filled in.
///
/// # Errors
/// A protocol error for an unknown prompt or a missing argument.
pub(super) fn get(request: &GetPromptRequestParams) -> Result<GetPromptResult, ErrorData> {
    let argument = |name: &str| {
        let value = request
            .arguments
            .as_ref()
            .and_then(|arguments| arguments.get(name))
            .and_then(|value| value.as_str());
        value.map(str::trim).filter(|text| !text.is_empty())
    };
    let text = match request.name.as_str() {
        EXPORT => export(argument("host").unwrap_or(HOSTS[0])),
        DESIGN => {
            let missing = || {
                ErrorData::invalid_params(
                    "the argument `wish` is missing: say what should be verified",
                    None,
                )
            };
            design(argument("wish").ok_or_else(missing)?)
        }
        name => from_recipe(name, argument("changes"))?,
    };
    Ok(GetPromptResult::new(vec![PromptMessage::new_text(
        Role::User,
        text,
    )]))
}

fn from_recipe(name: &str, changes: Option<&str>) -> Result<String, ErrorData> {
    let recipe = recipe(name).ok_or_else(|| {
        let known: Vec<String> = list().into_iter().map(|prompt| prompt.name).collect();
        ErrorData::invalid_params(
            format!(
                "there is no prompt `{name}`; there are {}",
                known.join(", ")
            ),
            None,
        )
    })?;
    let changes = changes
        .map(|changes| format!("\n\nDiffering from it: {changes}"))
        .unwrap_or_default();
    Ok(format!(
        "{}{changes}\n\nStart from this flow ({}) and adapt it, check it with validate_flow, then show it with \
         launch_session_ui:\n\n{}",
        recipe.wish, recipe.note, recipe.flow
    ))
}

fn export(host: &str) -> String {
    format!(
        "Export the current flow as a Next.js app with export_app; I want to deploy it to {host}. Then tell me the steps: \
         unpack, npm install, put FACESIGN_API_KEY into .env.local, deploy. When a key is piped into a host's own command, \
         use printf, not echo: a newline at its end makes the key invalid."
    )
}

fn design(wish: &str) -> String {
    format!(
        "Design a FaceSign verification flow: {wish}\n\nFirst ask me what is open: avatar, languages only if I want a \
         restriction, what happens when a check fails, when nobody answers, and when the camera is denied. Then write the \
         flow as the server's instructions say, greeting first, check it with validate_flow, walk the failure paths with \
         simulate_flow, and show it with launch_session_ui."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_prompt_can_be_had() {
        for prompt in list() {
            let mut request = GetPromptRequestParams::new(prompt.name.clone());
            request.arguments = serde_json::json!({"wish": "age check", "changes": "no email"})
                .as_object()
                .cloned();
            let result = get(&request).unwrap_or_else(|error| panic!("{}: {error}", prompt.name));
            assert_eq!(result.messages.len(), 1);
        }
        assert!(get(&GetPromptRequestParams::new("nothing")).is_err());
        assert!(get(&GetPromptRequestParams::new(DESIGN)).is_err());
    }
}
