//! A run as one build left it.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use jiff::civil::Date;
use russet_store::table::RecordBatch;
use russet_store::{Snapshot, StoreError, StoredFile};

use super::error::RunError;
use super::table::{self, Table};
use super::{CloseTable, Manifest, PartitionKey, prices};

/// A run as one build left it. As long as a snapshot lives, no file of it is removed; its clones are the
/// same snapshot.
#[derive(Debug, Clone)]
pub struct RunSnapshot {
    store: Snapshot<Manifest>,
}

impl RunSnapshot {
    pub(super) fn new(store: Snapshot<Manifest>) -> RunSnapshot {
        RunSnapshot { store }
    }

    /// What the run was made of and what it made.
    pub fn manifest(&self) -> &Manifest {
        self.store.manifest()
    }

    /// Every file of the run besides its manifest.
    pub fn files(&self) -> Vec<&StoredFile> {
        russet_store::Manifest::files(self.manifest())
    }

    /// The files that are not what the manifest names, each with how it differs. Checkpoints may be missing.
    ///
    /// # Errors
    /// [`RunError`] when a file cannot be read.
    pub fn damaged_files(&self) -> Result<Vec<String>, RunError> {
        Ok(self.store.damaged(|file| file.table == super::checkpoints::FOLDER)?)
    }

    /// Reads the methodology of a run, and nothing else.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or its methodology is missing.
    pub fn methodology_text(&self) -> Result<String, RunError> {
        let file = &self.manifest().methodology_file;
        let text = String::from_utf8(self.store.read(file)?);
        text.map_err(|_| self.refused(file, "it is no text"))
    }

    /// Reads one table of a run, such as its levels, and nothing else.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or the table is missing or damaged.
    pub fn table<R: Table>(&self) -> Result<Vec<R>, RunError> {
        self.rows(|_| true)
    }

    /// Reads the parts of one table of some years, and nothing else.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a part is missing or damaged.
    pub fn table_of_years<R: Table>(&self, years: RangeInclusive<i16>) -> Result<Vec<R>, RunError> {
        let within = |key: PartitionKey| key.year().is_some_and(|year| years.contains(&year));
        self.rows(within)
    }

    /// Reads the parts of one table with the rows of some days, as Arrow columns and without making rows. A row
    /// belongs to the day that its part is named for: a level to its session, a constituent to its last
    /// session, a decision to its effective date. Parts may hold other days too, and rows that the end of the
    /// run found open always come along.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a part is missing or damaged.
    pub fn batches<R: Table>(
        &self,
        days: &RangeInclusive<Date>,
    ) -> Result<Vec<RecordBatch>, RunError> {
        // What was decided about days after the run's last year is in the part of that year.
        let last_year = self.manifest().years().last().map(|year| PartitionKey::Year(*year).end());
        let first = last_year.map_or(*days.start(), |end| end.min(*days.start()));
        let within = |key: PartitionKey| {
            key == PartitionKey::Open || (key.end() >= first && key.start() <= *days.end())
        };
        let mut batches = Vec::new();
        for file in parts_of(self.manifest(), R::NAME, within) {
            let bytes = self.store.read(file)?;
            let part = table::decode_table::<R>(&self.path_of(file), bytes)?;
            self.check_rows(file, part.iter().map(RecordBatch::num_rows).sum())?;
            batches.extend(part);
        }
        Ok(batches)
    }

    /// Reads one table of a run part by part, in order of time.
    pub(crate) fn each_part<R: Table>(&self, mut take: impl FnMut(Vec<R>)) -> Result<(), RunError> {
        for file in parts_of(self.manifest(), R::NAME, |_| true) {
            take(self.part(file)?);
        }
        Ok(())
    }

    /// The closes of some years, each with the session it was made in.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a part is missing or damaged.
    pub fn closes_of_years(&self, years: RangeInclusive<i16>) -> Result<CloseTable, RunError> {
        let within = |key: PartitionKey| key.year().is_some_and(|year| years.contains(&year));
        self.closes(within)
    }

    /// The rows of one part.
    pub(super) fn part<R: Table>(&self, file: &StoredFile) -> Result<Vec<R>, RunError> {
        let rows = table::decode(&self.path_of(file), self.store.read(file)?)?;
        self.check_rows(file, rows.len())?;
        Ok(rows)
    }

    fn check_rows(&self, file: &StoredFile, rows: usize) -> Result<(), RunError> {
        if rows == file.rows {
            return Ok(());
        }
        let reason = format!("it has {rows} rows, the manifest says {}", file.rows);
        Err(self.refused(file, &reason))
    }

    fn path_of(&self, file: &StoredFile) -> PathBuf {
        self.store.folder().join(&file.file)
    }

    fn refused(&self, file: &StoredFile, reason: &str) -> RunError {
        StoreError::Table { path: self.path_of(file), reason: reason.to_owned() }.into()
    }

    /// The rows of some parts of a table, in order of time.
    pub(super) fn rows<R: Table>(
        &self,
        wanted: impl Fn(PartitionKey) -> bool,
    ) -> Result<Vec<R>, RunError> {
        let mut rows = Vec::new();
        for file in parts_of(self.manifest(), R::NAME, wanted) {
            rows.append(&mut self.part(file)?);
        }
        Ok(rows)
    }

    /// The closes of some parts: the run's own override those of the market's price files.
    pub(super) fn closes(
        &self,
        wanted: impl Fn(PartitionKey) -> bool,
    ) -> Result<CloseTable, RunError> {
        let manifest = self.manifest();
        let (mut own, mut others) = (CloseTable::default(), CloseTable::default());
        for file in parts_of(manifest, CloseTable::TABLE, &wanted) {
            own.append(&mut CloseTable::decode(&self.path_of(file), self.store.read(file)?)?);
        }
        let first = manifest.indexes.iter().filter_map(|index| index.start).min();
        let sessions = first.unwrap_or(manifest.from)..=manifest.to;
        for file in parts_of(manifest, prices::TABLE, &wanted) {
            others.append(&mut prices::decode(
                &self.path_of(file),
                self.store.read(file)?,
                &sessions,
            )?);
        }
        Ok(own.over(others))
    }
}

/// The parts of a table, in order of time.
fn parts_of<'run>(
    manifest: &'run Manifest,
    table: &'static str,
    wanted: impl Fn(PartitionKey) -> bool + 'run,
) -> impl Iterator<Item = &'run StoredFile> {
    let of_table = manifest.outputs.iter().filter(move |file| file.table == table);
    of_table.filter(move |file| PartitionKey::of_file(file).is_some_and(&wanted))
}
