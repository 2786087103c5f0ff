//! What an index holds.

use russet_market::{Money, NumberError, SecurityId, Shares};

use crate::closes::Closes;
use crate::rates::Rates;

/// From so many changes on, a basket is merged with them at once.
const MANY: usize = 8;

/// Index shares by security, in the order of ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basket {
    held: Vec<(SecurityId, Shares)>,
}

impl Basket {
    /// A basket of securities in the order of ids.
    pub(crate) fn of(held: Vec<(SecurityId, Shares)>) -> Basket {
        Basket { held }
    }

    /// The index shares of a security, if it is held.
    ///
    /// ```
    /// # use russet_calc::Basket;
    /// # use russet_market::SecurityId;
    /// assert!(Basket::default().shares(SecurityId(0)).is_none());
    /// ```
    pub fn shares(&self, security: SecurityId) -> Option<Shares> {
        self.place(security).ok().map(|place| self.held[place].1)
    }

    /// Holds a security with so many index shares; none at all takes it out.
    ///
    /// ```
    /// use russet_calc::Basket;
    /// use russet_market::{SecurityId, Shares};
    /// let mut basket = Basket::default();
    /// basket.set(SecurityId(0), Shares::whole(5)?);
    /// basket.set(SecurityId(0), Shares::ZERO);
    /// assert!(basket.is_empty());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn set(&mut self, security: SecurityId, shares: Shares) {
        match (self.place(security), shares == Shares::ZERO) {
            (Ok(place), true) => {
                self.held.remove(place);
            }
            (Ok(place), false) => self.held[place].1 = shares,
            (Err(_), true) => {}
            (Err(place), false) => self.held.insert(place, (security, shares)),
        }
    }

    /// Holds many securities with so many index shares each; of a security named twice, the last word
    /// counts.
    ///
    /// ```
    /// use russet_calc::Basket;
    /// use russet_market::{SecurityId, Shares};
    /// let mut basket = Basket::default();
    /// basket.set_all((0..9).map(|id| (SecurityId(id), Shares::ONE)));
    /// basket.set_all((0..8).map(|id| (SecurityId(id), Shares::ZERO)));
    /// assert_eq!(basket.iter().collect::<Vec<_>>(), [(SecurityId(8), Shares::ONE)]);
    /// ```
    pub fn set_all(&mut self, changes: impl ExactSizeIterator<Item = (SecurityId, Shares)>) {
        if changes.len() < MANY {
            return changes.for_each(|(security, shares)| self.set(security, shares));
        }
        // One merge for all: an insertion each would move the whole basket each time.
        self.held.extend(changes);
        self.held.sort_by_key(|(security, _)| *security);
        self.held.reverse();
        self.held.dedup_by_key(|(security, _)| *security);
        self.held.reverse();
        self.held.retain(|(_, shares)| *shares != Shares::ZERO);
    }

    fn place(&self, security: SecurityId) -> Result<usize, usize> {
        self.held.binary_search_by_key(&security, |(held, _)| *held)
    }

    /// How many securities are held.
    ///
    /// ```
    /// assert_eq!(russet_calc::Basket::default().len(), 0);
    /// ```
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether nothing is held.
    ///
    /// ```
    /// assert!(russet_calc::Basket::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Everything held, by security id.
    ///
    /// ```
    /// assert_eq!(russet_calc::Basket::default().iter().count(), 0);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (SecurityId, Shares)> + '_ {
        self.held.iter().copied()
    }

    /// The market value at last closes, `Σ price × index shares`: exact, so in any order the same.
    /// The sum in each currency is converted once. A security that never had a close counts nothing.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] beyond 1.7e23 dollars, [`NumberError::NoRate`] when no rate tells what
    /// a currency is worth.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_calc::{Basket, Closes, Rates};
    /// use russet_market::{SecurityId, Shares};
    /// let (mut basket, mut closes) = (Basket::default(), Closes::default());
    /// basket.set(SecurityId(0), Shares::whole(3)?);
    /// closes.set(SecurityId(0), "1.5".parse()?, date(2024, 1, 2));
    /// assert_eq!(basket.value(&closes, &Rates::default())?, "4.5".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn value(&self, closes: &Closes, rates: &Rates) -> Result<Money, NumberError> {
        let mut sums = vec![Money::ZERO; rates.count().max(1)];
        for (security, shares) in self.iter() {
            let Some(price) = closes.get(security) else { continue };
            let place = closes.currency(security);
            let Some(sum) = sums.get_mut(place) else {
                rates.rate(place)?;
                continue;
            };
            *sum = sum.plus(price.times(shares))?;
        }
        let mut value = Money::ZERO;
        for (place, sum) in sums.into_iter().enumerate().filter(|(_, sum)| *sum != Money::ZERO) {
            value = value.plus(sum.converted(rates.rate(place)?)?)?;
        }
        Ok(value)
    }
}
