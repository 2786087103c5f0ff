//! The sessions that two series of levels share, and the returns between them.

use jiff::civil::Date;

/// One day's returns in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayGap {
    /// The shared session that the returns start from.
    pub since: Date,
    /// The session.
    pub date: Date,
    /// Our return.
    pub ours_percent: f64,
    /// Their return.
    pub theirs_percent: f64,
    /// Ours less theirs, in percentage points.
    pub gap_points: f64,
    /// Whether one of the two sessions is in doubt.
    pub doubtful: bool,
}

/// The levels of one session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SharedLevel {
    pub(super) date: Date,
    pub(super) ours: f64,
    pub(super) theirs: f64,
    /// Whether their source doubts theirs.
    pub(super) suspect: bool,
}

/// The returns between shared sessions, none of them in doubt yet.
pub(super) fn day_gaps(shared: &[SharedLevel]) -> Vec<DayGap> {
    let gap = |pair: &[SharedLevel]| {
        let (before, now) = (pair[0], pair[1]);
        let ours_percent = (now.ours / before.ours - 1.0) * 100.0;
        let theirs_percent = (now.theirs / before.theirs - 1.0) * 100.0;
        DayGap {
            since: before.date,
            date: now.date,
            ours_percent,
            theirs_percent,
            gap_points: ours_percent - theirs_percent,
            doubtful: false,
        }
    };
    shared.windows(2).map(gap).collect()
}
