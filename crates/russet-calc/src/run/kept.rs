//! The rows that a run had after a session: parts of an older run that a continued one keeps, whole or point
//! where it goes on.

use std::path::Path;

use russet_market::folder::TableFile;
use russet_rules::Decision;
use russet_store::StoreError;

use super::row::RunRow;
use super::table::{self, Table};
use super::{CloseTable, Manifest, PartitionKey, Partitioning, ResumePoint, RunError, prices};

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
    /// This many of the first rows.
    First(usize),
}

impl Kept {
    /// All of a part.
    pub(super) fn whole(file: TableFile, key: PartitionKey) -> Kept {
        Kept { file, key, portion: Portion::All }
    }

    /// Whether the file is a part of the new run as it is.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.portion, Portion::All) && PartitionKey::of_file(&self.file) == Some(self.key)
    }

    /// Its rows that were there.
    pub(super) fn rows<R: RunRow>(&self, run: &Path) -> Result<Vec<R>, RunError> {
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
        let key = PartitionKey::of_file(file)?;
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
