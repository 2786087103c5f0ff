//! Values from accounts, rates of exchange and committees' decisions.

use jiff::civil::{Date, date};
use russet_market::check::{FindingKind, check};
use russet_market::{
    CommitteeDecision, Currency, Fundamental, FundamentalMeasure, FxRate, SecurityId,
};

use FindingKind::{Impossible, Odd};

use super::market::*;

fn value(security: u32, known_at: Date, value: f64) -> Fundamental {
    Fundamental {
        security_id: SecurityId(security),
        measure: FundamentalMeasure::BookValue,
        period_end: date(2023, 12, 31),
        known_at,
        value,
        source: "a test".to_owned(),
    }
}

fn rate(day: Date, from: Currency, to: Currency, rate: &str) -> FxRate {
    let rate = rate.parse().unwrap();
    FxRate {
        date: day,
        currency_from: from,
        currency_to: to,
        rate,
        known_at: day,
        source: "a test".to_owned(),
    }
}

fn decision(security: u32, effective: Date) -> CommitteeDecision {
    CommitteeDecision {
        index_id: "BIG".to_owned(),
        effective_after_close: effective,
        security_id: SecurityId(security),
        enters: true,
        who: "The committee".to_owned(),
        why: "Size".to_owned(),
        known_at: effective,
        source: "a test".to_owned(),
    }
}

#[test]
fn accounts_are_of_a_line_and_known_after_their_period() {
    let mut market = clean();
    market.fundamentals.push(value(4, date(2024, 2, 1), 1e9));
    assert_eq!(check(&market).findings, []);

    market.fundamentals[0].known_at = date(2023, 12, 29);
    let message = "There is 1 value from accounts known before the end of its period.";
    assert_finds(&market, Impossible, message, "T4 book_value 2023-12-31: known 2023-12-29");

    market.fundamentals[0] = value(99, date(2024, 2, 1), 1e9);
    let message = "There is 1 value from accounts of a security that nothing describes.";
    assert_finds(&market, Impossible, message, "S99 book_value 2023-12-31");

    market.fundamentals = vec![value(4, date(2024, 2, 1), 1e9), value(4, date(2024, 2, 1), 2e9)];
    let message = "There is 1 value from accounts at odds with another one of the same day.";
    assert_finds(&market, Impossible, message, "T4 book_value 2023-12-31");
    market.fundamentals[1].known_at = date(2024, 2, 5); // a correction
    assert_eq!(check(&market).findings, []);
}

#[test]
fn rates_do_not_jump_and_lead_back_to_one() {
    let (dollar, yen) = (Currency::USD, Currency::JPY);
    let mut market = clean();
    market.fx.push(rate(date(2024, 1, 6), dollar, yen, "145")); // a Saturday
    market.fx.push(rate(date(2024, 1, 8), dollar, yen, "144"));
    market.fx.push(rate(date(2024, 1, 8), yen, dollar, "0.00694444"));
    assert_eq!(check(&market).findings, []);

    market.fx[2].rate = "0.0072".parse().unwrap();
    let message =
        "There is 1 rate of exchange at odds with that of the other way round on the same day.";
    // In canonical order the yen comes first.
    let example = "USD/JPY 2024-01-08: 144 one way, 0.0072 the other";
    assert_finds(&market, Impossible, message, example);

    market.fx.truncate(2);
    market.fx[1].rate = "1.44".parse().unwrap();
    let message = "There is 1 rate of exchange more than half above the one before, or less than \
                   two thirds of it.";
    assert_finds(&market, Odd, message, "USD/JPY 2024-01-08: 1.44 after 145");

    market.fx.truncate(1);
    market.fx[0].known_at = FIRST;
    let message = "There is 1 rate of exchange known before the day itself.";
    assert_finds(&market, Impossible, message, "USD/JPY 2024-01-06: known 2024-01-02");
}

#[test]
fn decisions_are_on_lines_that_exist_and_announced_in_time() {
    let mut market = clean();
    market.committee_decisions.push(decision(4, sessions()[3]));
    assert_eq!(check(&market).findings, []);

    market.committee_decisions[0].known_at = sessions()[4];
    let message = "There is 1 committee's decision announced after the day it holds from.";
    let example = format!("BIG {}: add T4: announced {}", sessions()[3], sessions()[4]);
    assert_finds(&market, Odd, message, &example);

    let message = "There is 1 committee's decision on a security that nothing describes by then.";
    market.committee_decisions = vec![decision(99, sessions()[3])];
    assert_finds(&market, Impossible, message, &format!("BIG {}: add S99", sessions()[3]));
    market.committee_decisions = vec![decision(4, date(2023, 12, 29))];
    assert_finds(&market, Impossible, message, "BIG 2023-12-29: add T4");
}
