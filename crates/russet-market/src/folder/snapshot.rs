//! A market as one commit left it.

use std::path::Path;

use russet_store::{Manifest, Snapshot, StoreError};

use super::cache::prices_hash;
use super::{MarketManifest, PriceFile, TableFile, price_file, raw};
use crate::market::Market;

/// A market as one commit left it. As long as a snapshot lives, no file of it is removed; its clones are
/// the same snapshot.
#[derive(Debug, Clone)]
pub struct MarketSnapshot {
    store: Snapshot<MarketManifest>,
}

impl MarketSnapshot {
    pub(super) fn new(store: Snapshot<MarketManifest>) -> MarketSnapshot {
        MarketSnapshot { store }
    }

    /// The market's folder.
    pub fn folder(&self) -> &Path {
        self.store.folder()
    }

    pub(super) fn manifest(&self) -> &MarketManifest {
        self.store.manifest()
    }

    /// The files of the commit.
    pub fn files(&self) -> &[TableFile] {
        &self.manifest().files
    }

    /// The files that hold facts, for a run's manifest: equal facts are equal files, whichever files they
    /// were imported from.
    pub fn facts(&self) -> Vec<TableFile> {
        self.files().iter().filter(|file| is_fact(file)).cloned().collect()
    }

    /// The identity of the commit: two commits with one seal hold the same facts.
    pub fn seal(&self) -> &str {
        self.store.seal()
    }

    /// The price files by year, in order.
    ///
    /// # Errors
    /// [`StoreError::Manifest`] where a price file's name has no year.
    pub fn price_files(&self) -> Result<Vec<(i16, TableFile)>, StoreError> {
        let prices = self.files().iter().filter(|file| file.table == price_file::TABLE);
        prices.map(|file| Ok((self.year_of(file)?, file.clone()))).collect()
    }

    /// One price file, its bytes in memory and their hash checked.
    ///
    /// # Errors
    /// [`StoreError`] when the file is missing or damaged, or has other columns.
    pub fn price_file(&self, file: &TableFile) -> Result<PriceFile, StoreError> {
        PriceFile::new(&self.folder().join(&file.file), self.bytes_of(file)?)
    }

    /// One short hash of all closes: the same as long as the price files are.
    pub fn prices_hash(&self) -> String {
        prices_hash(self.files())
    }

    /// How the files of the commit differ from what the manifest names, one message a file.
    ///
    /// # Errors
    /// [`StoreError::Io`] when a file cannot be read.
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// let market = folder.snapshot()?;
    /// std::fs::write(market.folder().join(&market.files()[0].file), "torn")?;
    /// assert!(market.damaged_files()?[0].contains("it has 4 bytes instead of"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn damaged_files(&self) -> Result<Vec<String>, StoreError> {
        self.store.damaged(|_| false)
    }

    /// The bytes of a file, their hash checked.
    pub(super) fn bytes_of(&self, file: &TableFile) -> Result<Vec<u8>, StoreError> {
        self.store.read(file)
    }

    pub(super) fn year_of(&self, file: &TableFile) -> Result<i16, StoreError> {
        let name = file.file.strip_prefix("prices/").and_then(|name| name.rsplit_once('-'));
        name.and_then(|(year, _)| year.parse().ok()).ok_or_else(|| StoreError::Manifest {
            path: self.folder().join(MarketManifest::FILE),
            reason: format!("{} names no year (hint: {})", file.file, MarketManifest::REMEDY),
        })
    }
}

/// Whether a file holds facts: it is not a copy of an imported file, nor a record of who did what.
pub(super) fn is_fact(file: &TableFile) -> bool {
    file.table != raw::TABLE && !Market::is_record(&file.table)
}
