//! What a run wrote down in a year, a month or a day: the rows of one part of each of its tables.

use jiff::civil::Date;
use russet_market::SecurityId;
use russet_rules::Decision;

use super::records::{ConstituentRecord, EventRecord};
use super::table::Record;
use super::trade::{SecurityTrade, Trade};
use super::{
    ActionRow, CloseTable, Constituent, DividendRow, LevelRow, PartitionKey, ProFormaRow, RateRow,
};
use crate::events::LedgerEntry;

/// The rows of one part of a run's tables, as a [`Sink`](super::Sink) takes them.
///
/// Rows come in order of time. Decisions that a later review may still ask for come with a later
/// year, marked with their own.
#[derive(Debug, Clone)]
pub struct Partition<'market> {
    /// Which rows these are.
    pub key: PartitionKey,
    /// Every security considered.
    pub decisions: Vec<Decision>,
    pub(crate) events: Vec<EventRecord<'market>>,
    pub(crate) constituents: Vec<ConstituentRecord<'market>>,
    /// The levels.
    pub levels: Vec<LevelRow>,
    /// The closes that the levels were made of, as far as the sink keeps them.
    pub closes: CloseTable,
    /// The dividends that total return took in.
    pub dividends: Vec<DividendRow>,
    /// Rates of exchange into the indexes' currencies.
    pub rates: Vec<RateRow>,
    /// Reconstitutions at the closes of the day on which they were announced.
    pub pro_forma: Vec<ProFormaRow>,
    /// The corporate actions of held securities.
    pub actions: Vec<ActionRow>,
    /// What each event traded, where the sink keeps no ledger.
    pub trades: Vec<Trade>,
    /// What was traded of each security, for sinks that ask for it.
    pub security_trades: Vec<SecurityTrade<'market>>,
}

impl<'market> Partition<'market> {
    pub(crate) fn new(key: PartitionKey) -> Partition<'market> {
        Partition {
            key,
            decisions: Vec::new(),
            events: Vec::new(),
            constituents: Vec::new(),
            levels: Vec::new(),
            closes: CloseTable::default(),
            dividends: Vec::new(),
            rates: Vec::new(),
            pro_forma: Vec::new(),
            actions: Vec::new(),
            trades: Vec::new(),
            security_trades: Vec::new(),
        }
    }

    /// The ledger.
    ///
    /// ```
    /// fn leavers(part: &russet_calc::run::Partition<'_>) -> usize {
    ///     part.events().filter(|entry| entry.index_shares_after == Default::default()).count()
    /// }
    /// ```
    pub fn events(&self) -> impl Iterator<Item = LedgerEntry> + '_ {
        self.events.iter().map(Record::to_row)
    }

    /// Who was in, as far as it ended in the partition.
    ///
    /// ```
    /// fn of_index(part: &russet_calc::run::Partition<'_>) -> usize {
    ///     part.constituents().filter(|row| row.index_id == "R2000").count()
    /// }
    /// ```
    pub fn constituents(&self) -> impl Iterator<Item = Constituent> + '_ {
        self.constituents.iter().map(Record::to_row)
    }

    /// Takes out the rows up to the end of a key; decisions stay.
    pub(crate) fn take_until(&mut self, key: PartitionKey) -> Partition<'market> {
        let end = key.end();
        let later = |day: Date| day > end;
        let mut constituents = take_until(&mut self.constituents, |row| later(row.last_session));
        constituents.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
        Partition {
            key,
            decisions: Vec::new(),
            events: take_until(&mut self.events, |row| later(row.after_close)),
            constituents,
            levels: take_until(&mut self.levels, |row| later(row.date)),
            closes: self.closes.take_until(end),
            dividends: take_until(&mut self.dividends, |row| later(row.date)),
            rates: take_until(&mut self.rates, |row| later(row.date)),
            pro_forma: take_until(&mut self.pro_forma, |row| later(row.announced_on)),
            actions: take_until(&mut self.actions, |row| row.after_close.is_none_or(later)),
            trades: take_until(&mut self.trades, |row| later(row.after_close)),
            security_trades: take_until(&mut self.security_trades, |row| later(row.after_close)),
        }
    }
}

/// What rows of constituents are sorted by.
pub(super) fn constituent_key(row: &Constituent) -> (&str, Date, SecurityId) {
    (&row.index_id, row.first_session, row.security_id)
}

/// Takes out the first rows, as far as none is later.
pub(crate) fn take_until<R>(rows: &mut Vec<R>, is_later: impl FnMut(&R) -> bool) -> Vec<R> {
    let end = rows.iter().position(is_later).unwrap_or(rows.len());
    let later = rows.split_off(end);
    std::mem::replace(rows, later)
}
