//! The record of every security considered: what was known, what was decided, and why.

use jiff::civil::Date;
use russet_market::{IssuerId, Money, Price, SecurityId, SecurityKind, Shares, Ticker};
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

/// What was decided of a security.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It belongs to at least one index.
    Member,
    /// It passed the screens, and its rank lies below the last cut, or below what a new listing
    /// must reach.
    RankedOut,
    /// A screen refused it, or a committee took it out.
    Refused,
    /// It passed the screens, and who chooses has not chosen it.
    Candidate,
}

russet_store::word_columns!(Verdict: "");

/// One security on one rank day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Table)]
#[table(name = "decisions", key = "effective_after_close, rank_day, occasion, security_id")]
pub struct Decision {
    /// What was decided about: `reconstitution`, `new_listings`, `committee`, or between reviews
    /// `removal`, `fast_entry` or `replacement`.
    pub occasion: String,
    /// The day whose facts decide.
    pub rank_day: Date,
    /// The day after whose close the decision holds.
    pub effective_after_close: Date,
    /// The security.
    pub security_id: SecurityId,
    /// Its company.
    pub issuer_id: IssuerId,
    /// Its symbol on rank day.
    pub ticker: Ticker,
    /// Its name on rank day.
    pub name: String,
    /// What it is.
    pub kind: SecurityKind,
    /// Its last close.
    pub close: Price,
    /// The session of that close.
    pub close_date: Date,
    /// Its share count on rank day.
    pub shares_outstanding: Option<Shares>,
    /// Where the count comes from and since when.
    pub shares_source: Option<String>,
    /// How a register describes the company, and when that was read.
    pub register: Option<String>,
    /// Inputs that a user overrides: which, by whom, why, on what evidence.
    pub overrides: Option<String>,
    /// The company's total market capitalization in the family's currency.
    #[column(unit = "family currency")]
    pub company_market_cap: Option<Money>,
    /// The company's rank by it, from 1.
    pub rank: Option<u32>,
    /// The share of all ranked market capitalization at this rank or above.
    #[column(unit = "percent")]
    pub cumulative_percent: Option<f64>,
    /// The indexes it belonged to before, ids set apart by spaces.
    pub indexes_before: String,
    /// The indexes it belongs to from the effective day on.
    pub indexes_after: String,
    /// What was decided.
    pub verdict: Verdict,
    /// The rule that decided: a screen's name, `rank`, `band`, `buffer`, `vacancy`, `all` or `committee`.
    pub rule: String,
    /// Where that rule was read.
    pub reference: String,
    /// The decision in a sentence or two.
    pub reason: String,
}
