//! Capacities: those of preset Gateway, or by feature those of another one.

/// Workspace of the validator, and bytes of the longest text.
#[cfg(not(any(feature = "small", feature = "server")))]
mod chosen {
    pub type Workspace = flow_core::Gateway;
    pub const TEXT: usize = 8 * 1024;
}

#[cfg(feature = "small")]
mod chosen {
    pub type Workspace = flow_core::Small;
    pub const TEXT: usize = 4 * 1024;
}

#[cfg(feature = "server")]
mod chosen {
    pub type Workspace = flow_core::Server;
    pub const TEXT: usize = 256 * 1024;
}

pub use chosen::{TEXT, Workspace};

/// Findings that an answer names.
pub const FINDINGS: usize = 8;
