//! Splits, from two things a feed says: raw closes, and changes that are adjusted for splits.
//!
//! The close before, over the close before that today's change implies, is one on most days. After a
//! split it is the ratio, up to the rounding of the reported change. Cash dividends give ratios that
//! are no ratio of small whole numbers; rows that a feed repeats show no jump of the close itself.

use std::collections::HashMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use russet_market::{Action, ActionKind, Ratio, SecurityKind};

use super::series::{Series, SeriesTable, SessionRow};
use super::{DERIVED, ratios};

/// Ratios nearer to one than this are dividends and noise.
const SMALLEST_JUMP: f64 = 0.05;
/// Half of the last decimal of an adjusted previous close, in dollars.
const PRICE_ROUNDING: f64 = 0.005_1;
/// What the rounding of a change of three decimals adds, relative.
const CHANGE_ROUNDING: f64 = 0.000_02;
/// A ratio below two for one is a split only when it is met so exactly.
const SMALL_RATIO_TOLERANCE: f64 = 0.000_3;
/// No rounding explains more.
const WIDEST_TOLERANCE: f64 = 0.02;
/// Sessions without a row between two rows, over which a change cannot be checked exactly.
const LONGEST_GAP: u32 = 5;
/// How far prices move over such a gap, relative.
const GAP_DRIFT: f64 = 0.12;
/// On a session where so large a part of all lines disagrees with the closes before, the feed
/// repeated or missed a session: its changes do not lead to the closes before.
const UNSETTLED: f64 = 0.03;
/// Closes that disagree by more than rounding and ordinary dividends.
const DISAGREES: f64 = 0.01;

/// A reverse split of so many for one or more: prices seldom rise as much in a session, while a fall
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

/// What one line shows.
#[derive(Default)]
struct LineJumps {
    jumps: Vec<Jump>,
    /// For each session whose change refers to the close before, whether it leads there.
    agrees: Vec<(u32, bool)>,
}

/// How many lines a session has, and how many disagree with the close before.
#[derive(Clone, Copy, Default)]
struct Agreement {
    lines: u32,
    disagree: u32,
}

/// Every split that prices prove, each known on its own ex-date.
pub(super) fn find(table: &SeriesTable<'_>) -> Vec<Action> {
    let found: Vec<LineJumps> =
        (0..table.len()).into_par_iter().map(|number| jumps(&table.series(number))).collect();
    let mut agreement: HashMap<u32, Agreement> = HashMap::new();
    for (session, agrees) in found.iter().flat_map(|line| &line.agrees) {
        let session = agreement.entry(*session).or_default();
        session.lines += 1;
        session.disagree += u32::from(!*agrees);
    }
    let unsettled = |session: u32| {
        let Agreement { lines, disagree } = agreement.get(&session).copied().unwrap_or_default();
        // A handful of lines tells nothing about the feed.
        lines >= 100 && f64::from(disagree) > UNSETTLED * f64::from(lines)
    };
    found
        .into_iter()
        .flat_map(|line| line.jumps)
        .filter_map(|jump| {
            let ratio = if unsettled(jump.session) { jump.likely } else { jump.exact };
            ratio.map(|ratio| Action { ratio: Some(ratio), ..jump.action })
        })
        .collect()
}

fn jumps(series: &Series<'_>) -> LineJumps {
    let mut line = LineJumps::default();
    let mut before: Option<SessionRow> = None;
    for now in series.rows() {
        if let Some(last) = before {
            let factor = factor(&last, &now);
            let gap = now.session - last.session;
            if let (1, Some(factor)) = (gap, factor) {
                line.agrees.push((now.session, (factor - 1.0).abs() <= DISAGREES));
            }
            if let Some(factor) = factor.filter(|factor| factor.ln().abs() > SMALLEST_JUMP) {
                line.jumps.extend(jump(series, &last, &now, factor));
            }
        }
        before = Some(now);
    }
    line
}

/// The close before over the close before as the change implies it.
fn factor(last: &SessionRow, now: &SessionRow) -> Option<f64> {
    let growth = 1.0 + now.row.reported_change_percent? / 100.0;
    // A row that a feed repeats has yesterday's close beside another change.
    (growth > 0.0 && last.row.close != now.row.close)
        .then(|| last.row.close.to_f64() * growth / now.row.close.to_f64())
}

fn jump(series: &Series<'_>, last: &SessionRow, now: &SessionRow, factor: f64) -> Option<Jump> {
    let gap = now.session - last.session;
    let splits = series.version(now.row.date).is_some_and(|version| can_split(version.kind));
    if !splits || gap > LONGEST_GAP {
        return None;
    }
    let implied = last.row.close.to_f64() / factor;
    let tolerance = (PRICE_ROUNDING / implied + CHANGE_ROUNDING).min(WIDEST_TOLERANCE);
    let exact = ratios::nearest(factor, tolerance).filter(|ratio| {
        let small = (0.5..2.0).contains(&ratio.to_f64()) && ratio.to_f64() != 0.5;
        !small || (factor / ratio.to_f64() - 1.0).abs() <= SMALL_RATIO_TOLERANCE
    });
    let likely = ratios::whole(factor, GAP_DRIFT)
        .filter(|ratio| 1.0 / ratio.to_f64() >= LARGE_REVERSE || count_jumped(last, now, ratio));
    let jumped = (last.row.close.to_f64() / now.row.close.to_f64()).ln();
    // The close itself must have gone the way of the split, at least half of it.
    let with_the_close = |ratio: &Ratio| {
        let size = ratio.to_f64().ln();
        jumped / size > 0.5
    };
    let exact = exact.filter(with_the_close);
    let likely = likely.filter(with_the_close);
    let exact = if gap == 1 { exact } else { likely };
    (exact.is_some() || likely.is_some()).then(|| Jump {
        session: now.session,
        exact,
        likely,
        action: Action::new(now.row.date, series.security, ActionKind::Split, DERIVED),
    })
}

/// Whether the reported number of shares went with the split in the same session.
fn count_jumped(last: &SessionRow, now: &SessionRow, ratio: &Ratio) -> bool {
    let count = |row: &SessionRow| {
        row.row.reported_cap_cents.map(|cap| cap as f64 / row.row.close.to_f64())
    };
    match (count(last), count(now)) {
        (Some(before), Some(after)) => (after / before / ratio.to_f64() - 1.0).abs() <= GAP_DRIFT,
        _ => false,
    }
}

/// Warrants, rights, units, bonds and preferred shares do not split.
fn can_split(kind: SecurityKind) -> bool {
    matches!(
        kind,
        SecurityKind::Common
            | SecurityKind::BlankCheque
            | SecurityKind::DepositaryReceipt
            | SecurityKind::Fund
            | SecurityKind::Partnership
            | SecurityKind::LimitedLiabilityCompany
            | SecurityKind::RoyaltyTrust
    )
}
