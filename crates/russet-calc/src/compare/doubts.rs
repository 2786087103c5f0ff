//! Sessions whose comparison shows a bad close or a bad level, not of the index.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::check::DoubtfulSession;

use super::shared_levels::{DayGap, SharedLevel};
use super::statistics::median;

/// A published level is in doubt when it leaves ours by this multiple of the usual daily gap …
const USUAL_GAPS: f64 = 8.0;
/// … and by more points than rounding or a late trade makes, …
const SMALLEST_POINTS: f64 = 0.05;
/// … and comes back in the next session by about as much.
const COMES_BACK: std::ops::RangeInclusive<f64> = 0.7..=1.3;

/// Whose number is in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The closes of the run.
    Ours,
    /// The published level.
    Theirs,
    /// Either.
    Both,
}

impl Side {
    /// The side as one word.
    pub const fn word(self) -> &'static str {
        match self {
            Side::Ours => "ours",
            Side::Theirs => "theirs",
            Side::Both => "both",
        }
    }
}

/// A session in doubt, with every reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The session.
    pub date: Date,
    /// Whose number is in doubt.
    pub side: Side,
    /// Why, in a few words: `stale NASDAQ`, `suspect`, `reverses`.
    pub reason: String,
}

/// The doubtful ones among shared sessions, each once.
///
/// Our own are known from the market first: a stale close of ours makes the same gap there and back
/// as a bad level of theirs, so levels next to one of ours in doubt are not held against them.
pub(super) fn doubts(
    shared: &[SharedLevel],
    days: &[DayGap],
    ours: &[DoubtfulSession],
) -> Vec<Doubt> {
    let mut found: BTreeMap<Date, Vec<(Side, String)>> = BTreeMap::new();
    let mut note = |date, side, reason: String| {
        found.entry(date).or_default().push((side, reason));
    };
    let dates: BTreeSet<Date> = shared.iter().map(|level| level.date).collect();
    let ours: Vec<&DoubtfulSession> =
        ours.iter().filter(|doubt| dates.contains(&doubt.date)).collect();
    for doubt in &ours {
        note(doubt.date, Side::Ours, format!("{} {}", doubt.reason.words(), doubt.mic.name()));
    }
    for level in shared.iter().filter(|level| level.suspect) {
        note(level.date, Side::Theirs, "suspect".to_owned());
    }
    let our_dates: BTreeSet<Date> = ours.iter().map(|doubt| doubt.date).collect();
    for date in reversals(days, &our_dates) {
        note(date, Side::Theirs, "reverses".to_owned());
    }
    let one = |(date, reasons): (Date, Vec<(Side, String)>)| {
        let has = |side| reasons.iter().any(|(of, _)| *of == side);
        let side = match (has(Side::Ours), has(Side::Theirs)) {
            (true, true) => Side::Both,
            (true, false) => Side::Ours,
            _ => Side::Theirs,
        };
        let words: Vec<String> = reasons.into_iter().map(|(_, words)| words).collect();
        Doubt { date, side, reason: words.join(", ") }
    };
    found.into_iter().map(one).collect()
}

/// The sessions in which a published level leaves ours and comes back in the next.
fn reversals(days: &[DayGap], our_doubts: &BTreeSet<Date>) -> Vec<Date> {
    let usual = median(days.iter().map(|day| day.gap_points.abs()).collect()).unwrap_or_default();
    let limit = (USUAL_GAPS * usual).max(SMALLEST_POINTS);
    let reverses = |pair: &&[DayGap]| {
        let (there, back) = (pair[0], pair[1]);
        let part = -back.gap_points / there.gap_points;
        let squared = |percent: f64| percent * percent;
        // An error there and back adds to the squares of the returns, whatever the market did.
        let moved = |of: fn(&DayGap) -> f64| squared(of(&there)) + squared(of(&back));
        let theirs_moved_more = moved(|day| day.theirs_percent) > moved(|day| day.ours_percent);
        let near_ours = [there.since, there.date, back.date].iter().any(|d| our_doubts.contains(d));
        there.gap_points.abs() > limit
            && COMES_BACK.contains(&part)
            && theirs_moved_more
            && !near_ours
    };
    days.windows(2).filter(reverses).map(|pair| pair[0].date).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use russet_market::Mic;
    use russet_market::check::DoubtReason;

    use super::*;
    use crate::compare::shared_levels::day_gaps;

    /// Twelve sessions that agree but for a small gap; the seventh of one side is off by a factor.
    fn series(our_factor: f64, their_factor: f64, suspect: bool) -> Vec<SharedLevel> {
        let level = |place: i8| {
            let (fine, bad) = (1000.0 + f64::from(place % 2), place == 6);
            SharedLevel {
                date: date(2024, 1, 2 + place),
                ours: fine * if bad { our_factor } else { 1.0 },
                theirs: (fine + f64::from(place % 3) / 50.0) * if bad { their_factor } else { 1.0 },
                suspect: bad && suspect,
            }
        };
        (0..12).map(level).collect()
    }

    fn found(shared: &[SharedLevel], ours: &[DoubtfulSession]) -> Vec<Doubt> {
        doubts(shared, &day_gaps(shared), ours)
    }

    fn doubt(side: Side, reason: &str) -> Doubt {
        Doubt { date: date(2024, 1, 8), side, reason: reason.to_owned() }
    }

    #[test]
    fn a_level_that_leaves_and_comes_back_is_named_with_all_its_reasons() {
        assert_eq!(found(&series(1.0, 1.0, false), &[]), []);
        assert_eq!(found(&series(1.0, 1.01, false), &[]), [doubt(Side::Theirs, "reverses")]);
        let both = doubt(Side::Theirs, "suspect, reverses");
        assert_eq!(found(&series(1.0, 1.01, true), &[]), [both]);
    }

    #[test]
    fn a_session_of_ours_that_leaves_and_comes_back_is_not_held_against_them() {
        let off = series(1.01, 1.0, false);
        assert_eq!(found(&off, &[]), []);
        let day = date(2024, 1, 8);
        let stale = DoubtfulSession {
            date: day,
            mic: Mic::Xnas,
            reason: DoubtReason::Stale,
            known_at: day,
        };
        assert_eq!(found(&off, &[stale]), [doubt(Side::Ours, "stale NASDAQ")]);
        let either = doubt(Side::Both, "stale NASDAQ, suspect");
        assert_eq!(found(&series(1.0, 1.01, true), &[stale]), [either]);
        let elsewhere = DoubtfulSession { date: date(2023, 1, 3), ..stale };
        assert_eq!(found(&off, &[elsewhere]), []);
    }

    #[test]
    fn a_level_that_leaves_for_good_is_an_error_of_ours_until_proven() {
        let mut shared = series(1.0, 1.0, false);
        for level in &mut shared[6..] {
            level.theirs *= 1.01;
        }
        assert_eq!(found(&shared, &[]), []);
    }
}
