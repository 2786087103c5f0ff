//! Variants of a methodology, with the real binary on a small simulated market.

use crate::support::{Built, column};

const SWEEP: &str = "sweep --market {market} --methodology {family} --format csv";

/// The figures of the base variant are those of the run that `russet build` makes.
#[test]
fn the_base_variant_is_the_run() {
    let built = Built::shared();
    let said = built.ok(&format!("{SWEEP} --indexes R1000,R2000"));
    for (place, index) in ["R1000", "R2000"].into_iter().enumerate() {
        let levels = built.ok(&format!("levels --run {{run}} --index {index} --format csv")).out;
        let days = column(&levels, "date");
        let (first, last) = (days[0].as_str(), days.last().unwrap().as_str());
        assert!(said.err.contains(&format!("figures from {first} to {last}")), "{}", said.err);
        let days: f64 = (last.parse::<jiff::civil::Date>().unwrap()
            - first.parse::<jiff::civil::Date>().unwrap())
        .get_days()
        .into();
        for (of_level, of_sweep) in
            [("price_return", "price_return_percent"), ("total_return", "total_return_percent")]
        {
            let values: Vec<f64> =
                column(&levels, of_level).iter().map(|text| text.parse().unwrap()).collect();
            let growth: f64 = values.last().unwrap() / values[0];
            let expected = (growth.powf(365.25 / days) - 1.0) * 100.0;
            let found: f64 = column(&said.out, of_sweep)[place].parse().unwrap();
            // Levels are printed with six decimals.
            assert!((found - expected).abs() < 1e-6, "{index} {of_level}: {found}, not {expected}");
        }
        let lines: Vec<f64> =
            column(&levels, "constituents").iter().map(|text| text.parse().unwrap()).collect();
        let mean = lines.iter().sum::<f64>() / lines.len() as f64;
        let found: f64 = column(&said.out, "members")[place].parse().unwrap();
        assert!((found - mean).abs() < 1e-9, "{index}: {found} members, not {mean}");
    }
}

/// A variant whose value is the methodology's own differs in nothing, whatever is shared; without a band
/// more is traded at the cut.
#[test]
fn every_combination_is_a_row_and_the_same_rules_are_the_same_index() {
    let line = format!(
        "{SWEEP} --indexes R1000 --vary breakpoints.100.half_width_percent=0,2.5 \
         --vary maintenance.share_information_days=35,20"
    );
    let built = Built::shared();
    let out = built.ok(&line).out;
    let named = |band: &str, days: &str| {
        format!(
            "breakpoints.100.half_width_percent={band} maintenance.share_information_days={days}"
        )
    };
    let names = [
        "base".to_owned(),
        named("0", "35"),
        named("0", "20"),
        named("2.5", "35"),
        named("2.5", "20"),
    ];
    assert_eq!(column(&out, "variant"), names);
    for figure in
        ["price_return_percent", "volatility_percent", "turnover_percent", "capacity_millions"]
    {
        let all = column(&out, figure);
        assert_eq!(all[0], all[3], "{figure} of the same rules");
    }
    let turnover: Vec<f64> =
        column(&out, "turnover_percent").iter().map(|text| text.parse().unwrap()).collect();
    assert!(turnover[1] >= turnover[0], "a band spares trades: {turnover:?}");
    assert_eq!(column(&out, "turnover_difference")[0], "", "the base is not compared with itself");
    assert_eq!(built.ok(&line).out, out, "the same bytes again");
}

#[test]
fn a_path_or_a_value_that_fits_nothing_is_refused_with_a_hint() {
    let built = Built::shared();
    for (line, told) in [
        ("--vary breakpoints.999.half_width_percent=1", "one of 10, 20, 50, 100"),
        ("--vary brakes.1000.rank=1", "there is no 'brakes'"),
        ("--vary maintenance.absent_sessions=often", "is no whole number"),
        ("--vary breakpoints.100.half_width_percent=wide", "variant"),
        ("--indexes R2001", "it has R3000E, R3000"),
    ] {
        let error = built.fails(&format!("{SWEEP} {line}"));
        assert!(error.contains(told) && error.contains("hint"), "{line}: {error}");
    }
}
