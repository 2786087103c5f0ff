//! A corporate action.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use super::action_kind::ActionKind;
use crate::currency::Currency;
use crate::identity::SecurityId;
use crate::numbers::{Price, Ratio, Shares};

/// One corporate action of one security, as it was known from a day on. A row of the same ex-date, security,
/// kind and sequence with a later `known_at` is a correction: a later version of the same action.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(
    name = "actions",
    version = 2,
    key = "ex_date, security_id, kind, sequence, known_at",
    known_at = "known_at"
)]
pub struct Action {
    /// The first session that trades on the new terms, or no longer trades.
    pub ex_date: Date,
    /// The security.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// What it does.
    pub kind: ActionKind,
    /// Its number among the actions of its kind, security and ex-date, from 0.
    #[column(since = 2, default = 0)]
    pub sequence: u16,
    /// The session after whose close it was known.
    pub known_at: Date,
    /// Shares for a share, as the kind says.
    pub ratio: Option<Ratio>,
    /// Money a share, as the kind says.
    pub cash: Option<Price>,
    /// What the money is in; none: the currency that the security trades in.
    #[column(was = "currency")]
    pub cash_currency: Option<Currency>,
    /// The other security: spun off, taking over, or converted to.
    #[column(was = "other")]
    pub other_security_id: Option<SecurityId>,
    /// Shares sold in an offering.
    #[column(was = "shares")]
    pub shares_sold: Option<Shares>,
    /// The first session of which an index takes account of it, where that is later than `ex_date`.
    #[column(was = "effective")]
    pub effective_date: Option<Date>,
    /// Where it comes from.
    pub source: String,
}

impl Action {
    /// An action without terms, the first of its kind and day, known on its ex-date.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Action, ActionKind, Ratio, SecurityId};
    /// let plain = Action::new(date(2024, 6, 10), SecurityId(1), ActionKind::Split, "a filing");
    /// let split = Action { ratio: Some(Ratio::new(10, 1)?), ..plain };
    /// assert_eq!(split.known_at, split.ex_date);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn new(ex_date: Date, security: SecurityId, kind: ActionKind, source: &str) -> Action {
        Action {
            ex_date,
            security_id: security,
            kind,
            sequence: 0,
            known_at: ex_date,
            ratio: None,
            cash: None,
            cash_currency: None,
            other_security_id: None,
            shares_sold: None,
            effective_date: None,
            source: source.to_owned(),
        }
    }

    /// Why its terms make no sense by themselves, if they do not.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Action, ActionKind, SecurityId};
    /// let split = Action::new(date(2024, 6, 10), SecurityId(1), ActionKind::Split, "a filing");
    /// assert_eq!(split.fault().unwrap().column, "ratio");
    /// ```
    pub fn fault(&self) -> Option<ActionFault> {
        use ActionKind as Kind;
        let (cash, ratio, other) =
            (self.cash.is_some(), self.ratio.is_some(), self.other_security_id.is_some());
        let missing = |column, reason| Some(ActionFault { column, reason });
        let part = self.ratio.is_some_and(|part| part.new_shares() <= part.old_shares());
        let found = match self.kind {
            Kind::OrdinaryDividend | Kind::SpecialDividend | Kind::CapitalRepayment if !cash => {
                missing("cash", "no amount a share")
            }
            Kind::Split if !ratio => missing("ratio", "no new shares for old ones"),
            Kind::StockDividend if !ratio || part => {
                missing("ratio", "must give more shares than were held, such as 21/20")
            }
            Kind::SpinOff | Kind::Conversion if !ratio => {
                missing("ratio", "no shares of the other line for shares held")
            }
            Kind::SpinOff | Kind::Conversion if !other => missing("other", "no other line"),
            Kind::Rights if !ratio => missing("ratio", "no new shares for shares held"),
            Kind::Rights if !cash => missing("cash", "no subscription price"),
            Kind::Merger if ratio != other => {
                missing("other", "shares as payment need a ratio and the line they are of")
            }
            Kind::Merger if !ratio && !cash => missing("cash", "neither shares nor cash are paid"),
            Kind::PrimaryOffering | Kind::SecondaryOffering if self.shares_sold.is_none() => {
                missing("shares", "no number of shares sold")
            }
            Kind::PrimaryOffering | Kind::SecondaryOffering if !cash => {
                missing("cash", "no price of the offering")
            }
            Kind::Tender | Kind::BuyBack if !part => {
                missing("ratio", "must be the part of the shares taken, such as 1/5")
            }
            Kind::Tender | Kind::BuyBack if !cash => missing("cash", "no price paid"),
            _ => self.ratio.filter(|ratio| self.is_beyond(*ratio)).and_then(|_| {
                missing(
                    "ratio",
                    "is beyond what any company has given (hint: new shares/old shares)",
                )
            }),
        };
        let itself = self.other_security_id == Some(self.security_id);
        let early = self.effective_date.is_some_and(|effective| effective < self.ex_date);
        found
            .or_else(|| itself.then_some("is the line itself").and_then(|r| missing("other", r)))
            .or_else(|| {
                early.then_some("comes before the ex-date").and_then(|r| missing("effective", r))
            })
    }

    /// Why its money makes no sense beside the last close before it, if it does not. Money in another
    /// currency than the close's says nothing.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Action, ActionKind, SecurityId};
    /// let plain = Action::new(date(2024, 5, 9), SecurityId(1), ActionKind::OrdinaryDividend, "mine");
    /// let dividend = Action { cash: Some("1670".parse()?), ..plain };
    /// assert!(dividend.fault_at("1700".parse()?).is_none());
    /// assert_eq!(dividend.fault_at("17".parse()?).unwrap().column, "cash");
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn fault_at(&self, close: Price) -> Option<ActionFault> {
        use ActionKind as Kind;
        let cash = self.cash.filter(|_| self.cash_currency.is_none())?;
        let (most, reason) = match self.kind {
            Kind::OrdinaryDividend | Kind::SpecialDividend | Kind::CapitalRepayment => {
                (MOST_CLOSES_PAID_OUT, "is more than ten times the close before")
            }
            Kind::PrimaryOffering
            | Kind::SecondaryOffering
            | Kind::Merger
            | Kind::Tender
            | Kind::BuyBack
            | Kind::Bankruptcy
            | Kind::Delisting => (MOST_CLOSES_BID, "is more than a hundred times the close before"),
            _ => return None,
        };
        let beyond = i128::from(cash.nanos()) > i128::from(close.nanos()) * most;
        beyond.then_some(ActionFault { column: "cash", reason })
    }

    /// Whether shares for shares are beyond sense for the kind.
    fn is_beyond(&self, ratio: Ratio) -> bool {
        let (new, old) = (u128::from(ratio.new_shares()), u128::from(ratio.old_shares()));
        match self.kind {
            ActionKind::Split | ActionKind::StockDividend => {
                new > old * MOST_SHARES_FOR_ONE || old > new * MOST_SHARES_FOR_ONE
            }
            ActionKind::Rights => new > old * MOST_RIGHTS_FOR_ONE,
            _ => new > old * MOST_SHARES_FOR_ONE,
        }
    }
}

/// No split, spin-off or exchange of a listed company gives, or takes, as many shares for one: the largest
/// give some hundreds, and Berkshire Hathaway's classes change at 1,500.
const MOST_SHARES_FOR_ONE: u128 = 10_000;
/// Rights to a few dozen new shares for one held are rescues; to a thousand there are none.
const MOST_RIGHTS_FOR_ONE: u128 = 1_000;
/// A company cannot pay out many times what it is worth; a close adjusted for later splits may be small
/// beside a dividend that is not.
const MOST_CLOSES_PAID_OUT: i128 = 10;
/// The highest premiums of takeovers are a few times the close, of failed companies some dozen times.
const MOST_CLOSES_BID: i128 = 100;

/// What is wrong with the terms of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionFault {
    /// The column at fault.
    pub column: &'static str,
    /// Why.
    pub reason: &'static str,
}
