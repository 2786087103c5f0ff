//! What changed between a run and the one that continues it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use jiff::civil::Date;
use russet_market::folder::TableFile;
use russet_rules::Decision;
use russet_store::table::Comparison;

use super::table::{self, Table};
use super::{LevelRow, Manifest, RunError};
use crate::events::LedgerEntry;

/// Rows of the days of an older run that are others now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// The first session with another level, by index.
    pub first: BTreeMap<String, Date>,
    /// How many levels are others.
    pub levels: usize,
    /// How many entries of the ledger came, went or are others.
    pub entries: usize,
    /// How many decisions came, went or are others.
    pub decisions: usize,
}

impl Changed {
    /// Whether nothing changed.
    pub fn is_nothing(&self) -> bool {
        *self == Changed::default()
    }

    /// Compares the parts that only one of two runs in a folder has.
    pub(super) fn between(
        folder: &Path,
        old: &Manifest,
        new: &Manifest,
    ) -> Result<Changed, RunError> {
        let last = old.to;
        let (before, now) = only_in_one::<LevelRow>(folder, old, new)?;
        let levels = Comparison::new::<LevelRow>().between(before, now);
        let replaced = levels.changed.into_iter().map(|change| change.before);
        let mut changed = Changed::default();
        for row in levels.removed.into_iter().chain(replaced) {
            changed.levels += 1;
            let first = changed.first.entry(row.index_id).or_insert(row.date);
            *first = row.date.min(*first);
        }
        let (before, now) = only_in_one::<LedgerEntry>(folder, old, new)?;
        // A shifted number of an event is no change.
        let entries = Comparison::new::<LedgerEntry>()
            .by(&["index_id", "after_close", "cause", "security_id"])
            .ignoring(&["event"])
            .between(before, now);
        // What opens the session after the old run's last is new.
        let added = entries.added.iter().filter(|row| row.after_close < last).count();
        changed.entries = entries.changed.len() + entries.removed.len().max(added);
        let (mut before, mut now) = only_in_one::<Decision>(folder, old, new)?;
        // Decisions of days to come are made again each day.
        before.retain(|row| row.effective_after_close <= last);
        now.retain(|row| row.effective_after_close <= last);
        let decisions = Comparison::new::<Decision>().between(before, now);
        changed.decisions =
            decisions.changed.len() + decisions.removed.len().max(decisions.added.len());
        Ok(changed)
    }
}

impl fmt::Display for Changed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Changed { first, levels, entries, decisions } = self;
        write!(
            formatter,
            "{levels} levels, {entries} ledger entries and {decisions} decisions changed"
        )?;
        let mut days: BTreeMap<Date, Vec<&str>> = BTreeMap::new();
        first.iter().for_each(|(index, day)| days.entry(*day).or_default().push(index));
        for (day, indexes) in days {
            write!(formatter, "; from {day} on: {}", indexes.join(" "))?;
        }
        Ok(())
    }
}

/// The rows of a table in parts that only the old run has, and in those that only the new one has.
fn only_in_one<R: Table>(
    folder: &Path,
    old: &Manifest,
    new: &Manifest,
) -> Result<(Vec<R>, Vec<R>), RunError> {
    let mut both = [Vec::new(), Vec::new()];
    for (rows, (run, other)) in both.iter_mut().zip([(old, new), (new, old)]) {
        let of_table = |file: &&TableFile| file.table == R::NAME;
        for file in run.outputs.iter().filter(of_table) {
            if !other.outputs.contains(file) {
                rows.append(&mut table::decode(
                    &folder.join(&file.file),
                    file.read(folder, <Manifest as russet_store::Manifest>::REMEDY)?,
                )?);
            }
        }
    }
    let [before, now] = both;
    Ok((before, now))
}
