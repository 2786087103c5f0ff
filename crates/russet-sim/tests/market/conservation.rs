//! What an action takes out of a price it gives elsewhere: on its day a holder notices nothing.

use russet_market::{Action, ActionKind};

use crate::panel::{FULL, median};

/// What a share of the close before has become after the first session, as a log of the part.
type Becomes = fn(&Action, f64, f64, usize) -> Option<f64>;

/// The log changes of value over the ex-date of a kind, first of the price alone.
fn changes(kind: ActionKind, becomes: Becomes) -> (Vec<f64>, Vec<f64>) {
    let (mut plain, mut whole) = (Vec::new(), Vec::new());
    for action in FULL.actions(kind) {
        let Some(place) = FULL.place(action.ex_date).filter(|place| *place > 0) else { continue };
        let before = FULL.close(action.security_id, place - 1);
        let after = FULL.close(action.security_id, place);
        let (Some(before), Some(after)) = (before, after) else { continue };
        let Some(value) = becomes(action, before, after, place) else { continue };
        plain.push((after / before).ln());
        whole.push((value / before).ln());
    }
    (plain, whole)
}

/// Asserts that values go on as on any other day, and that prices alone would not.
#[track_caller]
fn assert_conserved(kind: ActionKind, becomes: Becomes, least_fall: f64) {
    let (plain, whole) = changes(kind, becomes);
    let count = whole.len();
    assert!(count >= 15, "{count} of {}", kind.word());
    // Single days have jumps, so the middle speaks for all.
    let (fall, left) = (median(plain), median(whole.clone()));
    assert!(fall < -least_fall, "{}: the price alone changes by {fall}", kind.word());
    let noise = 4.0 * 0.025 / (count as f64).sqrt();
    assert!(left.abs() < noise, "{}: the value changes by {left}", kind.word());
    let usual = median(whole.into_iter().map(f64::abs).collect());
    assert!(usual < 0.035, "{}: a usual change is {usual}", kind.word());
}

fn cash(action: &Action) -> f64 {
    action.cash.unwrap().to_f64()
}

fn ratio(action: &Action) -> f64 {
    action.ratio.unwrap().to_f64()
}

#[test]
fn dividends_and_repayments_come_off_the_price() {
    let paid: Becomes = |action, _, after, _| Some(after + cash(action));
    assert_conserved(ActionKind::OrdinaryDividend, paid, 0.001);
    assert_conserved(ActionKind::SpecialDividend, paid, 0.05);
    assert_conserved(ActionKind::CapitalRepayment, paid, 0.05);
}

#[test]
fn more_shares_are_worth_what_fewer_were() {
    let held: Becomes = |action, _, after, _| Some(after * ratio(action));
    assert_conserved(ActionKind::StockDividend, held, 0.03);
    let (_, splits) = changes(ActionKind::Split, held);
    // A dividend of the same day is of an old share.
    assert!(median(splits).abs() < 0.01);
}

#[test]
fn a_parent_and_its_child_are_worth_what_the_parent_was() {
    let both: Becomes = |action, _, after, place| {
        let child = FULL.close(action.other_security_id.unwrap(), place);
        let estimate = action.cash.map(|cash| cash.to_f64());
        Some(after + ratio(action) * child.or(estimate)?)
    };
    assert_conserved(ActionKind::SpinOff, both, 0.08);
    let delayed = FULL.actions(ActionKind::SpinOff).filter(|action| action.cash.is_some());
    for action in delayed {
        let Some(place) = FULL.place(action.ex_date) else { continue };
        assert_eq!(FULL.close(action.other_security_id.unwrap(), place), None);
    }
}

#[test]
fn rights_in_the_money_lower_the_price_and_others_do_nothing() {
    let worth: Becomes = |action, before, after, _| {
        let terms = (1.0 + ratio(action)) * after - ratio(action) * cash(action);
        (cash(action) < before).then_some(terms)
    };
    assert_conserved(ActionKind::Rights, worth, 0.02);
    let nothing: Becomes = |action, before, after, _| (cash(action) >= before).then_some(after);
    let (plain, _) = changes(ActionKind::Rights, nothing);
    assert!(plain.len() >= 5 && median(plain).abs() < 0.04);
}

#[test]
fn a_part_taken_above_the_price_leaves_the_rest_below_it() {
    let rest: Becomes =
        |action, _, after, _| Some((1.0 - ratio(action)) * after + ratio(action) * cash(action));
    assert_conserved(ActionKind::Tender, rest, 0.0);
    assert_conserved(ActionKind::BuyBack, rest, 0.0);
}

#[test]
fn a_line_taken_over_ends_at_its_terms() {
    for kind in [ActionKind::Merger, ActionKind::Conversion] {
        let mut gaps = Vec::new();
        for action in FULL.actions(kind) {
            let Some(eve) = FULL.place(action.ex_date).map(|place| place - 1) else { continue };
            let Some(last) = FULL.close(action.security_id, eve) else { continue };
            let paper = action.other_security_id.map(|other| FULL.close(other, eve));
            let Some(paper) = paper.map_or(Some(0.0), |close| Some(close? * ratio(action))) else {
                continue;
            };
            let terms = paper + action.cash.map_or(0.0, |cash| cash.to_f64());
            gaps.push((terms / last).ln().abs());
        }
        assert!(gaps.len() > 10);
        let widest = gaps.iter().copied().fold(0.0, f64::max);
        assert!(widest < 0.06 && median(gaps) < 0.01, "{}: {widest}", kind.word());
    }
}
