//! A market read in order to be changed.

use std::collections::BTreeSet;

use russet_store::{Manifest, Origin, StoreError, Wait, Writer};

use super::snapshot::is_fact;
use super::{MarketFolder, MarketManifest, MarketSettings, TableFile};
use crate::market::Market;

/// The right to change a market, from [`MarketFolder::update`]. Dropped without a commit, it leaves
/// the market as it was.
#[derive(Debug)]
pub struct Update {
    folder: MarketFolder,
    pub(super) writer: Writer<MarketManifest>,
    /// Copies of imported files that were put into the folder and that no commit names yet.
    pub(super) new_raw: Vec<TableFile>,
}

impl Update {
    /// Whether a market is there already.
    pub fn is_first(&self) -> bool {
        self.writer.current().is_none()
    }

    /// The market to be changed; an empty one where there is none yet.
    ///
    /// # Errors
    /// As [`MarketSnapshot::read`](super::MarketSnapshot::read).
    pub fn read(&self) -> Result<Market, StoreError> {
        match self.is_first() {
            true => Ok(Market::default()),
            false => self.folder.snapshot()?.read(),
        }
    }

    /// How the folder is kept.
    pub fn settings(&self) -> MarketSettings {
        self.writer.current().map(|manifest| manifest.settings).unwrap_or_default()
    }

    /// Replaces the market by a changed one, atomically; says which files of facts are new.
    ///
    /// The market is put in canonical order first, so equal facts make equal bytes.
    ///
    /// # Errors
    /// [`StoreError`] when the folder cannot be written; the old market is then still there, whole.
    ///
    /// ```
    /// use russet_market::MarketFolder;
    /// use russet_store::{Origin, Wait};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// let update = folder.update(Wait::Never)?;
    /// let market = update.read()?;
    /// update.commit(market, Origin::of_process())?;
    /// assert!(folder.exists());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn commit(self, market: Market, origin: Origin) -> Result<Vec<TableFile>, StoreError> {
        let settings = self.settings();
        self.rewrite(market, settings, origin)
    }

    fn rewrite(
        mut self,
        market: Market,
        settings: MarketSettings,
        origin: Origin,
    ) -> Result<Vec<TableFile>, StoreError> {
        let hashes: BTreeSet<String> =
            market.sources.iter().map(|source| source.hash.clone()).collect();
        let mut files = super::writing::put(&mut self.writer, market)?;
        files.extend(self.raw_files(&hashes));
        self.finish(MarketManifest::new(settings, files), origin)
    }

    /// Changes how the folder is kept, and nothing of the market.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is no market.
    pub fn set(self, settings: MarketSettings, origin: Origin) -> Result<(), StoreError> {
        let current = self.current()?;
        if !current.names_every_table() {
            let market = self.read()?;
            return self.rewrite(market, settings, origin).map(drop);
        }
        self.finish(current.with_settings(settings), origin).map(drop)
    }

    /// Makes an earlier commit the market again, under the present settings.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is no market, [`StoreError::NoVersion`] where it is not kept.
    pub fn restore(self, version: u32, origin: Origin) -> Result<(), StoreError> {
        let settings = self.current()?.settings;
        let earlier = self.folder.snapshot_of(version)?;
        if !earlier.manifest().names_every_table() {
            let market = earlier.read()?;
            return self.rewrite(market, settings, origin).map(drop);
        }
        self.finish(earlier.manifest().clone().with_settings(settings), origin).map(drop)
    }

    fn current(&self) -> Result<MarketManifest, StoreError> {
        let folder = &self.folder.path;
        self.writer.current().cloned().ok_or_else(|| StoreError::Missing {
            path: folder.clone(),
            what: MarketManifest::NAME,
            manifest: MarketManifest::FILE,
            hint: MarketManifest::made_by(folder),
        })
    }

    fn finish(
        self,
        manifest: MarketManifest,
        origin: Origin,
    ) -> Result<Vec<TableFile>, StoreError> {
        let written = self.writer.written().iter().filter(|file| is_fact(file));
        let written = written.cloned().collect();
        self.writer.commit(&manifest, origin)?;
        super::cache::sweep(&self.folder.path, &manifest.files);
        Ok(written)
    }
}

impl MarketFolder {
    /// Takes the right to change the market: until the [`Update`] is committed or dropped, nobody else
    /// can change it, and everybody can read it. A market that does not exist yet is an empty one.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while somebody else changes it and the caller does not wait,
    /// [`StoreError::Occupied`] where the folder holds somebody else's files.
    ///
    /// ```
    /// use russet_market::{FolderError, MarketFolder};
    /// use russet_store::Wait;
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// let first = folder.update(Wait::Never)?;
    /// assert!(matches!(folder.update(Wait::Never), Err(FolderError::Busy { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn update(&self, wait: Wait<'_>) -> Result<Update, StoreError> {
        Ok(Update {
            folder: self.clone(),
            writer: Writer::begin(&self.path, wait)?,
            new_raw: Vec::new(),
        })
    }

    /// Replaces the whole market, atomically; says which files are new.
    ///
    /// # Errors
    /// As [`MarketFolder::update`] and [`Update::commit`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Currency, FxRate, Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// let day = date(2024, 6, 28);
    /// let rate = FxRate {
    ///     date: day,
    ///     currency_from: Currency::GBP,
    ///     currency_to: Currency::USD,
    ///     rate: "1.2645".parse()?,
    ///     known_at: day,
    ///     source: "example".into(),
    /// };
    /// let market = Market { fx: vec![rate], ..Market::default() };
    /// folder.write(market.clone())?;
    /// assert_eq!(folder.read()?, market);
    ///
    /// // Equal facts make equal bytes, so that nothing is new.
    /// assert!(folder.write(market)?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write(&self, market: Market) -> Result<Vec<TableFile>, StoreError> {
        self.update(Wait::quietly())?.commit(market, Origin::of_process())
    }
}
