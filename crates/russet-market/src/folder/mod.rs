//! The market folder: plain Parquet that any tool reads, replaced as a whole or not at all.
//!
//! ```text
//! market/
//!   market.json                    names every file below, with its BLAKE3 hash: the commit
//!   securities-1f0c….parquet       one file a table, named by its content
//!   prices/2021-9ab3….parquet      one file a year
//!   known-83ac….parquet            what of the long tables was known when, for builds that go on
//!   cache/                         what is computed from closes; can be deleted at any time
//!   market.lock                    held by readers, and by a writer while it replaces the commit
//!   market.writer.lock             held by a writer from reading to replacing
//! ```
//!
//! A writer puts new files beside the old ones, syncs them, and renames a new `market.json` into
//! place: a reader sees the market before or after, never between. Files that no commit names are
//! swept by the writer that made them superfluous, or by the next one when that one was killed.

mod commit;
mod epoch;
mod error;
mod from_columns;
mod latest;
mod price_file;
mod price_scan;
mod table;
mod tables;
mod to_columns;
mod update;

use std::fs::{self, File};
use std::path::PathBuf;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use crate::check::{DoubtfulSession, doubtful_sessions};
use crate::known::KnownRow;
use crate::market::{Market, Source};
use crate::view::MarketView;
use commit::Staging;
pub use epoch::EpochDays;
pub use error::FolderError;
pub use latest::{Earlier, Latest};
pub use price_scan::{NO_VALUE, PriceBuffers, PriceColumns, PriceFile, PriceSlice, scan_prices};
pub use table::{
    FieldRef, TableRow, batch_bytes, column, read_batches, read_columns, read_table, table_bytes,
};
pub use update::Update;

/// The version of the folder's layout that this code writes and reads.
pub const FORMAT_VERSION: u32 = 2;

const MANIFEST: &str = "market.json";
const CACHE: &str = "cache";
const LOCK: &str = "market.lock";
const WRITER_LOCK: &str = "market.writer.lock";

/// One file of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// The table it belongs to.
    pub table: String,
    /// Its path inside the folder.
    pub file: String,
    /// How many rows it has.
    pub rows: usize,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
}

/// What a commit consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    format: String,
    version: u32,
    files: Vec<TableFile>,
    sources: Vec<Source>,
}

/// A market on disk.
#[derive(Debug, Clone)]
pub struct MarketFolder {
    path: PathBuf,
}

impl MarketFolder {
    /// A market at a path, which need not exist yet.
    ///
    /// ```
    /// let folder = russet_market::MarketFolder::at("some/market");
    /// assert!(folder.read().is_err());
    /// ```
    pub fn at(path: impl Into<PathBuf>) -> MarketFolder {
        MarketFolder { path: path.into() }
    }

    /// Whether a market is there already.
    ///
    /// ```
    /// assert!(!russet_market::MarketFolder::at("some/market").exists());
    /// ```
    pub fn exists(&self) -> bool {
        self.path.join(MANIFEST).is_file()
    }

    /// Reads the whole market.
    ///
    /// # Errors
    /// [`FolderError`] when there is no market, or a file of it is missing, foreign or damaged.
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// assert_eq!(folder.read()?, Market::default());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(&self) -> Result<Market, FolderError> {
        self.read_with(PriceColumns { volumes: true, changes: true, caps: true })
    }

    /// Reads what a build needs: all but the capitalisations that feeds report beside closes, which
    /// only imports look at.
    ///
    /// # Errors
    /// As [`MarketFolder::read`].
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// assert_eq!(folder.read_for_build()?, Market::default());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_for_build(&self) -> Result<Market, FolderError> {
        self.read_with(PriceColumns { volumes: true, changes: true, caps: false })
    }

    /// A view of the folder's market, which knows what was found of it when it was written.
    ///
    /// # Errors
    /// As [`MarketFolder::read`].
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// let market = folder.read_for_build()?;
    /// assert!(folder.view(&market)?.doubtful_sessions().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn view<'market>(
        &self,
        market: &'market Market,
    ) -> Result<MarketView<'market>, FolderError> {
        let view = MarketView::new(market);
        Ok(match self.doubtful_sessions()? {
            Some(doubtful) => view.with_doubtful_sessions(doubtful),
            None => view,
        })
    }

    /// The sessions whose closes should not be trusted, as they were found when the market was written;
    /// nothing where it was written before they were kept.
    ///
    /// # Errors
    /// As [`MarketFolder::read`].
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// assert_eq!(folder.doubtful_sessions()?, Some(Vec::new()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn doubtful_sessions(&self) -> Result<Option<Vec<DoubtfulSession>>, FolderError> {
        let _lock = self.lock_shared()?;
        let manifest = self.manifest()?;
        let kept = manifest.files.iter().any(|file| file.table == DoubtfulSession::TABLE);
        kept.then(|| self.read_rows(&manifest)).transpose()
    }

    fn read_with(&self, columns: PriceColumns) -> Result<Market, FolderError> {
        let _lock = self.lock_shared()?;
        let manifest = self.manifest()?;
        let files = manifest.files.iter().filter(|file| file.table == price_file::TABLE);
        let files: Vec<PathBuf> = files.map(|file| self.path.join(&file.file)).collect();
        // The tables with many rows are read beside the prices.
        let (prices, ((shares, fundamentals), (securities, actions))) = rayon::join(
            || price_scan::read(&files, columns),
            || {
                rayon::join(
                    || rayon::join(|| self.read_rows(&manifest), || self.read_rows(&manifest)),
                    || rayon::join(|| self.read_rows(&manifest), || self.read_rows(&manifest)),
                )
            },
        );
        Ok(Market {
            securities: securities?,
            prices: prices?,
            shares: shares?,
            fundamentals: fundamentals?,
            actions: actions?,
            index_levels: self.read_rows(&manifest)?,
            refusals: self.read_rows(&manifest)?,
            ..self.short_tables(&manifest)?
        })
    }

    /// The tables with few rows that builds look at.
    fn short_tables(&self, manifest: &Manifest) -> Result<Market, FolderError> {
        Ok(Market {
            free_floats: self.read_rows(manifest)?,
            class_votes: self.read_rows(manifest)?,
            geography: self.read_rows(manifest)?,
            fx: self.read_rows(manifest)?,
            committee_decisions: self.read_rows(manifest)?,
            corrections: self.read_rows(manifest)?,
            filers: self.read_rows(manifest)?,
            filer_tickers: self.read_rows(manifest)?,
            filer_names: self.read_rows(manifest)?,
            cusips: self.read_rows(manifest)?,
            filer_links: self.read_rows(manifest)?,
            fund_lines: self.read_rows(manifest)?,
            sources: manifest.sources.clone(),
            ..Market::default()
        })
    }

    /// Replaces the whole market, atomically; says which files are new.
    ///
    /// The market is put in canonical order first, so equal facts make equal bytes.
    ///
    /// # Errors
    /// [`FolderError`] when the folder holds somebody else's files or cannot be written; the old
    /// market is then still there, whole.
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// assert!(!folder.write(Market::default())?.is_empty());
    /// assert!(folder.write(Market::default())?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write(&self, market: Market) -> Result<Vec<TableFile>, FolderError> {
        self.refuse_foreign_files()?;
        let _writer = self.lock_writer()?;
        self.replace(market)
    }

    pub(super) fn replace(&self, mut market: Market) -> Result<Vec<TableFile>, FolderError> {
        market.canonical();
        let mut staging = Staging::new(&self.path)?;
        let (years, ((tables, known), doubts)) = rayon::join(
            || price_file::encode_years(&market.prices),
            || {
                rayon::join(
                    || rayon::join(|| encode_tables(&market), || KnownRow::of(&market)),
                    || doubtful_sessions(&market),
                )
            },
        );
        for (year, bytes, rows) in years? {
            staging.add(price_file::TABLE, &format!("prices/{year}"), rows, &bytes)?;
        }
        let kept = [encode_rows(&doubts)?, encode_rows(&known)?];
        for (table, bytes, rows) in tables?.into_iter().chain(kept) {
            staging.add(table, table, rows, &bytes)?;
        }
        // Old files are swept with the commit, so it waits until nobody reads them.
        let _nobody_reads = self.lock(File::lock)?;
        staging.commit(market.sources)
    }

    /// The files of the current commit, for a run's manifest.
    ///
    /// # Errors
    /// [`FolderError`] when there is no market.
    ///
    /// ```
    /// assert!(russet_market::MarketFolder::at("nowhere").files().is_err());
    /// ```
    pub fn files(&self) -> Result<Vec<TableFile>, FolderError> {
        Ok(self.manifest()?.files)
    }

    /// The price files of the current commit by year, in order.
    ///
    /// # Errors
    /// [`FolderError`] when there is no market.
    ///
    /// ```
    /// assert!(russet_market::MarketFolder::at("nowhere").price_files().is_err());
    /// ```
    pub fn price_files(&self) -> Result<Vec<(i16, PathBuf)>, FolderError> {
        let files = self.files()?.into_iter().filter(|file| file.table == price_file::TABLE);
        files
            .map(|file| self.year_of(&file).map(|year| (year, self.path.join(&file.file))))
            .collect()
    }

    fn year_of(&self, file: &TableFile) -> Result<i16, FolderError> {
        let name = file.file.strip_prefix("prices/").and_then(|name| name.rsplit_once('-'));
        name.and_then(|(year, _)| year.parse().ok()).ok_or_else(|| FolderError::Manifest {
            path: self.path.join(MANIFEST),
            reason: format!("{} names no year (hint: import again into a new folder)", file.file),
        })
    }

    /// One short hash of all closes: the same as long as the price files are.
    ///
    /// # Errors
    /// [`FolderError`] when there is no market.
    ///
    /// ```
    /// assert!(russet_market::MarketFolder::at("nowhere").prices_hash().is_err());
    /// ```
    pub fn prices_hash(&self) -> Result<String, FolderError> {
        Ok(commit::prices_hash(&self.files()?))
    }

    /// Where computed files lie that a commit sweeps unless [`MarketFolder::prices_hash`] is part of
    /// their names.
    ///
    /// ```
    /// let market = russet_market::MarketFolder::at("market");
    /// assert!(market.cache_folder().ends_with("market/cache"));
    /// ```
    pub fn cache_folder(&self) -> PathBuf {
        self.path.join(CACHE)
    }

    fn manifest(&self) -> Result<Manifest, FolderError> {
        let path = self.path.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(FolderError::NotAMarket { path: self.path.clone() });
            }
            Err(error) => return Err(FolderError::io("read", &path, error)),
        };
        let refuse = |reason: String| FolderError::Manifest { path: path.clone(), reason };
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|error| refuse(format!("not a market manifest: {error}")))?;
        if manifest.version != FORMAT_VERSION {
            return Err(refuse(format!(
                "written in layout version {}, this russet reads version {FORMAT_VERSION} (hint: import again into a new folder)",
                manifest.version
            )));
        }
        Ok(manifest)
    }

    fn read_rows<R: TableRow>(&self, manifest: &Manifest) -> Result<Vec<R>, FolderError> {
        match manifest.files.iter().find(|file| file.table == R::TABLE) {
            Some(file) => read_table(&self.path.join(&file.file)),
            None => Ok(Vec::new()),
        }
    }

    fn refuse_foreign_files(&self) -> Result<(), FolderError> {
        if self.exists() || !self.path.exists() {
            return Ok(());
        }
        let entries =
            fs::read_dir(&self.path).map_err(|error| FolderError::io("read", &self.path, error))?;
        for entry in entries {
            let entry = entry.map_err(|error| FolderError::io("read", &self.path, error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !commit::is_ours(&name) {
                return Err(FolderError::Occupied { path: self.path.clone(), example: name });
            }
        }
        Ok(())
    }
}

/// A table's name, Parquet bytes and row count.
type Encoded = (&'static str, Vec<u8>, usize);

/// Every table but the prices.
fn encode_tables(market: &Market) -> Result<Vec<Encoded>, FolderError> {
    type Encode = fn(&Market) -> Result<Encoded, FolderError>;
    let tables: [Encode; 18] = [
        |market| encode_rows(&market.securities),
        |market| encode_rows(&market.shares),
        |market| encode_rows(&market.free_floats),
        |market| encode_rows(&market.class_votes),
        |market| encode_rows(&market.geography),
        |market| encode_rows(&market.fundamentals),
        |market| encode_rows(&market.fx),
        |market| encode_rows(&market.committee_decisions),
        |market| encode_rows(&market.corrections),
        |market| encode_rows(&market.actions),
        |market| encode_rows(&market.filers),
        |market| encode_rows(&market.filer_tickers),
        |market| encode_rows(&market.filer_names),
        |market| encode_rows(&market.cusips),
        |market| encode_rows(&market.filer_links),
        |market| encode_rows(&market.fund_lines),
        |market| encode_rows(&market.index_levels),
        |market| encode_rows(&market.refusals),
    ];
    tables.into_par_iter().map(|encode| encode(market)).collect()
}

fn encode_rows<R: TableRow>(rows: &[R]) -> Result<Encoded, FolderError> {
    Ok((R::TABLE, table_bytes(rows)?, rows.len()))
}
