//! The state of a family's indexes after a close, whole and serializable: a checkpoint is a `State`, and so is
//! the fork that performs an announced reconstitution.
//!
//! ```text
//! ledger       baskets, divisors, values, returns     the only place where a value is summed or a divisor moves
//! roster       members, their securities, styles, suspensions, securities that have not traded yet
//! shares       what index shares are made of, by security
//! pending      actions that end a security on a later day
//! dividends    claims that count in the session's total return
//! review       what later additions need of the last review
//! ```

mod atoms;
pub mod basket;
pub(crate) mod by_id;
pub mod closes;
mod company_securities;
mod day_units;
mod dividends;
pub mod index;
pub mod ledger;
mod new_shares;
mod past_closes;
mod pending;
pub mod rates;
mod recent_terms;
pub(crate) mod returns;
mod review;
mod roster;
mod security_shares;
mod staleness;
mod valuation;

use jiff::civil::Date;
use russet_market::{Level, SecurityId};
use serde::{Deserialize, Serialize};

use by_id::ById;
pub(crate) use company_securities::CompanySecurities;
pub(crate) use day_units::{DayUnits, Units};
pub(crate) use dividends::DividendClaim;
pub(crate) use index::Effect;
use ledger::IndexLedger;
pub(crate) use new_shares::{Buffers, NewShares, new_shares_of, of_quantity};
use past_closes::PastCloses;
pub(crate) use pending::PendingEnding;
use rates::Rates;
pub(crate) use recent_terms::Became;
use recent_terms::RecentTerms;
pub(crate) use review::LastReview;
pub(crate) use roster::{Origin, Roster, Untraded};
pub(crate) use security_shares::{SecurityShares, sum};
pub(crate) use valuation::Valuation;

/// The state of a family's indexes after a close.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct State {
    /// The session before the one in hand.
    pub(crate) previous: Date,
    /// One index for each of the family, and behind them the whole family, whose return runs from the first
    /// reconstitution on.
    pub(crate) ledger: IndexLedger,
    pub(crate) past: PastCloses,
    pub(crate) roster: Roster,
    /// What the index shares of each security are made of.
    pub(crate) shares: ById<SecurityId, SecurityShares>,
    pub(crate) pending: Vec<PendingEnding>,
    pub(crate) dividends: Vec<DividendClaim>,
    pub(crate) day_units: DayUnits,
    pub(crate) recent_terms: RecentTerms,
    /// Levels of the whole family.
    pub(crate) family_levels: Vec<(Date, Level)>,
    pub(crate) review: Option<LastReview>,
    /// The effective day of the last reconstitution, or of the lists that replace it.
    pub(crate) last_effective: Date,
}

impl State {
    /// Indexes that hold nothing yet, one for each set of exchange rates.
    pub(crate) fn new(rates: Vec<Rates>, securities: usize, beginning: Date) -> State {
        State {
            previous: beginning,
            ledger: IndexLedger::new(rates, securities),
            past: PastCloses::default(),
            roster: Roster::new(securities),
            shares: ById::default(),
            pending: Vec::new(),
            dividends: Vec::new(),
            day_units: DayUnits::default(),
            recent_terms: RecentTerms::default(),
            family_levels: Vec::new(),
            review: None,
            last_effective: beginning,
        }
    }

    /// Makes room for securities that the market has gained since.
    pub(crate) fn make_room_for(&mut self, securities: usize) {
        self.ledger.make_room_for(securities);
        self.roster.staleness.make_room_for(securities);
    }

    /// The position of the whole family, which holds what any index holds.
    pub(crate) fn family(&self) -> usize {
        self.ledger.len() - 1
    }

    /// Whether any index holds a security.
    pub(crate) fn is_held(&self, security: SecurityId) -> bool {
        self.ledger.holds(self.family(), security)
    }
}
