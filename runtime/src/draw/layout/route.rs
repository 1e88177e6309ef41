//! Leads every edge from its port to its target, and with that fixes the place of every card.

use super::card::{Card, settle};
use super::channel::Channel;
use super::lane::Lane;
use super::order::Order;
use super::place::Columns;
use super::{Layout, MARGIN, Point, Wire, WireKind};
use crate::flow::Flow;

/// Height at which ways back enter a card, from its upper border: the middle of its header.
const SIDE_ENTRY: i32 = 25;

/// How an edge gets to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Sideways below its own row, then straight down the column of the target.
    Direct,
    /// Down a lane, past cards that stand above the target.
    Down { lane: usize },
    /// Up the lane left of the target.
    Up { lane: usize },
}

/// An edge on its way to become a wire.
struct Pending {
    from: usize,
    edge: usize,
    to: usize,
    kind: WireKind,
    way: Way,
}

impl Pending {
    fn key(&self) -> (usize, bool) {
        (self.to, self.kind == WireKind::Back)
    }
}

pub(super) fn route(flow: &Flow, order: &Order, columns: &Columns, mut cards: Vec<Card>) -> Layout {
    let pending = ways(flow, order, columns);
    let lanes = lanes(&pending, order, columns);
    let (lane_x, width) = set_columns(flow, columns, &lanes, &mut cards);
    for edge in &pending {
        let is_straight =
            edge.way == Way::Direct && columns.column[edge.from] == columns.column[edge.to];
        if !is_straight || order.main[edge.from] != Some(edge.edge) {
            cards[edge.from].clear_spine(edge.edge);
        }
    }
    let line_x = |pending: &Pending| match pending.way {
        Way::Direct => None,
        Way::Down { lane } => Some(lane_x[lane] + lanes[lane].down(pending.to)),
        Way::Up { lane } => {
            let right = lane_x[lane] + lanes[lane].width(lane == 0 || lane == columns.count());
            Some(right - lanes[lane].up(pending.to))
        }
    };
    let channels = channels(&pending, order, &cards, line_x);
    let (row_bottom, height) = set_rows(order, &channels, &mut cards);
    let line_y = |channel: usize, pending: &Pending| {
        Some(row_bottom[channel] + channels[channel].line(pending.key())?)
    };
    let wires = pending
        .iter()
        .map(|edge| Wire {
            from: edge.from,
            edge: edge.edge,
            to: edge.to,
            kind: edge.kind,
            points: points(edge, order, &cards, line_x(edge), line_y),
        })
        .collect();
    Layout {
        width,
        height,
        cards,
        wires,
    }
}

fn ways(flow: &Flow, order: &Order, columns: &Columns) -> Vec<Pending> {
    let mut pending = Vec::new();
    for (from, node) in flow.nodes().iter().enumerate() {
        for (edge, to) in node.edges.iter().map(|edge| edge.target).enumerate() {
            let (here, there) = (columns.column[from], columns.column[to]);
            let way = if order.back[from][edge] {
                Way::Up { lane: there }
            } else if columns.is_free(there, order.row[from], order.row[to]) {
                Way::Direct
            } else if here < there {
                Way::Down { lane: there }
            } else {
                Way::Down { lane: there + 1 }
            };
            let kind = if order.back[from][edge] {
                WireKind::Back
            } else if order.spine[from] && order.main[from] == Some(edge) {
                WireKind::Main
            } else {
                WireKind::Side
            };
            pending.push(Pending {
                from,
                edge,
                to,
                kind,
                way,
            });
        }
    }
    pending
}

fn lanes(pending: &[Pending], order: &Order, columns: &Columns) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = (0..=columns.count()).map(|_| Lane::default()).collect();
    for edge in pending {
        // Half rows: a row is even, the channel below it odd.
        let source = 2 * order.row[edge.from] + 1;
        let target = 2 * order.row[edge.to];
        match edge.way {
            Way::Direct => {}
            Way::Down { lane } => lanes[lane].go_down(edge.to, source, target.saturating_sub(1)),
            Way::Up { lane } => lanes[lane].go_up(edge.to, source, target),
        }
    }
    for lane in &mut lanes {
        lane.settle();
    }
    lanes
}

/// Sets `x` and the spine of every card; returns the left border of every lane and the width of the picture.
fn set_columns(
    flow: &Flow,
    columns: &Columns,
    lanes: &[Lane],
    cards: &mut [Card],
) -> (Vec<i32>, i32) {
    let count = columns.count();
    let mut spine = vec![0; count];
    for (card, &column) in cards.iter().zip(&columns.column) {
        spine[column] = card.spine.max(spine[column]);
    }
    let mut width = vec![0; count];
    for ((card, node), &column) in cards.iter_mut().zip(flow.nodes()).zip(&columns.column) {
        settle(card, node, spine[column]);
        width[column] = (card.x + card.width).max(width[column]);
    }
    let mut x = MARGIN;
    let mut lane_x = Vec::with_capacity(lanes.len());
    let mut column_x = Vec::with_capacity(count);
    for (at, lane) in lanes.iter().enumerate() {
        lane_x.push(x);
        x += lane.width(at == 0 || at == count);
        if let Some(width) = width.get(at) {
            column_x.push(x);
            x += width;
        }
    }
    for (card, &column) in cards.iter_mut().zip(&columns.column) {
        card.x += column_x[column];
    }
    (lane_x, x + MARGIN)
}

fn channels(
    pending: &[Pending],
    order: &Order,
    cards: &[Card],
    line_x: impl Fn(&Pending) -> Option<i32>,
) -> Vec<Channel> {
    let rows = order.row.iter().max().map_or(0, |last| last + 1);
    let mut channels: Vec<Channel> = (0..rows).map(|_| Channel::default()).collect();
    for edge in pending {
        let port = cards[edge.from].port(edge.edge);
        let entry = cards[edge.to].entry();
        let below = &mut channels[order.row[edge.from]];
        match (edge.way, line_x(edge)) {
            (Way::Up { .. }, Some(line)) => below.turn(edge.key(), port, line),
            (Way::Down { .. }, Some(line)) => {
                below.pass(edge.key(), port, line);
                channels[order.row[edge.to] - 1].pass(edge.key(), line, entry);
            }
            _ => below.pass(edge.key(), port, entry),
        }
    }
    for channel in &mut channels {
        channel.settle();
    }
    channels
}

/// Sets `y` of every card; returns the upper border of every channel and the height of the picture.
fn set_rows(order: &Order, channels: &[Channel], cards: &mut [Card]) -> (Vec<i32>, i32) {
    let mut height = vec![0; channels.len()];
    for (card, &row) in cards.iter().zip(&order.row) {
        height[row] = card.height.max(height[row]);
    }
    let mut y = MARGIN;
    let mut top = Vec::with_capacity(channels.len());
    let mut bottom = Vec::with_capacity(channels.len());
    for (channel, height) in channels.iter().zip(&height) {
        top.push(y);
        bottom.push(y + height);
        y += height + channel.height();
    }
    for (card, &row) in cards.iter_mut().zip(&order.row) {
        card.y = top[row];
    }
    let last = bottom.last().copied().unwrap_or(0);
    // Lines that turn back below the last row need its channel; without them it stays away.
    let turns = channels.last().is_some_and(|channel| !channel.is_empty());
    (bottom, if turns { y } else { last } + MARGIN)
}

fn points(
    edge: &Pending,
    order: &Order,
    cards: &[Card],
    line_x: Option<i32>,
    line_y: impl Fn(usize, &Pending) -> Option<i32>,
) -> Vec<Point> {
    let (source, target) = (&cards[edge.from], &cards[edge.to]);
    let port = source.port(edge.edge);
    let entry = target.entry();
    let below = line_y(order.row[edge.from], edge);
    let mut points = vec![Point {
        x: port,
        y: source.y + source.height,
    }];
    let mut sideways = |y: Option<i32>, from: i32, to: i32| {
        if let Some(y) = y
            && from != to
        {
            points.extend([Point { x: from, y }, Point { x: to, y }]);
        }
    };
    match (edge.way, line_x) {
        (Way::Up { .. }, Some(line)) => {
            sideways(below, port, line);
            sideways(Some(target.y + SIDE_ENTRY), line, target.x);
            return points;
        }
        (Way::Down { .. }, Some(line)) => {
            sideways(below, port, line);
            sideways(line_y(order.row[edge.to] - 1, edge), line, entry);
        }
        _ => sideways(below, port, entry),
    }
    points.push(Point {
        x: entry,
        y: target.y,
    });
    points
}
