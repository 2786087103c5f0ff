//! Markets of other countries: their sessions, their currencies.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use russet_market::check::{FindingKind, check};
use russet_market::{Calendar, Currency, FxRate, Market, Mic};

use FindingKind::{Impossible, Missing};

use super::market::*;

/// The clean market with twelve lines in London, whose days are weekdays but for a holiday there.
fn with_london() -> Market {
    let mut market = clean();
    let weekdays = Calendar::weekdays().sessions_between(FIRST, last()).unwrap();
    let (holiday, lines) = (sessions()[7], 100..112);
    for security in lines.clone() {
        // The first has the symbol of a line at home.
        let ticker = if security == 100 { "T4".to_owned() } else { format!("L{security}") };
        let mut line = described(security, &ticker, &format!("London{security} plc"));
        line.mic = Mic::Xlon;
        market.securities.push(line);
        market.shares.push(counted(security, FIRST, 1_000));
    }
    for (place, day) in weekdays.iter().enumerate().filter(|(_, day)| **day != holiday) {
        for security in lines.clone() {
            let close = ["5", "5.1", "5.2"][(place + security as usize) % 3];
            market.prices.push(row(*day, security, close));
        }
    }
    market.fx.extend(weekdays.iter().map(|day| pound(*day)));
    market.canonical();
    market
}

fn pound(day: Date) -> FxRate {
    FxRate {
        date: day,
        currency_from: Currency::GBP,
        currency_to: Currency::USD,
        rate: "1.27".parse().unwrap(),
        known_at: day,
        source: "a test".to_owned(),
    }
}

#[test]
fn weekdays_abroad_are_no_closes_on_a_holiday_and_holidays_abroad_no_thin_sessions() {
    let market = with_london();
    let martin_luther_king = date(2024, 1, 15);
    assert!(market.prices.iter().any(|row| row.date == martin_luther_king));
    assert_eq!(check(&market).findings, []);
    assert_eq!(russet_market::check::doubtful_sessions(&market), []);
}

#[test]
fn weekends_are_impossible_abroad_and_holidays_at_home() {
    let mut market = with_london();
    let saturday = date(2024, 1, 13);
    assert_eq!(saturday.weekday(), Weekday::Saturday);
    market.prices.push(row(saturday, 100, "5"));
    let message = "There is 1 day with closes though the exchange was shut.";
    assert_finds(&market, Impossible, message, "2024-01-13 (Saturday): 1 row");

    let mut market = with_london();
    market.prices.push(row(date(2024, 1, 15), 4, "10"));
    let finding = only(&market);
    assert_eq!(finding.message, message);
    assert_eq!(finding.examples, ["2024-01-15 (Martin Luther King Jr. Day): 1 row"]);
}

#[test]
fn a_currency_of_lines_needs_a_rate_unless_there_is_no_other() {
    let mut market = with_london();
    market.fx.clear();
    let message = "There is 1 currency of lines or payments without any rate of exchange.";
    assert_finds(&market, Missing, message, "GBP: 12 uses, such as T4");

    let at_home: Vec<u32> = (0..LINES).collect();
    market.securities.retain(|version| !at_home.contains(&version.security_id.0));
    market.shares.retain(|row| !at_home.contains(&row.security_id.0));
    market.fund_lines.clear();
    let rows: Vec<_> = market.prices.iter().collect();
    market.prices = Default::default();
    for row in rows.into_iter().filter(|row| !at_home.contains(&row.security_id.0)) {
        market.prices.push(row);
    }
    // The holiday of London is no session without closes: no other market says that it was one.
    assert_eq!(check(&market).findings, []);
}

#[test]
fn rates_are_carried_for_a_week_before_they_are_missed() {
    let mut market = with_london();
    let (carried, old) = (FIRST + 7.days(), FIRST + 8.days());
    market.fx.retain(|rate| rate.date == FIRST || rate.date > carried);
    assert_eq!(check(&market).findings, []);

    market.fx.retain(|rate| rate.date == FIRST || rate.date > old);
    let message = "There is 1 session of a currency without a rate of exchange of the week before.";
    let example = "GBP 2024-01-10: that of 2024-01-02, 8 days before";
    assert_finds(&market, Missing, message, example);

    market.fx.retain(|rate| rate.date > old);
    let finding = only(&market);
    assert_eq!(finding.examples[0], "GBP 2024-01-02: none yet");
}
