//! How closely one series of levels follows another.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::IndexLevel;
use russet_market::check::DoubtfulSession;

use super::doubts::{Doubt, doubts};
use super::shared_levels::{DayGap, SharedLevel, day_gaps};
use super::statistics::{covariance, deviation, tracking_error};
use crate::run::LevelRow;

/// How many of the worst days are reported.
const WORST_DAYS: usize = 10;

/// Two series of levels, compared on the sessions they share.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelComparison {
    /// The first and last shared session.
    pub range: (Date, Date),
    /// All daily returns.
    pub all: LevelStatistics,
    /// Daily returns that touch no doubtful session; none where no session is in doubt.
    pub without_doubtful: Option<LevelStatistics>,
    /// The doubtful sessions.
    pub doubts: Vec<Doubt>,
    /// Returns by calendar year.
    pub years: Vec<YearGap>,
    /// Every day, in order of time.
    pub days: Vec<DayGap>,
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

/// The returns of one calendar year, or of the part of it that both series cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearGap {
    /// The year.
    pub year: i16,
    /// All its daily returns.
    pub all: PeriodGap,
    /// Those that touch no doubtful session; none where no session of any year is in doubt.
    pub without_doubtful: Option<PeriodGap>,
}

/// Daily returns put together, in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodGap {
    /// How many daily returns.
    pub returns: usize,
    /// Ours.
    pub ours_percent: f64,
    /// Theirs.
    pub theirs_percent: f64,
    /// Ours less theirs, in percentage points.
    pub gap_points: f64,
    /// Tracking error of the daily returns, in percent a year.
    pub tracking_error_percent: f64,
}

/// Compares an index of a run with published levels; none when they share fewer than three sessions.
///
/// `doubtful` are the sessions of the run whose closes are in doubt, from its manifest.
///
/// ```
/// use jiff::civil::date;
/// use russet_calc::{LevelRow, compare::compare_levels};
/// use russet_market::IndexLevel;
/// let days = [date(2024, 6, 26), date(2024, 6, 27), date(2024, 6, 28)];
/// let ours = days.into_iter().zip(["1000", "1010", "1030.2"]).map(|(date, level)| LevelRow {
///     index_id: "R2000".to_owned(),
///     date,
///     price_return: level.parse().unwrap(),
///     net_return: level.parse().unwrap(),
///     total_return: level.parse().unwrap(),
///     divisor: "110000".parse().unwrap(),
///     constituents: 1_921,
///     market_cap: "110000000".parse().unwrap(),
/// });
/// let theirs = days.into_iter().zip(["2000", "2020", "2050.3"]).map(|(date, level)| IndexLevel {
///     index_id: "RUT".to_owned(),
///     date,
///     level: level.parse().unwrap(),
///     suspect: false,
///     known_at: date,
/// });
/// let (ours, theirs): (Vec<_>, Vec<_>) = (ours.collect(), theirs.collect());
/// let compared = compare_levels(&ours.iter().collect::<Vec<_>>(), &theirs, &[]).unwrap();
/// // Both rose by 1% on the first day; on the second we rose by 2% and they by 1.5%.
/// let gaps: Vec<String> =
///     compared.days.iter().map(|day| format!("{:.2}", day.gap_points)).collect();
/// assert_eq!(gaps, ["0.00", "0.50"]);
/// ```
pub fn compare_levels(
    ours: &[&LevelRow],
    theirs: &[IndexLevel],
    doubtful: &[DoubtfulSession],
) -> Option<LevelComparison> {
    let published: BTreeMap<Date, &IndexLevel> = theirs.iter().map(|row| (row.date, row)).collect();
    let level = |row: &&LevelRow| {
        let other = published.get(&row.date)?;
        Some(SharedLevel {
            date: row.date,
            ours: row.price_return.to_f64(),
            theirs: other.level.to_f64(),
            suspect: other.suspect,
        })
    };
    let shared: Vec<SharedLevel> = ours.iter().filter_map(level).collect();
    if shared.len() < 3 {
        return None;
    }
    let mut days = day_gaps(&shared);
    let doubts = doubts(&shared, &days, doubtful);
    let in_doubt: BTreeSet<Date> = doubts.iter().map(|doubt| doubt.date).collect();
    for day in &mut days {
        day.doubtful = in_doubt.contains(&day.since) || in_doubt.contains(&day.date);
    }
    let without = (!doubts.is_empty()).then(|| statistics(&trusted(&days)));
    Some(LevelComparison {
        range: (shared[0].date, shared[shared.len() - 1].date),
        all: statistics(&days),
        without_doubtful: without,
        years: years(&days, !doubts.is_empty()),
        doubts,
        days,
    })
}

impl LevelComparison {
    /// The days of the largest difference, worst first.
    pub fn worst(&self) -> Vec<DayGap> {
        let mut worst = self.days.clone();
        worst.sort_by(|a, b| {
            b.gap_points.abs().total_cmp(&a.gap_points.abs()).then_with(|| a.date.cmp(&b.date))
        });
        worst.truncate(WORST_DAYS);
        worst
    }
}

fn trusted(days: &[DayGap]) -> Vec<DayGap> {
    days.iter().filter(|day| !day.doubtful).copied().collect()
}

fn years(days: &[DayGap], some_doubtful: bool) -> Vec<YearGap> {
    let by_year = days.chunk_by(|a, b| a.date.year() == b.date.year());
    let year = |days: &[DayGap]| YearGap {
        year: days[0].date.year(),
        all: period(days),
        without_doubtful: some_doubtful.then(|| period(&trusted(days))),
    };
    by_year.map(year).collect()
}

fn period(days: &[DayGap]) -> PeriodGap {
    let compound = |of: fn(&DayGap) -> f64| {
        (days.iter().map(|day| 1.0 + of(day) / 100.0).product::<f64>() - 1.0) * 100.0
    };
    let ours_percent = compound(|day| day.ours_percent);
    let theirs_percent = compound(|day| day.theirs_percent);
    PeriodGap {
        returns: days.len(),
        ours_percent,
        theirs_percent,
        gap_points: ours_percent - theirs_percent,
        tracking_error_percent: statistics(days).tracking_error_percent,
    }
}

fn statistics(days: &[DayGap]) -> LevelStatistics {
    let ours: Vec<f64> = days.iter().map(|day| day.ours_percent).collect();
    let theirs: Vec<f64> = days.iter().map(|day| day.theirs_percent).collect();
    let gaps: Vec<f64> = days.iter().map(|day| day.gap_points).collect();
    LevelStatistics {
        returns: days.len(),
        correlation: covariance(&ours, &theirs) / (deviation(&ours) * deviation(&theirs)),
        tracking_error_percent: tracking_error(&gaps),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn ours(day: i8, level: &str) -> LevelRow {
        LevelRow {
            index_id: "R2000".to_owned(),
            date: date(2024, 1, day),
            price_return: level.parse().unwrap(),
            net_return: level.parse().unwrap(),
            total_return: level.parse().unwrap(),
            divisor: "1".parse().unwrap(),
            constituents: 1,
            market_cap: "1".parse().unwrap(),
        }
    }

    fn theirs(day: i8, level: &str, suspect: bool) -> IndexLevel {
        let date = date(2024, 1, day);
        IndexLevel {
            index_id: "RUT".to_owned(),
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
        let compared = compare_levels(&rows.iter().collect::<Vec<_>>(), &published, &[]).unwrap();
        assert!((compared.all.correlation - 1.0).abs() < 1e-12);
        assert!(compared.all.tracking_error_percent < 1e-9);
        assert!((compared.years[0].all.ours_percent - 20.0).abs() < 1e-9);
        assert!(compared.without_doubtful.is_none());
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
        let compared = compare_levels(&rows.iter().collect::<Vec<_>>(), &published, &[]).unwrap();
        let expected = (25.0_f64 / 3.0).sqrt() * 252.0_f64.sqrt();
        assert!((compared.all.tracking_error_percent - expected).abs() < 1e-9);
        assert_eq!(compared.worst()[0].date, date(2024, 1, 4));
        assert_eq!(
            compared.without_doubtful.unwrap().returns,
            1,
            "both returns of a doubted level go"
        );
    }
}
