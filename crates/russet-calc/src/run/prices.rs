//! The market's own price files in a run's folder: the closes of its sessions, not written again.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use arrow::array::AsArray;
use arrow::datatypes::{Date32Type, Decimal128Type, UInt32Type};
use arrow::record_batch::RecordBatch;
use jiff::civil::Date;
use russet_market::folder::{EpochDays, TableFile, read_batches};
use russet_market::{FolderError, Price, SecurityId};

use super::{CloseTable, RunError, Span};

/// The table that price files belong to, in a market and in a run.
pub(super) const TABLE: &str = "prices";

/// The price file of a year among a market's files.
pub(super) fn of_year(files: &[TableFile], year: i16) -> Option<&TableFile> {
    let prices = files.iter().filter(|file| file.table == TABLE);
    prices.into_iter().find(|file| super::names::span_of(file) == Some(Span::Year(year)))
}

/// Puts a market's price file into a run: a link to the same bytes, or a copy where none is possible.
///
/// Price files are named by their content and never change.
pub(super) fn link(market: &Path, run: &Path, file: &TableFile) -> Result<(), RunError> {
    let (from, to) = (market.join(&file.file), run.join(&file.file));
    if to.is_file() {
        return Ok(());
    }
    let linked = fs::hard_link(&from, &to);
    let put = linked.or_else(|_| fs::copy(&from, &to).map(|_| ()));
    put.map_err(|source| RunError::Io { action: "link or copy", path: from, source })
}

/// The closes of some sessions.
pub(super) fn read(
    path: &Path,
    sessions: &RangeInclusive<Date>,
) -> Result<CloseTable, FolderError> {
    let mut closes = CloseTable::default();
    for batch in read_batches(path)? {
        take(&batch, sessions, &mut closes).ok_or_else(|| FolderError::Table {
            path: path.to_owned(),
            reason: "it is no table of prices".to_owned(),
        })?;
    }
    Ok(closes)
}

fn take(batch: &RecordBatch, wanted: &RangeInclusive<Date>, closes: &mut CloseTable) -> Option<()> {
    let dates = batch.column_by_name("date")?.as_primitive_opt::<Date32Type>()?;
    let securities = batch.column_by_name("security")?.as_primitive_opt::<UInt32Type>()?;
    let prices = batch.column_by_name("close")?.as_primitive_opt::<Decimal128Type>()?;
    let mut days = EpochDays::new();
    for row in 0..batch.num_rows() {
        let session = days.date(dates.value(row))?;
        if wanted.contains(&session) {
            let close = Price::from_nanos(i64::try_from(prices.value(row)).ok()?).ok()?;
            closes.push(session, SecurityId(securities.value(row)), close, session);
        }
    }
    Some(())
}
