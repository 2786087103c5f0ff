//! Prices to Parquet and back: one file a year, column by column.

use std::path::Path;
use std::sync::Arc;

use super::{EpochDays, FolderError, table};
use crate::facts::PriceRow;
use crate::identity::SecurityId;
use crate::market::PriceTable;
use crate::numbers::Price;
use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Decimal128Array, Float64Array, UInt32Array, UInt64Array,
};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Field, Float64Type, Schema, UInt32Type, UInt64Type,
};
use arrow::record_batch::RecordBatch;

pub(super) const TABLE: &str = "prices";

const DIGITS: u8 = 18;
const CENTS: i8 = 2;

fn schema() -> Schema {
    Schema::new(vec![
        Field::new("date", DataType::Date32, false),
        Field::new("security", DataType::UInt32, false),
        Field::new("close", DataType::Decimal128(DIGITS, Price::DECIMALS as i8), false),
        Field::new("volume", DataType::UInt64, true),
        Field::new("reported_change_percent", DataType::Float64, true),
        Field::new("reported_cap", DataType::Decimal128(DIGITS, CENTS), true),
        Field::new("known_at", DataType::Date32, false),
    ])
}

/// The Parquet bytes and row count of each year.
pub(super) fn encode_years(prices: &PriceTable) -> Result<Vec<(i16, Vec<u8>, usize)>, FolderError> {
    let mut years: Vec<(i16, std::ops::Range<usize>)> = Vec::new();
    for (session, rows) in prices.sessions() {
        match years.last_mut() {
            Some((year, range)) if *year == session.year() => range.end = rows.end,
            _ => years.push((session.year(), rows)),
        }
    }
    let mut encoded = Vec::with_capacity(years.len());
    for (year, range) in years {
        let refuse = |reason: String| FolderError::Table { path: TABLE.into(), reason };
        let rows = range.len();
        let batch = batch_of(prices, range).map_err(|error| refuse(error.to_string()))?;
        let bytes = table::batch_bytes(&batch)?;
        encoded.push((year, bytes, rows));
    }
    Ok(encoded)
}

fn batch_of(
    prices: &PriceTable,
    range: std::ops::Range<usize>,
) -> Result<RecordBatch, arrow::error::ArrowError> {
    let rows = || range.clone().filter_map(|position| prices.get(position));
    let mut days = EpochDays::new();
    let dates: ArrayRef =
        Arc::new(Date32Array::from_iter_values(rows().map(|row| days.number(row.date))));
    let closes = Decimal128Array::from_iter_values(rows().map(|row| i128::from(row.close.nanos())));
    let caps = Decimal128Array::from_iter(rows().map(|row| row.reported_cap_cents.map(i128::from)));
    let columns: Vec<ArrayRef> = vec![
        dates.clone(),
        Arc::new(UInt32Array::from_iter_values(rows().map(|row| row.security.0))),
        Arc::new(closes.with_precision_and_scale(DIGITS, Price::DECIMALS as i8)?),
        Arc::new(UInt64Array::from_iter(rows().map(|row| row.volume))),
        Arc::new(Float64Array::from_iter(rows().map(|row| row.reported_change_percent))),
        Arc::new(caps.with_precision_and_scale(DIGITS, CENTS)?),
        dates,
    ];
    RecordBatch::try_new(Arc::new(schema()), columns)
}

/// Adds the rows of a year's file.
pub(super) fn read(path: &Path, prices: &mut PriceTable) -> Result<(), FolderError> {
    let refuse = |reason: String| FolderError::Table { path: path.to_owned(), reason };
    let mut days = EpochDays::new();
    for batch in table::read_columns(path, schema().fields())? {
        let dates = batch.column(0).as_primitive::<Date32Type>();
        let securities = batch.column(1).as_primitive::<UInt32Type>();
        let closes = batch.column(2).as_primitive::<Decimal128Type>();
        let volumes = batch.column(3).as_primitive::<UInt64Type>();
        let changes = batch.column(4).as_primitive::<Float64Type>();
        let caps = batch.column(5).as_primitive::<Decimal128Type>();
        for row in 0..batch.num_rows() {
            let date = days
                .date(dates.value(row))
                .ok_or_else(|| refuse(format!("row {row} has an impossible date")))?;
            let close = i64::try_from(closes.value(row))
                .ok()
                .and_then(|nanos| Price::from_nanos(nanos).ok())
                .ok_or_else(|| refuse(format!("row {row} has an impossible close")))?;
            prices.push(PriceRow {
                date,
                security: SecurityId(securities.value(row)),
                close,
                volume: volumes.is_valid(row).then(|| volumes.value(row)),
                reported_change_percent: changes.is_valid(row).then(|| changes.value(row)),
                reported_cap_cents: caps
                    .is_valid(row)
                    .then(|| u64::try_from(caps.value(row)).ok())
                    .flatten(),
            });
        }
    }
    Ok(())
}
