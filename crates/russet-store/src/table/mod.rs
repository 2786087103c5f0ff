//! Rows to Parquet and back, from one declaration a table.
//!
//! A table is a struct with `#[derive(Table)]`: its fields are the columns, their doc comments the columns'
//! documentation. From the declaration come the columns of the file with their types, reading, writing,
//! sorting, comparing, and the page that documents them. The bytes are plain Parquet, without notes that only
//! Arrow understands.
//!
//! ```
//! use russet_store::table::{Table, decode, encode};
//!
//! /// The rainfall of a day.
//! #[derive(Debug, Clone, PartialEq, Table)]
//! #[table(name = "rain", version = 2, key = "station, day")]
//! struct Rain {
//!     /// The station's number.
//!     station: u32,
//!     /// The day's number.
//!     #[column(was = "date_number")]
//!     day: u32,
//!     /// What fell.
//!     #[column(unit = "mm", since = 2)]
//!     depth: Option<f64>,
//! }
//!
//! let rows = [Rain { station: 7, day: 19_900, depth: Some(12.5) }];
//! let bytes = bytes::Bytes::from(encode(&rows)?);
//! assert_eq!(decode::<Rain>(bytes, "rain.parquet".as_ref())?, rows);
//! assert_eq!(Rain::SCHEMA.columns[2].unit, "mm");
//! # Ok::<(), russet_store::StoreError>(())
//! ```

mod cell;
mod columns;
mod comparison;
mod decode;
mod encode;
mod epoch;
mod page;
mod schema;
mod to_cell;
mod values;
mod words;

use std::any::Any;
use std::cmp::Ordering;

use crate::StoreError;
pub use arrow_array::{ArrayRef, RecordBatch};
pub use cell::{BadCell, Cell, ColumnValue, OwnedCell, OwnedValue};
pub use columns::Columns;
pub use comparison::{Comparison, RowChange, RowChanges};
pub use decode::{
    decode, decode_batches, decode_columns, decode_each, decode_some, decode_table, from_batch,
    read_batches,
};
pub use encode::{encode, encode_batch, to_batch};
pub use epoch::EpochDays;
pub use jiff::civil::Date;
pub use page::page;
pub use parquet::file::reader::ChunkReader;
pub use russet_store_derive::{Table, TableRecord};
pub use schema::{ColumnSchema, ColumnType, TableSchema};
pub use to_cell::ToCell;
pub use values::{decimal_array, decimal_values, text_array, text_values, word_array, word_values};

/// Something that can be written as a row of a table. Made by `#[derive(Table)]` or `#[derive(TableRecord)]`.
pub trait Record: Sized + Sync {
    /// The row that the table gives back.
    type Table: Table;

    /// The row as the table gives it back.
    fn to_row(&self) -> Self::Table;

    /// The same, of a record that is not needed any more.
    fn into_row(self) -> Self::Table {
        self.to_row()
    }

    /// A column of some rows; nothing where the table has no such column, an error where a value does not fit.
    fn array(rows: &[Self], column: &str) -> Option<Result<ArrayRef, String>>;
}

/// A row of a table. Made by `#[derive(Table)]`.
pub trait Table: Record<Table = Self> + Clone {
    /// The table's columns and what is known of them.
    const SCHEMA: &'static TableSchema;

    /// The table's name, which starts its files' names.
    const NAME: &'static str = Self::SCHEMA.name;

    /// The rows of a batch of columns.
    ///
    /// # Errors
    /// [`StoreError::Table`] with the file, the column and the row of a value that cannot be.
    fn rows(columns: &Columns<'_>) -> Result<Vec<Self>, StoreError>;

    /// How the cells of two rows in a column compare; the column is counted from 0.
    fn order(&self, other: &Self, column: usize) -> Ordering;

    /// The day after which the row was known, where the table has a column for that.
    fn known_at(&self) -> Option<Date>;

    /// The cell of a column, counted from 0.
    fn cell_mut(&mut self, column: usize) -> Option<&mut dyn Any>;

    /// Sorts rows by the table's order, then by all other columns, and drops rows that are equal.
    ///
    /// ```
    /// use russet_store::table::Table;
    /// /// A price.
    /// #[derive(Debug, Clone, PartialEq, Table)]
    /// #[table(name = "prices", key = "day")]
    /// struct Price {
    ///     /// The day.
    ///     day: u32,
    ///     /// The price.
    ///     price: f64,
    /// }
    /// let [one, two] = [Price { day: 1, price: 9.5 }, Price { day: 2, price: 9.0 }];
    /// let mut rows = vec![two.clone(), one.clone(), two.clone()];
    /// Price::sort_and_dedup(&mut rows);
    /// assert_eq!(rows, [one, two]);
    /// ```
    fn sort_and_dedup(rows: &mut Vec<Self>) {
        let order = Self::SCHEMA.sort_order();
        let compare = |one: &Self, other: &Self| {
            let mut columns = order.iter().map(|column| one.order(other, *column));
            columns.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        };
        rows.sort_by(compare);
        rows.dedup_by(|one, other| compare(one, other).is_eq());
    }
}
