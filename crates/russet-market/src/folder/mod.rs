//! The market folder: plain Parquet that any tool reads, replaced as a whole or not at all.
//!
//! ```text
//! market/
//!   market.json                    names every file below, with its BLAKE3 hash: the commit
//!   securities-1f0c….parquet       one file a table, named by its content
//!   prices/2021-9ab3….parquet      one file a year
//!   market.lock                    held while a writer replaces the commit
//! ```
//!
//! A writer puts new files beside the old ones, syncs them, and renames a new `market.json` into
//! place: a reader sees the market before or after, never between. Files that no commit names are
//! swept by the writer that made them superfluous, or by the next one when that one was killed.

mod commit;
mod epoch;
mod price_file;
mod table;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::facts::{Action, FundLine, IndexLevel, Refusal, SecurityVersion, ShareCount};
use crate::market::{Market, PriceTable, Source};
use commit::Staging;
pub use epoch::EpochDays;
pub use table::{FieldRef, TableRow, batch_bytes, column, read_batches, read_table, table_bytes};

/// The version of the folder's layout that this code writes and reads.
pub const FORMAT_VERSION: u32 = 1;

const MANIFEST: &str = "market.json";
const LOCK: &str = "market.lock";

/// Why a market folder could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The operating system refused.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The folder holds no market.
    #[error(
        "{path} is no market folder: it has no {MANIFEST} (hint: `russet import … --market {path}` or `russet simulate --market {path}` makes one)"
    )]
    NotAMarket {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds somebody else's files.
    #[error(
        "{path} holds files that are not a market's, such as {example} (hint: name a new or empty folder)"
    )]
    Occupied {
        /// The folder.
        path: PathBuf,
        /// One of the files.
        example: String,
    },
    /// The manifest is not what this version reads.
    #[error("{path}: {reason}")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it and what to do.
        reason: String,
    },
    /// A table file does not hold what its table holds.
    #[error("{path}: {reason}")]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process writes to this market now.
    #[error("{path} is being written by another process (hint: wait until it ends)")]
    Busy {
        /// The folder.
        path: PathBuf,
    },
}

impl FolderError {
    pub(crate) fn io(action: &'static str, path: &Path, source: std::io::Error) -> FolderError {
        FolderError::Io { action, path: path.to_owned(), source }
    }
}

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
        let _lock = self.lock_shared()?;
        let manifest = self.manifest()?;
        let mut prices = PriceTable::default();
        for file in manifest.files.iter().filter(|file| file.table == price_file::TABLE) {
            price_file::read(&self.path.join(&file.file), &mut prices)?;
        }
        Ok(Market {
            securities: self.read_rows(&manifest)?,
            prices,
            shares: self.read_rows(&manifest)?,
            actions: self.read_rows(&manifest)?,
            fund_lines: self.read_rows(&manifest)?,
            index_levels: self.read_rows(&manifest)?,
            refusals: self.read_rows(&manifest)?,
            sources: manifest.sources,
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
    pub fn write(&self, mut market: Market) -> Result<Vec<TableFile>, FolderError> {
        market.canonical();
        self.refuse_foreign_files()?;
        fs::create_dir_all(&self.path)
            .map_err(|error| FolderError::io("create", &self.path, error))?;
        let _lock = self.lock_exclusive()?;
        let mut staging = Staging::new(&self.path)?;
        for (year, bytes, rows) in price_file::encode_years(&market.prices)? {
            staging.add(price_file::TABLE, &format!("prices/{year}"), rows, &bytes)?;
        }
        add_rows(&mut staging, &market.securities)?;
        add_rows(&mut staging, &market.shares)?;
        add_rows(&mut staging, &market.actions)?;
        add_rows(&mut staging, &market.fund_lines)?;
        add_rows(&mut staging, &market.index_levels)?;
        add_rows(&mut staging, &market.refusals)?;
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

    fn lock_exclusive(&self) -> Result<File, FolderError> {
        let path = self.path.join(LOCK);
        let file = File::create(&path).map_err(|error| FolderError::io("create", &path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(FolderError::Busy { path: self.path.clone() }),
            Err(fs::TryLockError::Error(error)) => Err(FolderError::io("lock", &path, error)),
        }
    }

    /// A reader waits for a writer; a market without a lock file (a read-only copy) needs none.
    fn lock_shared(&self) -> Result<Option<File>, FolderError> {
        let path = self.path.join(LOCK);
        let Ok(file) = File::open(&path) else { return Ok(None) };
        file.lock_shared().map_err(|error| FolderError::io("lock", &path, error))?;
        Ok(Some(file))
    }
}

fn add_rows<R: TableRow>(staging: &mut Staging, rows: &[R]) -> Result<(), FolderError> {
    let bytes = table_bytes(rows)?;
    staging.add(R::TABLE, R::TABLE, rows.len(), &bytes)
}

crate::table!(
    SecurityVersion,
    "securities",
    [
        whole("security"),
        whole("issuer"),
        text("ticker"),
        text("name"),
        text("mic"),
        text("kind"),
        optional(text("share_class")),
        optional(text("country")),
        optional(text("sector")),
        optional(text("industry")),
        optional(small("ipo_year")),
        day("from"),
        day("to"),
        day("known_at"),
    ]
);
crate::table!(
    ShareCount,
    "shares",
    [
        whole("security"),
        day("effective"),
        exact("shares", 18, 6),
        text("basis"),
        optional(exact("free_float", 18, 12)),
        day("known_at"),
        text("source"),
    ]
);
crate::table!(
    Action,
    "actions",
    [
        day("ex_date"),
        whole("security"),
        text("kind"),
        optional(text("ratio")),
        day("known_at"),
        text("source"),
    ]
);
crate::table!(
    FundLine,
    "fund_lines",
    [
        text("fund"),
        day("as_of"),
        text("ticker"),
        optional(text("name")),
        text("kind"),
        optional(float("weight_percent")),
        optional(exact("quantity", 18, 6)),
        optional(exact("price", 18, 9)),
        optional(text("cusip")),
        day("known_at"),
    ]
);
crate::table!(
    IndexLevel,
    "index_levels",
    [text("index"), day("date"), exact("level", 38, 18), flag("suspect"), day("known_at"),]
);
crate::table!(
    Refusal,
    "refusals",
    [text("source"), long("line"), text("column"), text("value"), text("reason"),]
);
