//! The lanes between columns: vertical lines that pass a card, each target with one line per lane.

use std::collections::BTreeMap;

use super::px;

/// Distance between two lines of a lane.
const TRACK: i32 = 12;
/// Distance between a line and the column beside it.
const EDGE: i32 = 18;
/// Width of a lane without lines.
const EMPTY: i32 = 40;

/// Lane 0 lies left of the first column, lane `n` right of the last.
#[derive(Debug, Default)]
pub(super) struct Lane {
    /// Lines downwards, near the column on the left.
    down: Tracks,
    /// Lines upwards, near the column on the right.
    up: Tracks,
}

/// The line of a target: topmost and lowest row it reaches, in half rows.
#[derive(Debug, Default)]
struct Tracks {
    spans: BTreeMap<usize, (usize, usize)>,
    /// Track of each target, from the column outwards.
    track: BTreeMap<usize, usize>,
}

impl Lane {
    pub(super) fn go_down(&mut self, target: usize, from: usize, to: usize) {
        self.down.add(target, from, to);
    }

    pub(super) fn go_up(&mut self, target: usize, from: usize, to: usize) {
        self.up.add(target, to, from);
    }

    /// Orders the lines: short ones next to the column, long ones round them.
    pub(super) fn settle(&mut self) {
        self.down.settle();
        self.up.settle();
    }

    /// Width of the lane; an outer one without lines takes none.
    pub(super) fn width(&self, is_outer: bool) -> i32 {
        let tracks = self.down.count() + self.up.count();
        match tracks {
            0 if is_outer => 0,
            0 => EMPTY,
            tracks => (2 * EDGE + px(tracks - 1) * TRACK).max(EMPTY),
        }
    }

    /// Place of the line down to a target, from the left border of the lane.
    pub(super) fn down(&self, target: usize) -> i32 {
        EDGE + px(self.down.of(target)) * TRACK
    }

    /// Place of the line up to a target, from the right border of the lane.
    pub(super) fn up(&self, target: usize) -> i32 {
        EDGE + px(self.up.of(target)) * TRACK
    }
}

impl Tracks {
    fn add(&mut self, target: usize, top: usize, bottom: usize) {
        let span = self.spans.entry(target).or_insert((top, bottom));
        *span = (span.0.min(top), span.1.max(bottom));
    }

    fn settle(&mut self) {
        let mut spans: Vec<_> = self
            .spans
            .iter()
            .map(|(target, span)| (*target, *span))
            .collect();
        spans.sort_by_key(|(target, (top, bottom))| (bottom - top, *target));
        let mut settled: Vec<((usize, usize), usize)> = Vec::new();
        for (target, span) in spans {
            let track = settled
                .iter()
                .filter(|(other, _)| other.0 <= span.1 && span.0 <= other.1)
                .map(|(_, track)| track + 1)
                .max()
                .unwrap_or(0);
            settled.push((span, track));
            self.track.insert(target, track);
        }
    }

    fn count(&self) -> usize {
        self.track.values().max().map_or(0, |last| last + 1)
    }

    fn of(&self, target: usize) -> usize {
        self.track.get(&target).copied().unwrap_or(0)
    }
}
