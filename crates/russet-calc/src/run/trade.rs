//! What an event of an index traded, for runs that keep no ledger.

use jiff::civil::Date;

use crate::ledger::Cause;

/// The shares that one event bought and sold in an index, at the closes before it.
///
/// Shares that follow an action's terms are no trade: a split buys nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Trade {
    /// The index.
    pub index: String,
    /// The session after whose close it was.
    pub after_close: Date,
    /// Why.
    pub cause: Cause,
    /// The value bought, in the index's currency.
    pub bought: f64,
    /// The value sold.
    pub sold: f64,
    /// What the index was worth before.
    pub value: f64,
}

impl Trade {
    /// The one-way turnover: half of what was bought and sold, over the index's value.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_calc::{Cause, run::Trade};
    /// let trade = Trade {
    ///     index: "R2000".to_owned(),
    ///     after_close: date(2024, 6, 28),
    ///     cause: Cause::Reconstitution,
    ///     bought: 6.0,
    ///     sold: 4.0,
    ///     value: 50.0,
    /// };
    /// assert_eq!(trade.one_way(), 0.1);
    /// ```
    pub fn one_way(&self) -> f64 {
        (self.bought + self.sold) / 2.0 / self.value
    }
}
