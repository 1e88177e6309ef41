//! The markup of the lines: rounded corners, arrowheads, gaps where one crosses another.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Layout, Point, Wire, WireKind};
use super::markup::{Escaped, put};
use crate::flow::Flow;

/// Radius of the corners of a line.
const CORNER: i32 = 9;
/// Length of an arrowhead.
const ARROW: i32 = 8;

/// All lines, target by target: the lines of one target may lie on each other, those of two only cross, and there the
/// casing of the later one opens a gap.
pub(super) fn wires(out: &mut String, flow: &Flow, layout: &Layout) {
    let mut groups: BTreeMap<(u8, usize), Vec<&Wire>> = BTreeMap::new();
    let is_main = |wire: &&Wire| wire.kind == WireKind::Main;
    let spine: BTreeSet<usize> = layout
        .wires
        .iter()
        .filter(is_main)
        .map(|wire| wire.to)
        .collect();
    for wire in &layout.wires {
        let layer = match wire.kind {
            WireKind::Back => 0,
            _ if spine.contains(&wire.to) => 2,
            _ => 1,
        };
        groups.entry((layer, wire.to)).or_default().push(wire);
    }
    out.push_str(r#"<g class="wires" fill="none">"#);
    for wires in groups.values() {
        for wire in wires {
            let path = path(&wire.points);
            put(
                out,
                format_args!(
                    r##"<path class="casing" stroke="#f8fafc" stroke-width="6" d="{path}"/>"##
                ),
            );
        }
        for wire in wires {
            one_wire(out, flow, wire);
        }
    }
    out.push_str("</g>");
}

fn one_wire(out: &mut String, flow: &Flow, wire: &Wire) {
    let nodes = flow.nodes();
    let (class, colour, line) = match wire.kind {
        WireKind::Back => (
            "back",
            "#94a3b8",
            r#"stroke-width="1.5" stroke-dasharray="5 4""#,
        ),
        WireKind::Main => ("main", "#475569", r#"stroke-width="2""#),
        WireKind::Side => ("side", "#94a3b8", r#"stroke-width="1.5""#),
    };
    put(
        out,
        format_args!(
            r#"<g class="wire {class}" data-from="{}" data-outcome="{}" data-to="{}"><path class="line" stroke="{colour}" {line} d="{}"/><path class="arrow" fill="{colour}" d="{}"/></g>"#,
            Escaped(&nodes[wire.from].id),
            Escaped(&nodes[wire.from].edges[wire.edge].outcome),
            Escaped(&nodes[wire.to].id),
            path(&wire.points),
            arrow(&wire.points),
        ),
    );
}

/// A path with rounded corners through the points, ending where the arrowhead begins.
fn path(points: &[Point]) -> String {
    let mut corners: Vec<Point> = Vec::with_capacity(points.len());
    for &point in points {
        if let [.., before, last] = corners.as_slice()
            && ((before.x == last.x && last.x == point.x)
                || (before.y == last.y && last.y == point.y))
        {
            corners.pop();
        }
        if corners.last() != Some(&point) {
            corners.push(point);
        }
    }
    if let [.., before, last] = corners.as_mut_slice() {
        *last = towards(*last, *before, ARROW - 1);
    }
    let mut path = String::new();
    for (at, &corner) in corners.iter().enumerate() {
        let neighbours = at
            .checked_sub(1)
            .and_then(|before| corners.get(before))
            .zip(corners.get(at + 1));
        if let Some((&before, &after)) = neighbours {
            let radius = CORNER
                .min(distance(before, corner) / 2)
                .min(distance(corner, after) / 2);
            let (enter, leave) = (
                towards(corner, before, radius),
                towards(corner, after, radius),
            );
            put(
                &mut path,
                format_args!(
                    "L{} {}Q{} {} {} {}",
                    enter.x, enter.y, corner.x, corner.y, leave.x, leave.y
                ),
            );
        } else {
            let command = if at == 0 { 'M' } else { 'L' };
            put(
                &mut path,
                format_args!("{command}{} {}", corner.x, corner.y),
            );
        }
    }
    path
}

fn arrow(points: &[Point]) -> String {
    let [.., before, tip] = points else {
        return String::new();
    };
    let back = towards(*tip, *before, ARROW);
    let half = ARROW / 2;
    let (left, right) = if back.x == tip.x {
        ((back.x - half, back.y), (back.x + half, back.y))
    } else {
        ((back.x, back.y - half), (back.x, back.y + half))
    };
    format!(
        "M{} {}L{} {}L{} {}z",
        tip.x, tip.y, left.0, left.1, right.0, right.1
    )
}

/// The point that lies `step` from one point in the direction of another on the same line.
fn towards(from: Point, to: Point, step: i32) -> Point {
    Point {
        x: from.x + step * (to.x - from.x).signum(),
        y: from.y + step * (to.y - from.y).signum(),
    }
}

fn distance(a: Point, b: Point) -> i32 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}
