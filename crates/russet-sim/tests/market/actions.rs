//! Corporate actions: each kind, its terms and dates, and what follows it.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use russet_market::{Action, ActionKind, SecurityId, ShareCount};

use crate::measured::{DIVIDEND_YIELD, assert_near};
use crate::panel::{FULL, LONG};

#[test]
fn every_kind_occurs_with_terms_that_make_sense() {
    for kind in ActionKind::ALL {
        let count = FULL.actions(kind).count();
        assert!(count >= 10, "{count} of {}", kind.word());
    }
    for action in FULL.market.actions.iter().chain(&LONG.market.actions) {
        assert_eq!(action.fault(), None, "{action:?}");
    }
    let ends = |kind, priced| FULL.actions(kind).any(|action| action.cash.is_some() == priced);
    for kind in [ActionKind::Bankruptcy, ActionKind::Delisting] {
        assert!(ends(kind, true) && ends(kind, false));
    }
    let pays = |cash: bool, shares: bool| {
        FULL.actions(ActionKind::Merger)
            .filter(|action| {
                action.cash.is_some() == cash && action.other_security_id.is_some() == shares
            })
            .count()
    };
    assert!(pays(true, false) > 50 && pays(false, true) > 20 && pays(true, true) > 10);
}

#[test]
fn most_actions_are_known_before_and_a_few_late() {
    for kind in ActionKind::ALL {
        let (mut late, mut count) = (0.0, 0.0);
        for action in FULL.actions(kind) {
            let days = (action.ex_date - action.known_at).get_days();
            assert!((-14..=60).contains(&days), "{action:?}");
            count += 1.0;
            late += f64::from(u8::from(action.known_at >= action.ex_date));
        }
        assert!(late / count < 0.5, "{late} of {count} {}", kind.word());
    }
    let late = |kind| FULL.actions(kind).filter(|action| action.known_at > action.ex_date).count();
    assert!(late(ActionKind::OrdinaryDividend) > 0 && late(ActionKind::Merger) > 0);
    let late = FULL.market.actions.iter().filter(|action| action.known_at >= action.ex_date);
    let part = late.count() as f64 / FULL.market.actions.len() as f64;
    assert!((0.001..0.03).contains(&part), "{part}");
}

#[test]
fn lines_that_end_have_no_closes_afterwards() {
    use ActionKind::{Bankruptcy, Conversion, Delisting, Merger};
    for kind in [Bankruptcy, Conversion, Delisting, Merger] {
        for action in FULL.actions(kind) {
            let Some(place) = FULL.place(action.ex_date) else { continue };
            let closes = FULL.closes_within(action.security_id, place..FULL.sessions.len());
            assert_eq!(closes, 0, "{action:?}");
        }
    }
}

#[test]
fn suspended_lines_have_no_closes_until_they_resume_and_some_never_do() {
    let mut resumed: BTreeMap<SecurityId, Vec<Date>> = BTreeMap::new();
    for action in FULL.actions(ActionKind::Resumption) {
        resumed.entry(action.security_id).or_default().push(action.ex_date);
    }
    let (mut ended, mut never) = (0, 0);
    for action in FULL.actions(ActionKind::Suspension) {
        let Some(from) = FULL.place(action.ex_date) else { continue };
        let until = resumed.get(&action.security_id).into_iter().flatten();
        let until = until.copied().filter(|day| *day > action.ex_date).min();
        let end = until.and_then(|day| FULL.place(day)).unwrap_or(FULL.sessions.len());
        assert_eq!(FULL.closes_within(action.security_id, from..end), 0, "{action:?}");
        assert!(FULL.closes_within(action.security_id, from.saturating_sub(10)..from) > 0);
        match until {
            Some(_) => {
                ended += 1;
                let after = end..(end + 10).min(FULL.sessions.len());
                // At the end of the sessions a resumption is announced and not yet there.
                assert!(after.is_empty() || FULL.closes_within(action.security_id, after) > 0);
            }
            None => never += 1,
        }
    }
    assert!(ended > 10 && never > 5, "{ended} {never}");
}

/// The counts of a line that take effect within a number of days after one.
fn counts_after(security: SecurityId, day: Date, days: i32) -> Vec<&'static ShareCount> {
    let until = day.saturating_add(days.days());
    let counts = FULL.market.shares.iter().filter(|count| count.security_id == security);
    counts.filter(|count| (day..=until).contains(&count.effective_date)).collect()
}

fn count_before(security: SecurityId, day: Date) -> Option<&'static ShareCount> {
    let mut counts = FULL.market.shares.iter().filter(|count| count.security_id == security);
    counts.rfind(|count| count.effective_date < day)
}

/// The part of some actions after which a figure of their line's counts rises.
fn part_followed<'a>(
    actions: impl Iterator<Item = &'a Action>,
    line: impl Fn(&Action) -> SecurityId,
    figure: impl Fn(&ShareCount) -> f64,
) -> f64 {
    let last = FULL.sessions.last().unwrap().saturating_sub(60.days());
    let (mut followed, mut count) = (0.0, 0.0);
    for action in actions.filter(|action| action.ex_date < last).take(60) {
        let Some(before) = count_before(line(action), action.ex_date) else { continue };
        let after = counts_after(line(action), action.ex_date, 45);
        count += 1.0;
        followed += f64::from(u8::from(after.iter().any(|row| figure(row) > figure(before))));
    }
    assert!(count > 15.0);
    followed / count
}

#[test]
fn new_shares_and_floats_are_counted_after_what_made_them() {
    let shares = |count: &ShareCount| count.shares_outstanding.to_f64();
    let float = |count: &ShareCount| count.free_float.unwrap().to_f64();
    let own = |action: &Action| action.security_id;
    // A failure or a halt soon after leaves a few uncounted.
    let primary = part_followed(FULL.actions(ActionKind::PrimaryOffering), own, shares);
    assert!(primary > 0.9, "{primary}");
    let secondary = part_followed(FULL.actions(ActionKind::SecondaryOffering), own, float);
    assert!(secondary > 0.95, "{secondary}");
    let paid = FULL.actions(ActionKind::Merger).filter(|action| action.other_security_id.is_some());
    let bidder = part_followed(paid, |action| action.other_security_id.unwrap(), shares);
    assert!(bidder > 0.85, "{bidder}");
    let subscribed = FULL.actions(ActionKind::Rights).filter(|action| {
        let eve = FULL.place(action.ex_date).and_then(|place| place.checked_sub(1));
        let close = eve.and_then(|eve| FULL.close(action.security_id, eve));
        close.is_some_and(|close| close > action.cash.unwrap().to_f64())
    });
    let rights = part_followed(subscribed, own, shares);
    assert!(rights > 0.85, "{rights}");
}

#[test]
fn offerings_lie_on_both_sides_of_the_sizes_that_rules_name() {
    for kind in [ActionKind::PrimaryOffering, ActionKind::SecondaryOffering] {
        let (mut tiny, mut middle, mut huge) = (0, 0, 0);
        for action in FULL.actions(kind) {
            match action.cash.unwrap().to_f64() * action.shares_sold.unwrap().to_f64() {
                size if size < 0.25e9 => tiny += 1,
                size if size < 1.0e9 => middle += 1,
                _ => huge += 1,
            }
        }
        assert!(tiny > 50 && middle > 20 && huge > 10, "{} {tiny} {middle} {huge}", kind.word());
    }
}

#[test]
fn dividends_yield_what_the_market_does() {
    let mut shares: BTreeMap<SecurityId, f64> = BTreeMap::new();
    for count in FULL.market.shares.iter().filter(|count| count.effective_date.year() < 2023) {
        shares.insert(count.security_id, count.shares_outstanding.to_f64());
    }
    let paid: f64 = FULL
        .actions(ActionKind::OrdinaryDividend)
        .filter(|action| action.ex_date.year() == 2022)
        .filter(|action| FULL.common.contains_key(&action.security_id))
        .map(|action| action.cash.unwrap().to_f64() * shares[&action.security_id])
        .sum();
    let caps: f64 = FULL.caps(378).into_iter().map(|cap| cap.1).sum();
    assert_near("dividend yield", paid / caps, DIVIDEND_YIELD, 1.25);
}
