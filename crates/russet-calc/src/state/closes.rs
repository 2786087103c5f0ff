//! The last close of every security, carried while a security has none.

use jiff::civil::Date;
use russet_market::{Money, NumberError, Price, SecurityId, Shares};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::rates::Rates;

/// Last closes by security, each with its session, in the currency that the security trades in.
#[derive(Debug, Clone, Default)]
pub struct Closes {
    last: Vec<Option<(Price, Date)>>,
    currencies: Vec<u8>,
}

/// What a security has, written down.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct LastClose {
    security: SecurityId,
    #[serde(with = "crate::packed::optional")]
    price: Option<Price>,
    #[serde(with = "crate::packed::optional")]
    session: Option<Date>,
    currency: u8,
}

impl Closes {
    /// No closes yet, with room for a number of securities.
    pub fn with_room_for(securities: usize) -> Closes {
        Closes { last: vec![None; securities], currencies: vec![0; securities] }
    }

    /// The last close of a security.
    pub fn get(&self, security: SecurityId) -> Option<Price> {
        self.dated(security).map(|(price, _)| price)
    }

    /// The last close of a security and its session.
    pub fn dated(&self, security: SecurityId) -> Option<(Price, Date)> {
        self.last.get(security.0 as usize).copied().flatten()
    }

    /// The place of the currency that a security trades in.
    pub fn currency(&self, security: SecurityId) -> usize {
        self.currencies.get(security.0 as usize).map_or(0, |place| usize::from(*place))
    }

    /// What a number of shares is worth at the last close; nothing without one.
    ///
    /// # Errors
    /// [`NumberError`] when no rate is known for what the security's currency is worth.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_calc::{Closes, Rates};
    /// use russet_market::{SecurityId, Shares};
    /// let mut closes = Closes::default();
    /// closes.set(SecurityId(0), "10".parse()?, date(2024, 1, 2));
    /// let value = closes.value(SecurityId(0), Shares::whole(3)?, &Rates::default())?;
    /// assert_eq!(value, Some("30".parse()?));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn value(
        &self,
        security: SecurityId,
        shares: Shares,
        rates: &Rates,
    ) -> Result<Option<Money>, NumberError> {
        let Some(price) = self.get(security) else { return Ok(None) };
        price.times(shares).converted(rates.rate(self.currency(security))?).map(Some)
    }

    /// Takes a session's close.
    pub fn set(&mut self, security: SecurityId, price: Price, session: Date) {
        self.replace(security, price, session);
    }

    /// Takes a session's close, and gives the one before.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_calc::Closes;
    /// use russet_market::SecurityId;
    /// let mut closes = Closes::default();
    /// assert_eq!(closes.replace(SecurityId(2), "10".parse()?, date(2024, 1, 2)), None);
    /// let before = closes.replace(SecurityId(2), "11".parse()?, date(2024, 1, 3));
    /// assert_eq!(before, Some("10".parse()?));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    #[inline]
    pub fn replace(&mut self, security: SecurityId, price: Price, session: Date) -> Option<Price> {
        let place = self.room_for(security);
        self.last[place].replace((price, session)).map(|(before, _)| before)
    }

    /// Forgets the close of a security.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_calc::Closes;
    /// use russet_market::SecurityId;
    /// let mut closes = Closes::default();
    /// closes.set(SecurityId(0), "10".parse()?, date(2024, 1, 2));
    /// closes.forget(SecurityId(0));
    /// assert_eq!(closes.get(SecurityId(0)), None);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn forget(&mut self, security: SecurityId) {
        if let Some(last) = self.last.get_mut(security.0 as usize) {
            *last = None;
        }
    }

    /// Says in which currency, by its place, a security trades.
    pub fn trades_in(&mut self, security: SecurityId, currency: u8) {
        let place = self.room_for(security);
        self.currencies[place] = currency;
    }

    /// How many securities there is room for.
    pub(super) fn room(&self) -> usize {
        self.last.len()
    }

    pub(super) fn make_room_for(&mut self, securities: usize) {
        let room = self.last.len().max(securities);
        self.last.resize(room, None);
        self.currencies.resize(room, 0);
    }

    /// Where these closes differ from others: what each security has here.
    pub(crate) fn differing_from(&self, others: &Closes) -> Vec<LastClose> {
        let count = self.last.len().max(others.last.len());
        let securities = (0..count as u32).map(SecurityId);
        let here =
            |closes: &Closes, security| (closes.dated(security), closes.currency(security) as u8);
        let differing =
            securities.filter(|security| here(self, *security) != here(others, *security));
        let last = |security| {
            let (price, session) = self.dated(security).unzip();
            LastClose { security, price, session, currency: self.currency(security) as u8 }
        };
        differing.map(last).collect()
    }

    /// Replaces what some securities had.
    pub(crate) fn overwrite(&mut self, securities: &[LastClose]) {
        for last in securities {
            let place = self.room_for(last.security);
            self.last[place] = last.price.zip(last.session);
            self.currencies[place] = last.currency;
        }
    }

    #[inline]
    fn room_for(&mut self, security: SecurityId) -> usize {
        let place = security.0 as usize;
        if place >= self.last.len() {
            self.last.resize(place + 1, None);
            self.currencies.resize(place + 1, 0);
        }
        place
    }
}

impl Serialize for Closes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.differing_from(&Closes::default()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Closes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Closes, D::Error> {
        let mut closes = Closes::default();
        closes.overwrite(&Vec::<LastClose>::deserialize(deserializer)?);
        Ok(closes)
    }
}
