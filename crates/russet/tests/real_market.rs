//! Real files, where there are any beside the checkout: they import without refusals, and what is built
//! of them comes close to what was published.

use crate::support::bench::{Bench, data};
use crate::support::{rules_of, tables_of};
use jiff::civil::date;
use russet_calc::{Cause, LedgerEntry, RunFolder};
use russet_rules::{Decision, Verdict};

#[test]
fn a_day_of_raw_snapshots_and_a_raw_fund_list_import_without_refusals() {
    let Some(data) = data() else { return };
    let bench = Bench::new(data);
    let told = bench.import("screener", &bench.files("screener/raw/2024-04-30", ".json"));
    assert!(told.contains("screener: files read 3, ") && told.contains(", refused 0"), "{told}");
    let told = bench.import("holdings", &["{data}/holdings/raw/IWM_2023-11-22.csv".to_owned()]);
    assert!(told.contains("holdings: files read 1, ") && told.contains(", refused 0"), "{told}");
    let told = bench.import("holdings", &["{data}/holdings/IWM_2023-11-22.csv".to_owned()]);
    assert!(told.contains(", refused 0"), "the same list with plain columns: {told}");
    let check = bench.ok("market check --market {market}").0;
    assert!(check.contains("closes over 1 sessions, 2024-04-30 to 2024-04-30"), "{check}");
    assert!(check.contains("0 rows refused at import"), "{check}");
}

#[test]
#[ignore = "takes a release binary: see .ci/run"]
fn three_years_of_real_files_come_close_to_what_was_published() {
    let Some(data) = data() else { return };
    let bench = Bench::new(data);
    bench.import("screener", &bench.files("screener", ".parquet"));
    bench.import("holdings", &bench.files("holdings", ".csv"));
    bench.import("members", &["{data}/holdings/members.parquet".to_owned()]);
    let levels = ["{data}/levels/RUT.csv", "{data}/levels/GSPC.csv"].map(str::to_owned);
    bench.import("levels", &levels);
    bench.ok("build --market {market} --from 2021-06-25 --to 2024-06-28 --run {run}");

    membership_is_close_to_the_funds(&bench);
    levels_are_close_to_the_published_index(&bench);
    let decisions: Vec<Decision> = RunFolder::at(bench.at("run")).table().unwrap();
    every_kind_of_decision_has_a_reason(&bench, &decisions);
    what_went_in_before_changes_nothing(&bench);
}

fn membership_is_close_to_the_funds(bench: &Bench) {
    let line = "validate members --run {run} --index R2000 --fund IWM --against {data}/holdings";
    for (file, day) in [("raw/IWM_2023-11-22.csv", "2023-11-22"), ("members.parquet", "2024-05-31")]
    {
        let rows = bench.json(&format!("{line}/{file} --on {day}"));
        let jaccard = rows[0]["jaccard"].as_f64().unwrap();
        assert!(rows.len() == 1 && jaccard >= 0.85, "{day}: {rows:?}");
    }
}

fn levels_are_close_to_the_published_index(bench: &Bench) {
    let line = "validate levels --run {run} --index R2000 --against {data}/levels/RUT.csv";
    let all = &bench.json(line)[0];
    assert!(all["returns"].as_u64().unwrap() > 700, "{all}");
    assert!(all["correlation"].as_f64().unwrap() >= 0.998, "{all}");
    assert!(all["tracking_error_percent"].as_f64().unwrap() <= 1.35, "{all}");
}

/// A member, a promoted and a banded company, a blank check or fund, and a company that left.
fn every_kind_of_decision_has_a_reason(bench: &Bench, decisions: &[Decision]) {
    let belongs = |ids: &str, id: &str| ids.split(' ').any(|one| one == id);
    let was_and_is = |row: &Decision, was: &str, is: &str| {
        belongs(&row.indexes_before, was) && belongs(&row.indexes_after, is)
    };
    type Wanted<'a> = &'a dyn Fn(&Decision) -> bool;
    let ranked: [(&str, Wanted<'_>, &str); 3] = [
        ("member", &|row| row.rule == "rank" && was_and_is(row, "R2000", "R2000"), "ranks "),
        ("promoted", &|row| was_and_is(row, "R2000", "R1000"), "Moves from "),
        ("banded", &|row| row.rule == "band", "lies inside the band of "),
    ];
    let within = |row: &&Decision| {
        row.occasion == "reconstitution" && row.effective_after_close == date(2023, 6, 23)
    };
    let family = rules_of(&bench.at("run"));
    for (what, wanted, words) in ranked {
        let row = decisions.iter().filter(within).find(|row| wanted(row));
        let row = row.unwrap_or_else(|| panic!("nobody is {what} in June 2023"));
        let text = bench.explained(row.ticker.as_str(), date(2023, 6, 26));
        let reference = row.reference(&family);
        assert!(text.contains(&format!("rule '{}' ({reference})", row.rule)), "{text}");
        assert!(text.contains(words) && text.contains(&row.reason(&family)), "{what}: {text}");
        assert!(text.contains(&format!("rank {}, cumulative share ", row.rank.unwrap())), "{text}");
        assert!(text.contains(&format!("close ${} of 2023-04-28", row.close)), "{text}");
    }
    let no_company = |row: &&Decision| {
        let told = row.name.contains("Acquisition Corp") || row.name.contains(" Fund ");
        row.verdict == Verdict::Refused && row.rule == "kind" && told
    };
    let row = decisions.iter().filter(within).find(no_company).expect("a blank check or a fund");
    let text = bench.explained(row.ticker.as_str(), date(2023, 6, 26));
    assert!(text.contains(&format!("rule 'kind' ({})", row.reference(&family))), "{text}");
    assert!(text.contains(&row.reason(&family)) && text.contains("in no index"), "{text}");

    let events: Vec<LedgerEntry> = RunFolder::at(bench.at("run")).table().unwrap();
    let left = |entry: &&LedgerEntry| entry.index_id == "R2000" && entry.cause == Cause::Deletion;
    let left = events.iter().find(left).expect("a company that left between reconstitutions");
    let text = bench.explained(left.ticker.as_str(), left.after_close.tomorrow().unwrap());
    let told = format!("{}  deletion", left.after_close);
    assert!(text.contains(&told) && text.contains("to 0 index shares at $"), "{text}");
}

/// The same file again, the raw files of a day inside it, and the raw form of a list.
fn what_went_in_before_changes_nothing(bench: &Bench) {
    let before = tables_of(&bench.at("market"));
    let again = ["{data}/screener/daily-2023.parquet".to_owned()];
    for (what, files) in [
        ("screener", again.to_vec()),
        ("screener", bench.files("screener/raw/2023-06-23", ".json")),
        ("holdings", vec!["{data}/holdings/raw/IWM_2023-11-22.csv".to_owned()]),
    ] {
        let told = bench.import(what, &files);
        assert!(told.contains("taken 0, ") && told.contains(", refused 0"), "{files:?}: {told}");
        assert!(told.contains(": nothing new"), "{files:?}: {told}");
    }
    assert!(tables_of(&bench.at("market")) == before, "known files changed the market");
}
