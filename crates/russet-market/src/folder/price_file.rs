//! Prices to Parquet and back: one file a year, column by column.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{EpochDays, FolderError, table};
use crate::numbers::Price;
use crate::prices::{Part, PriceTable, Reported};
use arrow::array::{
    ArrayRef, AsArray, Date32Array, Decimal128Array, Float64Array, UInt32Array, UInt64Array,
};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Field, Float64Type, Schema, UInt32Type, UInt64Type,
};
use arrow::record_batch::RecordBatch;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

pub(super) const TABLE: &str = "prices";

const DIGITS: u8 = 18;
const CENTS: i8 = 2;
/// The place of the reported capitalisation, behind all that a build needs.
const CAP: usize = 5;

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
    let mut years: Vec<(i16, Range<usize>)> = Vec::new();
    for (session, rows) in prices.sessions() {
        match years.last_mut() {
            Some((year, range)) if *year == session.year() => range.end = rows.end,
            _ => years.push((session.year(), rows.clone())),
        }
    }
    let encode = |(year, range): (i16, Range<usize>)| {
        let refuse = |reason: String| FolderError::Table { path: TABLE.into(), reason };
        let rows = range.len();
        let batch = batch_of(prices, range).map_err(|error| refuse(error.to_string()))?;
        Ok((year, table::batch_bytes(&batch)?, rows))
    };
    years.into_par_iter().map(encode).collect()
}

fn batch_of(
    prices: &PriceTable,
    range: Range<usize>,
) -> Result<RecordBatch, arrow::error::ArrowError> {
    let rows = || prices.rows(range.clone());
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

/// Reads files of so many rows each, all at once.
pub(super) fn read(
    files: &[(PathBuf, usize)],
    reported: Reported,
) -> Result<PriceTable, FolderError> {
    let rows: Vec<usize> = files.iter().map(|(_, rows)| *rows).collect();
    PriceTable::filled(&rows, reported, |number, part| read_part(&files[number].0, reported, part))
}

fn read_part(path: &Path, reported: Reported, part: &mut Part<'_>) -> Result<(), FolderError> {
    let refuse = |reason: String| FolderError::Table { path: path.to_owned(), reason };
    let mut days = EpochDays::new();
    let mut filled = 0;
    let wanted = match reported {
        Reported::All => CAP + 1,
        Reported::WithoutCaps => CAP,
    };
    for batch in table::stream_columns(path, schema().fields(), wanted)? {
        let batch = batch?;
        let (from, to) = (filled, filled + batch.num_rows());
        filled = to;
        if to > part.closes.len() {
            break;
        }
        let dates = batch.column(0).as_primitive::<Date32Type>().values();
        for run in dates.chunk_by(|one, other| one == other) {
            let date = days.date(run[0]);
            let date = date.ok_or_else(|| refuse(format!("day {} is no date", run[0])))?;
            part.date(date, run.len());
        }
        let securities = batch.column(1).as_primitive::<UInt32Type>().values();
        part.securities[from..to].copy_from_slice(securities);
        let closes = batch.column(2).as_primitive::<Decimal128Type>().values();
        for (row, (slot, nanos)) in part.closes[from..to].iter_mut().zip(closes).enumerate() {
            *slot = i64::try_from(*nanos)
                .ok()
                .filter(|nanos| Price::is_price(*nanos))
                .ok_or_else(|| refuse(format!("row {} has an impossible close", from + row)))?;
        }
        part.volumes.put(from, batch.column(3).as_primitive::<UInt64Type>().iter());
        part.changes.put(from, batch.column(4).as_primitive::<Float64Type>().iter());
        if reported == Reported::All {
            let caps = batch.column(CAP).as_primitive::<Decimal128Type>();
            part.caps.put(from, caps.iter().map(|cap| u64::try_from(cap?).ok()));
        }
    }
    match filled == part.closes.len() {
        true => Ok(()),
        false => Err(refuse("its rows are not as many as the manifest says".to_owned())),
    }
}
