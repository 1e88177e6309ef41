//! How deep the stack has been: the start-up code paints it, and what was used has lost its paint.

use cortex_m_rt::STACK_PAINT_VALUE;

unsafe extern "C" {
    // Both come from the linker script of cortex-m-rt; only their addresses mean something.
    static _stack_end: u32;
    static _stack_start: u32;
}

/// Bytes between the top of the stack and the deepest word that was ever written.
pub fn peak() -> usize {
    let (bottom, top) = (&raw const _stack_end, &raw const _stack_start);
    let mut word = bottom;
    // SAFETY: `word` stays below `top`, both bound one region of RAM, and any bits are a valid u32.
    while word < top && unsafe { word.read_volatile() } == STACK_PAINT_VALUE {
        word = word.wrapping_add(1);
    }
    top.addr() - word.addr()
}
