//! Instructions of a validation, counted by valgrind: the same figures whatever else the machine does.
//!
//!     cargo bench -p facesign-benches --bench instructions              prints and judges
//!     cargo bench -p facesign-benches --bench instructions -- --record  takes the new figures for the mark
//!
//! Two things are judged. A validation of the corpus may not take 3 % more instructions a node than
//! `benches/instructions.tsv` says. And a document that is made to be slow may not take more than its share when it
//! becomes twice as large.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

use facesign_benches::adversary::{ADVERSARIES, Adversary};
use facesign_benches::corpus;
use facesign_benches::counted::Room;

/// More than this share beyond the mark fails.
const TOLERANCE: f64 = 0.03;
/// Instructions of a document of twice the size, over those of the smaller one: 2 and some room for tables that step.
const STEEPEST: f64 = 2.3;
const MARKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.tsv");

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = arguments
        .iter()
        .position(|argument| argument == "--counted")
    {
        be_counted(&arguments[at + 1..]);
        return Ok(ExitCode::SUCCESS);
    }
    let record = arguments.iter().any(|argument| argument == "--record");
    let mut out = io::stdout().lock();
    let corpus = judge_corpus(&mut out, record)?;
    let growth = judge_growth(&mut out)?;
    Ok(if corpus && growth {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What runs under valgrind: the corpus, or an adversary by its position and size.
fn be_counted(what: &[String]) {
    let mut room = Room::default();
    match what {
        [rules] if rules == "structure" => room.count_structure(&corpus::documents()),
        [rules] if rules == "all" => room.count_all(&corpus::documents()),
        [position, size] => {
            let position: usize = position.parse().expect("a position");
            let size = size.parse().expect("a size");
            room.count_all(&[(ADVERSARIES[position].document)(size)]);
        }
        _ => panic!("nothing to count is called {what:?}"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn judge_corpus(out: &mut dyn io::Write, record: bool) -> io::Result<bool> {
    let nodes = corpus::nodes();
    writeln!(
        out,
        "| rules | instructions/node | mark | |\n|---|---:|---:|---|"
    )?;
    let marks = marks()?;
    let (mut sound, mut lines) = (true, Vec::new());
    for rules in ["structure", "all"] {
        let count = count(&[rules])? as f64 / nodes as f64;
        let mark = marks
            .iter()
            .find(|(name, _)| name == rules)
            .map(|&(_, mark)| mark);
        let verdict = match mark {
            Some(mark) if count > mark * (1.0 + TOLERANCE) => {
                sound &= record;
                "more than 3 % above the mark"
            }
            Some(mark) if count < mark * (1.0 - TOLERANCE) => {
                "better: record it with `-- --record`"
            }
            Some(_) => "as marked",
            None => {
                sound &= record;
                "no mark: record one with `-- --record`"
            }
        };
        writeln!(
            out,
            "| {rules} | {count:.0} | {:.0} | {verdict} |",
            mark.unwrap_or_default()
        )?;
        lines.push(format!("{rules}\t{count:.0}\n"));
    }
    if record {
        fs::write(MARKS, lines.concat())?;
    }
    Ok(sound)
}

/// Instructions a node by name, one line each.
fn marks() -> io::Result<Vec<(String, f64)>> {
    if !Path::new(MARKS).exists() {
        return Ok(Vec::new());
    }
    let parse = |line: &str| {
        let (name, mark) = line.split_once('\t')?;
        Some((name.to_owned(), mark.parse().ok()?))
    };
    Ok(fs::read_to_string(MARKS)?
        .lines()
        .filter_map(parse)
        .collect())
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn judge_growth(out: &mut dyn io::Write) -> io::Result<bool> {
    writeln!(
        out,
        "\n| document | bytes | instructions | twice as large | growth |\n|---|---:|---:|---:|---:|"
    )?;
    let mut sound = true;
    for (
        position,
        Adversary {
            name,
            size,
            document,
        },
    ) in ADVERSARIES.iter().enumerate()
    {
        let counted = |size: usize| count(&[&position.to_string(), &size.to_string()]);
        let (once, twice) = (counted(*size)?, counted(2 * size)?);
        let growth = twice as f64 / once.max(1) as f64;
        let steep = growth > STEEPEST;
        sound &= !steep;
        writeln!(
            out,
            "| {name} | {} | {once} | {twice} | {growth:.2}{} |",
            document(*size).len(),
            if steep { " too steep" } else { "" }
        )?;
    }
    Ok(sound)
}

/// Runs this program again under valgrind; the instructions of the counted function.
fn count(what: &[&str]) -> io::Result<u64> {
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--callgrind-out-file=/dev/null",
            "--toggle-collect=*Room*::count_*",
        ])
        .arg(std::env::current_exe()?)
        .arg("--counted")
        .args(what)
        .output()
        .map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("valgrind (Debian package `valgrind`): {error}"),
            )
        })?;
    let told = String::from_utf8_lossy(&output.stderr);
    let collected = told
        .lines()
        .find_map(|line| line.split_once("Collected : "))
        .map(|(_, count)| count.trim());
    collected
        .and_then(|count| count.parse().ok())
        .filter(|&count: &u64| output.status.success() && count > 0)
        .ok_or_else(|| io::Error::other(format!("valgrind counted nothing:\n{told}")))
}
