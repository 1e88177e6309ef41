//! The serial line: the first UART of the board (ARM CMSDK APB UART), polled.

const DATA: *mut u32 = 0x4000_4000 as *mut u32;
const STATE: *mut u32 = 0x4000_4004 as *mut u32;
const CONTROL: *mut u32 = 0x4000_4008 as *mut u32;
const DIVIDER: *mut u32 = 0x4000_4010 as *mut u32;

const SENDING: u32 = 1;
const RECEIVED: u32 = 2;

/// The serial line. There is one, so it is made once.
pub struct Uart(());

impl Uart {
    /// Switches the line on, at 25 MHz / 217 = 115,200 bits a second.
    ///
    /// # Safety
    ///
    /// The registers belong to nobody else from now on.
    pub unsafe fn new() -> Self {
        // SAFETY: both are registers of this board and word-sized, and nobody else uses them.
        unsafe {
            DIVIDER.write_volatile(217);
            CONTROL.write_volatile(SENDING | RECEIVED);
        }
        Self(())
    }

    /// The next byte, as soon as there is one.
    pub fn receive(&mut self) -> u8 {
        while self.state() & RECEIVED == 0 {}
        // SAFETY: reading the register takes the byte from the line, which is ours.
        let [byte, ..] = unsafe { DATA.read_volatile() }.to_le_bytes();
        byte
    }

    /// Sends bytes, as fast as the line takes them.
    pub fn send(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            while self.state() & SENDING != 0 {}
            // SAFETY: writing the register gives the byte to the line, which is ours and has room for it.
            unsafe { DATA.write_volatile(u32::from(byte)) };
        }
    }

    fn state(&self) -> u32 {
        // SAFETY: reading this register changes nothing.
        unsafe { STATE.read_volatile() }
    }
}
