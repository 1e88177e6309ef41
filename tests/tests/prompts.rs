//! The rules about prompts judged by 200 natural prompts.
//!
//! `cargo test -p facesign-tests --test prompts -- --nocapture` prints the table that `docs/rules/README.md` records and
//! every prompt that was judged otherwise than a person would. `UPDATE_EXPECT=1` writes the table.

use std::{env, fs};

use facesign_tests::{corpus, prompts};

#[test]
fn there_are_a_hundred_prompts_in_each_half() {
    for half in ["tuning", "held-out"] {
        assert_eq!(prompts::half(half).len(), 100, "{half}");
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is what the command shows")]
fn the_recorded_figures_are_those_that_are_measured() {
    let table = prompts::table();
    println!("{table}");
    for prompt in prompts::half("tuning") {
        let (found, expected) = (prompt.found(), prompt.expected.clone());
        if found != expected {
            println!(
                "{}: found {found:?}, expected {expected:?}: {}",
                prompt.title, prompt.text
            );
        }
    }
    let path = corpus::repository().join("docs/rules/README.md");
    let page = fs::read_to_string(&path).expect("docs/rules/README.md");
    let (before, rest) = page.split_once("| rule | tuning").expect("the table");
    let (_, after) = rest.split_once("\n\n").expect("text behind the table");
    let measured = format!("{before}{table}\n{after}");
    if env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        fs::write(&path, &measured).expect("docs/rules/README.md is written");
    }
    let recorded = fs::read_to_string(&path).expect("docs/rules/README.md");
    assert_eq!(recorded, measured, "UPDATE_EXPECT=1 writes the table");
}

/// A rule that is wrong more often than right is no help; these are the least that is accepted of what was not tuned for.
#[test]
fn prompts_that_were_not_tuned_for_are_judged_well_enough() {
    let held_out = prompts::half("held-out");
    let mut sum = prompts::Score::default();
    for rule in prompts::rules() {
        let score = prompts::score(rule, &held_out);
        assert!(
            score.hits > score.false_alarms,
            "{}: {score:?}",
            rule.meta().name
        );
        sum.hits += score.hits;
        sum.false_alarms += score.false_alarms;
        sum.misses += score.misses;
    }
    assert!(
        sum.hits >= 9 * sum.false_alarms && sum.hits >= 2 * sum.misses,
        "{sum:?}"
    );
}
