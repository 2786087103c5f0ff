//! The market of a snapshot, read whole or as far as a build needs it.

use bytes::Bytes;
use russet_store::table::{Table, decode};
use russet_store::{Manifest, StoreError};

use super::{MarketManifest, MarketSnapshot, PriceColumns, price_file, price_scan};
use crate::check::DoubtfulSession;
use crate::identity::SecurityId;
use crate::market::{Market, Role, Source, TableFiles};
use crate::view::MarketView;

/// Ids are given in order from zero; larger ones come of damage, and room is made for each.
const MOST_SECURITIES: u32 = 1 << 24;

impl MarketSnapshot {
    /// Reads the whole market.
    ///
    /// # Errors
    /// [`StoreError`] when a file is missing, foreign or damaged.
    pub fn read(&self) -> Result<Market, StoreError> {
        self.read_with(PriceColumns { volumes: true, changes: true, caps: true })
    }

    /// Reads what a build needs: all but the capitalizations that feeds report with closes, which
    /// only imports look at.
    ///
    /// # Errors
    /// As [`MarketSnapshot::read`].
    pub fn read_for_build(&self) -> Result<Market, StoreError> {
        self.read_with(PriceColumns { volumes: true, changes: true, caps: false })
    }

    /// A view of the snapshot's market, which knows what was found of it when it was written.
    ///
    /// # Errors
    /// As [`MarketSnapshot::read`].
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
    pub fn doubtful_sessions(&self) -> Result<Option<Vec<DoubtfulSession>>, StoreError> {
        self.has_table(DoubtfulSession::NAME).then(|| self.rows()).transpose()
    }

    fn read_with(&self, columns: PriceColumns) -> Result<Market, StoreError> {
        let files = self.files().iter().filter(|file| file.table == price_file::TABLE);
        let files: Vec<_> = files.cloned().collect();
        // Every table is read on a thread of its own, and the prices on all.
        let (prices, tables) =
            rayon::join(|| price_scan::read(self, &files, columns), || self.tables(|_| true));
        let mut market = Market { prices: prices?, ..tables? };
        self.check_ids(&mut market)?;
        Ok(market)
    }

    /// The tables of some roles.
    pub(super) fn tables(&self, wanted: fn(Role) -> bool) -> Result<Market, StoreError> {
        let tables = Market::read_tables(self, wanted)?;
        match self.has_table(Source::NAME) {
            true => Ok(tables),
            false => Ok(Market { sources: self.manifest().sources.clone(), ..tables }),
        }
    }

    pub(super) fn has_table(&self, table: &str) -> bool {
        self.files().iter().any(|file| file.table == table)
    }

    /// Securities are described before anything else tells of them.
    pub(super) fn check_ids(&self, market: &mut Market) -> Result<(), StoreError> {
        let refuse = |table: &str, id: SecurityId, reason: String| {
            Err(StoreError::Table {
                path: self.folder().join(table),
                reason: format!("security id {} {reason} (hint: {})", id.0, MarketManifest::REMEDY),
            })
        };
        let described = market.securities.iter().map(|version| version.security_id).max();
        if let Some(last) = described.filter(|last| last.0 >= MOST_SECURITIES) {
            return refuse("securities", last, format!("is not below {MOST_SECURITIES}"));
        }
        match market.last_ids().into_iter().find(|(_, id)| Some(*id) > described) {
            None => Ok(()),
            Some((table, id)) => refuse(table, id, "has no description in securities".to_owned()),
        }
    }
}

impl TableFiles for MarketSnapshot {
    fn has<R: Table>(&self) -> bool {
        self.has_table(R::NAME)
    }

    fn rows<R: Table>(&self) -> Result<Vec<R>, StoreError> {
        let Some(file) = self.files().iter().find(|file| file.table == R::NAME) else {
            return match self.manifest().names_every_table() {
                false => Ok(Vec::new()),
                true => Err(StoreError::Manifest {
                    path: self.folder().join(MarketManifest::FILE),
                    reason: format!(
                        "it names no table {} (hint: {})",
                        R::NAME,
                        MarketManifest::REMEDY
                    ),
                }),
            };
        };
        let path = self.folder().join(&file.file);
        let rows: Vec<R> = decode(Bytes::from(self.bytes_of(file)?), &path)?;
        match rows.len() == file.rows {
            true => Ok(rows),
            false => Err(StoreError::Table {
                path,
                reason: format!("it has {} rows, the manifest says {}", rows.len(), file.rows),
            }),
        }
    }
}
