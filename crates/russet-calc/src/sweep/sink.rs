//! What a sweep keeps of a variant while it is built: the levels and trades of the indexes asked for.

use crate::LedgerEntry;
use crate::run::{Keeps, LevelRow, Sink, Stopped, Stretch};

use super::figures::is_trade;

/// The levels and trades of some indexes.
#[derive(Debug)]
pub(super) struct Kept<'plan> {
    indexes: &'plan [String],
    pub(super) levels: Vec<LevelRow>,
    pub(super) trades: Vec<LedgerEntry>,
}

impl<'plan> Kept<'plan> {
    pub(super) fn of(indexes: &'plan [String]) -> Kept<'plan> {
        Kept { indexes, levels: Vec::new(), trades: Vec::new() }
    }

    fn asks_for(&self, index: &str) -> bool {
        self.indexes.iter().any(|id| id == index)
    }
}

impl Sink<'_> for Kept<'_> {
    fn keeps(&self) -> Keeps {
        Keeps::Ledger
    }

    fn take(&mut self, year: Stretch<'_>) -> Result<(), Stopped> {
        let trades = year.events.iter().filter(|entry| is_trade(entry.cause));
        let trades = trades.filter(|entry| self.asks_for(entry.index)).map(LedgerEntry::from);
        let trades: Vec<LedgerEntry> = trades.collect();
        self.trades.extend(trades);
        let levels = year.levels.into_iter().filter(|row| self.asks_for(&row.index));
        let levels: Vec<LevelRow> = levels.collect();
        self.levels.extend(levels);
        Ok(())
    }
}
