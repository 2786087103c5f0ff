//! How closely one series of levels follows another.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::IndexLevel;

use crate::run::LevelRow;

/// Sessions a year, to annualise a daily tracking error.
const SESSIONS_A_YEAR: f64 = 252.0;

/// How many of the worst days are told.
const WORST_DAYS: usize = 10;

/// Two series of levels, compared on the sessions they share.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelComparison {
    /// The first and last shared session.
    pub range: (Date, Date),
    /// All daily returns.
    pub all: LevelStatistics,
    /// Daily returns that touch no level its own source doubts; none where no level is doubted.
    pub without_suspect: Option<LevelStatistics>,
    /// The doubted sessions.
    pub suspect: Vec<Date>,
    /// Returns by calendar year.
    pub years: Vec<YearGap>,
    /// The days of the largest difference, worst first.
    pub worst: Vec<DayGap>,
}

/// How daily returns agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelStatistics {
    /// Daily returns compared.
    pub returns: usize,
    /// Pearson's correlation of daily returns.
    pub correlation: f64,
    /// Standard deviation of daily differences × √252, in percent a year.
    pub tracking_error_percent: f64,
}

/// The returns of one calendar year, or of the part of it that both series cover, in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearGap {
    /// The year.
    pub year: i16,
    /// Daily returns in it.
    pub returns: usize,
    /// Ours.
    pub ours_percent: f64,
    /// Theirs.
    pub theirs_percent: f64,
    /// Ours less theirs, in percentage points.
    pub gap_points: f64,
    /// Tracking error of the year's daily returns, in percent a year.
    pub tracking_error_percent: f64,
}

/// One day's returns in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayGap {
    /// The session.
    pub date: Date,
    /// Our return.
    pub ours_percent: f64,
    /// Their return.
    pub theirs_percent: f64,
    /// Ours less theirs, in percentage points.
    pub gap_points: f64,
    /// Whether their source doubts this level or the one before.
    pub suspect: bool,
}

/// Compares an index of a run with published levels; none when they share fewer than three sessions.
///
/// ```
/// use russet_calc::compare::compare_levels;
/// assert!(compare_levels(&[], &[]).is_none());
/// ```
pub fn compare_levels(ours: &[&LevelRow], theirs: &[IndexLevel]) -> Option<LevelComparison> {
    let published: BTreeMap<Date, &IndexLevel> = theirs.iter().map(|row| (row.date, row)).collect();
    let shared: Vec<(Date, f64, f64)> = ours
        .iter()
        .filter_map(|row| {
            let other = published.get(&row.date)?;
            Some((row.date, row.price_return.to_f64(), other.level.to_f64()))
        })
        .collect();
    if shared.len() < 3 {
        return None;
    }
    let suspect: BTreeSet<Date> =
        shared.iter().map(|(date, ..)| *date).filter(|date| published[date].suspect).collect();
    let days: Vec<DayGap> = shared
        .windows(2)
        .map(|pair| {
            let ((before, our_before, their_before), (date, our, their)) = (pair[0], pair[1]);
            let ours_percent = (our / our_before - 1.0) * 100.0;
            let theirs_percent = (their / their_before - 1.0) * 100.0;
            DayGap {
                date,
                ours_percent,
                theirs_percent,
                gap_points: ours_percent - theirs_percent,
                suspect: suspect.contains(&before) || suspect.contains(&date),
            }
        })
        .collect();
    let trusted: Vec<DayGap> = days.iter().filter(|day| !day.suspect).copied().collect();
    let mut worst = days.clone();
    worst.sort_by(|a, b| {
        b.gap_points.abs().total_cmp(&a.gap_points.abs()).then_with(|| a.date.cmp(&b.date))
    });
    worst.truncate(WORST_DAYS);
    Some(LevelComparison {
        range: (shared[0].0, shared[shared.len() - 1].0),
        all: statistics(&days),
        without_suspect: (!suspect.is_empty()).then(|| statistics(&trusted)),
        suspect: suspect.into_iter().collect(),
        years: years(&days),
        worst,
    })
}

fn years(days: &[DayGap]) -> Vec<YearGap> {
    let mut by_year: BTreeMap<i16, Vec<DayGap>> = BTreeMap::new();
    for day in days {
        by_year.entry(day.date.year()).or_default().push(*day);
    }
    let compound = |returns: &mut dyn Iterator<Item = f64>| {
        (returns.map(|percent| 1.0 + percent / 100.0).product::<f64>() - 1.0) * 100.0
    };
    by_year
        .into_iter()
        .map(|(year, days)| {
            let ours_percent = compound(&mut days.iter().map(|day| day.ours_percent));
            let theirs_percent = compound(&mut days.iter().map(|day| day.theirs_percent));
            YearGap {
                year,
                returns: days.len(),
                ours_percent,
                theirs_percent,
                gap_points: ours_percent - theirs_percent,
                tracking_error_percent: statistics(&days).tracking_error_percent,
            }
        })
        .collect()
}

fn statistics(days: &[DayGap]) -> LevelStatistics {
    let ours: Vec<f64> = days.iter().map(|day| day.ours_percent).collect();
    let theirs: Vec<f64> = days.iter().map(|day| day.theirs_percent).collect();
    let gaps: Vec<f64> = days.iter().map(|day| day.gap_points).collect();
    let deviations = (deviation(&ours), deviation(&theirs));
    LevelStatistics {
        returns: days.len(),
        correlation: covariance(&ours, &theirs) / (deviations.0 * deviations.1),
        tracking_error_percent: deviation(&gaps) * SESSIONS_A_YEAR.sqrt(),
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The sample covariance.
fn covariance(left: &[f64], right: &[f64]) -> f64 {
    let (left_mean, right_mean) = (mean(left), mean(right));
    let products = left.iter().zip(right).map(|(a, b)| (a - left_mean) * (b - right_mean));
    products.sum::<f64>() / (left.len() as f64 - 1.0)
}

/// The sample standard deviation.
fn deviation(values: &[f64]) -> f64 {
    covariance(values, values).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn ours(day: i8, level: &str) -> LevelRow {
        LevelRow {
            index: "R2000".to_owned(),
            date: date(2024, 1, day),
            price_return: level.parse().unwrap(),
            divisor: "1".parse().unwrap(),
            constituents: 1,
            market_cap: "1".parse().unwrap(),
        }
    }

    fn theirs(day: i8, level: &str, suspect: bool) -> IndexLevel {
        let date = date(2024, 1, day);
        IndexLevel {
            index: "RUT".to_owned(),
            date,
            level: level.parse().unwrap(),
            suspect,
            known_at: date,
        }
    }

    #[test]
    fn a_scaled_copy_tracks_without_error() {
        let rows = [ours(2, "100"), ours(3, "110"), ours(4, "99"), ours(5, "120")];
        let published: Vec<IndexLevel> = [(2, "200"), (3, "220"), (4, "198"), (5, "240")]
            .map(|(d, l)| theirs(d, l, false))
            .into();
        let compared = compare_levels(&rows.iter().collect::<Vec<_>>(), &published).unwrap();
        assert!((compared.all.correlation - 1.0).abs() < 1e-12);
        assert!(compared.all.tracking_error_percent < 1e-9);
        assert!((compared.years[0].ours_percent - 20.0).abs() < 1e-9);
        assert!(compared.without_suspect.is_none());
    }

    /// Returns +10%, −10%, against +10%, −5%, then +10% both: differences 0, −5, 0 points.
    #[test]
    fn tracking_error_is_the_deviation_of_daily_differences() {
        let rows = [ours(2, "100"), ours(3, "110"), ours(4, "99"), ours(5, "108.9")];
        let published = [
            theirs(2, "100", false),
            theirs(3, "110", false),
            theirs(4, "104.5", true),
            theirs(5, "114.95", false),
            theirs(8, "1", false),
        ];
        let compared = compare_levels(&rows.iter().collect::<Vec<_>>(), &published).unwrap();
        let expected = (25.0_f64 / 3.0).sqrt() * 252.0_f64.sqrt();
        assert!((compared.all.tracking_error_percent - expected).abs() < 1e-9);
        assert_eq!(compared.worst[0].date, date(2024, 1, 4));
        assert_eq!(
            compared.without_suspect.unwrap().returns,
            1,
            "both returns of a doubted level go"
        );
    }
}
