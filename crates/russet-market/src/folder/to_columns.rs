//! Rows to columns, by way of their serde form: numbers stay integers, dates day numbers.

use std::fmt::{Display, Write};

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, StringBuilder,
    UInt16Builder, UInt32Builder, UInt64Builder,
};
use arrow::datatypes::{DataType, FieldRef, Schema};
use arrow::record_batch::RecordBatch;
use jiff::civil::Date;
use serde::de::value::Error;
use serde::ser::{Error as _, Impossible, Serialize, SerializeStruct, Serializer};

use super::EpochDays;

/// The columns of rows, which are structs with a field for each.
pub(super) fn record_batch<R: Serialize>(
    fields: &[FieldRef],
    rows: &[R],
) -> Result<RecordBatch, String> {
    let columns = fields.iter().map(|field| Column::of(field, rows.len()));
    let columns = columns.collect::<Result<Vec<_>, Error>>().map_err(|error| error.to_string())?;
    let mut table = Columns { columns, places: Vec::new(), fields };
    for row in rows {
        row.serialize(&mut table).map_err(|error| error.to_string())?;
    }
    let arrays: Vec<ArrayRef> = table.columns.into_iter().map(Column::finish).collect();
    RecordBatch::try_new(Schema::new(fields.to_vec()).into(), arrays)
        .map_err(|error| error.to_string())
}

/// All columns, and which of them each field of the row goes to.
struct Columns<'a> {
    fields: &'a [FieldRef],
    columns: Vec<Column>,
    places: Vec<usize>,
}

/// One row on its way into the columns.
struct Row<'columns, 'a> {
    table: &'columns mut Columns<'a>,
    next: usize,
}

impl SerializeStruct for Row<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let table = &mut *self.table;
        if self.next == table.places.len() {
            let place = table.fields.iter().position(|field| field.name() == name);
            table.places.push(place.ok_or_else(|| Error::custom(format!("no column {name}")))?);
        }
        let place = table.places[self.next];
        self.next += 1;
        value
            .serialize(&mut table.columns[place])
            .map_err(|error| Error::custom(format!("column {name}: {error}")))
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

/// A column that grows.
enum Column {
    Text(StringBuilder),
    Day(Date32Builder, EpochDays),
    Small(UInt16Builder),
    Whole(UInt32Builder),
    Long(UInt64Builder),
    Exact(Decimal128Builder, i128),
    Float(Float64Builder),
    Flag(BooleanBuilder),
}

/// Does the same to the builder of any column.
macro_rules! with_builder {
    ($column:expr, $builder:ident => $what:expr) => {
        match $column {
            Column::Text($builder) => $what,
            Column::Day($builder, _) => $what,
            Column::Small($builder) => $what,
            Column::Whole($builder) => $what,
            Column::Long($builder) => $what,
            Column::Exact($builder, _) => $what,
            Column::Float($builder) => $what,
            Column::Flag($builder) => $what,
        }
    };
}

impl Column {
    fn of(field: &FieldRef, rows: usize) -> Result<Column, Error> {
        Ok(match field.data_type() {
            DataType::Utf8 => Column::Text(StringBuilder::with_capacity(rows, 8 * rows)),
            DataType::Date32 => Column::Day(Date32Builder::with_capacity(rows), EpochDays::new()),
            DataType::UInt16 => Column::Small(UInt16Builder::with_capacity(rows)),
            DataType::UInt32 => Column::Whole(UInt32Builder::with_capacity(rows)),
            DataType::UInt64 => Column::Long(UInt64Builder::with_capacity(rows)),
            DataType::Float64 => Column::Float(Float64Builder::with_capacity(rows)),
            DataType::Boolean => Column::Flag(BooleanBuilder::with_capacity(rows)),
            DataType::Decimal128(digits, _) => {
                let builder = Decimal128Builder::with_capacity(rows);
                let builder = builder.with_data_type(field.data_type().clone());
                Column::Exact(builder, 10_i128.pow(u32::from(*digits)))
            }
            other => return Err(Error::custom(format!("no table has columns of {other}"))),
        })
    }

    fn finish(self) -> ArrayRef {
        with_builder!(self, builder => {
            let mut builder = builder;
            std::sync::Arc::new(builder.finish())
        })
    }

    fn number(&mut self, value: u64) -> Result<(), Error> {
        let too_large = |_| Error::custom(format!("{value} is too large"));
        match self {
            Column::Small(builder) => builder.append_value(value.try_into().map_err(too_large)?),
            Column::Whole(builder) => builder.append_value(value.try_into().map_err(too_large)?),
            Column::Long(builder) => builder.append_value(value),
            _ => return Err(unfit("a whole number")),
        }
        Ok(())
    }
}

fn unfit(what: &str) -> Error {
    Error::custom(format!("{what} does not fit the column"))
}

/// The text of a date, which is short.
#[derive(Default)]
struct DayText {
    bytes: [u8; 10],
    length: usize,
}

impl Write for DayText {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length + text.len();
        let room = self.bytes.get_mut(self.length..end).ok_or(std::fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

impl DayText {
    fn date(&self) -> Option<Date> {
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i16, |number, digit| {
                digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0'))
            })
        };
        let (year, month, day) = (&self.bytes[..4], &self.bytes[5..7], &self.bytes[8..]);
        Date::new(number(year)?, number(month)? as i8, number(day)? as i8).ok()
    }
}

/// What no row of a table is made of.
macro_rules! refused {
    ($($method:ident($($kind:ty),*) -> $answer:ty;)+) => {
        $(fn $method(self, $(_: $kind),*) -> Result<$answer, Error> {
            Err(Error::custom("rows of tables hold no such value"))
        })+
    };
}

type No = Impossible<(), Error>;

impl Serializer for &mut Column {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        match self {
            Column::Text(builder) => {
                write!(builder, "{value}").map_err(Error::custom)?;
                builder.append_value("");
            }
            Column::Day(builder, days) => {
                let mut text = DayText::default();
                let written = write!(text, "{value}").ok();
                let date = written.and_then(|()| text.date());
                builder.append_value(days.number(date.ok_or_else(|| unfit("a text"))?));
            }
            _ => return Err(unfit("a text")),
        }
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        match self {
            Column::Text(builder) => builder.append_value(text),
            other => return other.collect_str(text),
        }
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        let Column::Flag(builder) = self else { return Err(unfit("yes or no")) };
        builder.append_value(value);
        Ok(())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.number(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.number(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.number(value)
    }

    fn serialize_i128(self, units: i128) -> Result<(), Error> {
        match self {
            Column::Exact(builder, beyond) if units.abs() < *beyond => builder.append_value(units),
            _ => return Err(unfit("a number")),
        }
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        let Column::Float(builder) = self else { return Err(unfit("a float")) };
        builder.append_value(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        with_builder!(self, builder => builder.append_null());
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(unfit("a variant with a value"))
    }

    refused! {
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_f32(f32) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_seq(Option<usize>) -> No;
        serialize_tuple(usize) -> No;
        serialize_tuple_struct(&'static str, usize) -> No;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> No;
        serialize_map(Option<usize>) -> No;
        serialize_struct(&'static str, usize) -> No;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> No;
    }
}

impl<'columns, 'a> Serializer for &'columns mut Columns<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = Row<'columns, 'a>;
    type SerializeStructVariant = No;

    fn serialize_struct(
        self,
        _: &'static str,
        fields: usize,
    ) -> Result<Self::SerializeStruct, Error> {
        match fields == self.fields.len() {
            true => Ok(Row { table: self, next: 0 }),
            false => Err(Error::custom("a row has not as many fields as its table has columns")),
        }
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), Error> {
        Err(Error::custom("a row is a struct"))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(Error::custom("a row is a struct"))
    }

    refused! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> No;
        serialize_tuple(usize) -> No;
        serialize_tuple_struct(&'static str, usize) -> No;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> No;
        serialize_map(Option<usize>) -> No;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> No;
    }
}
