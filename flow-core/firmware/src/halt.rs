//! What remains to be done where nothing can be done.

/// Stops the machine. Formatting a panic would link more than the validator, so its text is not printed.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    cortex_m::interrupt::disable();
    halt()
}

/// Waits for interrupts, for ever.
pub fn halt() -> ! {
    loop {
        cortex_m::asm::wfi();
    }
}
