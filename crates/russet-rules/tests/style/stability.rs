//! The stability score: quality from accounts, calm from prices.

use jiff::civil::{Date, date};
use russet_market::{
    Action, ActionKind, Calendar, Factor, FundamentalMeasure as Measure, PriceRow, Ratio,
    SecurityId,
};

use super::support::{Base, DAY, of};

/// The score that a reason tells.
fn told(base: &Base, number: u32) -> (f64, String) {
    let reason = of(&base.score(), number).reason();
    let (_, words) = reason.split_once("Stability score ").unwrap();
    let score = words.split(':').next().unwrap().parse().unwrap();
    (score, words.to_owned())
}

fn sessions() -> Vec<Date> {
    Calendar::nyse().sessions_between(date(2019, 3, 1), DAY).unwrap().to_vec()
}

/// Gives a line closes, by the place of the session.
fn trade(base: &mut Base, number: u32, close: impl Fn(usize) -> f64) {
    for (place, session) in sessions().iter().enumerate() {
        base.market.prices.push(PriceRow {
            date: *session,
            security_id: SecurityId(number),
            close: format!("{:.4}", close(place)).parse().unwrap(),
            volume: Some(1_000),
            reported_change_percent: None,
            reported_cap_cents: None,
        });
    }
}

/// Nothing known: a quarter of the range for everything, and the same for everybody.
#[test]
fn missing_indicators_stand_at_a_quarter() {
    let base = Base::of(2);
    let (score, words) = told(&base, 0);
    assert_eq!(score, 0.25);
    assert!(
        words.starts_with(
            "0.2500: quality 0.2500, calm of prices 0.2500; 25% of the range for what is missing: \
             debt to equity, return on assets, variability of earnings, weekly volatility, monthly \
             volatility; 50.00% defensive."
        ),
        "{words}"
    );
}

/// Debts of 1 and 3 to 1 rank 1 and 0, returns of 4 and 8 percent rank 0 and 1, earnings around 1 are
/// steadier than around 0.5: quality of (1 + 0 + 1) ÷ 3 and (0 + 1 + 0) ÷ 3, prices unknown.
#[test]
fn quality_by_hand() {
    let mut base = Base::of(4);
    for (number, (debt, income, earnings)) in
        [(10.0, 1.0, 1.0), (30.0, 2.0, 0.5)].iter().enumerate()
    {
        let number = number as u32;
        base.tell(number, Measure::BookValue, 10.0);
        base.tell(number, Measure::TotalDebt, *debt);
        base.tell(number, Measure::TotalAssets, 100.0);
        base.tell_quarters(number, Measure::PretaxIncome, &[*income; 4]);
        let swings: Vec<f64> =
            (0..20).map(|quarter| earnings + if quarter % 2 == 0 { 0.1 } else { -0.1 }).collect();
        base.tell_quarters(number, Measure::EarningsPerShare, &swings);
    }
    // Losses are the worst there is; an equity below zero tells nothing.
    base.tell_quarters(2, Measure::EarningsPerShare, &[-1.0; 20]);
    base.tell(3, Measure::BookValue, -10.0);
    base.tell(3, Measure::TotalDebt, 1.0);
    assert!(told(&base, 0).1.contains("quality 0.6667, calm of prices 0.2500"));
    assert!(told(&base, 1).1.contains("quality 0.3333, calm of prices 0.2500"));
    // (¼ + ¼ + 0) ÷ 3.
    let (_, words) = told(&base, 2);
    assert!(words.contains("quality 0.1667"), "{words}");
    assert!(!words.contains("variability of earnings"), "{words}");
    assert!(told(&base, 3).1.contains("missing: debt to equity"));
}

/// A line that stands still, one that swings, and one that stands still but was split: a split is no
/// move, so the first and the last share the upper places.
#[test]
fn calm_prices_are_defensive_and_a_split_is_no_move() {
    let mut base = Base::of(3);
    let split = date(2023, 9, 12);
    let place = sessions().iter().position(|session| *session == split).unwrap();
    trade(&mut base, 0, |_| 50.0);
    trade(&mut base, 1, |place| if place % 7 < 3 { 50.0 } else { 40.0 });
    trade(&mut base, 2, |at| if at < place { 60.0 } else { 20.0 });
    base.market.actions.push(Action {
        ratio: Some(Ratio::new(3, 1).unwrap()),
        ..Action::new(split, SecurityId(2), ActionKind::Split, "test")
    });
    for (number, calm) in [(0, "0.7500"), (1, "0.0000"), (2, "0.7500")] {
        let (_, words) = told(&base, number);
        assert!(words.contains(&format!("calm of prices {calm}")), "{words}");
        assert!(!words.contains("volatility"), "{words}");
    }
    assert_eq!(of(&base.score(), 1).dynamic, Factor::ONE);
}

/// Three years of prices are enough for weeks and not for months.
#[test]
fn a_young_line_has_no_monthly_volatility() {
    let mut base = Base::of(2);
    let first = date(2021, 6, 1);
    let sessions = sessions();
    trade(&mut base, 0, |place| if place % 2 == 0 { 10.0 } else { 11.0 });
    for session in sessions.iter().filter(|session| **session >= first) {
        base.market.prices.push(PriceRow {
            date: *session,
            security_id: SecurityId(1),
            close: "20".parse().unwrap(),
            volume: None,
            reported_change_percent: None,
            reported_cap_cents: None,
        });
    }
    let (_, words) = told(&base, 1);
    assert!(words.contains("monthly volatility") && !words.contains("weekly"), "{words}");
    // The calmest of two by weeks, and a quarter for the months.
    assert!(words.contains("calm of prices 0.6250"), "{words}");
}
