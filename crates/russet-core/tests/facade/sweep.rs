//! A sweep gives the figures of the engine's own, for every combination of the values.

use russet_calc::sweep::{CapacityRule, SweepPlan, Variant, sweep};
use russet_core::{Methodology, SweepOptions, VariantFigures, rows};

use crate::support::Bench;

fn figures(bench: &Bench, options: &SweepOptions<'_>) -> Vec<VariantFigures> {
    rows(&bench.market.sweep(&bench.rules, options).unwrap()).unwrap()
}

#[test]
fn figures_are_those_of_each_variant_and_differences_those_from_the_base() {
    let bench = Bench::shared();
    let (path, widths) = ("breakpoints.20.half_width_percent", ["0", "5"]);
    let options = SweepOptions::new().vary(path, widths).indexes(["LARGE20", "small40"]);
    let found = figures(&bench, &options);
    let named = |name: &str, family: &Methodology| Variant {
        name: name.to_owned(),
        family: family.rules().clone(),
    };
    let mut variants = vec![named("base", &bench.rules)];
    for width in widths {
        variants.push(named(&format!("{path}={width}"), &bench.rules.with(path, width).unwrap()));
    }
    let plan = SweepPlan {
        indexes: vec!["LARGE20".to_owned(), "SMALL40".to_owned()],
        from: None,
        to: None,
        capacity: CapacityRule::default(),
    };
    let view = bench.market.view().unwrap();
    let expected = sweep(&view, &variants, &plan, &|_, _| {}).unwrap();
    assert_eq!(found.len(), expected.len());
    for (position, (found, swept)) in found.iter().zip(&expected).enumerate() {
        let of = swept.figures.unwrap();
        assert_eq!((&found.variant, &found.index_id), (&swept.variant, &swept.index));
        assert_eq!((found.first_session, found.last_session), (Some(of.from), Some(of.to)));
        assert_eq!(found.price_return_percent, Some(of.price_return));
        assert_eq!(found.total_return_percent, Some(of.total_return));
        assert_eq!(found.volatility_percent, Some(of.volatility));
        assert_eq!(found.turnover_percent, of.turnover);
        assert_eq!(found.members, Some(of.members));
        assert_eq!(found.capacity_millions, of.capacity.map(|capacity| capacity / 1e6));
        let base = expected_of_base(&expected, position);
        let difference = of.turnover.zip(base).map(|(turnover, base)| turnover - base);
        assert_eq!(found.turnover_difference, difference);
    }
}

/// The turnover of the same index in the base, for other variants.
fn expected_of_base(rows: &[russet_calc::sweep::Swept], position: usize) -> Option<f64> {
    (position >= 2).then(|| rows[position % 2].figures.unwrap().turnover).flatten()
}

#[test]
fn several_values_make_every_combination() {
    let bench = Bench::shared();
    let options = SweepOptions::new()
        .vary("breakpoints.20.half_width_percent", ["0", "5"])
        .vary("maintenance.absent_sessions", ["5", "9"]);
    let names: Vec<String> = figures(&bench, &options).into_iter().map(|row| row.variant).collect();
    let named = |width, sessions| {
        format!("breakpoints.20.half_width_percent={width} maintenance.absent_sessions={sessions}")
    };
    let expected = ["base".to_owned(), named(0, 5), named(0, 9), named(5, 5), named(5, 9)];
    assert_eq!(names, expected);
}
