//! The columns of a price file.

use std::convert::Infallible;

use arrow_schema::{DataType, Field, Schema};
use jiff::civil::Date;
use parquet::basic::{LogicalType, Type};
use parquet::schema::types::ColumnDescriptor;
use russet_store::table::{
    ArrayRef, BadCell, ColumnSchema, ColumnType, ColumnValue, OwnedValue, Table, decimal_array,
    decimal_values,
};

use crate::identity::SecurityId;
use crate::numbers::Price;

/// A raw (unadjusted) close with what its source reported beside it.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "prices", key = "date, security_id", known_at = "known_at")]
pub struct PriceFileRow {
    /// The session.
    pub date: Date,
    /// The security.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// The last trade of the session.
    pub close: Price,
    /// Shares traded in the session.
    #[column(unit = "shares")]
    pub volume: Option<u64>,
    /// The change from the previous close as reported, adjusted for splits.
    #[column(unit = "percent")]
    pub reported_change_percent: Option<f64>,
    /// The market capitalization as reported: of the whole company, on each of its securities.
    #[column(was = "reported_cap")]
    pub reported_market_cap: Option<Cents>,
    /// The session after whose close it was known.
    pub known_at: Date,
}

/// Dollars to the cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(i64);

impl Cents {
    /// Digits behind the point.
    const DECIMALS: i8 = 2;
}

impl ColumnValue for Cents {
    const TYPE: ColumnType = ColumnType::Decimal { precision: 18, scale: Cents::DECIMALS };
    const UNIT: &'static str = "dollars";

    fn array<'row>(values: impl Iterator<Item = Option<&'row Self>>) -> Result<ArrayRef, String> {
        decimal_array(Cents::TYPE, values.map(|cents| cents.map(|cents| i128::from(cents.0))))
    }

    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

impl OwnedValue for Cents {
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        // At most 18 digits, as the column's type says.
        decimal_values(column, |units| Ok::<Cents, Infallible>(Cents(units as i64)))
    }
}

/// The columns as they are written: decimals in 64 bits.
pub(super) fn schema() -> Schema {
    let field = |column: &ColumnSchema| {
        let kind = match column.kind {
            ColumnType::Decimal { precision, scale } => DataType::Decimal64(precision, scale),
            kind => kind.arrow(),
        };
        Field::new(column.name, kind, column.nullable)
    };
    Schema::new(PriceFileRow::SCHEMA.columns.iter().map(field).collect::<Vec<_>>())
}

/// Whether the columns of a file are those of a price file, in their order.
pub(super) fn fits(columns: &[std::sync::Arc<ColumnDescriptor>]) -> bool {
    let declared = PriceFileRow::SCHEMA.columns;
    columns.len() == declared.len()
        && columns.iter().zip(declared).all(|(column, declared)| is_column(column, declared))
}

fn is_column(column: &ColumnDescriptor, declared: &ColumnSchema) -> bool {
    let (physical, decimals) = match declared.kind {
        ColumnType::Decimal { scale, .. } => (Type::INT64, Some(i32::from(scale))),
        ColumnType::UInt64 => (Type::INT64, None),
        ColumnType::Float => (Type::DOUBLE, None),
        _ => (Type::INT32, None),
    };
    let found = match column.logical_type_ref() {
        Some(LogicalType::Decimal(decimal)) => Some(decimal.scale),
        _ => None,
    };
    declared.is_named(column.name())
        && column.physical_type() == physical
        && column.max_rep_level() == 0
        && column.max_def_level() == i16::from(declared.nullable)
        && found == decimals
}
