//! What a row of a run's tables knows about itself.

use jiff::civil::Date;
use russet_rules::Decision;
use russet_store::table::{Record, Table};

use super::{PartitionKey, Partitioning, ResumePoint};
use crate::events::LedgerEntry;

/// A row of a table of a run.
pub(crate) trait RunRow: Table {
    /// Whether a row may count on days of years before the one it belongs to.
    const COUNTS_BEFORE: bool = false;

    /// The day it belongs to; none where it waits for a day that the run has not seen.
    fn day(&self) -> Option<Date>;

    /// The part it belongs to.
    fn partition_key(&self, partitioning: Partitioning) -> PartitionKey {
        self.day().map_or(PartitionKey::Open, |day| partitioning.of(day))
    }

    /// Leaves the rows that were there at a point.
    fn keep_until(rows: &mut Vec<Self>, point: &ResumePoint) {
        rows.retain(|row| row.day().is_some_and(|day| day <= point.after));
    }

    /// Puts rows of several days in the order of one part.
    fn sort(_rows: &mut [Self]) {}
}

/// A row as the engine hands it over: a [`RunRow`], or one with what market and family say borrowed.
pub(crate) trait RunRecord: Record {
    /// As [`RunRow::day`].
    fn day(&self) -> Option<Date>;

    /// As [`RunRow::sort`].
    fn sort(_rows: &mut [Self]) {}
}

impl<R: RunRow> RunRecord for R {
    fn day(&self) -> Option<Date> {
        RunRow::day(self)
    }

    fn sort(rows: &mut [R]) {
        RunRow::sort(rows);
    }
}

impl RunRow for Decision {
    fn day(&self) -> Option<Date> {
        Some(self.effective_after_close)
    }

    // What takes effect after the run's end is in the part of its last year.
    fn partition_key(&self, partitioning: Partitioning) -> PartitionKey {
        PartitionKey::Year(self.effective_after_close.min(partitioning.last()).year())
    }

    // Decisions are kept by their number.
    fn keep_until(_rows: &mut Vec<Decision>, _point: &ResumePoint) {}
}

impl RunRow for LedgerEntry {
    fn day(&self) -> Option<Date> {
        Some(self.after_close)
    }

    fn keep_until(rows: &mut Vec<LedgerEntry>, point: &ResumePoint) {
        rows.retain(|row| row.event <= point.last_event);
    }
}
