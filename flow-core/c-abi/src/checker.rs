//! What lies in the memory of the caller: a header that names the preset, a workspace and a report.

use core::ffi::c_void;

use flow_core::fingerprint::Fingerprint;
use flow_core::limits::{GATEWAY, SERVER, SMALL};
use flow_core::policy::Policy;
use flow_core::{Finding, Report, Workspace, prover};

use crate::abi::{Preset, Result, Status};

/// Findings that a workspace keeps.
pub const FINDINGS: usize = 16;

/// The alignment of every workspace.
pub const WORKSPACE_ALIGN: usize = 8;

/// Tells memory that was initialised from memory that was not.
const MARK: u32 = 0x464C_4F57;

/// The beginning of every checker.
#[repr(C, align(8))]
pub(crate) struct Header {
    mark: u32,
    preset: Preset,
}

/// A workspace as C sees it.
#[repr(C)]
struct Checker<const NODES: usize, const EDGES: usize> {
    header: Header,
    workspace: Workspace<NODES, EDGES>,
    report: Report<FINDINGS>,
}

type Small = Checker<{ SMALL.0 }, { SMALL.1 }>;
type Gateway = Checker<{ GATEWAY.0 }, { GATEWAY.1 }>;
type Server = Checker<{ SERVER.0 }, { SERVER.1 }>;

const _: () = assert!(
    align_of::<Small>() == WORKSPACE_ALIGN
        && align_of::<Gateway>() == WORKSPACE_ALIGN
        && align_of::<Server>() == WORKSPACE_ALIGN,
    "the header promises this alignment"
);

/// A checker without its capacities.
pub(crate) trait Check {
    /// Judges a flow.
    fn check(&mut self, flow: &[u8], policy: &[u8], pinned: Option<&[u8; 32]>) -> (Status, Result);
    /// The findings of the last check.
    fn findings(&self) -> &[Finding];
}

impl<const NODES: usize, const EDGES: usize> Check for Checker<NODES, EDGES> {
    fn check(&mut self, flow: &[u8], policy: &[u8], pinned: Option<&[u8; 32]>) -> (Status, Result) {
        let mut result = Result::default();
        let status = self.judge(flow, policy, pinned, &mut result);
        let tally = self.report.tally();
        result.errors = tally.errors;
        result.warnings = tally.warnings;
        result.notes = tally.notes;
        result.kept = count(self.report.findings().len());
        (status, result)
    }

    fn findings(&self) -> &[Finding] {
        self.report.findings()
    }
}

impl<const NODES: usize, const EDGES: usize> Checker<NODES, EDGES> {
    const fn new(preset: Preset) -> Self {
        Self {
            header: Header { mark: MARK, preset },
            workspace: Workspace::new(),
            report: Report::new(),
        }
    }

    fn judge(
        &mut self,
        flow: &[u8],
        policy: &[u8],
        pinned: Option<&[u8; 32]>,
        result: &mut Result,
    ) -> Status {
        let Some(mut prover) = prover(flow, &mut self.workspace, &mut self.report) else {
            return Status::INVALID;
        };
        result.nodes = count(prover.flow().len());
        if !self.report.is_valid() {
            return Status::INVALID;
        }
        let Ok(Fingerprint(fingerprint)) = prover.fingerprint() else {
            return Status::FINGERPRINT;
        };
        result.fingerprint = fingerprint;
        if pinned.is_some_and(|pinned| *pinned != fingerprint) {
            return Status::NOT_PINNED;
        }
        if policy.is_empty() {
            return Status::OK;
        }
        let policy: Option<Policy<'_>> = core::str::from_utf8(policy)
            .ok()
            .and_then(|policy| Policy::read(policy).ok());
        match policy {
            None => Status::POLICY,
            Some(policy) if prover.check(policy.view(), &mut self.report) => Status::OK,
            Some(_) => Status::AGAINST_POLICY,
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Bytes of a workspace.
pub(crate) fn size(preset: Preset) -> Option<usize> {
    match preset {
        Preset::SMALL => Some(size_of::<Small>()),
        Preset::GATEWAY => Some(size_of::<Gateway>()),
        Preset::SERVER => Some(size_of::<Server>()),
        _ => None,
    }
}

/// Makes a checker of a preset that exists.
///
/// # Safety
///
/// `memory` is aligned to [`WORKSPACE_ALIGN`] and has as many writable bytes as [`size`] says.
pub(crate) unsafe fn init(memory: *mut c_void, preset: Preset) {
    // SAFETY: aligned, and large enough for the checker of the preset.
    unsafe {
        match preset {
            Preset::SMALL => memory.cast::<Small>().write(Small::new(preset)),
            Preset::GATEWAY => memory.cast::<Gateway>().write(Gateway::new(preset)),
            _ => memory.cast::<Server>().write(Server::new(preset)),
        }
    }
}

/// The checker behind its header; `None` where the memory does not begin with one.
///
/// # Safety
///
/// `header` points to what [`init`] made, or at least to initialised memory of the size of a header; nobody else uses it
/// as long as it is lent.
pub(crate) unsafe fn open<'a>(header: *mut Header) -> Option<&'a mut dyn Check> {
    if !header.is_aligned() {
        return None;
    }
    // SAFETY: aligned, and readable by the contract of this function.
    let Header { mark, preset } = unsafe { header.read() };
    if mark != MARK {
        return None;
    }
    // SAFETY: the mark is there, so `init` made a checker of this preset here.
    unsafe {
        match preset {
            Preset::SMALL => Some(&mut *header.cast::<Small>()),
            Preset::GATEWAY => Some(&mut *header.cast::<Gateway>()),
            Preset::SERVER => Some(&mut *header.cast::<Server>()),
            _ => None,
        }
    }
}
