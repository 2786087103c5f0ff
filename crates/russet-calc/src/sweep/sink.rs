//! What a sweep keeps of a variant while it is built: the levels and trades of the indexes asked for.

use jiff::civil::Date;
use russet_market::{Money, Price, SecurityId, Shares};

use super::figures::is_trade;
use crate::Cause;
use crate::run::compact::Entry;
use crate::run::{Keeps, LevelRow, Sink, Stopped, Stretch};

/// The levels and trades of some indexes, in the order in which they are asked for.
#[derive(Debug)]
pub(super) struct Kept<'plan> {
    indexes: &'plan [String],
    pub(super) levels: Vec<Vec<LevelRow>>,
    pub(super) trades: Vec<Vec<Trade>>,
}

/// What a trade of a line is measured by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trade {
    pub(super) after_close: Date,
    pub(super) cause: Cause,
    pub(super) security: SecurityId,
    pub(super) price: Option<Price>,
    pub(super) shares_before: Shares,
    pub(super) shares_after: Shares,
    /// What the index was worth before.
    pub(super) value_before: Money,
}

impl From<&Entry<'_>> for Trade {
    fn from(entry: &Entry<'_>) -> Trade {
        Trade {
            after_close: entry.after_close,
            cause: entry.cause,
            security: entry.security,
            price: entry.price,
            shares_before: entry.shares_before,
            shares_after: entry.shares_after,
            value_before: entry.value_before,
        }
    }
}

impl<'plan> Kept<'plan> {
    pub(super) fn of(indexes: &'plan [String]) -> Kept<'plan> {
        let none = indexes.len();
        Kept { indexes, levels: vec![Vec::new(); none], trades: vec![Vec::new(); none] }
    }

    fn place(&self, index: &str) -> Option<usize> {
        self.indexes.iter().position(|id| id == index)
    }
}

impl Sink<'_> for Kept<'_> {
    fn keeps(&self) -> Keeps {
        Keeps::Ledger
    }

    fn take(&mut self, year: Stretch<'_>) -> Result<(), Stopped> {
        for entry in year.events.iter().filter(|entry| is_trade(entry.cause)) {
            if let Some(place) = self.place(entry.index) {
                self.trades[place].push(Trade::from(entry));
            }
        }
        for row in year.levels {
            if let Some(place) = self.place(&row.index) {
                self.levels[place].push(row);
            }
        }
        Ok(())
    }
}
