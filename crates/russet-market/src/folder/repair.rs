//! A market whose files are damaged, as far as it can still be read.

use std::collections::BTreeSet;

use russet_store::table::Table;
use russet_store::{StoreError, Wait};

use super::{MarketFolder, MarketManifest, MarketSnapshot, PriceColumns, TableFile};
use super::{price_file, price_scan, raw};
use crate::check::DoubtfulSession;
use crate::known::KnownRow;
use crate::market::{Market, TableFiles};
use crate::prices::PriceTable;

/// A file of a commit that is missing or damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenFile {
    /// The file.
    pub file: TableFile,
    /// How it differs from what the manifest says.
    pub reason: String,
}

impl BrokenFile {
    /// Whether the file is computed from the others whenever the market is written.
    pub fn is_computed(&self) -> bool {
        [KnownRow::NAME, DoubtfulSession::NAME].contains(&self.file.table.as_str())
    }

    /// Whether the file is the copy of an imported file.
    pub fn is_raw(&self) -> bool {
        self.file.table == raw::TABLE
    }

    /// Whether the file records who did what to the market.
    pub fn is_record(&self) -> bool {
        Market::is_record(&self.file.table)
    }
}

impl MarketFolder {
    /// Makes the newest whole version the manifest where there is none that can be read; gives its
    /// number, none where the manifest is whole.
    ///
    /// # Errors
    /// [`StoreError::Busy`], and the manifest's own error where no version can take its place.
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// use russet_store::Wait;
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// std::fs::write(folder.path().join("market.json"), "torn")?;
    /// assert!(folder.read().is_err());
    /// assert_eq!(folder.restore_manifest(Wait::Never)?, Some(1));
    /// assert_eq!(folder.read()?, Market::default());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn restore_manifest(&self, wait: Wait<'_>) -> Result<Option<u32>, StoreError> {
        russet_store::restore_manifest::<MarketManifest>(self.path(), wait)
    }
}

impl MarketSnapshot {
    /// The files that are missing or damaged.
    ///
    /// # Errors
    /// [`StoreError::Io`] when a file cannot be read.
    pub fn broken_files(&self) -> Result<Vec<BrokenFile>, StoreError> {
        let mut broken = Vec::new();
        for file in self.files() {
            match self.bytes_of(file) {
                Ok(_) => {}
                Err(StoreError::Damaged { reason, .. }) => {
                    broken.push(BrokenFile { file: file.clone(), reason });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(broken)
    }

    /// The market without the rows of broken files.
    ///
    /// # Errors
    /// As [`MarketSnapshot::read`], for the other files.
    pub fn read_without(&self, broken: &[BrokenFile]) -> Result<Market, StoreError> {
        let intact = Intact { snapshot: self, broken: tables_of(broken) };
        let is_intact =
            |file: &&TableFile| broken.iter().all(|broken| broken.file.file != file.file);
        let prices = self.files().iter().filter(|file| file.table == price_file::TABLE);
        let prices: Vec<TableFile> = prices.filter(is_intact).cloned().collect();
        let columns = PriceColumns { volumes: true, changes: true, caps: true };
        let prices = price_scan::read(self, &prices, columns)?;
        Ok(Market { prices, ..Market::read_tables(&intact, |_| true)? })
    }

    /// Puts the rows of broken files into the market that was read without them, from one that was
    /// rebuilt.
    ///
    /// # Errors
    /// [`StoreError::Manifest`] where a price file's name has no year.
    pub fn fill_in(
        &self,
        market: &mut Market,
        mut rebuilt: Market,
        broken: &[BrokenFile],
    ) -> Result<(), StoreError> {
        let prices = broken.iter().filter(|broken| broken.file.table == price_file::TABLE);
        let years = prices.map(|broken| self.year_of(&broken.file));
        let years: BTreeSet<i16> = years.collect::<Result<_, _>>()?;
        let prices = std::mem::take(&mut rebuilt.prices);
        if !years.is_empty() {
            let mut filled = PriceTable::default();
            market.prices.iter().for_each(|row| filled.push(row));
            let missing = prices.iter().filter(|row| years.contains(&row.date.year()));
            missing.for_each(|row| filled.push(row));
            market.prices = filled;
        }
        market.take_tables(rebuilt, &tables_of(broken));
        market.canonical();
        Ok(())
    }
}

fn tables_of(broken: &[BrokenFile]) -> BTreeSet<String> {
    broken.iter().map(|broken| broken.file.table.clone()).collect()
}

/// The tables of a market that can be read; the others are empty.
struct Intact<'a> {
    snapshot: &'a MarketSnapshot,
    broken: BTreeSet<String>,
}

impl TableFiles for Intact<'_> {
    fn rows<R: Table>(&self) -> Result<Vec<R>, StoreError> {
        match self.broken.contains(R::NAME) {
            true => Ok(Vec::new()),
            false => self.snapshot.rows(),
        }
    }

    fn has<R: Table>(&self) -> bool {
        self.snapshot.has::<R>()
    }
}
