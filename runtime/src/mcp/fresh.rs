//! How long an answer may be kept by those who received it, told to clients of the revision that knows such hints.

use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{
    CacheScope, DiscoverResult, ListPromptsResult, ListResourceTemplatesResult,
    ListResourcesResult, ListToolsResult, ReadResourceResult,
};
use rmcp::service::RequestContext;

use super::caller::sessionless;

/// For how long and for whom an answer stays true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Freshness {
    /// The same for everybody until the server is replaced; an hour bounds how long an update goes unseen.
    OfBuild,
    /// The same until the server is replaced, but chosen by this client's headers and address.
    OfClient,
    /// As long as an account's catalogue usually stays as it is.
    OfAccount,
    /// Only now.
    Never,
}

impl Freshness {
    fn time(self) -> Duration {
        match self {
            Self::OfBuild | Self::OfClient => Duration::from_hours(1),
            Self::OfAccount => Duration::from_mins(1),
            Self::Never => Duration::ZERO,
        }
    }

    fn scope(self) -> CacheScope {
        match self {
            Self::OfBuild => CacheScope::Public,
            Self::OfClient | Self::OfAccount | Self::Never => CacheScope::Private,
        }
    }
}

/// Answers that carry the hint.
pub(super) trait Fresh: Sized {
    /// With the hint, where the revision of the request knows it.
    fn fresh(self, freshness: Freshness, request: &RequestContext<RoleServer>) -> Self {
        if !sessionless(request) {
            return self;
        }
        let ms = u64::try_from(freshness.time().as_millis()).unwrap_or(u64::MAX);
        self.hinted(ms, freshness.scope())
    }

    fn hinted(self, ms: u64, scope: CacheScope) -> Self;
}

macro_rules! fresh {
    ($($answer:ty),+) => {$(
        impl Fresh for $answer {
            fn hinted(self, ms: u64, scope: CacheScope) -> Self {
                self.with_ttl_ms(ms).with_cache_scope(scope)
            }
        }
    )+};
}

fresh!(
    DiscoverResult,
    ListPromptsResult,
    ListResourceTemplatesResult,
    ListResourcesResult,
    ListToolsResult,
    ReadResourceResult
);
