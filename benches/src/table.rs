//! A quick measurement: every contestant in turn, several rounds, one table.
//!
//! The contestants alternate, so that each meets the caches as the others left them: a run on its own flatters. A pass
//! walks all documents in corpus order, so that no document is the one that was just read. The best pass counts: on a
//! shared machine everything that disturbs makes a pass slower, nothing makes it faster.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::contest::Contestant;
use crate::corpus;

/// What was measured of one contestant.
#[derive(Clone, Copy, Debug)]
pub struct Speed {
    /// Millions of document bytes in one second.
    pub megabytes_per_second: f64,
    /// Nanoseconds for one node.
    pub nanoseconds_per_node: f64,
}

/// Measures all contestants for about `rounds` times `slice` each.
///
/// # Panics
/// Where a contestant refuses a document: all of them are sound.
pub fn measure(
    contestants: &[Contestant],
    documents: &[String],
    rounds: usize,
    slice: Duration,
) -> Vec<Speed> {
    for contestant in contestants {
        for (index, document) in documents.iter().enumerate() {
            assert!(
                (contestant.accepts)(document),
                "{} refuses document {index}",
                contestant.id
            );
        }
    }
    let mut best = vec![Duration::MAX; contestants.len()];
    for _ in 0..rounds {
        for (contestant, best) in contestants.iter().zip(&mut best) {
            let begin = Instant::now();
            while begin.elapsed() < slice {
                *best = (*best).min(pass(contestant, documents));
            }
        }
    }
    let bytes: usize = documents.iter().map(String::len).sum();
    best.into_iter()
        .map(|best| speed(best, bytes, corpus::nodes()))
        .collect()
}

/// Prints the table.
///
/// # Errors
/// Where the output cannot be written.
pub fn print(out: &mut dyn Write, contestants: &[Contestant], speeds: &[Speed]) -> io::Result<()> {
    writeln!(out, "| validator | MB/s | ns/node | what it does |")?;
    writeln!(out, "|---|---:|---:|---|")?;
    for (contestant, speed) in contestants.iter().zip(speeds) {
        writeln!(
            out,
            "| {} | {:.0} | {:.0} | {} |",
            contestant.id, speed.megabytes_per_second, speed.nanoseconds_per_node, contestant.does
        )?;
    }
    Ok(())
}

fn pass(contestant: &Contestant, documents: &[String]) -> Duration {
    let begin = Instant::now();
    for document in documents {
        black_box((contestant.accepts)(black_box(document)));
    }
    begin.elapsed()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "far below 2^52, and a rounded figure is wanted"
)]
fn speed(pass: Duration, bytes: usize, nodes: usize) -> Speed {
    Speed {
        megabytes_per_second: bytes as f64 / pass.as_secs_f64() / 1e6,
        nanoseconds_per_node: pass.as_secs_f64() * 1e9 / nodes as f64,
    }
}
