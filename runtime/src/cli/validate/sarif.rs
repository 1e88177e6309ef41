//! Findings as SARIF 2.1.0 (OASIS standard), which code hosts and editors show beside the line.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::source::Source;
use crate::flow::{self, Applicability, Edit, Finding, Fix, RuleDoc, SpanJson};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// Base of relative addresses: the folder in which the command ran, which hosts take for the root of the checkout.
const ROOT: &str = "%SRCROOT%";
/// What stands as it is in the path of a relative address.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The log of one run.
pub(super) fn log(sources: &[Source], unreadable: &[String]) -> Value {
    let found = sources.iter().flat_map(|source| &source.checked.findings);
    let mut codes: Vec<&str> = found.map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules = codes
        .iter()
        .filter_map(|code| flow::rule(code))
        .map(|found| rule(&found));
    let results = sources.iter().flat_map(|source| {
        let index = |finding: &Finding| {
            codes
                .binary_search(&finding.code.as_str())
                .unwrap_or_default()
        };
        let findings = source.checked.findings.iter();
        findings.map(move |finding| result(source, finding, index(finding)))
    });
    let notes = unreadable
        .iter()
        .map(|reason| json!({"level": "error", "message": {"text": reason}}));
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": unreadable.is_empty(),
                "toolExecutionNotifications": notes.collect::<Vec<_>>(),
            }],
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

/// A rule with its page; the address is that of the resource an MCP client reads it from.
fn rule(rule: &RuleDoc) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "helpUri": format!("facesign://rules/{}", rule.code),
        "help": {"text": format!("facesign-mcp explain {}", rule.code), "markdown": rule.page},
        "defaultConfiguration": {"level": rule.severity.as_str()},
    })
}

fn result(source: &Source, finding: &Finding, rule: usize) -> Value {
    let mut text = finding.message.clone();
    if !finding.help.is_empty() {
        text = format!("{text}. {}", finding.help);
    }
    let fixes: Vec<Value> = finding
        .fix
        .iter()
        .filter_map(|fix| correction(source, fix))
        .collect();
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.as_str(),
        "message": {"text": text},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": location(&source.path),
                "region": region(finding.span.offset, finding.span.len, &source.text),
            },
            "logicalLocations": [{"fullyQualifiedName": finding.pointer}],
        }],
        "partialFingerprints": {"codeAndPointer/v1": fingerprint(finding)},
    });
    if !fixes.is_empty() {
        result["fixes"] = Value::Array(fixes);
    }
    result
}

/// A correction that can be applied; a sketch cannot.
fn correction(source: &Source, fix: &Fix) -> Option<Value> {
    let text = match fix.applicability {
        Applicability::Safe => fix.title.clone(),
        Applicability::Unsafe => format!("{} (for the author to decide)", fix.title),
        Applicability::DisplayOnly => return None,
    };
    let replacement = |edit: &Edit| {
        json!({
            "deletedRegion": region(edit.offset, edit.len, &source.text),
            "insertedContent": {"text": edit.text},
        })
    };
    Some(json!({
        "description": {"text": text},
        "artifactChanges": [{
            "artifactLocation": location(&source.path),
            "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
    }))
}

/// Lines and columns from 1; the end column is the one behind the last character.
fn region(offset: u32, len: u32, text: &str) -> Value {
    let start = SpanJson::of(offset, 0, text);
    let end = SpanJson::of(offset.saturating_add(len), 0, text);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// Relative to the current folder wherever the file lies in it.
fn location(path: &Path) -> Value {
    let here = std::env::current_dir().ok();
    let inside = here.and_then(|here| path.strip_prefix(here).ok());
    let relative = inside.unwrap_or(path);
    if path == Path::new("-") {
        return json!({"uri": "stdin"});
    }
    if let Ok(url) = Url::from_file_path(relative) {
        return json!({"uri": url.as_str()});
    }
    let names = relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    let joined = names
        .filter(|name| name != ".")
        .collect::<Vec<_>>()
        .join("/");
    json!({"uri": utf8_percent_encode(&joined, PATH).to_string(), "uriBaseId": ROOT})
}

/// Stays the same while other parts of the file change.
fn fingerprint(finding: &Finding) -> String {
    let digest = Sha256::digest(format!("{}\n{}", finding.code, finding.pointer));
    URL_SAFE_NO_PAD.encode(&digest[..16])
}
