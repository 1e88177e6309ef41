//! Exit codes: part of the contract with scripts.

use std::process::ExitCode;

/// What a command ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done; for `validate`: every flow is valid.
    Ok = 0,
    /// Failed at run time; for `validate`: at least one finding of severity error, a clause of a policy that is not proved
    /// among them; for `diff`: at least one guarantee was lost.
    Failed = 1,
    /// The command line is wrong, or a file that it names cannot be read.
    Usage = 2,
    /// A port is in use or may not be used.
    PortInUse = 3,
    /// The configuration is wrong: a value that cannot be, a folder in which nothing can be kept.
    Config = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        // The numbers are those of the declaration above.
        Self::from(exit as u8)
    }
}
