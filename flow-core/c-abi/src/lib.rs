//! The validator for programs in C. The contract is written in its header, `include/flow_core.h`; this is the other side.

#![no_std]

// The standard library is used for one thing: it brings the panic handler that a static library has to have.
#[cfg(not(feature = "freestanding"))]
extern crate std;

mod abi;
mod checker;
mod text;

pub use abi::{Demands, Finding, Part, Preset, Result, Severity, Status, Text, Workspace};
pub use checker::{FINDINGS, WORKSPACE_ALIGN};

use core::ffi::{c_char, c_void};

use checker::{Check, Header};
use text::{Cut, checked, read};

/// Changes where a program that was built with another header would go wrong.
pub const ABI_VERSION: u32 = 1;

/// Nothing panics; what the compiler cannot see is answered by standing still.
#[cfg(feature = "freestanding")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

/// The version of the library.
#[unsafe(no_mangle)]
pub extern "C" fn flow_abi_version() -> u32 {
    ABI_VERSION
}

/// Bytes of a workspace; 0 where there is no such preset.
#[unsafe(no_mangle)]
pub extern "C" fn flow_workspace_size(preset: Preset) -> usize {
    checker::size(preset).unwrap_or(0)
}

/// Makes a workspace in memory of the caller.
///
/// # Safety
///
/// `memory` is null or points to `size` writable bytes; `workspace` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flow_init(
    memory: *mut c_void,
    size: usize,
    preset: Preset,
    workspace: *mut *mut Workspace,
) -> Status {
    let Some(needed) = checker::size(preset) else {
        return Status::PRESET;
    };
    if memory.is_null() || workspace.is_null() {
        return Status::NULL;
    }
    if size < needed {
        return Status::SIZE;
    }
    if !memory.addr().is_multiple_of(WORKSPACE_ALIGN) {
        return Status::ALIGNMENT;
    }
    // SAFETY: the memory is writable, aligned and large enough, as was just checked of what can be checked.
    unsafe { checker::init(memory, preset) };
    // SAFETY: not null, and so writable.
    unsafe { workspace.write(memory.cast()) };
    Status::OK
}

/// Checks a flow.
///
/// # Safety
///
/// `workspace` is null or was made by [`flow_init`]; every other pointer is null or points to what the header says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flow_check(
    workspace: *mut Workspace,
    flow: Text,
    demands: *const Demands,
    result: *mut Result,
) -> Status {
    // SAFETY: as this function.
    let (flow, demands) = match unsafe { (read(flow), checked(demands)) } {
        (Ok(flow), demands) => (flow, demands),
        (Err(status), _) => return status,
    };
    // SAFETY: as this function; the text of the policy lives as long as the call.
    let policy = match unsafe { demands.map_or(Ok(&[][..]), |demands| read(demands.policy)) } {
        Ok(policy) => policy,
        Err(status) => return status,
    };
    // SAFETY: as this function.
    let pinned = demands.and_then(|demands| unsafe { checked(demands.fingerprint) });
    // SAFETY: as this function; nobody else uses the workspace during the call.
    let checker = match unsafe { open(workspace) } {
        Ok(checker) => checker,
        Err(status) => return status,
    };
    if result.is_null() {
        return Status::NULL;
    }
    let (status, found) = checker.check(flow, policy, pinned);
    // SAFETY: not null, and so writable.
    unsafe { result.write(found) };
    status
}

/// A finding of the last check.
///
/// # Safety
///
/// As [`flow_check`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flow_finding_at(
    workspace: *const Workspace,
    flow: Text,
    number: u32,
    finding: *mut Finding,
) -> Status {
    // SAFETY: as this function; what is lent ends with the call.
    let (found, text) = match unsafe { look_up(workspace, flow, number) } {
        Ok(found) => found,
        Err(status) => return status,
    };
    if finding.is_null() {
        return Status::NULL;
    }
    // SAFETY: not null, and so writable.
    unsafe { finding.write(Finding::of(found, text)) };
    Status::OK
}

/// Writes a text about a finding.
///
/// # Safety
///
/// As [`flow_check`]; `buffer` is null or points to `size` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flow_finding_text(
    workspace: *const Workspace,
    flow: Text,
    number: u32,
    part: Part,
    buffer: *mut c_char,
    size: usize,
    needed: *mut usize,
) -> Status {
    // SAFETY: as this function; what is lent ends with the call.
    let (found, text) = match unsafe { look_up(workspace, flow, number) } {
        Ok(found) => found,
        Err(status) => return status,
    };
    if buffer.is_null() && size > 0 {
        return Status::NULL;
    }
    let mut cut = Cut::default();
    let mut push = |piece: &str| {
        // SAFETY: the buffer has `size` bytes, and `Cut` goes no further.
        unsafe { cut.push(piece, buffer.cast(), size) };
    };
    // An empty text has its zero, too.
    push("");
    part.write(found, text, &mut push);
    // SAFETY: `needed` is null or writable.
    if let Some(needed) = unsafe { needed.as_mut() } {
        *needed = cut.needed();
    }
    Status::OK
}

/// The checker behind a workspace.
///
/// # Safety
///
/// `workspace` is null or was made by [`flow_init`], and nobody else uses it as long as it is lent.
unsafe fn open<'a>(workspace: *mut Workspace) -> core::result::Result<&'a mut dyn Check, Status> {
    if workspace.is_null() {
        return Err(Status::NULL);
    }
    // SAFETY: as this function.
    unsafe { checker::open(workspace.cast::<Header>()) }.ok_or(Status::WORKSPACE)
}

/// A finding by its number, and the text it is about.
///
/// # Safety
///
/// As [`flow_check`].
unsafe fn look_up<'a>(
    workspace: *const Workspace,
    flow: Text,
    number: u32,
) -> core::result::Result<(&'a flow_core::Finding, &'a str), Status> {
    // SAFETY: as this function.
    let flow = unsafe { read(flow) }?;
    // SAFETY: as this function; nothing is changed through it.
    let checker: &'a dyn Check = unsafe { open(workspace.cast_mut()) }?;
    let found = usize::try_from(number)
        .ok()
        .and_then(|number| checker.findings().get(number));
    Ok((found.ok_or(Status::FINDING)?, flow_core::valid_text(flow)))
}
