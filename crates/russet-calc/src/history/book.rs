//! The last closes, what every index holds, and what each is worth: kept exact while closes and baskets
//! change, so that a value is looked up and never added up anew.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{Divisor, Level, Money, NumberError, Price, Ratio, SecurityId, Shares};

use super::groups::Groups;
use crate::basket::Basket;
use crate::closes::Closes;
use crate::index::{Change, Effect, Index};
use crate::rates::Rates;

/// Every index of a family at the same closes.
#[derive(Debug, Clone)]
pub(super) struct Book {
    closes: Closes,
    indexes: Vec<Index>,
    /// What each index is worth in each currency that its lines trade in.
    sums: Vec<Vec<Money>>,
    /// By security, which indexes hold it and with how many index shares.
    holders: Vec<Vec<(u16, Shares)>>,
    groups: Groups,
}

impl Book {
    pub(super) fn new(indexes: usize, securities: usize) -> Book {
        Book {
            closes: Closes::with_room_for(securities),
            indexes: vec![Index::default(); indexes],
            sums: vec![Vec::new(); indexes],
            holders: vec![Vec::new(); securities],
            groups: Groups::with_room_for(securities),
        }
    }

    /// The book of indexes as they were at some closes.
    pub(super) fn again(
        closes: Closes,
        indexes: Vec<Index>,
        securities: usize,
    ) -> Result<Book, (usize, NumberError)> {
        let mut book = Book { closes, ..Book::new(indexes.len(), securities) };
        for (position, index) in indexes.into_iter().enumerate() {
            for (security, shares) in index.basket().iter() {
                book.hold(position, Change { security, shares })
                    .map_err(|error| (position, error))?;
            }
            book.indexes[position] = index;
        }
        Ok(book)
    }

    pub(super) fn closes(&self) -> &Closes {
        &self.closes
    }

    pub(super) fn index(&self, position: usize) -> &Index {
        &self.indexes[position]
    }

    pub(super) fn basket(&self, position: usize) -> &Basket {
        self.indexes[position].basket()
    }

    pub(super) fn holds(&self, position: usize, security: SecurityId) -> bool {
        self.shares(position, security).is_some()
    }

    /// The index shares of a security in an index that holds it.
    pub(super) fn shares(&self, position: usize, security: SecurityId) -> Option<Shares> {
        let holders = self.holders.get(security.0 as usize)?;
        let place = holders.binary_search_by_key(&position, |(held, _)| usize::from(*held));
        place.ok().map(|place| holders[place].1)
    }

    /// The lines that an index holds.
    pub(super) fn lines(&self, position: usize) -> BTreeSet<SecurityId> {
        self.basket(position).iter().map(|(security, _)| security).collect()
    }

    /// The positions of the indexes that hold a security.
    pub(super) fn holders(&self, security: SecurityId) -> impl Iterator<Item = usize> + '_ {
        self.holders_of(security).iter().map(|(position, _)| usize::from(*position))
    }

    /// What an index is worth at the last closes.
    pub(super) fn value(&self, position: usize, rates: &Rates) -> Result<Money, NumberError> {
        let sums = self.sums[position].iter().enumerate();
        sums.filter(|(_, sum)| **sum != Money::ZERO).try_fold(Money::ZERO, |value, (place, sum)| {
            value.plus(sum.converted(rates.rate(place)?)?)
        })
    }

    /// The level of an index at the last closes, once it has started.
    pub(super) fn level(
        &self,
        position: usize,
        rates: &Rates,
    ) -> Result<Option<Level>, NumberError> {
        let divisor = self.indexes[position].divisor();
        divisor.map(|divisor| self.value(position, rates)?.at(divisor)).transpose()
    }

    /// Starts an index: what it holds is worth this level.
    pub(super) fn start(
        &mut self,
        position: usize,
        base: Level,
        rates: &Rates,
    ) -> Result<(), NumberError> {
        let value = self.value(position, rates)?;
        self.indexes[position].start_at(base, value)
    }

    /// Takes a session's close. Values follow with [`Book::settle`], once for all closes.
    pub(super) fn take(
        &mut self,
        security: SecurityId,
        close: Price,
        session: Date,
    ) -> Result<(), NumberError> {
        let before = self.closes.replace(security, close, session);
        self.moved(security, before, Some(close))
    }

    /// Brings all values up to the closes that were taken.
    pub(super) fn settle(&mut self) -> Result<(), (usize, NumberError)> {
        let sums = &mut self.sums;
        self.groups.settle(|position, place, moved| {
            add(&mut sums[position], place, moved).map_err(|source| (position, source))
        })
    }

    /// Puts another price in the place of a carried close, which keeps its session; a line without
    /// one has this price of that day.
    pub(super) fn reprice(
        &mut self,
        security: SecurityId,
        price: Price,
        day: Date,
    ) -> Result<(), NumberError> {
        let session = self.closes.dated(security).map_or(day, |(_, date)| date);
        self.take(security, price, session)?;
        self.settle().map_err(|(_, source)| source)
    }

    /// Puts a carried close on the terms of a split.
    pub(super) fn split_close(
        &mut self,
        security: SecurityId,
        ratio: Ratio,
    ) -> Result<(), NumberError> {
        match self.closes.dated(security) {
            Some((close, session)) => self.reprice(security, close.split(ratio)?, session),
            None => Ok(()),
        }
    }

    /// Forgets the close of a security: until the next one it is worth nothing.
    pub(super) fn forget(&mut self, security: SecurityId) -> Result<(), NumberError> {
        let before = self.closes.get(security);
        self.closes.forget(security);
        self.moved(security, before, None)?;
        self.settle().map_err(|(_, source)| source)
    }

    /// Says in which currency, by its place, a line trades from now on.
    pub(super) fn trades_in(
        &mut self,
        security: SecurityId,
        currency: u8,
    ) -> Result<(), NumberError> {
        let before = self.closes.currency(security);
        if before != usize::from(currency) {
            for (position, shares) in self.holders_of(security).to_vec() {
                let worth = self.worth(security, shares);
                let sums = &mut self.sums[usize::from(position)];
                add(sums, before, Money::ZERO.minus(worth)?)?;
                add(sums, usize::from(currency), worth)?;
            }
            self.groups.outdate(security);
        }
        self.closes.trades_in(security, currency);
        Ok(())
    }

    /// Changes the basket of one index after a close; the divisor absorbs it where the index was worth
    /// `before`, and stays where nothing is given. The effect, once the index has started.
    pub(super) fn change(
        &mut self,
        position: usize,
        before: Option<Money>,
        changes: &[Change],
        rates: &Rates,
    ) -> Result<Option<Effect>, NumberError> {
        for change in changes {
            self.hold(position, *change)?;
        }
        self.indexes[position].set_all(changes);
        if self.indexes[position].divisor().is_none() {
            return Ok(None);
        }
        let after = self.value(position, rates)?;
        self.indexes[position].absorb(before.unwrap_or(after), after)
    }

    /// Takes the divisor and the value of an index as published in place of its own; the divisor absorbs the
    /// difference to what it holds now.
    pub(super) fn go_on_from(
        &mut self,
        position: usize,
        (divisor, value): (Divisor, Money),
        rates: &Rates,
    ) -> Result<Option<Effect>, NumberError> {
        let now = self.value(position, rates)?;
        let held = self.basket(position).iter().collect();
        self.indexes[position] = Index::again(held, Some(divisor));
        self.indexes[position].absorb(value, now)
    }

    /// Puts the shares of a held security on the terms of a split. The shares before and after.
    pub(super) fn split_shares(
        &mut self,
        position: usize,
        security: SecurityId,
        ratio: Ratio,
    ) -> Result<Option<(Shares, Shares)>, NumberError> {
        let Some((before, shares)) = self.indexes[position].split(security, ratio)? else {
            return Ok(None);
        };
        self.hold(position, Change { security, shares })?;
        Ok(Some((before, shares)))
    }

    /// Lets the divisor of an index in local currencies absorb a move of exchange rates.
    pub(super) fn absorb_rates(
        &mut self,
        position: usize,
        before: &Rates,
        after: &Rates,
    ) -> Result<(), NumberError> {
        if self.indexes[position].divisor().is_some() {
            let (then, now) = (self.value(position, before)?, self.value(position, after)?);
            self.indexes[position].absorb(then, now)?;
        }
        Ok(())
    }

    /// Which indexes hold a security, each with its index shares.
    fn holders_of(&self, security: SecurityId) -> &[(u16, Shares)] {
        self.holders.get(security.0 as usize).map_or(&[], Vec::as_slice)
    }

    fn worth(&self, security: SecurityId, shares: Shares) -> Money {
        self.closes.get(security).map_or(Money::ZERO, |close| close.times(shares))
    }

    fn moved(
        &mut self,
        security: SecurityId,
        before: Option<Price>,
        after: Option<Price>,
    ) -> Result<(), NumberError> {
        let nanos = |price: Option<Price>| price.map_or(0, Price::nanos);
        let difference = nanos(after) - nanos(before);
        if difference == 0 {
            return Ok(());
        }
        let Book { closes, holders, groups, .. } = self;
        groups.move_price(security, difference, || {
            let holders = holders.get(security.0 as usize).map_or(&[][..], Vec::as_slice);
            (closes.currency(security), holders)
        })
    }

    /// Makes the holders of a security and the value of an index follow a change of its shares.
    fn hold(&mut self, position: usize, change: Change) -> Result<(), NumberError> {
        let Change { security, shares } = change;
        let before = self.shares(position, security).unwrap_or(Shares::ZERO);
        let moved = self.worth(security, shares).minus(self.worth(security, before))?;
        add(&mut self.sums[position], self.closes.currency(security), moved)?;
        let room = security.0 as usize + 1;
        if self.holders.len() < room {
            self.holders.resize(room, Vec::new());
        }
        let holders = &mut self.holders[room - 1];
        let place = holders.binary_search_by_key(&position, |(held, _)| usize::from(*held));
        match (place, shares == Shares::ZERO) {
            (Ok(place), true) => drop(holders.remove(place)),
            (Ok(place), false) => holders[place].1 = shares,
            (Err(_), true) => {}
            (Err(place), false) => holders.insert(place, (position as u16, shares)),
        }
        self.groups.outdate(security);
        Ok(())
    }
}

/// Adds to the sum of one currency.
fn add(sums: &mut Vec<Money>, place: usize, amount: Money) -> Result<(), NumberError> {
    if sums.len() <= place {
        sums.resize(place + 1, Money::ZERO);
    }
    sums[place] = sums[place].plus(amount)?;
    Ok(())
}
