//! The market of a snapshot, read whole or as far as a build needs it.

use russet_store::{Manifest, StoreError};

use super::{
    MarketManifest, MarketSnapshot, PriceColumns, TableRow, decode_table, price_file, price_scan,
};
use crate::check::DoubtfulSession;
use crate::identity::SecurityId;
use crate::market::{Market, Source};
use crate::view::MarketView;

/// Ids are given in order from zero; larger ones come of damage, and room is made for each.
const MOST_SECURITIES: u32 = 1 << 24;

impl MarketSnapshot {
    /// Reads the whole market.
    ///
    /// # Errors
    /// [`StoreError`] when a file is missing, foreign or damaged.
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// assert_eq!(folder.snapshot()?.read()?, Market::default());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(&self) -> Result<Market, StoreError> {
        self.read_with(PriceColumns { volumes: true, changes: true, caps: true })
    }

    /// Reads what a build needs: all but the capitalizations that feeds report with closes, which
    /// only imports look at.
    ///
    /// # Errors
    /// As [`MarketSnapshot::read`].
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// assert_eq!(folder.snapshot()?.read_for_build()?, Market::default());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_for_build(&self) -> Result<Market, StoreError> {
        self.read_with(PriceColumns { volumes: true, changes: true, caps: false })
    }

    /// A view of the snapshot's market, which knows what was found of it when it was written.
    ///
    /// # Errors
    /// As [`MarketSnapshot::read`].
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// let snapshot = folder.snapshot()?;
    /// let market = snapshot.read_for_build()?;
    /// assert!(snapshot.view(&market)?.doubtful_sessions().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn view<'market>(
        &self,
        market: &'market Market,
    ) -> Result<MarketView<'market>, StoreError> {
        let view = MarketView::new(market);
        Ok(match self.doubtful_sessions()? {
            Some(doubtful) => view.with_doubtful_sessions(doubtful),
            None => view,
        })
    }

    /// The sessions whose closes should not be trusted, as they were found when the market was written;
    /// none where it was written before they were kept.
    ///
    /// # Errors
    /// As [`MarketSnapshot::read`].
    ///
    /// ```
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// assert_eq!(folder.snapshot()?.doubtful_sessions()?, Some(Vec::new()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn doubtful_sessions(&self) -> Result<Option<Vec<DoubtfulSession>>, StoreError> {
        self.has_table(DoubtfulSession::TABLE).then(|| self.rows()).transpose()
    }

    fn read_with(&self, columns: PriceColumns) -> Result<Market, StoreError> {
        let files = self.files().iter().filter(|file| file.table == price_file::TABLE);
        let files: Vec<_> = files.cloned().collect();
        // The tables with many rows are read at the same time as the prices.
        let (prices, ((shares, fundamentals), (securities, actions))) = rayon::join(
            || price_scan::read(self, &files, columns),
            || {
                rayon::join(
                    || rayon::join(|| self.rows(), || self.rows()),
                    || rayon::join(|| self.rows(), || self.rows()),
                )
            },
        );
        let market = Market {
            securities: securities?,
            prices: prices?,
            shares: shares?,
            fundamentals: fundamentals?,
            actions: actions?,
            index_levels: self.rows()?,
            refusals: self.rows()?,
            ..self.short_tables()?
        };
        self.check_ids(&market)?;
        Ok(market)
    }

    /// The tables with few rows that builds look at.
    pub(super) fn short_tables(&self) -> Result<Market, StoreError> {
        let sources = match self.has_table(Source::TABLE) {
            true => self.rows()?,
            false => self.manifest().sources.clone(),
        };
        Ok(Market {
            free_floats: self.rows()?,
            class_votes: self.rows()?,
            geography: self.rows()?,
            fx: self.rows()?,
            committee_decisions: self.rows()?,
            corrections: self.rows()?,
            filers: self.rows()?,
            filer_tickers: self.rows()?,
            filer_names: self.rows()?,
            cusips: self.rows()?,
            filer_links: self.rows()?,
            fund_lines: self.rows()?,
            sources,
            ..Market::default()
        })
    }

    pub(super) fn has_table(&self, table: &str) -> bool {
        self.files().iter().any(|file| file.table == table)
    }

    /// The rows of a table, one file of the commit.
    pub(super) fn rows<R: TableRow>(&self) -> Result<Vec<R>, StoreError> {
        let Some(file) = self.files().iter().find(|file| file.table == R::TABLE) else {
            return match self.manifest().names_every_table() {
                false => Ok(Vec::new()),
                true => Err(StoreError::Manifest {
                    path: self.folder().join(MarketManifest::FILE),
                    reason: format!(
                        "it names no table {} (hint: {})",
                        R::TABLE,
                        MarketManifest::REMEDY
                    ),
                }),
            };
        };
        let path = self.folder().join(&file.file);
        let rows: Vec<R> = decode_table(&path, self.bytes_of(file)?)?;
        match rows.len() == file.rows {
            true => Ok(rows),
            false => Err(StoreError::Table {
                path,
                reason: format!("it has {} rows, the manifest says {}", rows.len(), file.rows),
            }),
        }
    }

    /// Securities are described before anything else tells of them.
    pub(super) fn check_ids(&self, market: &Market) -> Result<(), StoreError> {
        let refuse = |table: &str, id: SecurityId, reason: String| {
            Err(StoreError::Table {
                path: self.folder().join(table),
                reason: format!("security id {} {reason} (hint: {})", id.0, MarketManifest::REMEDY),
            })
        };
        let described = market.securities.iter().map(|version| version.security).max();
        if let Some(last) = described.filter(|last| last.0 >= MOST_SECURITIES) {
            return refuse("securities", last, format!("is not below {MOST_SECURITIES}"));
        }
        match market.last_ids().into_iter().find(|(_, id)| Some(*id) > described) {
            None => Ok(()),
            Some((table, id)) => refuse(table, id, "has no description in securities".to_owned()),
        }
    }
}
