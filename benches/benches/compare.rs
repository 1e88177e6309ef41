//! Prints one table of all contestants in a few seconds: `cargo bench -p facesign-benches --bench compare`.

use std::io::{self, Write};
use std::time::Duration;

use facesign_benches::{contest, corpus, table};

fn main() -> io::Result<()> {
    let documents = corpus::documents();
    let mut contestants = contest::contestants();
    contestants.push(contest::scale());
    let speeds = table::measure(&contestants, &documents, 5, Duration::from_millis(200));
    let bytes: usize = documents.iter().map(String::len).sum();
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} documents, {} nodes, {bytes} bytes",
        documents.len(),
        corpus::nodes()
    )?;
    table::print(&mut out, &contestants, &speeds)
}
