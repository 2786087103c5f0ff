//! What a sweep keeps of a variant while it is built: the levels and trades of the indexes asked for.

use crate::run::{Keeps, LevelRow, Partition, SecurityTrade, Sink, Stopped};

/// The levels and trades of some indexes, in the order in which they are asked for.
#[derive(Debug)]
pub(super) struct LevelsAndTrades<'plan> {
    indexes: &'plan [String],
    pub(super) levels: Vec<Vec<LevelRow>>,
    pub(super) trades: Vec<Vec<SecurityTrade<'plan>>>,
}

impl<'plan> LevelsAndTrades<'plan> {
    pub(super) fn of(indexes: &'plan [String]) -> Self {
        let none = indexes.len();
        LevelsAndTrades { indexes, levels: vec![Vec::new(); none], trades: vec![Vec::new(); none] }
    }

    fn place(&self, index: &str) -> Option<usize> {
        self.indexes.iter().position(|id| id == index)
    }
}

impl Sink<'_> for LevelsAndTrades<'_> {
    fn keeps(&self) -> Keeps {
        Keeps::SecurityTrades
    }

    fn take(&mut self, rows: Partition<'_>) -> Result<(), Stopped> {
        for trade in rows.security_trades.iter().filter(|trade| trade.cause.is_trade()) {
            if let Some(place) = self.place(trade.index) {
                self.trades[place].push(trade.of(&self.indexes[place]));
            }
        }
        for row in rows.levels {
            if let Some(place) = self.place(&row.index_id) {
                self.levels[place].push(row);
            }
        }
        Ok(())
    }
}
