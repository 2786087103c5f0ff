//! Rows to columns, by way of their serde form: numbers stay integers, dates day numbers.

mod column;
mod day_text;

use arrow::array::ArrayRef;
use arrow::datatypes::{FieldRef, Schema};
use arrow::record_batch::RecordBatch;
use serde::de::value::Error;
use serde::ser::{Error as _, Impossible, Serialize, SerializeStruct, Serializer};

use column::Column;

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

/// What no row of a table is made of.
macro_rules! refused {
    ($($method:ident($($kind:ty),*) -> $answer:ty;)+) => {
        $(fn $method(self, $(_: $kind),*) -> Result<$answer, Error> {
            Err(Error::custom("rows of tables hold no such value"))
        })+
    };
}
use refused;

type No = Impossible<(), Error>;

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
