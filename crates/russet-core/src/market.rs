//! A market folder, open for reading.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use russet_market::folder::MarketSnapshot;
use russet_market::{Market as Facts, MarketFolder, MarketView};
use russet_sim::Simulation;
use russet_store::{Origin, Wait};

use crate::Error;
use crate::error::Kind;

/// A market as one commit of its folder left it. A clone is the same market.
///
/// Its facts are read into memory when a build or a sweep first needs them, and kept for the next one until the last
/// clone is dropped.
#[derive(Clone)]
pub struct Market {
    snapshot: MarketSnapshot,
    facts: Arc<OnceLock<Facts>>,
    /// Held by whoever reads the facts, so that they are read once.
    reading: Arc<Mutex<()>>,
}

impl Market {
    /// The market in a folder, as it is now.
    ///
    /// # Errors
    /// [`Error::is_not_found`] where there is none, [`Error::is_damaged`] where its manifest cannot be read.
    pub fn open(folder: impl AsRef<Path>) -> Result<Market, Error> {
        Ok(Market::from(MarketFolder::at(folder.as_ref()).snapshot()?))
    }

    /// The market in a folder as an earlier commit left it, by its number in `russet market log`.
    ///
    /// # Errors
    /// As [`Market::open`], and [`Error::is_not_found`] where the version is not kept.
    ///
    /// ```
    /// # use russet_core::{Market, Simulation};
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let folder = parent.path().join("market");
    /// # Market::simulate(&folder, &Simulation { companies: 5, years: 1, ..Simulation::default() })?;
    /// assert!(Market::open_version(&folder, 1).is_ok());
    /// let error = Market::open_version(&folder, 2).unwrap_err();
    /// assert!(error.is_not_found());
    /// assert!(error.to_string().ends_with("has no version 2 (hint: it keeps 1 to 1)"), "{error}");
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn open_version(folder: impl AsRef<Path>, version: u32) -> Result<Market, Error> {
        Ok(Market::from(MarketFolder::at(folder.as_ref()).snapshot_of(version)?))
    }

    /// Simulates a market into a new folder: companies with prices, share counts, accounts and every kind of corporate
    /// action. Equal simulations make equal markets.
    ///
    /// # Errors
    /// [`Error::is_occupied`] where the folder holds a market or other files already, [`Error::is_invalid_argument`]
    /// where there is nothing to simulate.
    pub fn simulate(folder: impl AsRef<Path>, plan: &Simulation) -> Result<Market, Error> {
        let folder = MarketFolder::at(folder.as_ref());
        let update = folder.update(Wait::quietly())?;
        if !update.is_first() {
            return Err(Error::new(Kind::MarketExists { path: folder.path().to_owned() }));
        }
        update.commit(russet_sim::simulate(plan, &|_, _| {})?, Origin::of_process())?;
        Market::open(folder.path())
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.snapshot.folder()
    }

    /// The market as the engine looks at it, for whoever drives an [`Engine`](crate::Engine): day by day, with prices
    /// of their own where they have some.
    ///
    /// # Errors
    /// [`Error::is_damaged`] where a file of the market is not what was written.
    ///
    /// ```
    /// use russet_core::{BuildOptions, Engine, Market, Methodology, Price};
    /// # use russet_core::Simulation;
    /// use russet_core::jiff::civil::date;
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let plan = Simulation { companies: 100, years: 1, from: date(2025, 1, 1), ..Simulation::default() };
    /// # let market = Market::simulate(parent.path().join("market"), &plan)?;
    /// # let rules = Methodology::load("examples/small.toml")?;
    /// let view = market.view()?;
    /// let mut engine = Engine::start(&view, rules.rules(), BuildOptions::new().plan(&rules))?;
    /// let mut friday = Vec::new();
    /// for (session, rows) in view.sessions().iter().take_while(|(day, _)| *day <= date(2025, 3, 21)) {
    ///     engine.open(*session)?;
    ///     friday = view.closes(rows.clone()).collect();
    ///     for (security, close) in &friday {
    ///         engine.take_price(*security, *close)?;
    ///     }
    ///     engine.close()?;
    /// }
    ///
    /// // On Monday every price is 1% above Friday's close, and so is the level.
    /// engine.open(date(2025, 3, 24))?;
    /// for (security, close) in &friday {
    ///     engine.take_price(*security, Price::from_nanos(close.nanos() / 100 * 101)?)?;
    /// }
    /// assert_eq!(engine.level("LARGE20")?.unwrap().published(2), "1010.00");
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn view(&self) -> Result<MarketView<'_>, Error> {
        let facts = self.facts()?;
        Ok(self.snapshot.view(facts)?)
    }

    /// The folder's commit, for the calls of `russet-market`.
    pub fn snapshot(&self) -> &MarketSnapshot {
        &self.snapshot
    }

    fn facts(&self) -> Result<&Facts, Error> {
        if let Some(facts) = self.facts.get() {
            return Ok(facts);
        }
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        match self.facts.get() {
            Some(facts) => Ok(facts),
            None => {
                let read = self.snapshot.read_for_build()?;
                Ok(self.facts.get_or_init(|| read))
            }
        }
    }
}

impl From<MarketSnapshot> for Market {
    fn from(snapshot: MarketSnapshot) -> Market {
        Market { snapshot, facts: Arc::default(), reading: Arc::default() }
    }
}

impl fmt::Debug for Market {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Market").field("folder", &self.folder()).finish_non_exhaustive()
    }
}
