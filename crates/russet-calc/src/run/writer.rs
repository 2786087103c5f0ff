//! A run on its way to disk: parts beside those of an older run, then one rename of the manifest.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use russet_market::folder::{TableFile, TableRow};
use russet_rules::Decision;

use super::error::io;
use super::folder::MANIFEST;
use super::names::{
    HASH_DIGITS, STAGED, TABLES, files, holds_only_a_run, is_ours, is_part, methodology_file,
    named, span_of,
};
use super::table::{self, Record};
use super::{
    ActionRow, CloseTable, Constituent, DividendRow, LevelRow, Manifest, ProFormaRow, RateRow,
    RunError, Span, Year, prices,
};
use crate::ledger::LedgerEntry;

/// Writes the parts of a run. What no manifest names when it goes is swept: the old run's files after
/// a commit, its own without one.
pub(super) struct Writer {
    folder: PathBuf,
    /// Whether the folder was there before.
    existed: bool,
    market: Option<(PathBuf, Vec<TableFile>)>,
    outputs: Vec<TableFile>,
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
        Ok(Writer { folder: folder.to_owned(), existed, market, outputs: Vec::new() })
    }

    /// Writes the parts of a year, as far as it has rows.
    pub(super) fn year(&mut self, year: &Year<'_>) -> Result<(), RunError> {
        let span = year.span;
        self.rows(span, &year.decisions)?;
        self.rows(span, &year.events)?;
        self.rows(span, &year.constituents)?;
        self.rows(span, &year.levels)?;
        self.closes(span, &year.closes)?;
        self.rows(span, &year.dividends)?;
        self.rows(span, &year.rates)?;
        self.rows(span, &year.pro_forma)?;
        self.rows(span, &year.actions)?;
        match span {
            Span::Year(number) if !year.levels.is_empty() => self.prices(number),
            _ => Ok(()),
        }
    }

    pub(super) fn rows<R: Record>(&mut self, span: Span, rows: &[R]) -> Result<(), RunError> {
        match rows.is_empty() {
            true => Ok(()),
            false => self.part(R::Table::TABLE, span, rows.len(), &table::bytes(rows)?),
        }
    }

    pub(super) fn closes(&mut self, span: Span, closes: &CloseTable) -> Result<(), RunError> {
        match closes.is_empty() {
            true => Ok(()),
            false => self.part(CloseTable::TABLE, span, closes.len(), &closes.bytes()?),
        }
    }

    /// The market's price file of a year.
    fn prices(&mut self, year: i16) -> Result<(), RunError> {
        let Some((market, file)) = self.market_file(year) else { return Ok(()) };
        create(&self.folder.join(prices::TABLE))?;
        prices::link(&market, &self.folder, &file)?;
        self.outputs.push(file);
        Ok(())
    }

    /// Writes those closes of a year that the market's price file has not, and links that.
    pub(super) fn closes_beside_market(
        &mut self,
        year: i16,
        closes: &CloseTable,
    ) -> Result<(), RunError> {
        let Some((market, file)) = self.market_file(year) else {
            return self.closes(Span::Year(year), closes);
        };
        let others = prices::read(&market.join(&file.file), &(Date::MIN..=Date::MAX))?;
        self.closes(Span::Year(year), &closes.without(&others))?;
        self.prices(year)
    }

    fn market_file(&self, year: i16) -> Option<(PathBuf, TableFile)> {
        let (market, files) = self.market.as_ref()?;
        Some((market.clone(), prices::of_year(files, year)?.clone()))
    }

    fn part(&mut self, table: &str, span: Span, rows: usize, bytes: &[u8]) -> Result<(), RunError> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let file = format!("{table}/{span}-{}.parquet", &hash[..HASH_DIGITS]);
        create(&self.folder.join(table))?;
        self.put(&file, bytes)?;
        self.outputs.push(TableFile { table: table.to_owned(), file, rows, hash });
        Ok(())
    }

    /// Makes what was written the run: a table without rows gets a part without any.
    pub(super) fn commit(
        mut self,
        mut run: Manifest,
        methodology: &str,
    ) -> Result<Manifest, RunError> {
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
        let place = |file: &TableFile| TABLES.iter().position(|table| *table == file.table);
        run.outputs
            .sort_by(|a, b| (place(a), span_of(a), &a.file).cmp(&(place(b), span_of(b), &b.file)));
        self.put(&methodology_file(&run), methodology.as_bytes())?;
        let mut text = serde_json::to_string_pretty(&run).map_err(|error| RunError::Manifest {
            path: self.folder.join(MANIFEST),
            reason: error.to_string(),
        })?;
        text.push('\n');
        for table in TABLES {
            sync(&self.folder.join(table))?;
        }
        self.replace(MANIFEST, text.as_bytes())?;
        sync(&self.folder)?;
        Ok(run)
    }

    fn has(&self, table: &str) -> bool {
        self.outputs.iter().any(|file| file.table == table)
    }

    fn empty<R: Record<Table = R> + TableRow>(&mut self) -> Result<(), RunError> {
        match self.has(R::TABLE) {
            true => Ok(()),
            false => self.part(R::TABLE, Span::Open, 0, &table::bytes::<R>(&[])?),
        }
    }

    /// Writes a file named by its content; one of that name already holds these bytes.
    fn put(&self, file: &str, bytes: &[u8]) -> Result<(), RunError> {
        match self.folder.join(file).is_file() {
            true => Ok(()),
            false => self.replace(file, bytes),
        }
    }

    /// Writes beside, syncs, renames.
    fn replace(&self, file: &str, bytes: &[u8]) -> Result<(), RunError> {
        let staged = self.folder.join(format!("{STAGED}{}", std::process::id()));
        let path = self.folder.join(file);
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&staged)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&staged, &path)
        };
        write().map_err(|source| io("write", &path, source))
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
        for table in TABLES {
            let folder = self.folder.join(table);
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

fn sync(folder: &Path) -> Result<(), RunError> {
    match File::open(folder) {
        Ok(opened) => opened.sync_all().map_err(|source| io("sync", folder, source)),
        // A market that is not on disk leaves no prices.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(io("sync", folder, source)),
    }
}
