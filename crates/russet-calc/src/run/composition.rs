//! An index at the close of a session, and at the opening of the next one.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Currency, Divisor, ExchangeRate, Money, NumberError, Price, SecurityId};

use super::{Constituent, IndexStart, LevelRow, RateRow, Run};
use crate::events::LedgerEntry;
use crate::state::Valuation;

/// A constituent with what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct ValuedConstituent {
    /// The constituent.
    pub constituent: Constituent,
    /// Its price and the session of it; none where it has not traded yet.
    pub price: Option<(Price, Date)>,
    /// Its market value in the index, in the index's currency.
    pub market_cap: Money,
    /// Its part of the index.
    pub weight: f64,
}

/// An index with everything that its level is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Composition<'run> {
    /// The session: that of the close, or the one that opens.
    pub session: Date,
    /// Its constituents, the heaviest first.
    pub constituents: Vec<ValuedConstituent>,
    /// What they are worth together, each currency's sum converted once.
    pub market_cap: Money,
    /// What that is divided by.
    pub divisor: Divisor,
    /// The levels of the close; an opening has those of the close before it.
    pub level: &'run LevelRow,
}

impl Run {
    /// An index at the close of a session; none where it has no level then.
    ///
    /// # Errors
    /// [`NumberError`] when the run lacks a rate of exchange.
    pub fn closing(&self, index: &str, day: Date) -> Result<Option<Composition<'_>>, NumberError> {
        let Some((start, level)) = self.found(index, day) else { return Ok(None) };
        // A level in local currencies is made of the rates of the session before.
        let before = self.levels_of(index).take_while(|row| row.date < day).last();
        let rates_of = before.filter(|_| start.local_currency).map_or(day, |row| row.date);
        let (constituents, market_cap) =
            self.constituents_at((start, day), &self.closes.on(day), rates_of)?;
        let divisor = level.divisor;
        Ok(Some(Composition { session: day, constituents, market_cap, divisor, level }))
    }

    /// An index at the opening of the session after one: with the changes that hold from then on, at
    /// closes on the terms of then, and with the divisor of then; none where it has no level at the
    /// close. The level stays what it was, to the rounding of the divisor.
    ///
    /// # Errors
    /// [`NumberError`] when the run lacks a rate of exchange.
    pub fn opening(&self, index: &str, day: Date) -> Result<Option<Composition<'_>>, NumberError> {
        let Some((start, level)) = self.found(index, day) else { return Ok(None) };
        let Some(session) = self.session_after(day) else { return Ok(None) };
        let mut closes = self.closes.on(day);
        let mut divisor = None;
        for entry in self.changes_after(index, day) {
            divisor = Some(entry.divisor_after);
            if let Some(price) = entry.price_after {
                let date = closes.get(&entry.security_id).map_or(day, |(_, date)| *date);
                closes.insert(entry.security_id, (price, date));
            }
        }
        let (constituents, market_cap) = self.constituents_at((start, session), &closes, day)?;
        let divisor = match divisor {
            Some(divisor) => divisor,
            None => self.after_rates((start, level), &closes)?.0,
        };
        Ok(Some(Composition { session, constituents, market_cap, divisor, level }))
    }

    /// The divisor of an index after the exchange rates of a close, which that of a level in local currencies absorbs,
    /// and what the index is worth at those rates.
    pub(crate) fn after_rates(
        &self,
        (start, level): (&IndexStart, &LevelRow),
        closes: &BTreeMap<SecurityId, (Price, Date)>,
    ) -> Result<(Divisor, Money), NumberError> {
        if !start.local_currency {
            return Ok((level.divisor, level.market_cap));
        }
        let (_, value) = self.constituents_at((start, level.date), closes, level.date)?;
        Ok((level.divisor.chained(level.market_cap, value)?, value))
    }

    /// What changed in an index after the close of a session, in order.
    pub fn changes_after(&self, index: &str, day: Date) -> impl Iterator<Item = &LedgerEntry> {
        self.events.iter().filter(move |entry| entry.after_close == day && entry.index_id == index)
    }

    /// The session that opens after the close of one, as far as the run knows its constituents.
    pub fn session_after(&self, day: Date) -> Option<Date> {
        let published = self.levels.iter().map(|row| row.date);
        let last = self.constituents.iter().map(|row| row.last_session).max();
        published.chain(last).filter(|session| *session > day).min()
    }

    /// What a currency was worth in another on a session of the run, or on the last one before a day.
    pub(crate) fn rate(
        &self,
        (from, into): (Currency, Currency),
        day: Date,
    ) -> Result<ExchangeRate, NumberError> {
        rate_on(&self.rates, (from, into), day)
    }

    fn found(&self, index: &str, day: Date) -> Option<(&IndexStart, &LevelRow)> {
        let start = self.manifest.indexes.iter().find(|start| start.id == index)?;
        Some((start, self.levels_of(index).find(|row| row.date == day)?))
    }

    /// The constituents of a day at some prices, the heaviest first, and what they are worth.
    pub(super) fn constituents_at(
        &self,
        (start, day): (&IndexStart, Date),
        prices: &BTreeMap<SecurityId, (Price, Date)>,
        rates_of: Date,
    ) -> Result<(Vec<ValuedConstituent>, Money), NumberError> {
        let into = start.currency;
        let mut constituents = Vec::new();
        let mut value = Valuation::default();
        let held = |row: &&Constituent| {
            row.index_id == start.id && row.first_session <= day && row.last_session >= day
        };
        for row in self.constituents.iter().filter(held) {
            let price = prices.get(&row.security_id).copied();
            let own = match price {
                Some((price, _)) => value.add(row.currency, price, row.index_shares)?,
                None => Money::ZERO,
            };
            let market_cap = own.converted(self.rate((row.currency, into), rates_of)?)?;
            constituents.push(ValuedConstituent {
                constituent: row.clone(),
                price,
                market_cap,
                weight: 0.0,
            });
        }
        let value = value.total(|currency| self.rate((currency, into), rates_of))?;
        for security in constituents.iter_mut().filter(|_| value != Money::ZERO) {
            security.weight = security.market_cap.to_f64() / value.to_f64();
        }
        constituents.sort_by(|a, b| {
            let ticker = |security: &ValuedConstituent| security.constituent.ticker.clone();
            b.market_cap.cmp(&a.market_cap).then_with(|| ticker(a).cmp(&ticker(b)))
        });
        Ok((constituents, value))
    }
}

/// What a currency was worth in another on a day, or on the last session before it that has a rate.
pub(crate) fn rate_on(
    rates: &[RateRow],
    (from, into): (Currency, Currency),
    day: Date,
) -> Result<ExchangeRate, NumberError> {
    if from == into {
        return Ok(ExchangeRate::ONE);
    }
    let end = rates.partition_point(|row| row.date <= day);
    let mut newest = rates[..end].iter().rev();
    let found = newest.find(|row| row.currency_from == from && row.currency_to == into);
    found.map(|row| row.rate).ok_or(NumberError::NoRate { from, into })
}
