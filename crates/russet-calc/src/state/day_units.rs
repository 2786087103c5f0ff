//! What a share of the close before an ex-date has become by other actions of the same day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{NumberError, Ratio, SecurityId, Shares};
use serde::{Deserialize, Serialize};

/// All terms of a day are in shares of the close before. Once an action has changed a security's units or its
/// number of shares, what comes later on that day must be put on the new terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Units {
    /// New shares for one share, by splits and stock dividends: prices fall by the same ratio.
    pub(crate) split: Ratio,
    /// Shares held for one share before, by splits and by rights or a buy-back as well.
    pub(crate) held: Ratio,
}

impl Units {
    fn unchanged() -> Result<Units, NumberError> {
        let one = Ratio::new(1, 1)?;
        Ok(Units { split: one, held: one })
    }

    /// A split or a stock dividend.
    pub(crate) const fn split(ratio: Ratio) -> Units {
        Units { split: ratio, held: ratio }
    }

    /// # Errors
    /// [`NumberError`] when the product leaves the range of a ratio.
    fn then(self, next: Units) -> Result<Units, NumberError> {
        Ok(Units { split: self.split.times(next.split)?, held: self.held.times(next.held)? })
    }
}

/// The units of each security by ex-date.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct DayUnits {
    /// Of the session to come.
    open: BTreeMap<(SecurityId, Date), Units>,
    /// Shares held for one share before on earlier ex-dates, which dividends that are learned later are of.
    past: BTreeMap<(SecurityId, Date), Ratio>,
    /// What is left of a security in each index, in shares of the close before, after an action of an ex-date has put
    /// another one in its place.
    succeeded: BTreeMap<(SecurityId, Date), Vec<(u16, Shares)>>,
}

impl DayUnits {
    pub(crate) fn on(&self, security: SecurityId, ex_date: Date) -> Option<Units> {
        self.open.get(&(security, ex_date)).copied()
    }

    /// Shares held for one share before, on an ex-date whose session is over.
    pub(crate) fn held_on(&self, security: SecurityId, ex_date: Date) -> Option<Ratio> {
        self.past.get(&(security, ex_date)).copied()
    }

    /// Another security takes the place of one on an ex-date, in these indexes.
    pub(crate) fn succeed(
        &mut self,
        security: SecurityId,
        ex_date: Date,
        shares: Vec<(u16, Shares)>,
    ) {
        self.succeeded.insert((security, ex_date), shares);
    }

    /// What was left of a security in an index on an ex-date on which another one took its place.
    pub(crate) fn left_of(
        &self,
        position: usize,
        security: SecurityId,
        ex_date: Date,
    ) -> Option<Shares> {
        let mut shares = self.succeeded.get(&(security, ex_date))?.iter();
        shares.find(|(held, _)| usize::from(*held) == position).map(|(_, shares)| *shares)
    }

    /// Another action of the day has changed units; gives what it has come to.
    pub(crate) fn change(
        &mut self,
        security: SecurityId,
        ex_date: Date,
        units: Units,
    ) -> Result<Units, NumberError> {
        let so_far = match self.on(security, ex_date) {
            Some(units) => units,
            None => Units::unchanged()?,
        };
        let units = so_far.then(units)?;
        self.open.insert((security, ex_date), units);
        Ok(units)
    }

    /// A session is over. What was learned after its ex-date has changed no units on that day.
    pub(crate) fn end(&mut self, session: Date, previous: Date) {
        let over = self.open.extract_if(.., |(_, ex_date), _| *ex_date <= session);
        let in_time = over.filter(|((_, ex_date), _)| *ex_date > previous);
        self.past.extend(in_time.map(|(key, units)| (key, units.held)));
    }
}
