//! The actix-web application: routes, the bridge to rmcp, host and origin checks, shutdown gate.
