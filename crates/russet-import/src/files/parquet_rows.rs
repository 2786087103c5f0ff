//! Rows of a Parquet file, batch by batch, whatever types its writer chose.

use std::path::Path;
use std::sync::LazyLock;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryViewArray, Date32Array, Float64Array, StringArray,
    StringViewArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int64Type, TimeUnit};
use arrow::error::ArrowError;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use russet_store::StoreError;
use russet_store::guarded::{self, Table};

use super::columns::places;
use super::csv_rows::text_cell;
use super::{Cell, Column, Row, RowCounts, SourceFile};
use crate::error::{ImportError, Place};
use crate::limits::Limits;
use crate::options::ImportOptions;

const MICROSECONDS_A_DAY: i64 = 86_400_000_000;

/// Opens a Parquet file, which anybody may have written.
pub(super) fn open(file: &SourceFile, limits: Limits) -> Result<Table, ImportError> {
    let handle = file.file.try_clone().map_err(|error| ImportError::io(&file.path, error))?;
    guarded::open(handle, &file.path, &limits.parquet()).map_err(ImportError::from)
}

pub(super) fn read(
    file: &mut SourceFile,
    columns: &[Column],
    options: &ImportOptions<'_>,
    visit: &mut dyn FnMut(Row<'_>),
) -> Result<RowCounts, ImportError> {
    let table = open(file, options.limits)?;
    let found = table.names();
    let places = places(&file.path, Place::default(), columns, &options.columns, found)?;
    let mut wanted: Vec<usize> = places.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut line = 0;
    table.read(&wanted, |batch| {
        let readers = places
            .iter()
            .map(|place| match place.and_then(|place| wanted.binary_search(&place).ok()) {
                Some(column) => ColumnReader::guarded(&file.path, batch.column(column)),
                None => Ok(ColumnReader::Absent),
            })
            .collect::<Result<Vec<_>, ImportError>>()?;
        let mut cells: Vec<Cell<'_>> = vec![Cell::Missing; readers.len()];
        for row in 0..batch.num_rows() {
            line += 1;
            for (cell, reader) in cells.iter_mut().zip(&readers) {
                *cell = reader.cell(row);
            }
            visit(Row { line, cells: &cells });
        }
        Ok::<(), ImportError>(())
    })?;
    Ok(RowCounts { rows: line, ..RowCounts::default() })
}

/// One column of a batch, in one of a few types.
enum ColumnReader {
    Absent,
    Text(StringViewArray),
    Bytes(BinaryViewArray),
    Words(StringArray),
    Number(Float64Array),
    Day(Date32Array),
}

impl ColumnReader {
    fn guarded(path: &Path, column: &ArrayRef) -> Result<ColumnReader, ImportError> {
        let made = guarded::catch(path, || ColumnReader::new(column))?;
        Ok(made.map_err(|error| StoreError::Table {
            path: path.to_owned(),
            reason: error.to_string(),
        })?)
    }

    fn new(column: &ArrayRef) -> Result<ColumnReader, ArrowError> {
        Ok(match column.data_type() {
            DataType::Null => ColumnReader::Absent,
            DataType::Utf8View => ColumnReader::Text(column.as_string_view().clone()),
            DataType::BinaryView => ColumnReader::Bytes(column.as_binary_view().clone()),
            DataType::Timestamp(_, Some(_)) => ColumnReader::Words(instants(column)?),
            DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => ColumnReader::Day(
                cast(column, &DataType::Date32)?.as_primitive::<Date32Type>().clone(),
            ),
            // The decimal text of a 32-bit float or a decimal is exact, its 64-bit value is not.
            kind if kind.is_integer() || *kind == DataType::Float64 => ColumnReader::Number(
                cast(column, &DataType::Float64)?.as_primitive::<Float64Type>().clone(),
            ),
            _ => ColumnReader::Words(cast(column, &DataType::Utf8)?.as_string::<i32>().clone()),
        })
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            ColumnReader::Text(column) if column.is_valid(row) => Cell::of_text(column.value(row)),
            ColumnReader::Bytes(column) if column.is_valid(row) => text_cell(column.value(row)),
            ColumnReader::Words(column) if column.is_valid(row) => Cell::of_text(column.value(row)),
            ColumnReader::Number(column) if column.is_valid(row) => Cell::Number(column.value(row)),
            ColumnReader::Day(column) if column.is_valid(row) => {
                day(column.value(row)).map_or(Cell::Missing, Cell::Day)
            }
            _ => Cell::Missing,
        }
    }
}

/// Times on the world's clock as text: midnight UTC as the date that it begins, any other as it is, since
/// which date it belongs to depends on a time zone that the file's columns do not say.
fn instants(column: &ArrayRef) -> Result<StringArray, ArrowError> {
    let zone = Some("+00:00".into());
    let times = cast(column, &DataType::Timestamp(TimeUnit::Microsecond, zone))?;
    let times = cast(&times, &DataType::Int64)?;
    let said = |time: i64| match time % MICROSECONDS_A_DAY {
        0 => i32::try_from(time / MICROSECONDS_A_DAY).ok().and_then(day).map(|day| day.to_string()),
        _ => Timestamp::from_microsecond(time).ok().map(|time| time.to_string()),
    };
    Ok(times.as_primitive::<Int64Type>().iter().map(|time| time.and_then(said)).collect())
}

/// The days since 1970 of which most files tell, since adding days to a date takes its time.
static DAYS: LazyLock<Vec<Date>> =
    LazyLock::new(|| date(1970, 1, 1).series(1.day()).take(1 << 15).collect());

fn day(since_1970: i32) -> Option<Date> {
    let known = usize::try_from(since_1970).ok().and_then(|place| DAYS.get(place).copied());
    known
        .or_else(|| date(1970, 1, 1).checked_add(jiff::Span::new().try_days(since_1970).ok()?).ok())
}
