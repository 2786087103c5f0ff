//! The world family through the binary: seven countries, their holidays and currencies.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::support::{self, Said, column, ok, rows};
use russet_calc::RunFolder;
use russet_market::Currency;
use russet_rules::Methodology;
use tempfile::TempDir;

/// A holiday of the United States alone.
const INDEPENDENCE_DAY: &str = "2025-07-04";
/// A holiday of Japan, and of no other of the seven.
const CULTURE_DAY: &str = "2025-11-03";
/// A level of a day to come is refused.
const UNTIL: &str = "2026-01-01";

/// A simulated market, the family for companies of any size, and a run of the two.
struct World {
    folder: TempDir,
}

impl World {
    fn new() -> World {
        let world = World { folder: tempfile::tempdir().unwrap() };
        let shipped = Methodology::built_in_text("world").unwrap();
        fs::write(world.path("world.toml"), shipped.replace("2000000000", "200000000")).unwrap();
        world.ok("simulate --market {market} --international --companies 220 --years 2 --seed 3");
        world.ok("build --market {market} --methodology {family} --run {run}");
        world
    }

    /// The one that the tests of this file share; gone when the last of them is done.
    fn shared() -> Arc<World> {
        static SHARED: Mutex<Weak<World>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let world = Arc::new(World::new());
            *shared = Arc::downgrade(&world);
            world
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ok(&self, line: &str) -> Said {
        let names = ["market", "run", "world.toml", "file.csv", "levels.csv"];
        let [market, run, family, file, levels] = &names.map(|name| self.path(name));
        let names: [(&str, &Path); 5] = [
            ("market", market),
            ("run", run),
            ("family", family),
            ("file", file),
            ("levels", levels),
        ];
        ok(line, &names)
    }
}

fn levels(world: &World, index: &str) -> BTreeMap<String, f64> {
    let csv = world.ok(&format!("levels --run {{run}} --index {index} --format csv")).out;
    let level =
        |row: BTreeMap<String, String>| (row["date"].clone(), row["price_return"].parse().unwrap());
    rows(&csv).into_iter().map(level).collect()
}

#[test]
fn a_check_of_the_market_finds_no_holiday_and_no_rate_at_fault() {
    let said = World::shared().ok("market check --market {market}");
    for wrong in ["impossible,", "the exchange was shut", "far fewer closes", "rate of exchange"] {
        assert!(!said.out.contains(wrong), "{wrong}: {}", said.out);
    }
}

#[test]
fn levels_stand_on_holidays_of_one_country_and_move_with_the_rate() {
    let world = World::shared();
    let (dollar, euro, local) =
        (levels(&world, "WORLD"), levels(&world, "WORLDEUR"), levels(&world, "WORLDLOCAL"));
    for day in [INDEPENDENCE_DAY, CULTURE_DAY] {
        assert!(dollar.contains_key(day) && euro.contains_key(day), "{day}");
    }
    let run = RunFolder::at(world.path("run")).read().unwrap();
    let rate = |day: &str| {
        let rates = run.rates.iter();
        let mut rates = rates.filter(|row| row.date.to_string() == day);
        let found = rates
            .find(|row| (row.currency_from, row.currency_to) == (Currency::EUR, Currency::USD));
        found.unwrap().rate.to_string().parse::<f64>().unwrap()
    };
    let (first, last) = (dollar.keys().next().unwrap(), dollar.keys().last().unwrap());
    let moved = dollar[last] / dollar[first] * rate(first) / rate(last);
    // Levels are published with six decimals.
    assert!((euro[last] / euro[first] / moved - 1.0).abs() < 1e-8);
    assert!((local[last] / dollar[last] - 1.0).abs() > 1e-4, "rates move one of the two");
}

#[test]
fn constituents_are_weighed_in_one_currency_on_any_weekday() {
    let world = World::shared();
    for day in [INDEPENDENCE_DAY, CULTURE_DAY] {
        let csv = world
            .ok(&format!("constituents --run {{run}} --index WORLD --on {day} --format csv"))
            .out;
        let weights = column(&csv, "weight");
        let sum: f64 = weights.iter().map(|weight| weight.parse::<f64>().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-6, "{sum}");
        let cap = |row: &BTreeMap<String, String>| row["market_cap"].parse::<f64>().unwrap();
        let total: f64 = rows(&csv).iter().map(cap).sum();
        for row in rows(&csv) {
            let weight = row["weight"].parse::<f64>().unwrap();
            assert!((weight - cap(&row) / total).abs() < 1e-7, "{row:?}");
        }
        // Who rests has a close of before; of the others all but a suspended few trade.
        let resting = if day == CULTURE_DAY { "JPY" } else { "USD" };
        let own = |row: &BTreeMap<String, String>| row["price_date"] == day;
        let (rest, open): (Vec<_>, Vec<_>) =
            rows(&csv).into_iter().partition(|row| row["currency"] == resting);
        assert!(rest.len() > 10 && !rest.iter().any(own), "{day}");
        let trading = open.iter().filter(|row| own(row)).count();
        assert!(trading + 3 >= open.len(), "{trading} of {} on {day}", open.len());
        let currencies: BTreeSet<String> = column(&csv, "currency").into_iter().collect();
        assert!(currencies.len() >= 5, "{currencies:?}");
    }
    let weekend = world.path("run");
    let error = support::fails(
        "constituents --run {run} --index WORLD --on 2025-07-05",
        &[("run", &weekend)],
    );
    assert!(error.contains("2025-07-05"), "{error}");
}

#[test]
fn an_explanation_tells_prices_in_the_lines_own_currency() {
    let world = World::shared();
    let csv = world.ok("constituents --run {run} --index WORLDJP --format csv").out;
    let ticker = column(&csv, "ticker").remove(0);
    let told = world.ok(&format!("explain --run {{run}} {ticker} --on {CULTURE_DAY}")).out;
    assert!(told.contains("WORLDJP") && told.contains(" JPY of "), "{told}");
    assert!(told.contains("company capitalization $"), "{told}");
}

#[test]
fn turnover_is_a_part_of_the_index_though_prices_are_in_yen() {
    let world = World::shared();
    let said =
        world.ok("changes --run {run} --index WORLD --between 2025-03-24 2026-12-31 --format csv");
    let percent = said.err.split("turnover ").nth(1).and_then(|text| text.split(", ").nth(1));
    let percent: f64 = percent.unwrap().split('%').next().unwrap().parse().unwrap();
    assert!(percent > 0.0 && percent < 100.0, "{}", said.err);
}

/// A list and a level of a holiday of one country are of a session of the family.
#[test]
fn comparisons_keep_the_sessions_of_the_methodology() {
    let world = World::shared();
    for (as_of, next) in [("2025-07-03", INDEPENDENCE_DAY), (INDEPENDENCE_DAY, "2025-07-07")] {
        let members =
            world.ok(&format!("constituents --run {{run}} --index WORLD --on {next} --format csv"));
        let lines = column(&members.out, "ticker");
        let lines = lines.into_iter().map(|ticker| format!("WRLD,{as_of},{ticker}\n"));
        let text = format!("fund,as_of,ticker\n{}", lines.collect::<String>());
        fs::write(world.path("file.csv"), text).unwrap();
        let said =
            world.ok("validate members --run {run} --index WORLD --against {file} --format csv");
        assert!(!said.err.contains("refused"), "{}", said.err);
        let [precision, recall] =
            ["precision", "recall"].map(|name| column(&said.out, name).remove(0));
        assert_eq!((precision.as_str(), recall.as_str()), ("1", "1"), "{as_of}");
    }
}

#[test]
fn the_run_verifies_and_agrees_with_its_own_levels() {
    let world = World::shared();
    world.ok("verify --run {run}");
    let own = levels(&world, "WORLDEUR").into_iter().filter(|(day, _)| day.as_str() < UNTIL);
    let lines: Vec<String> = own.map(|(day, level)| format!("{day},{level}\n")).collect();
    fs::write(world.path("levels.csv"), format!("date,close\n{}", lines.concat())).unwrap();
    let said =
        world.ok("validate levels --run {run} --index WORLDEUR --against {levels} --format csv");
    // Holidays of one country are sessions of the family.
    assert!(!said.err.contains("refused"), "{}", said.err);
    let returns = &column(&said.out, "returns")[0];
    assert_eq!(returns.parse::<usize>().unwrap(), lines.len() - 1);
    let correlation = column(&said.out, "correlation");
    assert!((correlation[0].parse::<f64>().unwrap() - 1.0).abs() < 1e-9, "{}", said.out);
}
