//! The values that columns hold, and the means to make columns of more kinds of them.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, PrimitiveArray, StringArray,
};
use jiff::civil::Date;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::{BadCell, ColumnType, ColumnValue, EpochDays, OwnedValue};

/// Whole numbers, which Arrow holds as they are.
macro_rules! primitive {
    ($($number:ty: $type:ident, $arrow:ty;)+) => {$(
        impl ColumnValue for $number {
            const TYPE: ColumnType = ColumnType::$type;
            const UNIT: &'static str = "";

            fn array<'row>(
                values: impl Iterator<Item = Option<&'row Self>>,
            ) -> Result<ArrayRef, String> {
                let values = values.map(Option::<&$number>::copied);
                Ok(Arc::new(values.collect::<PrimitiveArray<$arrow>>()))
            }

            fn order(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }
        }

        impl OwnedValue for $number {
            fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
                Ok(column.as_primitive::<$arrow>().iter().collect())
            }
        }
    )+};
}

primitive!(
    u16: UInt16, UInt16Type;
    u32: UInt32, UInt32Type;
    u64: UInt64, UInt64Type;
);

impl ColumnValue for f64 {
    const TYPE: ColumnType = ColumnType::Float;
    const UNIT: &'static str = "";

    /// NaN is refused: readers that skip pages by their minimum and maximum lose rows next to one.
    fn array<'row>(values: impl Iterator<Item = Option<&'row Self>>) -> Result<ArrayRef, String> {
        let known = |value: Option<&f64>| match value {
            Some(value) if value.is_nan() => Err("a value is NaN, not missing".to_owned()),
            value => Ok(value.copied()),
        };
        Ok(Arc::new(values.map(known).collect::<Result<PrimitiveArray<Float64Type>, _>>()?))
    }

    fn order(&self, other: &Self) -> Ordering {
        self.total_cmp(other)
    }
}

impl OwnedValue for f64 {
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        Ok(column.as_primitive::<Float64Type>().iter().collect())
    }
}

impl ColumnValue for bool {
    const TYPE: ColumnType = ColumnType::Bool;
    const UNIT: &'static str = "";

    fn array<'row>(values: impl Iterator<Item = Option<&'row Self>>) -> Result<ArrayRef, String> {
        Ok(Arc::new(values.map(Option::<&bool>::copied).collect::<BooleanArray>()))
    }

    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl OwnedValue for bool {
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        Ok(column.as_boolean().iter().collect())
    }
}

impl ColumnValue for Date {
    const TYPE: ColumnType = ColumnType::Date;
    const UNIT: &'static str = "day";

    fn array<'row>(values: impl Iterator<Item = Option<&'row Self>>) -> Result<ArrayRef, String> {
        let mut days = EpochDays::new();
        let numbers = values.map(|value| value.map(|day| days.number(*day)));
        Ok(Arc::new(numbers.collect::<Date32Array>()))
    }

    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl OwnedValue for Date {
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        let mut days = EpochDays::new();
        let numbers = column.as_primitive::<Date32Type>().iter();
        each(numbers, |number| {
            days.date(number).ok_or_else(|| format!("day {number} is beyond the calendar"))
        })
    }
}

/// Texts, whoever owns them.
macro_rules! text {
    ($($text:ty: $as_str:ident),+) => {$(
        impl ColumnValue for $text {
            const TYPE: ColumnType = ColumnType::Text;
            const UNIT: &'static str = "";

            fn array<'row>(
                values: impl Iterator<Item = Option<&'row Self>>,
            ) -> Result<ArrayRef, String>
            where
                Self: 'row,
            {
                Ok(text_array(values.map(|value| value.map(|text| text.$as_str()))))
            }

            fn order(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }
        }
    )+};
}

text!(String: as_str, Arc<str>: as_ref, &str: as_ref);

impl OwnedValue for String {
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        Ok(column.as_string::<i32>().iter().map(|text| text.map(str::to_owned)).collect())
    }
}

impl OwnedValue for Arc<str> {
    /// Rows that say the same share one text.
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        let mut known: HashMap<&str, Arc<str>> = HashMap::new();
        let mut shared = |text| Arc::clone(known.entry(text).or_insert_with(|| Arc::from(text)));
        Ok(column.as_string::<i32>().iter().map(|text| text.map(&mut shared)).collect())
    }
}

/// A column of texts.
pub fn text_array<'row>(texts: impl Iterator<Item = Option<&'row str>>) -> ArrayRef {
    Arc::new(texts.collect::<StringArray>())
}

/// The values of a column of texts, each read from its text.
///
/// # Errors
/// [`BadCell`] for the first text that is none.
pub fn text_values<V>(
    column: &ArrayRef,
    read: impl FnMut(&str) -> Result<V, String>,
) -> Result<Vec<Option<V>>, BadCell> {
    each(column.as_string::<i32>().iter(), read)
}

/// A column of words out of a small set, as serde or `Display` spells them; each is spelt once.
///
/// # Errors
/// When a value is no word.
pub fn word_array<'row, V: serde::Serialize + PartialEq + Copy + 'row>(
    values: impl Iterator<Item = Option<&'row V>>,
) -> Result<ArrayRef, String> {
    let mut known: Vec<(V, String)> = Vec::new();
    let mut builder = StringBuilder::new();
    for value in values {
        let Some(value) = value else {
            builder.append_null();
            continue;
        };
        let place = match known.iter().position(|(word, _)| word == value) {
            Some(place) => place,
            None => {
                known.push((*value, spelling(value)?));
                known.len() - 1
            }
        };
        builder.append_value(&known[place].1);
    }
    Ok(Arc::new(builder.finish()))
}

fn spelling(word: &impl serde::Serialize) -> Result<String, String> {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        other => Err(format!("not a word: {other:?}")),
    }
}

/// The values of a column of such words.
///
/// # Errors
/// [`BadCell`] for the first text that is not one of the words.
pub fn word_values<V: DeserializeOwned + Copy>(
    column: &ArrayRef,
) -> Result<Vec<Option<V>>, BadCell> {
    let mut known: Vec<(&str, V)> = Vec::new();
    each(column.as_string::<i32>().iter(), |text| {
        if let Some((_, word)) = known.iter().find(|(known, _)| *known == text) {
            return Ok(*word);
        }
        let spelling: StrDeserializer<'_, Error> = text.into_deserializer();
        let word = V::deserialize(spelling).map_err(|error| error.to_string())?;
        known.push((text, word));
        Ok(word)
    })
}

/// A column of exact decimals, from whole numbers of their smallest unit.
///
/// # Errors
/// When a number has more digits than the column.
pub fn decimal_array(
    kind: ColumnType,
    units: impl Iterator<Item = Option<i128>>,
) -> Result<ArrayRef, String> {
    let ColumnType::Decimal { precision, scale } = kind else {
        return Err(format!("a column of {kind} holds no decimals"));
    };
    let beyond = 10_u128.pow(u32::from(precision.min(38)));
    let mut too_large = None;
    let checked = units.inspect(|units| {
        let fits = units.is_none_or(|units| units.unsigned_abs() < beyond);
        too_large = too_large.or(units.filter(|_| !fits));
    });
    let array: Decimal128Array = checked.collect();
    if let Some(units) = too_large {
        return Err(format!("{units} units have more digits than {kind}"));
    }
    let array = array.with_precision_and_scale(precision, scale);
    Ok(Arc::new(array.map_err(|error| error.to_string())?))
}

/// The values of a column of exact decimals.
///
/// # Errors
/// [`BadCell`] for the first number that is no such value.
pub fn decimal_values<V, E: Display>(
    column: &ArrayRef,
    read: impl Fn(i128) -> Result<V, E>,
) -> Result<Vec<Option<V>>, BadCell> {
    let units = column.as_primitive::<Decimal128Type>().iter();
    each(units, |units| read(units).map_err(|error| error.to_string()))
}

/// A missing value stays missing; the first that is impossible spoils the column.
fn each<A, V>(
    values: impl ExactSizeIterator<Item = Option<A>>,
    mut read: impl FnMut(A) -> Result<V, String>,
) -> Result<Vec<Option<V>>, BadCell> {
    let rows = values.enumerate().map(|(row, value)| match value {
        Some(value) => read(value).map(Some).map_err(|reason| BadCell { row, reason }),
        None => Ok(None),
    });
    rows.collect()
}
