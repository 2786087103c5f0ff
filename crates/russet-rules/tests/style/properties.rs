//! What holds of any base.

use proptest::prelude::*;
use russet_market::{Factor, FundamentalMeasure as Measure, Shares};
use russet_rules::methodology::StyleSide;
use russet_rules::style::{StyleEvidence, StyleScore, StyleScores};

use super::support::{BASE, Base, JUNE};

/// The chart of the document: a stock that is 20% value carries 80% growth.
#[test]
fn g11_style_figure() {
    let score = split("0.2".parse().unwrap());
    let shares = Shares::whole(1_000_000).unwrap();
    assert_eq!(shares.scaled(score.of(StyleSide::Value)), Shares::whole(200_000).unwrap());
    assert_eq!(shares.scaled(score.of(StyleSide::Growth)), Shares::whole(800_000).unwrap());
}

fn split(value: Factor) -> StyleScore {
    StyleScore {
        base: BASE.to_owned(),
        composite: None,
        value,
        growth: value.rest(),
        defensive: Factor::ZERO,
        dynamic: Factor::ONE,
        evidence: StyleEvidence::AsBefore,
    }
}

/// Companies of two bases and four industries, about which more or less is known.
fn some_base() -> impl Strategy<Value = Base> {
    let company = (
        0_usize..4,
        any::<bool>(),
        1_u64..1_000,
        prop::option::of(-50.0..200.0_f64),
        prop::option::of((-20.0..40.0_f64, 0_u32..6)),
        prop::option::of(prop::collection::vec(0.1..9.0_f64, 24)),
    );
    prop::collection::vec(company, 1..25).prop_map(|companies| {
        let mut base = Base::default();
        for (industry, large, cap, book, forecast, sales) in companies {
            let name = ["Banks", "Insurers", "Gold", "Mines"][industry];
            let number = base.add(name, if industry < 2 { "Finance" } else { "Materials" });
            base.move_to(number, if large { "R1000" } else { BASE });
            base.available(number, cap);
            if let Some(book) = book {
                base.tell(number, Measure::BookValue, book);
            }
            if let Some((growth, analysts)) = forecast {
                base.tell(number, Measure::ForecastGrowth, growth);
                base.tell(number, Measure::Analysts, f64::from(analysts));
            }
            if let Some(sales) = sales {
                base.tell_quarters(number, Measure::SalesPerShare, &sales);
                base.tell_quarters(number, Measure::EarningsPerShare, &sales[4..]);
            }
        }
        base
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Both styles of every company, and the shares of a line that they split, to the smallest unit.
    #[test]
    fn d15_the_sides_add_up_to_the_parent(base in some_base(), count in 1_i64..1_000_000_000_000) {
        let shares = Shares::from_micros(count).unwrap();
        for score in base.score().values() {
            prop_assert_eq!(score.value.rest(), score.growth);
            prop_assert_eq!(score.defensive.rest(), score.dynamic);
            let parts = shares.scaled(score.value).micros() + shares.scaled(score.growth).micros();
            prop_assert!((parts - count).abs() <= 1);
            prop_assert!(score.composite.is_some_and(|composite| (0.0..=1.0).contains(&composite)));
        }
    }

    #[test]
    fn the_order_of_companies_does_not_matter(
        (base, order) in some_base().prop_flat_map(|base| {
            let count = base.market.securities.len();
            let order = Just((0..count).collect::<Vec<usize>>()).prop_shuffle();
            (Just(std::sync::Arc::new(base)), order)
        }),
    ) {
        let previous = StyleScores::new();
        let scores = base.score_in_order(&order, &previous, JUNE);
        prop_assert_eq!(&scores, &base.score());
        // Nor does a second review of the same day change a thing but the words.
        let again = base.score_in_order(&order, &scores, JUNE);
        for (issuer, score) in &scores {
            prop_assert_eq!(again[issuer].composite, score.composite);
            prop_assert_eq!(again[issuer].value, score.value);
        }
    }

    /// A company that is cheaper by its book, and equal in all else, is no less value.
    #[test]
    fn a_larger_book_is_no_less_value(books in prop::collection::vec(0.0..100.0_f64, 2..20)) {
        let mut base = Base::of(books.len() as u32);
        for (number, book) in books.iter().enumerate() {
            base.tell(number as u32, Measure::BookValue, *book);
        }
        let scores = base.score();
        let mut paired: Vec<(f64, Factor)> =
            books.into_iter().zip(scores.values().map(|score| score.value)).collect();
        paired.sort_by(|a, b| a.0.total_cmp(&b.0));
        prop_assert!(paired.is_sorted_by_key(|(_, value)| *value));
    }
}
