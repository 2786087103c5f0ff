//! Days and numbers as small whole numbers, for serde: most of a checkpoint are such.

use jiff::civil::Date;
use russet_market::{Factor, Price, Shares};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

/// A value that an integer represents.
pub(crate) trait Packed: Sized {
    fn packed(&self) -> i64;
    fn unpacked(number: i64) -> Option<Self>;
}

impl Packed for Date {
    // Year, month and day side by side, so that no calendar is asked.
    fn packed(&self) -> i64 {
        i64::from(self.year()) << 9 | i64::from(self.month()) << 5 | i64::from(self.day())
    }

    fn unpacked(number: i64) -> Option<Date> {
        let year = i16::try_from(number >> 9).ok()?;
        Date::new(year, (number >> 5 & 15) as i8, (number & 31) as i8).ok()
    }
}

impl Packed for Shares {
    fn packed(&self) -> i64 {
        self.micros()
    }

    fn unpacked(number: i64) -> Option<Shares> {
        Shares::from_micros(number).ok()
    }
}

impl Packed for Price {
    fn packed(&self) -> i64 {
        self.nanos()
    }

    fn unpacked(number: i64) -> Option<Price> {
        Price::from_nanos(number).ok()
    }
}

impl Packed for Factor {
    fn packed(&self) -> i64 {
        self.picos()
    }

    fn unpacked(number: i64) -> Option<Factor> {
        Factor::from_picos(number).ok()
    }
}

pub(crate) fn serialize<P: Packed, S: Serializer>(
    value: &P,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(value.packed())
}

pub(crate) fn deserialize<'de, P: Packed, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<P, D::Error> {
    let number = i64::deserialize(deserializer)?;
    P::unpacked(number).ok_or_else(|| D::Error::custom("an impossible value"))
}

/// The same of a value that may be missing.
pub(crate) mod optional {
    use serde::Serialize;

    use super::*;

    pub(crate) fn serialize<P: Packed, S: Serializer>(
        value: &Option<P>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.as_ref().map(Packed::packed).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, P: Packed, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<P>, D::Error> {
        let number = Option::<i64>::deserialize(deserializer)?;
        let value = number.map(|number| P::unpacked(number).ok_or("an impossible value"));
        value.transpose().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_comes_back() {
        for day in [date(2026, 12, 31), date(1, 1, 1), Date::MAX, Date::MIN] {
            assert_eq!(Date::unpacked(day.packed()), Some(day));
        }
        assert_eq!(Date::unpacked(0), None);
    }
}
