//! The studio as an MCP App: a page that clients show inside the conversation and that frames the live preview there.

use rmcp::model::{ExtensionCapabilities, JsonObject, MetaObject, Resource, ResourceContents};
use serde_json::{Value, json};

use super::STUDIO;
use crate::mcp::handler::Context;

/// Media type of an MCP App (MCP Apps extension, 2026-01-26).
const APP: &str = "text/html;profile=mcp-app";
const PAGE: &str = include_str!("studio.html");

pub(super) fn resource() -> Resource {
    Resource::new(STUDIO, "studio")
        .with_title("FaceSign studio")
        .with_description(
            "The live preview of a flow inside the conversation, shown for launch_session_ui.",
        )
        .with_mime_type(APP)
}

pub(super) fn extension() -> ExtensionCapabilities {
    let formats = object(json!({"mimeTypes": [APP]}));
    ExtensionCapabilities::from([("io.modelcontextprotocol/ui".to_owned(), formats)])
}

/// What ties a tool to the page.
pub(in crate::mcp) fn shown_for() -> MetaObject {
    MetaObject(object(json!({"ui": {"resourceUri": STUDIO}})))
}

/// The page with what it may frame and use: the preview of this server, which asks for camera and microphone.
pub(super) fn contents(context: &Context) -> ResourceContents {
    let origin = context.base_url.origin().ascii_serialization();
    let ui = json!({"ui": {
        "csp": {"connectDomains": [], "resourceDomains": [], "frameDomains": [origin]},
        "permissions": {"camera": {}, "microphone": {}},
        "prefersBorder": true,
    }});
    ResourceContents::text(PAGE, STUDIO)
        .with_mime_type(APP)
        .with_meta(MetaObject(object(ui)))
}

fn object(value: Value) -> JsonObject {
    match value {
        Value::Object(object) => object,
        _ => JsonObject::new(),
    }
}
