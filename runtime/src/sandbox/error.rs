//! Why the sandbox cannot start or go on.

/// A failure of the sandbox itself; wrong requests are answered over HTTP instead.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The address cannot carry a hosted page.
    #[error("`{0}` cannot be the sandbox's address; use http://127.0.0.1:8788")]
    PublicUrl(String),
}
