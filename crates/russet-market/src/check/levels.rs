//! Levels of outside indexes: doubted by their source, jumping, or known before their day.

use super::report::{Finding, FindingKind, Tally};
use crate::facts::IndexLevel;
use crate::market::Market;

/// A level jumps when it changes by more than this part of the one before.
const JUMP: f64 = 0.1;
/// Levels further apart than this many days are no daily series.
const DAYS_APART: i32 = 5;

pub(super) fn findings(market: &Market) -> Vec<Finding> {
    let (mut suspect, mut jumps, mut early) =
        (Tally::default(), Tally::default(), Tally::default());
    let label =
        |row: &IndexLevel| format!("{} {}: {}", row.index_id, row.date, row.level.published(2));
    for row in &market.index_levels {
        if row.suspect {
            suspect.note(|| label(row));
        }
        if row.known_at < row.date {
            early.note(|| format!("{}, known {}", label(row), row.known_at));
        }
    }
    for pair in market.index_levels.windows(2) {
        let (before, row) = (&pair[0], &pair[1]);
        let days = (row.date - before.date).get_days();
        let change = (row.level.to_f64() / before.level.to_f64() - 1.0).abs();
        let follows = before.index_id == row.index_id && (1..=DAYS_APART).contains(&days);
        if follows && change > JUMP {
            jumps.weigh(change, || format!("{} after {}", label(row), before.level.published(2)));
        }
    }
    let (topic, level) = ("index levels", ("index level", "index levels"));
    [
        suspect.finding(FindingKind::Odd, topic, level, "that the source itself doubts"),
        jumps.finding(FindingKind::Odd, topic, level, "more than 10% away from the one before"),
        early.finding(FindingKind::Impossible, topic, level, "known before the day itself"),
    ]
    .into_iter()
    .flatten()
    .collect()
}
