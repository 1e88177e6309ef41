//! Completions of what is to be filled in: parts of resource addresses and arguments of prompts.

use rmcp::RoleServer;
use rmcp::model::{CompleteRequestParams, CompleteResult, CompletionInfo, Reference};
use rmcp::service::RequestContext;

use super::handler::Context;
use super::{prompts, resources};
use crate::author::RECIPES;
use crate::flow;

/// Things that can be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Domain {
    NodeType,
    RuleCode,
    Recipe,
    Avatar,
    Language,
    /// Places an exported app is often deployed to.
    Host,
}

/// The values that fit what was typed so far, at most 100.
pub(super) async fn complete(
    context: &Context,
    asked: &CompleteRequestParams,
    request: &RequestContext<RoleServer>,
) -> CompleteResult {
    let name = asked.argument.name.as_str();
    let domain = match &asked.r#ref {
        Reference::Resource(template) => in_address(&template.uri, name),
        Reference::Prompt(prompt) => prompts::domain(&prompt.name, name),
        // A kind of reference of a later revision.
        _ => None,
    };
    let Some(domain) = domain else {
        return CompleteResult::default();
    };
    let handle = asked
        .context
        .as_ref()
        .and_then(|known| known.get_argument("session").cloned());
    let all = values(domain, context, handle, request).await;
    let typed = asked.argument.value.to_lowercase();
    let mut fitting: Vec<String> = all
        .into_iter()
        .filter(|value| value.to_lowercase().starts_with(&typed))
        .collect();
    let total = fitting.len();
    fitting.truncate(CompletionInfo::MAX_VALUES);
    let has_more = total > fitting.len();
    CompletionInfo::with_pagination(fitting, u32::try_from(total).ok(), has_more)
        .map(CompleteResult::new)
        .unwrap_or_default()
}

fn in_address(template: &str, part: &str) -> Option<Domain> {
    let domain = resources::domain(template)?;
    template.contains(&format!("{{{part}}}")).then_some(domain)
}

async fn values(
    domain: Domain,
    context: &Context,
    handle: Option<String>,
    request: &RequestContext<RoleServer>,
) -> Vec<String> {
    match domain {
        Domain::NodeType => flow::node_types()
            .into_iter()
            .map(|node| node.node_type)
            .collect(),
        Domain::RuleCode => flow::rules().map(|rule| rule.code).collect(),
        Domain::Recipe => RECIPES
            .iter()
            .map(|recipe| recipe.name.to_owned())
            .collect(),
        Domain::Host => prompts::HOSTS.map(str::to_owned).into(),
        Domain::Avatar | Domain::Language => {
            // Without a key there is no catalogue, and nothing to complete from.
            let Ok(session) = resources::owner(context, request, handle).await else {
                return Vec::new();
            };
            let Ok(summary) = session.describe().await else {
                return Vec::new();
            };
            let catalogue = &summary.catalogue;
            if domain == Domain::Avatar {
                catalogue
                    .avatars
                    .iter()
                    .map(|avatar| avatar.id.clone())
                    .collect()
            } else {
                catalogue.langs.iter().map(|lang| lang.id.clone()).collect()
            }
        }
    }
}
