//! The rows of a run's levels.

use jiff::civil::Date;
use russet_market::{Divisor, Level, Money};
use serde::{Deserialize, Serialize};

use super::columns;

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
