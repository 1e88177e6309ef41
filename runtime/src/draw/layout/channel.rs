//! The channels between rows: horizontal lines, each target with one line per channel, ordered to cross little.

use std::collections::BTreeMap;

use super::px;

/// Distance between two lines of a channel.
const TRACK: i32 = 13;
/// Distance between the cards above and the first line.
const ABOVE: i32 = 20;
/// Distance between the last line and the cards below: a corner and an arrowhead.
const BELOW: i32 = 26;
/// Channels with more lines keep the order they have: the search for a better one takes the square of the number.
const MOST_SORTED: usize = 64;

/// What a line leads to: a target, by a way down or by a way back.
pub(super) type Key = (usize, bool);

/// The channel below a row.
#[derive(Debug, Default)]
pub(super) struct Channel {
    nets: BTreeMap<Key, Net>,
    track: BTreeMap<Key, usize>,
}

/// All lines of a channel that lead to one target.
#[derive(Debug, Default)]
struct Net {
    /// Where it is entered or left upwards.
    tops: Vec<i32>,
    /// Where it is left downwards.
    bottoms: Vec<i32>,
}

impl Channel {
    /// Adds a line that comes from above at `from` and goes on below at `to`.
    pub(super) fn pass(&mut self, key: Key, from: i32, to: i32) {
        let net = self.nets.entry(key).or_default();
        net.tops.push(from);
        net.bottoms.push(to);
    }

    /// Adds a line that comes from above at `from` and goes up again at `to`.
    pub(super) fn turn(&mut self, key: Key, from: i32, to: i32) {
        self.nets.entry(key).or_default().tops.extend([from, to]);
    }

    /// Orders the lines and gives each its track.
    pub(super) fn settle(&mut self) {
        let mut order: Vec<Key> = self
            .nets
            .iter()
            .filter(|(_, net)| net.left() < net.right())
            .map(|(key, _)| *key)
            .collect();
        order.sort_by_key(|key| std::cmp::Reverse(self.nets[key].left()));
        if order.len() <= MOST_SORTED {
            self.improve(&mut order);
        }
        for (at, key) in order.iter().enumerate() {
            let net = &self.nets[key];
            let track = order[..at]
                .iter()
                .filter(|above| self.nets[*above].overlaps(net))
                .filter_map(|above| self.track.get(above))
                .max()
                .map_or(0, |above| above + 1);
            self.track.insert(*key, track);
        }
    }

    /// Swaps neighbours as long as that removes crossings.
    fn improve(&self, order: &mut [Key]) {
        for _ in 0..order.len() {
            let mut is_better = false;
            for at in 1..order.len() {
                let (above, below) = (&self.nets[&order[at - 1]], &self.nets[&order[at]]);
                if below.crossings_above(above) < above.crossings_above(below) {
                    order.swap(at - 1, at);
                    is_better = true;
                }
            }
            if !is_better {
                break;
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.nets.is_empty()
    }

    pub(super) fn height(&self) -> i32 {
        let last = self.track.values().max().copied().unwrap_or(0);
        ABOVE + px(last) * TRACK + BELOW
    }

    /// Place of the line to a target, from the upper border of the channel; `None` where it runs straight down.
    pub(super) fn line(&self, key: Key) -> Option<i32> {
        Some(ABOVE + px(*self.track.get(&key)?) * TRACK)
    }
}

impl Net {
    fn ends(&self) -> impl Iterator<Item = i32> {
        self.tops.iter().chain(&self.bottoms).copied()
    }

    fn left(&self) -> i32 {
        self.ends().min().unwrap_or(0)
    }

    fn right(&self) -> i32 {
        self.ends().max().unwrap_or(0)
    }

    /// Whether the two need different tracks.
    fn overlaps(&self, other: &Self) -> bool {
        self.left() <= other.right() && other.left() <= self.right()
    }

    /// How often the two cross if this one runs above the other.
    fn crossings_above(&self, below: &Self) -> usize {
        let passes = |places: &[i32], net: &Self| {
            let (left, right) = (net.left(), net.right());
            places
                .iter()
                .filter(|place| left < **place && **place < right)
                .count()
        };
        passes(&below.tops, self) + passes(&self.bottoms, below)
    }
}
