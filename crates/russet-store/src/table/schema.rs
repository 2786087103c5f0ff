//! What a table's declaration says of its columns.

use std::fmt;
use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef};

/// The type of a column in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A date.
    Date,
    /// A whole number of 16 bits.
    UInt16,
    /// A whole number of 32 bits.
    UInt32,
    /// A whole number of 64 bits.
    UInt64,
    /// An exact decimal.
    Decimal {
        /// Its digits.
        precision: u8,
        /// The digits behind the point.
        scale: i8,
    },
    /// A statistic: a floating-point number of 64 bits.
    Float,
    /// Yes or no.
    Bool,
}

impl ColumnType {
    /// The type in Arrow.
    pub fn arrow(self) -> DataType {
        match self {
            ColumnType::Text => DataType::Utf8,
            ColumnType::Date => DataType::Date32,
            ColumnType::UInt16 => DataType::UInt16,
            ColumnType::UInt32 => DataType::UInt32,
            ColumnType::UInt64 => DataType::UInt64,
            ColumnType::Decimal { precision, scale } => DataType::Decimal128(precision, scale),
            ColumnType::Float => DataType::Float64,
            ColumnType::Bool => DataType::Boolean,
        }
    }

    /// Whether values of a file's column of another type can be values of this one: decimals of older files
    /// may have fewer digits.
    pub(super) fn takes(self, found: &DataType) -> bool {
        match (self, found) {
            (ColumnType::Decimal { precision, scale }, DataType::Decimal128(digits, decimals)) => {
                scale == *decimals && *digits <= precision
            }
            _ => self.arrow() == *found,
        }
    }
}

impl fmt::Display for ColumnType {
    /// The type as SQL spells it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ColumnType::Text => formatter.write_str("VARCHAR"),
            ColumnType::Date => formatter.write_str("DATE"),
            ColumnType::UInt16 => formatter.write_str("USMALLINT"),
            ColumnType::UInt32 => formatter.write_str("UINTEGER"),
            ColumnType::UInt64 => formatter.write_str("UBIGINT"),
            ColumnType::Decimal { precision, scale } => {
                write!(formatter, "DECIMAL({precision},{scale})")
            }
            ColumnType::Float => formatter.write_str("DOUBLE"),
            ColumnType::Bool => formatter.write_str("BOOLEAN"),
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnSchema {
    /// Its name, in files and in SQL.
    pub name: &'static str,
    /// What it holds.
    pub doc: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// The unit of its values; empty where they have none.
    pub unit: &'static str,
    /// Whether a value may be missing.
    pub nullable: bool,
    /// Its names in older files.
    pub was: &'static [&'static str],
    /// The version of the table that added it.
    pub since: u32,
    /// Whether rows of files that lack it get a value instead of none.
    pub has_default: bool,
}

impl ColumnSchema {
    /// Whether a file may lack the column: one written before the column was added.
    pub fn may_be_absent(&self) -> bool {
        self.since > 1 && (self.nullable || self.has_default)
    }

    /// Whether a name is the column's, now or in older files.
    pub fn is_named(&self, name: &str) -> bool {
        self.name == name || self.was.contains(&name)
    }
}

/// A table: its columns in the order of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSchema {
    /// Its name.
    pub name: &'static str,
    /// What a row of it is.
    pub doc: &'static str,
    /// The version of its columns, from 1.
    pub version: u32,
    /// The columns that identify a row.
    pub key: &'static [&'static str],
    /// The columns that rows are sorted by before all others.
    pub order: &'static [&'static str],
    /// The column that says when a row was known.
    pub known_at: Option<&'static str>,
    /// The columns, in the order of the file.
    pub columns: &'static [ColumnSchema],
}

impl TableSchema {
    /// The columns as Arrow fields.
    pub fn fields(&self) -> Vec<FieldRef> {
        let field = |column: &ColumnSchema| {
            Arc::new(Field::new(column.name, column.kind.arrow(), column.nullable))
        };
        self.columns.iter().map(field).collect()
    }

    /// The place of a column, counted from 0.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The places of some columns; names of other tables' columns are left out.
    pub(super) fn positions(&self, names: &[&str]) -> Vec<usize> {
        names.iter().filter_map(|name| self.position(name)).collect()
    }

    /// The places of all columns, those that rows are sorted by first.
    pub(super) fn sort_order(&self) -> Vec<usize> {
        let mut order = self.positions(self.order);
        let others = (0..self.columns.len()).filter(|place| !order.contains(place));
        let others: Vec<usize> = others.collect();
        order.extend(others);
        order
    }
}
