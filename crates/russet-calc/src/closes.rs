//! The last close of every security, carried while a line has none.

use jiff::civil::Date;
use russet_market::{NumberError, Price, Ratio, SecurityId};

/// Last closes by security, each with its session.
#[derive(Debug, Clone, Default)]
pub struct Closes {
    last: Vec<Option<(Price, Date)>>,
}

impl Closes {
    /// No closes yet, with room for so many securities.
    ///
    /// ```
    /// use russet_calc::Closes;
    /// use russet_market::SecurityId;
    /// assert!(Closes::with_room_for(3).get(SecurityId(1)).is_none());
    /// ```
    pub fn with_room_for(securities: usize) -> Closes {
        Closes { last: vec![None; securities] }
    }

    /// The last close of a security.
    ///
    /// ```
    /// # use russet_calc::Closes;
    /// # use russet_market::SecurityId;
    /// assert!(Closes::default().get(SecurityId(0)).is_none());
    /// ```
    pub fn get(&self, security: SecurityId) -> Option<Price> {
        self.dated(security).map(|(price, _)| price)
    }

    /// The last close of a security and its session.
    ///
    /// ```
    /// # use russet_calc::Closes;
    /// # use russet_market::SecurityId;
    /// assert!(Closes::default().dated(SecurityId(0)).is_none());
    /// ```
    pub fn dated(&self, security: SecurityId) -> Option<(Price, Date)> {
        self.last.get(security.0 as usize).copied().flatten()
    }

    /// Takes a session's close.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_calc::Closes;
    /// use russet_market::SecurityId;
    /// let mut closes = Closes::default();
    /// closes.set(SecurityId(2), "10".parse()?, date(2024, 1, 2));
    /// assert_eq!(closes.get(SecurityId(2)), Some("10".parse()?));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn set(&mut self, security: SecurityId, price: Price, session: Date) {
        let place = security.0 as usize;
        if place >= self.last.len() {
            self.last.resize(place + 1, None);
        }
        self.last[place] = Some((price, session));
    }

    /// Puts a carried close on the terms of a split.
    ///
    /// # Errors
    /// [`NumberError`] when the adjusted close leaves the range of a price.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_calc::Closes;
    /// use russet_market::{Ratio, SecurityId};
    /// let mut closes = Closes::default();
    /// closes.set(SecurityId(0), "600".parse()?, date(2024, 1, 2));
    /// closes.split(SecurityId(0), Ratio::new(3, 1)?)?;
    /// assert_eq!(closes.get(SecurityId(0)), Some("200".parse()?));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn split(&mut self, security: SecurityId, ratio: Ratio) -> Result<(), NumberError> {
        if let Some(Some((price, _))) = self.last.get_mut(security.0 as usize) {
            *price = price.split(ratio)?;
        }
        Ok(())
    }
}
