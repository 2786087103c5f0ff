//! Every index of a family at the same closes. This is the only place where a value is summed or a divisor
//! moves.
//!
//! Values are kept exact while closes and baskets change: a new close moves the sums of the indexes that hold the
//! security by the difference, so a level costs one division however many constituents there are.

mod saved;

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{Divisor, Level, Money, NumberError, Price, SecurityId, Shares};

use super::atoms::Atoms;
use super::basket::Basket;
use super::closes::Closes;
use super::index::{Change, Effect, IndexState};
use super::rates::Rates;

/// The indexes of a family, by position, and the last close of every security.
///
/// ```
/// use jiff::civil::date;
/// use russet_calc::{Change, IndexLedger, Rates};
/// use russet_market::{SecurityId, Shares};
///
/// let (one, two) = (SecurityId(1), SecurityId(2));
/// let mut ledger = IndexLedger::new(vec![Rates::default()], 3);
/// ledger.take_close(one, "10".parse()?, date(2024, 1, 2))?;
/// ledger.take_close(two, "30".parse()?, date(2024, 1, 2))?;
/// ledger.settle().map_err(|(_, error)| error)?;
///
/// let enter = |security| Change { security, shares: Shares::ONE };
/// ledger.change(0, None, &[enter(one)])?;
/// ledger.start(0, "100".parse()?)?;
///
/// // A second constituent enters after the close: the divisor absorbs it, the level stays.
/// let before = ledger.value(0)?;
/// let effect = ledger.change(0, Some(before), &[enter(two)])?.expect("the index has started");
/// assert_eq!(effect.divisor_after, "0.4".parse()?);
/// assert_eq!(ledger.level(0)?, Some("100".parse()?));
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone)]
pub struct IndexLedger {
    closes: Closes,
    indexes: Vec<IndexState>,
    /// What each index is worth in each currency that its constituents trade in.
    sums: Vec<Vec<Money>>,
    /// By security, which indexes hold it and with how many index shares.
    holders: Vec<Vec<(u16, Shares)>>,
    atoms: Atoms,
}

impl IndexLedger {
    /// Indexes that hold nothing yet, one for each set of exchange rates, with room for a number of securities.
    pub fn new(rates: Vec<Rates>, securities: usize) -> IndexLedger {
        let indexes = rates.into_iter().map(IndexState::new).collect();
        IndexLedger::empty(Closes::with_room_for(securities), indexes)
    }

    fn empty(closes: Closes, indexes: Vec<IndexState>) -> IndexLedger {
        IndexLedger {
            sums: vec![Vec::new(); indexes.len()],
            holders: vec![Vec::new(); closes.room()],
            atoms: Atoms::with_room_for(closes.room()),
            closes,
            indexes,
        }
    }

    /// Makes room for securities that the market has gained.
    pub(crate) fn make_room_for(&mut self, securities: usize) {
        self.closes.make_room_for(securities);
        self.holders.resize(self.holders.len().max(securities), Vec::new());
        self.atoms.make_room_for(securities);
    }

    /// How many indexes there are.
    pub(crate) fn len(&self) -> usize {
        self.indexes.len()
    }

    /// The last closes.
    pub fn closes(&self) -> &Closes {
        &self.closes
    }

    pub(crate) fn index(&self, position: usize) -> &IndexState {
        &self.indexes[position]
    }

    /// The indexes, by position.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &IndexState> {
        self.indexes.iter()
    }

    pub(crate) fn index_mut(&mut self, position: usize) -> &mut IndexState {
        &mut self.indexes[position]
    }

    /// What an index holds.
    pub fn basket(&self, position: usize) -> &Basket {
        self.indexes[position].basket()
    }

    /// The divisor of an index, once it has started.
    pub fn divisor(&self, position: usize) -> Option<Divisor> {
        self.indexes[position].divisor()
    }

    pub(crate) fn holds(&self, position: usize, security: SecurityId) -> bool {
        self.shares(position, security).is_some()
    }

    /// The index shares of a security in an index that holds it.
    pub(crate) fn shares(&self, position: usize, security: SecurityId) -> Option<Shares> {
        let holders = self.holders_of(security);
        let place = holders.binary_search_by_key(&position, |(held, _)| usize::from(*held));
        place.ok().map(|place| holders[place].1)
    }

    /// The constituents of an index.
    pub(crate) fn securities(&self, position: usize) -> BTreeSet<SecurityId> {
        self.basket(position).iter().map(|(security, _)| security).collect()
    }

    /// The positions of the indexes that hold a security.
    pub(crate) fn holders(&self, security: SecurityId) -> impl Iterator<Item = usize> + '_ {
        self.holders_of(security).iter().map(|(position, _)| usize::from(*position))
    }

    /// What an index is worth at the last closes, in its own currency: the sum in each currency is exact and is
    /// converted once.
    ///
    /// # Errors
    /// [`NumberError`] when the value leaves its range, or an exchange rate is missing.
    pub fn value(&self, position: usize) -> Result<Money, NumberError> {
        self.value_at(position, &self.indexes[position].rates)
    }

    fn value_at(&self, position: usize, rates: &Rates) -> Result<Money, NumberError> {
        let sums = self.sums[position].iter().enumerate();
        sums.filter(|(_, sum)| **sum != Money::ZERO).try_fold(Money::ZERO, |value, (place, sum)| {
            value.plus(sum.converted(rates.rate(place)?)?)
        })
    }

    /// What an index would be worth if one security had another price.
    pub(crate) fn value_if(
        &self,
        position: usize,
        (security, price): (SecurityId, Price),
    ) -> Result<Money, NumberError> {
        let value = self.value(position)?;
        let Some(shares) = self.shares(position, security) else { return Ok(value) };
        let rate = self.indexes[position].rates.rate(self.closes.currency(security))?;
        let now = self.worth(security, shares).converted(rate)?;
        value.minus(now)?.plus(price.times(shares).converted(rate)?)
    }

    /// The level of an index at the last closes, once it has started.
    ///
    /// # Errors
    /// [`NumberError`] when the value or the level leaves its range, or an exchange rate is missing.
    pub fn level(&self, position: usize) -> Result<Option<Level>, NumberError> {
        self.divisor(position).map(|divisor| self.value(position)?.at(divisor)).transpose()
    }

    /// Starts an index: what it holds is at this level.
    ///
    /// # Errors
    /// [`NumberError`] when its basket is worth nothing.
    pub fn start(&mut self, position: usize, base: Level) -> Result<(), NumberError> {
        let value = self.value(position)?;
        self.indexes[position].start_at(base, value)
    }

    /// Takes a close, or a price of the session in progress. Values follow with [`IndexLedger::settle`], once for
    /// all prices taken.
    ///
    /// # Errors
    /// [`NumberError`] when a value leaves its range.
    #[inline]
    pub fn take_close(
        &mut self,
        security: SecurityId,
        close: Price,
        session: Date,
    ) -> Result<(), NumberError> {
        let before = self.closes.replace(security, close, session);
        self.moved(security, before, Some(close))
    }

    /// Brings all values up to the closes taken.
    ///
    /// # Errors
    /// The position of the index whose value leaves its range, with the [`NumberError`].
    pub fn settle(&mut self) -> Result<(), (usize, NumberError)> {
        let sums = &mut self.sums;
        self.atoms.settle(|position, place, moved| {
            add(&mut sums[position], place, moved).map_err(|source| (position, source))
        })
    }

    /// Puts another price in place of a carried close, which keeps its session; a security without a close gets the
    /// price as of `day`.
    ///
    /// # Errors
    /// [`NumberError`] when a value leaves its range.
    pub fn reprice(
        &mut self,
        security: SecurityId,
        price: Price,
        day: Date,
    ) -> Result<(), NumberError> {
        let session = self.closes.dated(security).map_or(day, |(_, date)| date);
        self.take_close(security, price, session)?;
        self.settle().map_err(|(_, source)| source)
    }

    /// Forgets the close of a security.
    pub(crate) fn forget(&mut self, security: SecurityId) -> Result<(), NumberError> {
        let before = self.closes.get(security);
        self.closes.forget(security);
        self.moved(security, before, None)?;
        self.settle().map_err(|(_, source)| source)
    }

    /// Sets the currency, by its place among the market's, that a security trades in from now on.
    pub(crate) fn trades_in(
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
            self.atoms.outdate(security);
        }
        self.closes.trades_in(security, currency);
        Ok(())
    }

    /// Changes the basket of an index after a close; the divisor absorbs it where the index was worth `before`, and
    /// stays where nothing is given. Gives the effect, once the index has started.
    ///
    /// # Errors
    /// [`NumberError`] when the change leaves nothing of value to divide, or a value leaves its range; the index is then
    /// as it was.
    pub fn change(
        &mut self,
        position: usize,
        before: Option<Money>,
        changes: &[Change],
    ) -> Result<Option<Effect>, NumberError> {
        let of_basket = |change: &Change| {
            let shares = self.shares(position, change.security).unwrap_or(Shares::ZERO);
            Change { shares, ..*change }
        };
        let undone: Vec<Change> = changes.iter().map(of_basket).collect();
        let effect = self.change_basket(position, changes).and_then(|()| {
            let after = self.value(position)?;
            self.indexes[position].absorb(before.unwrap_or(after), after)
        });
        if effect.is_err() {
            self.change_basket(position, &undone)?;
        }
        effect
    }

    /// Changes a basket and the sums that follow from it; the divisor stays.
    fn change_basket(&mut self, position: usize, changes: &[Change]) -> Result<(), NumberError> {
        for change in changes {
            self.hold(position, *change)?;
        }
        self.indexes[position].set_all(changes);
        Ok(())
    }

    /// Takes the divisor and the value of an index as published in place of its own; the divisor absorbs the
    /// difference from what it holds now.
    pub(crate) fn continue_from(
        &mut self,
        position: usize,
        (divisor, value): (Divisor, Money),
    ) -> Result<Option<Effect>, NumberError> {
        let now = self.value(position)?;
        self.indexes[position].set_divisor(divisor);
        self.indexes[position].absorb(value, now)
    }

    /// Sets the rates that convert an index's values: their move is a move of its level.
    pub(crate) fn set_rates(&mut self, position: usize, rates: Rates) {
        self.indexes[position].rates = rates;
    }

    /// Sets the rates of an index in local currencies, whose divisor absorbs their move.
    pub(crate) fn absorb_rates(
        &mut self,
        position: usize,
        rates: Rates,
    ) -> Result<(), NumberError> {
        let effect = match self.divisor(position) {
            Some(_) => {
                let (then, now) = (self.value(position)?, self.value_at(position, &rates)?);
                self.indexes[position].absorb(then, now).map(drop)
            }
            None => Ok(()),
        };
        self.indexes[position].rates = rates;
        effect
    }

    /// Which indexes hold a security, each with its index shares.
    fn holders_of(&self, security: SecurityId) -> &[(u16, Shares)] {
        self.holders.get(security.0 as usize).map_or(&[], Vec::as_slice)
    }

    fn worth(&self, security: SecurityId, shares: Shares) -> Money {
        self.closes.get(security).map_or(Money::ZERO, |close| close.times(shares))
    }

    #[inline]
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
        let IndexLedger { closes, holders, atoms, .. } = self;
        atoms.move_price(security, difference, || {
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
        self.atoms.outdate(security);
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
