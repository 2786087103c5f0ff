//! What a share has become by the actions of the last months, for takeovers that are learned late.

use std::collections::VecDeque;

use jiff::ToSpan;
use jiff::civil::Date;
use russet_market::{Currency, Price, Ratio, SecurityId};
use serde::{Deserialize, Serialize};

/// How many months back the terms of a takeover may be followed.
const MONTHS: i32 = 12;

/// What one share of a security became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Became {
    /// Shares in other units.
    Split(Ratio),
    /// The same share, worth as much as a number of shares after it: money or rights have left it.
    Worth(Ratio),
    /// Shares of another security.
    Other(SecurityId, Ratio),
    /// What a takeover or a liquidation gave for it: shares, cash, or both.
    Proceeds(Option<(SecurityId, Ratio)>, Option<(Price, Currency)>),
}

/// Actions that changed what a share is, in the order in which they were applied.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct RecentTerms(VecDeque<(Date, SecurityId, Became)>);

impl RecentTerms {
    /// Adds what a share became on an ex-date.
    pub(crate) fn add(&mut self, ex_date: Date, security: SecurityId, became: Became) {
        self.0.push_back((ex_date, security, became));
    }

    /// What shares became from a day on.
    pub(crate) fn since(&self, day: Date) -> impl Iterator<Item = (SecurityId, Became)> + '_ {
        let since = self.0.iter().filter(move |(ex_date, ..)| *ex_date >= day);
        since.map(|(_, security, became)| (*security, *became))
    }

    /// Forgets what is too long ago.
    pub(crate) fn end(&mut self, session: Date) {
        let first = session.saturating_sub(MONTHS.months());
        while self.0.pop_front_if(|(ex_date, ..)| *ex_date < first).is_some() {}
    }
}
