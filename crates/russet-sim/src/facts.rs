//! A fact as a company tells it, and the row that it makes.

use jiff::civil::Date;
use russet_market::{
    Action, ActionKind, Factor, Fundamental, FundamentalMeasure, Market, NumberError, Price, Ratio,
    SecurityId, ShareBasis, ShareCount, Shares,
};

use crate::streams::CompanyNumber;

/// What the simulation gives as the source of its facts.
pub(crate) const SOURCE: &str = "simulation";

/// The terms of a corporate action, without exact numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) ex_date: Date,
    pub(crate) security: SecurityId,
    pub(crate) kind: ActionKind,
    pub(crate) ratio: Option<(u64, u64)>,
    pub(crate) cash: Option<f64>,
    pub(crate) other: Option<SecurityId>,
    pub(crate) shares: Option<u64>,
    pub(crate) effective: Option<Date>,
}

impl Terms {
    /// An action that so far has only a kind.
    pub(crate) fn of(kind: ActionKind, security: SecurityId, ex_date: Date) -> Terms {
        Terms {
            ex_date,
            security,
            kind,
            ratio: None,
            cash: None,
            other: None,
            shares: None,
            effective: None,
        }
    }
}

/// A company to be: what its parent knows of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Child {
    pub(crate) number: CompanyNumber,
    /// The session in which it lists, in the order of its parent's sessions.
    pub(crate) session: usize,
    /// Shares of it for each of the parent's.
    pub(crate) ratio: f64,
    /// The part of the parent's value that it is.
    pub(crate) part: f64,
    /// Log of its first price, where that was estimated before; otherwise it is its part of the
    /// parent's close before.
    pub(crate) log_price: Option<f64>,
}

/// A fact, without its numbers made exact.
#[derive(Debug, Clone)]
pub(crate) enum Fact {
    /// A count of a line's shares from a date on.
    Shares { security: SecurityId, effective: Date, shares: u64, float_percent: u8 },
    /// A corporate action.
    Action(Terms),
    /// A value from the accounts; known since a day before the simulation, or when it is published.
    Account {
        security: SecurityId,
        measure: FundamentalMeasure,
        period_end: Date,
        value: f64,
        known_at: Option<Date>,
    },
}

/// A fact and after how many sessions it is known.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) delay: usize,
    pub(crate) fact: Fact,
}

impl Fact {
    /// Writes the row, as known after a session.
    pub(crate) fn write(self, market: &mut Market, day: Date) -> Result<(), NumberError> {
        let source = SOURCE.to_owned();
        match self {
            Fact::Shares { security, effective, shares, float_percent } => {
                let percent = u32::from(float_percent);
                let float: Factor = format!("{}.{:02}", percent / 100, percent % 100).parse()?;
                market.shares.push(ShareCount {
                    security_id: security,
                    effective_date: effective,
                    shares_outstanding: Shares::whole(shares)?,
                    basis: ShareBasis::Class,
                    free_float: Some(float),
                    known_at: day,
                    source,
                });
            }
            Fact::Action(terms) => market.actions.push(Action {
                ratio: terms.ratio.map(|(new, old)| Ratio::new(new, old)).transpose()?,
                cash: terms.cash.map(Price::from_f64).transpose()?,
                other_security_id: terms.other,
                shares_sold: terms.shares.map(Shares::whole).transpose()?,
                effective_date: terms.effective,
                known_at: day,
                ..Action::new(terms.ex_date, terms.security, terms.kind, &source)
            }),
            Fact::Account { security, measure, period_end, value, known_at } => {
                market.fundamentals.push(Fundamental {
                    security_id: security,
                    measure,
                    period_end,
                    known_at: known_at.unwrap_or(day),
                    value,
                    source,
                });
            }
        }
        Ok(())
    }
}
