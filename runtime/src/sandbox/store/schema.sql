-- Layout 1 of the sandbox database. `seq` breaks ties of equal times, so that pages are stable.
CREATE TABLE sessions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    status TEXT NOT NULL,
    seen_at INTEGER,
    left_at INTEGER,
    client_reference_id TEXT,
    flow_id TEXT,
    haystack TEXT NOT NULL,
    settings TEXT NOT NULL,
    walk TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_tenant ON sessions (tenant, created_at, seq);
CREATE INDEX sessions_by_age ON sessions (created_at);
CREATE TABLE client_secrets (
    secret TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expire_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX client_secrets_by_session ON client_secrets (session, created_at);
CREATE TABLE media (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX media_by_session ON media (session, created_at);
