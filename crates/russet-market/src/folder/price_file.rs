//! Closes to Parquet: one file a year, each column in the encoding that decodes fastest for its size.
//!
//! | column | encoding | why |
//! |---|---|---|
//! | `date`, `known_at` | dictionary | one run a session |
//! | `security_id` | delta | ids rise within a session, mostly by one |
//! | `close` | dictionary, else delta | a year has fewer prices than its rows have bytes |
//! | `volume` | delta | smaller than compressed, at a fifth of the time |
//! | `reported_…` | dictionary and Zstandard | read by imports only |
//!
//! Nothing that a build reads is compressed, so decoding is all it costs.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, Date32Array, Decimal64Array, Float64Array, RecordBatch, UInt32Array, UInt64Array,
};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use rayon::prelude::*;
use russet_store::StoreError;
use russet_store::table::{EpochDays, Table};

use super::price_columns::{PriceFileRow, schema};
use crate::facts::PriceRow;
use crate::numbers::Price;
use crate::prices::PriceTable;

pub(super) const TABLE: &str = PriceFileRow::NAME;

const DIGITS: u8 = 18;
const CENTS: i8 = 2;

/// A year of 8,000 lines is one row group, so its prices share one dictionary.
const ROW_GROUP_ROWS: usize = 1 << 21;
/// 131,072 prices: what a core's second-level cache holds.
const DICTIONARY_BYTES: usize = 1 << 20;

/// The Parquet bytes and row count of each year.
pub(super) fn encode_years(prices: &PriceTable) -> Result<Vec<(i16, Vec<u8>, usize)>, StoreError> {
    let mut years: Vec<(i16, Range<usize>)> = Vec::new();
    for (session, rows) in prices.sessions() {
        match years.last_mut() {
            Some((year, range)) if *year == session.year() => range.end = rows.end,
            _ => years.push((session.year(), rows.clone())),
        }
    }
    let encoded = years.into_par_iter().map(|(year, range)| {
        let rows = range.len();
        let bytes = encode(prices, range)
            .map_err(|error| StoreError::Table { path: TABLE.into(), reason: error.to_string() })?;
        Ok((year, bytes, rows))
    });
    encoded.collect()
}

fn encode(
    prices: &PriceTable,
    range: Range<usize>,
) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    let batch = batch_of(prices, range)?;
    // Without Arrow's own notes a reader sees plain Parquet decimals, whatever width we hold them in.
    let options =
        ArrowWriterOptions::new().with_properties(properties()?).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(Vec::new(), batch.schema(), options)?;
    writer.write(&batch)?;
    writer.into_inner()
}

fn properties() -> Result<WriterProperties, parquet::errors::ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_created_by("russet".to_owned())
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_data_page_row_count_limit(ROW_GROUP_ROWS)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_compression(Compression::UNCOMPRESSED)
        .set_column_encoding("close".into(), Encoding::DELTA_BINARY_PACKED);
    for delta in ["security_id", "volume"] {
        properties = properties
            .set_column_dictionary_enabled(delta.into(), false)
            .set_column_encoding(delta.into(), Encoding::DELTA_BINARY_PACKED);
    }
    let zstd = Compression::ZSTD(ZstdLevel::try_new(1)?);
    for reported in ["reported_change_percent", "reported_market_cap"] {
        properties = properties.set_column_compression(reported.into(), zstd);
    }
    Ok(properties.build())
}

fn batch_of(
    prices: &PriceTable,
    range: Range<usize>,
) -> Result<RecordBatch, arrow_schema::ArrowError> {
    let rows = || prices.rows(range.clone());
    let mut days = EpochDays::new();
    let dates: ArrayRef =
        Arc::new(Date32Array::from_iter_values(rows().map(|row| days.number(row.date))));
    let closes = Decimal64Array::from_iter_values(rows().map(|row| row.close.nanos()));
    let caps: Decimal64Array = rows().map(cap_cents).collect::<Result<_, _>>()?;
    let columns: Vec<ArrayRef> = vec![
        dates.clone(),
        Arc::new(UInt32Array::from_iter_values(rows().map(|row| row.security_id.0))),
        Arc::new(closes.with_precision_and_scale(DIGITS, Price::DECIMALS as i8)?),
        Arc::new(UInt64Array::from_iter(rows().map(|row| row.volume))),
        Arc::new(Float64Array::from_iter(rows().map(|row| row.reported_change_percent))),
        Arc::new(caps.with_precision_and_scale(DIGITS, CENTS)?),
        dates,
    ];
    RecordBatch::try_new(Arc::new(schema()), columns)
}

fn cap_cents(row: PriceRow) -> Result<Option<i64>, arrow_schema::ArrowError> {
    let PriceRow { date, security_id, reported_cap_cents, .. } = row;
    let cents = reported_cap_cents.map(i64::try_from).transpose();
    cents.map_err(|_| {
        let reason = format!(
            "the capitalization of security {} on {date} is beyond 92 quadrillion dollars (hint: it is broken in its source)",
            security_id.0
        );
        arrow_schema::ArrowError::InvalidArgumentError(reason)
    })
}
