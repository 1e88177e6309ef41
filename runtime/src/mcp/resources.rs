//! Resources: the account's catalogue, the node and rule references, the recipes, the schema, single sessions.

use rmcp::RoleServer;
use rmcp::model::{
    CompleteRequestParams, CompleteResult, CompletionInfo, ErrorData, ReadResourceResult,
    Reference, Resource, ResourceContents, ResourceTemplate,
};
use rmcp::service::RequestContext;
use serde_json::json;

use super::caller::caller;
use super::error::ToolError;
use super::handler::Context;
use crate::author::{RECIPES, recipe};
use crate::flow;

const CATALOG: &str = "facesign://catalog";
const SCHEMA: &str = "facesign://schema/flow";
const NODES: &str = "facesign://nodes/";
const RULES: &str = "facesign://rules/";
const RECIPE: &str = "facesign://recipes/";
const SESSION: &str = "session://";

const JSON: &str = "application/json";
const MARKDOWN: &str = "text/markdown";

/// Resources with a fixed address.
pub(super) fn list() -> Vec<Resource> {
    let one = |uri: &str, name: &str, description: &str| {
        Resource::new(uri, name)
            .with_description(description)
            .with_mime_type(JSON)
    };
    let mut resources = vec![
        one(
            CATALOG,
            "catalog",
            "Avatars and languages of the account; needs an API key.",
        ),
        one(
            SCHEMA,
            "flow-schema",
            "JSON Schema of a flow, one variant per node type.",
        ),
    ];
    resources.extend(RECIPES.iter().map(|recipe| {
        one(
            &format!("{RECIPE}{}", recipe.name),
            recipe.name,
            recipe.wish,
        )
        .with_title(recipe.title)
    }));
    resources
}

/// Resources with a part to fill in.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let one = |uri: String, name: &str, description: &str, mime: &str| {
        ResourceTemplate::new(uri, name)
            .with_description(description)
            .with_mime_type(mime)
    };
    vec![
        one(
            format!("{NODES}{{type}}"),
            "node",
            "A node type: fields, ranges, outcomes.",
            JSON,
        ),
        one(
            format!("{RULES}{{code}}"),
            "rule",
            "A rule of the validator by code or name: what, why, how to repair.",
            MARKDOWN,
        ),
        one(format!("{RECIPE}{{name}}"), "recipe", "A ready flow.", JSON),
        one(
            format!("{SESSION}{{id}}"),
            "verification-session",
            "Results of a verification session; needs an API key.",
            JSON,
        ),
    ]
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
    let (text, mime) = if let Some(name) = uri.strip_prefix(NODES) {
        (node(name)?, JSON)
    } else if let Some(code) = uri.strip_prefix(RULES) {
        let rule = flow::rule(code).ok_or_else(|| unknown(uri, "rule codes look like F2013"))?;
        (rule.page, MARKDOWN)
    } else if let Some(name) = uri.strip_prefix(RECIPE) {
        let recipe = recipe(name)
            .ok_or_else(|| unknown(uri, &names(RECIPES.iter().map(|recipe| recipe.name))))?;
        (recipe.flow.to_owned(), JSON)
    } else if uri == SCHEMA {
        (flow::schema().to_string(), JSON)
    } else if uri == CATALOG {
        (
            catalog(context, request)
                .await
                .map_err(ToolError::into_protocol)?,
            JSON,
        )
    } else if let Some(id) = uri.strip_prefix(SESSION) {
        (
            session(context, request, id)
                .await
                .map_err(ToolError::into_protocol)?,
            JSON,
        )
    } else {
        return Err(unknown(
            uri,
            "see resources/list and resources/templates/list",
        ));
    };
    Ok(ReadResourceResult::new(vec![
        ResourceContents::text(text, uri).with_mime_type(mime),
    ]))
}

fn node(name: &str) -> Result<String, ErrorData> {
    let nodes = flow::node_types();
    match nodes.iter().find(|node| node.node_type == name) {
        Some(node) => Ok(json!(node).to_string()),
        None => Err(unknown(
            &format!("{NODES}{name}"),
            &names(nodes.iter().map(|node| node.node_type.as_str())),
        )),
    }
}

async fn catalog(
    context: &Context,
    request: &RequestContext<RoleServer>,
) -> Result<String, ToolError> {
    let session = context.directory.resolve(&caller(request, None)).await?;
    let summary = session.describe().await?;
    let catalogue = &summary.catalogue;
    Ok(json!({
        "environment": summary.environment,
        "avatars": catalogue.avatars,
        "languages": catalogue.langs,
    })
    .to_string())
}

async fn session(
    context: &Context,
    request: &RequestContext<RoleServer>,
    id: &str,
) -> Result<String, ToolError> {
    let session = context.directory.resolve(&caller(request, None)).await?;
    let verification = session.fetch(id).await?;
    serde_json::to_string(&verification).map_err(|error| ToolError::Ours(error.to_string()))
}

/// Completions of the parts to fill in.
pub(super) fn complete(request: &CompleteRequestParams) -> CompleteResult {
    let Reference::Resource(template) = &request.r#ref else {
        return CompleteResult::default();
    };
    let all: Vec<String> = match template.uri.split('{').next().unwrap_or_default() {
        NODES => flow::node_types()
            .into_iter()
            .map(|node| node.node_type)
            .collect(),
        RULES => flow::rules().map(|rule| rule.code).collect(),
        RECIPE => RECIPES
            .iter()
            .map(|recipe| recipe.name.to_owned())
            .collect(),
        _ => Vec::new(),
    };
    let typed = request.argument.value.to_lowercase();
    let fitting = all
        .into_iter()
        .filter(|value| value.to_lowercase().starts_with(&typed));
    let values: Vec<String> = fitting.take(CompletionInfo::MAX_VALUES).collect();
    CompletionInfo::new(values)
        .map(CompleteResult::new)
        .unwrap_or_default()
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
