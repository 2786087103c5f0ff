//! One variable of the value score over a base: own values, what stands in for missing ones, and
//! places in the end.

use super::groups::{GroupMeans, Groups};
use super::percentile::percentile_ranks;

/// A company's own value, and how much it counts against the mean of its group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Own {
    pub(super) value: Option<f64>,
    /// The part of its own value: so many of so many; none: all of it.
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
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) rank: f64,
    pub(super) words: String,
}

impl Variable {
    /// The places of all companies of a base, which stand in a fixed order. Where nobody has a value,
    /// everybody stands in the middle.
    pub(super) fn place(&self, own: &[Own], groups: &[Groups<'_>], least: u32) -> Vec<Placed> {
        let values = groups.iter().copied().zip(own.iter().map(|own| own.value));
        let means = GroupMeans::of(values, least);
        let filled: Vec<(f64, String)> = own
            .iter()
            .zip(groups)
            .map(|(own, groups)| match means.nearest(*groups) {
                Some(mean) => self.fill(own, mean),
                None => (0.0, format!("{} of no company of its base", self.name)),
            })
            .collect();
        let values: Vec<f64> = filled.iter().map(|(value, _)| *value).collect();
        let placed = percentile_ranks(&values).into_iter().zip(filled);
        placed
            .map(|(rank, (_, words))| Placed {
                rank: if self.high_is_value { rank } else { 1.0 - rank },
                words,
            })
            .collect()
    }

    fn fill(&self, own: &Own, (mean, group): (f64, &str)) -> (f64, String) {
        let (name, show) = (self.name, |value| self.show(value));
        match (own.value, own.part) {
            (None, _) => (mean, format!("{name} missing, the mean {} of its {group}", show(mean))),
            (Some(value), Some((part, whole))) if part < whole => {
                let (own, rest) = (f64::from(part), f64::from(whole - part));
                let blended = (value * own + mean * rest) / f64::from(whole);
                let words = format!(
                    "{name} {}, {part}/{whole} its own {} and the rest the mean {} of its {group}",
                    show(blended),
                    show(value),
                    show(mean)
                );
                (blended, words)
            }
            (Some(value), _) => (value, format!("{name} {}", show(value))),
        }
    }

    fn show(&self, value: f64) -> String {
        if self.in_percent { format!("{value:.2}%") } else { format!("{value:.4}") }
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
        let words = |at: usize| placed[at].words.as_str();
        assert_eq!(
            words(0),
            "forecast growth 18.00%, 1/3 its own 30.00% and the rest the mean 12.00% of its base"
        );
        assert!(words(1).starts_with("forecast growth 4.00%, 2/3 its own 0.00%"), "{}", words(1));
        assert_eq!(words(2), "forecast growth 6.00%");
        assert_eq!(words(3), "forecast growth missing, the mean 12.00% of its base");
    }

    #[test]
    fn a_variable_of_nobody_is_neutral() {
        let placed = FORECAST.place(&[Own::default(); 3], &[Groups::default(); 3], 5);
        assert!(placed.iter().all(|placed| placed.rank == 0.5));
        assert_eq!(placed[0].words, "forecast growth of no company of its base");
    }
}
