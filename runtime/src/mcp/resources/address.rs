//! Addresses of resources: read in one place, written in one place.

use url::form_urlencoded;

/// The studio as an MCP App.
pub(in crate::mcp) const STUDIO: &str = "ui://facesign/studio";
pub(super) const CATALOG: &str = "facesign://catalog";
pub(super) const SCHEMA: &str = "facesign://schema/flow";
pub(super) const NODES: &str = "facesign://nodes/";
pub(super) const RULES: &str = "facesign://rules/";
pub(super) const RECIPE: &str = "facesign://recipes/";
pub(super) const SESSION: &str = "session://";

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::mcp) enum Address {
    /// Avatars and languages of the account.
    Catalog { handle: Option<String> },
    /// The JSON Schema of a flow.
    Schema,
    /// A node type.
    Node(String),
    /// A rule, by code or name.
    Rule(String),
    /// A recipe.
    Recipe(String),
    /// A verification session.
    Session { id: String, handle: Option<String> },
    /// The studio as an MCP App.
    Studio,
}

impl Address {
    /// Reads an address; a query `session` names the session handle, for clients that cannot send it otherwise.
    pub(in crate::mcp) fn parse(uri: &str) -> Option<Self> {
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let handle = || {
            form_urlencoded::parse(query.as_bytes())
                .find(|(key, _)| key == "session")
                .map(|(_, value)| value.into_owned())
        };
        let below = |start: &str| {
            let rest = path.strip_prefix(start)?;
            (!rest.is_empty()).then(|| rest.to_owned())
        };
        match path {
            CATALOG => return Some(Self::Catalog { handle: handle() }),
            SCHEMA => return Some(Self::Schema),
            STUDIO => return Some(Self::Studio),
            _ => {}
        }
        below(NODES)
            .map(Self::Node)
            .or_else(|| below(RULES).map(Self::Rule))
            .or_else(|| below(RECIPE).map(Self::Recipe))
            .or_else(|| {
                let handle = handle();
                below(SESSION).map(|id| Self::Session { id, handle })
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_and_without_a_handle() {
        let session = |id: &str, handle: Option<&str>| {
            Some(Address::Session {
                id: id.to_owned(),
                handle: handle.map(str::to_owned),
            })
        };
        for (uri, address) in [
            ("session://vs_1", session("vs_1", None)),
            (
                "session://vs_1?session=fsm_x",
                session("vs_1", Some("fsm_x")),
            ),
            (
                "facesign://catalog",
                Some(Address::Catalog { handle: None }),
            ),
            (
                "facesign://nodes/start",
                Some(Address::Node("start".to_owned())),
            ),
            (
                "facesign://rules/F2013",
                Some(Address::Rule("F2013".to_owned())),
            ),
            ("ui://facesign/studio", Some(Address::Studio)),
            ("session://", None),
            ("facesign://nodes/", None),
            ("https://example.org", None),
        ] {
            assert_eq!(Address::parse(uri), address, "{uri}");
        }
    }
}
