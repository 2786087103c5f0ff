//! A run: everything that came of a market and a methodology.

mod announced;
mod append;
mod build;
mod changed;
mod checkpoints;
mod closes_file;
pub(crate) mod column;
pub(crate) mod compact;
mod composition;
mod error;
mod folder;
mod kept;
mod money;
mod names;
mod prices;
mod resume;
mod sink;
mod span;
mod stretch;
pub(crate) mod table;
mod trade;
mod values;
mod writer;

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::check::DoubtfulSession;
use russet_market::folder::{TableFile, TableRow};
use russet_market::{
    Currency, Divisor, Factor, Level, Money, NumberError, Price, SecurityId, Shares, Ticker,
};
use russet_rules::Decision;
use russet_rules::methodology::ReturnConvention;
use serde::{Deserialize, Serialize};

use crate::ledger::LedgerEntry;
use crate::turnover::{Change, Turnover};
pub use announced::{ActionOutcome, ActionRow, ProFormaRow};
pub use build::{Begin, Built, Continued};
pub use changed::Changed;
pub use checkpoints::CheckpointFile;
pub use closes_file::CloseTable;
pub(crate) use composition::rate_on;
pub use composition::{Composition, Line};
pub use error::RunError;
pub use folder::{FORMAT, FORMAT_VERSION, RunFolder};
pub use money::{DividendRow, RateRow};
pub(crate) use sink::InMemory;
pub use sink::{Keeps, LevelsOnly, Sink, Stopped};
pub(crate) use span::Spans;
pub use span::{NoSpan, Span};
pub use stretch::Stretch;
pub use table::RunRow;
pub(crate) use table::columns;
pub use trade::{LineTrade, Trade};

/// The closing level of an index on a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelRow {
    /// The index.
    pub index: String,
    /// The session.
    pub date: Date,
    /// The price return level in points, before rounding for publication.
    pub price_return: Level,
    /// The net total return level, dividends less what is withheld.
    pub net_return: Level,
    /// The gross total return level.
    pub total_return: Level,
    /// The divisor of the session.
    pub divisor: Divisor,
    /// How many securities the index held.
    pub constituents: u32,
    /// Their market value, in the index's currency.
    pub market_cap: Money,
}

russet_market::table!(
    LevelRow,
    "levels",
    [
        text("index"),
        day("date"),
        exact("price_return", 38, 18),
        exact("net_return", 38, 18),
        exact("total_return", 38, 18),
        exact("divisor", 38, 18),
        whole("constituents"),
        exact("market_cap", 38, 15),
    ]
);
columns!(
    LevelRow: index, date, price_return, net_return, total_return, divisor, constituents, market_cap,
);

/// A security in an index with the same index shares over a range of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constituent {
    /// The index.
    pub index: String,
    /// The security.
    pub security: SecurityId,
    /// Its symbol over these sessions.
    pub ticker: Ticker,
    /// Its name over these sessions.
    pub name: String,
    /// Its industry sector as its source words it.
    pub sector: Option<String>,
    /// The country of its company, as its source words it.
    pub country: Option<String>,
    /// The currency it trades in.
    pub currency: Currency,
    /// The company's shares in this line that they count, where they follow them.
    pub count: Option<Shares>,
    /// Its index shares.
    pub index_shares: Shares,
    /// The part of its shares that they count.
    pub free_float: Factor,
    /// Where that part comes from.
    pub free_float_source: String,
    /// Since when it holds; none where nothing is known.
    pub free_float_since: Option<Date>,
    /// Its probability of the index's side of a style; all of it elsewhere.
    pub style: Factor,
    /// What a cap leaves of it.
    pub cap: Factor,
    /// The first session whose close counts it so.
    pub from: Date,
    /// The last such session.
    pub to: Date,
}

russet_market::table!(
    Constituent,
    "constituents",
    [
        text("index"),
        whole("security"),
        text("ticker"),
        text("name"),
        optional(text("sector")),
        optional(text("country")),
        text("currency"),
        optional(exact("count", 18, 6)),
        exact("index_shares", 18, 6),
        exact("free_float", 18, 12),
        text("free_float_source"),
        optional(day("free_float_since")),
        exact("style", 18, 12),
        exact("cap", 18, 12),
        day("from"),
        day("to"),
    ]
);

columns!(
    Constituent: index, security, ticker, name, sector, country, currency, count, index_shares,
    free_float, free_float_source, free_float_since, style, cap, from, to,
);

/// What an index of a run is called and where its levels start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexStart {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The first session with a level.
    pub start: Option<Date>,
    /// The level of that session.
    pub level: Level,
    /// The currency of its levels.
    pub currency: Currency,
    /// Whether moves of exchange rates are left out of them.
    pub local_currency: bool,
    /// What the methodology says of the base, where the run begins after it.
    pub note: String,
}

/// What a run was made of and what it made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `russet run`.
    pub format: String,
    /// The layout of the folder.
    pub version: u32,
    /// The version of russet that made it.
    pub russet: String,
    /// The methodology's name and version.
    pub methodology: String,
    /// BLAKE3 of the methodology's text, in hexadecimal.
    pub methodology_hash: String,
    /// The first session asked for.
    pub from: Date,
    /// The last session of the run.
    pub to: Date,
    /// Decimals of a published level.
    pub decimals: u32,
    /// Which formula makes total return.
    pub returns: ReturnConvention,
    /// The indexes.
    pub indexes: Vec<IndexStart>,
    /// What a reader should know: lists that gave the first members, sessions without prices.
    pub notes: Vec<String>,
    /// The sessions of the run whose closes are in doubt, as far as the market tells by the last one.
    pub doubtful_sessions: Vec<DoubtfulSession>,
    /// The files of the market it was made from.
    pub inputs: Vec<TableFile>,
    /// The files of the run.
    pub outputs: Vec<TableFile>,
    /// Where a build of further days goes on. No reader needs these files, and they may be deleted.
    #[serde(default)]
    pub checkpoints: Vec<CheckpointFile>,
}

impl Manifest {
    /// How many rows a table of the run has.
    ///
    /// ```
    /// fn entries(manifest: &russet_calc::Manifest) -> usize {
    ///     manifest.rows_of("events")
    /// }
    /// ```
    pub fn rows_of(&self, table: &str) -> usize {
        self.outputs.iter().filter(|file| file.table == table).map(|file| file.rows).sum()
    }

    /// The years that have levels.
    pub(crate) fn years(&self) -> Vec<i16> {
        let levels = self.outputs.iter().filter(|file| file.table == LevelRow::TABLE);
        let years = levels.filter_map(|file| names::span_of(file)?.year());
        let mut years: Vec<i16> = years.collect();
        years.dedup();
        years
    }
}

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
    /// Rates of exchange into the indexes' currencies; none where all lines trade in theirs.
    pub rates: Vec<RateRow>,
    /// Reconstitutions at the closes of the day on which they were announced.
    pub pro_forma: Vec<ProFormaRow>,
    /// The corporate actions of held lines that were known by the last session.
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
        let (lines, _) = self.lines((start, day), &self.closes.on(day), day)?;
        let priced = lines.into_iter().filter_map(|line| {
            let (price, price_date) = line.price?;
            let Line { constituent, market_cap, weight, .. } = line;
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
    /// fn part_traded(run: &Run, worth: Money) -> f64 {
    ///     let days = (date(2024, 6, 27), date(2024, 6, 28));
    ///     let changes = turnover::changes(&run.events, "R2000", days.0, days.1);
    ///     run.turnover("R2000", &changes, worth).part_of_value
    /// }
    /// ```
    pub fn turnover(&self, index: &str, changes: &[Change], worth: Money) -> Turnover {
        let start = self.manifest.indexes.iter().find(|start| start.id == index);
        let mut rows: BTreeMap<SecurityId, Vec<&Constituent>> = BTreeMap::new();
        for row in self.constituents.iter().filter(|row| row.index == index) {
            rows.entry(row.security).or_default().push(row);
        }
        Turnover::of(changes, worth, |change| {
            let rows = rows.get(&change.security)?;
            // What enters is told of from the next session on.
            let row = rows.iter().rfind(|row| row.from <= change.after_close).or(rows.first())?;
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
        self.levels.iter().filter(move |row| row.index == index)
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
