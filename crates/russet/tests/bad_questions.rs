//! Bad questions to good data: methodologies, indexes and days that do not fit.

use std::fs;

use crate::support::{self, Built, bytes_below, column, small_family};

fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no '{part}' in: {text}");
    }
}

/// Builds with the small family where one text stands for another; it must fail and leave no run.
fn refuses_methodology(old: &str, new: &str, parts: &[&str]) {
    let built = Built::shared();
    let family = small_family();
    assert!(family.contains(old), "nothing to replace: {old}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    fs::write(&path, family.replacen(old, new, 1)).unwrap();
    let run = folder.path().join("run");
    let market = built.market();
    let line = "build --market {market} --methodology {path} --run {run}";
    let paths = [("market", market.as_path()), ("path", &path), ("run", &run)];
    assert_says(&support::fails(line, &paths), parts);
    assert_eq!(bytes_below(folder.path()).len(), 1, "something of a run stays behind");
}

#[test]
fn an_unknown_key_of_a_methodology_is_pointed_at() {
    let line = small_family().lines().position(|line| line == "name = \"russell-us\"").unwrap() + 1;
    let place = format!("line {line}, column 1");
    let parts = ["mine.toml", &place, "haircut = 3", "unknown key `haircut`"];
    refuses_methodology("name = \"russell-us\"", "haircut = 3\nname = \"mine\"", &parts);
}

#[test]
fn a_band_wider_than_the_market_is_refused() {
    let parts = ["mine.toml", "line ", "'250' is not a percentage from 0 to 100", "hint: "];
    refuses_methodology("half_width_percent = \"2.5\"", "half_width_percent = \"250\"", &parts);
}

#[test]
fn an_index_between_ranks_that_are_no_cuts_is_refused() {
    let parts = ["mine.toml", "indexes.", "is not one between two breakpoints"];
    refuses_methodology("above = 100\n", "above = 101\n", &parts);
}

#[test]
fn an_unknown_methodology_is_told_what_there_is() {
    let built = Built::shared();
    let before = bytes_below(&built.run());
    let error = built.fails("build --market {market} --methodology wilshire --run {run}");
    assert_says(&error, &["no methodology named 'wilshire'", "hint: built in are russell-us"]);
    assert!(bytes_below(&built.run()) == before, "the run that was there changed");
}

#[test]
fn another_series_is_printed_from_its_base_and_an_unknown_one_is_told_which_there_are() {
    let built = Built::shared();
    let error = built.fails("levels --run {run} --index R2000 --base daily");
    assert_says(&error, &["R2000 has no series 'daily'", "hint: its others are end_of_day"]);
    let first = |line: &str| column(&built.ok(line).out, "price_return")[0].to_owned();
    assert_eq!(first("levels --run {run} --index R2000 --format csv"), "135.000000");
    let other = first("levels --run {run} --index R2000 --base end_of_day --format csv");
    assert_eq!(other, "100.000000");
}

#[test]
fn an_unknown_index_is_told_which_there_are() {
    let built = Built::shared();
    for line in [
        "levels --run {run} --index R2001",
        "constituents --run {run} --index R2001",
        "changes --run {run} --index R2001 --between 2026-06-25 2026-06-26",
        "validate levels --run {run} --index R2001 --against {family}",
        "validate members --run {run} --index R2001 --against {family}",
    ] {
        let error = built.fails(line);
        assert_says(&error, &["the run has no index 'R2001'", "hint: it has R3000E, R3000, R1000"]);
    }
}

#[test]
fn an_unknown_symbol_is_said_to_be_unknown() {
    let built = Built::shared();
    let error = built.fails("explain --run {run} QQQQQ");
    assert_says(&error, &["no decision about QQQQQ up to 2026-12-31", "hint: "]);
    assert_says(&built.fails("explain --run {run} two,words"), &["'two,words' is no symbol"]);
}

#[test]
fn a_day_outside_the_run_is_told_which_days_it_covers() {
    let built = Built::shared();
    let member = &built.members("R2000", "2026-12-31")[0];
    for line in [
        "constituents --run {run} --index R2000 --on 2025-01-03".to_owned(),
        "constituents --run {run} --index R2000 --on 2026-06-27".to_owned(),
        "constituents --run {run} --index R2000 --on 2027-01-05".to_owned(),
        format!("explain --run {{run}} {member} --on 2027-01-05"),
    ] {
        let error = built.fails(&line);
        assert_says(&error, &["2025-06-27", "2026-12-31", "hint: "]);
    }
    let error = built.fails("constituents --run {run} --index R2000 --on 2026-06-27");
    assert_says(&error, &["2026-06-27 is not a session: Saturday"]);
}

#[test]
fn explain_on_a_weekend_tells_what_holds_since_the_last_close() {
    let built = Built::shared();
    let member = &built.members("R2000", "2026-06-29")[0];
    let saturday = built.ok(&format!("explain --run {{run}} {member} --on 2026-06-27")).out;
    assert_says(&saturday, &["On 2026-06-27: in R3000E, ", "Reconstitution effective 2026-06-26"]);
}

#[test]
fn days_in_the_wrong_order_are_refused() {
    let built = Built::shared();
    let line = "changes --run {run} --index R2000 --between 2026-06-26 2026-06-25";
    let error = built.fails(line);
    assert_says(&error, &["--between 2026-06-26 2026-06-25: the first day must come before"]);
    let folder = tempfile::tempdir().unwrap();
    let (market, run) = (built.market(), folder.path().join("run"));
    let paths = [("market", market.as_path()), ("run", run.as_path())];
    let line = "build --market {market} --from 2026-06-26 --to 2026-01-02 --run {run}";
    assert_says(&support::fails(line, &paths), &["2026-06-26", "2026-01-02"]);
    assert!(!run.exists());
}
