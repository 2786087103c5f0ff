//! The composite value score, its variables, and what stands in for missing ones.

use jiff::civil::date;
use russet_market::{Action, ActionKind, Factor, FundamentalMeasure as Measure, Ratio, SecurityId};

use super::support::{Base, composites, of};

/// Twenty-four quarters of sales a share that grow by so much a year.
fn sales(growth: f64) -> Vec<f64> {
    (0..24).map(|quarter| (1.0 + growth).powi(quarter / 4)).collect()
}

/// Books of 10, 20 and 30 rank 0, ½ and 1; forecasts of 30, 20 and 10 percent rank 0, ½ and 1 from the
/// other end; sales of nobody are neutral: 0 + 0 + ⅛, ½, ½ + ¼ + ⅛.
#[test]
fn a_composite_is_the_weighted_mean_of_places() {
    let mut base = Base::of(3);
    for (number, (book, forecast)) in [(10.0, 30.0), (20.0, 20.0), (30.0, 10.0)].iter().enumerate()
    {
        base.tell(number as u32, Measure::BookValue, *book);
        base.tell(number as u32, Measure::ForecastGrowth, *forecast);
    }
    let scores = base.score();
    assert_eq!(composites(&scores), [0.125, 0.5, 0.875]);
    let values: Vec<Factor> = scores.values().map(|score| score.value).collect();
    assert_eq!(values, [Factor::ZERO, Factor::nearest(0.5), Factor::ONE]);
    let reason = of(&scores, 0).reason();
    assert!(
        reason.starts_with(
            "Value score 0.1250 in R2000: book to price 0.1000; forecast growth 30.00%; growth of \
             sales a share of no company of its base; 0.00% value. Stability score"
        ),
        "{reason}"
    );
}

/// Half of the capitalization lies in the company that is nearest to growth: it is the middle, and there
/// is nothing between it and the lower quartile.
#[test]
fn quartile_points_weigh_by_what_is_available() {
    let mut base = Base::of(3);
    for number in 0..3 {
        base.tell(number, Measure::BookValue, f64::from(number));
    }
    base.available(0, 70);
    base.available(1, 15);
    base.available(2, 15);
    let scores = base.score();
    assert_eq!(composites(&scores), [0.25, 0.5, 0.75]);
    let values: Vec<Factor> = scores.values().map(|score| score.value).collect();
    assert_eq!(values, [Factor::nearest(0.5), Factor::ONE, Factor::ONE]);
}

/// Five banks with books of an eighth of their price to five eighths, one without, and one whose book is
/// negative: both stand at the mean of three eighths. A mine, alone in its sector, stands at the mean of
/// the base's six values, which is a half.
#[test]
fn a_missing_or_negative_book_takes_the_mean_of_its_group() {
    let mut base = Base::of(7);
    for number in 0..5 {
        base.tell(number, Measure::BookValue, 12.5 * f64::from(number + 1));
    }
    base.tell(6, Measure::BookValue, -20.0);
    let rich = base.add("Gold", "Materials");
    base.tell(rich, Measure::BookValue, 112.5);
    let mine = base.add("Mines", "Energy");
    let scores = base.score();
    let told = |number| of(&scores, number).reason();
    for number in [5, 6] {
        let words = "book to price missing, the mean 0.3750 of its industry;";
        assert!(told(number).contains(words), "{}", told(number));
        assert_eq!(of(&scores, number).composite, of(&scores, 2).composite);
    }
    assert!(told(mine).contains("book to price missing, the mean 0.5000 of its base;"));
    assert_eq!(of(&scores, mine).composite, of(&scores, 3).composite);
}

/// Four insurers are too few for a mean of their own, and the sector has nine.
#[test]
fn a_group_of_fewer_than_five_gives_way_to_its_sector() {
    let mut base = Base::of(5);
    for _ in 0..5 {
        base.add("Insurers", "Finance");
    }
    for number in 0..9 {
        base.tell(number, Measure::ForecastGrowth, f64::from(number));
    }
    let told = of(&base.score(), 9).reason();
    assert!(told.contains("forecast growth missing, the mean 4.00% of its sector"), "{told}");
}

/// A mean of 12% against forecasts of one, two and three analysts; a negative forecast is as good as
/// any.
#[test]
fn a_forecast_of_few_analysts_is_blended() {
    let mut base = Base::of(4);
    for (number, (forecast, analysts)) in
        [(33.0, 1.0), (-3.0, 2.0), (6.0, 3.0), (12.0, 9.0)].iter().enumerate()
    {
        base.tell(number as u32, Measure::ForecastGrowth, *forecast);
        base.tell(number as u32, Measure::Analysts, *analysts);
    }
    let scores = base.score();
    let tells = |number, words: &str| {
        let reason = of(&scores, number).reason();
        assert!(reason.contains(words), "{reason}");
    };
    // 33 ÷ 3 + 12 × 2 ÷ 3, −3 × 2 ÷ 3 + 12 ÷ 3.
    tells(0, "forecast growth 19.00%, 1/3 its own 33.00% and the rest the mean 12.00% of its base");
    tells(1, "forecast growth 2.00%, 2/3 its own -3.00% and the rest the mean 12.00% of its base");
    tells(2, "forecast growth 6.00%;");
    tells(3, "forecast growth 12.00%;");
}

#[test]
fn sales_growth_runs_over_five_years() {
    let mut base = Base::of(4);
    base.tell_quarters(0, Measure::SalesPerShare, &sales(0.1));
    base.tell_quarters(1, Measure::SalesPerShare, &sales(-0.2));
    base.tell_quarters(2, Measure::SalesPerShare, &sales(0.1)[1..]);
    let mut lost = sales(0.1);
    lost[..4].fill(0.0);
    base.tell_quarters(3, Measure::SalesPerShare, &lost);
    let scores = base.score();
    let tells = |number, words: &str| {
        let reason = of(&scores, number).reason();
        assert!(reason.contains(words), "{reason}");
    };
    tells(0, "growth of sales a share 10.00%;");
    tells(1, "growth of sales a share -20.00%;");
    // Twenty-three quarters are too few, and nothing grows from nothing.
    tells(2, "growth of sales a share missing, the mean -5.00% of its base;");
    tells(3, "growth of sales a share missing, the mean -5.00% of its base;");
}

#[test]
fn a_quarter_that_is_missing_in_between_makes_sales_missing() {
    let mut base = Base::of(2);
    let longer: Vec<f64> = [sales(0.1), sales(0.1)].concat();
    base.tell_quarters(0, Measure::SalesPerShare, &longer);
    base.tell_quarters(1, Measure::SalesPerShare, &longer);
    let gap = date(2022, 6, 30);
    base.market.fundamentals.retain(|row| row.security_id.0 == 0 || row.period_end != gap);
    let told = of(&base.score(), 1).reason();
    assert!(told.contains("growth of sales a share missing"), "{told}");
}

/// What was stated before a split of two for one counts half a share of today.
#[test]
fn sales_a_share_are_of_todays_shares() {
    let mut base = Base::of(1);
    let split = date(2022, 6, 15);
    let mut stated = sales(0.1);
    // Statements of up to the end of March 2022 were known before the split.
    stated[..16].iter_mut().for_each(|value| *value *= 2.0);
    base.tell_quarters(0, Measure::SalesPerShare, &stated);
    base.market.actions.push(Action {
        ratio: Some(Ratio::new(2, 1).unwrap()),
        ..Action::new(split, SecurityId(0), ActionKind::Split, "test")
    });
    let told = of(&base.score(), 0).reason();
    assert!(told.contains("growth of sales a share 10.00%;"), "{told}");
}
