//! An index at a close and at the opening after it: what is delivered adds up, in one currency and in
//! several; reconstitutions and actions are told as they were known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use russet_calc::run::{ActionOutcome, Composition, ProFormaRow};
use russet_calc::{Cause, Run, build};
use russet_market::{ActionKind, Currency, Market, MarketView, Money, NumberError, Shares};
use russet_rules::Methodology;
use russet_sim::{Countries, Simulation, simulate};

use crate::support;

/// The world family over companies of seven countries, with every kind of corporate action.
static WORLD: LazyLock<Run> = LazyLock::new(|| {
    let text = Methodology::built_in_text("world").unwrap();
    run_of(&simulated(true), text, None)
});

static HOME: LazyLock<Market> = LazyLock::new(|| simulated(false));

/// The Russell family over a market of one country.
static AT_HOME: LazyLock<Run> = LazyLock::new(|| run_of(&HOME, &support::family_text(), None));

/// A market with missed sessions and facts that are heard of late.
static BY_HAND: LazyLock<Run> = LazyLock::new(|| support::run(&support::Recipe::of(22).market()));

fn simulated(international: bool) -> Market {
    let plan = Simulation {
        seed: 5,
        companies: 220,
        years: 3,
        from: date(2021, 1, 1),
        countries: if international { Countries::International } else { Countries::UnitedStates },
    };
    simulate(&plan, &|_, _| {}).unwrap()
}

fn run_of(market: &Market, text: &str, to: Option<Date>) -> Run {
    let plan = support::plan(text, None, to);
    build(&MarketView::new(market), &support::parse(text), plan, &|_, _| {}).unwrap()
}

/// Every index of a run on some of its sessions: those of changes, and a few others.
fn days(run: &Run) -> Vec<(String, Date)> {
    let eventful: BTreeSet<Date> = run.events.iter().map(|entry| entry.after_close).collect();
    let wanted =
        |(place, day): (usize, Date)| (place % 20 == 0 || eventful.contains(&day)).then_some(day);
    let of_index = |id: &str| -> Vec<(String, Date)> {
        let sessions = run.levels_of(id).map(|row| row.date).enumerate();
        sessions.filter_map(wanted).map(|day| (id.to_owned(), day)).collect()
    };
    run.index_ids().flat_map(of_index).collect()
}

fn closing<'run>(run: &'run Run, index: &str, day: Date) -> Composition<'run> {
    run.closing(index, day).unwrap().expect("a level")
}

fn opening<'run>(run: &'run Run, index: &str, day: Date) -> Composition<'run> {
    run.opening(index, day).unwrap().expect("a session after it")
}

#[test]
fn a_closing_is_what_the_level_was_made_of() {
    for run in [&*AT_HOME, &*WORLD, &*BY_HAND] {
        for (index, day) in days(run) {
            let close = closing(run, &index, day);
            assert_eq!(close.market_cap, close.level.market_cap, "{index} on {day}");
            assert_eq!(
                close.constituents.len(),
                close.level.constituents as usize,
                "{index} on {day}"
            );
            let level = close.market_cap.at(close.divisor).unwrap();
            assert_eq!(level, close.level.price_return, "{index} on {day}");
            let parts: f64 = close.constituents.iter().map(|line| line.weight).sum();
            assert!((parts - 1.0).abs() < 1e-9, "{index} on {day}: {parts}");
        }
    }
}

/// The opening level is the closing one, to the rounding of a divisor; and the ledger leads from the
/// one composition to the other, share by share.
#[test]
fn an_opening_keeps_the_level_and_follows_from_the_ledger() {
    let mut changed = 0;
    for run in [&*AT_HOME, &*WORLD, &*BY_HAND] {
        for (index, day) in days(run) {
            let (close, open) = (closing(run, &index, day), opening(run, &index, day));
            let level = open.market_cap.at(open.divisor).unwrap();
            let apart = level.attos().abs_diff(close.level.price_return.attos());
            // A price that is split has nine decimals.
            assert!(apart as f64 <= level.attos() as f64 * 1e-9, "{index} on {day}: {apart}");
            let held = |lines: &Composition<'_>| -> BTreeMap<u32, Shares> {
                let shares = |row: &russet_calc::Constituent| (row.security_id.0, row.index_shares);
                lines.constituents.iter().map(|line| shares(&line.constituent)).collect()
            };
            let mut expected = held(&close);
            for entry in run.changes_after(&index, day) {
                match entry.index_shares_after == Shares::ZERO {
                    true => expected.remove(&entry.security_id.0),
                    false => expected.insert(entry.security_id.0, entry.index_shares_after),
                };
                changed += 1;
            }
            assert_eq!(held(&open), expected, "{index} after {day}");
            if let Some(last) = run.changes_after(&index, day).last() {
                assert_eq!(open.market_cap, last.index_market_cap_after, "{index} after {day}");
                assert_eq!(open.divisor, last.divisor_after, "{index} after {day}");
            }
        }
    }
    assert!(changed > 3_000, "{changed} ledger entries");
}

/// What an entry adds to the value of its line, in the line's own currency.
fn added(run: &Run, index: &str, day: Date) -> BTreeMap<Currency, Money> {
    let currencies: BTreeMap<_, _> =
        run.constituents.iter().map(|row| (row.security_id, row.currency)).collect();
    let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
    for entry in run.changes_after(index, day).filter(|entry| entry.cause != Cause::Start) {
        let worth = |price: Option<russet_market::Price>, shares| {
            price.map_or(Money::ZERO, |price| price.times(shares))
        };
        let sum = sums.entry(currencies[&entry.security_id]).or_default();
        *sum = sum.plus(worth(entry.price_after, entry.index_shares_after)).unwrap();
        *sum = sum.minus(worth(entry.price_before, entry.index_shares_before)).unwrap();
    }
    sums
}

#[test]
fn opening_value_is_closing_value_and_the_changes_of_the_ledger() {
    let own = |composition: &Composition<'_>| -> BTreeMap<Currency, Money> {
        let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
        for line in &composition.constituents {
            let shares = line.constituent.index_shares;
            let worth = line.price.map_or(Money::ZERO, |(price, _)| price.times(shares));
            let sum = sums.entry(line.constituent.currency).or_default();
            *sum = sum.plus(worth).unwrap();
        }
        sums
    };
    for run in [&*AT_HOME, &*WORLD, &*BY_HAND] {
        for (index, day) in days(run) {
            let mut expected = own(&closing(run, &index, day));
            for (currency, change) in added(run, &index, day) {
                let sum = expected.entry(currency).or_default();
                *sum = sum.plus(change).unwrap();
            }
            expected.retain(|_, sum| *sum != Money::ZERO);
            let mut found = own(&opening(run, &index, day));
            found.retain(|_, sum| *sum != Money::ZERO);
            assert_eq!(found, expected, "{index} after {day}");
        }
    }
}

#[test]
fn index_shares_are_what_they_say_they_are_made_of() {
    let mut seen = 0;
    for row in AT_HOME.constituents.iter().chain(&WORLD.constituents) {
        let Some(count) = row.shares_outstanding else { continue };
        let made = count.to_f64()
            * row.free_float.to_f64()
            * row.style_probability.to_f64()
            * row.cap_factor.to_f64();
        assert!((made - row.index_shares.to_f64()).abs() < 0.01 + made * 1e-9, "{row:?}");
        seen += 1;
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn weights_across_currencies_use_the_rates_of_the_session() {
    let day = WORLD.manifest.to;
    let weighted = WORLD.weighted("WORLDEUR", day).unwrap();
    let rates: BTreeMap<Currency, f64> = WORLD
        .rates
        .iter()
        .filter(|row| row.date == day && row.currency_to == Currency::EUR)
        .map(|row| (row.currency_from, row.rate.to_string().parse().unwrap()))
        .collect();
    let in_euro = |row: &russet_calc::run::Weighted| {
        let rate = rates.get(&row.constituent.currency).copied().unwrap_or(1.0);
        row.price.to_f64() * row.constituent.index_shares.to_f64() * rate
    };
    let total: f64 = weighted.iter().map(in_euro).sum();
    for row in &weighted {
        assert!((row.weight - in_euro(row) / total).abs() < 1e-9, "{row:?}");
    }
    let currencies: BTreeSet<_> = weighted.iter().map(|row| row.constituent.currency).collect();
    assert!(currencies.len() > 2, "{currencies:?}");
}

#[test]
fn a_run_without_a_rate_refuses_to_weigh() {
    let mut run = WORLD.clone();
    run.rates.clear();
    let refused = run.weighted("WORLD", run.manifest.to);
    assert_eq!(refused, Err(NumberError::NoRate { from: Currency::EUR, into: Currency::USD }));
}

/// The shares before are those that the index opens with but for actions of the next session, and
/// the prices are the day's closes.
#[test]
fn a_pro_forma_starts_from_what_is_held_at_the_closes_of_its_day() {
    let announced: BTreeSet<(Date, Date)> =
        AT_HOME.pro_forma.iter().map(|row| (row.announced_on, row.effective_after_close)).collect();
    let family = support::family();
    let mut told = BTreeSet::new();
    for (day, effective) in announced {
        let row = family.reconstitutions.iter().find(|row| row.effective.0 == effective).unwrap();
        assert_eq!(day, row.preliminary.first().unwrap().0, "{effective}");
        for index in AT_HOME.index_ids() {
            let of_index = |row: &&ProFormaRow| row.announced_on == day && row.index_id == index;
            let rows: Vec<_> = AT_HOME.pro_forma.iter().filter(of_index).collect();
            let close = closing(&AT_HOME, index, day);
            let of_actions = |kind: Cause| !matches!(kind, Cause::Deletion | Cause::Delisting);
            let moved: BTreeSet<_> =
                AT_HOME.changes_after(index, day).map(|entry| entry.security_id).collect();
            for line in close
                .constituents
                .iter()
                .filter(|line| !moved.contains(&line.constituent.security_id))
            {
                let found = rows.iter().find(|row| row.security_id == line.constituent.security_id);
                let found = found.expect("a line that stays is compared");
                assert_eq!(found.index_shares_before, line.constituent.index_shares);
                assert_eq!(found.price.zip(found.price_date), line.price);
                assert_eq!(found.market_cap_before, line.market_cap);
            }
            assert!(AT_HOME.changes_after(index, day).all(|entry| of_actions(entry.cause)
                || rows.iter().all(|row| row.security_id != entry.security_id)));
            told.extend(
                rows.iter().filter(|row| row.index_shares_before == Shares::ZERO).map(|_| index),
            );
        }
    }
    assert!(told.len() > 5, "reconstitutions let lines in: {told:?}");
}

/// A market that ends on the day of preliminary lists knows the same pro forma, and decides what is in
/// force later only.
#[test]
fn a_pro_forma_is_known_on_its_day() {
    let day = AT_HOME.pro_forma.last().expect("a reconstitution").announced_on;
    let text = support::family_text();
    let then = run_of(&HOME.known_at(day), &text, None);
    let of_day = |run: &Run| -> Vec<ProFormaRow> {
        run.pro_forma.iter().filter(|row| row.announced_on == day).cloned().collect()
    };
    assert_eq!(of_day(&then), of_day(&AT_HOME));
    let ahead: Vec<_> =
        then.decisions.iter().filter(|row| row.effective_after_close > day).collect();
    assert!(!ahead.is_empty() && ahead.iter().all(|row| row.rank_day <= day));
    let entering = of_day(&then).into_iter().filter(|row| row.index_shares_before == Shares::ZERO);
    for row in entering {
        let decided = ahead.iter().find(|decision| decision.security_id == row.security_id);
        let indexes = &decided.expect("a decision").indexes_after;
        assert!(indexes.split(' ').any(|id| id == row.index_id), "{row:?} {indexes}");
    }
    let before = AT_HOME.decisions.iter().filter(|row| row.effective_after_close <= day);
    assert!(then.decisions.iter().filter(|row| row.effective_after_close <= day).eq(before));
}

#[test]
fn every_action_of_a_held_line_is_told_with_what_became_of_it() {
    let run = &*AT_HOME;
    let mut kinds: BTreeSet<ActionKind> = BTreeSet::new();
    for row in &run.actions {
        match row.outcome {
            ActionOutcome::Applied => assert!(row.after_close.is_some(), "{row:?}"),
            ActionOutcome::Waiting => assert!(row.after_close.is_none(), "{row:?}"),
            ActionOutcome::NotApplied => assert!(!row.reason.is_empty(), "{row:?}"),
        }
        let Some(cause) = Cause::of(row.kind) else { continue };
        for event in row.first_event.into_iter().flat_map(|first| first..=row.last_event.unwrap()) {
            let entries: Vec<_> = run.events.iter().filter(|entry| entry.event == event).collect();
            assert!(!entries.is_empty(), "{row:?}");
            assert!(entries.iter().all(|entry| entry.cause == cause), "{row:?}");
            assert!(entries.iter().all(|entry| Some(entry.after_close) == row.after_close));
            // A child without an estimate of its value enters and leaves its parent as it is.
            let lines = [Some(row.security_id), row.other_security_id];
            assert!(
                entries.iter().any(|entry| lines.contains(&Some(entry.security_id))),
                "{row:?}"
            );
        }
        kinds.insert(row.kind);
    }
    assert!(kinds.len() >= 5, "{kinds:?}");
    let of_action = |entry: &&russet_calc::LedgerEntry| {
        ActionKind::ALL.into_iter().any(|kind| Cause::of(kind) == Some(entry.cause))
            && entry.cause != Cause::Suspension
    };
    for entry in run.events.iter().filter(of_action) {
        let within = |row: &&russet_calc::run::ActionRow| {
            row.first_event.is_some_and(|first| first <= entry.event)
                && row.last_event.is_some_and(|last| entry.event <= last)
        };
        assert_eq!(run.actions.iter().filter(within).count(), 1, "{entry:?}");
    }
}

/// What a run knows of tomorrow on its last day waits, and is applied once the day has come.
#[test]
fn an_action_that_is_known_ahead_waits() {
    let ahead = |row: &&russet_calc::run::ActionRow| {
        row.after_close.is_some_and(|applied| row.known_at < applied)
            && row.kind != ActionKind::OrdinaryDividend
    };
    let row = AT_HOME.actions.iter().rfind(ahead).expect("an action known ahead");
    let then = run_of(&HOME.known_at(row.known_at), &support::family_text(), None);
    let found = then.actions.iter().find(|one| {
        (one.security_id, one.kind, one.ex_date) == (row.security_id, row.kind, row.ex_date)
    });
    let found = found.expect("it is known");
    assert_eq!((found.outcome, found.after_close), (ActionOutcome::Waiting, None));
}
