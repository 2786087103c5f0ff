//! Volatility, tails, clustering and correlation of returns.

use crate::measured::*;
use crate::panel::{FULL, LONG, correlation, deviation, kurtosis, mean, median};

#[test]
fn small_companies_are_more_volatile_than_large_ones() {
    let classes = [0..200, 200..500, 500..1_000, 1_000..2_000, 2_000..3_000, 3_000..4_000];
    let volatility: Vec<f64> = classes
        .into_iter()
        .map(|ranks| FULL.returns_of(0, ranks))
        .map(|lines| median(lines.iter().map(|line| deviation(line)).collect()))
        .collect();
    assert!(volatility.is_sorted(), "{volatility:?}");
    for (class, measured) in [0, 3, 5].into_iter().zip(VOLATILITY) {
        assert_near("volatility", volatility[class], measured, 1.25);
    }
}

#[test]
fn returns_have_fat_tails() {
    let large = FULL.returns_of(252, 0..1_000).concat();
    assert_near("excess kurtosis", kurtosis(&large) - 3.0, KURTOSIS, 1.5);
    let small = FULL.returns_of(252, 1_000..3_000).concat();
    let beyond = small.iter().filter(|change| change.abs() > 0.2).count();
    assert_near("beyond 20%", beyond as f64 / small.len() as f64, BEYOND_20_PERCENT, 1.6);
    let micro = FULL.returns_of(252, 3_000..4_000).concat();
    let half = micro.iter().filter(|change| change.abs() > 0.5).count();
    assert!(half > 0, "no return of a micro cap beyond 50%");
}

#[test]
fn two_large_companies_correlate_as_measured() {
    let full = FULL.returns_of(252, 0..200);
    let complete: Vec<&Vec<f64>> = full.iter().filter(|line| line.len() == 252).collect();
    let mut pairs = Vec::new();
    for (place, one) in complete.iter().enumerate() {
        pairs.extend(complete[..place].iter().map(|other| correlation(one, other)));
    }
    assert!(pairs.len() > 5_000);
    assert_near("mean correlation", mean(&pairs), CORRELATION, 1.2);
}

#[test]
fn the_market_is_volatile_in_clusters_and_grows_with_drawdowns() {
    let returns = LONG.market_returns();
    let volatility = deviation(&returns) * 252_f64.sqrt();
    assert_near("market volatility", volatility, MARKET_VOLATILITY, 1.1);
    assert!(kurtosis(&returns) > 4.0, "{}", kurtosis(&returns));
    assert!(kurtosis(&returns) < INDEX_KURTOSIS.1 * 2.0, "{}", kurtosis(&returns));
    let sizes: Vec<f64> = returns.iter().map(|change| change.abs()).collect();
    let clustering = correlation(&sizes[1..], &sizes[..sizes.len() - 1]);
    assert!((0.1..CLUSTERING.1 * 1.3).contains(&clustering), "{clustering}");
    let (mut level, mut peak, mut drawdown) = (1.0_f64, 1.0_f64, 0.0_f64);
    for change in &returns {
        level *= 1.0 + change;
        peak = peak.max(level);
        drawdown = drawdown.max(1.0 - level / peak);
    }
    let growth = level.powf(252.0 / returns.len() as f64) - 1.0;
    assert!((0.0..0.18).contains(&growth), "{growth}");
    assert!((0.12..0.60).contains(&drawdown), "{drawdown}");
}

#[test]
fn closes_are_in_ticks_and_changes_follow_them() {
    for row in LONG.market.prices.iter().step_by(97) {
        let tick = if row.close.nanos() < 1_000_000_000 { 100_000 } else { 10_000_000 };
        assert_eq!(row.close.nanos() % tick, 0);
        assert!(row.volume.is_some() && row.reported_cap_cents.is_none());
    }
}
