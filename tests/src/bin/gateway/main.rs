//! Talks to the firmware over its serial line and compares every answer with the validator of this machine.
//!
//! Usage: `gateway small|gateway|server all|some COMMAND…`, where the command runs the firmware with the line on its
//! standard input and output. `all` sends the whole corpus, `some` every tenth flow of it. Exit code 0 where every answer
//! is as expected; the figures of the firmware are printed.

mod expected;
mod line;

use std::io::{self, Write};
use std::process::ExitCode;

use facesign_tests::corpus::{self, Case};
use flow_core::policy::PRESETS;
use flow_frame::{Answer, Kind};

use expected::Capacity;
use line::Line;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is gone, too, the exit code says it.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome<()> {
    let [preset, amount, program, options @ ..] = arguments else {
        return Err("usage: gateway small|gateway|server all|some COMMAND…".into());
    };
    let capacity = Capacity::named(preset)
        .ok_or_else(|| format!("`{preset}` is none of small, gateway, server"))?;
    let mut line = Line::open(program, options)?;
    let mut out = io::stdout();

    let flows = |cases: Vec<Case>| cases.into_iter().map(|case| (case.name, case.document));
    let some: Vec<_> = flows(corpus::cases())
        .step_by(10)
        .chain(flows(corpus::recipes()))
        .collect();
    let mut first = if amount == "all" {
        flows(corpus::cases()).collect()
    } else {
        some.clone()
    };
    first.push(("the largest flow that fits".into(), capacity.largest()));
    judge(&mut line, capacity, "", &first, &mut out)?;
    for preset in &PRESETS {
        writeln!(out, "policy {}:", preset.name)?;
        judge(&mut line, capacity, preset.text, &some, &mut out)?;
    }

    pins(&mut line, capacity, &some)?;
    writeln!(out, "only the flow that is pinned is accepted")?;
    expect(
        &mut line,
        "a policy that is none",
        Kind::POLICY,
        b"[{]",
        &[Answer::Unreadable as u8],
    )?;
    expect(
        &mut line,
        "a kind of another time",
        Kind(99),
        b"",
        &[Answer::Unknown as u8],
    )?;
    let answer = line.damaged(Kind::FLOW, b"[1, 2, 3]")?;
    if answer != [Answer::Damaged as u8] {
        return Err(format!("a damaged frame is answered by {answer:?}").into());
    }
    writeln!(
        out,
        "noise, a damaged frame and an unknown kind are answered"
    )?;

    let status = line.status()?;
    let (name, last) = some.last().ok_or("no recipes")?;
    let (served, verdict) = capacity.verdict(last, "");
    expect(&mut line, name, Kind::FLOW, last, &verdict)?;
    if Some(usize::try_from(status.serving)?) != served {
        return Err(format!("{} nodes are served, not {served:?}", status.serving).into());
    }
    writeln!(
        out,
        "{preset}: workspace {} bytes, report {} bytes, peak stack {} bytes",
        status.workspace, status.report, status.stack
    )?;
    Ok(())
}

/// Sends flows under a policy, each of which must be answered as computed here.
fn judge(
    line: &mut Line,
    capacity: Capacity,
    policy: &str,
    flows: &[(String, Vec<u8>)],
    out: &mut impl Write,
) -> Outcome<()> {
    let accepted = [Answer::Accepted as u8];
    expect(line, "a policy", Kind::POLICY, policy.as_bytes(), &accepted)?;
    let mut count = 0;
    for (name, flow) in flows {
        let (nodes, verdict) = capacity.verdict(flow, policy);
        expect(line, name, Kind::FLOW, flow, &verdict)?;
        count += usize::from(nodes.is_some());
    }
    let sent = flows.len();
    writeln!(
        out,
        "{sent} flows, {count} accepted, every answer as computed here"
    )?;
    Ok(())
}

/// Pins a recipe: it is still accepted, in whatever form its text has, and no other flow is.
fn pins(line: &mut Line, capacity: Capacity, flows: &[(String, Vec<u8>)]) -> Outcome<()> {
    let accepted = [Answer::Accepted as u8];
    expect(line, "no policy", Kind::POLICY, b"", &accepted)?;
    let fitting: Vec<_> = flows
        .iter()
        .filter_map(|(name, flow)| Some((name, flow, capacity.fingerprint(flow)?)))
        .collect();
    let [.., (_, other, _), (name, flow, pinned)] = fitting.as_slice() else {
        return Err("fewer than two flows fit".into());
    };
    expect(
        line,
        "a short pin",
        Kind::PIN,
        b"abc",
        &[Answer::Unreadable as u8],
    )?;
    expect(line, "a pin", Kind::PIN, pinned, &accepted)?;
    let spaced = [b" ".as_slice(), flow, b"\n"].concat();
    expect(
        line,
        "another flow",
        Kind::FLOW,
        other,
        &[Answer::NotPinned as u8],
    )?;
    expect(line, name, Kind::FLOW, &spaced, &accepted)?;
    expect(line, "no pin", Kind::PIN, b"", &accepted)
}

fn expect(line: &mut Line, name: &str, kind: Kind, payload: &[u8], expected: &[u8]) -> Outcome<()> {
    let answer = line
        .ask(kind, payload)
        .map_err(|error| format!("{name}: {error}"))?;
    if answer == expected {
        return Ok(());
    }
    Err(format!("{name}: the firmware answers {answer:?} instead of {expected:?}").into())
}
