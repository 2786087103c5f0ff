//! What a run wrote down in a year, a month or a day: the rows of one part of each of its tables.

use jiff::civil::Date;
use russet_store::table::Record;

use super::row::{RunRecord, RunRow};
use super::tables::run_tables;
use super::trade::{SecurityTrade, Trade};
use super::{CloseTable, Constituent, PartitionKey};
use crate::events::LedgerEntry;

macro_rules! partition {
    ($($(#[$doc:meta])* $field:ident: $rows:ty, $vis:vis $records:ty;)+) => {
        /// The rows of one part of a run's tables, as a [`Sink`](super::Sink) takes them.
        ///
        /// Rows come in order of time. Decisions that a later review may still ask for come with a later
        /// year, marked with their own.
        #[derive(Debug, Clone)]
        pub struct Partition<'market> {
            /// Which rows these are.
            pub key: PartitionKey,
            $($(#[$doc])* $vis $field: $records,)+
            /// What each event traded, where the sink keeps no ledger.
            pub trades: Vec<Trade>,
            /// What was traded of each security, for sinks that ask for it.
            pub security_trades: Vec<SecurityTrade<'market>>,
        }

        impl<'market> Partition<'market> {
            pub(crate) fn new(key: PartitionKey) -> Partition<'market> {
                $(let $field = Default::default();)+
                Partition { key, $($field,)+ trades: Vec::new(), security_trades: Vec::new() }
            }

            /// Takes out the rows up to the end of a key.
            pub(crate) fn take_until(&mut self, key: PartitionKey) -> Partition<'market> {
                let end = key.end();
                $(let $field = Records::take_until(&mut self.$field, end);)+
                let trades = take_while(&mut self.trades, |row| row.after_close <= end);
                let security_trades =
                    take_while(&mut self.security_trades, |row| row.after_close <= end);
                Partition { key, $($field,)+ trades, security_trades }
            }
        }
    };
}
run_tables!(partition);

impl Partition<'_> {
    /// The ledger.
    pub fn events(&self) -> impl Iterator<Item = LedgerEntry> + '_ {
        self.events.iter().map(Record::to_row)
    }

    /// Who was in, as far as it ended in the partition.
    pub fn constituents(&self) -> impl Iterator<Item = Constituent> + '_ {
        self.constituents.iter().map(Record::to_row)
    }
}

/// The rows of a table in a partition.
pub(super) trait Records: Default {
    /// The rows of the table in a run.
    type Rows;

    /// Takes out the first rows, as far as none is later than a day.
    fn take_until(&mut self, end: Date) -> Self;

    /// The rows of all partitions of a run.
    fn join(parts: impl Iterator<Item = Self>) -> Self::Rows;
}

impl<R: RunRecord<Table: RunRow>> Records for Vec<R> {
    type Rows = Vec<R::Table>;

    fn take_until(&mut self, end: Date) -> Vec<R> {
        let mut taken = take_while(self, |row| row.day().is_some_and(|day| day <= end));
        R::sort(&mut taken);
        taken
    }

    fn join(parts: impl Iterator<Item = Vec<R>>) -> Vec<R::Table> {
        let mut rows: Vec<R::Table> = parts.flatten().map(R::into_row).collect();
        <R::Table as RunRow>::sort(&mut rows);
        rows
    }
}

impl Records for CloseTable {
    type Rows = CloseTable;

    fn take_until(&mut self, end: Date) -> CloseTable {
        CloseTable::take_until(self, end)
    }

    fn join(parts: impl Iterator<Item = CloseTable>) -> CloseTable {
        let mut closes = CloseTable::default();
        parts.for_each(|mut part| closes.append(&mut part));
        closes
    }
}

/// Takes out the first rows for which something holds.
fn take_while<R>(rows: &mut Vec<R>, holds: impl Fn(&R) -> bool) -> Vec<R> {
    let end = rows.iter().position(|row| !holds(row)).unwrap_or(rows.len());
    let later = rows.split_off(end);
    std::mem::replace(rows, later)
}
