//! The market of a folder, read whole or as far as a build needs it.

use std::path::PathBuf;

use russet_store::table::Table;

use super::manifest::Manifest;
use super::{FolderError, MarketFolder, PriceColumns, price_file, price_scan, read_table};
use crate::check::DoubtfulSession;
use crate::market::{Market, Role, TableFiles};
use crate::view::MarketView;

impl MarketFolder {
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
        let kept = manifest.files.iter().any(|file| file.table == DoubtfulSession::NAME);
        kept.then(|| self.read_rows(&manifest)).transpose()
    }

    fn read_with(&self, columns: PriceColumns) -> Result<Market, FolderError> {
        let _lock = self.lock_shared()?;
        let manifest = self.manifest()?;
        let files = manifest.files.iter().filter(|file| file.table == price_file::TABLE);
        let files: Vec<PathBuf> = files.map(|file| self.path.join(&file.file)).collect();
        // Every table is read on a thread of its own, and the prices on all.
        let (prices, tables) =
            rayon::join(|| price_scan::read(&files, columns), || self.tables(&manifest, |_| true));
        Ok(Market { prices: prices?, ..tables? })
    }

    /// Some of the tables besides prices.
    pub(super) fn tables(
        &self,
        manifest: &Manifest,
        wanted: fn(Role) -> bool,
    ) -> Result<Market, FolderError> {
        let tables = Market::read_tables(&Files { folder: self, manifest }, wanted)?;
        Ok(Market { sources: manifest.sources.clone(), ..tables })
    }

    pub(super) fn read_rows<R: Table>(&self, manifest: &Manifest) -> Result<Vec<R>, FolderError> {
        match manifest.files.iter().find(|file| file.table == R::NAME) {
            Some(file) => read_table(&self.path.join(&file.file)),
            None => Ok(Vec::new()),
        }
    }
}

/// The table files of a commit.
struct Files<'a> {
    folder: &'a MarketFolder,
    manifest: &'a Manifest,
}

impl TableFiles for Files<'_> {
    fn rows<R: Table>(&self) -> Result<Vec<R>, FolderError> {
        self.folder.read_rows(self.manifest)
    }
}
