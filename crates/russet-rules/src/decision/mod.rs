//! The record of every security considered: the facts, the verdict, and what decided.
//!
//! A decision holds no sentence. [`Decision::reason`] renders one from these facts and the methodology.
//!
//! | module | what it holds |
//! |---|---|
//! | `occasion` | what was decided about |
//! | `rule` | the rule that decided |
//! | `screens` | the result of every screen |
//! | `finding` | what the rule found, by word |
//! | `evidence` | the figures, dates and texts behind the finding |
//! | `size_breakpoint` | the size breakpoint that a company was compared with |
//! | `register_entry` | how a register describes the company |
//! | `committee_statement` | what a committee said last |
//! | `row` | the table's columns, and rows read back |
//! | `columns` | decisions written column by column |

mod columns;
mod committee_statement;
mod evidence;
mod finding;
mod occasion;
mod register_entry;
mod row;
mod rule;
mod screens;
mod size_breakpoint;

use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{
    Currency, IssuerId, Mic, Money, Price, SecurityId, SecurityKind, Shares, Ticker,
};
use serde::{Deserialize, Serialize};

pub use committee_statement::{CommitteeSource, CommitteeStatement};
pub use evidence::{Evidence, FurtherEvidence};
pub use finding::Finding;
pub use occasion::OccasionKind;
pub use register_entry::RegisterEntry;
pub use rule::DecidingRule;
pub(crate) use screens::ScreenAnswers;
pub use screens::{ScreenResult, ScreenResults};
pub use size_breakpoint::SizeBreakpoint;

/// What was decided of a security.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It belongs to at least one index.
    Member,
    /// It passed the screens, and its rank lies below the last breakpoint, or below what a new listing
    /// must reach.
    RankedOut,
    /// A screen refused it, or a committee took it out.
    Refused,
    /// It passed the screens, and who chooses has not chosen it.
    Candidate,
}

/// What a share count counts, or that a user overrides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharesBasis {
    /// The shares of the whole company.
    Company,
    /// The shares of one class.
    Class,
    /// A user's override, which counts for the class and for the company.
    Override,
}

russet_store::word_columns!(Verdict: "", SharesBasis: "");

/// One security on one rank day: what was known, what was decided, and by what.
///
/// Texts are shared: a clone makes none.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// What was decided about.
    pub occasion: OccasionKind,
    /// The day whose facts decide.
    pub rank_day: Date,
    /// The day after whose close the decision holds.
    pub effective_after_close: Date,
    /// The index that chooses among its parent's securities; none where the whole family is decided about.
    pub index_id: Option<Arc<str>>,
    /// The security.
    pub security_id: SecurityId,
    /// Its company.
    pub issuer_id: IssuerId,
    /// Its symbol on rank day.
    pub ticker: Ticker,
    /// Its name on rank day.
    pub name: Arc<str>,
    /// What it is.
    pub kind: SecurityKind,
    /// Where it trades.
    pub mic: Mic,
    /// Its last close, in the currency of its exchange.
    pub close: Price,
    /// The session of that close.
    pub close_date: Date,
    /// Its share count on rank day.
    pub shares_outstanding: Option<Shares>,
    /// What that count counts.
    pub shares_basis: Option<SharesBasis>,
    /// Where the count comes from: a source, or who overrides it.
    pub shares_source: Option<Arc<str>>,
    /// The day from which the count behind it holds.
    pub shares_since: Option<Date>,
    /// How a register describes the company.
    pub register: Option<Arc<RegisterEntry>>,
    /// Inputs that a user overrides: which, by whom, why, on what evidence.
    pub overrides: Option<Arc<str>>,
    /// The company's total market capitalization in the family's currency.
    pub company_market_cap: Option<Money>,
    /// The company's rank by it, from 1.
    pub rank: Option<u32>,
    /// How many companies were ranked.
    pub companies_ranked: Option<u32>,
    /// The share of all ranked market capitalization at this rank or above, in percent.
    pub cumulative_percent: Option<f64>,
    /// The indexes it belonged to before, ids separated by spaces.
    pub indexes_before: Arc<str>,
    /// The indexes it belongs to from the effective day on.
    pub indexes_after: Arc<str>,
    /// What was decided.
    pub verdict: Verdict,
    /// The rule that decided.
    pub rule: DecidingRule,
    /// What each screen of the family answered, in the family's order.
    pub screens: ScreenResults,
    /// What the rule found. Of a member that a screen would refuse as a newcomer: what that screen found.
    pub evidence: Evidence,
    /// The size breakpoint that the company crossed, or else the nearest one.
    pub breakpoint: Option<Arc<SizeBreakpoint>>,
    /// The size breakpoint whose band kept the company on its side.
    pub retaining_breakpoint: Option<Arc<SizeBreakpoint>>,
    /// The committee's latest word, where a committee decides.
    pub committee: Option<Arc<CommitteeStatement>>,
}

impl Decision {
    /// The currency of its close.
    pub fn currency(&self) -> Currency {
        self.mic.currency()
    }

    /// Where the share count comes from, and since when, in words.
    pub fn shares_words(&self) -> Option<String> {
        let (basis, source, since) =
            (self.shares_basis?, self.shares_source.as_ref()?, self.shares_since?);
        Some(match basis {
            SharesBasis::Company => format!("{source}, company count since {since}"),
            SharesBasis::Class => format!("{source}, class count since {since}"),
            SharesBasis::Override => {
                format!("override by {source}, company count since {since}")
            }
        })
    }
}
