//! Which tools a client sees: groups of tools and the read-only mode, by configuration, header and address.
//!
//! The configuration says what a server offers; a client may ask for less by `X-MCP-Toolsets` and `X-MCP-Readonly`, or by
//! `?toolsets=` and `?readonly=` in the address, and never for more.

use std::collections::BTreeSet;
use std::fmt;

use http::request::Parts;
use url::form_urlencoded;

use super::tool::Entry;

/// A group of tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Toolset {
    /// Key, preview, export, results.
    Core,
    /// Building, checking and walking flows; needs no key.
    Authoring,
}

impl Toolset {
    /// Every group, in the order of the documentation.
    pub const ALL: [Self; 2] = [Self::Core, Self::Authoring];

    /// Name in flags, headers and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Authoring => "authoring",
        }
    }
}

/// The tools a server offers or a client asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    sets: BTreeSet<Toolset>,
    read_only: bool,
}

/// A choice that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// No group has this name.
    #[error("there is no toolset `{0}`: use {names}, separated by commas, or `all`", names = Names)]
    Unknown(String),
    /// No group is named.
    #[error("no toolset is named: use {names}, separated by commas, or `all`", names = Names)]
    Empty,
    /// Neither yes nor no.
    #[error("`{0}` is neither true nor false: use `1` for only the tools that change nothing")]
    Switch(String),
}

/// The names of all groups, for messages.
struct Names;

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = Toolset::ALL
            .iter()
            .map(|set| format!("`{}`", set.name()))
            .collect();
        f.write_str(&names.join(" or "))
    }
}

impl Default for Selection {
    /// Everything.
    fn default() -> Self {
        Self {
            sets: Toolset::ALL.into(),
            read_only: false,
        }
    }
}

impl Selection {
    /// Only these groups, named and separated by commas.
    ///
    /// # Errors
    /// [`SelectionError`] for an unknown name or none at all.
    pub fn with_toolsets(mut self, names: &str) -> Result<Self, SelectionError> {
        let mut named = BTreeSet::new();
        for name in names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            if name.eq_ignore_ascii_case("all") {
                named.extend(Toolset::ALL);
                continue;
            }
            let known = Toolset::ALL
                .into_iter()
                .find(|set| set.name().eq_ignore_ascii_case(name));
            named.insert(known.ok_or_else(|| SelectionError::Unknown(name.to_owned()))?);
        }
        if named.is_empty() {
            return Err(SelectionError::Empty);
        }
        self.sets.retain(|set| named.contains(set));
        Ok(self)
    }

    /// Without the tools that change something, where `read_only` says so.
    #[must_use]
    pub fn with_read_only(mut self, read_only: bool) -> Self {
        self.read_only |= read_only;
        self
    }

    /// What is left of this offer for a request with this head.
    ///
    /// # Errors
    /// [`SelectionError`] where header or address cannot be read.
    pub(super) fn asked_by(&self, parts: &Parts) -> Result<Self, SelectionError> {
        let mut asked = self.clone();
        let query = parts.uri.query().unwrap_or_default();
        let in_address = |key: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.into_owned())
        };
        let in_header = |name: &str| {
            let value = parts.headers.get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let toolsets = [in_header("x-mcp-toolsets"), in_address("toolsets")];
        for names in toolsets.into_iter().flatten() {
            asked = asked.with_toolsets(&names)?;
        }
        let read_only = [in_header("x-mcp-readonly"), in_address("readonly")];
        for value in read_only.into_iter().flatten() {
            asked = asked.with_read_only(switch(&value)?);
        }
        Ok(asked)
    }

    /// Whether this tool is among them.
    pub(super) fn offers(&self, tool: &Entry) -> bool {
        self.sets.contains(&tool.set) && (!self.read_only || tool.effect.is_harmless())
    }

    /// Why this tool is not among them.
    pub(super) fn reason_against(&self, tool: &Entry) -> String {
        if self.sets.contains(&tool.set) {
            return format!(
                "`{}` makes something, and this connection is read-only",
                tool.name
            );
        }
        format!(
            "`{}` belongs to the toolset `{}`, which this connection does not include",
            tool.name,
            tool.set.name()
        )
    }
}

/// A bare `?readonly` means yes.
fn switch(text: &str) -> Result<bool, SelectionError> {
    match text.trim().to_ascii_lowercase().as_str() {
        "" | "1" | "true" | "yes" | "on" => Ok(true),
        "0" | "false" | "no" | "off" => Ok(false),
        _ => Err(SelectionError::Switch(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mcp::catalogue::TOOLS;

    fn names(offer: &Selection, uri: &str, headers: &[(&str, &str)]) -> Vec<&'static str> {
        let asked = asked(offer, uri, headers).expect("a choice that can be read");
        TOOLS
            .iter()
            .filter(|tool| asked.offers(tool))
            .map(|tool| tool.name)
            .collect()
    }

    fn asked(
        offer: &Selection,
        uri: &str,
        headers: &[(&str, &str)],
    ) -> Result<Selection, SelectionError> {
        let mut request = http::Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        offer.asked_by(&parts)
    }

    #[test]
    fn header_and_address_narrow_and_never_widen() {
        let all = Selection::default();
        assert_eq!(names(&all, "/mcp", &[]).len(), TOOLS.len());
        let core = names(&all, "/mcp?toolsets=core", &[]);
        assert!(
            core.contains(&"export_app") && !core.contains(&"validate_flow"),
            "{core:?}"
        );
        assert_eq!(core, names(&all, "/mcp", &[("x-mcp-toolsets", " CORE ,")]));
        let only = Selection::default().with_toolsets("core").expect("a name");
        assert_eq!(names(&only, "/mcp?toolsets=all", &[]), core);
        assert_eq!(names(&only, "/mcp?toolsets=authoring", &[]), [""; 0]);
    }

    #[test]
    fn read_only_wins_over_everything() {
        let locked = Selection::default().with_read_only(true);
        let read = names(&locked, "/mcp?readonly=0", &[("x-mcp-readonly", "false")]);
        assert!(
            read.contains(&"get_session") && read.contains(&"set_api_key"),
            "{read:?}"
        );
        assert!(!read.contains(&"launch_session_ui") && !read.contains(&"export_app"));
        for (uri, headers) in [
            ("/mcp?readonly", &[][..]),
            ("/mcp?readonly=1", &[]),
            ("/mcp?readonly=0", &[("x-mcp-readonly", "true")]),
        ] {
            assert_eq!(names(&Selection::default(), uri, headers), read, "{uri}");
        }
    }

    #[test]
    fn a_choice_that_cannot_be_read_says_what_can() {
        for (uri, part) in [
            (
                "/mcp?toolsets=admin",
                "no toolset `admin`: use `core` or `authoring`",
            ),
            ("/mcp?toolsets=", "no toolset is named"),
            ("/mcp?readonly=maybe", "`maybe` is neither true nor false"),
        ] {
            let error = asked(&Selection::default(), uri, &[]).expect_err("not readable");
            assert!(error.to_string().contains(part), "{uri}: {error}");
        }
    }
}
