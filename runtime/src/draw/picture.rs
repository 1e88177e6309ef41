//! The markup of a picture: an SVG document that stands alone, with classes for a style sheet to take over.

use super::layout::{Card, Chip, Layout, Wire, WireKind, card, layout};
use super::lines::wires;
use super::markup::{Escaped, put};
use super::{look, node_of};
use crate::flow::{Finding, Flow, Node, Severity};

/// Most findings told in the tooltip of a badge; the list beside the picture has them all.
const MOST_TOLD: usize = 5;

const FONTS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/// Draws a flow as an SVG document.
///
/// Every node is a group with `data-node`, every edge one with `data-from`, `data-outcome` and `data-to`; all
/// texts of the flow are escaped. Colours are presentation attributes, which any style sheet overrides.
pub fn svg(flow: &Flow, findings: &[Finding]) -> String {
    let layout = layout(flow);
    let (width, height) = (layout.width, layout.height);
    let mut out = String::with_capacity(1024 * (flow.nodes().len() + 1));
    put(
        &mut out,
        format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="flow-picture" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="Flow of {} nodes" font-family="{FONTS}">"#,
            flow.nodes().len()
        ),
    );
    wires(&mut out, flow, &layout);
    let goal = goal(&layout, flow);
    for (position, (node, card)) in flow.nodes().iter().zip(&layout.cards).enumerate() {
        let about: Vec<&Finding> = findings
            .iter()
            .filter(|finding| node_of(finding, flow) == Some(position))
            .collect();
        one_card(
            &mut out,
            node,
            card,
            &layout,
            position,
            Some(position) == goal,
        );
        badge(&mut out, card, &about);
        out.push_str("</g>");
    }
    out.push_str("</svg>\n");
    out
}

/// The end that the main path leads to.
fn goal(layout: &Layout, flow: &Flow) -> Option<usize> {
    let is_end = |position: &usize| flow.nodes()[*position].edges.is_empty();
    layout
        .wires
        .iter()
        .filter(|wire| wire.kind == WireKind::Main)
        .map(|wire| wire.to)
        .find(is_end)
}

/// Opens the group of a node and draws its card; the caller closes the group.
fn one_card(
    out: &mut String,
    node: &Node,
    card: &Card,
    layout: &Layout,
    position: usize,
    is_goal: bool,
) {
    let look = look::of(&node.node_type);
    let is_pill = look::is_pill(&node.node_type);
    let goal = if is_goal { " goal" } else { "" };
    let (ink, field) = if is_goal {
        ("#15803d", "#dcfce7")
    } else {
        look.tone.colours()
    };
    put(
        out,
        format_args!(
            r#"<g class="node {}{goal}" data-node="{}" transform="translate({} {})"><title>{} · {}</title>"#,
            look.tone.class(),
            Escaped(&node.id),
            card.x,
            card.y,
            look.label,
            Escaped(node.prompt.as_deref().unwrap_or(&node.id)),
        ),
    );
    let radius = if is_pill { card.height / 2 } else { 12 };
    put(
        out,
        format_args!(
            r##"<rect class="card" width="{}" height="{}" rx="{radius}" fill="#fff" stroke="#cbd5e1"/>"##,
            card.width, card.height
        ),
    );
    let icon = if is_pill { (8, 8, 16) } else { (12, 11, 9) };
    put(
        out,
        format_args!(
            r#"<rect class="icon-field" x="{}" y="{}" width="32" height="32" rx="{}" fill="{field}"/><path class="icon" transform="translate({} {}) scale(.8333)" fill="none" stroke="{ink}" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" d="{}"/>"#,
            icon.0,
            icon.1,
            icon.2,
            icon.0 + 6,
            icon.1 + 6,
            look.icon
        ),
    );
    let text_left = card::TEXT_LEFT - if is_pill { 4 } else { 0 };
    let top = if is_pill { 19 } else { 23 };
    put(
        out,
        format_args!(
            r##"<text class="type" x="{text_left}" y="{top}" font-size="{}" fill="#64748b">{}</text><text class="id" x="{text_left}" y="{}" font-size="{}" font-weight="600" fill="#0f172a">{}</text>"##,
            card::LABEL_FONT.px,
            look.label,
            top + 16,
            card::ID_FONT.px,
            Escaped(&card::ID_FONT.fit(&node.id, card::MOST_TITLE)),
        ),
    );
    for (line, number) in card.prompt.iter().zip(0_i32..) {
        let y = card::HEADER + 12 + number * card::PROMPT_LINE;
        put(
            out,
            format_args!(
                r##"<text class="prompt" x="{}" y="{y}" font-size="{}" fill="#475569">{}</text>"##,
                card::PADDING,
                card::PROMPT_FONT.px,
                Escaped(line)
            ),
        );
    }
    let wires = layout.wires.iter().filter(|wire| wire.from == position);
    for wire in wires {
        one_chip(out, node, card, &card.chips[wire.edge], wire);
    }
}

fn one_chip(out: &mut String, node: &Node, card: &Card, chip: &Chip, wire: &Wire) {
    let edge = &node.edges[wire.edge];
    let (class, field, ink) = match wire.kind {
        WireKind::Back => ("back", "#f1f5f9", "#475569"),
        WireKind::Main => ("main", "#e2e8f0", "#0f172a"),
        WireKind::Side => ("side", "#f1f5f9", "#475569"),
    };
    let middle = chip.x + chip.width / 2;
    put(
        out,
        format_args!(
            r#"<g class="chip {class}" data-outcome="{}">"#,
            Escaped(&edge.outcome)
        ),
    );
    if !chip.text.is_empty() {
        let condition = edge
            .condition
            .as_deref()
            .filter(|condition| !condition.is_empty());
        put(
            out,
            format_args!(
                r#"<title>{}{}{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{field}"/><text x="{middle}" y="{}" font-size="{}" text-anchor="middle" fill="{ink}">{}</text>"#,
                Escaped(&edge.outcome),
                if condition.is_some() { ": " } else { "" },
                Escaped(condition.unwrap_or_default()),
                chip.x,
                card.chips_top(),
                chip.width,
                card::CHIP_HEIGHT,
                card::CHIP_HEIGHT / 2,
                card.chips_top() + 15,
                card::CHIP_FONT.px,
                Escaped(&chip.text),
            ),
        );
    }
    put(
        out,
        format_args!(
            r##"<circle class="port" cx="{}" cy="{}" r="3" fill="#fff" stroke="#94a3b8" stroke-width="1.5"/></g>"##,
            chip.port(),
            card.height
        ),
    );
}

/// The number of findings about a node, in the colour of the worst.
fn badge(out: &mut String, card: &Card, findings: &[&Finding]) {
    let Some(worst) = findings.iter().map(|finding| finding.severity).max() else {
        return;
    };
    let (class, colour) = match worst {
        Severity::Error => ("error", "#dc2626"),
        Severity::Warning => ("warning", "#b45309"),
        Severity::Note => ("note", "#2563eb"),
    };
    put(out, format_args!(r#"<g class="badge {class}"><title>"#));
    for finding in findings.iter().take(MOST_TOLD) {
        put(
            out,
            format_args!("{} {}\n", Escaped(&finding.code), Escaped(&finding.message)),
        );
    }
    let middle = card.width - 6;
    put(
        out,
        format_args!(
            r##"</title><circle cx="{middle}" cy="4" r="10" fill="{colour}" stroke="#f8fafc" stroke-width="2"/><text x="{middle}" y="8" font-size="11" font-weight="700" text-anchor="middle" fill="#fff">{}</text></g>"##,
            findings.len()
        ),
    );
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::svg;
    use crate::flow::{Finding, Flow, Severity, SpanJson, check_value};

    fn flow(id: &str, prompt: &str, outcome: &str) -> Flow {
        let value = json!([
            {"id": "start", "type": "start", "outcome": id},
            {"id": id, "type": "conversation", "prompt": prompt, "outcomes": [
                {"id": outcome, "condition": "it is so & not \"otherwise\"", "targetNodeId": "end"},
                {"id": "again", "condition": "unclear", "targetNodeId": id}
            ]},
            {"id": "end", "type": "end"}
        ]);
        check_value(&value).flow.expect("a flow")
    }

    fn finding(pointer: &str, severity: Severity) -> Finding {
        Finding {
            code: "F4006".into(),
            name: "some-rule".into(),
            severity,
            pointer: pointer.into(),
            span: SpanJson {
                offset: 0,
                len: 1,
                line: 1,
                column: 1,
            },
            message: "`<b>` is not allowed".into(),
            help: String::new(),
            fix: None,
        }
    }

    #[test]
    fn texts_of_the_flow_never_become_markup() {
        let hostile = "\"><script>alert('1')</script>&\u{1}";
        let picture = svg(&flow("ask", hostile, hostile), &[]);
        assert!(!picture.contains("<script"), "{picture}");
        assert!(!picture.contains("'1'"), "{picture}");
        assert!(!picture.contains('\u{1}'), "{picture}");
        assert!(picture.contains("&lt;script&gt;"), "{picture}");
    }

    #[test]
    fn nodes_and_edges_can_be_found_by_name() {
        let picture = svg(&flow("ask", "Ask why.", "told"), &[]);
        for part in [
            r#"data-node="start""#,
            r#"data-node="ask""#,
            r#"data-from="ask" data-outcome="told" data-to="end""#,
            r#"<g class="wire back" data-from="ask" data-outcome="again" data-to="ask">"#,
            r#"<g class="chip main" data-outcome="told">"#,
        ] {
            assert!(picture.contains(part), "{part} is missing in {picture}");
        }
    }

    #[test]
    fn findings_are_counted_in_the_colour_of_the_worst() {
        let flow = flow("ask", "Ask why.", "told");
        let findings = [
            finding("/1/prompt", Severity::Note),
            finding("/flow/1", Severity::Warning),
            finding("", Severity::Error),
            finding("/99", Severity::Error),
        ];
        let picture = svg(&flow, &findings);
        assert_eq!(picture.matches("class=\"badge").count(), 1, "{picture}");
        assert!(picture.contains("class=\"badge warning\""), "{picture}");
        assert!(picture.contains("fill=\"#fff\">2</text>"), "{picture}");
        assert!(
            picture.contains("F4006 `&lt;b&gt;` is not allowed"),
            "{picture}"
        );
    }

    #[test]
    fn a_picture_needs_nothing_from_elsewhere() {
        let picture = svg(&flow("ask", "Ask why.", "told"), &[]);
        let outside = picture.replace("http://www.w3.org/2000/svg", "");
        for forbidden in ["http", "href", "url(", "<style", "style=", "@import"] {
            assert!(!outside.contains(forbidden), "{forbidden} in {picture}");
        }
    }
}
