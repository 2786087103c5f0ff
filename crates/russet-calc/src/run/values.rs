//! The values that columns hold, each kind in its own Arrow type.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, Date32Array, Decimal128Array, Float64Array, StringArray, StringBuilder,
    UInt32Array,
};
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Field, Float64Type, UInt32Type};
use arrow::error::ArrowError;
use jiff::civil::Date;
use russet_market::folder::EpochDays;
use russet_market::{
    ActionKind, Currency, Divisor, ExchangeRate, Factor, IssuerId, Level, Money, Price, Ratio,
    SecurityId, SecurityKind, Shares, Ticker,
};
use russet_rules::Verdict;
use russet_rules::restatement::Treatment;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::announced::ActionOutcome;
use super::column::{OwnedValue, Value};
use crate::ledger::Cause;

/// Exact numbers, as whole numbers of their smallest unit.
macro_rules! exact {
    ($($number:ident: $units:ident, $of:ident;)+) => {$(
        impl Value for $number {
            fn array<'row>(
                values: impl Iterator<Item = Option<&'row Self>>,
                field: &Field,
            ) -> Result<ArrayRef, ArrowError> {
                decimals(values.map(|value| value.map(|value| i128::from(value.$units()))), field)
            }
        }

        impl OwnedValue for $number {
            fn values(array: &ArrayRef) -> Option<Vec<Option<Self>>> {
                let units = array.as_primitive_opt::<Decimal128Type>()?;
                let number = |units: i128| $number::$of(units.try_into().ok()?).ok();
                units.iter().map(|units| perhaps(units, number)).collect()
            }
        }
    )+};
}

exact!(
    Shares: micros, from_micros;
    Price: nanos, from_nanos;
    Factor: picos, from_picos;
    ExchangeRate: picos, from_picos;
    Level: attos, from_attos;
    Divisor: attos, from_attos;
);

impl Value for Money {
    fn array<'row>(
        values: impl Iterator<Item = Option<&'row Self>>,
        field: &Field,
    ) -> Result<ArrayRef, ArrowError> {
        decimals(values.map(|value| value.map(|value| value.femtos())), field)
    }
}

impl OwnedValue for Money {
    fn values(array: &ArrayRef) -> Option<Vec<Option<Self>>> {
        let units = array.as_primitive_opt::<Decimal128Type>()?;
        Some(units.iter().map(|units| units.map(Money::from_femtos)).collect())
    }
}

/// Whole numbers.
macro_rules! whole {
    ($($number:ty: $units:expr, $of:expr;)+) => {$(
        impl Value for $number {
            fn array<'row>(
                values: impl Iterator<Item = Option<&'row Self>>,
                _: &Field,
            ) -> Result<ArrayRef, ArrowError> {
                Ok(Arc::new(values.map(|value| value.map($units)).collect::<UInt32Array>()))
            }
        }

        impl OwnedValue for $number {
            fn values(array: &ArrayRef) -> Option<Vec<Option<Self>>> {
                let numbers = array.as_primitive_opt::<UInt32Type>()?;
                Some(numbers.iter().map(|number| number.map($of)).collect())
            }
        }
    )+};
}

whole!(
    u32: |number| *number, |number| number;
    SecurityId: |id| id.0, SecurityId;
    IssuerId: |id| id.0, IssuerId;
);

impl Value for f64 {
    fn array<'row>(
        values: impl Iterator<Item = Option<&'row Self>>,
        _: &Field,
    ) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(values.map(Option::<&f64>::copied).collect::<Float64Array>()))
    }
}

impl OwnedValue for f64 {
    fn values(array: &ArrayRef) -> Option<Vec<Option<Self>>> {
        Some(array.as_primitive_opt::<Float64Type>()?.iter().collect())
    }
}

impl Value for Date {
    fn array<'row>(
        values: impl Iterator<Item = Option<&'row Self>>,
        _: &Field,
    ) -> Result<ArrayRef, ArrowError> {
        let mut days = EpochDays::new();
        let numbers = values.map(|value| value.map(|day| days.number(*day)));
        Ok(Arc::new(numbers.collect::<Date32Array>()))
    }
}

impl OwnedValue for Date {
    fn values(array: &ArrayRef) -> Option<Vec<Option<Self>>> {
        let mut days = EpochDays::new();
        let numbers = array.as_primitive_opt::<Date32Type>()?;
        numbers.iter().map(|number| perhaps(number, |number| days.date(number))).collect()
    }
}

/// A text of any owner.
trait Text {
    fn text(&self) -> &str;
}

macro_rules! text {
    ($($text:ty: $as_str:ident),+) => {$(
        impl Text for $text {
            fn text(&self) -> &str {
                self.$as_str()
            }
        }

        impl Value for $text {
            fn array<'row>(
                values: impl Iterator<Item = Option<&'row Self>>,
                _: &Field,
            ) -> Result<ArrayRef, ArrowError>
            where
                Self: 'row,
            {
                Ok(Arc::new(values.map(|value| value.map(Text::text)).collect::<StringArray>()))
            }
        }
    )+};
}

text!(String: as_str, Arc<str>: as_ref, &str: as_ref, Ticker: as_str, &Ticker: as_str);

impl OwnedValue for String {
    fn values(array: &ArrayRef) -> Option<Vec<Option<Self>>> {
        Some(array.as_string_opt::<i32>()?.iter().map(|text| text.map(str::to_owned)).collect())
    }
}

impl OwnedValue for Ticker {
    fn values(array: &ArrayRef) -> Option<Vec<Option<Self>>> {
        array.as_string_opt::<i32>()?.iter().map(|text| perhaps(text, Ticker::new)).collect()
    }
}

/// Words out of a small set, as serde spells them; each is spelt once a column.
macro_rules! word {
    ($($word:ty),+) => {$(
        impl Value for $word {
            fn array<'row>(
                values: impl Iterator<Item = Option<&'row Self>>,
                _: &Field,
            ) -> Result<ArrayRef, ArrowError> {
                let mut known: Vec<($word, String)> = Vec::new();
                let mut builder = StringBuilder::new();
                for value in values {
                    let Some(value) = value else {
                        builder.append_null();
                        continue;
                    };
                    let place = known.iter().position(|(word, _)| word == value);
                    let place = match place {
                        Some(place) => place,
                        None => {
                            known.push((*value, spelt(value)?));
                            known.len() - 1
                        }
                    };
                    builder.append_value(&known[place].1);
                }
                Ok(Arc::new(builder.finish()))
            }
        }

        impl OwnedValue for $word {
            fn values(array: &ArrayRef) -> Option<Vec<Option<Self>>> {
                words(array.as_string_opt::<i32>()?)
            }
        }
    )+};
}

word!(Cause, ActionKind, ActionOutcome, Currency, Ratio, SecurityKind, Treatment, Verdict);

fn spelt(word: &impl serde::Serialize) -> Result<String, ArrowError> {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        other => Err(ArrowError::InvalidArgumentError(format!("no word: {other:?}"))),
    }
}

fn words<'texts, T: DeserializeOwned + Copy>(texts: &'texts StringArray) -> Option<Vec<Option<T>>> {
    let mut known: Vec<(&'texts str, T)> = Vec::new();
    let mut word = |text: &'texts str| {
        if let Some((_, word)) = known.iter().find(|(known, _)| *known == text) {
            return Some(*word);
        }
        let spelling: StrDeserializer<'_, Error> = text.into_deserializer();
        let word = T::deserialize(spelling).ok()?;
        known.push((text, word));
        Some(word)
    };
    texts.iter().map(|text| perhaps(text, &mut word)).collect()
}

/// A missing value stays missing; one that is impossible spoils the column.
fn perhaps<A, B>(value: Option<A>, of: impl FnOnce(A) -> Option<B>) -> Option<Option<B>> {
    match value {
        Some(value) => of(value).map(Some),
        None => Some(None),
    }
}

fn decimals(
    units: impl Iterator<Item = Option<i128>>,
    field: &Field,
) -> Result<ArrayRef, ArrowError> {
    let array: Decimal128Array = units.collect();
    match field.data_type() {
        DataType::Decimal128(digits, decimals) => {
            Ok(Arc::new(array.with_precision_and_scale(*digits, *decimals)?))
        }
        other => Err(ArrowError::SchemaError(format!("{} is no decimal: {other}", field.name()))),
    }
}
