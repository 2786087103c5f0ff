//! A market put into its folder: every table encoded, then committed.

use std::fs::{self, File};

use super::commit::{Staging, is_ours};
use super::{FolderError, MarketFolder, TableFile, price_file};
use crate::check::doubtful_sessions;
use crate::known::KnownRow;
use crate::market::{Market, encode_table};

impl MarketFolder {
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
                    || rayon::join(|| market.encode_tables(), || KnownRow::of(&market)),
                    || doubtful_sessions(&market),
                )
            },
        );
        for (year, bytes, rows) in years? {
            staging.add(price_file::TABLE, &format!("prices/{year}"), rows, &bytes)?;
        }
        let kept = [encode_table(&doubts)?, encode_table(&known)?];
        for (table, bytes, rows) in tables?.into_iter().chain(kept) {
            staging.add(table, table, rows, &bytes)?;
        }
        // Old files are swept with the commit, so it waits until nobody reads them.
        let _nobody_reads = self.lock(File::lock)?;
        staging.commit(market.sources)
    }

    pub(super) fn refuse_foreign_files(&self) -> Result<(), FolderError> {
        if self.exists() || !self.path.exists() {
            return Ok(());
        }
        let entries =
            fs::read_dir(&self.path).map_err(|error| FolderError::io("read", &self.path, error))?;
        for entry in entries {
            let entry = entry.map_err(|error| FolderError::io("read", &self.path, error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !is_ours(&name) {
                return Err(FolderError::Occupied { path: self.path.clone(), example: name });
            }
        }
        Ok(())
    }
}
