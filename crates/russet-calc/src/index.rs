//! A basket and its divisor.

use russet_market::{Divisor, Level, Money, NumberError, Ratio, SecurityId, Shares};

use crate::basket::Basket;
use crate::closes::Closes;

/// One security's change inside an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The security.
    pub security: SecurityId,
    /// Its index shares from now on; zero takes it out.
    pub shares: Shares,
    /// More to say in the ledger.
    pub note: String,
}

/// What an event did to an index as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// The market value before.
    pub value_before: Money,
    /// The market value after, at the same closes.
    pub value_after: Money,
    /// The divisor before.
    pub divisor_before: Divisor,
    /// The divisor after.
    pub divisor_after: Divisor,
}

impl Effect {
    /// The effect of an event that changes neither value nor divisor, such as a split.
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
/// use russet_calc::{Closes, Index, index::Change};
/// use russet_market::{SecurityId, Shares};
///
/// let (one, two) = (SecurityId(1), SecurityId(2));
/// let mut closes = Closes::default();
/// closes.set(one, "10".parse()?, date(2024, 1, 2));
/// closes.set(two, "30".parse()?, date(2024, 1, 2));
/// let mut index = Index::default();
/// let enter = |security| Change { security, shares: Shares::whole(1).unwrap(), note: String::new() };
/// index.change(&[enter(one)], &closes)?;
/// index.start("100".parse()?, &closes)?;
/// let effect = index.change(&[enter(two)], &closes)?.expect("the index has started");
/// assert_eq!(effect.divisor_after, "0.4".parse()?);
/// assert_eq!(index.level(&closes)?, Some("100".parse()?));
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Index {
    basket: Basket,
    divisor: Option<Divisor>,
}

impl Index {
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

    /// Starts the index: its basket at these closes is worth this level.
    ///
    /// # Errors
    /// [`NumberError`] when the basket is worth nothing.
    ///
    /// ```
    /// use russet_calc::{Closes, Index};
    /// assert!(Index::default().start("100".parse()?, &Closes::default()).is_err());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn start(&mut self, level: Level, closes: &Closes) -> Result<(), NumberError> {
        self.divisor = Some(Divisor::at_base(self.basket.value(closes)?, level)?);
        Ok(())
    }

    /// The level at these closes, once it has started: the one formula for every level.
    ///
    /// # Errors
    /// [`NumberError`] when the value or level leaves its range.
    ///
    /// ```
    /// use russet_calc::{Closes, Index};
    /// assert_eq!(Index::default().level(&Closes::default())?, None);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn level(&self, closes: &Closes) -> Result<Option<Level>, NumberError> {
        self.divisor.map(|divisor| self.basket.value(closes)?.at(divisor)).transpose()
    }

    /// Changes the basket after a close; the divisor absorbs it, so that the level stays
    /// (`new = old × value after ÷ value before`). Gives the effect, once the index has started.
    ///
    /// # Errors
    /// [`NumberError`] when the change leaves nothing of value to divide; the index is then as it
    /// was.
    ///
    /// ```
    /// use russet_calc::{Closes, Index};
    /// assert_eq!(Index::default().change(&[], &Closes::default())?, None);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn change(
        &mut self,
        changes: &[Change],
        closes: &Closes,
    ) -> Result<Option<Effect>, NumberError> {
        let mut basket = self.basket.clone();
        for change in changes {
            basket.set(change.security, change.shares);
        }
        let effect = match self.divisor {
            Some(divisor_before) => {
                let value_before = self.basket.value(closes)?;
                let value_after = basket.value(closes)?;
                let divisor_after = divisor_before.chained(value_before, value_after)?;
                Some(Effect { value_before, value_after, divisor_before, divisor_after })
            }
            None => None,
        };
        self.basket = basket;
        self.divisor = effect.map(|effect| effect.divisor_after).or(self.divisor);
        Ok(effect)
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
