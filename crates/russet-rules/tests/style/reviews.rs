//! What a review leaves as it was, and additions between reviews.

use jiff::civil::date;
use russet_market::{Factor, FundamentalMeasure as Measure, IssuerId, MarketView};
use russet_rules::style::{
    StyleCompany, StyleEvidence, StyleOccasion, StyleScore, StyleScores, score_newcomers,
};

use super::support::{BASE, Base, DAY, DECEMBER, JUNE, composites, dollars, of, rules};

/// Five companies whose books rank them 0, ¼, ½, ¾ and 1: composites from 0.25 to 0.75.
fn ladder() -> Base {
    let mut base = Base::of(5);
    for number in 0..5 {
        base.tell(number, Measure::BookValue, f64::from(number));
    }
    base
}

/// The scores of a ladder, with the composite of one company as it was before.
fn before(number: u32, composite: f64, base: &str) -> StyleScores {
    let mut scores = ladder().score();
    let changed: &mut StyleScore = scores.get_mut(&IssuerId(number)).unwrap();
    (changed.composite, changed.base) = (Some(composite), base.to_owned());
    scores
}

#[test]
fn the_band_keeps_a_composite_that_moved_by_a_tenth_at_most() {
    assert_eq!(composites(&ladder().score()), [0.25, 0.375, 0.5, 0.625, 0.75]);
    let now = |composite, base| {
        let scores = ladder().score_after(&before(1, composite, base), JUNE);
        (of(&scores, 1).composite.unwrap(), of(&scores, 1).reason())
    };
    let (kept, reason) = now(0.475, BASE);
    assert_eq!(kept, 0.475);
    assert!(
        reason.contains("0.3750 now and 0.4750 before, which the band of 10% keeps"),
        "{reason}"
    );
    let (moved, reason) = now(0.475_000_000_001, BASE);
    assert_eq!(moved, 0.375);
    assert!(reason.contains("0.4750 before, outside the band of 10%"), "{reason}");
    // A company of another base is new here.
    assert_eq!(now(0.475, "R1000").0, 0.375);
}

/// The composite stays, but the middle of the base moves up to it.
#[test]
fn a_kept_composite_is_measured_against_new_quartile_points() {
    let previous = ladder().score();
    assert_eq!(of(&previous, 3).value, Factor::ONE);
    let mut grown = ladder();
    grown.available(3, 1_000);
    let scores = grown.score_after(&previous, JUNE);
    assert_eq!(of(&scores, 3).composite, of(&previous, 3).composite);
    assert_eq!(of(&scores, 3).value, Factor::nearest(0.5));
}

#[test]
fn december_scores_additions_and_movers_only() {
    let mut previous = before(1, 0.1, BASE);
    previous.remove(&IssuerId(4));
    previous.get_mut(&IssuerId(3)).unwrap().base = "R1000".to_owned();
    let scores = ladder().score_after(&previous, DECEMBER);
    for number in 0..3 {
        let (now, then) = (of(&scores, number), of(&previous, number));
        let told = "This review scores additions and movers only: ";
        assert!(now.reason().starts_with(told), "{}", now.reason());
        assert_eq!(now, &StyleScore { evidence: StyleEvidence::AsBefore, ..then.clone() });
    }
    assert_eq!(of(&scores, 3).composite, Some(0.625));
    assert_eq!(of(&scores, 4).composite, Some(0.75));
    // Composites of 0.1, 0.25, 0.5, 0.625 and 0.75: the middle is 0.5 and the upper point 0.625.
    assert_eq!(of(&scores, 3).value, Factor::ONE);
    assert_eq!(of(&scores, 3).base, BASE);
}

/// A review in another month than June looks at growth and value, and leaves stability alone.
#[test]
fn stability_is_scored_in_june() {
    let mut previous = ladder().score();
    for score in previous.values_mut() {
        (score.defensive, score.dynamic) = (Factor::ZERO, Factor::ONE);
    }
    let march = StyleOccasion { effective: date(2024, 3, 15), ..JUNE };
    let kept = ladder().score_after(&previous, march);
    assert!(kept.values().all(|score| score.dynamic == Factor::ONE));
    let june = ladder().score_after(&previous, JUNE);
    assert!(june.values().all(|score| score.dynamic == Factor::nearest(0.5)));
}

fn added(base: &Base, scores: &StyleScores, number: u32) -> StyleScore {
    let mut market = base.market.clone();
    market.canonical();
    let line = [russet_market::SecurityId(number)];
    let company = StyleCompany {
        issuer: IssuerId(number),
        securities: &line,
        all_securities: &line,
        company_cap: dollars(50),
        float_cap: dollars(10),
        base: BASE,
    };
    let mut scores = scores.clone();
    score_newcomers(&MarketView::new(&market), &rules(), &mut scores, &[company], DAY);
    of(&scores, number).clone()
}

/// Probabilities of 0, 0, ½, 1 and 1 in the industry: a bank that comes to market is half value. One of
/// an industry that nobody has takes the whole base's mean; those of other bases have no say.
#[test]
fn an_addition_between_reviews_takes_its_industrys_probability() {
    let mut base = ladder();
    let mut scores = base.score();
    let other = base.add("Gold", "Materials");
    let mut pure = of(&scores, 4).clone();
    scores.insert(IssuerId(other), pure.clone());
    let foreign = base.add("Banks", "Finance");
    pure.base = "R1000".to_owned();
    scores.insert(IssuerId(foreign), pure);
    let bank = base.add("Banks", "Finance");
    let miner = base.add("Mines", "Materials");
    let found = added(&base, &scores, bank);
    assert_eq!((found.value, found.growth), (Factor::nearest(0.5), Factor::nearest(0.5)));
    assert_eq!((found.defensive, found.dynamic), (Factor::ZERO, Factor::ONE));
    assert_eq!(found.composite, None);
    assert!(found.reason().contains("50.00% value, the mean of its industry in R2000"));
    // (0 + 0 + ½ + 1 + 1 + 1) ÷ 6.
    let found = added(&base, &scores, miner);
    assert_eq!(found.value, "0.583333333333".parse().unwrap());
    assert!(found.reason().contains("the mean of its base in R2000"), "{}", found.reason());
    // What came between reviews speaks for nobody, and December leaves it as it is.
    scores.insert(IssuerId(miner), found.clone());
    assert_eq!(added(&base, &scores, bank).value, Factor::nearest(0.5));
    let december = base.score_after(&scores, DECEMBER);
    assert_eq!(of(&december, miner).value, found.value);
    assert_eq!(of(&december, miner).composite, None);
}
