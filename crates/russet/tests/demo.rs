//! `russet demo` walks the whole way in small form, and keeps what it is told to keep.

use std::fs;

use crate::support::{bytes_below, column, fails, ok, tables_of};

const SMALL: &str = "demo --companies 1500 --years 1";

#[test]
fn the_demo_shows_levels_a_reconstitution_and_a_reason_and_the_same_for_the_same_seed() {
    let first = ok(&format!("{SMALL} --seed 7"), &[]);
    let lines: Vec<&str> = first.out.lines().collect();
    let after = |title: &str| {
        let place = lines.iter().position(|line| line.starts_with(title));
        &lines[place.unwrap_or_else(|| panic!("no '{title}' in {}", first.out)) + 1..]
    };
    assert!(lines[0].starts_with("A market that never was (seed 7): "));
    let levels = after("Price return levels at");
    assert!(levels[0].starts_with("close_of") && levels[0].contains("R2000"), "{}", levels[0]);
    assert!(levels[2].starts_with("2026-06-26") && levels[3].starts_with("2026-12-31"));
    let reconstitution = after("The last reconstitution, after the close of 2026-12-11:");
    assert!(reconstitution.iter().any(|line| line.starts_with("R2000 ")));
    let reason = after("One decision, as `russet explain ");
    assert!(reason.iter().any(|line| line.contains("rule '")), "{reason:?}");
    assert!(reason.iter().any(|line| line.contains(" ranks ")), "{reason:?}");
    assert!(first.err.contains("simulated in") && !first.err.contains("error"), "{}", first.err);

    let again = ok(&format!("{SMALL} --seed 7"), &[]);
    assert!(again.out == first.out, "the same seed tells another story");
    let other = ok(&format!("{SMALL} --seed 8"), &[]);
    assert_ne!(other.out, first.out);
}

#[test]
fn a_kept_demo_is_a_market_and_a_run_that_other_commands_read() {
    let parent = tempfile::tempdir().unwrap();
    let keep = parent.path().join("kept");
    let said = ok(&format!("{SMALL} --keep {{keep}}"), &[("keep", &keep)]);
    assert!(said.err.contains("kept: try `russet constituents --run "), "{}", said.err);
    let (market, run) = (keep.join("market"), keep.join("run"));
    let check = ok("market check --market {market}", &[("market", &market)]).out;
    assert!(check.contains("to 2026-12-31"), "{check}");
    let levels = ok("levels --run {run} --index R2000 --format csv", &[("run", &run)]).out;
    assert_eq!(column(&levels, "date").last().unwrap(), "2026-12-31");

    // The run is the one that a build of the kept market makes, but for where another build goes on.
    let built = parent.path().join("built");
    ok("build --market {market} --run {built}", &[("market", &market), ("built", &built)]);
    assert!(tables_of(&built) == tables_of(&run), "the kept run is another");
}

#[test]
fn a_demo_never_writes_over_a_folder() {
    let keep = tempfile::tempdir().unwrap();
    fs::write(keep.path().join("mine"), "precious").unwrap();
    let error = fails(&format!("{SMALL} --keep {{keep}}"), &[("keep", keep.path())]);
    assert!(error.contains("exists (hint: name a new folder for --keep)"), "{error}");
    assert_eq!(bytes_below(keep.path()).len(), 1);
}
