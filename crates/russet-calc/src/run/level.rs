//! The rows of a run's levels.

use jiff::civil::Date;
use russet_market::{Divisor, Level, Money};
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use super::row::RunRow;

/// The closing level of an index on a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Table)]
#[table(name = "levels", key = "index_id, date")]
pub struct LevelRow {
    /// The index.
    pub index_id: String,
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

impl RunRow for LevelRow {
    fn day(&self) -> Option<Date> {
        Some(self.date)
    }
}
