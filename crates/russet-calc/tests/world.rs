//! An index over seven countries with their own holidays, currencies and taxes: what holds of it, by a
//! second and plainer way to the same numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use russet_calc::{BuildError, BuildPlan, Cause, LevelRow, Run, build, replay};
use russet_market::check::FindingKind;
use russet_market::{Currency, Market, MarketView, Mic, Money, SecurityId};
use russet_rules::Methodology;
use russet_sim::{Countries, Simulation, simulate};

static MARKET: LazyLock<Market> = LazyLock::new(|| {
    let (companies, years, from) = (400, 3, date(2021, 1, 1));
    let countries = Countries::International;
    simulate(&Simulation { seed: 5, companies, years, from, countries }, &|_, _| {}).unwrap()
});

static RUN: LazyLock<Run> = LazyLock::new(|| run_of(&MARKET).unwrap());

/// The shipped family for companies of any size, with Japan in yen and in local currency beside it.
fn family_text() -> String {
    let shipped = Methodology::built_in_text("world").unwrap();
    let mut text = shipped.replace("2000000000", "200000000");
    assert_ne!(text, shipped);
    let calendar = "# ---------------";
    let own = [("JPYEN", "currency = \"JPY\""), ("JPLOCAL", "local_currency = true")];
    let own = own.map(|(id, what)| {
        format!(
            "[[indexes]]\nid = \"{id}\"\nname = \"{id}\"\nparent = \"WORLD\"\n{what}\n\
             only = {{ countries = [\"Japan\"] }}\nbase_date = \"1999-12-31\"\n\
             base_value = \"1000\"\nreference = \"RUSSET\"\n\n"
        )
    });
    let place = text.find("[[reviews]]").unwrap();
    let place = text[..place].rfind(calendar).unwrap();
    text.insert_str(place, &own.concat());
    text
}

fn run_of(market: &Market) -> Result<Run, BuildError> {
    let text = family_text();
    let family = Methodology::parse("world.toml", &text).unwrap();
    let plan = BuildPlan {
        methodology_text: text,
        from: None,
        to: None,
        infer_from_lists: false,
        notes: Vec::new(),
        inputs: Vec::new(),
    };
    build(&MarketView::new(market), &family, plan, &|_, _| {})
}

fn levels(id: &str) -> Vec<&'static LevelRow> {
    let levels: Vec<_> = RUN.levels_of(id).collect();
    assert!(levels.len() > 600, "{id} has {} levels", levels.len());
    levels
}

/// What an index holds at the close of a session: price, its session, index shares, currency.
type Holding = (BigRational, Date, BigRational, Currency);

fn holdings(id: &str, day: Date) -> BTreeMap<SecurityId, Holding> {
    let closes = RUN.closes.on(day);
    let rows = RUN.constituents.iter();
    let rows = rows
        .filter(|row| row.index_id == id && row.first_session <= day && row.last_session >= day);
    rows.filter_map(|row| {
        let (price, of) = closes.get(&row.security_id)?;
        let (price, shares) = (price.nanos(), row.index_shares.micros());
        let holding = (parts(price, 9), *of, parts(shares, 6), row.currency);
        Some((row.security_id, holding))
    })
    .collect()
}

fn parts(units: impl Into<BigInt>, decimals: u32) -> BigRational {
    BigRational::new(units.into(), BigInt::from(10).pow(decimals))
}

/// Dollars for one unit of each currency, day by day, from the market's own table.
static DOLLARS: LazyLock<BTreeMap<Date, BTreeMap<Currency, BigRational>>> = LazyLock::new(|| {
    let mut rates = BTreeMap::new();
    for row in &MARKET.fx {
        assert_eq!(row.currency_to, Currency::USD);
        let of_day: &mut BTreeMap<_, _> = rates.entry(row.date).or_default();
        of_day.insert(Currency::USD, parts(1, 0));
        of_day.insert(row.currency_from, parts(row.rate.picos(), 12));
    }
    rates
});

fn dollars(day: Date) -> &'static BTreeMap<Currency, BigRational> {
    &DOLLARS[&day]
}

fn value(held: &BTreeMap<SecurityId, Holding>, rates: &BTreeMap<Currency, BigRational>) -> f64 {
    let worth = held.values().map(|(price, _, shares, currency)| price * shares * &rates[currency]);
    worth.sum::<BigRational>().to_f64().unwrap()
}

/// Sessions with the one before, between which an index did not change.
fn quiet(id: &str) -> Vec<(&'static LevelRow, &'static LevelRow)> {
    let events = RUN.events.iter().filter(|entry| entry.index_id == id);
    let changed: BTreeSet<Date> = events.map(|entry| entry.after_close).collect();
    let levels = levels(id);
    let pairs = levels.windows(2).map(|pair| (pair[0], pair[1]));
    let pairs: Vec<_> = pairs.filter(|(before, _)| !changed.contains(&before.date)).collect();
    assert!(pairs.len() > 300, "{} quiet sessions of {id}", pairs.len());
    pairs
}

fn points(row: &LevelRow) -> f64 {
    row.price_return.attos() as f64
}

fn near(found: f64, expected: f64, within: f64) -> bool {
    (found / expected - 1.0).abs() < within
}

#[test]
fn the_world_has_all_its_countries_and_events_of_most_kinds() {
    let causes: BTreeSet<Cause> = RUN.events.iter().map(|entry| entry.cause).collect();
    for cause in [
        Cause::Start,
        Cause::Reconstitution,
        Cause::NewListing,
        Cause::ShareUpdate,
        Cause::Merger,
        Cause::SpinOff,
        Cause::Split,
        Cause::Rights,
        Cause::SpecialDividend,
        Cause::PrimaryOffering,
        Cause::Tender,
    ] {
        assert!(causes.contains(&cause), "no {}", cause.words());
    }
    let held = holdings("WORLD", RUN.manifest.to);
    let currencies: BTreeSet<Currency> = held.values().map(|holding| holding.3).collect();
    assert_eq!((currencies.len(), held.len() > 200), (6, true));
    for country in ["US", "JP", "GB", "FR", "DE", "CH", "CA"] {
        levels(&format!("WORLD{country}"));
    }
}

#[test]
fn the_ledger_gives_every_level_again_and_no_event_moves_one() {
    let differences = replay::differences(&RUN).unwrap();
    assert!(differences.is_empty(), "{:?}", differences.first());
    for entry in &RUN.events {
        let sides = [
            (entry.index_market_cap_before, entry.divisor_before),
            (entry.index_market_cap_after, entry.divisor_after),
        ];
        let [before, after] = sides.map(|(value, divisor)| {
            BigRational::new(value.femtos().into(), divisor.attos().into()).to_f64().unwrap()
        });
        assert!(near(after, before, 1e-12), "{entry:?}");
    }
}

#[test]
fn net_return_lies_between_price_and_gross_return() {
    for id in RUN.index_ids() {
        let mut apart = 0;
        for row in RUN.levels_of(id) {
            assert!(row.price_return <= row.net_return, "{row:?}");
            assert!(row.net_return <= row.total_return, "{row:?}");
            apart += usize::from(row.net_return < row.total_return);
        }
        // The United Kingdom withholds nothing.
        assert_eq!(apart == 0, id == "WORLDGB", "{id}");
    }
}

#[test]
fn weights_sum_to_one_and_values_to_the_index_in_its_currency() {
    for id in ["WORLD", "WORLDEUR", "WORLDJP", "JPYEN"] {
        for row in levels(id).into_iter().step_by(50) {
            let weighted = RUN.weighted(id, row.date).unwrap();
            let weights: f64 = weighted.iter().map(|one| one.weight).sum();
            assert!((weights - 1.0).abs() < 1e-12, "{weights} of {id} on {}", row.date);
            let sum = Money::sum(weighted.iter().map(|one| one.market_cap)).unwrap();
            // Each line's value is rounded by itself, half a unit of 1e-15 at most.
            let apart = sum.femtos().abs_diff(row.market_cap.femtos());
            assert!(apart <= weighted.len() as u128, "{apart} of {id} on {}", row.date);
        }
    }
}

#[test]
fn a_level_in_dollars_is_prices_times_shares_times_rates_over_the_divisor() {
    for row in levels("WORLD").into_iter().step_by(7) {
        let worth = value(&holdings("WORLD", row.date), dollars(row.date));
        let level = worth / (row.divisor.attos() as f64 / 1e18);
        assert!(near(level, points(row) / 1e18, 1e-14), "{row:?}: {level}");
    }
}

/// The same basket on both days, so the euro alone is between the two.
#[test]
fn a_level_in_euro_moves_as_the_one_in_dollars_times_the_rate() {
    let (euro, dollar) = (levels("WORLDEUR"), levels("WORLD"));
    assert_eq!(euro.len(), dollar.len());
    let rate = |row: &LevelRow| dollars(row.date)[&Currency::EUR].to_f64().unwrap();
    for (euro, dollar) in euro.windows(2).zip(dollar.windows(2)) {
        let moved = points(dollar[1]) / points(dollar[0]) * rate(dollar[0]) / rate(dollar[1]);
        assert!(near(points(euro[1]) / points(euro[0]), moved, 1e-10), "{:?}", euro[1]);
    }
    let (first, last) = ((dollar[0], euro[0]), (dollar[dollar.len() - 1], euro[euro.len() - 1]));
    let moved = points(last.0) / points(first.0) * rate(first.0) / rate(last.0);
    assert!(near(points(last.1) / points(first.1), moved, 1e-9));
}

/// Returns of a day at the rates of the day before: rates move weights, not levels.
#[test]
fn a_local_level_is_the_chain_of_returns_at_the_rates_of_the_day_before() {
    for (before, now) in quiet("WORLDLOCAL").into_iter().step_by(3) {
        let rates = dollars(before.date);
        let then = value(&holdings("WORLDLOCAL", before.date), rates);
        let moved = value(&holdings("WORLDLOCAL", now.date), rates) / then;
        assert!(near(points(now) / points(before), moved, 1e-13), "{now:?}: {moved}");
    }
}

#[test]
fn a_country_in_its_own_currency_is_the_country_in_local_currency() {
    let (yen, local, dollar) = (levels("JPYEN"), levels("JPLOCAL"), levels("WORLDJP"));
    for (yen, local) in yen.iter().zip(&local) {
        assert_eq!(yen.date, local.date);
        assert!(near(points(local), points(yen), 1e-10), "{local:?} {yen:?}");
    }
    let apart = |row: &&&LevelRow| !near(points(row), points(dollar[0]), 1e-9);
    assert!(dollar.iter().filter(apart).count() > 600, "the yen moves the one in dollars");
}

#[test]
fn on_a_holiday_of_a_country_its_last_closes_stand_and_its_rate_moves() {
    let venues = MARKET.securities.iter().map(|version| (version.security_id, version.mic));
    let venues: BTreeMap<SecurityId, Mic> = venues.collect();
    let in_japan = MARKET.prices.iter().filter(|row| venues[&row.security_id] == Mic::Xtks);
    let open: BTreeSet<Date> = in_japan.map(|row| row.date).collect();
    let mut holidays = 0;
    let yen: BTreeMap<Date, &LevelRow> =
        levels("JPYEN").into_iter().map(|row| (row.date, row)).collect();
    for (before, now) in quiet("WORLDJP") {
        if open.contains(&now.date) {
            continue;
        }
        holidays += 1;
        let held = holdings("WORLDJP", now.date);
        assert!(held.values().all(|(_, of, ..)| *of < now.date), "{now:?}");
        assert_eq!(yen[&now.date].price_return, yen[&before.date].price_return, "{now:?}");
        let rate = |day: Date| dollars(day)[&Currency::JPY].to_f64().unwrap();
        let moved = rate(now.date) / rate(before.date);
        assert!(near(points(now) / points(before), moved, 1e-12), "{now:?}: {moved}");
    }
    assert!(holidays > 20, "{holidays} holidays");
    let absent = RUN.events.iter().filter(|entry| entry.cause == Cause::Deletion);
    let rested = absent.filter(|entry| !open.contains(&entry.after_close));
    assert_eq!(rested.filter(|entry| venues[&entry.security_id] == Mic::Xtks).count(), 0);
}

#[test]
fn lines_in_a_currency_without_rates_are_refused_with_a_reason_that_names_it() {
    let mut market = MARKET.clone();
    market.fx.retain(|row| row.currency_from != Currency::CHF);
    let run = run_of(&market).unwrap();
    assert!(run.constituents.iter().all(|row| row.currency != Currency::CHF));
    let reason = "No exchange rate gives the value of CHF in USD";
    let family = Methodology::parse("world.toml", &run.methodology_text).unwrap();
    let refused = run.decisions.iter().filter(|row| row.reason(&family).contains(reason)).count();
    assert!(refused > 20, "{refused} lines");
    let message = "There is 1 currency of lines or payments without any rate of exchange.";
    let findings = russet_market::check::check(&market).findings;
    assert!(findings.iter().any(|finding| finding.message == message));
}

#[test]
fn a_check_finds_nothing_wrong_with_holidays_and_rates() {
    for finding in russet_market::check::check(&MARKET).findings {
        assert_ne!(finding.kind, FindingKind::Impossible, "{finding:?}");
        assert!(!["sessions", "rates of exchange"].contains(&finding.topic), "{finding:?}");
    }
}

/// A rate is carried like a close: the level of the session before stands but for prices.
#[test]
fn sessions_without_rates_carry_the_last_ones_and_the_run_says_so() {
    let mut market = MARKET.clone();
    let gap = (date(2022, 3, 7), date(2022, 3, 11));
    market.fx.retain(|row| row.date < gap.0 || row.date > gap.1);
    let run = run_of(&market).unwrap();
    assert!(replay::differences(&run).unwrap().is_empty());
    let rates = dollars(date(2022, 3, 4));
    for row in run.rates.iter().filter(|row| row.date >= gap.0 && row.date <= gap.1) {
        if row.currency_to == Currency::USD {
            assert_eq!(parts(row.rate.picos(), 12), rates[&row.currency_from], "{row:?}");
        }
    }
    let note = "Sessions with a rate of JPY in USD carried from an earlier day: 5; the oldest is of 2022-03-04, for 2022-03-11.";
    assert!(run.manifest.notes.iter().any(|found| found == note), "{:?}", run.manifest.notes);
}

/// Every figure of the page on currencies stands in a scenario, which is computed.
#[test]
fn the_worked_example_of_the_page_on_currencies_is_the_one_that_is_computed() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(here.join("../../docs/currencies.md")).unwrap();
    let computed =
        std::fs::read_to_string(here.join("tests/scenarios/currencies-worked-example.txt"));
    let computed = computed.unwrap();
    let lines: BTreeSet<&str> = computed.lines().map(str::trim).collect();
    let blocks: Vec<&str> = page.split("```text\n").skip(1).collect();
    assert!(blocks.len() >= 4, "{} blocks", blocks.len());
    for block in blocks {
        for line in block.split("```").next().unwrap().lines().map(str::trim) {
            assert!(lines.contains(line), "'{line}' is not computed");
        }
    }
}
