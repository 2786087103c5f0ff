//! Corrections that are carried in a run's folder: published levels stay to the bit, every level replays, and
//! the run goes on from there like any other.

use std::fs;
use std::path::PathBuf;

use crate::support::splits::a_lasting_member;
use crate::support::{self, Recipe, contents, sessions};
use jiff::civil::{Date, date};
use russet_calc::run::{BuildOptions, Built, contradicted};
use russet_calc::{BuildPlan, Cause, LedgerEntry, LevelRow, RunFolder, replay};
use russet_market::{Market, MarketFolder, MarketView, Price, PriceTable, SecurityId, Shares};
use russet_rules::Methodology;
use russet_rules::restatement::Treatment;
use tempfile::TempDir;

/// A family that never restates, a market's folder and the runs made of it.
struct Bench {
    folder: TempDir,
    text: String,
    family: Methodology,
}

impl Bench {
    fn new() -> Bench {
        let text = support::family_text();
        let threshold = "threshold_bp = [{ from = \"1978-01-01\", value = \"1\"";
        assert_eq!(text.matches(threshold).count(), 1);
        let text = text.replace(threshold, &threshold.replace("\"1\"", "\"10000\""));
        let family = Methodology::parse("test.toml", &text).unwrap();
        Bench { folder: tempfile::tempdir().unwrap(), text, family }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, name: &str) -> RunFolder {
        RunFolder::at(self.at(name))
    }

    /// Puts a market into the folder and continues a run, as the command line does.
    fn build(&self, run: &str, market: &Market) -> Built {
        let folder = MarketFolder::at(self.at("market"));
        folder.write(market.clone()).unwrap();
        let market = folder.snapshot().unwrap();
        let (run, options) = (self.run(run), BuildOptions::default());
        let plan = support::plan(&self.text, None, None);
        let appended = run.append(&market, &self.family, plan.clone(), options, &|_, _| {});
        if let Some(built) = appended.unwrap() {
            return built;
        }
        let (read, inputs) = (market.read_for_build().unwrap(), market.facts());
        let (view, plan) = (MarketView::new(&read), BuildPlan { inputs, ..plan });
        run.build((Some(&market), &view), &self.family, plan, options, &|_, _| {}).unwrap()
    }

    fn copy(&self, from: &str, to: &str) {
        for (file, bytes) in contents(&self.at(from)) {
            let path = self.at(to).join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    /// That every level of a run replays, and its restatements are as its levels say.
    fn assert_sound(&self, run: &str) {
        let run = self.run(run).snapshot().unwrap();
        assert_eq!(replay::audit(&run).unwrap().differences, []);
        let (rows, levels) = (run.restatements().unwrap(), run.table::<LevelRow>().unwrap());
        assert!(contradicted(&rows, &levels).is_empty());
    }

    fn levels(&self, run: &str) -> Vec<LevelRow> {
        self.run(run).table().unwrap()
    }

    fn corrections(&self, run: &str) -> Vec<LedgerEntry> {
        let mut entries: Vec<LedgerEntry> = self.run(run).table().unwrap();
        entries.retain(|entry| entry.cause == Cause::Correction);
        entries
    }
}

/// A market whose closes of a line on some days are a hundredth higher.
fn higher(market: &Market, security: SecurityId, is_wrong: impl Fn(Date) -> bool) -> Market {
    let mut prices = PriceTable::default();
    for mut row in market.prices.iter() {
        if row.security_id == security && is_wrong(row.date) {
            row.close = Price::from_nanos(row.close.nanos() / 100 * 101).unwrap();
        }
        prices.push(row);
    }
    Market { prices, ..market.clone() }
}

/// A close of the last month, of the last year, of an earlier year; each with one more session than before.
#[test]
fn published_levels_stay_and_every_level_replays_whatever_was_corrected() {
    let bench = Bench::new();
    let market = Recipe::of(21).market();
    let days: Vec<Date> =
        sessions(&market).into_iter().filter(|day| *day >= date(2023, 3, 13)).take(4).collect();
    bench.build("run", &market.known_at(days[0]));
    let security = a_lasting_member(&market.known_at(days[0]));
    let mut corrected = market.clone();
    let wrong = [date(2023, 3, 13), date(2023, 2, 14), date(2022, 9, 14)];
    for (number, (day, to)) in wrong.into_iter().zip(&days[1..]).enumerate() {
        let published = bench.levels("run");
        corrected = higher(&corrected, security, |of| of == day);
        let built = bench.build("run", &corrected.known_at(*to));
        let correction = built.correction.expect("a correction");
        assert_eq!((correction.record.treatment, correction.first), (Treatment::Carried, day));
        assert!(correction.record.cause.contains(&format!("on {day} was")), "{correction:?}");
        let levels = bench.levels("run");
        assert_eq!(levels[..published.len()], published, "with a close of {day}");
        assert_eq!(levels.last().unwrap().date, *to);
        bench.assert_sound("run");
        let rows = bench.run("run").snapshot().unwrap().restatements().unwrap();
        assert_eq!(rows.iter().map(|row| row.correction).max(), Some(number as u32 + 1));
    }
    // Only the first one was of the last published session.
    let entries = bench.corrections("run");
    assert!(entries.iter().any(|entry| entry.after_close == days[0]));
}

/// Going on day by day after a carried correction gives the bytes that going on at once gives.
#[test]
fn a_carried_run_goes_on_day_by_day_as_it_does_at_once() {
    let bench = Bench::new();
    let market = Recipe::of(21).market();
    let days: Vec<Date> =
        sessions(&market).into_iter().filter(|day| *day >= date(2023, 3, 28)).take(7).collect();
    bench.build("run", &market.known_at(days[0]));
    bench.copy("run", "at once");
    let security = a_lasting_member(&market.known_at(days[0]));
    let corrected = higher(&market, security, |day| day >= days[0]);
    for (place, day) in days.iter().enumerate().skip(1) {
        let built = bench.build("run", &corrected.known_at(*day));
        assert_eq!(built.correction.is_some(), place == 1, "{day}: {:?}", built.correction);
        let continued = built.continued.expect("a run to continue");
        assert!(place == 1 || continued.after == days[place - 2], "{day}: {continued:?}");
    }
    bench.build("at once", &corrected.known_at(days[6]));
    bench.assert_sound("run");
    assert!(!bench.corrections("run").is_empty());
    let (run, at_once) = (contents(&bench.at("run")), contents(&bench.at("at once")));
    let differing: Vec<&String> =
        run.keys().filter(|file| at_once.get(*file) != run.get(*file)).collect();
    assert_eq!(differing, Vec::<&String>::new());
    assert_eq!(run.len(), at_once.len());
}

/// A share count is corrected, over the end of a year and with a reconstitution to come.
#[test]
fn a_corrected_share_count_is_carried_over_a_reconstitution() {
    let bench = Bench::new();
    let market = Recipe::of(21).market();
    bench.build("run", &market.known_at(date(2022, 6, 10)));
    let published = bench.levels("run");
    let security = a_lasting_member(&market.known_at(date(2022, 6, 10)));
    let mut corrected = market.clone();
    let counts = corrected.shares.iter_mut().filter(|row| row.security_id == security);
    counts.for_each(|row| {
        row.shares_outstanding =
            Shares::from_micros(row.shares_outstanding.micros() / 4 * 5).unwrap()
    });
    corrected.canonical();
    let built = bench.build("run", &corrected.known_at(date(2023, 1, 13)));
    assert_eq!(built.correction.unwrap().record.treatment, Treatment::Carried);
    assert_eq!(bench.levels("run")[..published.len()], published);
    let entries = bench.corrections("run");
    assert!(entries.iter().any(|entry| entry.security_id == security));
    bench.assert_sound("run");
}
