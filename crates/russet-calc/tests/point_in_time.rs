//! No look-ahead, and nothing that depends on order, on repetition, or on company.

use std::collections::BTreeSet;
use std::fmt::Debug;

use crate::support::splits::{a_lasting_member, split_market};
use crate::support::{Recipe, run, sessions};
use jiff::Span;
use jiff::civil::{Date, date};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use russet_calc::run::{ActionRow, ProFormaRow};
use russet_calc::{Cause, Constituent, Run};
use russet_market::{ActionKind, Market, PriceTable, Ratio, SecurityId, ShareCount, Shares};

/// Sessions of a run drawn by lot, half of them from those that changed a basket.
fn some_days(run: &Run, seed: u64) -> Vec<Date> {
    let all: Vec<Date> = run.levels_of("R3000E").map(|row| row.date).collect();
    let eventful: Vec<Date> = run.events.iter().map(|event| event.after_close).collect();
    let mut stream = ChaCha8Rng::seed_from_u64(seed);
    let mut one_of = |days: &[Date]| days[stream.random_range(0..days.len())];
    (0..4).flat_map(|_| [one_of(&all), one_of(&eventful)]).collect()
}

/// Equal, or the first place where they differ is shown.
fn assert_equal<T: PartialEq + Debug>(found: &[T], expected: &[T], what: &str) {
    let differing = found.iter().zip(expected).find(|(left, right)| left != right);
    assert!(differing.is_none(), "{what}: {differing:#?}");
    assert_eq!(found.len(), expected.len(), "{what}");
}

/// A run of what was known at the end of a day is the beginning of the run of what is known now.
fn assert_no_look_ahead(market: &Market, whole: &Run, day: Date) {
    let then = run(&market.known_at(day));
    let levels: Vec<_> = whole.levels.iter().filter(|row| row.date <= day).cloned().collect();
    assert_equal(&then.levels, &levels, &format!("levels up to {day}"));
    let decisions: Vec<_> =
        whole.decisions.iter().filter(|row| row.effective_after_close <= day).cloned().collect();
    let (in_force, ahead): (Vec<_>, Vec<_>) =
        then.decisions.iter().cloned().partition(|row| row.effective_after_close <= day);
    assert_equal(&in_force, &decisions, &format!("decisions up to {day}"));
    assert!(ahead.iter().all(|row| row.rank_day <= day), "decisions announced by {day}");
    let told = |row: &&ProFormaRow| row.announced_on < day;
    let announced: Vec<_> = whole.pro_forma.iter().filter(told).cloned().collect();
    let announced_then: Vec<_> = then.pro_forma.iter().filter(told).cloned().collect();
    assert_equal(&announced_then, &announced, &format!("pro formas up to {day}"));
    let done = |row: &&ActionRow| row.after_close.is_some_and(|applied| applied < day);
    let actions: Vec<_> = whole.actions.iter().filter(done).cloned().collect();
    let actions_then: Vec<_> = then.actions.iter().filter(done).cloned().collect();
    assert_equal(&actions_then, &actions, &format!("actions up to {day}"));
    assert!(whole.events.starts_with(&then.events), "events up to {day}");
    // What opens the next session, a split or a new name, is not yet in the ledger at the close.
    let later = &whole.events[then.events.len()..];
    let opens = |cause: Cause| matches!(cause, Cause::Split | Cause::Rename);
    assert!(
        later
            .iter()
            .all(|row| row.after_close > day || (row.after_close == day && opens(row.cause))),
        "no event up to {day} is missing"
    );
    for session in sessions(market).into_iter().filter(|session| *session <= day) {
        assert_eq!(then.closes.on(session), whole.closes.on(session), "closes of {session}");
    }
    let mut constituents: Vec<Constituent> =
        whole.constituents.iter().filter(|row| row.first_session <= day).cloned().collect();
    constituents.iter_mut().for_each(|row| row.last_session = row.last_session.min(day));
    let (mut held, announced): (Vec<_>, Vec<_>) =
        then.constituents.iter().cloned().partition(|row| row.first_session <= day);
    held.iter_mut().for_each(|row| row.last_session = row.last_session.min(day));
    assert_equal(&held, &constituents, &format!("constituents up to {day}"));
    let opening: BTreeSet<SecurityId> = later
        .iter()
        .filter(|row| row.after_close == day && opens(row.cause))
        .map(|row| row.security_id)
        .collect();
    let Some(next) = sessions(market).into_iter().find(|session| *session > day) else { return };
    // Once an index has a level, its members of the next session are known at the close.
    let known = |row: &&Constituent| {
        row.first_session > day
            && !opening.contains(&row.security_id)
            && then.levels_of(&row.index_id).next().is_some()
    };
    let key = |row: &Constituent| (row.index_id.clone(), row.security_id, row.index_shares);
    let began = whole.constituents.iter().filter(|row| row.first_session == next);
    let began: Vec<_> = began.filter(known).map(key).collect();
    let announced: Vec<_> = announced.iter().filter(known).map(key).collect();
    assert_equal(&announced, &began, &format!("constituents announced after {day}"));
}

#[test]
fn what_was_known_on_a_day_gives_the_same_run_up_to_that_day() {
    for seed in [31, 32] {
        let market = Recipe::of(seed).market();
        let whole = run(&market);
        for day in some_days(&whole, seed) {
            assert_no_look_ahead(&market, &whole, day);
        }
    }
}

#[test]
fn counts_descriptions_and_delistings_that_became_known_late_are_not_used_before() {
    let mut market = Recipe::of(33).market();
    let mut stream = ChaCha8Rng::seed_from_u64(33);
    let mut late = |day: Date| day.saturating_add(Span::new().days(stream.random_range(0..40)));
    market.securities.iter_mut().for_each(|row| row.known_at = late(row.known_at));
    market.shares.iter_mut().for_each(|row| row.known_at = late(row.known_at));
    for action in &mut market.actions {
        if action.kind == ActionKind::Delisting {
            action.known_at = late(action.known_at);
        }
    }
    market.canonical();
    let whole = run(&market);
    for day in some_days(&whole, 33) {
        assert_no_look_ahead(&market, &whole, day);
    }
}

/// A feed counts new lines late: the review that takes effect ranks them by the count that became known until
/// then, the one that was announced before cannot.
#[test]
fn a_count_first_known_after_the_announcement_ranks_nobody_on_that_day() {
    let mut market = Recipe::of(31).market();
    let (announced, heard, effective) = (date(2022, 6, 3), date(2022, 6, 14), date(2022, 6, 24));
    let late = |row: &ShareCount| row.security_id.0.is_multiple_of(3) && row.known_at <= effective;
    for row in market.shares.iter_mut().filter(|row| late(row)) {
        row.known_at = heard;
    }
    market.canonical();
    let whole = run(&market);
    for day in [date(2022, 6, 6), date(2022, 6, 13), heard, date(2022, 6, 23), effective] {
        assert_no_look_ahead(&market, &whole, day);
    }
    // The counts matter: lines are ranked when the review takes effect that were not before.
    let entering: BTreeSet<SecurityId> = whole
        .events
        .iter()
        .filter(|row| row.after_close == effective && row.security_id.0.is_multiple_of(3))
        .map(|row| row.security_id)
        .collect();
    let foreseen = whole.pro_forma.iter().filter(|row| row.announced_on == announced);
    let foreseen: BTreeSet<SecurityId> = foreseen
        .filter(|row| row.index_shares_after != Shares::ZERO)
        .map(|row| row.security_id)
        .collect();
    assert!(entering.difference(&foreseen).next().is_some(), "{entering:?}");
}

#[test]
fn a_split_that_became_known_late_is_not_used_before() {
    let mut market = Recipe::of(34).market();
    for action in &mut market.actions {
        action.known_at = action.known_at.max(action.ex_date.saturating_add(Span::new().days(30)));
    }
    market.canonical();
    let whole = run(&market);
    for day in some_days(&whole, 34) {
        assert_no_look_ahead(&market, &whole, day);
    }
}

#[test]
fn a_split_that_became_known_late_counts_once() {
    let market = Recipe::of(35).market();
    let security = a_lasting_member(&market);
    // It goes ex just before a reconstitution sets new counts, and is known just after it.
    let (ex_date, heard, day) = (date(2022, 6, 22), date(2022, 6, 29), date(2022, 7, 1));
    let shares = |known_at: Date| {
        let two_for_one = Ratio::new(2, 1).unwrap();
        let run = run(&split_market(&market, security, two_for_one, (ex_date, known_at)));
        let found = run.constituents.into_iter().find(|row| {
            row.security_id == security
                && row.index_id == "R3000E"
                && row.first_session <= day
                && row.last_session >= day
        });
        found.expect("a lasting member").index_shares
    };
    assert_eq!(shares(heard), shares(ex_date));
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let market = Recipe::of(35).market();
    let mut stream = ChaCha8Rng::seed_from_u64(35);
    let mut lot = || stream.random_range(0..u64::MAX);
    let mut shuffled = market.clone();
    shuffled.securities.sort_by_cached_key(|_| lot());
    shuffled.shares.sort_by_cached_key(|_| lot());
    shuffled.actions.sort_by_cached_key(|_| lot());
    shuffled.fund_lines.sort_by_cached_key(|_| lot());
    let mut prices: Vec<_> = market.prices.iter().collect();
    prices.sort_by_cached_key(|_| lot());
    shuffled.prices = PriceTable::default();
    prices.into_iter().for_each(|row| shuffled.prices.push(row));
    assert_ne!(shuffled, market);
    shuffled.canonical();
    assert_eq!(run(&shuffled), run(&market));
}

#[test]
fn rows_said_twice_do_not_matter() {
    let market = Recipe::of(36).market();
    let mut doubled = market.clone();
    doubled.shares.extend(market.shares.clone());
    doubled.actions.extend(market.actions.clone());
    doubled.fund_lines.extend(market.fund_lines.clone());
    market.prices.iter().for_each(|row| doubled.prices.push(row));
    doubled.canonical();
    assert_eq!(run(&doubled), run(&market));
}

#[test]
fn the_same_market_gives_the_same_run_again_and_side_by_side() {
    let market = Recipe::of(37).market();
    let first = run(&market);
    let (second, third) = std::thread::scope(|scope| {
        let beside = scope.spawn(|| run(&market));
        (run(&market), beside.join().unwrap())
    });
    assert_eq!(second, first);
    assert_eq!(third, first);
}
