//! What was written becomes the run: every table has a part, then the manifest names them all.

use russet_market::folder::TableFile;
use russet_rules::Decision;

use super::names::{TABLES, partition_key_of};
use super::table::{self, Table};
use super::writer::Writer;
use super::{
    ActionRow, Changed, CloseTable, Constituent, DividendRow, LevelRow, Manifest, PartitionKey,
    ProFormaRow, RateRow, RunError,
};
use crate::events::LedgerEntry;

impl Writer {
    /// Makes what was written the run: a table without rows gets a part without any.
    pub(super) fn commit(
        mut self,
        mut run: Manifest,
        methodology: &str,
        old: Option<&Manifest>,
    ) -> Result<(Manifest, Option<Changed>), RunError> {
        self.write_kept()?;
        let mut years: Vec<i16> = self
            .outputs
            .iter()
            .filter(|file| file.table == LevelRow::NAME)
            .filter_map(|file| partition_key_of(file)?.year())
            .collect();
        years.sort_unstable();
        years.dedup();
        for year in years {
            self.prices(year)?;
        }
        self.empty::<Decision>()?;
        self.empty::<LedgerEntry>()?;
        self.empty::<Constituent>()?;
        self.empty::<LevelRow>()?;
        self.empty::<DividendRow>()?;
        self.empty::<RateRow>()?;
        self.empty::<ProFormaRow>()?;
        self.empty::<ActionRow>()?;
        if !self.has(CloseTable::TABLE) {
            let bytes = CloseTable::default().bytes()?;
            self.part(CloseTable::TABLE, PartitionKey::Open, 0, &bytes)?;
        }
        run.outputs = std::mem::take(&mut self.outputs);
        run.checkpoints = std::mem::take(&mut self.checkpoints);
        let place = |file: &TableFile| TABLES.iter().position(|table| *table == file.table);
        run.outputs.sort_by(|a, b| {
            (place(a), partition_key_of(a), &a.file).cmp(&(place(b), partition_key_of(b), &b.file))
        });
        self.finish(run, methodology, old)
    }

    /// Writes what is left of an older run.
    pub(super) fn write_kept(&mut self) -> Result<(), RunError> {
        while let Some(part) = self.kept.first() {
            let key = part.key;
            match part.file.table.as_str() {
                Decision::NAME => self.rows::<Decision>(key, &[])?,
                LedgerEntry::NAME => self.rows::<LedgerEntry>(key, &[])?,
                Constituent::NAME => self.rows::<Constituent>(key, &[])?,
                LevelRow::NAME => self.rows::<LevelRow>(key, &[])?,
                CloseTable::TABLE => self.closes(key, &CloseTable::default())?,
                DividendRow::NAME => self.rows::<DividendRow>(key, &[])?,
                RateRow::NAME => self.rows::<RateRow>(key, &[])?,
                ProFormaRow::NAME => self.rows::<ProFormaRow>(key, &[])?,
                ActionRow::NAME => self.rows::<ActionRow>(key, &[])?,
                _ => drop(self.kept.remove(0)),
            }
        }
        Ok(())
    }

    fn has(&self, table: &str) -> bool {
        self.outputs.iter().any(|file| file.table == table)
    }

    fn empty<R: Table>(&mut self) -> Result<(), RunError> {
        match self.has(R::NAME) {
            true => Ok(()),
            false => self.part(R::NAME, PartitionKey::Open, 0, &table::encode::<R>(&[])?),
        }
    }
}
