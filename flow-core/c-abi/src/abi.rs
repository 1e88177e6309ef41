//! The types of the header, with the same names without their prefix and the same layout.

use core::fmt::{self, Write as _};

use crate::text::Pieces;

/// `flow_preset`: capacities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Preset(pub i32);

impl Preset {
    /// 16 nodes, 64 edges.
    pub const SMALL: Self = Self(0);
    /// 64 nodes, 220 edges.
    pub const GATEWAY: Self = Self(1);
    /// 1024 nodes, 8192 edges.
    pub const SERVER: Self = Self(2);
}

/// `flow_status`: what became of a call; negative ones are misuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Status(pub i32);

impl Status {
    /// Done; the flow holds to everything that was asked.
    pub const OK: Self = Self(0);
    /// The flow has errors.
    pub const INVALID: Self = Self(1);
    /// The flow breaks the policy.
    pub const AGAINST_POLICY: Self = Self(2);
    /// The flow is another one than the fingerprint names.
    pub const NOT_PINNED: Self = Self(3);
    /// A pointer is null that must not be.
    pub const NULL: Self = Self(-1);
    /// There is no such preset.
    pub const PRESET: Self = Self(-2);
    /// The workspace is too small.
    pub const SIZE: Self = Self(-3);
    /// The workspace is not aligned.
    pub const ALIGNMENT: Self = Self(-4);
    /// The memory is no workspace.
    pub const WORKSPACE: Self = Self(-5);
    /// The policy cannot be read.
    pub const POLICY: Self = Self(-6);
    /// There is no finding with this number.
    pub const FINDING: Self = Self(-7);
    /// The text is larger than half the address space.
    pub const TEXT_SIZE: Self = Self(-8);
    /// A node has more members than a fingerprint can be taken of.
    pub const FINGERPRINT: Self = Self(-9);
}

/// `flow_severity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Severity(pub i32);

/// `flow_part`: a text about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Part(pub i32);

impl Part {
    /// RFC 6901 pointer to the place.
    pub const POINTER: Self = Self(0);
    /// What is wrong.
    pub const MESSAGE: Self = Self(1);
    /// What to do about it.
    pub const HELP: Self = Self(2);

    /// Gives the text in pieces; nothing for a part that does not exist.
    pub(crate) fn write(self, finding: &flow_core::Finding, text: &str, to: &mut dyn FnMut(&str)) {
        let mut pieces = Pieces(to);
        // Cannot fail: the pieces are taken whatever they are.
        let _: fmt::Result = match self {
            Self::POINTER => write!(pieces, "{}", finding.pointer(text)),
            Self::MESSAGE => write!(pieces, "{}", finding.message(text)),
            Self::HELP => write!(pieces, "{}", finding.help(text)),
            _ => Ok(()),
        };
    }
}

/// `flow_text`: a text of the caller.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Text {
    /// The bytes; may be null where `len` is 0.
    pub bytes: *const u8,
    /// Their number.
    pub len: usize,
}

/// `flow_demands`: what a flow is asked for beside being valid.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Demands {
    /// A policy as JSON; empty for none.
    pub policy: Text,
    /// The one flow to accept; null for any.
    pub fingerprint: *const [u8; 32],
}

/// `flow_result`: what a check found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Result {
    /// Findings of severity error.
    pub errors: u32,
    /// Findings of severity warning.
    pub warnings: u32,
    /// Findings of severity note.
    pub notes: u32,
    /// Findings that can be asked for.
    pub kept: u32,
    /// Nodes; 0 where the flow cannot be walked.
    pub nodes: u32,
    /// The fingerprint; zeros where the flow is not valid.
    pub fingerprint: [u8; 32],
}

/// `flow_finding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Finding {
    /// The code, with zeros behind.
    pub code: [u8; 8],
    /// How much it matters.
    pub severity: Severity,
    /// Bytes before the place.
    pub offset: u32,
    /// Bytes of the place.
    pub len: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Finding {
    pub(crate) fn of(finding: &flow_core::Finding, text: &str) -> Self {
        let mut code = [0; 8];
        for (room, byte) in code
            .iter_mut()
            .zip(finding.rule.meta().code.bytes().take(7))
        {
            *room = byte;
        }
        let place = finding.span.line_column(text);
        Self {
            code,
            severity: Severity(match finding.severity {
                flow_core::Severity::Note => 0,
                flow_core::Severity::Warning => 1,
                flow_core::Severity::Error => 2,
            }),
            offset: finding.span.offset,
            len: finding.span.len,
            line: place.line,
            column: place.column,
        }
    }
}

/// `flow_workspace`: known to the library only.
#[derive(Debug)]
#[repr(C)]
pub struct Workspace {
    opaque: [u8; 0],
}
