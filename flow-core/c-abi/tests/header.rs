//! The header and the library say the same: constants, names of functions, layout of types.

#![expect(clippy::expect_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::mem::{offset_of, size_of};
use std::process::Command;

use flow_core_c::{
    ABI_VERSION, Demands, FINDINGS, Finding, Part, Preset, Result, Status, Text, WORKSPACE_ALIGN,
};

const HEADER: &str = include_str!("../include/flow_core.h");
const LIBRARY: &str = include_str!("../src/lib.rs");

/// Every constant of the header with the value that the library has for it.
fn constants() -> Vec<(&'static str, i64)> {
    let number = |size: usize| i64::try_from(size).expect("a small number");
    vec![
        ("FLOW_ABI_VERSION", i64::from(ABI_VERSION)),
        (
            "FLOW_FINGERPRINT_BYTES",
            number(size_of::<flow_core::fingerprint::Fingerprint>()),
        ),
        ("FLOW_FINDINGS", number(FINDINGS)),
        ("FLOW_WORKSPACE_ALIGN", number(WORKSPACE_ALIGN)),
        ("FLOW_PRESET_SMALL", Preset::SMALL.0.into()),
        ("FLOW_PRESET_GATEWAY", Preset::GATEWAY.0.into()),
        ("FLOW_PRESET_SERVER", Preset::SERVER.0.into()),
        ("FLOW_OK", Status::OK.0.into()),
        ("FLOW_INVALID", Status::INVALID.0.into()),
        ("FLOW_AGAINST_POLICY", Status::AGAINST_POLICY.0.into()),
        ("FLOW_NOT_PINNED", Status::NOT_PINNED.0.into()),
        ("FLOW_E_NULL", Status::NULL.0.into()),
        ("FLOW_E_PRESET", Status::PRESET.0.into()),
        ("FLOW_E_SIZE", Status::SIZE.0.into()),
        ("FLOW_E_ALIGNMENT", Status::ALIGNMENT.0.into()),
        ("FLOW_E_WORKSPACE", Status::WORKSPACE.0.into()),
        ("FLOW_E_POLICY", Status::POLICY.0.into()),
        ("FLOW_E_FINDING", Status::FINDING.0.into()),
        ("FLOW_E_TEXT_SIZE", Status::TEXT_SIZE.0.into()),
        ("FLOW_E_FINGERPRINT", Status::FINGERPRINT.0.into()),
        ("FLOW_NOTE", 0),
        ("FLOW_WARNING", 1),
        ("FLOW_ERROR", 2),
        ("FLOW_POINTER", Part::POINTER.0.into()),
        ("FLOW_MESSAGE", Part::MESSAGE.0.into()),
        ("FLOW_HELP", Part::HELP.0.into()),
    ]
}

#[test]
fn constants_have_the_same_values() {
    let written: Vec<(&str, i64)> = HEADER
        .lines()
        .filter_map(|line| {
            let mut words = line.strip_prefix("#define ")?.split_whitespace();
            let (name, value) = (words.next()?, words.next()?);
            let digits = value.trim_matches(|char| "()u".contains(char));
            Some((name, digits.parse().expect("a number")))
        })
        .collect();
    assert_eq!(written, constants());
}

#[test]
fn functions_have_the_same_names() {
    let declared: BTreeSet<&str> = HEADER
        .split("flow_")
        .filter_map(|rest| rest.split_once('(').map(|(name, _)| name))
        .filter(|name| {
            name.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
        .collect();
    let defined: BTreeSet<&str> = LIBRARY
        .split("extern \"C\" fn flow_")
        .skip(1)
        .filter_map(|rest| rest.split_once('(').map(|(name, _)| name))
        .collect();
    assert_eq!(declared, defined);
    assert_eq!(defined.len(), 6);
}

/// The compiler of C is asked, as it knows the layout that programs will have.
#[test]
fn types_have_the_same_layout() {
    let mut program = format!("#include \"flow_core.h\"\n{}", {
        let sizes = [
            ("flow_text", size_of::<Text>()),
            ("flow_demands", size_of::<Demands>()),
            ("flow_result", size_of::<Result>()),
            ("flow_finding", size_of::<Finding>()),
        ];
        sizes
            .map(|(name, size)| format!("_Static_assert(sizeof({name}) == {size}, \"{name}\");\n"))
            .concat()
    });
    macro_rules! offsets {
        ($($name:literal $rust:ident: $($field:ident)*;)*) => {
            $($(program += &format!(
                "_Static_assert(offsetof({}, {}) == {}, \"{}\");\n",
                $name, stringify!($field), offset_of!($rust, $field), stringify!($field),
            );)*)*
        };
    }
    offsets! {
        "flow_text" Text: bytes len;
        "flow_demands" Demands: policy fingerprint;
        "flow_result" Result: errors warnings notes kept nodes fingerprint;
        "flow_finding" Finding: code severity offset len line column;
    }
    let folder = std::env::temp_dir().join(format!("flow-core-layout-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the program");
    let path = folder.join("layout.c");
    std::fs::write(&path, program).expect("the program is written");
    let output = Command::new("cc")
        .args([
            "-std=c11",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-fsyntax-only",
            "-I",
        ])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/include"))
        .arg(&path)
        .output()
        .expect("a compiler of C");
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
