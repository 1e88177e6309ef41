//! Prints the table of phrases by which a description is read, for `docs/authoring.md`.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    write!(
        std::io::stdout(),
        "{}",
        facesign_mcp::author::grammar::markdown()
    )
}
