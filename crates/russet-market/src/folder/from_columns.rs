//! Columns to rows, the other way round.

use std::sync::LazyLock;

use arrow::array::{
    Array, AsArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, StringArray,
    UInt16Array, UInt32Array, UInt64Array,
};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float64Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow::record_batch::RecordBatch;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::EpochDays;

/// Adds the rows of a batch, structs with a field for each column.
pub(super) fn extend<R: DeserializeOwned>(
    rows: &mut Vec<R>,
    batch: &RecordBatch,
) -> Result<(), String> {
    let columns = batch.columns().iter().map(|column| Column::of(column.as_ref()));
    let columns = columns.collect::<Option<Vec<_>>>().ok_or("a column of an unknown kind")?;
    let schema = batch.schema();
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let mut table = Table { names, columns, places: Vec::new(), row: 0 };
    rows.reserve(batch.num_rows());
    for row in 0..batch.num_rows() {
        table.row = row;
        rows.push(R::deserialize(&mut table).map_err(|error| format!("row {row}: {error}"))?);
    }
    Ok(())
}

/// All columns, at a row.
struct Table<'a> {
    names: Vec<&'a str>,
    columns: Vec<Column<'a>>,
    /// The column of each field.
    places: Vec<usize>,
    row: usize,
}

impl<'de> Deserializer<'de> for &mut Table<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.places.is_empty() {
            for field in fields {
                let place = self.names.iter().position(|name| name == field);
                self.places.push(place.ok_or_else(|| Error::missing_field(field))?);
            }
        }
        visitor.visit_seq(Row { table: self, next: 0 })
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("a row is a struct"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// One row, field by field.
struct Row<'table, 'a> {
    table: &'table Table<'a>,
    next: usize,
}

impl<'de> SeqAccess<'de> for Row<'_, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(place) = self.table.places.get(self.next) else { return Ok(None) };
        self.next += 1;
        let (column, row) = (&self.table.columns[*place], self.table.row);
        let value = seed.deserialize(Cell { column, row });
        value
            .map(Some)
            .map_err(|error| Error::custom(format!("column {}: {error}", self.table.names[*place])))
    }
}

/// A column as it was read.
enum Column<'a> {
    Text(&'a StringArray),
    Day(&'a Date32Array),
    Small(&'a UInt16Array),
    Whole(&'a UInt32Array),
    Long(&'a UInt64Array),
    Exact(&'a Decimal128Array),
    Float(&'a Float64Array),
    Flag(&'a BooleanArray),
}

impl<'a> Column<'a> {
    fn of(array: &'a dyn Array) -> Option<Column<'a>> {
        Some(match array.data_type() {
            DataType::Utf8 => Column::Text(array.as_string()),
            DataType::Date32 => Column::Day(array.as_primitive::<Date32Type>()),
            DataType::UInt16 => Column::Small(array.as_primitive::<UInt16Type>()),
            DataType::UInt32 => Column::Whole(array.as_primitive::<UInt32Type>()),
            DataType::UInt64 => Column::Long(array.as_primitive::<UInt64Type>()),
            DataType::Decimal128(..) => Column::Exact(array.as_primitive::<Decimal128Type>()),
            DataType::Float64 => Column::Float(array.as_primitive::<Float64Type>()),
            DataType::Boolean => Column::Flag(array.as_boolean()),
            _ => return None,
        })
    }

    fn is_null(&self, row: usize) -> bool {
        match self {
            Column::Text(array) => array.is_null(row),
            Column::Day(array) => array.is_null(row),
            Column::Small(array) => array.is_null(row),
            Column::Whole(array) => array.is_null(row),
            Column::Long(array) => array.is_null(row),
            Column::Exact(array) => array.is_null(row),
            Column::Float(array) => array.is_null(row),
            Column::Flag(array) => array.is_null(row),
        }
    }
}

/// One cell of a column.
struct Cell<'table, 'a> {
    column: &'table Column<'a>,
    row: usize,
}

impl<'de> Deserializer<'de> for Cell<'_, '_> {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.column {
            Column::Text(array) => visitor.visit_str(array.value(self.row)),
            Column::Day(array) => {
                let number = array.value(self.row);
                match usize::try_from(number).ok().and_then(|place| DAYS.get(place)) {
                    Some(text) => visitor.visit_str(text),
                    None => visitor.visit_str(&day(number)?),
                }
            }
            Column::Small(array) => visitor.visit_u16(array.value(self.row)),
            Column::Whole(array) => visitor.visit_u32(array.value(self.row)),
            Column::Long(array) => visitor.visit_u64(array.value(self.row)),
            Column::Exact(array) => visitor.visit_i128(array.value(self.row)),
            Column::Float(array) => visitor.visit_f64(array.value(self.row)),
            Column::Flag(array) => visitor.visit_bool(array.value(self.row)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.column.is_null(self.row) {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Column::Text(array) = self.column else { return Err(Error::custom("not a word")) };
        visitor.visit_enum(StrDeserializer::new(array.value(self.row)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The texts of the days from 1970 to 2059, since most dates are read from text.
static DAYS: LazyLock<Vec<String>> =
    LazyLock::new(|| (0..1 << 15).map_while(|number| day(number).ok()).collect());

fn day(number: i32) -> Result<String, Error> {
    let date = EpochDays::new().date(number);
    date.map(|date| date.to_string()).ok_or_else(|| Error::custom("an impossible date"))
}
