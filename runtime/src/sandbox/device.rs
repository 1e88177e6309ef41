//! Browser and operating system of the page, from its `User-Agent` (`FaceSign` API reference, device).

use serde_json::{Value, json};

/// Longest `User-Agent` that is kept.
const MAX_SOURCE_CHARS: usize = 400;
/// Token before the version, and the browser it means; derived browsers stand before those they derive from.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];
/// Mark of a system, and its name; systems that mention others stand first.
const SYSTEMS: [(&str, &str); 6] = [
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// The device part of a report.
pub(super) fn device(user_agent: &str) -> Value {
    let source: String = user_agent.chars().take(MAX_SOURCE_CHARS).collect();
    let found = BROWSERS
        .iter()
        .find_map(|(token, name)| source.split_once(token).map(|(_, rest)| (*name, rest)));
    let (browser, rest) = found.unwrap_or(("unknown", ""));
    let version: String = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let os = SYSTEMS
        .iter()
        .find(|(mark, _)| source.contains(mark))
        .map_or("unknown", |(_, name)| *name);
    let mobile = source.contains("Mobile") || matches!(os, "iOS" | "Android");
    json!({
        "isMobile": mobile,
        "isDesktop": !mobile && os != "unknown",
        "isTablet": os == "iPadOS",
        "isiPhone": source.contains("iPhone"),
        "isiPad": os == "iPadOS",
        "isAndroid": os == "Android",
        "isWindows": os == "Windows",
        "isMac": os == "macOS",
        "isLinux": os == "Linux",
        "isChrome": browser == "Chrome",
        "isFirefox": browser == "Firefox",
        "isSafari": browser == "Safari",
        "isEdge": browser == "Edge",
        "isBot": source.contains("Headless"),
        "browser": browser,
        "version": version,
        "os": os,
        "platform": os,
        "source": source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_browsers_are_told_apart() {
        for (agent, browser, os, mobile) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.1 Safari/537.36",
                "Chrome",
                "Linux",
                false,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/121.0",
                "Edge",
                "Windows",
                false,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E Safari/604",
                "Safari",
                "iOS",
                true,
            ),
            ("", "unknown", "unknown", false),
        ] {
            let device = device(agent);
            assert_eq!(
                (&device["browser"], &device["os"], &device["isMobile"]),
                (&json!(browser), &json!(os), &json!(mobile))
            );
        }
    }
}
