//! What an event of an index traded, for runs that keep no ledger.

use jiff::civil::Date;
use russet_market::{Money, Price, SecurityId, Shares};

use crate::events::Cause;

/// The shares that one event bought and sold in an index, at the closes before it.
///
/// Shares that follow an action's terms are no trade: a split buys nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Trade {
    /// The index.
    pub index: String,
    /// The session after whose close it was.
    pub after_close: Date,
    /// The cause of the change.
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

/// What one event made of the index shares of one security.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SecurityTrade<'market> {
    /// The index.
    pub index: &'market str,
    /// The session after whose close it was.
    pub after_close: Date,
    /// The cause of the change.
    pub cause: Cause,
    /// The security.
    pub security: SecurityId,
    /// Its close, in the currency of its market.
    pub price: Option<Price>,
    /// Its index shares before.
    pub shares_before: Shares,
    /// Its index shares after.
    pub shares_after: Shares,
    /// What the index was worth before.
    pub value_before: Money,
}

impl SecurityTrade<'_> {
    /// The same, by a name of the index that lives longer.
    pub(crate) fn of<'index>(&self, index: &'index str) -> SecurityTrade<'index> {
        SecurityTrade {
            index,
            after_close: self.after_close,
            cause: self.cause,
            security: self.security,
            price: self.price,
            shares_before: self.shares_before,
            shares_after: self.shares_after,
            value_before: self.value_before,
        }
    }
}
