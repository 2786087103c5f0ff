//! Days as small numbers, for serde: most of a checkpoint are days.

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

/// Year, month and day side by side, so that no calendar is asked.
fn packed(day: Date) -> i32 {
    i32::from(day.year()) << 9 | i32::from(day.month()) << 5 | i32::from(day.day())
}

fn unpacked(number: i32) -> Option<Date> {
    let year = i16::try_from(number >> 9).ok()?;
    Date::new(year, (number >> 5 & 15) as i8, (number & 31) as i8).ok()
}

pub(crate) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i32(packed(*day))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    unpacked(i32::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("no day"))
}

/// The same of a day that may be missing.
pub(crate) mod optional {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(
        day: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(day.map_or(0, packed))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        Ok(unpacked(i32::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_comes_back() {
        for day in [date(2026, 12, 31), date(1, 1, 1), Date::MAX, Date::MIN] {
            assert_eq!(unpacked(packed(day)), Some(day));
        }
        assert_eq!(unpacked(0), None);
    }
}
