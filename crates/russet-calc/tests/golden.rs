//! The worked examples of index arithmetic, digit for digit.
//!
//! Three companies, a base of 1,000, two days of prices: A with 80% of a million shares in free
//! float, B with two million shares, C with 60% of half a million.

use jiff::civil::{Date, date};
use russet_calc::{Change, Effect, IndexLedger, Rates, terms};
use russet_market::{Divisor, Factor, Level, Money, Price, Ratio, SecurityId, Shares};

const A: SecurityId = SecurityId(0);
const B: SecurityId = SecurityId(1);
const C: SecurityId = SecurityId(2);
const BASE_DAY: Date = date(2024, 1, 2);
const DAY_1: Date = date(2024, 1, 3);
const DAY_2: Date = date(2024, 1, 4);

fn float_shares(count: u64, free_float: &str) -> Shares {
    Shares::whole(count).unwrap().scaled(free_float.parse::<Factor>().unwrap())
}

fn change(security: SecurityId, shares: Shares) -> Change {
    Change { security, shares }
}

/// Takes the closes of A, B and C.
fn trade(ledger: &mut IndexLedger, day: Date, prices: [&str; 3]) {
    for (security, price) in [A, B, C].into_iter().zip(prices) {
        ledger.take_close(security, price.parse().unwrap(), day).unwrap();
    }
    ledger.settle().unwrap();
}

/// The index at its base, with the closes of the base day.
fn at_base() -> IndexLedger {
    let mut ledger = IndexLedger::new(vec![Rates::default()], 3);
    trade(&mut ledger, BASE_DAY, ["50", "20", "100"]);
    let entries = [
        change(A, float_shares(1_000_000, "0.80")),
        change(B, float_shares(2_000_000, "1")),
        change(C, float_shares(500_000, "0.60")),
    ];
    act(&mut ledger, &entries);
    ledger.start(0, "1000".parse().unwrap()).unwrap();
    ledger
}

/// The same index after the closes of the second day.
fn on_day_2() -> IndexLedger {
    let mut ledger = at_base();
    trade(&mut ledger, DAY_2, ["52", "19.2", "104"]);
    ledger
}

/// A change of the basket at the same closes.
fn act(ledger: &mut IndexLedger, changes: &[Change]) -> Option<Effect> {
    let before = value(ledger);
    ledger.change(0, Some(before), changes).unwrap()
}

/// A change that puts one price on new terms.
fn act_at(
    ledger: &mut IndexLedger,
    changes: &[Change],
    (security, price): (SecurityId, Price),
) -> Effect {
    let before = value(ledger);
    ledger.reprice(security, price, DAY_2).unwrap();
    ledger.change(0, Some(before), changes).unwrap().expect("the index has started")
}

fn value(ledger: &IndexLedger) -> Money {
    ledger.value(0).unwrap()
}

fn exact(ledger: &IndexLedger) -> Option<Level> {
    ledger.level(0).unwrap()
}

fn level(ledger: &IndexLedger) -> String {
    exact(ledger).expect("the index has started").published(6)
}

fn price(text: &str) -> Price {
    text.parse().unwrap()
}

#[test]
fn d1_the_base_divisor_is_value_over_base_level() {
    let ledger = at_base();
    assert_eq!(value(&ledger), "110000000".parse().unwrap());
    assert_eq!(ledger.divisor(0), Some("110000".parse().unwrap()));
    assert_eq!(exact(&ledger), Some("1000".parse().unwrap()));
}

#[test]
fn d2_a_days_prices_move_the_level_and_nothing_else() {
    let mut ledger = at_base();
    trade(&mut ledger, DAY_1, ["51", "19.5", "103"]);
    assert_eq!(value(&ledger), "110700000".parse().unwrap());
    assert_eq!(level(&ledger), "1006.363636");
    assert_eq!(ledger.divisor(0), Some("110000".parse().unwrap()));
}

/// C pays 5.00 out of the ordinary, ex on the third day: it comes off the price, and the divisor
/// absorbs it.
#[test]
fn d5_a_special_dividend_goes_into_the_divisor() {
    let mut ledger = on_day_2();
    let before = exact(&ledger);
    let ex = terms::ex_cash(price("104"), price("5")).unwrap();
    let effect = act_at(&mut ledger, &[], (C, ex));
    assert_eq!(effect.value_after, "109700000".parse().unwrap());
    assert_eq!(effect.divisor_after.published(9), "108516.187050360");
    assert_eq!(
        exact(&ledger).map(|level| level.published(9)),
        before.map(|level| level.published(9))
    );
}

/// One new share of A for four held, at 40 against a close of 52.
#[test]
fn d8_rights_bring_the_subscription_into_the_divisor() {
    let mut ledger = on_day_2();
    let rights = Ratio::new(1, 4).unwrap();
    let ex = terms::ex_rights(price("52"), price("40"), rights).unwrap();
    assert_eq!(ex, price("49.6"));
    let shares =
        ledger.basket(0).shares(A).unwrap().split(terms::and_one(rights).unwrap()).unwrap();
    assert_eq!(shares, Shares::whole(1_000_000).unwrap());
    let effect = act_at(&mut ledger, &[change(A, shares)], (A, ex));
    let subscribed = effect.value_after.minus(effect.value_before).unwrap();
    assert_eq!(subscribed, "8000000".parse().unwrap());
    assert_eq!(effect.divisor_after.published(9), "117913.669064748");
}

/// B is liquidated: the loss is in the level before the line leaves.
#[test]
fn d9_a_bankrupt_line_is_marked_down_before_it_is_deleted() {
    let mut ledger = on_day_2();
    ledger.reprice(B, price("0.0001"), DAY_2).unwrap();
    assert_eq!(level(&ledger), "661.820000");
    let before = exact(&ledger);
    let effect = act(&mut ledger, &[change(B, Shares::ZERO)]).unwrap();
    assert_eq!(effect.divisor_after.published(9), "109999.697803028");
    assert_eq!(
        exact(&ledger).map(|level| level.published(9)),
        before.map(|level| level.published(9))
    );
}

/// Thirty shares, one of each line: a 600-dollar share that splits three for one takes 400 dollars
/// off the sum of prices.
#[test]
fn d11_a_split_moves_the_divisor_of_a_price_weighted_index() {
    let divisor: Divisor = "0.16268413125742".parse().unwrap();
    let sum: Money = "7158.1017753265".parse().unwrap();
    assert_eq!(sum.at(divisor).unwrap().published(6), "44000.000000");
    let ex = price("600").split(Ratio::new(3, 1).unwrap()).unwrap();
    let taken = price("600").times(Shares::whole(1).unwrap());
    let after = sum.minus(taken).unwrap().plus(ex.times(Shares::whole(1).unwrap())).unwrap();
    assert_eq!(divisor.chained(sum, after).unwrap().published(12), "0.153593222167");
}

#[test]
fn g5_a_delayed_takeover_for_shares_has_a_synthetic_close() {
    let stock = Some((price("12.00"), Ratio::new(1, 5).unwrap()));
    assert_eq!(terms::takeover(stock, None).unwrap(), price("2.40"));
}

#[test]
fn g6_a_delayed_takeover_for_shares_and_cash_has_a_synthetic_close() {
    let stock = Some((price("12"), Ratio::new(1, 5).unwrap()));
    assert_eq!(terms::takeover(stock, Some(price("2"))).unwrap(), price("4.40"));
}

#[test]
fn d6_a_larger_free_float_goes_into_the_divisor() {
    let mut ledger = on_day_2();
    let before = exact(&ledger);
    assert_eq!(level(&ledger), "1010.909091");
    let enlarged = [change(A, float_shares(1_000_000, "0.85"))];
    let effect = act(&mut ledger, &enlarged).expect("the index has started");
    assert_eq!(effect.value_before, "111200000".parse().unwrap());
    assert_eq!(effect.value_after, "113800000".parse().unwrap());
    assert_eq!(effect.divisor_before, "110000".parse().unwrap());
    assert_eq!(effect.divisor_after.published(9), "112571.942446043");
    assert_eq!(ledger.divisor(0), Some(effect.divisor_after));
    assert_eq!(exact(&ledger), before);
}

#[test]
fn d7_a_deletion_without_replacement_leaves_the_level() {
    let mut ledger = on_day_2();
    let before = exact(&ledger);
    let effect = act(&mut ledger, &[change(B, Shares::ZERO)]);
    let effect = effect.expect("the index has started");
    assert_eq!(effect.value_after, "72800000".parse().unwrap());
    assert_eq!(effect.divisor_after.published(9), "72014.388489209");
    assert_eq!(exact(&ledger), before);
    assert_eq!(ledger.basket(0).shares(B), None);
    assert_eq!(ledger.basket(0).len(), 2);
}

#[test]
fn d14_a_two_for_one_split_changes_neither_level_nor_divisor() {
    let mut ledger = on_day_2();
    let (level_before, divisor) = (exact(&ledger), ledger.divisor(0));
    let before = value(&ledger);
    let two_for_one = Ratio::new(2, 1).unwrap();
    let shares = ledger.basket(0).shares(A).unwrap().split(two_for_one).unwrap();
    assert_eq!(shares, Shares::whole(1_600_000).unwrap());
    let price = ledger.closes().get(A).unwrap().split(two_for_one).unwrap();
    assert_eq!(price, "26".parse().unwrap());
    ledger.reprice(A, price, DAY_2).unwrap();
    ledger.change(0, None, &[change(A, shares)]).unwrap();
    assert_eq!(value(&ledger), before);
    assert_eq!(ledger.divisor(0), divisor);
    assert_eq!(exact(&ledger), level_before);
}

#[test]
fn a_change_that_leaves_nothing_of_value_is_refused_and_undone() {
    let mut ledger = on_day_2();
    let before = (ledger.basket(0).clone(), ledger.divisor(0));
    let everything = [A, B, C].map(|security| change(security, Shares::ZERO));
    let now = value(&ledger);
    assert!(ledger.change(0, Some(now), &everything).is_err());
    assert_eq!(value(&ledger), now);
    assert_eq!((ledger.basket(0).clone(), ledger.divisor(0)), before);
}
