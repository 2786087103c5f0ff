//! The market's own kinds of values as columns of tables: exact numbers as decimals, ids as whole numbers,
//! kinds as words.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::convert::Infallible;

use russet_store::table::{
    ArrayRef, BadCell, Cell, ColumnType, ColumnValue, OwnedValue, decimal_array, decimal_values,
    text_array, text_values,
};

use crate::check::DoubtReason;
use crate::currency::Currency;
use crate::facts::{
    ActionKind, AreaKind, CorrectedField, FundamentalMeasure, LineKind, Measure, PendingKind,
    SecurityKind, ShareBasis,
};
use crate::identity::{Cik, IssuerId, SecurityId, Ticker};
use crate::mic::Mic;
use crate::numbers::{Divisor, ExchangeRate, Factor, Level, Money, Price, Ratio, Shares};

/// Exact numbers, as whole numbers of their smallest unit.
macro_rules! exact {
    ($($number:ident: $units:ident, $from:path, $precision:literal, $unit:literal;)+) => {$(
        impl ColumnValue for $number {
            const TYPE: ColumnType =
                ColumnType::Decimal { precision: $precision, scale: $number::DECIMALS as i8 };
            const UNIT: &'static str = $unit;

            fn array<'row>(
                values: impl Iterator<Item = Option<&'row Self>>,
            ) -> Result<ArrayRef, String> {
                let units = values.map(|value| value.map(|value| i128::from(value.$units())));
                decimal_array(<$number as ColumnValue>::TYPE, units)
            }

            fn order(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }
        }

        impl OwnedValue for $number {
            fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
                decimal_values(column, |units| match units.try_into() {
                    Ok(units) => $from(units).map_err(|error| error.to_string()),
                    Err(_) => Err(format!("{units} units are out of range")),
                })
            }
        }
    )+};
}

// A share count times a price is one decimal of 38 digits in any SQL engine: 28 and 18 digits fit, where 18
// and 18 would overflow.
exact!(
    Shares: micros, Shares::from_micros, 28, "shares";
    Price: nanos, Price::from_nanos, 18, "currency a share";
    Factor: picos, Factor::from_picos, 18, "part of 1";
    ExchangeRate: picos, ExchangeRate::from_picos, 18, "units for one";
    Money: femtos, money, 38, "index currency";
    Divisor: attos, Divisor::from_attos, 38, "index currency a point";
    Level: attos, Level::from_attos, 38, "points";
);

fn money(femtos: i128) -> Result<Money, Infallible> {
    Ok(Money::from_femtos(femtos))
}

/// Ids, which are whole numbers.
macro_rules! id {
    ($($id:ident),+) => {$(
        impl ColumnValue for $id {
            const TYPE: ColumnType = ColumnType::UInt32;
            const UNIT: &'static str = "";

            fn array<'row>(
                values: impl Iterator<Item = Option<&'row Self>>,
            ) -> Result<ArrayRef, String> {
                let numbers: Vec<Option<u32>> = values.map(|id| id.map(|id| id.0)).collect();
                Cell::array(numbers.iter())
            }

            fn order(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }
        }

        impl OwnedValue for $id {
            fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
                let numbers = u32::values(column)?;
                Ok(numbers.into_iter().map(|number| number.map($id)).collect())
            }
        }
    )+};
}

id!(SecurityId, IssuerId, Cik);

/// A symbol, owned or borrowed.
macro_rules! ticker {
    ($($ticker:ty),+) => {$(
        impl ColumnValue for $ticker {
            const TYPE: ColumnType = ColumnType::Text;
            const UNIT: &'static str = "";

            fn array<'row>(
                values: impl Iterator<Item = Option<&'row Self>>,
            ) -> Result<ArrayRef, String>
            where
                Self: 'row,
            {
                Ok(text_array(values.map(|ticker| ticker.map(|ticker| ticker.as_str()))))
            }

            fn order(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }
        }
    )+};
}

ticker!(Ticker, &Ticker);

impl OwnedValue for Ticker {
    /// Rows of one symbol share its text.
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        let mut known: HashMap<String, Ticker> = HashMap::new();
        text_values(column, |text| {
            if let Some(ticker) = known.get(text) {
                return Ok(ticker.clone());
            }
            let ticker = Ticker::new(text).ok_or_else(|| format!("'{text}' is not a symbol"))?;
            known.insert(text.to_owned(), ticker.clone());
            Ok(ticker)
        })
    }
}

impl ColumnValue for Ratio {
    const TYPE: ColumnType = ColumnType::Text;
    const UNIT: &'static str = "new/old";

    fn array<'row>(values: impl Iterator<Item = Option<&'row Self>>) -> Result<ArrayRef, String> {
        let texts: Vec<Option<String>> = values.map(|ratio| ratio.map(Ratio::to_string)).collect();
        Ok(text_array(texts.iter().map(Option::as_deref)))
    }

    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl OwnedValue for Ratio {
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        text_values(column, |text| text.parse().map_err(|error| format!("{error}")))
    }
}

russet_store::word_columns!(
    ActionKind: "",
    AreaKind: "",
    CorrectedField: "",
    Currency: "ISO 4217",
    DoubtReason: "",
    FundamentalMeasure: "",
    LineKind: "",
    Measure: "",
    Mic: "ISO 10383",
    PendingKind: "",
    SecurityKind: "",
    ShareBasis: "",
);
