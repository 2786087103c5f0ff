//! The ledger: what changed in an index after which close, with everything before and after.

use jiff::civil::Date;
use russet_market::{ActionKind, Divisor, Factor, Money, Price, SecurityId, Shares, Ticker};
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

/// Why a basket, a price or a divisor changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The first basket of the run.
    Start,
    /// A reconstitution, or a review of a chosen family.
    Reconstitution,
    /// A company that came to market.
    NewListing,
    /// A member that ranked too low between two reviews.
    InterimDeletion,
    /// A company that took the place of a member that left.
    Replacement,
    /// A list of the fund that is the index's committee, or a decision of the committee.
    Committee,
    /// Weights recomputed.
    Rebalance,
    /// A security that had no close for too long, or was spun off and did not stay.
    Deletion,
    /// A new share count or free float.
    ShareUpdate,
    /// A new symbol or name: nothing changes but that.
    Rename,
    /// A dividend out of the ordinary.
    SpecialDividend,
    /// Capital paid back.
    CapitalRepayment,
    /// A new security cut off from another.
    SpinOff,
    /// Rights to subscribe.
    Rights,
    /// New shares without payment.
    StockDividend,
    /// A split: shares and price change together.
    Split,
    /// A class became another.
    Conversion,
    /// New shares sold by the company.
    PrimaryOffering,
    /// Shares sold by their holders.
    SecondaryOffering,
    /// A takeover.
    Merger,
    /// An offer for the shares.
    Tender,
    /// Shares taken back.
    BuyBack,
    /// Trading stopped for too long.
    Suspension,
    /// Liquidation.
    Bankruptcy,
    /// A security that left its exchange.
    Delisting,
    /// Corrected data of past sessions, which count from the next session on.
    Correction,
}

impl Cause {
    /// Whether the rules bought or sold, and not a company's own doing.
    pub(crate) fn is_trade(self) -> bool {
        matches!(
            self,
            Cause::Reconstitution
                | Cause::NewListing
                | Cause::InterimDeletion
                | Cause::Replacement
                | Cause::Committee
                | Cause::Rebalance
                | Cause::Deletion
                | Cause::ShareUpdate
        )
    }

    /// The cause in words.
    pub const fn words(self) -> &'static str {
        match self {
            Cause::Start => "start of the run",
            Cause::Reconstitution => "reconstitution",
            Cause::NewListing => "new listing",
            Cause::InterimDeletion => "interim deletion",
            Cause::Replacement => "replacement",
            Cause::Committee => "committee",
            Cause::Rebalance => "rebalance",
            Cause::Deletion => "deletion",
            Cause::ShareUpdate => "share update",
            Cause::Rename => "rename",
            Cause::SpecialDividend => "special dividend",
            Cause::CapitalRepayment => "capital repayment",
            Cause::SpinOff => "spin-off",
            Cause::Rights => "rights",
            Cause::StockDividend => "stock dividend",
            Cause::Split => "split",
            Cause::Conversion => "conversion",
            Cause::PrimaryOffering => "primary offering",
            Cause::SecondaryOffering => "secondary offering",
            Cause::Merger => "merger",
            Cause::Tender => "tender",
            Cause::BuyBack => "buy-back",
            Cause::Suspension => "suspension",
            Cause::Bankruptcy => "bankruptcy",
            Cause::Delisting => "delisting",
            Cause::Correction => "correction carried",
        }
    }

    /// The cause that an action is; an ordinary dividend changes no basket, a resumption nothing.
    ///
    /// ```
    /// use russet_calc::Cause;
    /// use russet_market::ActionKind;
    /// assert_eq!(Cause::of(ActionKind::Merger), Some(Cause::Merger));
    /// assert_eq!(Cause::of(ActionKind::OrdinaryDividend), None);
    /// ```
    pub const fn of(kind: ActionKind) -> Option<Cause> {
        Some(match kind {
            ActionKind::OrdinaryDividend | ActionKind::Resumption => return None,
            ActionKind::SpecialDividend => Cause::SpecialDividend,
            ActionKind::CapitalRepayment => Cause::CapitalRepayment,
            ActionKind::SpinOff => Cause::SpinOff,
            ActionKind::Rights => Cause::Rights,
            ActionKind::StockDividend => Cause::StockDividend,
            ActionKind::Split => Cause::Split,
            ActionKind::Conversion => Cause::Conversion,
            ActionKind::PrimaryOffering => Cause::PrimaryOffering,
            ActionKind::SecondaryOffering => Cause::SecondaryOffering,
            ActionKind::Merger => Cause::Merger,
            ActionKind::Tender => Cause::Tender,
            ActionKind::BuyBack => Cause::BuyBack,
            ActionKind::Suspension => Cause::Suspension,
            ActionKind::Bankruptcy => Cause::Bankruptcy,
            ActionKind::Delisting => Cause::Delisting,
        })
    }
}

russet_store::word_columns!(Cause: "");

/// What index shares are made of where they follow a company's own: `shares × float × style × cap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexShareFactors {
    /// The security's own shares.
    #[serde(with = "crate::packed")]
    pub count: Shares,
    /// The part of them that counts.
    #[serde(with = "crate::packed")]
    pub float: Factor,
    /// The probability of the index's side of a style; all of it elsewhere.
    #[serde(with = "crate::packed")]
    pub style: Factor,
    /// What a cap leaves of it.
    #[serde(with = "crate::packed")]
    pub cap: Factor,
}

/// One security's part in one change of one index.
///
/// All entries of one `event` share values and divisors: they are of the index, before and after
/// the whole event, at the closing prices of `after_close`. The sum over an index's entries of an event
/// of `price × shares_after − price_before × shares_before` is `value_after − value_before`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Table)]
#[table(name = "events", key = "event, index_id, security_id")]
pub struct LedgerEntry {
    /// The event's number in the run, from 1.
    pub event: u32,
    /// The index.
    pub index_id: String,
    /// The session after whose close the change holds.
    pub after_close: Date,
    /// The cause of the change.
    pub cause: Cause,
    /// The security.
    pub security_id: SecurityId,
    /// Its symbol then.
    pub ticker: Ticker,
    /// Its index shares before; zero when it enters.
    pub index_shares_before: Shares,
    /// Its index shares after; zero when it leaves.
    pub index_shares_after: Shares,
    /// The close before the event; none where the security has none yet.
    pub price_before: Option<Price>,
    /// The price used after it: the close, on the event's new terms where it has some.
    pub price_after: Option<Price>,
    /// Its own shares before, where index shares follow them.
    pub shares_outstanding_before: Option<Shares>,
    /// Its own shares after.
    pub shares_outstanding_after: Option<Shares>,
    /// Its free float before.
    pub free_float_before: Option<Factor>,
    /// Its free float after.
    pub free_float_after: Option<Factor>,
    /// Its probability of the index's side of a style before.
    pub style_probability_before: Option<Factor>,
    /// Its probability of the index's side of a style after.
    pub style_probability_after: Option<Factor>,
    /// Its capping factor before.
    pub cap_factor_before: Option<Factor>,
    /// Its capping factor after.
    pub cap_factor_after: Option<Factor>,
    /// The index's market value before the event.
    pub index_market_cap_before: Money,
    /// The index's market value after it.
    pub index_market_cap_after: Money,
    /// The divisor before.
    pub divisor_before: Divisor,
    /// The divisor after.
    pub divisor_after: Divisor,
    /// Further details, such as the terms of an action or the old symbol.
    pub note: String,
}
