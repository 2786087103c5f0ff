//! What a run knows of days to come: reconstitutions performed before they take effect, and what
//! became of each corporate action.

use jiff::civil::Date;
use russet_market::{
    ActionKind, Currency, Factor, Money, Price, Ratio, SecurityId, Shares, Ticker,
};
use serde::{Deserialize, Serialize};

use super::columns;

/// A line of an index before and after a reconstitution that has not taken effect, at the closes of
/// the day on which it is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProFormaRow {
    /// The session whose closes it is made of.
    pub announced_on: Date,
    /// The rank day of the reconstitution.
    pub rank_day: Date,
    /// The session after whose close it takes effect.
    pub effective: Date,
    /// The index.
    pub index: String,
    /// The security.
    pub security: SecurityId,
    /// Its symbol on that session.
    pub ticker: Ticker,
    /// Its name on that session.
    pub name: String,
    /// The currency it trades in.
    pub currency: Currency,
    /// Its index shares without the reconstitution, after the other changes of that close; zero when it
    /// enters.
    pub shares_before: Shares,
    /// Its index shares with it; zero when it leaves.
    pub shares_after: Shares,
    /// Its own shares as the reconstitution counts them, where index shares follow them.
    pub count_after: Option<Shares>,
    /// Its free float then.
    pub float_after: Option<Factor>,
    /// Its probability of the index's side of a style then.
    pub style_after: Option<Factor>,
    /// Its capping factor then.
    pub cap_after: Option<Factor>,
    /// Its last close; none where it has none yet.
    pub price: Option<Price>,
    /// The session of that close.
    pub price_date: Option<Date>,
    /// What the shares before are worth, in the index's currency.
    pub value_before: Money,
    /// What the shares after are worth.
    pub value_after: Money,
    /// The index of the family that it leaves for this one.
    pub from_index: Option<String>,
    /// The index of the family that it enters from this one.
    pub to_index: Option<String>,
}

russet_market::table!(
    ProFormaRow,
    "pro_forma",
    [
        day("announced_on"),
        day("rank_day"),
        day("effective"),
        text("index"),
        whole("security"),
        text("ticker"),
        text("name"),
        text("currency"),
        exact("shares_before", 18, 6),
        exact("shares_after", 18, 6),
        optional(exact("count_after", 18, 6)),
        optional(exact("float_after", 18, 12)),
        optional(exact("style_after", 18, 12)),
        optional(exact("cap_after", 18, 12)),
        optional(exact("price", 18, 9)),
        optional(day("price_date")),
        exact("value_before", 38, 15),
        exact("value_after", 38, 15),
        optional(text("from_index")),
        optional(text("to_index")),
    ]
);
columns!(
    ProFormaRow: announced_on, rank_day, effective, index, security, ticker, name, currency,
    shares_before, shares_after, count_after, float_after, style_after, cap_after, price, price_date,
    value_before, value_after, from_index, to_index,
);

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

/// A corporate action of a held line, as the run knew it, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRow {
    /// The security.
    pub security: SecurityId,
    /// Its symbol then.
    pub ticker: Ticker,
    /// What the action does.
    pub kind: ActionKind,
    /// The first session on the new terms.
    pub ex_date: Date,
    /// The first session of which an index takes account of it, where that is later.
    pub effective: Option<Date>,
    /// The session after whose close it was known.
    pub known_at: Date,
    /// Shares for a share, as the kind says.
    pub ratio: Option<Ratio>,
    /// Money a share, as the kind says.
    pub cash: Option<Price>,
    /// What the money is in; none: the currency that the line trades in.
    pub currency: Option<Currency>,
    /// The other line: what is spun off, who takes over, the class converted to.
    pub other: Option<SecurityId>,
    /// Shares sold in an offering.
    pub shares: Option<Shares>,
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

russet_market::table!(
    ActionRow,
    "actions",
    [
        whole("security"),
        text("ticker"),
        text("kind"),
        day("ex_date"),
        optional(day("effective")),
        day("known_at"),
        optional(text("ratio")),
        optional(exact("cash", 18, 9)),
        optional(text("currency")),
        optional(whole("other")),
        optional(exact("shares", 18, 6)),
        text("source"),
        text("outcome"),
        optional(day("after_close")),
        optional(whole("first_event")),
        optional(whole("last_event")),
        text("reason"),
    ]
);
columns!(
    ActionRow: security, ticker, kind, ex_date, effective, known_at, ratio, cash, currency, other,
    shares, source, outcome, after_close, first_event, last_event, reason,
);
