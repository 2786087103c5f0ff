//! The rows that a run had after a session: parts of an older run that a continued one keeps, whole or point
//! where it goes on.

use std::path::Path;

use russet_market::folder::TableFile;
use russet_rules::Decision;
use russet_store::StoreError;

use super::names::partition_key_of;
use super::partition::constituent_key;
use super::table::{self, Table};
use super::{
    ActionRow, CloseTable, Constituent, DividendRow, LevelRow, Manifest, PartitionKey,
    Partitioning, ProFormaRow, RateRow, RunError, prices,
};
use crate::events::LedgerEntry;
use crate::history::ResumePoint;

/// A part of an older run.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) file: TableFile,
    /// The key of the new run that its rows belong to.
    pub(super) key: PartitionKey,
    portion: Portion,
}

/// Which rows of a part were there.
#[derive(Debug)]
enum Portion {
    All,
    /// Those before the point.
    Until(ResumePoint),
    /// So many of the first.
    First(usize),
}

impl Kept {
    /// All of a part.
    pub(super) fn whole(file: TableFile, key: PartitionKey) -> Kept {
        Kept { file, key, portion: Portion::All }
    }

    /// Whether the file is a part of the new run as it is.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.portion, Portion::All) && partition_key_of(&self.file) == Some(self.key)
    }

    /// Its rows that were there.
    pub(super) fn rows<R: PartRow>(&self, run: &Path) -> Result<Vec<R>, RunError> {
        let mut rows = table::decode(&run.join(&self.file.file), self.bytes(run)?)?;
        match &self.portion {
            Portion::All => {}
            Portion::Until(point) => R::keep_until(&mut rows, point),
            Portion::First(count) => rows.truncate(*count),
        }
        Ok(rows)
    }

    fn bytes(&self, run: &Path) -> Result<Vec<u8>, StoreError> {
        self.file.read(run, <Manifest as russet_store::Manifest>::REMEDY)
    }

    /// Its closes that were there.
    pub(super) fn closes(&self, run: &Path) -> Result<CloseTable, RunError> {
        let mut closes = CloseTable::decode(&run.join(&self.file.file), self.bytes(run)?)?;
        Ok(match &self.portion {
            Portion::Until(point) => closes.take_until(point.after),
            _ => closes,
        })
    }
}

/// What an older run had at a point, for a run of other partitioning; nothing where a part belongs to several of
/// them.
pub(super) fn kept(
    old: &Manifest,
    point: &ResumePoint,
    partitioning: Partitioning,
) -> Option<Vec<Kept>> {
    let mut kept = Vec::new();
    let mut decided = 0;
    for file in &old.outputs {
        let key = partition_key_of(file)?;
        let (portion, day) = if file.table == prices::TABLE || key == PartitionKey::Open {
            continue;
        } else if file.table == Decision::NAME {
            let (start, end) = (decided, decided + file.rows);
            decided = end;
            if !decisions_fit(point, key, (start, end)) {
                return None;
            }
            match point.decisions.all() {
                all if end <= all => (Portion::All, key.start()),
                all if start < all => (Portion::First(all - start), key.start()),
                _ => continue,
            }
        } else if key.end() < point.after {
            (Portion::All, key.start())
        } else if key.start() <= point.after {
            (Portion::Until(point.clone()), point.after)
        } else {
            continue;
        };
        let of = match file.table == Decision::NAME {
            true => key,
            false => partitioning.of(day),
        };
        if matches!(portion, Portion::All) && of.end() < key.end() {
            return None;
        }
        kept.push(Kept { file: file.clone(), key: of, portion });
    }
    (decided >= point.decisions.all()).then_some(kept)
}

/// Whether the decisions of a part that were there belong to its year.
fn decisions_fit(point: &ResumePoint, key: PartitionKey, (start, end): (usize, usize)) -> bool {
    let mut first = point.decisions.handed;
    point.decisions.years.iter().all(|(year, count)| {
        let (begins, ends) = (first.max(start), (first + count).min(end));
        first += count;
        begins >= ends || key == PartitionKey::Year(*year)
    })
}

/// The decisions that a run had not handed over at a point, of the parts kept.
pub(super) fn decisions_since(
    run: &Path,
    kept: &[Kept],
    point: &ResumePoint,
) -> Option<Vec<Decision>> {
    let (mut decisions, mut start) = (Vec::new(), 0);
    for part in kept.iter().filter(|part| part.file.table == Decision::NAME) {
        let end = start + part.file.rows;
        if end > point.decisions.handed {
            let rows = part.rows::<Decision>(run).ok()?;
            decisions.extend(rows.into_iter().skip(point.decisions.handed.saturating_sub(start)));
        }
        start = end;
    }
    Some(decisions)
}

/// A row of a table that is written in parts.
pub(super) trait PartRow: Table {
    /// Leaves the rows that were there at a point.
    fn keep_until(rows: &mut Vec<Self>, point: &ResumePoint);

    /// Puts rows of several parts in the order of one.
    fn sort(_rows: &mut [Self]) {}
}

impl PartRow for Decision {
    // Decisions are kept by their number.
    fn keep_until(_rows: &mut Vec<Decision>, _point: &ResumePoint) {}
}

impl PartRow for LedgerEntry {
    fn keep_until(rows: &mut Vec<LedgerEntry>, point: &ResumePoint) {
        rows.retain(|row| row.event <= point.last_event);
    }
}

impl PartRow for Constituent {
    // What ends with a session is seen in the next one.
    fn keep_until(rows: &mut Vec<Constituent>, point: &ResumePoint) {
        rows.retain(|row| row.last_session < point.after);
    }

    fn sort(rows: &mut [Constituent]) {
        rows.sort_unstable_by(|a, b| constituent_key(a).cmp(&constituent_key(b)));
    }
}

impl PartRow for LevelRow {
    fn keep_until(rows: &mut Vec<LevelRow>, point: &ResumePoint) {
        rows.retain(|row| row.date <= point.after);
    }
}

impl PartRow for DividendRow {
    fn keep_until(rows: &mut Vec<DividendRow>, point: &ResumePoint) {
        rows.retain(|row| row.date <= point.after);
    }
}

impl PartRow for RateRow {
    fn keep_until(rows: &mut Vec<RateRow>, point: &ResumePoint) {
        rows.retain(|row| row.date <= point.after);
    }
}

impl PartRow for ProFormaRow {
    fn keep_until(rows: &mut Vec<ProFormaRow>, point: &ResumePoint) {
        rows.retain(|row| row.announced_on <= point.after);
    }
}

impl PartRow for ActionRow {
    fn keep_until(rows: &mut Vec<ActionRow>, point: &ResumePoint) {
        let mut left = point.actions;
        rows.retain(|row| match row.after_close {
            Some(day) if day == point.after => {
                let was_there = left > 0;
                left = left.saturating_sub(1);
                was_there
            }
            Some(day) => day < point.after,
            None => false,
        });
    }
}
