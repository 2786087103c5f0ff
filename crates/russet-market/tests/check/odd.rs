//! What is odd.

use jiff::civil::date;
use russet_market::check::{DoubtReason, DoubtfulSession, FindingKind, check, doubtful_sessions};
use russet_market::{ActionKind, Calendar, Mic, PriceRow, Ratio, SecurityVersion, Ticker};

use FindingKind::{Missing, Odd};

use super::market::*;

#[test]
fn a_session_that_repeats_the_one_before_is_odd_and_its_changes_are_not_held_against_it() {
    let market = with_closes(|place, row| {
        let up = (place.min(9) + place.saturating_sub(10) + row.security_id.0 as usize)
            .is_multiple_of(2);
        let close = if up { "10.1" } else { "10" }.parse().unwrap();
        let reported_change_percent = (place == 10).then_some(40.0);
        Some(PriceRow { close, reported_change_percent, ..row })
    });
    let message =
        "There is 1 session of a market where most closes are those of the session before.";
    let example = format!("NASDAQ {}: 20 of 20 lines that usually move", sessions()[10]);
    assert_finds(&market, Odd, message, &example);
    assert_eq!(doubtful_sessions(&market), [doubtful(10, DoubtReason::Stale)]);
}

fn doubtful(place: usize, reason: DoubtReason) -> DoubtfulSession {
    let known_at = sessions()[place + usize::from(reason == DoubtReason::NotFinal)];
    DoubtfulSession { date: sessions()[place], mic: Mic::Xnas, reason, known_at }
}

#[test]
fn changes_that_start_from_other_closes_put_the_session_before_in_doubt_unless_they_span_two() {
    let reported = |change: &dyn Fn(u32) -> f64| {
        with_closes(|place, row| {
            let reported_change_percent = (place == 10).then(|| change(row.security_id.0));
            Some(PriceRow { reported_change_percent, ..row })
        })
    };
    let nowhere = doubtful_sessions(&reported(&|_| 12.0));
    assert_eq!(nowhere, [doubtful(9, DoubtReason::NotFinal)]);

    // The closes of three sessions in a row are 10, 10.1 and 10.2, from another one for each line.
    let close = |place: usize| [10.0, 10.1, 10.2][place % 3];
    let over_two = |line: u32| 100.0 * (close(10 + line as usize) / close(8 + line as usize) - 1.0);
    let spanning = reported(&over_two);
    assert_eq!(doubtful_sessions(&spanning), []);
    assert_eq!(only(&spanning).kind, Odd);
    assert_eq!(doubtful_sessions(&clean()), []);
}

#[test]
fn a_session_whose_changes_start_from_other_closes_is_odd() {
    let mut market = with_closes(|place, row| {
        let reported_change_percent = (place == 10).then_some(12.0);
        Some(PriceRow { reported_change_percent, ..row })
    });
    let message = "There is 1 session of a market where many reported changes do not start from \
                   the closes of the session before.";
    let example = format!("NASDAQ {}: 20 of 20 reported changes", sessions()[10]);
    assert_finds(&market, Odd, message, &example);

    let rows: Vec<PriceRow> = market.prices.iter().collect();
    market.prices = Default::default();
    for row in rows.into_iter().filter(|row| row.date != sessions()[9]) {
        market.prices.push(row);
    }
    assert_eq!(only(&market).kind, Missing); // the closes they start from are missing
}

#[test]
fn jumps_are_odd_unless_a_split_explains_them() {
    let change = |place, row: PriceRow| {
        let tenfold = row.security_id.0 == 4 && place >= 8;
        let close = if tenfold { "101".parse().unwrap() } else { row.close };
        Some(PriceRow { close, ..row })
    };
    let mut market = with_closes(change);
    let message = "There is 1 close more than 5 times the close before or less than a fifth of it, \
                   splits recorded allowed for.";
    let example = format!("T4 {}: 101 after 10.2", sessions()[8]);
    assert_finds(&market, Odd, message, &example);

    market.actions.push(action(4, sessions()[8], ActionKind::Split, Ratio::new(1, 10).ok()));
    assert_eq!(check(&market).findings, []);
}

#[test]
fn a_reported_change_that_the_closes_contradict_is_odd_unless_a_split_explains_it() {
    let change = |place, row: PriceRow| {
        let halved = row.security_id.0 == 4 && place >= 8;
        let close = if halved { "5".parse().unwrap() } else { row.close };
        let reported_change_percent = (row.security_id.0 == 4 && place == 8).then_some(0.0);
        Some(PriceRow { close, reported_change_percent, ..row })
    };
    let mut market = with_closes(change);
    let message = "There is 1 close with a reported change far from that of the closes, splits \
                   recorded allowed for.";
    let example = format!("T4 {}: -51.0% by the closes, +0.0% reported", sessions()[8]);
    assert_finds(&market, Odd, message, &example);

    market.actions.push(action(4, sessions()[8], ActionKind::Split, Ratio::new(2, 1).ok()));
    assert_eq!(check(&market).findings, []);
}

#[test]
fn share_counts_that_jump_are_odd_unless_a_split_explains_them() {
    let mut market = clean();
    market.shares.push(counted(4, sessions()[8], 3_000_000));
    let message = "There is 1 share count more than half above or below the one before, splits \
                   recorded allowed for.";
    let example = format!("T4 {}: 3000000 after 1000000", sessions()[8]);
    assert_finds(&market, Odd, message, &example);

    let mut market = with_closes(|place, row| {
        let close = if row.security_id.0 == 4 && place >= 8 { "3.4" } else { return Some(row) };
        Some(PriceRow { close: close.parse().unwrap(), ..row })
    });
    market.shares.push(counted(4, sessions()[8], 3_000_000));
    market.actions.push(action(4, sessions()[8], ActionKind::Split, Ratio::new(3, 1).ok()));
    assert_eq!(check(&market).findings, []);
}

#[test]
fn two_securities_with_one_ticker_on_a_day_are_odd() {
    let mut market = clean();
    market.securities[5].ticker = Ticker::new("T4").unwrap();
    let example = format!("T4 {FIRST}: Company4 Inc. and Company5 Inc.");
    let message = "There is 1 ticker of two securities on the same day.";
    assert_finds(&market, Odd, message, &example);

    market.securities[5].first_session = date(2024, 1, 10);
    market.securities[4].last_session = date(2024, 1, 9);
    let topics: Vec<&str> = check(&market).findings.iter().map(|found| found.topic).collect();
    assert_eq!(topics, ["closes"]); // its closes from before its description, and no ticker
}

#[test]
fn a_name_that_changes_altogether_under_one_ticker_is_odd() {
    let renamed = |name: &str, ticker: &str| {
        let mut market = clean();
        market.securities[4].last_session = sessions()[7];
        let from = sessions()[8];
        market
            .securities
            .push(SecurityVersion { first_session: from, ..described(4, ticker, name) });
        market
    };
    let message = "There is 1 security with a name that shares no word with the one before under \
                   the same ticker.";
    let example = format!("T4 {}: Another Corp. after Company4 Inc.", sessions()[8]);
    assert_finds(&renamed("Another Corp.", "T4"), Odd, message, &example);
    assert_eq!(check(&renamed("Company4 Holdings", "T4")).findings, []);
    assert_eq!(check(&renamed("Another Corp.", "NEW")).findings, []);
}

#[test]
fn no_volume_for_long_and_closes_below_a_cent_are_odd() {
    let market = with_closes(|place, row| {
        let quiet = row.security_id.0 == 4 && place < 25;
        Some(PriceRow { volume: (!quiet).then_some(1).or(Some(0)), ..row })
    });
    let message = "There is 1 security without any volume for 20 closes in a row or more.";
    let example = format!("T4 {}: no trade in 25 closes up to then", sessions()[24]);
    assert_finds(&market, Odd, message, &example);

    let market = with_closes(|place, row| {
        let up = (place + 1).is_multiple_of(2);
        let close = if row.security_id.0 == 4 && up { "0.008" } else { "0.01" };
        let cheap = row.security_id.0 == 4;
        Some(if cheap { PriceRow { close: close.parse().unwrap(), ..row } } else { row })
    });
    let message = "There is 1 security with a close below 1 cent.";
    assert_finds(&market, Odd, message, &format!("T4 {}: 0.008", sessions()[1]));
}

#[test]
fn index_levels_that_are_suspect_or_jump_are_odd() {
    let mut market = clean();
    market.index_levels.push(level(sessions()[2], "2020", true));
    let message = "There is 1 index level that the source itself doubts.";
    assert_finds(&market, Odd, message, &format!("RUT {}: 2020.00", sessions()[2]));

    let mut market = clean();
    market.index_levels.push(level(sessions()[2], "2400", false));
    market.index_levels.push(level(date(2025, 1, 2), "9000", false));
    let message = "There is 1 index level more than 10% away from the one before.";
    assert_finds(&market, Odd, message, &format!("RUT {}: 2400.00 after 2010.00", sessions()[2]));
}

#[test]
fn closes_outside_the_calendar_are_odd_and_stop_nothing() {
    let mut market = clean();
    market.securities[4].first_session = date(1970, 1, 2);
    market.prices.push(row(date(1970, 1, 2), 4, "10"));
    let report = check(&market);
    let days = report.of(Odd).next().unwrap();
    assert_eq!(days.message, "There is 1 day with closes outside the years of the calendar.");
}

#[test]
fn closes_after_a_delisting_are_odd() {
    let mut market = clean();
    market.actions.push(action(4, last(), ActionKind::Delisting, None));
    let message = "There is 1 action at the end of a line, with closes on that day or later.";
    let example = format!("T4 delisting {}: closes until {}", last(), last());
    assert_finds(&market, Odd, message, &example);
    market.actions[0].ex_date = Calendar::nyse().next_session(last()).unwrap();
    assert_eq!(check(&market).findings, []);
}
