//! What is impossible.

use jiff::civil::date;
use russet_market::check::{FindingKind, check};
use russet_market::{ActionKind, SecurityVersion};

use FindingKind::Impossible;

use super::market::*;

#[test]
fn closes_while_the_exchange_was_shut_are_impossible() {
    let mut market = clean();
    market.prices.push(row(date(2024, 1, 6), 4, "10"));
    let message = "There is 1 day with closes though the exchange was shut.";
    assert_finds(&market, Impossible, message, "2024-01-06 (Saturday): 1 row");
}

#[test]
fn facts_of_securities_that_nothing_describes_are_impossible() {
    let mut market = clean();
    market.prices.push(row(last(), 99, "10"));
    let message = "There is 1 close of a security that nothing describes.";
    assert_finds(&market, Impossible, message, &format!("S99 {}", last()));

    let mut market = clean();
    market.shares.push(counted(99, FIRST, 1));
    let message = "There is 1 share count of a security that nothing describes.";
    assert_finds(&market, Impossible, message, &format!("S99 {FIRST}"));

    let mut market = clean();
    market.actions.push(action(99, FIRST, ActionKind::Delisting, None));
    let message = "There is 1 corporate action of a security that nothing describes.";
    assert_finds(&market, Impossible, message, &format!("S99 {FIRST}"));

    let mut market = clean();
    market.securities[4].first_session = sessions()[1];
    let message = "There is 1 close from before the first description of the security.";
    let example = format!("T4 {FIRST}: first described {}", sessions()[1]);
    assert_finds(&market, Impossible, message, &example);
}

#[test]
fn descriptions_that_overlap_or_run_backward_are_impossible() {
    let mut market = clean();
    let from = sessions()[8];
    market
        .securities
        .push(SecurityVersion { first_session: from, ..described(4, "NEW", "Company4 Inc.") });
    let message = "There is 1 description from a day on which the one before of the same security still holds.";
    let example = format!("NEW {from}: the one before holds until {}", last());
    assert_finds(&market, Impossible, message, &example);

    let mut market = clean();
    market.securities[4].last_session = date(2023, 12, 29);
    let message = "There is 1 description with an end before the beginning.";
    assert_finds(&market, Impossible, message, &format!("T4 {FIRST}: until 2023-12-29"));
}

#[test]
fn splits_without_a_ratio_and_counts_of_zero_are_impossible() {
    let mut market = clean();
    market.actions.push(action(4, FIRST, ActionKind::Split, None));
    let message = "There is 1 action whose terms make no sense, and no index applies.";
    let example = format!("T4 split {FIRST}: ratio: no new shares for old ones");
    assert_finds(&market, Impossible, message, &example);

    let mut market = clean();
    market.shares.push(counted(4, sessions()[8], 0));
    let example = format!("T4 {}", sessions()[8]);
    assert_finds(&market, Impossible, "There is 1 share count of zero.", &example);
}

#[test]
fn rows_that_are_there_twice_or_at_odds_are_impossible() {
    let mut market = clean();
    market.prices.push(row(FIRST, 4, "11"));
    let message = "There is 1 close of a security that has one on that day already.";
    assert_finds(&market, Impossible, message, &format!("S4 {FIRST}"));

    let mut market = clean();
    market.shares.push(counted(4, FIRST, 1_000_000));
    assert_eq!(check(&market).findings, []); // the same said twice
    market.shares.push(counted(4, FIRST, 1_000_001));
    let message = "There is 1 share count at odds with another one of the same day.";
    assert_finds(&market, Impossible, message, &format!("T4 {FIRST}"));
}

#[test]
fn lists_and_levels_known_before_their_day_are_impossible() {
    let mut market = clean();
    market.fund_lines[0].known_at = FIRST;
    let message = "There is 1 line of a fund's list known before the day itself.";
    assert_finds(&market, Impossible, message, &format!("IWM {}: T1, known {FIRST}", last()));

    let mut market = clean();
    market.index_levels[1].known_at = FIRST;
    let message = "There is 1 index level known before the day itself.";
    let example = format!("RUT {}: 2010.00, known {FIRST}", sessions()[1]);
    assert_finds(&market, Impossible, message, &example);
}

#[test]
fn a_line_that_nothing_describes_is_impossible_unless_it_is_yet_to_be_spun_off() {
    let mut market = clean();
    let ratio = russet_market::Ratio::new(1, 4).ok();
    let spin_off = action(4, last(), ActionKind::SpinOff, ratio);
    let other = Some(russet_market::SecurityId(99));
    market.actions.push(russet_market::Action { other_security_id: other, ..spin_off });
    let message = "There is 1 action with another line that nothing describes.";
    assert_finds(&market, Impossible, message, &format!("T4 spin_off {}: S99", last()));
    market.actions[0].ex_date = last().tomorrow().unwrap();
    assert_eq!(check(&market).findings, []);
}
