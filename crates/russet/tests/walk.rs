//! The main walk: simulate, check, build, and read what came of it in every form.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::support::{Built, column, rows, words};
use arrow_array::RecordBatch;
use jiff::civil::Date;
use russet_calc::{Cause, LedgerEntry, RunFolder};
use russet_rules::{Decision, Verdict};

/// A reconstitution of the shared run, the session before it and the one after.
const BEFORE: &str = "2026-06-25";
const EFFECTIVE: &str = "2026-06-26";
const AFTER: &str = "2026-06-29";

fn decisions(built: &Built) -> Vec<Decision> {
    RunFolder::at(built.run()).table().unwrap()
}

/// How `explain` tells of a decision on the session after it takes effect.
fn explained(built: &Built, decision: &Decision) -> String {
    let day = decision.effective_after_close.tomorrow().unwrap();
    built.ok(&format!("explain --run {{run}} {} --on {day}", decision.ticker)).out
}

/// A reason names the rule and where it was read, and has the figures that decided.
fn assert_reads_as_a_reason(built: &Built, text: &str, decision: &Decision) {
    let family = built.rules();
    let (reference, reason) = (decision.reference(&family), decision.reason(&family));
    assert!(text.contains(&format!("rule '{}' ({reference})", decision.rule)), "{text}");
    assert!(text.contains(&format!("rank day {}", decision.rank_day)), "{text}");
    assert!(text.contains(&reason), "{text}");
    assert!(text.contains(&format!("close ${} of", decision.close)), "{text}");
    assert!(reason.contains(|letter: char| letter.is_ascii_digit()), "{text}");
}

#[test]
fn a_simulated_market_has_nothing_impossible_in_it() {
    let said = Built::shared().ok("market check --market {market}");
    assert!(
        said.out.contains("closes over 501 sessions, 2025-01-02 to 2026-12-31"),
        "{}",
        said.out
    );
    assert!(said.out.contains("0 rows refused at import"), "{}", said.out);
    assert!(!said.out.contains("impossible,"), "{}", said.out);
    assert_eq!(said.err, "");
}

#[test]
fn levels_come_with_the_promised_header_one_row_a_session() {
    let built = Built::shared();
    let said = built.ok("levels --run {run} --index R2000 --format csv");
    let header = said.out.lines().next().unwrap();
    assert_eq!(header, "date,price_return,net_return,total_return,divisor,constituents,market_cap");
    assert_eq!(said.err, "");
    let days = column(&said.out, "date");
    assert_eq!((days[0].as_str(), days.last().unwrap().as_str()), ("2025-06-27", "2026-12-31"));
    assert!(days.is_sorted());
    for row in rows(&said.out) {
        let number = |name: &str| row[name].parse::<f64>().unwrap();
        let level = number("market_cap") / number("divisor");
        assert!((level / number("price_return") - 1.0).abs() < 1e-6, "{row:?}");
    }
    let part = built
        .ok("levels --run {run} --index R2000 --from 2026-06-26 --to 2026-06-29 --format csv")
        .out;
    assert_eq!(column(&part, "date"), [EFFECTIVE, AFTER]);
    assert!(part.lines().skip(1).all(|line| said.out.contains(line)), "{part}");
}

#[test]
fn weights_of_constituents_are_their_part_of_the_index_and_sum_to_one() {
    let built = Built::shared();
    let said = built.ok("constituents --run {run} --index R2000 --on 2026-06-29 --format csv");
    assert!(said.out.starts_with("ticker,name,weight,index_shares,price,market_cap,"));
    assert_eq!(said.err, "");
    let number =
        |name: &str| column(&said.out, name).iter().map(|text| text.parse().unwrap()).collect();
    let (weights, caps, shares, prices): (Vec<f64>, Vec<f64>, Vec<f64>, Vec<f64>) =
        (number("weight"), number("market_cap"), number("index_shares"), number("price"));
    let total: f64 = caps.iter().sum();
    assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    for place in 0..weights.len() {
        assert!((weights[place] - caps[place] / total).abs() < 1e-9);
        assert!((caps[place] - shares[place] * prices[place]).abs() < 0.006 + caps[place] * 1e-12);
    }
    let level = &rows(&built.ok("levels --run {run} --index R2000 --format csv").out);
    let level = level.iter().find(|row| row["date"] == AFTER).unwrap();
    assert_eq!(level["constituents"], weights.len().to_string());
    assert!((level["market_cap"].parse::<f64>().unwrap() / total - 1.0).abs() < 1e-9);
}

#[test]
fn changes_between_two_days_are_the_difference_of_the_two_memberships() {
    let built = Built::shared();
    for index in ["R2000", "R1000", "RMICRO"] {
        let said = built.ok(&format!(
            "changes --run {{run}} --index {index} --between {BEFORE} {EFFECTIVE} --format csv"
        ));
        let named = |kinds: &[&str]| -> BTreeSet<String> {
            let rows = rows(&said.out).into_iter();
            let wanted = rows.filter(|row| kinds.contains(&row["change"].as_str()));
            wanted.map(|row| row["ticker"].clone()).collect()
        };
        let on =
            |day: &str| -> BTreeSet<String> { built.members(index, day).into_iter().collect() };
        let (before, after) = (on(EFFECTIVE), on(AFTER));
        let (entered, left) = (named(&["add", "move in"]), named(&["delete", "move out"]));
        assert_eq!(entered, &after - &before, "{index}");
        assert_eq!(left, &before - &after, "{index}");
        assert!(!entered.is_empty() && !left.is_empty(), "{index} has no changes to compare");
        let summary = format!("{index}: {} enter", entered.len());
        assert!(said.err.contains(&summary) && said.err.contains("turnover"), "{}", said.err);
    }
}

#[test]
fn explain_tells_the_rank_of_a_member() {
    let built = Built::shared();
    let decisions = decisions(&built);
    let member =
        decisions.iter().rfind(|row| row.rule == "rank" && row.indexes_before == row.indexes_after);
    let member = member.expect("a company that stays by its rank");
    let text = explained(&built, member);
    assert_reads_as_a_reason(&built, &text, member);
    assert!(text.contains(&format!("ranks {} of", member.rank.unwrap())), "{text}");
    assert!(text.contains("Stays in R3000E"), "{text}");
    assert!(text.contains("index shares.") && text.contains(": in R3000E, "), "{text}");
}

#[test]
fn explain_tells_which_screen_refused_a_security() {
    let built = Built::shared();
    let decisions = decisions(&built);
    let refused =
        |row: &&Decision| row.verdict == Verdict::Refused && row.indexes_before.is_empty();
    let screens: BTreeSet<&str> =
        decisions.iter().filter(refused).map(|row| row.rule.as_str()).collect();
    assert!(screens.len() > 1, "the market should fail more than one screen: {screens:?}");
    let family = built.rules();
    for screen in screens {
        let row = decisions.iter().filter(refused).find(|row| row.rule == screen).unwrap();
        let text = explained(&built, row);
        let reference = row.reference(&family);
        assert!(text.contains(&format!("rule '{screen}' ({reference})")), "{text}");
        assert!(text.contains(&row.reason(&family)) && text.contains("in no index"), "{text}");
    }
}

#[test]
fn explain_tells_the_band_that_kept_a_company_on_its_side() {
    let built = Built::shared();
    let decisions = decisions(&built);
    let banded = decisions.iter().rfind(|row| row.rule == "band").expect("a banded company");
    let text = explained(&built, banded);
    assert_reads_as_a_reason(&built, &text, banded);
    let share = format!("cumulative share of {:.2}%", banded.cumulative_percent.unwrap());
    assert!(text.contains(&share) && text.contains("lies inside the band of"), "{text}");
    assert!(text.contains("so it keeps its side"), "{text}");
}

#[test]
fn explain_tells_where_a_promoted_company_came_from() {
    let built = Built::shared();
    let decisions = decisions(&built);
    let belongs = |ids: &str, id: &str| ids.split(' ').any(|one| one == id);
    let promoted = |row: &&Decision| {
        belongs(&row.indexes_before, "R2000") && belongs(&row.indexes_after, "R1000")
    };
    let promoted = decisions.iter().rfind(promoted).expect("a company that moves up");
    let text = explained(&built, promoted);
    assert_reads_as_a_reason(&built, &text, promoted);
    assert!(
        text.contains("Moves from") && text.contains("the breakpoint at rank 100 ($"),
        "{text}"
    );
    assert!(
        text.contains(&format!("before in {}", promoted.indexes_before.replace(' ', ", "))),
        "{text}"
    );
}

#[test]
fn explain_tells_when_and_why_a_security_was_deleted_between_reconstitutions() {
    let built = Built::shared();
    let events: Vec<LedgerEntry> = RunFolder::at(built.run()).table().unwrap();
    let deleted = events
        .iter()
        .rfind(|entry| [Cause::Deletion, Cause::Delisting].contains(&entry.cause))
        .expect("a deletion");
    let day: Date = deleted.after_close.tomorrow().unwrap();
    let text = built.ok(&format!("explain --run {{run}} {} --on {day}", deleted.ticker)).out;
    let told = format!("{}  {}", deleted.after_close, deleted.cause.words());
    assert!(text.contains(&told) && text.contains("to 0 index shares at $"), "{text}");
    assert!(text.contains(&format!("On {day}: in no index.")), "{text}");
}

#[test]
fn every_answer_reads_back_in_every_form() {
    let built = Built::shared();
    let folder = tempfile::tempdir().unwrap();
    let member = &built.members("R2000", AFTER)[0];
    for line in [
        "levels --run {run} --index R2000".to_owned(),
        "constituents --run {run} --index R2000".to_owned(),
        format!("changes --run {{run}} --index R2000 --between {BEFORE} {EFFECTIVE}"),
        format!("explain --run {{run}} {member}"),
        "market check --market {market}".to_owned(),
    ] {
        let answer = |format: &str| built.ok(&format!("{line} --format {format}")).out;
        let csv = rows(&answer("csv"));
        let json: serde_json::Value = serde_json::from_str(&answer("json")).unwrap();
        let json = json.as_array().unwrap();
        assert_eq!(json.len(), csv.len(), "{line}");
        for (object, row) in json.iter().zip(&csv) {
            assert_eq!(object.as_object().unwrap().len(), row.len(), "{line}");
        }
        let file = folder.path().join("answer.parquet");
        std::fs::write(&file, built.ok(&format!("{line} --format parquet")).bytes).unwrap();
        let batches = russet_market::folder::read_batches(&file).unwrap();
        assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), csv.len(), "{line}");
        assert!(answer("table").lines().count() > 1, "{line}");
    }
}

#[test]
fn a_reader_that_stops_early_ends_the_command_with_success() {
    let built = Built::shared();
    // More than a pipe holds.
    let line = "changes --run {run} --index R3000E --between 2025-06-27 2026-12-31 --format csv";
    assert!(built.ok(line).out.len() > 1 << 17);
    let program = assert_cmd::cargo::cargo_bin!("russet");
    let mut child = std::process::Command::new(program)
        .args(words(line, &[("run", &built.run())]))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("after_close,change,"));
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}
