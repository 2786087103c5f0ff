//! Files, actions and share counts taken back; damaged markets repaired; changes that take two people.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{self, fails, feed, ok, rows, tables_of};
use jiff::civil::date;
use russet_market::folder::MarketSnapshot;
use russet_market::{Market, MarketFolder};
use tempfile::TempDir;

/// Companies in a file of closes.
const COMPANIES: usize = 30;

struct Bench {
    folder: TempDir,
    rows: Vec<String>,
}

impl Bench {
    fn new() -> Bench {
        let rows = feed::rows(COMPANIES as u32, date(2024, 11, 1), date(2025, 1, 31));
        Bench { folder: tempfile::tempdir().unwrap(), rows }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.at(name), text).unwrap();
        self.at(name)
    }

    /// A file of closes of some sessions, counted from 0.
    fn closes(&self, name: &str, sessions: std::ops::Range<usize>) -> PathBuf {
        let rows = &self.rows[sessions.start * COMPANIES..sessions.end * COMPANIES];
        self.write(name, &feed::file(rows))
    }

    fn import(&self, market: &str, format: &str, file: &Path) -> String {
        let line = format!("import {format} {{file}} --market {{market}}");
        ok(&line, &[("file", file), ("market", &self.at(market))]).err
    }

    /// Runs a command on a market of this folder.
    fn ok(&self, market: &str, line: &str) -> support::Said {
        let mut words = support::words(line, &[]);
        words.extend(["--market".to_owned(), self.at(market).display().to_string()]);
        let said =
            support::run(words.iter().map(|word| word.replace('_', " ")).collect::<Vec<_>>());
        assert_eq!(said.code, 0, "`russet {line}` fails: {}", said.err);
        said
    }

    fn fails(&self, market: &str, line: &str) -> String {
        let line = format!("{line} --market {{market}}");
        fails(&line, &[("market", &self.at(market))])
    }

    fn snapshot(&self, market: &str) -> MarketSnapshot {
        MarketFolder::at(self.at(market)).snapshot().unwrap()
    }

    fn read(&self, market: &str) -> Market {
        self.snapshot(market).read().unwrap()
    }

    /// The files of facts of a market by their names, with their bytes.
    fn facts(&self, market: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let snapshot = self.snapshot(market);
        let facts = snapshot.facts().into_iter();
        facts
            .map(|file| {
                let bytes = fs::read(snapshot.folder().join(&file.file)).unwrap();
                (PathBuf::from(file.file), bytes)
            })
            .collect()
    }
}

/// A symbol of the feed.
const TICKER: &str = "QAA";

#[test]
fn an_imported_file_is_kept_and_recorded() {
    let bench = Bench::new();
    let file = bench.closes("closes.csv", 0..2);
    bench.import("market", "prices", &file);
    let snapshot = bench.snapshot("market");
    let sources = snapshot.read().unwrap().sources;
    let copy = snapshot.raw_file(&sources[0]).unwrap();
    assert_eq!(fs::read(copy).unwrap(), fs::read(&file).unwrap());
    assert_eq!(sources[0].import_number, Some(1));
    let place = sources[0].place.clone().unwrap();
    assert!(place.ends_with("/closes.csv"), "{place}");
    assert!(snapshot.facts().iter().all(|file| file.table != "raw"));

    let paths = [("file", file.as_path()), ("market", &bench.at("none"))];
    ok("import prices {file} --market {market} --no-raw", &paths);
    assert!(!bench.at("none/raw").exists());
    let paths = [("file", file.as_path()), ("market", &bench.at("small"))];
    let said = ok("import prices {file} --market {market} --keep-raw-up-to 1kB", &paths).err;
    assert!(said.contains("keeps no copy of closes.csv"), "{said}");
}

#[test]
fn a_market_without_a_file_is_the_market_that_never_imported_it() {
    let bench = Bench::new();
    let [first, wrong, last] = [("a.csv", 0..20), ("b.csv", 18..30), ("c.csv", 25..40)]
        .map(|(name, sessions)| bench.closes(name, sessions));
    let counts = bench
        .write("counts.csv", &format!("ticker,effective,shares\n{TICKER},2024-11-06,5000000\n"));
    for (format, file) in
        [("prices", &first), ("prices", &wrong), ("shares", &counts), ("prices", &last)]
    {
        bench.import("market", format, file);
        if *file != wrong {
            bench.import("without", format, file);
        }
    }
    assert!(tables_of(&bench.at("market")) != tables_of(&bench.at("without")));
    let said = bench.ok("market", "market withdraw b.csv --why wrong_vendor --who ann").err;
    assert!(said.contains("withdrew b.csv (prices): wrong vendor"), "{said}");
    assert!(bench.facts("market") == bench.facts("without"), "ids and facts are the same");
    let log = bench.ok("market", "market log --format csv").out;
    let last = rows(&log).pop().unwrap();
    assert_eq!((last["who"].as_str(), last["notes"].contains("wrong vendor")), ("ann", true));
    let error = bench.fails("market", "market withdraw b.csv --why again");
    assert!(error.contains("no file b.csv was imported"), "{error}");
}

#[test]
fn a_file_that_needed_wider_limits_is_imported_again_with_them() {
    let bench = Bench::new();
    let text = fs::read_to_string(bench.closes("closes.csv", 0..2)).unwrap();
    let market = bench.at("market");
    let wide = text.replacen('\n', &format!(",{}\n", "x".repeat(2_000)), 1);
    let wide = bench.write("wide.csv", &wide);
    let paths = [("file", wide.as_path()), ("market", market.as_path())];
    fails("import prices {file} --market {market} --limits line=1KiB", &paths);
    let line = "import prices {file} --market {market} --limits line=4KiB,columns=100";
    ok(line, &paths);
    bench.import("market", "prices", &bench.closes("more.csv", 1..4));
    bench.ok("market", "market withdraw more.csv --why wrong --who ann");
    assert_eq!(bench.read("market").prices.len(), 2 * COMPANIES);
    let options = bench.read("market").sources[0].options.clone().unwrap();
    assert!(options.contains("line=4096,columns=100"), "{options}");
}

#[test]
fn a_file_cannot_be_withdrawn_from_a_market_that_lacks_copies_of_others() {
    let bench = Bench::new();
    let [first, last] =
        [("a.csv", 0..10), ("c.csv", 10..20)].map(|(name, sessions)| bench.closes(name, sessions));
    let paths = [("file", first.as_path()), ("market", &bench.at("market"))];
    ok("import prices {file} --market {market} --no-raw", &paths);
    bench.import("market", "prices", &last);
    let error = bench.fails("market", "market withdraw c.csv --why wrong");
    assert!(error.contains("without a.csv") && error.contains("import this file again"), "{error}");
    bench.import("market", "prices", &first);
    bench.ok("market", "market withdraw c.csv --why wrong");
    assert_eq!(bench.read("market").prices.len(), 10 * COMPANIES);
}

#[test]
fn a_withdrawn_action_stays_out_and_a_corrected_one_is_taken() {
    let bench = Bench::new();
    bench.import("market", "prices", &bench.closes("a.csv", 0..20));
    let action =
        |ratio: &str| format!("ex_date,ticker,kind,ratio\n2024-11-12,{TICKER},split,{ratio}\n");
    bench.import("market", "actions", &bench.write("wrong.csv", &action("1000/1")));
    let right = bench.write("right.csv", &action("2/1"));
    let said = bench.import("market", "actions", &right);
    assert!(said.contains("the market has 1000/1"), "{said}");
    let error =
        bench.fails("market", "market withdraw --action QAA --ex-date 2024-11-20 --why typo");
    assert!(error.contains("the nearest are of 2024-11-12"), "{error}");

    bench.ok(
        "market",
        "market withdraw --action QAA --ex-date 2024-11-12 --why typing_error --who ann",
    );
    assert!(bench.read("market").actions.is_empty());
    let again = bench.write("again.csv", &(action("1000/1") + "\n"));
    let said = bench.import("market", "actions", &again);
    assert!(said.contains("withdrawn by ann on") && said.contains("typing error"), "{said}");
    assert!(bench.read("market").actions.is_empty());
    bench.import("market", "actions", &bench.write("corrected.csv", &(action("2/1") + "\n")));
    let actions = bench.read("market").actions;
    assert_eq!(actions[0].ratio.unwrap().to_string(), "2/1");
    // A rebuild keeps the withdrawal, too, and needs the file of the first action no more.
    bench.ok("market", "market withdraw again.csv --why empty");
    assert_eq!(bench.read("market").actions[0].ratio, actions[0].ratio);
}

#[test]
fn a_share_count_is_withdrawn_or_corrected_by_a_later_known_one() {
    let bench = Bench::new();
    bench.import("market", "prices", &bench.closes("a.csv", 0..20));
    let count = |name: &str, shares: &str, known_at: &str| {
        let text =
            format!("ticker,effective,shares,known_at\n{TICKER},2024-11-06,{shares},{known_at}\n");
        bench.write(name, &text)
    };
    let supplied = || {
        let shares = bench.read("market").shares;
        let supplied = shares.into_iter().filter(|row| row.source.ends_with(".csv"));
        supplied.map(|row| row.shares_outstanding.to_string()).collect::<Vec<_>>()
    };
    bench.import("market", "shares", &count("one.csv", "5", "2024-11-06"));
    bench.import("market", "shares", &count("two.csv", "7000000", "2024-11-08"));
    assert_eq!(supplied(), ["5", "7000000"], "a later known count is a version, no contradiction");
    let said = bench.import("market", "shares", &count("three.csv", "8000000", "2024-11-08"));
    assert!(said.contains("the market has 7000000"), "{said}");
    bench.ok("market", "market withdraw --shares QAA --effective 2024-11-06 --why wrong");
    assert_eq!(supplied(), [""; 0]);
}

#[test]
fn every_kind_of_damage_is_repaired_to_the_same_bytes() {
    let bench = Bench::new();
    for (name, sessions) in [("a.csv", 0..25), ("b.csv", 25..60)] {
        bench.import("market", "prices", &bench.closes(name, sessions));
    }
    let whole = support::commit::committed(&bench.at("market"));
    let files = bench.snapshot("market").files().to_vec();
    for file in files.iter().filter(|file| file.table != "raw") {
        let path = bench.at("market").join(&file.file);
        fs::write(&path, "torn").unwrap();
        let is_record = ["sources", "withdrawals", "pending"].contains(&file.table.as_str());
        if is_record {
            let error = bench.fails("market", "market check --repair");
            assert!(error.contains(&file.file) && error.contains("cannot be rebuilt"), "{error}");
            fs::write(&path, &whole[Path::new(&file.file)]).unwrap();
            continue;
        }
        let said = bench.ok("market", "market check --repair").err;
        assert!(said.contains(&file.file) && said.contains("the same bytes"), "{said}");
        assert!(support::commit::committed(&bench.at("market")) == whole, "{}", file.file);
    }
    for damage in [Some("torn"), None] {
        let manifest = bench.at("market/market.json");
        match damage {
            Some(text) => fs::write(&manifest, text).unwrap(),
            None => fs::remove_file(&manifest).unwrap(),
        }
        let said = bench.ok("market", "market check --repair").err;
        assert!(said.contains("restored from version 2"), "{said}");
        assert!(support::commit::committed(&bench.at("market")) == whole);
    }
    let raw = files.iter().find(|file| file.table == "raw").unwrap();
    fs::remove_file(bench.at("market").join(&raw.file)).unwrap();
    let error = bench.fails("market", "market check --repair");
    assert!(error.contains(&raw.file) && error.contains("import the file again"), "{error}");
    bench.import("market", "prices", &bench.closes("a.csv", 0..25));
    bench.ok("market", "market check --repair");
    assert!(support::commit::committed(&bench.at("market")) == whole);
}

#[test]
fn a_market_that_lost_its_manifest_is_repaired_and_not_begun_again() {
    let bench = Bench::new();
    bench.import("market", "prices", &bench.closes("old.csv", 0..2));
    let facts = bench.facts("market");
    fs::remove_file(bench.at("market/market.json")).unwrap();
    let new = bench.closes("new.csv", 2..4);
    let paths = [("file", new.as_path()), ("market", &bench.at("market"))];
    let error = fails("import prices {file} --market {market}", &paths);
    assert!(error.contains("market.json: it is missing") && error.contains("--repair"), "{error}");
    bench.ok("market", "market check --repair");
    assert!(bench.facts("market") == facts);
}

#[test]
fn what_was_never_imported_cannot_be_rebuilt() {
    let bench = Bench::new();
    ok("simulate --market {market} --companies 20 --years 1", &[("market", &bench.at("market"))]);
    let file = bench.snapshot("market").files().iter().find(|file| file.table == "shares").cloned();
    fs::remove_file(bench.at("market").join(file.unwrap().file)).unwrap();
    let error = bench.fails("market", "market check --repair");
    assert!(error.contains("no file was imported into this market"), "{error}");

    // A file of closes in it does not make the rest an import.
    ok("simulate --market {market} --companies 20 --years 1", &[("market", &bench.at("mixed"))]);
    bench.import("mixed", "prices", &bench.closes("a.csv", 0..2));
    let error = bench.fails("mixed", "market withdraw a.csv --why wrong");
    assert!(error.contains("cannot be rebuilt from them"), "{error}");
}

#[test]
fn two_people_take_an_override_and_a_withdrawal() {
    let bench = Bench::new();
    bench.import("market", "prices", &bench.closes("a.csv", 0..20));
    bench.ok("market", "market settings --approve-by two");
    let row = |country: &str| {
        format!(
            "ticker,field,value,who,why,evidence,from\n{TICKER},nationality,{country},Ann,Moved,8-K,2024-11-06\n"
        )
    };
    let overrides = bench.write("overrides.csv", &row("Ireland"));
    let said = bench.import("market", "overrides", &overrides);
    assert!(said.contains("waits for a second person"), "{said}");
    assert!(bench.read("market").corrections.is_empty());
    let pending = || rows(&bench.ok("market", "market pending --format csv").out);
    let change = pending().pop().unwrap();
    assert_eq!((change["security"].as_str(), change["why"].as_str()), (TICKER, "Moved"));

    let (id, who) = (change["id"].clone(), change["who"].clone());
    let error = bench.fails("market", &format!("market approve {id} --who {who}"));
    assert!(error.contains("a second person has to approve it"), "{error}");
    bench.ok("market", &format!("market approve {id} --who bob"));
    assert_eq!(bench.read("market").corrections.len(), 1);
    let log = bench.ok("market", "market log --format csv").out;
    let note = rows(&log).pop().unwrap()["notes"].clone();
    assert!(note.contains(&format!("proposed by {who}, approved by bob")), "{note}");

    bench.import(
        "market",
        "overrides",
        &bench.write("other.csv", &row("France").replace("11-06", "11-08")),
    );
    let id = pending().pop().unwrap()["id"].clone();
    bench.ok("market", &format!("market reject {id} --why no_evidence --who bob"));
    assert_eq!((pending().len(), bench.read("market").corrections.len()), (0, 1));

    bench.ok("market", "market withdraw a.csv --why wrong --who ann");
    assert!(!bench.read("market").prices.is_empty(), "it waits");
    let id = pending().pop().unwrap()["id"].clone();
    bench.ok("market", &format!("market approve {id} --who bob"));
    assert!(bench.read("market").prices.is_empty());
    let error = bench.fails("market", &format!("market approve {id} --who bob"));
    assert!(error.contains("market pending"), "{error}");
}
