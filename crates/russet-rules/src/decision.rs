//! The record of every security considered: what was known, what was decided, and why.

use jiff::civil::Date;
use russet_market::{IssuerId, Money, Price, SecurityId, SecurityKind, Shares, Ticker};
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

/// One security on one rank day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided about: `reconstitution`, `new_listings`, `committee`, or between reviews
    /// `removal`, `fast_entry` or `replacement`.
    pub occasion: String,
    /// The day whose facts decide.
    pub rank_day: Date,
    /// The day after whose close the decision holds.
    pub effective: Date,
    /// The security.
    pub security: SecurityId,
    /// Its company.
    pub issuer: IssuerId,
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
    pub shares: Option<Shares>,
    /// Where the count comes from and since when.
    pub shares_source: Option<String>,
    /// How a register describes the company, and when that was read.
    pub register: Option<String>,
    /// Inputs that a user's word stands in the place of: which, by whom, why, on what evidence.
    pub overrides: Option<String>,
    /// The company's total capitalisation in the family's currency.
    pub company_cap: Option<Money>,
    /// The company's rank by it, from 1.
    pub rank: Option<u32>,
    /// The part of all ranked capitalisation that lies at this rank or above, in percent.
    pub cumulative_percent: Option<f64>,
    /// The indexes it belonged to before, ids set apart by spaces.
    pub previous: String,
    /// The indexes it belongs to from the effective day on.
    pub indexes: String,
    /// What was decided.
    pub verdict: Verdict,
    /// The rule that decided: a screen's name, `rank`, `band`, `buffer`, `vacancy`, `all` or `committee`.
    pub rule: String,
    /// Where that rule was read.
    pub reference: String,
    /// The decision in a sentence or two.
    pub reason: String,
}

russet_market::table!(
    Decision,
    "decisions",
    [
        text("occasion"),
        day("rank_day"),
        day("effective"),
        whole("security"),
        whole("issuer"),
        text("ticker"),
        text("name"),
        text("kind"),
        exact("close", 18, 9),
        day("close_date"),
        optional(exact("shares", 18, 6)),
        optional(text("shares_source")),
        optional(text("register")),
        optional(text("overrides")),
        optional(exact("company_cap", 38, 15)),
        optional(whole("rank")),
        optional(float("cumulative_percent")),
        text("previous"),
        text("indexes"),
        text("verdict"),
        text("rule"),
        text("reference"),
        text("reason"),
    ]
);
