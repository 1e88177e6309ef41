//! The whole measurement with statistics: `cargo bench -p facesign-benches --bench validate`.
//!
//! Criterion prints bytes and nodes per second; the table at the end alternates the contestants and is the one to quote.

use std::hint::black_box;
use std::io;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use facesign_benches::{contest, corpus, table};

fn main() -> io::Result<()> {
    let documents = corpus::documents();
    let mut contestants = contest::contestants();
    contestants.push(contest::scale());
    let bytes: usize = documents.iter().map(String::len).sum();

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("check a flow");
    group.throughput(Throughput::ElementsAndBytes {
        elements: corpus::nodes() as u64,
        bytes: bytes as u64,
    });
    for contestant in &contestants {
        group.bench_function(contestant.id, |bencher| {
            bencher.iter(|| {
                for document in &documents {
                    black_box((contestant.accepts)(black_box(document)));
                }
            });
        });
    }
    group.finish();
    criterion.final_summary();

    let speeds = table::measure(&contestants, &documents, 10, Duration::from_millis(300));
    table::print(&mut io::stdout().lock(), &contestants, &speeds)
}
