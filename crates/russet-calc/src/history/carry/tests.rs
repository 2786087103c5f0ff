//! What was published stays to the bit, and a carried run replays across the correction event.

use jiff::civil::{Date, date};
use russet_market::{Market, MarketView, Money, Price, PriceTable, SecurityId, Shares};
use russet_rules::Methodology;
use russet_sim::{Countries, Simulation, simulate};

use super::{Published, carry_into};
use crate::events::{Cause, LedgerEntry};
use crate::history::pro_forma::small_family;
use crate::history::{BuildPlan, build_into};
use crate::replay;
use crate::run::{Constituent, InMemory, LevelRow, Run};

/// A family's market, and the last session published from it.
struct Bench {
    market: Market,
    family: Methodology,
    last: Date,
}

impl Bench {
    fn new(family: Methodology, countries: Countries, last: Date) -> Bench {
        let (years, from) = (2, date(2023, 2, 1));
        let plan = Simulation { seed: 9, companies: 120, years, from, countries };
        Bench { market: simulate(&plan, &|_, _| {}).unwrap(), family, last }
    }

    fn small() -> Bench {
        Bench::new(small_family(), Countries::default(), date(2024, 9, 12))
    }

    fn sessions(&self) -> Vec<Date> {
        MarketView::new(&self.market).sessions().iter().map(|(session, _)| *session).collect()
    }

    fn next(&self) -> Date {
        self.sessions().into_iter().find(|session| *session > self.last).unwrap()
    }

    /// The run published after the last session.
    fn published(&self) -> Run {
        run_of(&self.market.known_at(self.last), &self.family, self.last)
    }

    /// The published run, its market corrected and a few sessions longer, with the correction carried.
    fn carried(&self, published: &Run, corrected: &Market) -> Run {
        let state = Published::of(published, self.next(), Vec::new()).unwrap().unwrap();
        let sessions = self.sessions();
        let end = sessions.partition_point(|session| *session <= self.last) + 8;
        let market = corrected.known_at(sessions[end]);
        let (view, mut sink) = (MarketView::new(&market), InMemory::default());
        let plan = plan(sessions[end]);
        let built = carry_into(&view, &self.family, plan, None, &state, &mut sink, &|_, _| {});
        let manifest = built.unwrap().expect("a correction that can be carried");
        followed_by(published, sink.run(manifest, String::new()), self.last)
    }

    /// A security of an index that it holds throughout.
    fn member(&self, run: &Run, index: &str) -> Constituent {
        let rows = run.constituents.iter();
        let of_index = |row: &&Constituent| row.index_id == index && row.last_session >= self.last;
        rows.filter(of_index).min_by_key(|row| row.first_session).unwrap().clone()
    }
}

fn plan(to: Date) -> BuildPlan {
    BuildPlan {
        methodology_text: String::new(),
        from: None,
        to: Some(to),
        infer_from_lists: false,
        notes: Vec::new(),
        inputs: Vec::new(),
    }
}

fn run_of(market: &Market, family: &Methodology, to: Date) -> Run {
    let mut sink = InMemory::default();
    let view = MarketView::new(market);
    let manifest = build_into(&view, family, plan(to), &mut sink, &|_, _| {}).unwrap();
    sink.run(manifest, String::new())
}

/// The rows that a run kept up to a session, and those of its continuation.
fn followed_by(run: &Run, mut later: Run, last: Date) -> Run {
    let constituents = run.constituents.iter().filter(|row| row.last_session < last).cloned();
    let mut closes = run.closes.clone();
    closes.append(&mut later.closes);
    Run {
        events: run.events.iter().cloned().chain(later.events).collect(),
        constituents: constituents.chain(later.constituents).collect(),
        levels: run.levels.iter().cloned().chain(later.levels).collect(),
        closes,
        dividends: run.dividends.iter().cloned().chain(later.dividends).collect(),
        rates: run.rates.iter().cloned().chain(later.rates).collect(),
        ..later
    }
}

/// A market whose close of a security on a day, or since a day, is a tenth higher.
fn with_close(market: &Market, security: SecurityId, is_wrong: impl Fn(Date) -> bool) -> Market {
    let mut prices = PriceTable::default();
    for mut row in market.prices.iter() {
        if row.security_id == security && is_wrong(row.date) {
            row.close = Price::from_nanos(row.close.nanos() / 10 * 11).unwrap();
        }
        prices.push(row);
    }
    Market { prices, ..market.clone() }
}

fn corrections(run: &Run) -> Vec<&LedgerEntry> {
    run.events.iter().filter(|entry| entry.cause == Cause::Correction).collect()
}

fn levels_until(run: &Run, last: Date) -> Vec<&LevelRow> {
    run.levels.iter().filter(|row| row.date <= last).collect()
}

fn level(run: &Run, index: &str, day: Date) -> LevelRow {
    run.levels_of(index).find(|row| row.date == day).unwrap().clone()
}

/// The value of an index's basket at a day's closes.
fn value(run: &Run, market: &Market, index: &str, (basket, day): (Date, Date)) -> Money {
    let view = MarketView::new(market);
    let held = run.constituents.iter().filter(|row| {
        row.index_id == index && row.first_session <= basket && row.last_session >= basket
    });
    held.fold(Money::ZERO, |sum, row| {
        let rows = view.sessions().iter().rev().filter(|(session, _)| *session <= day);
        let close = rows.map(|(_, rows)| view.closes(rows.clone())).find_map(|mut closes| {
            closes.find(|(security, _)| *security == row.security_id).map(|(_, close)| close)
        });
        sum.plus(close.unwrap().times(row.index_shares)).unwrap()
    })
}

/// The last close was too low by a tenth: the move from it to the next close is the corrected one, and the
/// published level is what it starts from.
#[test]
fn a_corrected_last_close_is_carried_at_the_published_level() {
    let bench = Bench::small();
    let published = bench.published();
    let member = bench.member(&published, "R1000");
    let corrected = with_close(&bench.market, member.security_id, |day| day == bench.last);
    let run = bench.carried(&published, &corrected);
    assert_eq!(levels_until(&run, bench.last), levels_until(&published, bench.last));
    assert_eq!(replay::differences(&run).unwrap(), []);
    let (last, next) = (bench.last, bench.next());
    let (then, now) = (
        value(&run, &corrected, "R1000", (next, last)),
        value(&run, &corrected, "R1000", (next, next)),
    );
    let (before, after) = (level(&run, "R1000", last), level(&run, "R1000", next));
    let by_hand = before.price_return.to_f64() * now.to_f64() / then.to_f64();
    assert!((after.price_return.to_f64() / by_hand - 1.0).abs() < 1e-12, "{after:?} {by_hand}");
    let entries = corrections(&run);
    let entry = entries.iter().find(|entry| entry.index_id == "R1000").unwrap();
    assert_eq!((entry.security_id, entry.after_close), (member.security_id, last));
    assert_eq!(
        (entry.index_shares_before, entry.index_shares_after),
        (member.index_shares, member.index_shares)
    );
    let higher = entry.price_before.map(|price| price.nanos() / 10 * 11);
    assert_eq!(entry.price_after.map(Price::nanos), higher);
    assert_eq!(entry.note, "price corrected");
    // Only indexes that hold the security have anything to correct.
    let others = entries.iter().filter(|entry| entry.security_id != member.security_id);
    assert_eq!(others.count(), 0);
}

/// A close of last month moved the price levels of its day only: nothing is left of it to carry.
#[test]
fn a_close_that_others_have_followed_leaves_no_event() {
    let bench = Bench::small();
    let published = bench.published();
    let member = bench.member(&published, "R1000");
    // A day after which no divisor changed, whatever the closes were.
    let is_quiet = |day: &Date| published.events.iter().all(|entry| entry.after_close != *day);
    let mut days = bench.sessions().into_iter();
    let day = days.rfind(|day| *day < date(2024, 8, 15) && is_quiet(day)).unwrap();
    let corrected = with_close(&bench.market, member.security_id, |of| of == day);
    let levels = run_of(&corrected.known_at(bench.last), &bench.family, bench.last).levels;
    let differing: Vec<Date> = levels
        .iter()
        .zip(&published.levels)
        .filter(|(corrected, published)| corrected.price_return != published.price_return)
        .map(|(row, _)| row.date)
        .collect();
    assert!(!differing.is_empty() && differing.iter().all(|of| *of == day), "{differing:?}");
    let run = bench.carried(&published, &corrected);
    assert_eq!(levels_until(&run, bench.last), levels_until(&published, bench.last));
    assert_eq!(corrections(&run), Vec::<&LedgerEntry>::new());
    assert_eq!(replay::differences(&run).unwrap(), []);
}

/// A share count of before the last review was wrong: index shares change after the last published close,
/// the level does not, and rows of constituents end there.
#[test]
fn a_corrected_share_count_changes_index_shares_from_the_next_session() {
    let bench = Bench::small();
    let published = bench.published();
    let member = bench.member(&published, "R1000");
    let mut corrected = bench.market.clone();
    let counts = corrected.shares.iter_mut().filter(|row| row.security_id == member.security_id);
    counts.for_each(|row| {
        row.shares_outstanding =
            Shares::from_micros(row.shares_outstanding.micros() / 4 * 5).unwrap()
    });
    let run = bench.carried(&published, &corrected);
    assert_eq!(levels_until(&run, bench.last), levels_until(&published, bench.last));
    assert_eq!(replay::differences(&run).unwrap(), []);
    let entries = corrections(&run);
    let of_security = |entry: &&&LedgerEntry| {
        entry.index_id == "R1000" && entry.security_id == member.security_id
    };
    let entry = entries.iter().find(of_security).unwrap();
    assert!(
        entry.index_shares_after > entry.index_shares_before
            && entry.note == "index shares corrected"
    );
    let rows: Vec<&Constituent> = run
        .constituents
        .iter()
        .filter(|row| row.index_id == "R1000" && row.security_id == member.security_id)
        .collect();
    let before = rows.iter().find(|row| row.last_session == bench.last).unwrap();
    let after = rows.iter().find(|row| row.first_session == bench.next()).unwrap();
    assert_eq!(
        (before.index_shares, after.index_shares),
        (entry.index_shares_before, entry.index_shares_after)
    );
}

/// Net and total return go on from what was published, too.
#[test]
fn total_return_goes_on_from_its_published_level() {
    let bench = Bench::small();
    let published = bench.published();
    let member = bench.member(&published, "R1000");
    let corrected = with_close(&bench.market, member.security_id, |day| day >= date(2024, 7, 1));
    let run = bench.carried(&published, &corrected);
    let (last, next) = (level(&run, "R1000", bench.last), level(&run, "R1000", bench.next()));
    assert_eq!(last, level(&published, "R1000", bench.last));
    let paid = run.dividends.iter().any(|row| row.date == next.date && row.index_id == "R1000");
    let grew = |now: russet_market::Level, then: russet_market::Level| now.to_f64() / then.to_f64();
    let of_price = grew(next.price_return, last.price_return);
    let of_total = grew(next.total_return, last.total_return);
    assert!(of_total >= of_price - 1e-12);
    assert!(paid || (of_total - of_price).abs() < 1e-12);
    assert_eq!(replay::differences(&run).unwrap(), []);
}

/// Indexes in several currencies, and in local currencies, go on in the same way.
#[test]
fn indexes_of_several_currencies_replay_across_a_correction() {
    let text = Methodology::built_in_text("world").unwrap().replace("2000000000", "200000000");
    let family = Methodology::parse("world.toml", &text).unwrap();
    let bench = Bench::new(family, Countries::International, date(2024, 9, 12));
    let published = bench.published();
    assert!(published.manifest.indexes.iter().any(|index| index.local_currency));
    let member = bench.member(&published, &published.manifest.indexes[0].id);
    let corrected = with_close(&bench.market, member.security_id, |day| day >= date(2024, 9, 3));
    let run = bench.carried(&published, &corrected);
    assert_eq!(levels_until(&run, bench.last), levels_until(&published, bench.last));
    assert!(!corrections(&run).is_empty());
    assert_eq!(replay::differences(&run).unwrap(), []);
}

/// What is not corrected goes on as if nothing had been carried.
#[test]
fn without_a_correction_a_carried_run_is_the_run() {
    let bench = Bench::small();
    let published = bench.published();
    let run = bench.carried(&published, &bench.market);
    let whole = run_of(&bench.market.known_at(run.manifest.to), &bench.family, run.manifest.to);
    assert_eq!(run.levels, whole.levels);
    assert_eq!(run.events, whole.events);
    let sorted = |run: &Run| {
        let mut rows = run.constituents.clone();
        rows.sort_by_key(|row| (row.index_id.clone(), row.first_session, row.security_id));
        rows
    };
    assert_eq!(sorted(&run), sorted(&whole));
}

/// A security that the market no longer knows cannot be carried over.
#[test]
fn a_market_without_the_last_published_session_cannot_carry() {
    let bench = Bench::small();
    let published = bench.published();
    let state = Published::of(&published, bench.next(), Vec::new()).unwrap().unwrap();
    let mut prices = PriceTable::default();
    let kept = bench.market.prices.iter().filter(|row| row.date != bench.last);
    kept.for_each(|row| prices.push(row));
    let market = Market { prices, ..bench.market.clone() };
    let (view, mut sink) = (MarketView::new(&market), InMemory::default());
    let plan = plan(date(2024, 9, 20));
    let built = carry_into(&view, &bench.family, plan, None, &state, &mut sink, &|_, _| {});
    assert_eq!(built, Ok(None));
}
