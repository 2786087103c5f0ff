//! Writes down what the engine does: ledger, constituents, levels, closes.

mod closes;
mod constituents;
mod events;
mod opened;
mod published;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{Currency, Divisor, MarketView, SecurityId, SecurityVersion};

use crate::run::records::{ConstituentRecord, EventRecord};
use crate::run::{
    ActionRow, DividendRow, Keeps, LevelRow, Partition, PartitionKey, ProFormaRow, RateRow,
};
use crate::state::by_id::ById;
pub(in crate::history) use constituents::Ended;
pub(in crate::history) use events::{Event, Part};
pub(in crate::history) use opened::Opened;

/// Rates of a pair of currencies that were carried from earlier days: to how many sessions, and the
/// oldest, with the session that used it.
pub(in crate::history) type CarriedRates = BTreeMap<(Currency, Currency), (usize, Date, Date)>;

/// The tables of a run while they grow: what has not been handed over to the sink yet.
#[derive(Debug, Clone)]
pub(in crate::history) struct Recorder<'build> {
    keeps: Keeps,
    rows: Partition<'build>,
    event: u32,
    /// Sentences that rows share.
    sentences: HashSet<Arc<str>>,
    /// The constituents of each index that have not ended.
    open: Vec<ById<SecurityId, Box<ConstituentRecord<'build>>>>,
    /// Securities with a dividend that is learned after its ex-date, and their ended rows by index.
    late: BTreeSet<SecurityId>,
    ended: Vec<Ended>,
    /// The ex-dates of such dividends, and the divisors of each index on them.
    late_days: BTreeSet<Date>,
    late_divisors: BTreeMap<(Date, usize), Divisor>,
    starts: BTreeMap<String, Date>,
    carried: CarriedRates,
}

impl Default for Recorder<'_> {
    fn default() -> Self {
        Recorder {
            keeps: Keeps::Everything,
            rows: Partition::new(PartitionKey::Open),
            event: 0,
            sentences: HashSet::new(),
            open: Vec::new(),
            late: BTreeSet::new(),
            ended: Vec::new(),
            late_days: BTreeSet::new(),
            late_divisors: BTreeMap::new(),
            starts: BTreeMap::new(),
            carried: BTreeMap::new(),
        }
    }
}

impl<'build> Recorder<'build> {
    pub(in crate::history) fn new(view: &MarketView<'_>, indexes: usize) -> Recorder<'build> {
        let actions = view.actions().iter();
        let late = actions.filter(|action| action.known_at > action.ex_date);
        let late_days = late.clone().map(|action| action.ex_date).collect();
        Recorder {
            open: vec![ById::default(); indexes],
            late: late.map(|action| action.security_id).collect(),
            late_days,
            ..Recorder::default()
        }
    }

    /// Writes down no more than a sink keeps.
    pub(in crate::history) fn keep(&mut self, keeps: Keeps) {
        self.keeps = keeps;
    }

    /// Whether more is kept than levels and what was traded.
    pub(in crate::history) fn keeps_all_tables(&self) -> bool {
        matches!(self.keeps, Keeps::Everything | Keeps::AllButMarketCloses)
    }

    /// The number of the last event so far.
    pub(in crate::history) fn last_event(&self) -> u32 {
        self.event
    }

    /// The first session with a level of an index.
    pub(in crate::history) fn start(&self, index: &str) -> Option<Date> {
        self.starts.get(index).copied()
    }

    /// The rates that were carried.
    pub(in crate::history) fn carried(&self) -> &CarriedRates {
        &self.carried
    }

    /// The ledger of events that have not been handed over.
    pub(in crate::history) fn events(&self) -> &[EventRecord<'build>] {
        &self.rows.events
    }

    /// The level of an index on a session.
    pub(in crate::history) fn level(&mut self, position: usize, row: LevelRow) {
        if self.late_days.contains(&row.date) {
            self.late_divisors.insert((row.date, position), row.divisor);
        }
        if !self.starts.contains_key(&row.index_id) {
            self.starts.insert(row.index_id.clone(), row.date);
        }
        self.rows.levels.push(row);
    }

    /// The divisor of an index on an earlier day, for dividends that were learned late.
    pub(in crate::history) fn divisor_on(&self, position: usize, day: Date) -> Option<Divisor> {
        self.late_divisors.get(&(day, position)).copied()
    }

    /// The dividends of a session.
    pub(in crate::history) fn dividends(&mut self, rows: Vec<DividendRow>) {
        self.rows.dividends.extend(rows);
    }

    /// The rate of a pair that counted in a session, and the day it is of.
    pub(in crate::history) fn rate(&mut self, row: RateRow, of: Date) {
        if of < row.date {
            let pair = (row.currency_from, row.currency_to);
            let (count, oldest, day) = self.carried.entry(pair).or_insert((0, of, row.date));
            *count += 1;
            if (row.date - of).get_days() > (*day - *oldest).get_days() {
                (*oldest, *day) = (of, row.date);
            }
        }
        self.rows.rates.push(row);
    }

    /// A reconstitution that was announced.
    pub(in crate::history) fn pro_forma(&mut self, rows: Vec<ProFormaRow>) {
        self.rows.pro_forma.extend(rows);
    }

    /// What became of an action.
    pub(in crate::history) fn action(&mut self, row: ActionRow) {
        self.rows.actions.push(row);
    }

    /// Takes out the levels since the last time, and forgets all else.
    pub(in crate::history) fn take_levels(&mut self) -> Vec<LevelRow> {
        let rows = std::mem::replace(&mut self.rows, Partition::new(PartitionKey::Open));
        rows.levels
    }

    /// Takes out what was written down up to the end of a key.
    pub(in crate::history) fn hand_over(&mut self, key: PartitionKey) -> Partition<'build> {
        self.sentences.clear();
        self.rows.take_until(key)
    }

    /// Takes out what the end of the run leaves open: rows of constituents end with the last session
    /// that they are known for.
    pub(in crate::history) fn hand_over_open(&mut self, last: Date) -> Partition<'build> {
        let open = std::mem::take(&mut self.open).into_iter().flat_map(ById::into_values);
        let mut rows = std::mem::replace(&mut self.rows, Partition::new(PartitionKey::Open));
        rows.constituents.extend(
            open.filter(|_| self.keeps_all_tables())
                .map(|row| ConstituentRecord { last_session: last, ..*row }),
        );
        rows.constituents.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
        rows
    }

    /// How many actions were dealt with after the close of a session, of those not handed over.
    pub(in crate::history) fn actions_after(&self, session: Date) -> usize {
        self.rows.actions.iter().filter(|row| row.after_close == Some(session)).count()
    }

    fn shared(&mut self, sentence: &str) -> Arc<str> {
        if let Some(known) = self.sentences.get(sentence) {
            return known.clone();
        }
        let sentence: Arc<str> = sentence.into();
        self.sentences.insert(sentence.clone());
        sentence
    }
}

/// What a security is called on a day; one that is held before its first session, by its first name.
pub(in crate::history) fn called<'market>(
    view: &MarketView<'market>,
    security: SecurityId,
    day: Date,
) -> Option<&'market SecurityVersion> {
    view.version(security, day).or_else(|| view.first_version(security))
}
