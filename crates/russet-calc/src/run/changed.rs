//! What a continued run says otherwise than the run that it took the place of.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::Hash;
use std::path::Path;

use jiff::civil::Date;
use russet_market::folder::TableFile;
use russet_rules::Decision;

use super::table::{self, Table};
use super::{LevelRow, Manifest, RunError};
use crate::ledger::LedgerEntry;

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
    /// Whether nothing is otherwise.
    ///
    /// ```
    /// assert!(russet_calc::run::Changed::default().is_nothing());
    /// ```
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
        let key = |row: &LevelRow| (row.index_id.clone(), row.date);
        let now: HashMap<_, LevelRow> = now.into_iter().map(|row| (key(&row), row)).collect();
        let mut changed = Changed::default();
        for row in before.iter().filter(|row| now.get(&key(row)) != Some(row)) {
            changed.levels += 1;
            let first = changed.first.entry(row.index_id.clone()).or_insert(row.date);
            *first = row.date.min(*first);
        }
        let (before, now) = only_in_one::<LedgerEntry>(folder, old, new)?;
        // What opens the session after the old run's last is news, and so is a shifted number.
        let words = |row: LedgerEntry| {
            (row.after_close < last, format!("{:?}", LedgerEntry { event: 0, ..row }))
        };
        changed.entries = differing(before.into_iter().map(words), now.into_iter().map(words));
        let (before, now) = only_in_one::<Decision>(folder, old, new)?;
        // Decisions of days to come are told anew each day.
        let in_force =
            |row: Decision| (row.effective_after_close <= last).then(|| format!("{row:?}"));
        let pair = |words| (true, words);
        changed.decisions = differing(
            before.into_iter().filter_map(in_force).map(pair),
            now.into_iter().filter_map(in_force).map(pair),
        );
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

/// How many of some things are not among others, or the other way round, whichever are more; those that
/// came count where they say so.
fn differing<T: Hash + Eq>(
    before: impl Iterator<Item = (bool, T)>,
    now: impl Iterator<Item = (bool, T)>,
) -> usize {
    let mut counts: HashMap<T, (i64, bool)> = HashMap::new();
    before.for_each(|(_, thing)| counts.entry(thing).or_insert((0, true)).0 += 1);
    now.for_each(|(counts_as_new, thing)| counts.entry(thing).or_insert((0, counts_as_new)).0 -= 1);
    let gone: i64 = counts.values().map(|(count, _)| (*count).max(0)).sum();
    let came = counts.values().filter(|(_, counts_as_new)| *counts_as_new);
    let came: i64 = came.map(|(count, _)| (-count).max(0)).sum();
    gone.max(came) as usize
}
