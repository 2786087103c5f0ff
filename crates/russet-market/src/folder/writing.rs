//! A market put into its folder: every table encoded, then committed.

use std::fs::{self, File};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::commit::{Staging, is_ours};
use super::{FolderError, MarketFolder, TableFile, TableRow, price_file, table_bytes};
use crate::check::doubtful_sessions;
use crate::known::KnownRow;
use crate::market::Market;

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
