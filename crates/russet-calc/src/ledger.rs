//! The ledger: what changed in an index after which close, with everything before and after.

use jiff::civil::Date;
use russet_market::{Divisor, Money, Price, SecurityId, Shares, Ticker};
use serde::{Deserialize, Serialize};

/// Why a basket changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The first basket of the run.
    Start,
    /// A reconstitution.
    Reconstitution,
    /// A company that came to market.
    NewListing,
    /// A list of the fund that is the index's committee.
    Committee,
    /// A line that left its exchange, or had no close for too long.
    Deletion,
    /// A new share count.
    ShareUpdate,
    /// A split: shares and price change together, the divisor does not.
    Split,
    /// A new symbol or name: nothing changes but that.
    Rename,
}

impl Cause {
    /// The cause in words.
    ///
    /// ```
    /// assert_eq!(russet_calc::Cause::NewListing.words(), "new listing");
    /// ```
    pub const fn words(self) -> &'static str {
        match self {
            Cause::Start => "start of the run",
            Cause::Reconstitution => "reconstitution",
            Cause::NewListing => "new listing",
            Cause::Committee => "committee's list",
            Cause::Deletion => "deletion",
            Cause::ShareUpdate => "share update",
            Cause::Split => "split",
            Cause::Rename => "rename",
        }
    }
}

/// One security's part in one change of one index.
///
/// All entries of one `event` share values and divisors: they are of the index, before and after
/// the whole event, at the closing prices of `after_close`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The event's number in the run, from 1.
    pub event: u32,
    /// The index.
    pub index: String,
    /// The session after whose close the change holds.
    pub after_close: Date,
    /// Why.
    pub cause: Cause,
    /// The security.
    pub security: SecurityId,
    /// Its symbol then.
    pub ticker: Ticker,
    /// Its index shares before; zero when it enters.
    pub shares_before: Shares,
    /// Its index shares after; zero when it leaves.
    pub shares_after: Shares,
    /// The price used: the close, on a split's new terms where the cause is one.
    pub price: Price,
    /// The index's market value before the event.
    pub value_before: Money,
    /// The index's market value after it.
    pub value_after: Money,
    /// The divisor before.
    pub divisor_before: Divisor,
    /// The divisor after.
    pub divisor_after: Divisor,
    /// More to say, such as the terms of a split or the old symbol.
    pub note: String,
}

russet_market::table!(
    LedgerEntry,
    "events",
    [
        whole("event"),
        text("index"),
        day("after_close"),
        text("cause"),
        whole("security"),
        text("ticker"),
        exact("shares_before", 18, 6),
        exact("shares_after", 18, 6),
        exact("price", 18, 9),
        exact("value_before", 38, 15),
        exact("value_after", 38, 15),
        exact("divisor_before", 38, 18),
        exact("divisor_after", 38, 18),
        text("note"),
    ]
);
