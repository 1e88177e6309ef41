//! A gateway: receives flows over a serial line in pieces, validates each one and serves the last that was accepted.
//!
//! The program is what is measured, so it prints nothing and formats nothing: requests and answers are frames of
//! `flow-frame`. The configuring context is the main loop; the serving context is the timer interrupt, which gets each
//! accepted flow by the lock-free hand-over.

#![no_std]
#![no_main]

mod gate;
mod halt;
mod preset;
mod serve;
mod stack;
mod uart;

use cortex_m::Peripherals;
use flow_core::Report;
use flow_frame::{Decoder, header, trailer};
use flow_handover::Exchange;

use gate::{Gate, Reply, answer_damage};
use preset::{FINDINGS, Workspace};
use serve::Served;
use uart::Uart;

#[cortex_m_rt::entry]
fn main() -> ! {
    static mut EXCHANGE: Exchange<Served> = Exchange::new([Served::NONE; 3]);
    static mut WORKSPACE: Workspace = Workspace::new();
    static mut REPORT: Report<FINDINGS> = Report::new();
    static mut POLICY: [u8; gate::POLICY] = [0; gate::POLICY];

    let Some(peripherals) = Peripherals::take() else {
        halt::halt()
    };
    // SAFETY: nothing else in this program touches the registers of the serial line.
    let mut uart = unsafe { Uart::new() };
    let (mut writer, reader) = EXCHANGE.split();
    serve::start(reader, peripherals.SYST);

    let mut gate = Gate::new(WORKSPACE, REPORT, POLICY);
    let mut decoder = Decoder::new();
    loop {
        let byte = uart.receive();
        match decoder.push(byte, &mut writer.slot().text) {
            None => {}
            Some(Ok(frame)) => {
                let reply = gate.answer(frame, &mut writer);
                send(&mut uart, frame.number, &reply);
            }
            Some(Err(damage)) => {
                let (number, reply) = answer_damage(damage);
                send(&mut uart, number, &reply);
            }
        }
    }
}

fn send(uart: &mut Uart, number: u8, reply: &Reply) {
    uart.send(&header(reply.kind, number, reply.payload()));
    uart.send(reply.payload());
    uart.send(&trailer(reply.payload()));
}
