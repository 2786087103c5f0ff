//! The worked examples of index arithmetic, digit for digit.
//!
//! Three companies, a base of 1,000, two days of prices: A with 80% of a million shares in free
//! float, B with two million shares, C with 60% of half a million.

use jiff::civil::{Date, date};
use russet_calc::index::Change;
use russet_calc::{Basket, Closes, Index};
use russet_market::{Factor, Money, Ratio, SecurityId, Shares};

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
    Change { security, shares, note: String::new() }
}

/// Takes the closes of A, B and C.
fn trade(closes: &mut Closes, day: Date, prices: [&str; 3]) {
    for (security, price) in [A, B, C].into_iter().zip(prices) {
        closes.set(security, price.parse().unwrap(), day);
    }
}

/// The index at its base, with the closes of the base day.
fn at_base() -> (Index, Closes) {
    let (mut index, mut closes) = (Index::default(), Closes::with_room_for(3));
    trade(&mut closes, BASE_DAY, ["50", "20", "100"]);
    let entries = [
        change(A, float_shares(1_000_000, "0.80")),
        change(B, float_shares(2_000_000, "1")),
        change(C, float_shares(500_000, "0.60")),
    ];
    index.change(&entries, &closes).unwrap();
    index.start("1000".parse().unwrap(), &closes).unwrap();
    (index, closes)
}

/// The same index after the closes of the second day.
fn on_day_2() -> (Index, Closes) {
    let (index, mut closes) = at_base();
    trade(&mut closes, DAY_2, ["52", "19.2", "104"]);
    (index, closes)
}

fn value(basket: &Basket, closes: &Closes) -> Money {
    basket.value(closes).unwrap()
}

fn level(index: &Index, closes: &Closes) -> String {
    index.level(closes).unwrap().expect("the index has started").published(6)
}

#[test]
fn d1_the_base_divisor_is_value_over_base_level() {
    let (index, closes) = at_base();
    assert_eq!(value(index.basket(), &closes), "110000000".parse().unwrap());
    assert_eq!(index.divisor(), Some("110000".parse().unwrap()));
    assert_eq!(index.level(&closes).unwrap(), Some("1000".parse().unwrap()));
}

#[test]
fn d2_a_days_prices_move_the_level_and_nothing_else() {
    let (index, mut closes) = at_base();
    trade(&mut closes, DAY_1, ["51", "19.5", "103"]);
    assert_eq!(value(index.basket(), &closes), "110700000".parse().unwrap());
    assert_eq!(level(&index, &closes), "1006.363636");
    assert_eq!(index.divisor(), Some("110000".parse().unwrap()));
}

#[test]
fn d6_a_larger_free_float_goes_into_the_divisor() {
    let (mut index, closes) = on_day_2();
    let before = index.level(&closes).unwrap();
    assert_eq!(level(&index, &closes), "1010.909091");
    let enlarged = [change(A, float_shares(1_000_000, "0.85"))];
    let effect = index.change(&enlarged, &closes).unwrap().expect("the index has started");
    assert_eq!(effect.value_before, "111200000".parse().unwrap());
    assert_eq!(effect.value_after, "113800000".parse().unwrap());
    assert_eq!(effect.divisor_before, "110000".parse().unwrap());
    assert_eq!(effect.divisor_after.published(9), "112571.942446043");
    assert_eq!(index.divisor(), Some(effect.divisor_after));
    assert_eq!(index.level(&closes).unwrap(), before);
}

#[test]
fn d7_a_deletion_without_replacement_leaves_the_level() {
    let (mut index, closes) = on_day_2();
    let before = index.level(&closes).unwrap();
    let effect = index.change(&[change(B, Shares::ZERO)], &closes).unwrap();
    let effect = effect.expect("the index has started");
    assert_eq!(effect.value_after, "72800000".parse().unwrap());
    assert_eq!(effect.divisor_after.published(9), "72014.388489209");
    assert_eq!(index.level(&closes).unwrap(), before);
    assert_eq!(index.basket().shares(B), None);
    assert_eq!(index.basket().len(), 2);
}

#[test]
fn d14_a_two_for_one_split_changes_neither_level_nor_divisor() {
    let (mut index, mut closes) = on_day_2();
    let (level_before, divisor) = (index.level(&closes).unwrap(), index.divisor());
    let before = value(index.basket(), &closes);
    let two_for_one = Ratio::new(2, 1).unwrap();
    closes.split(A, two_for_one).unwrap();
    let shares = index.split(A, two_for_one).unwrap();
    let expected = (Shares::whole(800_000).unwrap(), Shares::whole(1_600_000).unwrap());
    assert_eq!(shares, Some(expected));
    assert_eq!(closes.get(A), Some("26".parse().unwrap()));
    assert_eq!(value(index.basket(), &closes), before);
    assert_eq!(index.divisor(), divisor);
    assert_eq!(index.level(&closes).unwrap(), level_before);
}

#[test]
fn a_change_that_leaves_nothing_of_value_is_refused_and_undone() {
    let (mut index, closes) = on_day_2();
    let before = (index.basket().clone(), index.divisor());
    let everything = [A, B, C].map(|security| change(security, Shares::ZERO));
    assert!(index.change(&everything, &closes).is_err());
    assert_eq!((index.basket().clone(), index.divisor()), before);
}
