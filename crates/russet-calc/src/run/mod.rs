//! A run: everything that came of a market and a methodology.

mod announced;
mod append;
mod build;
mod build_options;
mod carry;
mod changed;
mod checkpoints;
mod closes_file;
mod commit;
mod composition;
mod constituent;
mod correction;
mod error;
mod folder;
mod kept;
mod level;
mod manifest;
mod money;
mod names;
mod notice;
mod partition;
mod partition_key;
mod prices;
pub(crate) mod records;
mod restatement;
mod resume;
mod sink;
mod snapshot;
mod stream;
pub(crate) mod table;
mod trade;
mod writer;
mod written;

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Money, NumberError, Price, SecurityId};
use russet_rules::Decision;

use crate::events::LedgerEntry;
use crate::turnover::{Change, Turnover};
pub use announced::{ActionOutcome, ActionRow, ProFormaRow};
pub use build::{Built, Continued};
pub use build_options::{Begin, BuildOptions};
pub use carry::CarriedSessions;
pub use changed::Changed;
pub use checkpoints::CheckpointFile;
pub use closes_file::CloseTable;
pub(crate) use composition::rate_on;
pub use composition::{Composition, ValuedConstituent};
pub use constituent::Constituent;
pub use correction::Correction;
pub use error::RunError;
pub use folder::{FORMAT, FORMAT_VERSION, RunFolder};
pub use level::LevelRow;
pub use manifest::{IndexStart, Manifest};
pub use money::{DividendRow, RateRow};
pub use notice::Notice;
pub use partition::Partition;
pub(crate) use partition_key::Partitioning;
pub use partition_key::{InvalidPartitionKey, PartitionKey};
pub use restatement::{
    CorrectionRecord, RestatementRow, as_published, contradicted, differences, with_correction,
};
pub(crate) use sink::InMemory;
pub use sink::{Keeps, LevelsOnly, Sink, Stopped};
pub use snapshot::RunSnapshot;
pub use trade::{SecurityTrade, Trade};

/// A run in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What it was made of.
    pub manifest: Manifest,
    /// The methodology's text, kept beside its results.
    pub methodology_text: String,
    /// Every security considered, on every occasion.
    pub decisions: Vec<Decision>,
    /// The ledger.
    pub events: Vec<LedgerEntry>,
    /// Who was in, with how many shares, from when to when.
    pub constituents: Vec<Constituent>,
    /// The levels.
    pub levels: Vec<LevelRow>,
    /// The closes that the levels were made of, carried ones marked by their session.
    pub closes: CloseTable,
    /// The dividends that total return took in.
    pub dividends: Vec<DividendRow>,
    /// Rates of exchange into the indexes' currencies; none where all securities trade in theirs.
    pub rates: Vec<RateRow>,
    /// Reconstitutions at the closes of the day on which they were announced.
    pub pro_forma: Vec<ProFormaRow>,
    /// The corporate actions of held securities that were known by the last session.
    pub actions: Vec<ActionRow>,
}

/// A constituent on one session with its price and weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// The constituent.
    pub constituent: Constituent,
    /// Its close.
    pub price: Price,
    /// The session of that close; earlier than asked for when carried.
    pub price_date: Date,
    /// Its market value in the index, in the index's currency.
    pub market_cap: Money,
    /// Its part of the index.
    pub weight: f64,
}

impl Run {
    /// The constituents of an index that count on a day, the heaviest first, at the last closes and
    /// rates up to it; none where the run has no such index.
    ///
    /// # Errors
    /// [`NumberError`] when the run lacks a rate of exchange.
    ///
    /// ```
    /// # use russet_calc::Run;
    /// # use jiff::civil::date;
    /// fn heaviest(run: &Run) -> Result<Option<String>, russet_market::NumberError> {
    ///     let all = run.weighted("R2000", date(2024, 6, 28))?;
    ///     Ok(all.first().map(|one| one.constituent.ticker.to_string()))
    /// }
    /// ```
    pub fn weighted(&self, index: &str, day: Date) -> Result<Vec<Weighted>, NumberError> {
        let starts = &self.manifest.indexes;
        let Some(start) = starts.iter().find(|start| start.id == index) else {
            return Ok(Vec::new());
        };
        let (securities, _) = self.constituents_at((start, day), &self.closes.on(day), day)?;
        let priced = securities.into_iter().filter_map(|security| {
            let (price, price_date) = security.price?;
            let ValuedConstituent { constituent, market_cap, weight, .. } = security;
            Some(Weighted { constituent, price, price_date, market_cap, weight })
        });
        Ok(priced.collect())
    }

    /// The part of its value that an index traded in some of its changes, and the securities that
    /// entered and left.
    ///
    /// ```
    /// # use russet_calc::{Run, turnover};
    /// # use jiff::civil::date;
    /// # use russet_market::Money;
    /// fn part_traded(run: &Run, worth: Money) -> Option<f64> {
    ///     let days = (date(2024, 6, 27), date(2024, 6, 28));
    ///     let changes = turnover::changes(&run.events, "R2000", days.0, days.1);
    ///     run.turnover("R2000", &changes, worth).part_of_value
    /// }
    /// ```
    pub fn turnover(&self, index: &str, changes: &[Change], worth: Money) -> Turnover {
        let start = self.manifest.indexes.iter().find(|start| start.id == index);
        let mut rows: BTreeMap<SecurityId, Vec<&Constituent>> = BTreeMap::new();
        for row in self.constituents.iter().filter(|row| row.index_id == index) {
            rows.entry(row.security_id).or_default().push(row);
        }
        Turnover::of(changes, worth, |change| {
            let rows = rows.get(&change.security)?;
            // What enters is told of from the next session on.
            let row =
                rows.iter().rfind(|row| row.first_session <= change.after_close).or(rows.first())?;
            self.rate((row.currency, start?.currency), change.after_close).ok()
        })
    }

    /// The levels of an index, in order of time.
    ///
    /// ```
    /// # use russet_calc::Run;
    /// fn sessions(run: &Run) -> usize {
    ///     run.levels_of("R2000").count()
    /// }
    /// ```
    pub fn levels_of(&self, index: &str) -> impl Iterator<Item = &LevelRow> {
        self.levels.iter().filter(move |row| row.index_id == index)
    }

    /// The ids of the indexes of the run.
    ///
    /// ```
    /// # use russet_calc::Run;
    /// fn has_small_caps(run: &Run) -> bool {
    ///     run.index_ids().any(|id| id == "R2000")
    /// }
    /// ```
    pub fn index_ids(&self) -> impl Iterator<Item = &str> {
        self.manifest.indexes.iter().map(|index| index.id.as_str())
    }
}
