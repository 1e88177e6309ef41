//! One tool call over loopback, on our transport and on axum: `cargo bench -p facesign-benches --bench mcp`.
//!
//! Both servers run in this process with the same handler, and the load is made here, too: the ratio is what holds. Every
//! contestant has its turn in every round, and the round with the best median counts, which a busy machine leaves alone.
//! The run fails where half of our calls on one connection take more than 2 ms: without `TCP_NODELAY` the two writes of an
//! event stream wait 40 ms for each other, call by call, as axum's default socket shows.

mod line;
mod servers;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use line::{Era, Line};
use servers::Server;

/// How long each contestant calls in each round.
const SLICE: Duration = Duration::from_millis(700);
const ROUNDS: usize = 4;
/// Connections that call at the same time.
const CROWD: usize = 16;
/// Most that the median call of ours may take on one connection.
const PROMPT: Duration = Duration::from_millis(2);

/// What one contestant reached.
#[derive(Clone, Copy)]
struct Reached {
    calls_per_second: f64,
    median: Duration,
    slow: Duration,
}

fn main() -> io::Result<ExitCode> {
    let servers = servers::start();
    let load = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "| server | era | connections | calls/s | p50 ms | p99 ms | p50 to axum's |"
    )?;
    writeln!(out, "|---|---|---:|---:|---:|---:|---:|")?;
    let mut stalls = false;
    for era in [Era::Legacy, Era::Modern] {
        for connections in [1, CROWD] {
            let reached = load.block_on(contest(&servers, era, connections));
            let axum = reached[servers::AXUM].median.as_secs_f64();
            for (server, reached) in servers.iter().zip(&reached) {
                writeln!(
                    out,
                    "| {} | {} | {connections} | {:.0} | {:.2} | {:.2} | {:.2} |",
                    server.name,
                    era.name(),
                    reached.calls_per_second,
                    reached.median.as_secs_f64() * 1e3,
                    reached.slow.as_secs_f64() * 1e3,
                    reached.median.as_secs_f64() / axum,
                )?;
            }
            stalls |= reached[servers::OURS].median > PROMPT && connections == 1;
        }
    }
    if stalls {
        writeln!(
            out,
            "calls of ours stall: half of them take more than {} ms",
            PROMPT.as_millis()
        )?;
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

async fn contest(servers: &[Server], era: Era, connections: usize) -> Vec<Reached> {
    let mut best: Vec<Option<Reached>> = vec![None; servers.len()];
    for _ in 0..ROUNDS {
        for (server, best) in servers.iter().zip(&mut best) {
            let reached = round(server, era, connections).await;
            if best.is_none_or(|best| reached.median < best.median) {
                *best = Some(reached);
            }
        }
    }
    best.into_iter().flatten().collect()
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand calls")]
async fn round(server: &Server, era: Era, connections: usize) -> Reached {
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..connections {
        let mut line = Line::open(server.address, era).await;
        callers.spawn(async move {
            let (begin, mut took) = (Instant::now(), Vec::new());
            while begin.elapsed() < SLICE {
                let call = Instant::now();
                line.call().await;
                took.push(call.elapsed());
            }
            line.close().await;
            took
        });
    }
    let begin = Instant::now();
    let mut took: Vec<Duration> = callers.join_all().await.into_iter().flatten().collect();
    let seconds = begin.elapsed().as_secs_f64();
    took.sort_unstable();
    Reached {
        calls_per_second: took.len() as f64 / seconds,
        median: took[took.len() / 2],
        slow: took[took.len() * 99 / 100],
    }
}
