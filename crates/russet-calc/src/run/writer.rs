//! A run on its way to disk: parts beside those of an older run, then one rename of the manifest.

use std::collections::BTreeSet;
use std::fs::{self};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use russet_market::folder::{TableFile, TableRow};

use super::error::io;
use super::kept::{Kept, PartRow};
use super::names::{
    FOLDERS, HASH_DIGITS, STAGED, files, holds_only_a_run, is_ours, is_part, named,
};
use super::table::{self, Record};
use super::{
    CheckpointFile, CloseTable, RestatementRow, RunError, Span, Stretch, checkpoints, prices,
};

/// Writes the parts of a run. What no manifest names when it goes is swept: the old run's files after
/// a commit, its own without one.
pub(super) struct Writer {
    pub(super) folder: PathBuf,
    /// Whether the folder was there before.
    existed: bool,
    market: Option<(PathBuf, Vec<TableFile>)>,
    pub(super) outputs: Vec<TableFile>,
    /// Parts of an older run that this one has, until the span they belong to is written.
    pub(super) kept: Vec<Kept>,
    pub(super) checkpoints: Vec<CheckpointFile>,
    /// The folders that got files.
    pub(super) touched: BTreeSet<String>,
    /// The files that were written, and may not be on the disk yet.
    pub(super) unsynced: Vec<PathBuf>,
}

impl Writer {
    /// A writer into a folder that is new, empty or a run's; with the market whose price files become
    /// part of the run.
    pub(super) fn new(
        folder: &Path,
        market: Option<(PathBuf, Vec<TableFile>)>,
    ) -> Result<Writer, RunError> {
        let existed = folder.exists();
        if existed && !holds_only_a_run(folder) {
            return Err(RunError::Occupied { path: folder.to_owned() });
        }
        let folder = folder.to_owned();
        let (outputs, kept, checkpoints) = (Vec::new(), Vec::new(), Vec::new());
        let (touched, unsynced) = (BTreeSet::new(), Vec::new());
        Ok(Writer { folder, existed, market, outputs, kept, checkpoints, touched, unsynced })
    }

    /// Whether a market's price files become part of the run.
    pub(super) fn has_market(&self) -> bool {
        self.market.is_some()
    }

    /// Goes on with parts and checkpoints of the run in the folder.
    pub(super) fn keep(&mut self, kept: Vec<Kept>, checkpoints: Vec<CheckpointFile>) {
        self.kept = kept;
        self.checkpoints = checkpoints;
    }

    /// Writes the parts of a stretch, as far as it has rows.
    pub(super) fn stretch(&mut self, rows: &Stretch<'_>) -> Result<(), RunError> {
        let span = rows.span;
        // Decisions of a year come when no review asks for them any more.
        if !rows.decisions.is_empty() {
            self.rows(span, &rows.decisions)?;
        }
        self.rows(span, &rows.events)?;
        self.rows(span, &rows.constituents)?;
        self.rows(span, &rows.levels)?;
        self.closes(span, &rows.closes)?;
        self.rows(span, &rows.dividends)?;
        self.rows(span, &rows.rates)?;
        self.rows(span, &rows.pro_forma)?;
        self.rows(span, &rows.actions)
    }

    /// Writes the rows of a span behind those that an older run had of it.
    pub(super) fn rows<R>(&mut self, span: Span, rows: &[R]) -> Result<(), RunError>
    where
        R: Record<Table: PartRow>,
    {
        let kept = self.kept_of(R::Table::TABLE, span);
        if kept.is_empty() {
            return match rows.is_empty() {
                true => Ok(()),
                false => self.part(R::Table::TABLE, span, rows.len(), &table::bytes(rows)?),
            };
        }
        if let ([part], true) = (&kept[..], rows.is_empty())
            && part.is_whole()
        {
            self.outputs.push(part.file.clone());
            return Ok(());
        }
        let mut all = Vec::new();
        for part in kept {
            all.append(&mut part.rows::<R::Table>(&self.folder)?);
        }
        all.extend(rows.iter().map(Record::owned));
        R::Table::sort(&mut all);
        match all.is_empty() {
            true => Ok(()),
            false => self.part(R::Table::TABLE, span, all.len(), &table::bytes(&all)?),
        }
    }

    /// The same for closes.
    pub(super) fn closes(&mut self, span: Span, closes: &CloseTable) -> Result<(), RunError> {
        let kept = self.kept_of(CloseTable::TABLE, span);
        if let ([part], true) = (&kept[..], closes.is_empty())
            && part.is_whole()
        {
            self.outputs.push(part.file.clone());
            return Ok(());
        }
        let mut all = CloseTable::default();
        for part in kept {
            all.append(&mut part.closes(&self.folder)?);
        }
        all.append(&mut closes.clone());
        match all.is_empty() {
            true => Ok(()),
            false => self.part(CloseTable::TABLE, span, all.len(), &all.bytes()?),
        }
    }

    /// Writes closes of a span that further ones may follow.
    pub(super) fn keep_closes(&mut self, span: Span, closes: &CloseTable) -> Result<(), RunError> {
        self.part(CloseTable::TABLE, span, closes.len(), &closes.bytes()?)?;
        self.kept.extend(self.outputs.pop().map(|file| Kept::whole(file, span)));
        Ok(())
    }

    /// Writes the restatements of a run that has any.
    pub(super) fn restatements(&mut self, rows: &[RestatementRow]) -> Result<(), RunError> {
        match rows.is_empty() {
            true => Ok(()),
            false => {
                let bytes = table::bytes(rows)?;
                self.part(RestatementRow::TABLE, Span::Open, rows.len(), &bytes)
            }
        }
    }

    /// Takes out the parts of an older run that belong to a span.
    fn kept_of(&mut self, table: &str, span: Span) -> Vec<Kept> {
        let of_span = |part: &mut Kept| part.span == span && part.file.table == table;
        self.kept.extract_if(.., of_span).collect()
    }

    /// Writes a checkpoint.
    pub(super) fn checkpoint(&mut self, after: Date, bytes: &[u8]) -> Result<(), RunError> {
        let file = checkpoints::named(after, bytes);
        create(&self.folder.join(checkpoints::FOLDER))?;
        self.put(&file.file, bytes)?;
        self.checkpoints.push(file);
        Ok(())
    }

    /// The market's price file of a year.
    pub(super) fn prices(&mut self, year: i16) -> Result<(), RunError> {
        let Some((market, file)) = self.market_file(year) else { return Ok(()) };
        create(&self.folder.join(prices::TABLE))?;
        if prices::link(&market, &self.folder, &file)? {
            self.touched.insert(prices::TABLE.to_owned());
        }
        self.outputs.push(file);
        Ok(())
    }

    /// Closes but for those that the market's price files have just so.
    pub(super) fn without_market_closes(&self, closes: CloseTable) -> Result<CloseTable, RunError> {
        let (mut closes, mut left) = (closes, CloseTable::default());
        while let Some(session) = closes.first_session() {
            let mut of_year = closes.take_until(Span::Year(session.year()).end());
            if let Some((market, file)) = self.market_file(session.year()) {
                let others = prices::read(&market.join(&file.file), &(Date::MIN..=Date::MAX))?;
                of_year = of_year.without(&others);
            }
            left.append(&mut of_year);
        }
        Ok(left)
    }

    fn market_file(&self, year: i16) -> Option<(PathBuf, TableFile)> {
        let (market, files) = self.market.as_ref()?;
        Some((market.clone(), prices::of_year(files, year)?.clone()))
    }

    pub(super) fn part(
        &mut self,
        table: &str,
        span: Span,
        rows: usize,
        bytes: &[u8],
    ) -> Result<(), RunError> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let file = format!("{table}/{span}-{}.parquet", &hash[..HASH_DIGITS]);
        create(&self.folder.join(table))?;
        self.put(&file, bytes)?;
        self.outputs.push(TableFile { table: table.to_owned(), file, rows, hash });
        Ok(())
    }

    /// Writes a file named by its content; one of that name should hold these bytes already.
    pub(super) fn put(&mut self, file: &str, bytes: &[u8]) -> Result<(), RunError> {
        let path = self.folder.join(file);
        let there = fs::read(&path).is_ok_and(|there| there == bytes);
        // One that is there may be of a build that never came to its commit.
        self.unsynced.push(path);
        if let Some((folder, _)) = file.split_once('/') {
            self.touched.insert(folder.to_owned());
        }
        if there {
            return Ok(());
        }
        let staged = self.stage(bytes)?;
        self.name(&staged, file)
    }

    /// Writes a file beside those that have a name.
    pub(super) fn stage(&self, bytes: &[u8]) -> Result<PathBuf, RunError> {
        let staged = self.folder.join(format!("{STAGED}{}", std::process::id()));
        fs::write(&staged, bytes).map_err(|source| io("write", &staged, source))?;
        Ok(staged)
    }

    /// Gives such a file its name.
    pub(super) fn name(&self, staged: &Path, file: &str) -> Result<(), RunError> {
        let path = self.folder.join(file);
        fs::rename(staged, &path).map_err(|source| io("write", &path, source))
    }
}

impl Drop for Writer {
    /// A file that cannot be removed now harms nobody and is swept by the next writer.
    fn drop(&mut self) {
        let kept = named(&self.folder);
        let sweep = |path: PathBuf| {
            if !kept.contains(&path) {
                let _ = fs::remove_file(path);
            }
        };
        for folder in FOLDERS {
            let folder = self.folder.join(folder);
            files(&folder).filter(|path| is_part(path)).for_each(sweep);
            // Fails where the folder still has files, as it should.
            let _ = fs::remove_dir(folder);
        }
        files(&self.folder).filter(|path| is_ours(path)).for_each(sweep);
        if !self.existed {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

fn create(folder: &Path) -> Result<(), RunError> {
    fs::create_dir_all(folder).map_err(|source| io("create", folder, source))
}
