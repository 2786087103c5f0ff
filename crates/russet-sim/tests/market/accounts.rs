//! Accounts and forecasts: how far back, how complete, how late.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{Fundamental, FundamentalMeasure as Measure, SecurityId};

use crate::panel::{FULL, LONG};

fn rows(measure: Measure) -> impl Iterator<Item = &'static Fundamental> {
    LONG.market.fundamentals.iter().filter(move |row| row.measure == measure)
}

#[test]
fn every_measure_is_there_known_after_its_period_and_not_too_many() {
    for measure in Measure::ALL {
        assert!(rows(measure).count() > 100, "{}", measure.word());
    }
    for row in LONG.market.fundamentals.iter().chain(&FULL.market.fundamentals) {
        assert!(row.known_at >= row.period_end && row.value.is_finite(), "{row:?}");
        let forecast = matches!(row.measure, Measure::Analysts | Measure::ForecastGrowth);
        assert!(forecast || row.known_at > row.period_end, "{row:?}");
    }
    // Ten years of 5,000 companies are to stay near 400,000 rows; this is a sample of them.
    let rows = LONG.market.fundamentals.len() * 5_000 / 400;
    assert!(rows < 410_000, "{rows} rows");
}

#[test]
fn sales_and_earnings_go_back_far_enough_for_growth_over_five_years() {
    for measure in [Measure::SalesPerShare, Measure::EarningsPerShare] {
        let mut quarters: BTreeMap<SecurityId, BTreeSet<Date>> = BTreeMap::new();
        for row in FULL.market.fundamentals.iter().filter(|row| row.measure == measure) {
            quarters.entry(row.security_id).or_default().insert(row.period_end);
        }
        let long = quarters.values().filter(|quarters| quarters.len() >= 24).count();
        assert!(long > 700, "{long} companies with six years of {}", measure.word());
        for quarters in quarters.values() {
            for pair in quarters.iter().collect::<Vec<_>>().windows(2) {
                let months = (pair[1].year() - pair[0].year()) * 12
                    + i16::from(pair[1].month() - pair[0].month());
                assert!(months > 0 && months % 3 == 0, "{pair:?}");
            }
        }
    }
}

#[test]
fn some_values_are_missing_late_corrected_or_negative() {
    let (mut quarters, mut late, mut corrected) = (BTreeMap::new(), 0, 0);
    for row in rows(Measure::SalesPerShare) {
        let first = quarters.insert((row.security_id, row.period_end), row);
        if let Some(first) = first {
            assert!(row.known_at > first.known_at && row.value != first.value);
            corrected += 1;
        } else {
            late += usize::from((row.known_at - row.period_end).get_days() > 120);
        }
    }
    assert!(late > 10 && corrected > 10, "{late} late, {corrected} corrected");
    let missing = quarters
        .keys()
        .zip(quarters.keys().skip(1))
        .filter(|(one, next)| one.0 == next.0 && (next.1 - one.1).get_days() > 100);
    assert!(missing.count() > 10);
    let books: Vec<f64> = rows(Measure::BookValue).map(|row| row.value).collect();
    let negative = books.iter().filter(|book| **book < 0.0).count() as f64 / books.len() as f64;
    assert!((0.01..0.15).contains(&negative), "{negative}");
}

#[test]
fn analysts_are_none_one_two_or_many() {
    let counts: Vec<f64> = rows(Measure::Analysts).map(|row| row.value).collect();
    for analysts in [0.0, 1.0, 2.0] {
        assert!(counts.contains(&analysts), "never {analysts}");
    }
    assert!(counts.iter().any(|count| *count > 10.0));
    let day = |row: &Fundamental| (row.security_id, row.period_end);
    let silent: BTreeSet<_> =
        rows(Measure::Analysts).filter(|row| row.value == 0.0).map(day).collect();
    assert!(rows(Measure::ForecastGrowth).all(|row| !silent.contains(&day(row))));
}
