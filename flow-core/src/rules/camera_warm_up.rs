//! `F4001`: video is analysed before the camera has run for five seconds.
//!
//! Source: `FaceSign` guide "verification patterns", camera warm-up; for `recognition` also its known behaviours.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Severity, Sink, Walked};
use crate::graph::{CAMERA_NEEDED, Facts, Warmth, camera_times, path_to};
use crate::rules::{Rule, video_right_after_permissions};

/// Every node that analyses video and that some path reaches too early.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    let flow = facts.flow;
    let Some(entry) = flow.entry() else { return };
    if !flow.nodes.iter().any(Warmth::needs_video) {
        return;
    }
    camera_times(facts, entry);
    for (position, node) in facts.nodes() {
        let time = facts.camera_time(position);
        if time >= CAMERA_NEEDED || !Warmth::needs_video(node) {
            continue;
        }
        let severity = match Warmth::of(node, flow.text) {
            Warmth::Gives(_) => continue,
            Warmth::NeedsMaybe => Severity::Note,
            // Neither speech nor a code field came before: the buffer is surely empty.
            Warmth::Needs if time == 0 => Severity::Error,
            Warmth::Needs => Severity::Warning,
        };
        let path = Detail::path(|| path_to(facts, position));
        sink.emit(Finding::new(Rule::CameraWarmUp, node.span, path).with_severity(severity));
    }
    // It asks for the same times.
    video_right_after_permissions::check(facts, sink);
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.detail() {
        Detail::Path(path) => {
            let missing = path.needed.saturating_sub(path.taken);
            write!(
                f,
                "the camera needs {} s before this node and lacks {}.{} s on the path {}",
                path.needed / 10,
                missing / 10,
                missing % 10,
                Walked(&path, said.text)
            )
        }
        _ => f.write_str("the camera has not run long enough"),
    }
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.severity {
        Severity::Note => f.write_str("no image is taken from the live video here, so this may be meant"),
        _ => f.write_str(
            "put a conversation before it in which the avatar speaks for at least 5 s, about 13 words",
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_node, found};

    #[test]
    fn only_the_first_video_node_of_a_path_is_reported() {
        check_node(r#"{"id":"a","type":"recognition","outcomes":{"recognized":"b","newUser":"e","noFace":"e"}},
        {"id":"b","type":"face_scan","outcomes":{"passed":"e","notPassed":"e","cancelled":"x","error":"e"}},{"id":"x","type":"end"}"#, &["F4001 /1"]);
    }

    #[test]
    fn severity_follows_what_came_before() {
        let severity = |greeting: &str| {
        let flow = std::format!(r#"[{{"id":"s","type":"start","outcome":"g"}},{{"id":"g","type":"conversation","prompt":"{greeting}","outcomes":[{{"id":"o","condition":"","targetNodeId":"r"}}]}},
        {{"id":"r","type":"recognition","outcomes":{{"recognized":"x","newUser":"e","noFace":"e"}}}},{{"id":"x","type":"end"}},{{"id":"e","type":"end"}}]"#);
        let mut workspace = crate::Gateway::new();
        let mut report = crate::Report::<4>::new();
        crate::validate(flow.as_bytes(), &mut workspace, &mut report);
        report.findings().first().map(|finding| (finding.severity, std::format!("{}", finding.message(&flow))))
        };
        assert_eq!(severity("Say: one two three four five six seven eight nine ten eleven twelve thirteen"), None);
        let (warning, text) = severity("Say: hello there").unwrap();
        assert_eq!(warning, crate::Severity::Warning);
        if cfg!(feature = "messages") {
        assert_eq!(text, "the camera needs 5 s before this node and lacks 4.2 s on the path `s` → `g` → `r`");
        }
        assert_eq!(severity("").unwrap().0, crate::Severity::Error);
    }

    #[test]
    fn a_code_field_warms_the_camera() {
        let flow = br#"[{"id":"s","type":"start","outcome":"a"},{"id":"a","type":"two_factor_email","outcomes":{"verified":"r","delivery_failed":"e","failed_unverified":"e","cancelled":"e","error":"e"}},
        {"id":"r","type":"recognition","outcomes":{"recognized":"x","newUser":"e","noFace":"e"}},{"id":"x","type":"end"},{"id":"e","type":"end"}]"#;
        assert!(found(flow).is_empty());
    }

    #[test]
    fn long_paths_are_shortened_in_the_message() {
        let mail = |id: u32| std::format!(r#"{{"id":"m{id}","type":"enter_email","outcomes":{{"emailEntered":"m{}","canceled":"e"}}}}"#, id + 1);
        let nodes: std::vec::Vec<_> = (0..9).map(mail).collect();
        let flow = std::format!(r#"[{{"id":"s","type":"start","outcome":"m0"}},{},{{"id":"m9","type":"recognition","outcomes":{{"recognized":"e","newUser":"e","noFace":"e"}}}},{{"id":"e","type":"end"}}]"#, nodes.join(","));
        let mut report = crate::Report::<4>::new();
        crate::validate(flow.as_bytes(), &mut crate::Gateway::new(), &mut report);
        let text = std::format!("{}", report.findings()[0].message(&flow));
        assert!(text.is_empty() || text.ends_with("`s` → `m0` → `m1` → (5 more) → `m7` → `m8` → `m9`"), "{text}");
    }
}
