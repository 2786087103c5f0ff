//! A security on a day: what it is called, what it closed at, how many shares of it there are.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use russet_market::{
    ExchangeRate, IssuerId, Money, NumberError, Price, SecurityId, SecurityKind, SecurityVersion,
    Shares,
};

use super::recent_trading::RecentTrading;
use super::screen_cache::ScreenCache;
use crate::decision::{Evidence, Finding, RegisterEntry, SharesBasis};
use crate::fraction::Fraction;
use crate::share_counts::{AdjustedCount, Origin};
use crate::trading::Traded;

/// A security on a day.
#[derive(Debug, Clone)]
pub struct ListedSecurity<'market> {
    /// The security.
    pub id: SecurityId,
    /// Its company on the day.
    pub issuer: IssuerId,
    /// How it was described.
    pub version: &'market SecurityVersion,
    /// What it is: the user's override, or its listing's kind.
    pub kind: SecurityKind,
    /// Its last close up to the day, in the currency of its market.
    pub close: Price,
    /// What that currency is worth in the family's on the day; none where there is no exchange rate.
    pub rate: Option<ExchangeRate>,
    /// The session of that close.
    pub close_date: Date,
    /// The whole company's shares as of the day, in shares of this security, and the fact they come from.
    pub company_shares: Option<AdjustedCount<'market>>,
    /// The shares of its own class as of the day, and the fact they come from.
    pub class_shares: Option<AdjustedCount<'market>>,
    /// Its name on the day, shared by the decisions about it.
    pub(crate) name: Arc<str>,
    /// Where its share count comes from, shared likewise.
    pub(crate) shares_source: Option<Arc<str>>,
    /// Whether nobody had counted its shares by the day.
    pub(super) is_late: bool,
    pub(crate) recent: RecentTrading,
    pub(crate) screen_cache: ScreenCache,
    /// How a register describes its company, once a decision needs it.
    pub(super) register: OnceLock<Option<Arc<RegisterEntry>>>,
}

impl ListedSecurity<'_> {
    /// Its place where all securities lie in a row.
    pub(super) fn place(&self) -> usize {
        self.id.0 as usize
    }

    /// Its share count as decisions record it: the company's, or its own class's where only that is known.
    pub(crate) fn count(&self) -> Option<(&AdjustedCount<'_>, SharesBasis)> {
        let (count, basis) = match (&self.company_shares, &self.class_shares) {
            (Some(count), _) => (count, SharesBasis::Company),
            (None, count) => (count.as_ref()?, SharesBasis::Class),
        };
        match count.origin {
            Origin::User(_) => Some((count, SharesBasis::Override)),
            Origin::Source(_) => Some((count, basis)),
        }
    }

    /// Its close times the company's shares, or its own class's where only those are known.
    pub(crate) fn value(&self) -> Option<Money> {
        let count = self.company_shares.or(self.class_shares)?;
        self.worth(count.shares).ok().flatten()
    }

    /// What a number of its shares is worth in the family's currency; none where there is no exchange rate.
    pub(crate) fn worth(&self, shares: Shares) -> Result<Option<Money>, NumberError> {
        self.in_family_currency(self.close.times(shares))
    }

    /// An amount of the currency of its market in the family's.
    pub(crate) fn in_family_currency(&self, amount: Money) -> Result<Option<Money>, NumberError> {
        self.rate.map(|rate| amount.converted(rate)).transpose()
    }

    /// The mean value of its trades a session, in femto-dollars of the family's currency; none where no rate
    /// tells.
    pub(super) fn mean_value(&self, traded: &Traded) -> Result<Option<Fraction>, NumberError> {
        let value = self.in_family_currency(traded.value())?;
        let sessions = u128::from(traded.sessions.max(1));
        Ok(value.map(|value| Fraction::new(value.femtos().unsigned_abs(), sessions)))
    }

    /// Why its company's capitalization is not known.
    pub(crate) fn uncounted(&self) -> Evidence {
        match self.rate {
            Some(_) => Evidence::of(Finding::NoShareCount),
            None => Evidence::of(Finding::NoExchangeRate),
        }
    }

    /// Why its trades have no value in the family's currency.
    pub(crate) fn unvalued_trades(&self) -> Evidence {
        Evidence::of(Finding::NoRateForTrades)
    }
}
