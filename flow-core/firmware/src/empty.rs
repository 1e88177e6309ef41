//! Does nothing: what start-up code, vector table and painted stack take by themselves.

#![no_std]
#![no_main]

mod halt;

// Linked for its instructions, which the start-up code uses.
use cortex_m as _;

#[cortex_m_rt::entry]
fn main() -> ! {
    halt::halt()
}
