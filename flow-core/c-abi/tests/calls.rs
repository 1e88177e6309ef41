//! Calls as C makes them, misuse included.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]

use std::ffi::{CStr, c_char};
use std::ptr::{null, null_mut};

use flow_core_c::{
    Demands, FINDINGS, Finding, Part, Preset, Result, Severity, Status, Text, Workspace,
    flow_check, flow_finding_at, flow_finding_text, flow_init, flow_workspace_size,
};

const MAIL: &str = r#"[{"id":"start","type":"start","outcome":"mail"},
 {"id":"mail","type":"enter_email","outcomes":{"emailEntered":"done","canceled":"done"}},
 {"id":"done","type":"end"}]"#;

fn text(text: &str) -> Text {
    Text {
        bytes: text.as_ptr(),
        len: text.len(),
    }
}

/// Memory of a workspace, aligned as C has to align it.
fn memory(preset: Preset) -> Vec<u64> {
    vec![0; flow_workspace_size(preset).div_ceil(8)]
}

fn init(memory: &mut [u64], size: usize, preset: Preset) -> (Status, *mut Workspace) {
    let mut workspace = null_mut();
    // SAFETY: the memory has at least `size` bytes, or the preset or size is refused.
    let status = unsafe { flow_init(memory.as_mut_ptr().cast(), size, preset, &raw mut workspace) };
    (status, workspace)
}

fn check(workspace: *mut Workspace, flow: &str, demands: *const Demands) -> (Status, Result) {
    let mut result = Result::default();
    // SAFETY: all pointers are null or point to what they shall.
    let status = unsafe { flow_check(workspace, text(flow), demands, &raw mut result) };
    (status, result)
}

fn finding(workspace: *const Workspace, flow: &str, number: u32) -> (Status, Finding) {
    let mut finding = Finding {
        code: [0; 8],
        severity: Severity(-1),
        offset: 0,
        len: 0,
        line: 0,
        column: 0,
    };
    // SAFETY: all pointers are null or point to what they shall.
    let status = unsafe { flow_finding_at(workspace, text(flow), number, &raw mut finding) };
    (status, finding)
}

fn said(workspace: *const Workspace, flow: &str, part: Part, size: usize) -> (String, usize) {
    let (mut buffer, mut needed) = ([1 as c_char; 200], 0);
    // SAFETY: the buffer has more than `size` bytes.
    let status = unsafe {
        flow_finding_text(
            workspace,
            text(flow),
            0,
            part,
            buffer.as_mut_ptr(),
            size,
            &raw mut needed,
        )
    };
    assert_eq!(status, Status::OK);
    assert_eq!(buffer[size], 1, "nothing is written behind the buffer");
    // SAFETY: there is a zero in the buffer.
    let written = unsafe { CStr::from_ptr(buffer.as_ptr()) };
    (
        written.to_str().expect("whole characters").to_owned(),
        needed,
    )
}

#[test]
fn every_preset_judges_a_flow() {
    for preset in [Preset::SMALL, Preset::GATEWAY, Preset::SERVER] {
        let mut memory = memory(preset);
        let (status, workspace) = init(&mut memory, flow_workspace_size(preset), preset);
        assert_eq!(status, Status::OK);
        let (status, first) = check(workspace, MAIL, null());
        assert_eq!((status, first.nodes, first.kept), (Status::OK, 3, 0));

        let spaced = MAIL.replace(':', " : ");
        let mut demands = Demands {
            policy: text(""),
            fingerprint: &raw const first.fingerprint,
        };
        assert_eq!(check(workspace, &spaced, &raw const demands).0, Status::OK);
        let other = MAIL.replace("\"done\"", "\"bye\"");
        assert_eq!(
            check(workspace, &other, &raw const demands).0,
            Status::NOT_PINNED
        );

        demands.policy = text(r#"[{"clause": "never", "steps": ["enter_email"]}]"#);
        let (status, result) = check(workspace, MAIL, &raw const demands);
        assert_eq!(
            (status, result.kept, result.errors),
            (Status::AGAINST_POLICY, 1, 1)
        );
        assert_eq!(&finding(workspace, MAIL, 0).1.code[..6], b"F6004\0");
        demands.policy = text("[{]");
        assert_eq!(check(workspace, MAIL, &raw const demands).0, Status::POLICY);
    }
}

#[test]
fn findings_have_place_and_words() {
    let mut memory = memory(Preset::GATEWAY);
    let (_, workspace) = init(
        &mut memory,
        flow_workspace_size(Preset::GATEWAY),
        Preset::GATEWAY,
    );
    let flow = MAIL.replace("canceled", "cancelled");
    let (status, result) = check(workspace, &flow, null());
    assert_eq!(
        (status, result.errors, result.fingerprint),
        (Status::INVALID, 1, [0; 32])
    );
    let (status, found) = finding(workspace, &flow, 0);
    assert_eq!(status, Status::OK);
    assert_eq!(&found.code[..6], b"F2012\0");
    assert_eq!(
        (found.severity, found.line, found.column),
        (Severity(2), 2, 70)
    );
    assert_eq!(
        found.offset as usize,
        flow.find("\"cancelled").expect("it is there")
    );
    assert_eq!(
        said(workspace, &flow, Part::POINTER, 100).0,
        "/1/outcomes/cancelled"
    );
    let (message, needed) = said(workspace, &flow, Part::MESSAGE, 199);
    assert!(
        message.contains("`cancelled`") && message.len() == needed,
        "{message}"
    );
    let (cut, still_needed) = said(workspace, &flow, Part::MESSAGE, 8);
    assert_eq!((cut.as_str(), still_needed), (&message[..7], needed));
    assert_eq!(said(workspace, &flow, Part(9), 8), (String::new(), 0));
    assert_eq!(finding(workspace, &flow, 1).0, Status::FINDING);
    // Another text than the one that was checked is no danger.
    assert_eq!(finding(workspace, "[]", 0).0, Status::OK);
}

#[test]
fn misuse_is_told() {
    assert_eq!(flow_workspace_size(Preset(7)), 0);
    let mut memory = memory(Preset::SMALL);
    let size = flow_workspace_size(Preset::SMALL);
    assert_eq!(init(&mut memory, size, Preset(7)).0, Status::PRESET);
    assert_eq!(init(&mut memory, size - 1, Preset::SMALL).0, Status::SIZE);
    // SAFETY: refused before anything is written.
    unsafe {
        let odd = memory.as_mut_ptr().cast::<u8>().add(4).cast();
        assert_eq!(
            flow_init(odd, size, Preset::SMALL, &mut null_mut()),
            Status::ALIGNMENT
        );
        assert_eq!(
            flow_init(null_mut(), size, Preset::SMALL, &mut null_mut()),
            Status::NULL
        );
        let missing = Text {
            bytes: null(),
            len: 1,
        };
        let (_, workspace) = init(&mut memory, size, Preset::SMALL);
        let mut result = Result::default();
        assert_eq!(
            flow_check(workspace, missing, null(), &raw mut result),
            Status::NULL
        );
        assert_eq!(
            flow_check(workspace, text("[]"), null(), null_mut()),
            Status::NULL
        );
        let huge = Text {
            bytes: MAIL.as_ptr(),
            len: usize::MAX,
        };
        assert_eq!(
            flow_check(workspace, huge, null(), &raw mut result),
            Status::TEXT_SIZE
        );
    }
    assert_eq!(check(null_mut(), MAIL, null()).0, Status::NULL);
    let mut never = vec![0u64; 8];
    assert_eq!(
        check(never.as_mut_ptr().cast(), MAIL, null()).0,
        Status::WORKSPACE
    );
}

#[test]
fn findings_beyond_the_room_are_counted() {
    let mut memory = memory(Preset::GATEWAY);
    let size = flow_workspace_size(Preset::GATEWAY);
    let (_, workspace) = init(&mut memory, size, Preset::GATEWAY);
    let lost = r#",{"id":"x","type":"end","outcome":"done"}"#;
    let flow = MAIL.replace(']', &(lost.repeat(20) + "]"));
    let (status, result) = check(workspace, &flow, null());
    let room = u32::try_from(FINDINGS).expect("a small number");
    assert_eq!((status, result.kept), (Status::INVALID, room));
    assert!(result.errors > room, "{} errors", result.errors);
    assert_eq!(finding(workspace, &flow, room - 1).0, Status::OK);
    assert_eq!(finding(workspace, &flow, room).0, Status::FINDING);
}

#[test]
fn a_node_without_a_fingerprint_is_told() {
    let mut memory = memory(Preset::GATEWAY);
    let size = flow_workspace_size(Preset::GATEWAY);
    let (_, workspace) = init(&mut memory, size, Preset::GATEWAY);
    let more =
        (0..flow_core::limits::FINGERPRINT_MEMBERS).map(|number| format!(r#","x{number}":0"#));
    let end = [r#""type":"end""#.to_owned()].into_iter().chain(more);
    let flow = MAIL.replace(r#""type":"end""#, &end.collect::<Vec<_>>().concat());
    let (status, result) = check(workspace, &flow, null());
    assert_eq!((status, result.fingerprint), (Status::FINGERPRINT, [0; 32]));
}
