//! A basket and its divisor.

use russet_market::{Divisor, Level, Money, NumberError, Ratio, SecurityId, Shares};

use crate::basket::Basket;
use crate::closes::Closes;
use crate::rates::Rates;

/// One security's change inside an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The security.
    pub security: SecurityId,
    /// Its index shares from now on; zero takes it out.
    pub shares: Shares,
}

/// What an event did to an index as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// The market value before.
    pub value_before: Money,
    /// The market value after, at the same closes, or at closes on the event's new terms.
    pub value_after: Money,
    /// The divisor before.
    pub divisor_before: Divisor,
    /// The divisor after.
    pub divisor_after: Divisor,
}

impl Effect {
    /// The effect of an event that changes neither value nor divisor, such as a rename.
    ///
    /// ```
    /// use russet_calc::index::Effect;
    /// let effect = Effect::unchanged("5".parse()?, "1".parse()?);
    /// assert_eq!(effect.divisor_before, effect.divisor_after);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub const fn unchanged(value: Money, divisor: Divisor) -> Effect {
        Effect {
            value_before: value,
            value_after: value,
            divisor_before: divisor,
            divisor_after: divisor,
        }
    }
}

/// An index: what it holds and what it divides by. Before its base day it has no divisor yet.
///
/// ```
/// use jiff::civil::date;
/// use russet_calc::{Closes, Index, Rates, index::Change};
/// use russet_market::{SecurityId, Shares};
///
/// let (one, two, dollars) = (SecurityId(1), SecurityId(2), Rates::default());
/// let mut closes = Closes::default();
/// closes.set(one, "10".parse()?, date(2024, 1, 2));
/// closes.set(two, "30".parse()?, date(2024, 1, 2));
/// let mut index = Index::default();
/// let enter = |security| Change { security, shares: Shares::whole(1).unwrap() };
/// let nothing = index.value(&closes, &dollars)?;
/// index.change(nothing, &[enter(one)], &closes, &dollars)?;
/// index.start("100".parse()?, &closes, &dollars)?;
/// let before = index.value(&closes, &dollars)?;
/// let effect = index.change(before, &[enter(two)], &closes, &dollars)?.expect("it has started");
/// assert_eq!(effect.divisor_after, "0.4".parse()?);
/// assert_eq!(index.level(&closes, &dollars)?, Some("100".parse()?));
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Index {
    basket: Basket,
    divisor: Option<Divisor>,
}

impl Index {
    /// An index as it was, of what it held in the order of ids.
    pub(crate) fn again(held: Vec<(SecurityId, Shares)>, divisor: Option<Divisor>) -> Index {
        Index { basket: Basket::of(held), divisor }
    }

    /// What it holds.
    ///
    /// ```
    /// assert!(russet_calc::Index::default().basket().is_empty());
    /// ```
    pub fn basket(&self) -> &Basket {
        &self.basket
    }

    /// What it divides by, once it has started.
    ///
    /// ```
    /// assert!(russet_calc::Index::default().divisor().is_none());
    /// ```
    pub fn divisor(&self) -> Option<Divisor> {
        self.divisor
    }

    /// What it holds is worth, in the currency of the rates.
    ///
    /// # Errors
    /// [`NumberError`] when the value leaves its range, or a rate is not known.
    ///
    /// ```
    /// use russet_calc::{Closes, Index, Rates};
    /// use russet_market::Money;
    /// let value = Index::default().value(&Closes::default(), &Rates::default())?;
    /// assert_eq!(value, Money::ZERO);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn value(&self, closes: &Closes, rates: &Rates) -> Result<Money, NumberError> {
        self.basket.value(closes, rates)
    }

    /// Starts the index: its basket at these closes is worth this level.
    ///
    /// # Errors
    /// [`NumberError`] when the basket is worth nothing.
    ///
    /// ```
    /// use russet_calc::{Closes, Index, Rates};
    /// let level = "100".parse()?;
    /// assert!(Index::default().start(level, &Closes::default(), &Rates::default()).is_err());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn start(
        &mut self,
        level: Level,
        closes: &Closes,
        rates: &Rates,
    ) -> Result<(), NumberError> {
        self.start_at(level, self.value(closes, rates)?)
    }

    /// Starts an index whose basket is worth so much.
    pub(crate) fn start_at(&mut self, level: Level, value: Money) -> Result<(), NumberError> {
        self.divisor = Some(Divisor::at_base(value, level)?);
        Ok(())
    }

    /// The level at these closes, once it has started: the one formula for every level.
    ///
    /// # Errors
    /// [`NumberError`] when the value or level leaves its range.
    ///
    /// ```
    /// use russet_calc::{Closes, Index, Rates};
    /// assert_eq!(Index::default().level(&Closes::default(), &Rates::default())?, None);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn level(&self, closes: &Closes, rates: &Rates) -> Result<Option<Level>, NumberError> {
        self.divisor.map(|divisor| self.value(closes, rates)?.at(divisor)).transpose()
    }

    /// Changes the basket after a close; the divisor absorbs it, so that the level stays:
    /// `new = old × value after ÷ value before`. The value before is that of the old basket at the
    /// closes themselves; `closes` may be on the event's new terms, such as ex a special dividend.
    /// Gives the effect, once the index has started.
    ///
    /// # Errors
    /// [`NumberError`] when the change leaves nothing of value to divide; the index is then as it
    /// was.
    ///
    /// ```
    /// use russet_calc::{Closes, Index, Rates};
    /// use russet_market::Money;
    /// let (mut index, closes) = (Index::default(), Closes::default());
    /// assert_eq!(index.change(Money::ZERO, &[], &closes, &Rates::default())?, None);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn change(
        &mut self,
        value_before: Money,
        changes: &[Change],
        closes: &Closes,
        rates: &Rates,
    ) -> Result<Option<Effect>, NumberError> {
        let mut changed = self.clone();
        changed.set_all(changes);
        let effect = match self.divisor {
            Some(_) => changed.absorb(value_before, changed.value(closes, rates)?)?,
            None => None,
        };
        *self = changed;
        Ok(effect)
    }

    /// Changes the basket and nothing else.
    pub(crate) fn set_all(&mut self, changes: &[Change]) {
        self.basket.set_all(changes.iter().map(|change| (change.security, change.shares)));
    }

    /// Lets the divisor absorb what was not a move of prices: `new = old × value after ÷ value before`,
    /// the law itself. Equal values leave it as it is.
    pub(crate) fn absorb(
        &mut self,
        value_before: Money,
        value_after: Money,
    ) -> Result<Option<Effect>, NumberError> {
        let Some(divisor_before) = self.divisor else { return Ok(None) };
        let divisor_after = divisor_before.chained(value_before, value_after)?;
        self.divisor = Some(divisor_after);
        Ok(Some(Effect { value_before, value_after, divisor_before, divisor_after }))
    }

    /// Puts a held security on the terms of a split: shares times the ratio. The price falls by the
    /// same ratio, so neither value nor divisor changes. Gives the shares before and after.
    ///
    /// # Errors
    /// [`NumberError`] when the new count leaves its range.
    ///
    /// ```
    /// use russet_calc::Index;
    /// use russet_market::{Ratio, SecurityId};
    /// assert_eq!(Index::default().split(SecurityId(0), Ratio::new(2, 1)?)?, None);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn split(
        &mut self,
        security: SecurityId,
        ratio: Ratio,
    ) -> Result<Option<(Shares, Shares)>, NumberError> {
        let Some(before) = self.basket.shares(security) else { return Ok(None) };
        let after = before.split(ratio)?;
        self.basket.set(security, after);
        Ok(Some((before, after)))
    }
}
