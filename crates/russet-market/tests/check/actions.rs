//! What corporate actions say that closes and other lines contradict.

use jiff::civil::Date;
use russet_market::check::{FindingKind, check};
use russet_market::{Action, ActionKind, Market, Ratio, SecurityId};

use FindingKind::{Impossible, Missing, Odd};

use super::market::*;

/// A clean market with one action of T4, whose closes before it are near 10.
fn with(kind: ActionKind, ex_date: Date, terms: impl Fn(&mut Action)) -> Market {
    let mut market = clean();
    let mut action = action(4, ex_date, kind, None);
    terms(&mut action);
    market.actions.push(action);
    market
}

fn cash(text: &'static str) -> impl Fn(&mut Action) {
    move |action| action.cash = Some(text.parse().unwrap())
}

/// So many shares of another line.
fn shares_of(other: u32) -> impl Fn(&mut Action) {
    move |action| {
        action.ratio = Ratio::new(1, 2).ok();
        action.other_security_id = Some(SecurityId(other));
    }
}

/// The market without the closes of some lines.
fn without(market: &Market, left_out: impl Fn(u32, Date) -> bool) -> Market {
    let mut market = market.clone();
    let rows: Vec<_> = market.prices.iter().collect();
    market.prices = Default::default();
    for row in rows.into_iter().filter(|row| !left_out(row.security_id.0, row.date)) {
        market.prices.push(row);
    }
    market
}

#[test]
fn a_dividend_is_held_against_the_close_before_its_day_and_no_other() {
    let day = sessions()[8];
    let message = "There is 1 action of as much money a share as the close before, or more.";
    let market = with(ActionKind::SpecialDividend, day, cash("10.5"));
    let example = format!("T4 special_dividend {day}: 10.5, the close before 10.2");
    assert_finds(&market, Odd, message, &example);
    assert_eq!(check(&with(ActionKind::SpecialDividend, day, cash("9.9"))).findings, []);

    // What the line is worth at last does not matter: here it falls by the dividend.
    let falls = |market: &Market| {
        let mut market = market.clone();
        let rows: Vec<_> = market.prices.iter().collect();
        market.prices = Default::default();
        for row in rows {
            let fallen = row.security_id.0 == 4 && row.date >= day;
            let close = if fallen { "3".parse().unwrap() } else { row.close };
            market.prices.push(russet_market::PriceRow { close, ..row });
        }
        market
    };
    assert_eq!(check(&falls(&with(ActionKind::SpecialDividend, day, cash("7")))).findings, []);
    // After the last close the last one is the one before.
    let later = jiff::civil::date(2024, 12, 2);
    let market = with(ActionKind::OrdinaryDividend, later, cash("11"));
    assert_eq!(only(&market).message, message);
    // Yen say nothing beside dollars, but need a rate.
    let yen = with(ActionKind::OrdinaryDividend, day, |action| {
        cash("1500")(action);
        action.cash_currency = Some(russet_market::Currency::JPY);
    });
    let message = "There is 1 currency of lines or payments without any rate of exchange.";
    assert_finds(
        &yen,
        Missing,
        message,
        &format!("JPY: 1 use, such as T4 ordinary_dividend {day}"),
    );
}

#[test]
fn bids_far_above_the_close_before_are_odd() {
    let day = sessions()[8];
    let tender = |price: &'static str| {
        with(ActionKind::Tender, day, move |action| {
            cash(price)(action);
            action.ratio = Ratio::new(1, 5).ok();
        })
    };
    let message = "There is 1 action at more than twice the close before.";
    assert_finds(
        &tender("25"),
        Odd,
        message,
        &format!("T4 tender {day}: 25, the close before 10.2"),
    );
    assert_eq!(check(&tender("15")).findings, []);
}

#[test]
fn what_ends_a_line_leaves_no_closes() {
    for kind in [ActionKind::Merger, ActionKind::Bankruptcy, ActionKind::Delisting] {
        let day = sessions()[20];
        let market = with(kind, day, cash("10"));
        let message = "There is 1 action at the end of a line, with closes on that day or later.";
        let example = format!("T4 {} {day}: closes until {}", kind.word(), last());
        assert_finds(&market, Odd, message, &example);
        let ended = without(&market, |line, date| line == 4 && date >= day);
        assert_eq!(check(&ended).findings, []);
    }
}

#[test]
fn the_other_line_is_described_and_has_closes_when_they_are_needed() {
    let day = sessions()[20];
    let market = with(ActionKind::SpinOff, day, shares_of(99));
    let message = "There is 1 action with another line that nothing describes.";
    assert_finds(&market, Impossible, message, &format!("T4 spin_off {day}: S99"));

    let market = with(ActionKind::SpinOff, day, shares_of(5));
    assert_eq!(check(&market).findings, []);
    let unborn = without(&market, |line, date| line == 5 && date >= day);
    let message = "There is 1 spin-off of a line that never trades afterwards.";
    assert_finds(&unborn, Missing, message, &format!("T4 spin_off {day}: T5"));

    let market = with(ActionKind::Merger, day, shares_of(5));
    let market = without(&market, |line, date| line == 4 && date >= day);
    assert_eq!(check(&market).findings, []);
    let unpriced = without(&market, |line, date| line == 5 && date >= sessions()[4]);
    let message = "There is 1 action for shares of a line without a close within 10 days of the \
                   ex-date.";
    assert_finds(&unpriced, Missing, message, &format!("T4 merger {day}: T5"));
}

#[test]
fn a_suspended_line_does_not_trade() {
    let mut market = with(ActionKind::Suspension, sessions()[10], |_| {});
    market.actions.push(action(4, sessions()[12], ActionKind::Resumption, None));
    let message = "There is 1 security with trades while suspended.";
    let first = sessions()[10];
    assert_finds(&market, Odd, message, &format!("T4: 2 times from {first} on"));

    let mut quiet = market.clone();
    quiet.prices = Default::default();
    let before = market
        .prices
        .iter()
        .find(|row| (row.security_id, row.date) == (SecurityId(4), sessions()[9]));
    for row in market.prices.iter() {
        let suspended = row.security_id.0 == 4 && (first..sessions()[12]).contains(&row.date);
        let (close, volume) = match suspended {
            true => (before.unwrap().close, Some(0)),
            false => (row.close, row.volume),
        };
        quiet.prices.push(russet_market::PriceRow { close, volume, ..row });
    }
    assert_eq!(check(&quiet).findings, []);
}

#[test]
fn a_stock_dividend_explains_a_jump_as_a_split_does() {
    let day = sessions()[8];
    let mut market = with_closes(|place, row| {
        let fallen = row.security_id.0 == 4 && place >= 8;
        let close = if fallen { "1".parse().unwrap() } else { row.close };
        Some(russet_market::PriceRow { close, ..row })
    });
    assert_eq!(only(&market).topic, "jumps");
    market.actions.push(action(4, day, ActionKind::StockDividend, Ratio::new(10, 1).ok()));
    assert_eq!(check(&market).findings, []);
}

#[test]
fn further_actions_of_a_day_and_corrections_are_no_contradiction() {
    let day = sessions()[8];
    let dividend = |cash: &'static str, sequence: u16, known_at: Date| {
        let mut action = action(4, day, ActionKind::OrdinaryDividend, None);
        action.cash = Some(cash.parse().unwrap());
        Action { sequence, known_at, ..action }
    };
    let (early, late) = (sessions()[2], sessions()[4]);
    // The first version pays more than the close: a typing error that was corrected.
    let rows = [dividend("60", 0, early), dividend("0.6", 0, late), dividend("0.5", 1, early)];
    let mut market = clean();
    market.actions.extend(rows);
    market.canonical();
    let report = check(&market);
    assert_eq!(report.findings, []);
    assert_eq!(report.coverage.actions[&ActionKind::OrdinaryDividend], 2);

    let mut twice = market.clone();
    twice.actions.push(dividend("0.4", 1, early));
    let message = "There is 1 corporate action at odds with another one of the same day.";
    assert_finds(&twice, Impossible, message, &format!("T4 {day}"));

    market.actions.push(dividend("20", 1, late));
    let message = "There is 1 action of as much money a share as the close before, or more.";
    let example = format!("T4 ordinary_dividend {day} (sequence 1): 20, the close before 10.2");
    assert_finds(&market, Odd, message, &example);
}

#[test]
fn suspensions_and_resumptions_that_change_nothing_are_odd() {
    let days = &sessions()[20..];
    let with = |kinds: &[ActionKind]| {
        let mut market = without(&clean(), |line, day| line == 4 && day >= days[0]);
        for (kind, day) in kinds.iter().zip(days) {
            market.actions.push(action(4, *day, *kind, None));
        }
        market
    };
    let (suspension, resumption) = (ActionKind::Suspension, ActionKind::Resumption);
    let said = |kinds: &[ActionKind]| -> Vec<String> {
        let found = check(&with(kinds)).findings.into_iter();
        found.filter(|one| one.topic == "actions").map(|one| one.message).collect()
    };
    assert_eq!(said(&[suspension, resumption, suspension]), [""; 0]);
    let again = "There is 1 suspension of a security that is suspended already.";
    assert_eq!(said(&[suspension, suspension]), [again]);
    let nothing = "There is 1 resumption of a security that is not suspended.";
    assert_eq!(said(&[resumption, suspension]), [nothing]);
}
