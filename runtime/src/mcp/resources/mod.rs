//! Resources: the account's catalogue, the node and rule references, the recipes, the schema, single sessions, and the
//! studio as an MCP App. Each is small enough to be read whole by a model.

mod address;
mod studio;

use rmcp::RoleServer;
use rmcp::model::{
    Annotations, ErrorData, ExtensionCapabilities, ReadResourceResult, Resource, ResourceContents,
    ResourceTemplate, Role,
};
use rmcp::service::RequestContext;
use serde_json::json;

pub(super) use address::{Address, STUDIO};
use address::{CATALOG, NODES, RECIPE, RULES, SCHEMA, SESSION};
pub(super) use studio::shown_for;

use super::caller::caller;
use super::completion::Domain;
use super::error::ToolError;
use super::fresh::{Fresh, Freshness};
use super::handler::Context;
use crate::author::{RECIPES, recipe};
use crate::flow;
use crate::session::SessionRef;

const JSON: &str = "application/json";
const MARKDOWN: &str = "text/markdown";

/// Every resource the caller can name: those with a fixed address, and the verification sessions its session started.
pub(super) async fn list(context: &Context, request: &RequestContext<RoleServer>) -> Vec<Resource> {
    let mut all = fixed();
    if let Some(session) = context.directory.standing(&caller(request, None)) {
        // A session that has just ended has started nothing.
        let started = session.started().await.unwrap_or_default();
        all.extend(started.iter().map(|id| verification_session(id)));
    }
    all
}

fn verification_session(id: &str) -> Resource {
    Resource::new(format!("{SESSION}{id}"), id)
        .with_title("Verification session")
        .with_description("Started from the preview; its results, once there are any.")
        .with_mime_type(JSON)
}

/// Resources with a fixed address.
fn fixed() -> Vec<Resource> {
    let one = |uri: &str, name: &str, title: &str, description: &str| {
        Resource::new(uri, name)
            .with_title(title)
            .with_description(description)
            .with_mime_type(JSON)
            .with_annotations(Annotations::default().with_audience(vec![Role::Assistant]))
    };
    let mut resources = vec![
        one(
            CATALOG,
            "catalog",
            "Avatars and languages",
            "Avatars and languages of the account; needs an API key.",
        ),
        one(
            SCHEMA,
            "flow-schema",
            "Flow schema",
            "JSON Schema of a flow, one variant per node type.",
        ),
    ];
    resources.extend(RECIPES.iter().map(|recipe| {
        let uri = format!("{RECIPE}{}", recipe.name);
        one(&uri, recipe.name, recipe.title, recipe.wish)
    }));
    resources.push(studio::resource());
    resources
}

/// Resources with a part to fill in.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let one = |uri: String, name: &str, title: &str, description: &str, mime: &str| {
        ResourceTemplate::new(uri, name)
            .with_title(title)
            .with_description(description)
            .with_mime_type(mime)
    };
    vec![
        one(
            format!("{NODES}{{type}}"),
            "node",
            "Node type",
            "A node type: fields, ranges, outcomes.",
            JSON,
        ),
        one(
            format!("{RULES}{{code}}"),
            "rule",
            "Rule",
            "A rule of the validator by code or name: what, why, how to repair.",
            MARKDOWN,
        ),
        one(
            format!("{RECIPE}{{name}}"),
            "recipe",
            "Recipe",
            "A ready flow.",
            JSON,
        ),
        one(
            format!("{SESSION}{{id}}{{?session}}"),
            "verification-session",
            "Verification session",
            "Results of a verification session; needs an API key, found by Authorization or by the handle as `session`. \
             Subscribers hear of it when its status changes, up to the final `complete` or `incomplete`.",
            JSON,
        ),
    ]
}

/// What the open part of a template can be completed from.
pub(super) fn domain(template: &str) -> Option<Domain> {
    match template.split('{').next().unwrap_or_default() {
        NODES => Some(Domain::NodeType),
        RULES => Some(Domain::RuleCode),
        RECIPE => Some(Domain::Recipe),
        _ => None,
    }
}

/// Whether a resource changes while a client looks at it, so that it can be subscribed to.
pub(super) fn can_change(uri: &str) -> bool {
    matches!(Address::parse(uri), Some(Address::Session { .. }))
}

/// The extension by which a server says that it has MCP Apps.
pub(super) fn extension() -> ExtensionCapabilities {
    studio::extension()
}

/// One resource.
///
/// # Errors
/// Not found for an unknown address, which says what exists; else as the session answers.
pub(super) async fn read(
    context: &Context,
    uri: &str,
    request: &RequestContext<RoleServer>,
) -> Result<ReadResourceResult, ErrorData> {
    let address = Address::parse(uri)
        .ok_or_else(|| unknown(uri, "see resources/list and resources/templates/list"))?;
    let (text, mime, freshness) = match address {
        Address::Schema => (flow::schema().to_string(), JSON, Freshness::OfBuild),
        Address::Node(name) => (node(uri, &name)?, JSON, Freshness::OfBuild),
        Address::Rule(code) => {
            let rule =
                flow::rule(&code).ok_or_else(|| unknown(uri, "rule codes look like F2013"))?;
            (rule.page, MARKDOWN, Freshness::OfBuild)
        }
        Address::Recipe(name) => {
            let recipe = recipe(&name)
                .ok_or_else(|| unknown(uri, &names(RECIPES.iter().map(|recipe| recipe.name))))?;
            (recipe.flow.to_owned(), JSON, Freshness::OfBuild)
        }
        Address::Catalog { handle } => {
            let text = catalog(context, request, handle).await;
            (
                text.map_err(ToolError::into_protocol)?,
                JSON,
                Freshness::OfAccount,
            )
        }
        Address::Session { id, handle } => {
            let text = verification(context, request, &id, handle).await;
            (
                text.map_err(ToolError::into_protocol)?,
                JSON,
                Freshness::Never,
            )
        }
        Address::Studio => {
            let read = ReadResourceResult::new(vec![studio::contents(context)]);
            return Ok(read.fresh(Freshness::OfBuild, request));
        }
    };
    let contents = ResourceContents::text(text, uri).with_mime_type(mime);
    Ok(ReadResourceResult::new(vec![contents]).fresh(freshness, request))
}

/// The session a resource belongs to.
///
/// # Errors
/// A refusal that asks for `set_api_key` where there is none.
pub(super) async fn owner(
    context: &Context,
    request: &RequestContext<RoleServer>,
    handle: Option<String>,
) -> Result<SessionRef, ToolError> {
    Ok(context.directory.resolve(&caller(request, handle)).await?)
}

fn node(uri: &str, name: &str) -> Result<String, ErrorData> {
    let nodes = flow::node_types();
    match nodes.iter().find(|node| node.node_type == name) {
        Some(node) => Ok(json!(node).to_string()),
        None => Err(unknown(
            uri,
            &names(nodes.iter().map(|node| node.node_type.as_str())),
        )),
    }
}

async fn catalog(
    context: &Context,
    request: &RequestContext<RoleServer>,
    handle: Option<String>,
) -> Result<String, ToolError> {
    let session = owner(context, request, handle).await?;
    let summary = session.describe().await?;
    let catalogue = &summary.catalogue;
    let avatars = catalogue
        .avatars
        .iter()
        .filter(|avatar| avatar.is_disabled != Some(true))
        .map(|avatar| json!({"id": avatar.id, "name": avatar.name, "gender": avatar.gender}));
    let languages = catalogue.langs.iter();
    let languages = languages.map(|lang| json!({"id": lang.id, "title": lang.title}));
    Ok(json!({
        "environment": summary.environment,
        "avatars": avatars.collect::<Vec<_>>(),
        "languages": languages.collect::<Vec<_>>(),
    })
    .to_string())
}

async fn verification(
    context: &Context,
    request: &RequestContext<RoleServer>,
    id: &str,
    handle: Option<String>,
) -> Result<String, ToolError> {
    let verification = owner(context, request, handle).await?.fetch(id).await?;
    serde_json::to_string(&verification).map_err(|error| ToolError::Ours(error.to_string()))
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    format!("there are {}", names.collect::<Vec<_>>().join(", "))
}

fn unknown(uri: &str, hint: &str) -> ErrorData {
    ErrorData::resource_not_found(
        format!("there is no resource `{uri}`: {hint}"),
        Some(json!({"uri": uri})),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Largest resource that does not depend on an account, in bytes: some 4,000 tokens.
    const MAX_BYTES: usize = 16 * 1024;

    #[test]
    fn references_are_small_enough_to_be_read_whole() {
        let nodes = flow::node_types()
            .into_iter()
            .map(|node| json!(node).to_string());
        let rules = flow::rules().map(|rule| rule.page);
        let recipes = RECIPES.iter().map(|recipe| recipe.flow.to_owned());
        let all = nodes
            .chain(rules)
            .chain(recipes)
            .chain([flow::schema().to_string()]);
        for text in all {
            assert!(
                text.len() <= MAX_BYTES,
                "{} bytes: {:.80}",
                text.len(),
                text
            );
        }
    }
}
