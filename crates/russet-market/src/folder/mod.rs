//! The market folder: plain Parquet that any tool reads, replaced as a whole or not at all.
//!
//! ```text
//! market/
//!   market.json                    names every file below, with its BLAKE3 hash: the commit
//!   securities-1f0c….parquet       one file a table, named by its content
//!   prices/2021-9ab3….parquet      one file a year
//!   raw/nyse_2024-06-28-5e1b….csv  the imported files, so that the market can be rebuilt
//!   known-83ac….parquet            what was known when, for builds that go on
//!   versions/000012.json           the commits that can be read, each with who made it and when
//!   cache/                         what is computed from closes; can be deleted at any time
//!   market.lock, market.writer.lock, stamps.json
//! ```
//!
//! [`MarketFolder::snapshot`] is how a reader sees it, [`MarketFolder::update`] how a writer changes it;
//! `russet-store` has the rules for both.

mod cache;
mod latest;
mod manifest;
mod price_columns;
mod price_file;
mod price_scan;
mod raw;
mod reading;
mod repair;
mod snapshot;
mod update;
mod writing;

use std::path::{Path, PathBuf};

use russet_store::{StoreError, Version};

pub use latest::{Earlier, Latest};
pub use manifest::{ApproveBy, MarketManifest, MarketSettings};
pub use price_columns::{Cents, PriceFileRow};
pub use price_scan::{NO_VALUE, PriceBuffers, PriceColumns, PriceFile, PriceSlice, scan_prices};
pub use raw::RawCopy;
pub use repair::BrokenFile;
pub use russet_store::StoreError as FolderError;
pub use russet_store::StoredFile as TableFile;
pub use russet_store::table::{EpochDays, read_batches};
pub use snapshot::MarketSnapshot;
pub use update::Update;

/// The version of the folder's layout that this code writes; versions 2 and 3 are read too. Since version 4
/// actions have a sequence and versions.
pub const FORMAT_VERSION: u32 = 4;

/// A market on disk.
#[derive(Debug, Clone)]
pub struct MarketFolder {
    path: PathBuf,
}

impl MarketFolder {
    /// A market at a path, which need not exist yet.
    pub fn at(path: impl Into<PathBuf>) -> MarketFolder {
        MarketFolder { path: path.into() }
    }

    /// The path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a market is there already.
    pub fn exists(&self) -> bool {
        self.path.join(<MarketManifest as russet_store::Manifest>::FILE).is_file()
    }

    /// The market as it is now. Its files stay until the snapshot is dropped.
    ///
    /// # Errors
    /// [`StoreError`] when there is no market, or its manifest cannot be read.
    ///
    /// ```
    /// let error = russet_market::MarketFolder::at("nowhere").snapshot().unwrap_err();
    /// assert!(error.to_string().contains("russet import"));
    /// ```
    pub fn snapshot(&self) -> Result<MarketSnapshot, StoreError> {
        Ok(MarketSnapshot::new(russet_store::Snapshot::open(&self.path)?))
    }

    /// The market as an earlier commit left it, by its number in [`MarketFolder::log`].
    ///
    /// # Errors
    /// As [`MarketFolder::snapshot`], and [`StoreError::NoVersion`] where it is not kept.
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// assert_eq!(folder.snapshot_of(1)?.seal(), folder.snapshot()?.seal());
    /// assert!(folder.snapshot_of(2).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn snapshot_of(&self, version: u32) -> Result<MarketSnapshot, StoreError> {
        Ok(MarketSnapshot::new(russet_store::Snapshot::of_version(&self.path, version)?))
    }

    /// The commits that can still be read, in order.
    ///
    /// # Errors
    /// As [`MarketFolder::snapshot`].
    pub fn log(&self) -> Result<Vec<Version<MarketManifest>>, StoreError> {
        russet_store::log(&self.path)
    }

    /// Reads the whole market as it is now.
    ///
    /// # Errors
    /// As [`MarketSnapshot::read`].
    pub fn read(&self) -> Result<crate::Market, StoreError> {
        self.snapshot()?.read()
    }
}
