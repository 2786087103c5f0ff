//! The market of a folder, read whole or as far as a build needs it.

use std::path::PathBuf;

use super::manifest::Manifest;
use super::{
    FolderError, MarketFolder, PriceColumns, TableRow, price_file, price_scan, read_table,
};
use crate::check::DoubtfulSession;
use crate::market::Market;
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
    pub(super) fn short_tables(&self, manifest: &Manifest) -> Result<Market, FolderError> {
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

    pub(super) fn read_rows<R: TableRow>(
        &self,
        manifest: &Manifest,
    ) -> Result<Vec<R>, FolderError> {
        match manifest.files.iter().find(|file| file.table == R::TABLE) {
            Some(file) => read_table(&self.path.join(&file.file)),
            None => Ok(Vec::new()),
        }
    }
}
