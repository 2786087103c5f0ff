//! One variable of the value score over a base: own values, what stands in for missing ones, and
//! places in the end.

use super::evidence::{Group, VariableEvidence};
use super::groups::{GroupMeans, Groups};
use super::percentile::percentile_ranks;

/// A company's own value, and how much it counts against the mean of its group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Own {
    pub(super) value: Option<f64>,
    /// The part of its own value: numerator and denominator; none: all of it.
    pub(super) part: Option<(u32, u32)>,
}

/// A variable: what it is called, and which end of it is value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Variable {
    pub(super) name: &'static str,
    pub(super) high_is_value: bool,
    pub(super) in_percent: bool,
}

/// A company's place by a variable: 1 is all value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PlacedCompany {
    pub(super) rank: f64,
    pub(super) evidence: VariableEvidence,
}

impl Variable {
    /// The places of all companies of a base, which stand in a fixed order. Where nobody has a value,
    /// everybody stands in the middle.
    pub(super) fn place(
        &self,
        own: &[Own],
        groups: &[Groups<'_>],
        least: u32,
    ) -> Vec<PlacedCompany> {
        let values = groups.iter().copied().zip(own.iter().map(|own| own.value));
        let means = GroupMeans::of(values, least);
        let filled: Vec<(f64, VariableEvidence)> = own
            .iter()
            .zip(groups)
            .map(|(own, groups)| match means.nearest(*groups) {
                Some(mean) => fill(own, mean),
                None => (0.0, VariableEvidence::OfNobody),
            })
            .collect();
        let values: Vec<f64> = filled.iter().map(|(value, _)| *value).collect();
        let placed = percentile_ranks(&values).into_iter().zip(filled);
        placed
            .map(|(rank, (_, evidence))| PlacedCompany {
                rank: if self.high_is_value { rank } else { 1.0 - rank },
                evidence,
            })
            .collect()
    }
}

/// The value that counts: the own one, that of a group, or between them as the number of analysts says.
fn fill(own: &Own, (mean, group): (f64, Group)) -> (f64, VariableEvidence) {
    match (own.value, own.part) {
        (None, _) => (mean, VariableEvidence::Missing(mean, group)),
        (Some(value), Some((analysts, of))) if analysts < of => {
            let (part, rest) = (f64::from(analysts), f64::from(of - analysts));
            let blended = (value * part + mean * rest) / f64::from(of);
            let own = value;
            (blended, VariableEvidence::Blended { blended, own, analysts, of, mean, group })
        }
        (Some(value), _) => (value, VariableEvidence::Own(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORECAST: Variable =
        Variable { name: "forecast growth", high_is_value: false, in_percent: true };

    fn own(value: Option<f64>, analysts: u32) -> Own {
        Own { value, part: Some((analysts, 3)) }
    }

    /// Forecasts of 30, 0 and 6 by 1, 2 and 3 analysts, and one missing: the mean is 12, so that they
    /// become 18, 4, 6 and 12.
    #[test]
    fn forecasts_of_few_analysts_are_blended() {
        let all = [own(Some(30.0), 1), own(Some(0.0), 2), own(Some(6.0), 3), own(None, 0)];
        let placed = FORECAST.place(&all, &[Groups::default(); 4], 1);
        let ranks: Vec<f64> = placed.iter().map(|placed| (placed.rank * 3.0).round()).collect();
        assert_eq!(ranks, [0.0, 3.0, 2.0, 1.0]);
        let blended = |blended, own, analysts| {
            let (of, mean, group) = (3, 12.0, Group::Base);
            VariableEvidence::Blended { blended, own, analysts, of, mean, group }
        };
        assert_eq!(placed[0].evidence, blended(18.0, 30.0, 1));
        assert_eq!(placed[1].evidence, blended(4.0, 0.0, 2));
        assert_eq!(placed[2].evidence, VariableEvidence::Own(6.0));
        assert_eq!(placed[3].evidence, VariableEvidence::Missing(12.0, Group::Base));
    }

    #[test]
    fn a_variable_of_nobody_is_neutral() {
        let placed = FORECAST.place(&[Own::default(); 3], &[Groups::default(); 3], 5);
        assert!(placed.iter().all(|placed| placed.rank == 0.5));
        assert_eq!(placed[0].evidence, VariableEvidence::OfNobody);
    }
}
