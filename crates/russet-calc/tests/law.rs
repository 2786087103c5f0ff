//! The law: only prices move a level. Every event keeps it, and the ledger alone tells it all again.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::splits::{a_lasting_member, split_market, with_prices};
use crate::support::{Recipe, run, sessions};
use jiff::civil::Date;
use num_bigint::BigInt;
use russet_calc::{Cause, LedgerEntry, Run};
use russet_market::{Divisor, Money, Price, SecurityId, Shares};

const SEEDS: [u64; 2] = [11, 12];

/// A quotient of whole numbers above zero, half to even.
fn half_even(numerator: &BigInt, denominator: &BigInt) -> BigInt {
    let (quotient, rest) = (numerator / denominator, (numerator % denominator) * 2);
    let odd = &quotient % 2 == BigInt::from(1);
    let up = &rest > denominator || (&rest == denominator && odd);
    quotient + BigInt::from(u8::from(up))
}

#[test]
fn the_markets_of_these_tests_hold_everything_that_can_happen() {
    let mut causes = BTreeSet::new();
    let (mut carried, mut classes) = (0, 0);
    for seed in SEEDS {
        let market = Recipe::of(seed).market();
        let run = run(&market);
        causes.extend(run.events.iter().map(|event| event.cause));
        for session in sessions(&market) {
            carried += run.closes.on(session).values().filter(|(_, day)| *day < session).count();
        }
        classes +=
            run.constituents.iter().filter(|row| row.ticker.as_str().ends_with(".B")).count();
    }
    let all = [
        Cause::Start,
        Cause::Reconstitution,
        Cause::NewListing,
        Cause::Deletion,
        Cause::Delisting,
        Cause::ShareUpdate,
        Cause::Split,
        Cause::Rename,
    ];
    assert_eq!(causes, BTreeSet::from(all));
    assert!(carried > 100 && classes > 10, "{carried} carried closes, {classes} second classes");
}

/// The ledger, the closes and the dividends alone give every level again, to the last bit.
#[test]
fn a_ledger_replay_gives_the_levels_again() {
    for seed in SEEDS {
        let run = run(&Recipe::of(seed).market());
        assert!(!run.levels.is_empty());
        let differences = russet_calc::replay::differences(&run).unwrap();
        assert!(differences.is_empty(), "seed {seed}: {:?}", differences.first());
    }
}

#[test]
fn an_event_keeps_the_level_and_its_divisor_is_rounded_half_to_even() {
    for seed in SEEDS {
        for event in &run(&Recipe::of(seed).market()).events {
            let (before, after) = (&event.index_market_cap_before, &event.index_market_cap_after);
            let [before, after] = [before, after].map(|value| BigInt::from(value.femtos()));
            let old = BigInt::from(event.divisor_before.attos());
            let new = BigInt::from(event.divisor_after.attos());
            assert_eq!(new, half_even(&(&old * &after), &before), "{event:?}");
            // before ÷ old against after ÷ new, without a division.
            let (left, right) = (&before * &new, &after * &old);
            let apart = if left > right { &left - &right } else { &right - &left };
            assert!(apart * BigInt::from(10_i64.pow(15)) <= left, "{event:?}");
        }
    }
}

#[test]
fn splits_and_renames_leave_value_and_divisor_alone() {
    let run = run(&Recipe::of(SEEDS[0]).market());
    let quiet = |event: &&LedgerEntry| matches!(event.cause, Cause::Split | Cause::Rename);
    for event in run.events.iter().filter(quiet) {
        assert_eq!(event.divisor_before, event.divisor_after, "{event:?}");
        assert_eq!(event.index_market_cap_before, event.index_market_cap_after, "{event:?}");
        let same_shares = event.index_shares_before == event.index_shares_after;
        assert_eq!(same_shares, event.cause == Cause::Rename, "{event:?}");
    }
}

#[test]
fn the_ledger_replayed_over_the_runs_own_closes_gives_every_basket_and_level_again() {
    for seed in SEEDS {
        let run = run(&Recipe::of(seed).market());
        let mut closes = BTreeMap::new();
        for row in &run.levels {
            closes.entry(row.date).or_insert_with(|| run.closes.on(row.date));
        }
        for id in run.index_ids() {
            replay(&run, id, &closes);
        }
    }
}

fn replay(run: &Run, id: &str, closes: &BTreeMap<Date, BTreeMap<SecurityId, (Price, Date)>>) {
    let mut basket: BTreeMap<SecurityId, Shares> = BTreeMap::new();
    let mut divisor: Option<Divisor> = None;
    let mut events = run.events.iter().filter(|event| event.index_id == id).peekable();
    for row in run.levels_of(id) {
        let holds = |event: &&LedgerEntry| {
            event.after_close < row.date
                || (event.cause == Cause::Start && event.after_close == row.date)
        };
        while let Some(event) = events.next_if(holds) {
            let before = basket.remove(&event.security_id).unwrap_or(Shares::ZERO);
            assert_eq!(event.index_shares_before, before, "{event:?}");
            if event.index_shares_after != Shares::ZERO {
                basket.insert(event.security_id, event.index_shares_after);
            }
            divisor = Some(event.divisor_after);
        }
        let prices = &closes[&row.date];
        let values = basket.iter().map(|(security, shares)| prices[security].0.times(*shares));
        let value = Money::sum(values).unwrap();
        let divisor = divisor.expect("the ledger starts before the levels");
        assert_eq!((value, divisor), (row.market_cap, row.divisor), "{id} on {}", row.date);
        assert_eq!(value.at(divisor).unwrap(), row.price_return, "{id} on {}", row.date);
        let constituents: BTreeMap<SecurityId, Shares> = run
            .constituents
            .iter()
            .filter(|held| {
                held.index_id == id
                    && held.first_session <= row.date
                    && held.last_session >= row.date
            })
            .map(|held| (held.security_id, held.index_shares))
            .collect();
        assert_eq!(constituents, basket, "{id} on {}", row.date);
        assert_eq!(row.constituents as usize, basket.len());
    }
    let last = run.levels_of(id).last().unwrap().date;
    assert!(events.all(|event| event.after_close >= last), "no event of {id} is left over");
}

#[test]
fn weights_add_up_to_one_and_values_to_the_market_cap_on_every_session() {
    let run = run(&Recipe::of(SEEDS[1]).market());
    for row in run.levels_of("R2000") {
        let weighted = run.weighted("R2000", row.date).unwrap();
        let sum: f64 = weighted.iter().map(|one| one.weight).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum} on {}", row.date);
        let cap = Money::sum(weighted.iter().map(|one| one.market_cap)).unwrap();
        assert_eq!(cap, row.market_cap, "{}", row.date);
        assert!(weighted.is_sorted_by(|a, b| a.market_cap >= b.market_cap));
        assert!(weighted.iter().all(|one| one.price_date <= row.date));
    }
}

#[test]
fn a_split_of_a_member_changes_no_level_and_no_divisor() {
    let market = Recipe::of(SEEDS[0]).market();
    let security = a_lasting_member(&market);
    let whole = with_prices(&market, security, |nanos, _| nanos - nanos % 300_000);
    let unsplit = run(&whole);
    let days = sessions(&whole);
    let ex_date = days[days.len() / 2];
    for terms in ["2/1", "3/2", "1/10"] {
        let split =
            run(&split_market(&whole, security, terms.parse().unwrap(), (ex_date, ex_date)));
        let of_member = |event: &LedgerEntry| event.security_id == security;
        let told =
            split.events.iter().find(|event| of_member(event) && event.cause == Cause::Split);
        assert!(
            told.is_some_and(|event| event.note.starts_with(terms)),
            "{terms} is in the ledger"
        );
        assert_eq!(split.levels, unsplit.levels, "{terms}");
    }
}
