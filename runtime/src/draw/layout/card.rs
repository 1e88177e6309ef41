//! The size of a card and the places of its chips.

use super::order::Order;
use super::px;
use crate::draw::look;
use crate::draw::text::Font;
use crate::flow::{Flow, Node};

pub(in crate::draw) const CHIP_FONT: Font = Font::regular(11);
pub(in crate::draw) const ID_FONT: Font = Font::bold(13);
pub(in crate::draw) const LABEL_FONT: Font = Font::regular(11);
pub(in crate::draw) const PROMPT_FONT: Font = Font::regular(12);

pub(in crate::draw) const PADDING: i32 = 14;
pub(in crate::draw) const HEADER: i32 = 52;
pub(in crate::draw) const PROMPT_LINE: i32 = 17;
pub(in crate::draw) const CHIP_HEIGHT: i32 = 22;
const CHIP_ROW: i32 = 34;
const CHIP_GAP: i32 = 6;
const CHIP_PADDING: i32 = 9;
const LEAST_CHIP: i32 = 34;
const MOST_CHIP: i32 = 150;
/// Room for the chips of one card before they are narrowed.
const MOST_CHIPS: i32 = 620;
const LEAST_WIDTH: i32 = 232;
const PROMPT_LINES: usize = 2;
/// Below the last line of a prompt.
const PROMPT_GAP: i32 = 9;
/// Room for an id in the header; longer ones are cut.
pub(in crate::draw) const MOST_TITLE: i32 = 300;
/// Where the text of the header begins, right of the icon.
pub(in crate::draw) const TEXT_LEFT: i32 = 54;
/// Distance to the spine of a line that leaves it.
const OFF_SPINE: i32 = 8;
/// Height of start and end nodes.
const PILL: i32 = 48;

/// A node's card.
#[derive(Debug)]
pub(in crate::draw) struct Card {
    pub(in crate::draw) x: i32,
    pub(in crate::draw) y: i32,
    pub(in crate::draw) width: i32,
    pub(in crate::draw) height: i32,
    /// Where lines enter the top and the main outcome leaves, from the left border.
    pub(in crate::draw) spine: i32,
    /// Lines of the prompt.
    pub(in crate::draw) prompt: Vec<String>,
    /// One per edge, in the order of the flow.
    pub(in crate::draw) chips: Vec<Chip>,
}

/// The chip of an outcome.
#[derive(Debug, Default)]
pub(in crate::draw) struct Chip {
    /// Left border, from that of the card.
    pub(in crate::draw) x: i32,
    pub(in crate::draw) width: i32,
    /// The outcome, cut to its room; empty where the node has one way only, which needs no name.
    pub(in crate::draw) text: String,
    /// How far right of its middle the line leaves.
    pub(in crate::draw) aside: i32,
}

impl Chip {
    /// Where the line leaves, from the left border of the card.
    pub(in crate::draw) fn port(&self) -> i32 {
        self.x + self.width / 2 + self.aside
    }
}

impl Card {
    /// Where the line of an edge leaves the lower border, from the left border of the picture.
    pub(super) fn port(&self, edge: usize) -> i32 {
        self.x + self.chips[edge].port()
    }

    /// Moves the port of a line off the spine, where the line of another edge may come down to the card below.
    pub(super) fn clear_spine(&mut self, edge: usize) {
        let chip = &mut self.chips[edge];
        if (chip.port() - self.spine).abs() < OFF_SPINE {
            chip.aside += self.spine + OFF_SPINE - chip.port();
        }
    }

    /// Where lines from above enter the upper border, from the left border of the picture.
    pub(super) fn entry(&self) -> i32 {
        self.x + self.spine
    }

    /// Upper border of the chips.
    pub(in crate::draw) fn chips_top(&self) -> i32 {
        self.height - CHIP_ROW + 4
    }
}

/// Measures all cards; `x` and `y` are left at 0, prompts unset until [`settle`].
pub(super) fn measure(flow: &Flow, order: &Order) -> Vec<Card> {
    flow.nodes()
        .iter()
        .enumerate()
        .map(|(position, node)| one(node, order.main[position], &order.back[position]))
        .collect()
}

/// Moves the spine of a card to that of its column, and sets prompt and height by the width that results.
pub(super) fn settle(card: &mut Card, node: &Node, spine: i32) {
    let shift = spine - card.spine;
    if look::is_pill(&node.node_type) {
        card.x += shift;
        return;
    }
    card.spine = spine;
    card.width += shift;
    for chip in &mut card.chips {
        chip.x += shift;
    }
    if let Some(prompt) = &node.prompt {
        card.prompt = PROMPT_FONT.wrap(prompt, card.width - 2 * PADDING, PROMPT_LINES);
    }
    if !card.prompt.is_empty() {
        card.height += px(card.prompt.len()) * PROMPT_LINE + PROMPT_GAP;
    }
}

fn one(node: &Node, main: Option<usize>, back: &[bool]) -> Card {
    let look = look::of(&node.node_type);
    let title = ID_FONT.width(&node.id).min(MOST_TITLE);
    let header = TEXT_LEFT + title.max(LABEL_FONT.width(look.label)) + PADDING;
    let (spine, width, height, chips) = if look::is_pill(&node.node_type) {
        let middle = header / 2;
        let port = || Chip {
            x: middle,
            ..Chip::default()
        };
        let chips = node.edges.iter().map(|_| port()).collect();
        (middle, header, PILL, chips)
    } else {
        let (spine, chips) = chips(node, main, back);
        let right = chips.iter().map(|chip| chip.x + chip.width).max();
        let width = LEAST_WIDTH.max(header).max(right.unwrap_or(0) + PADDING);
        let named = chips.iter().any(|chip| !chip.text.is_empty());
        let height = HEADER + if named { CHIP_ROW } else { 0 };
        (spine, width, height, chips)
    };
    Card {
        x: 0,
        y: 0,
        width,
        height,
        spine,
        prompt: Vec::new(),
        chips,
    }
}

/// Chips of a node and the middle of the main one: ways back on the left, then the main outcome, then the others, so
/// that lines to the left and to the right leave without crossing the spine.
fn chips(node: &Node, main: Option<usize>, back: &[bool]) -> (i32, Vec<Chip>) {
    let mut chips: Vec<Chip> = node.edges.iter().map(|_| Chip::default()).collect();
    if let ([edge], [chip]) = (node.edges.as_slice(), chips.as_mut_slice())
        && edge.outcome == "outcome"
    {
        chip.x = TEXT_LEFT;
        return (TEXT_LEFT, chips);
    }
    let most = (MOST_CHIPS / px(node.edges.len()).max(1)).clamp(LEAST_CHIP, MOST_CHIP);
    let mut sequence: Vec<usize> = (0..node.edges.len()).collect();
    sequence.sort_by_key(|edge| (!back[*edge], Some(*edge) != main));
    let mut left = PADDING;
    let mut spine = TEXT_LEFT;
    for edge in sequence {
        let name = look::outcome_name(&node.edges[edge].outcome);
        let text = CHIP_FONT.fit(&name, most - 2 * CHIP_PADDING);
        let width = CHIP_FONT.width(&text) + 2 * CHIP_PADDING;
        if Some(edge) == main {
            spine = left + width / 2;
        }
        chips[edge] = Chip {
            x: left,
            width,
            text,
            aside: 0,
        };
        left += width + CHIP_GAP;
    }
    (spine, chips)
}
