//! One line of a fund's dated list.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::Ticker;
use crate::numbers::{Price, Shares};

/// What a line of a fund's list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A share that trades.
    Equity,
    /// Cash, money-market funds, futures, escrows, unlisted rights: no part of the index.
    Other,
}

/// One line of what a fund held at the close of a date.
///
/// A fund publishes its list after that close, so a run may use it from the next session on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Table)]
#[table(
    name = "fund_lines",
    key = "fund, as_of, ticker, name",
    order = "fund, as_of, ticker, name, quantity",
    known_at = "known_at"
)]
pub struct FundLine {
    /// The fund's own ticker, such as `IWM`.
    pub fund: String,
    /// The close that the list describes.
    pub as_of: Date,
    /// The symbol as the fund spells it.
    pub ticker: Ticker,
    /// The name as the fund spells it.
    pub name: Option<String>,
    /// A share, or something else.
    pub kind: LineKind,
    /// Weight in percent of the fund.
    #[column(unit = "percent")]
    pub weight_percent: Option<f64>,
    /// Shares held.
    pub quantity: Option<Shares>,
    /// The fund's closing price.
    pub price: Option<Price>,
    /// CUSIP, where the list has one.
    pub cusip: Option<String>,
    /// The day the list was public: the session after `as_of`.
    pub known_at: Date,
}
