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
mod error;
mod latest;
mod manifest;
mod price_columns;
mod price_file;
mod price_scan;
mod reading;
mod table;
mod update;
mod writing;

use std::path::PathBuf;

pub use error::FolderError;
pub use latest::{Earlier, Latest};
pub use manifest::TableFile;
pub use price_columns::{Cents, PriceFileRow};
pub use price_scan::{NO_VALUE, PriceBuffers, PriceColumns, PriceFile, PriceSlice, scan_prices};
pub use russet_store::table::EpochDays;
pub use table::{batch_bytes, read_batches, read_table, table_bytes};
pub use update::Update;

/// The version of the folder's layout that this code writes.
pub const FORMAT_VERSION: u32 = 3;

/// The oldest version of the layout that this code reads; the next commit writes such a market in its own.
pub const OLDEST_VERSION: u32 = 2;

const MANIFEST: &str = "market.json";
const CACHE: &str = "cache";
const LOCK: &str = "market.lock";
const WRITER_LOCK: &str = "market.writer.lock";

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
}
