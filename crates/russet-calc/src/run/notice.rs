//! The restatement notice for an index's subscribers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_rules::restatement::Treatment;

use super::RestatementRow;

/// One correction of one index.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Which correction of the run, from 1.
    pub correction: u32,
    /// The index.
    pub index: String,
    /// The first session whose published level it moves.
    pub first: Date,
    /// The last one.
    pub last: Date,
    /// How many sessions.
    pub sessions: usize,
    /// The largest move of a published level, in basis points of it.
    pub basis_points: f64,
    /// Whether the published levels were replaced.
    pub treatment: Treatment,
    /// What was corrected, and why it is treated so.
    pub cause: String,
    /// The last published session when it was found.
    pub found_after: Date,
}

impl Notice {
    /// The notices of some restatement rows, by correction and index.
    pub fn of_rows(rows: &[RestatementRow]) -> Vec<Notice> {
        let mut notices: BTreeMap<(u32, &str), Notice> = BTreeMap::new();
        for row in rows {
            let moved = row.basis_points();
            let notice = notices.entry((row.correction, &row.index_id)).or_insert_with(|| Notice {
                correction: row.correction,
                index: row.index_id.clone(),
                first: row.date,
                last: row.date,
                sessions: 0,
                basis_points: moved,
                treatment: row.treatment,
                cause: row.cause.clone(),
                found_after: row.found_after,
            });
            notice.first = notice.first.min(row.date);
            notice.last = notice.last.max(row.date);
            notice.sessions += 1;
            if moved.abs() > notice.basis_points.abs() {
                notice.basis_points = moved;
            }
        }
        notices.into_values().collect()
    }

    /// What happens to the published levels, in a sentence.
    pub fn treatment_in_words(&self) -> String {
        match self.treatment {
            Treatment::Restated => "The published levels are replaced by restated ones.".to_owned(),
            Treatment::Carried => format!(
                "The published levels stay. The corrected data count from the session after {} on.",
                self.found_after
            ),
        }
    }
}
