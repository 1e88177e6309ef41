//! Who leads to which session: plain maps of handles, MCP sessions and principals.
//!
//! Possession of a handle is enough only for a session without an owner; a session opened with credentials of its own
//! answers to these alone.

use std::collections::BTreeMap;

use super::SessionError;
use super::caller::{Caller, Handle, Principal};
use super::session_ref::SessionRef;

/// Every session with the ways to it.
#[derive(Default)]
pub(super) struct Entries {
    sessions: BTreeMap<Handle, Entry>,
    by_mcp_session: BTreeMap<String, Handle>,
    by_principal: BTreeMap<Principal, Handle>,
}

struct Entry {
    session: SessionRef,
    owner: Option<Principal>,
}

impl Entry {
    /// Whether the caller may speak to this session, and the session still listens.
    fn answers_to(&self, caller: &Caller) -> bool {
        let permitted = match self.owner {
            Some(owner @ Principal::Bearer(_)) => caller.principal() == Some(owner),
            Some(Principal::Process) | None => true,
        };
        permitted && self.session.is_alive()
    }
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        self.sessions.len()
    }

    /// A session and the ways that lead to it beside its handle.
    pub(super) fn enter(
        &mut self,
        session: SessionRef,
        owner: Option<Principal>,
        mcp_session: Option<String>,
    ) {
        let handle = session.handle().clone();
        if let Some(id) = mcp_session {
            self.by_mcp_session.insert(id, handle.clone());
        }
        if let Some(owner) = owner {
            self.by_principal.insert(owner, handle.clone());
        }
        self.sessions.insert(handle, Entry { session, owner });
    }

    /// The session the caller has already.
    ///
    /// # Errors
    /// [`SessionError::Ended`] where the way leads to a session that is over, unknown or somebody else's.
    pub(super) fn of_caller(&self, caller: &Caller) -> Result<Option<SessionRef>, SessionError> {
        let handle = match (&caller.handle, &caller.mcp_session) {
            (Some(given), _) => Some(Handle::given(given)),
            (None, Some(id)) => self.by_mcp_session.get(id).cloned(),
            (None, None) => None,
        };
        let Some(handle) = handle else {
            return Ok(caller
                .principal()
                .and_then(|principal| self.of_principal(principal)));
        };
        let entry = self
            .sessions
            .get(&handle)
            .filter(|entry| entry.answers_to(caller));
        entry
            .map(|entry| Some(entry.session.clone()))
            .ok_or(SessionError::Ended)
    }

    pub(super) fn of_principal(&self, principal: Principal) -> Option<SessionRef> {
        let entry = self.sessions.get(self.by_principal.get(&principal)?)?;
        entry.session.is_alive().then(|| entry.session.clone())
    }

    /// Pointers of MCP sessions stay until these end, so that their callers hear that the session is over.
    pub(super) fn forget(&mut self, handle: &Handle) {
        self.sessions.remove(handle);
        self.by_principal.retain(|_, pointed| pointed != handle);
    }

    /// Removes a pointer; returns the session where it had no owner and was reached by this pointer alone.
    pub(super) fn detach(&mut self, mcp_session: &str) -> Option<SessionRef> {
        let handle = self.by_mcp_session.remove(mcp_session)?;
        let entry = self.sessions.get(&handle)?;
        let reachable = entry.owner.is_some()
            || self
                .by_mcp_session
                .values()
                .any(|pointed| *pointed == handle);
        (!reachable).then(|| entry.session.clone())
    }
}
