//! What was written becomes the run: everything is made to last, then the manifest is given its name.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::thread;

use russet_market::folder::TableFile;
use russet_rules::Decision;

use super::error::io;
use super::folder::MANIFEST;
use super::names::{TABLES, methodology_file, span_of};
use super::table::{self, Table};
use super::writer::Writer;
use super::{
    ActionRow, CloseTable, Constituent, DividendRow, LevelRow, Manifest, ProFormaRow, RateRow,
    RunError, Span,
};
use crate::history::BuildError;
use crate::ledger::LedgerEntry;

impl Writer {
    /// Makes what was written the run: a table without rows gets a part without any.
    pub(super) fn commit(
        &mut self,
        mut run: Manifest,
        methodology: &str,
    ) -> Result<Manifest, RunError> {
        self.write_kept()?;
        let mut years: Vec<i16> = self
            .outputs
            .iter()
            .filter(|file| file.table == LevelRow::NAME)
            .filter_map(|file| span_of(file)?.year())
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
            self.part(CloseTable::TABLE, Span::Open, 0, &bytes)?;
        }
        run.outputs = std::mem::take(&mut self.outputs);
        run.checkpoints = std::mem::take(&mut self.checkpoints);
        let place = |file: &TableFile| TABLES.iter().position(|table| *table == file.table);
        run.outputs
            .sort_by(|a, b| (place(a), span_of(a), &a.file).cmp(&(place(b), span_of(b), &b.file)));
        self.put(&methodology_file(&run), methodology.as_bytes())?;
        let mut text = serde_json::to_string_pretty(&run).map_err(|error| RunError::Manifest {
            path: self.folder.join(MANIFEST),
            reason: error.to_string(),
        })?;
        text.push('\n');
        self.sync_files()?;
        let staged = self.stage(text.as_bytes())?;
        sync(&staged)?;
        self.name(&staged, MANIFEST)?;
        sync(&self.folder)?;
        Ok(run)
    }

    /// Writes what is left of an older run.
    fn write_kept(&mut self) -> Result<(), RunError> {
        while let Some(part) = self.kept.first() {
            let span = part.span;
            match part.file.table.as_str() {
                Decision::NAME => self.rows::<Decision>(span, &[])?,
                LedgerEntry::NAME => self.rows::<LedgerEntry>(span, &[])?,
                Constituent::NAME => self.rows::<Constituent>(span, &[])?,
                LevelRow::NAME => self.rows::<LevelRow>(span, &[])?,
                CloseTable::TABLE => self.closes(span, &CloseTable::default())?,
                DividendRow::NAME => self.rows::<DividendRow>(span, &[])?,
                RateRow::NAME => self.rows::<RateRow>(span, &[])?,
                ProFormaRow::NAME => self.rows::<ProFormaRow>(span, &[])?,
                ActionRow::NAME => self.rows::<ActionRow>(span, &[])?,
                _ => drop(self.kept.remove(0)),
            }
        }
        Ok(())
    }

    /// Makes new files and their names last before the manifest names them.
    fn sync_files(&self) -> Result<(), RunError> {
        side_by_side(&self.unsynced)?;
        let folders = self.touched.iter().map(|folder| self.folder.join(folder));
        side_by_side(&folders.collect::<Vec<_>>())
    }

    fn has(&self, table: &str) -> bool {
        self.outputs.iter().any(|file| file.table == table)
    }

    fn empty<R: Table>(&mut self) -> Result<(), RunError> {
        match self.has(R::NAME) {
            true => Ok(()),
            false => self.part(R::NAME, Span::Open, 0, &table::bytes::<R>(&[])?),
        }
    }
}

/// How many threads wait for the disk, which takes its time for each file.
const WAITING: usize = 8;

fn side_by_side(paths: &[PathBuf]) -> Result<(), RunError> {
    thread::scope(|scope| {
        let parts = paths.chunks(paths.len().div_ceil(WAITING).max(1));
        let waiting: Vec<_> =
            parts.map(|part| scope.spawn(|| part.iter().try_for_each(|path| sync(path)))).collect();
        let broken = |_| Err(RunError::Build(BuildError::Stopped));
        waiting.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(broken))
    })
}

fn sync(path: &Path) -> Result<(), RunError> {
    let synced = File::open(path).and_then(|opened| opened.sync_all());
    synced.map_err(|source| io("sync", path, source))
}
