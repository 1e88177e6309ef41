//! Prints the corpus of the benches, a document a line, for the peers outside Rust (`benches/peers/run`). With the argument
//! `schema` it prints the JSON Schema that the server publishes.

use std::io::{self, Write};

use facesign_benches::corpus;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    if std::env::args()
        .nth(1)
        .is_some_and(|argument| argument == "schema")
    {
        return writeln!(out, "{}", facesign_mcp::flow::schema());
    }
    for document in corpus::documents() {
        writeln!(out, "{document}")?;
    }
    Ok(())
}
