//! Scores to probabilities: the quartile points of a base, and the curve between them (R46 8.2).

use russet_market::{Factor, Money};

use crate::methodology::StyleRules;

/// The scores at which a quarter, half and three quarters of a base's available capitalization are
/// reached, from the lowest score up.
///
/// A point is the score of the company with which the quarter is reached; whether the provider
/// interpolates between companies is not published.
///
/// ```
/// use russet_rules::style::Quartiles;
/// let cap = |dollars: &str| dollars.parse().unwrap();
/// let scored = [(0.9, cap("30")), (0.1, cap("10")), (0.4, cap("40")), (0.2, cap("20"))];
/// let quartiles = Quartiles::of(&scored).unwrap();
/// assert_eq!((quartiles.lower, quartiles.middle, quartiles.upper), (0.2, 0.4, 0.9));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quartiles {
    /// At 25%: X_L.
    pub lower: f64,
    /// At 50%: X_M.
    pub middle: f64,
    /// At 75%: X_U.
    pub upper: f64,
}

impl Quartiles {
    /// The quartile points of scores with their available capitalization; none of no scores.
    pub fn of(scored: &[(f64, Money)]) -> Option<Quartiles> {
        let mut sorted: Vec<(f64, i128)> =
            scored.iter().map(|(score, cap)| (*score, cap.femtos().max(0))).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        // A market's sum stays below 1e17 dollars, so that four times as much is far from 2^127.
        let total = sorted.iter().fold(0_i128, |sum, (_, cap)| sum.saturating_add(*cap));
        let point = |quarters: i128| {
            let mut sum = 0_i128;
            let reached = sorted.iter().find(|(_, cap)| {
                sum = sum.saturating_add(*cap);
                sum.saturating_mul(4) >= total.saturating_mul(quarters)
            });
            reached.map(|(score, _)| *score)
        };
        Some(Quartiles { lower: point(1)?, middle: point(2)?, upper: point(3)? })
    }

    /// The probability of the high side at a score:
    /// `1 ÷ (1 + exp(steepness × (X_M − X) ÷ half-range))`, where the half-range is that of the
    /// score's own side of X_M; where it is nothing, a step.
    ///
    /// ```
    /// use russet_rules::style::Quartiles;
    /// let quartiles = Quartiles { lower: 0.2, middle: 0.5, upper: 0.7 };
    /// assert_eq!(quartiles.probability(0.5, 5), 0.5);
    /// assert_eq!(format!("{:.6}", quartiles.probability(0.7, 5)), "0.993307");
    /// ```
    pub fn probability(&self, score: f64, steepness: u32) -> f64 {
        let above = score - self.middle;
        let half_range =
            if above > 0.0 { self.upper - self.middle } else { self.middle - self.lower };
        if above == 0.0 {
            0.5
        } else if half_range == 0.0 {
            f64::from(u8::from(above > 0.0))
        } else {
            1.0 / (1.0 + libm::exp(-f64::from(steepness) * above / half_range))
        }
    }

    /// The two sides at a score, the high one first; together one.
    ///
    /// ```
    /// use russet_market::Factor;
    /// use russet_rules::{Methodology, style::Quartiles};
    /// let rules = Methodology::built_in("russell-us").unwrap().style.unwrap();
    /// let quartiles = Quartiles { lower: 0.2, middle: 0.5, upper: 0.7 };
    /// assert_eq!(quartiles.sides(0.7, &rules), (Factor::ONE, Factor::ZERO));
    /// ```
    pub fn sides(&self, score: f64, rules: &StyleRules) -> (Factor, Factor) {
        sides(self.probability(score, rules.steepness), rules)
    }
}

/// A probability of the high side and what is left, or all of one where it is nearly all.
pub(super) fn sides(probability: f64, rules: &StyleRules) -> (Factor, Factor) {
    let high = Factor::nearest(probability);
    let pure =
        |side: Factor| i128::from(side.picos()) > rules.pure_above_percent.millionths() * 1_000_000;
    if pure(high) {
        (Factor::ONE, Factor::ZERO)
    } else if pure(high.rest()) {
        (Factor::ZERO, Factor::ONE)
    } else {
        (high, high.rest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Methodology;
    use proptest::prelude::*;

    fn rules() -> StyleRules {
        Methodology::built_in("russell-us").unwrap().style.unwrap()
    }

    /// A score by its distance from the middle in half-ranges.
    fn at(quartiles: &Quartiles, z: f64) -> f64 {
        let half_range = match z > 0.0 {
            true => quartiles.upper - quartiles.middle,
            false => quartiles.middle - quartiles.lower,
        };
        quartiles.middle + z * half_range
    }

    #[test]
    fn d10_style() {
        let table = [
            (-1.0, ".006693"),
            (-0.5, ".075858"),
            (-0.25, ".222700"),
            (0.0, ".500000"),
            (0.25, ".777300"),
            (0.5, ".924142"),
            (1.0, ".993307"),
        ];
        let quartiles = Quartiles { lower: 0.25, middle: 0.5, upper: 0.875 };
        for (z, printed) in table {
            let probability = quartiles.probability(at(&quartiles, z), 5);
            assert_eq!(format!("{probability:.6}"), format!("0{printed}"), "{z}");
        }
        let pure = |z: f64| quartiles.sides(at(&quartiles, z), &rules()).0;
        assert!(pure(0.588_887_7) < Factor::ONE);
        assert_eq!(pure(0.588_887_9), Factor::ONE);
        assert!(pure(-0.588_887_7) > Factor::ZERO);
        assert_eq!(pure(-0.588_887_9), Factor::ZERO);
    }

    #[test]
    fn a_half_without_range_is_a_step() {
        let flat = Quartiles { lower: 0.5, middle: 0.5, upper: 0.5 };
        assert_eq!([0.4, 0.5, 0.6].map(|score| flat.probability(score, 5)), [0.0, 0.5, 1.0]);
        let lopsided = Quartiles { lower: 0.5, middle: 0.5, upper: 0.7 };
        assert_eq!(lopsided.probability(0.4, 5), 0.0);
        assert_eq!(format!("{:.6}", lopsided.probability(0.6, 5)), "0.924142");
    }

    /// The obvious way: the capitalization of all that score no higher, for every score.
    fn by_counting(scored: &[(f64, Money)], quarters: i128) -> f64 {
        let total: i128 = scored.iter().map(|(_, cap)| cap.femtos()).sum();
        let up_to = |score: f64| -> i128 {
            scored.iter().filter(|(other, _)| *other <= score).map(|(_, cap)| cap.femtos()).sum()
        };
        let reached = scored.iter().map(|(score, _)| *score);
        reached
            .filter(|score| 4 * up_to(*score) >= quarters * total)
            .min_by(f64::total_cmp)
            .unwrap()
    }

    proptest! {
        #[test]
        fn quartile_points_are_where_the_quarters_are_reached(
            scored in prop::collection::vec((0_u32..=20, 1_u64..1000), 1..40),
        ) {
            let scored: Vec<(f64, Money)> = scored
                .into_iter()
                .map(|(score, cap)| (f64::from(score) / 20.0, cap.to_string().parse().unwrap()))
                .collect();
            let quartiles = Quartiles::of(&scored).unwrap();
            prop_assert_eq!(quartiles.lower, by_counting(&scored, 1));
            prop_assert_eq!(quartiles.middle, by_counting(&scored, 2));
            prop_assert_eq!(quartiles.upper, by_counting(&scored, 3));
        }

        #[test]
        fn d15_the_two_sides_are_one_and_follow_the_score(
            lower in 0.0..0.4_f64, middle in 0.4..0.6_f64, upper in 0.6..1.0_f64,
            scores in prop::collection::vec(0.0..1.0_f64, 2..10),
        ) {
            let (quartiles, rules) = (Quartiles { lower, middle, upper }, rules());
            let mut scores = scores;
            scores.sort_by(f64::total_cmp);
            let mut before = Factor::ZERO;
            for score in scores {
                let (high, low) = quartiles.sides(score, &rules);
                prop_assert_eq!(high.picos() + low.picos(), Factor::ONE.picos());
                prop_assert!(high >= before);
                before = high;
            }
        }
    }
}
