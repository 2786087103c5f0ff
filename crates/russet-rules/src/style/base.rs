//! Scores of the companies of one base, and what is shared by both kinds of them.

use russet_market::{Factor, Money};

use super::member::Member;
use super::quartiles::Quartiles;
use crate::methodology::Percent;

/// A score from 0 to 1, a whole number of 1e-12, and what went into it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scored<Evidence> {
    pub(super) score: f64,
    pub(super) evidence: Evidence,
}

/// To a whole number of 1e-12, so that equal scores are equal and the band's edge is exact.
pub(super) fn rounded(score: f64) -> f64 {
    Factor::nearest(score).to_f64()
}

/// The weighted mean of places.
pub(super) fn mean_of_ranks(ranks: impl Iterator<Item = (Percent, f64)>) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (weight, rank) in ranks {
        sum += weight.millionths() as f64 * rank;
        weights += weight.millionths() as f64;
    }
    rounded(sum / weights)
}

/// Whether two scores lie no further apart than the band, which is exact in units of 1e-12.
pub(super) fn within(old: f64, fresh: f64, band: Percent) -> bool {
    let picos = |score: f64| Factor::nearest(score).picos();
    i128::from(picos(old).abs_diff(picos(fresh))) <= band.millionths() * 1_000_000
}

/// The quartile points of the companies of a base that have a score.
pub(super) fn points_of(
    scores: impl Iterator<Item = Option<f64>>,
    members: &[Member<'_, '_>],
) -> Option<Quartiles> {
    let scored = scores.zip(members);
    let caps: Vec<(f64, Money)> =
        scored.filter_map(|(score, member)| Some((score?, member.company.float_cap))).collect();
    Quartiles::of(&caps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_of_the_band_belongs_to_it() {
        let band: Percent = "10".parse().unwrap();
        // 0.4 − 0.3 is a little more than 0.1 in floats.
        assert!(within(0.3, 0.4, band) && within(0.4, 0.3, band) && within(0.7, 0.8, band));
        assert!(!within(0.3, 0.400_000_000_001, band));
    }
}
