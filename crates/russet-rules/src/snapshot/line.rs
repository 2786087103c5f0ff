//! A line on a day: what it is called, what it closed at, how many shares of it there are.

use jiff::civil::Date;
use russet_market::{
    Currency, ExchangeRate, IssuerId, Money, NumberError, Price, SecurityId, SecurityKind,
    SecurityVersion, Shares,
};

use super::recent::Recent;
use super::said::Said;
use crate::reason::date_words;
use crate::share_counts::{Counted, Origin};

/// A line on a day.
#[derive(Debug)]
pub struct Line<'market> {
    /// The security.
    pub security: SecurityId,
    /// Its company on the day.
    pub issuer: IssuerId,
    /// How it was described.
    pub version: &'market SecurityVersion,
    /// What it is: the user's word, or what its listing tells.
    pub kind: SecurityKind,
    /// Its last close up to the day, in the currency of its market.
    pub close: Price,
    /// What that currency is worth in the family's on the day; none where no rate tells.
    pub rate: Option<ExchangeRate>,
    /// The session of that close.
    pub close_date: Date,
    /// The whole company's shares as of the day, in shares of this line, and the fact they come from.
    pub company_shares: Option<Counted<'market>>,
    /// The shares of its own class as of the day, and the fact they come from.
    pub class_shares: Option<Counted<'market>>,
    pub(crate) recent: Recent,
    pub(super) day: Date,
    pub(crate) said: Said,
}

impl Line<'_> {
    /// Its place where all securities lie in a row.
    pub(super) fn place(&self) -> usize {
        self.security.0 as usize
    }

    /// Where its share count comes from, and since when, in words.
    pub(crate) fn shares_words(&self) -> Option<String> {
        let (count, basis) = match (self.company_shares, self.class_shares) {
            (Some(count), _) => (count, "company"),
            (None, count) => (count?, "class"),
        };
        let from = if matches!(count.origin, Origin::User(_)) { "override by " } else { "" };
        Some(format!("{from}{}, {basis} count since {}", count.source(), count.since))
    }

    /// Its close times the company's shares, or its own class's where only those are known.
    pub(crate) fn value(&self) -> Option<Money> {
        let count = self.company_shares.or(self.class_shares)?;
        self.worth(count.shares).ok().flatten()
    }

    /// So many of its shares in the family's currency; none where no rate of exchange tells.
    pub(crate) fn worth(&self, shares: Shares) -> Result<Option<Money>, NumberError> {
        self.in_family_currency(self.close.times(shares))
    }

    /// An amount of the currency of its market in the family's.
    pub(crate) fn in_family_currency(&self, amount: Money) -> Result<Option<Money>, NumberError> {
        self.rate.map(|rate| amount.converted(rate)).transpose()
    }

    /// Its rate of exchange as a float, for means of value traded; none where no rate tells.
    pub(super) fn float_rate(&self) -> Option<f64> {
        self.rate.map(|rate| rate.picos() as f64 / 1e12)
    }

    /// Why its company's capitalisation is not known.
    pub(crate) fn uncounted_words(&self, currency: Currency) -> String {
        match self.rate {
            Some(_) => {
                "No share count is known, so its capitalisation cannot be ranked.".to_owned()
            }
            None => self.unrated_words(currency, "its capitalisation cannot be ranked"),
        }
    }

    /// Why its trades have no value in the family's currency.
    pub(crate) fn untraded_words(&self, currency: Currency) -> String {
        self.unrated_words(currency, "the value of its trades is unknown")
    }

    fn unrated_words(&self, currency: Currency, consequence: &str) -> String {
        format!(
            "No rate of exchange tells what {} is worth in {currency} on {}, so {consequence} \
             (hint: import rates of exchange).",
            self.version.mic.currency(),
            date_words(self.day)
        )
    }
}
