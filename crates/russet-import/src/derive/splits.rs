//! Splits, from two things a feed says: raw closes, and changes that are adjusted for splits.
//!
//! The close before, over the close before that today's change implies, is one on most days. After a
//! split it is the ratio, up to the rounding of the reported change. Cash dividends give ratios that
//! are no ratio of small whole numbers; rows that a feed repeats show no jump of the close itself.

use std::collections::HashSet;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use russet_market::{Action, ActionKind, Ratio};

use super::changes::{CHANGE_ROUNDING, PRICE_ROUNDING, changes_terms, factor};
use super::series::{Series, SeriesTable, SessionRow};
use super::{DERIVED, ratios};

/// Ratios nearer to one than this are dividends and noise.
const SMALLEST_JUMP: f64 = 0.05;
/// A ratio below two for one is a split only when it is met so exactly.
const SMALL_RATIO_TOLERANCE: f64 = 0.000_3;
/// No rounding explains more.
const WIDEST_TOLERANCE: f64 = 0.02;
/// Sessions without a row between two rows, over which a change cannot be checked exactly.
const LONGEST_GAP: u32 = 5;
/// How far prices move over such a gap, relative.
const GAP_DRIFT: f64 = 0.12;

/// A reverse split of at least this many shares for one: prices seldom rise as much in a session, while a fall
/// to a quarter is no rarity.
const LARGE_REVERSE: f64 = 5.0;

/// A jump that may be a split.
struct Jump {
    session: u32,
    /// The ratio that the change proves, where it refers to the close before.
    exact: Option<Ratio>,
    /// The ratio that the size of the jump makes likely, where it does not.
    likely: Option<Ratio>,
    action: Action,
}

/// Every split that prices prove, each known on its own ex-date.
pub(super) fn find(table: &SeriesTable<'_>, unsettled: &HashSet<u32>) -> Vec<Action> {
    (0..table.len())
        .into_par_iter()
        .flat_map_iter(|number| jumps(&table.series(number)))
        .filter_map(|jump| {
            let at_odds = unsettled.contains(&jump.session);
            let ratio = if at_odds { jump.likely } else { jump.exact };
            ratio.map(|ratio| Action { ratio: Some(ratio), ..jump.action })
        })
        .collect()
}

fn jumps(series: &Series<'_>) -> Vec<Jump> {
    let mut found = Vec::new();
    let mut before: Option<SessionRow> = None;
    for now in series.rows() {
        if let Some(last) = before
            && let Some(factor) = factor(&last, &now)
            && libm::log(factor).abs() > SMALLEST_JUMP
        {
            found.extend(jump(series, &last, &now, factor));
        }
        before = Some(now);
    }
    found
}

fn jump(series: &Series<'_>, last: &SessionRow, now: &SessionRow, factor: f64) -> Option<Jump> {
    let gap = now.session - last.session;
    let splits = series.version(now.date).is_some_and(|version| changes_terms(version.kind));
    if !splits || gap > LONGEST_GAP {
        return None;
    }
    let implied = last.close.to_f64() / factor;
    let tolerance = (PRICE_ROUNDING / implied + CHANGE_ROUNDING).min(WIDEST_TOLERANCE);
    let exact = ratios::nearest(factor, tolerance).filter(|ratio| {
        let small = (0.5..2.0).contains(&ratio.to_f64()) && ratio.to_f64() != 0.5;
        !small || (factor / ratio.to_f64() - 1.0).abs() <= SMALL_RATIO_TOLERANCE
    });
    let likely = ratios::whole(factor, GAP_DRIFT)
        .filter(|ratio| 1.0 / ratio.to_f64() >= LARGE_REVERSE || count_jumped(last, now, ratio));
    let jumped = libm::log(last.close.to_f64() / now.close.to_f64());
    // The close itself must have gone the way of the split, at least half of it.
    let with_the_close = |ratio: &Ratio| {
        let size = libm::log(ratio.to_f64());
        jumped / size > 0.5
    };
    let exact = exact.filter(with_the_close);
    let likely = likely.filter(with_the_close);
    let exact = if gap == 1 { exact } else { likely };
    (exact.is_some() || likely.is_some()).then(|| Jump {
        session: now.session,
        exact,
        likely,
        action: Action::new(now.date, series.security, ActionKind::Split, DERIVED),
    })
}

/// Whether the reported number of shares went with the split in the same session.
fn count_jumped(last: &SessionRow, now: &SessionRow, ratio: &Ratio) -> bool {
    let count = |row: &SessionRow| row.cap_cents.map(|cap| cap as f64 / row.close.to_f64());
    match (count(last), count(now)) {
        (Some(before), Some(after)) => (after / before / ratio.to_f64() - 1.0).abs() <= GAP_DRIFT,
        _ => false,
    }
}
