//! A column that grows, cell by cell.

use std::fmt::{Display, Write};

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, StringBuilder,
    UInt16Builder, UInt32Builder, UInt64Builder,
};
use arrow::datatypes::{DataType, FieldRef};
use serde::de::value::Error;
use serde::ser::{Error as _, Serialize, Serializer};

use super::day_text::DayText;
use super::{No, refused};
use crate::folder::EpochDays;

/// A column that grows.
pub(super) enum Column {
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
    pub(super) fn of(field: &FieldRef, rows: usize) -> Result<Column, Error> {
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

    pub(super) fn finish(self) -> ArrayRef {
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
