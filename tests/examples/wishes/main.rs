//! Prints how many wishes `build_flow` reads as expected, and every one that it does not.

use std::io::Write as _;

mod score;

fn main() -> std::io::Result<()> {
    write!(std::io::stdout(), "{}", score::Score::of_corpus())
}
