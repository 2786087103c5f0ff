//! What a run knows of days to come: reconstitutions performed before they take effect, and what
//! became of each corporate action.

use jiff::civil::Date;
use russet_market::{
    ActionKind, Currency, Factor, Money, Price, Ratio, SecurityId, Shares, Ticker,
};
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use super::ResumePoint;
use super::row::RunRow;

/// A security of an index before and after a reconstitution that has not taken effect, at the closes of
/// the day on which it is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Table)]
#[table(name = "pro_forma", key = "announced_on, effective_after_close, index_id, security_id")]
pub struct ProFormaRow {
    /// The session whose closes it is made of.
    pub announced_on: Date,
    /// The rank day of the reconstitution.
    pub rank_day: Date,
    /// The session after whose close it takes effect.
    pub effective_after_close: Date,
    /// The index.
    pub index_id: String,
    /// The security.
    pub security_id: SecurityId,
    /// Its symbol on that session.
    pub ticker: Ticker,
    /// Its name on that session.
    pub name: String,
    /// The currency it trades in.
    pub currency: Currency,
    /// Its index shares without the reconstitution, after the other changes of that close; zero when it
    /// enters.
    pub index_shares_before: Shares,
    /// Its index shares with it; zero when it leaves.
    pub index_shares_after: Shares,
    /// Its own shares as the reconstitution counts them, where index shares follow them.
    pub shares_outstanding_after: Option<Shares>,
    /// Its free float then.
    pub free_float_after: Option<Factor>,
    /// Its probability of the index's side of a style then.
    pub style_probability_after: Option<Factor>,
    /// Its capping factor then.
    pub cap_factor_after: Option<Factor>,
    /// Its last close; none where it has none yet.
    pub price: Option<Price>,
    /// The session of that close.
    pub price_date: Option<Date>,
    /// The market value of the index shares before, in the index's currency.
    #[column(unit = "index currency")]
    pub market_cap_before: Money,
    /// The market value of the index shares after.
    pub market_cap_after: Money,
    /// The index of the family that it leaves for this one.
    pub index_id_from: Option<String>,
    /// The index of the family that it enters from this one.
    pub index_id_to: Option<String>,
}

/// What became of a corporate action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionOutcome {
    /// It was applied after a close, or total return took it in.
    Applied,
    /// It is known, and its day has not come.
    Waiting,
    /// It changed nothing, for the reason given.
    NotApplied,
}

russet_store::word_columns!(ActionOutcome: "");

/// A corporate action of a held security, as the run knew it, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Table)]
#[table(
    name = "actions",
    version = 2,
    key = "security_id, ex_date, kind, sequence, known_at, outcome, after_close",
    known_at = "known_at"
)]
pub struct ActionRow {
    /// The security.
    pub security_id: SecurityId,
    /// Its symbol then.
    pub ticker: Ticker,
    /// What the action does.
    pub kind: ActionKind,
    /// Its number among the actions of its kind, security and ex-date, from 0.
    #[column(since = 2, default = 0)]
    pub sequence: u16,
    /// The first session on the new terms.
    pub ex_date: Date,
    /// The first session of which an index takes account of it, where that is later.
    pub effective_date: Option<Date>,
    /// The session after whose close it was known.
    pub known_at: Date,
    /// Shares for a share, as the kind says.
    pub ratio: Option<Ratio>,
    /// Money a share, as the kind says.
    pub cash: Option<Price>,
    /// What the money is in; none: the currency that the security trades in.
    pub cash_currency: Option<Currency>,
    /// The other security: spun off, taking over, or converted to.
    pub other_security_id: Option<SecurityId>,
    /// Shares sold in an offering.
    pub shares_sold: Option<Shares>,
    /// Where it comes from.
    pub source: String,
    /// What became of it.
    pub outcome: ActionOutcome,
    /// The session after whose close that was; none while it waits.
    pub after_close: Option<Date>,
    /// The first event of the ledger that it made, where it made any.
    pub first_event: Option<u32>,
    /// The last such event.
    pub last_event: Option<u32>,
    /// Why it changed nothing, or changed something else than its terms say.
    pub reason: String,
}

impl RunRow for ProFormaRow {
    fn day(&self) -> Option<Date> {
        Some(self.announced_on)
    }
}

impl RunRow for ActionRow {
    const COUNTS_BEFORE: bool = true;

    fn day(&self) -> Option<Date> {
        self.after_close
    }

    // Those of the point's own session are kept by their number.
    fn keep_until(rows: &mut Vec<ActionRow>, point: &ResumePoint) {
        let mut left = point.actions;
        rows.retain(|row| match row.after_close {
            Some(day) if day == point.after => {
                let was_there = left > 0;
                left = left.saturating_sub(1);
                was_there
            }
            Some(day) => day < point.after,
            None => false,
        });
    }
}
