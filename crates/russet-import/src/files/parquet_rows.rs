//! Rows of a Parquet file, batch by batch, whatever types its writer chose.

use std::sync::LazyLock;

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Float64Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Float64Type};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::columns::places;
use super::{Cell, Column, Row, SourceFile};
use crate::error::{ImportError, Place};
use crate::options::ColumnNames;

/// Rows decoded at a time: enough to be fast, few enough to be small.
const BATCH_ROWS: usize = 16_384;

pub(super) fn read(
    file: &mut SourceFile,
    columns: &[Column],
    names: &ColumnNames,
    visit: &mut dyn FnMut(Row<'_>),
) -> Result<(), ImportError> {
    let path = file.path.clone();
    let broken = |error: &dyn std::fmt::Display| {
        ImportError::file(&path, format!("broken Parquet: {error}"), "write the file again")
    };
    let handle = file.file.try_clone().map_err(|error| ImportError::io(&path, error))?;
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(handle).map_err(|error| broken(&error))?;
    let found: Vec<String> =
        builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let places = places(&path, Place::default(), columns, names, &found)?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), places.iter().flatten().copied());
    let reader = builder
        .with_projection(mask)
        .with_batch_size(BATCH_ROWS)
        .build()
        .map_err(|error| broken(&error))?;
    let mut line = 0;
    for batch in reader {
        let batch = batch.map_err(|error| broken(&error))?;
        let readers = places
            .iter()
            .map(|place| match place.and_then(|place| batch.column_by_name(&found[place])) {
                Some(column) => ColumnReader::new(column),
                None => Ok(ColumnReader::Absent),
            })
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| broken(&error))?;
        let mut cells: Vec<Cell<'_>> = vec![Cell::Missing; readers.len()];
        for row in 0..batch.num_rows() {
            line += 1;
            for (cell, reader) in cells.iter_mut().zip(&readers) {
                *cell = reader.cell(row);
            }
            visit(Row { line, cells: &cells });
        }
    }
    Ok(())
}

/// One column of a batch in one of three types.
enum ColumnReader {
    Absent,
    Text(StringArray),
    Number(Float64Array),
    Day(Date32Array),
}

impl ColumnReader {
    fn new(column: &ArrayRef) -> Result<ColumnReader, arrow::error::ArrowError> {
        let column = match column.data_type() {
            DataType::Dictionary(_, values) => &cast(column, values)?,
            _ => column,
        };
        Ok(match column.data_type() {
            DataType::Null => ColumnReader::Absent,
            DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => ColumnReader::Day(
                cast(column, &DataType::Date32)?.as_primitive::<Date32Type>().clone(),
            ),
            // The decimal text of a 32-bit float or a decimal is exact, its 64-bit value is not.
            kind if kind.is_integer() || *kind == DataType::Float64 => ColumnReader::Number(
                cast(column, &DataType::Float64)?.as_primitive::<Float64Type>().clone(),
            ),
            _ => ColumnReader::Text(cast(column, &DataType::Utf8)?.as_string::<i32>().clone()),
        })
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            ColumnReader::Text(column) if column.is_valid(row) => Cell::of_text(column.value(row)),
            ColumnReader::Number(column) if column.is_valid(row) => Cell::Number(column.value(row)),
            ColumnReader::Day(column) if column.is_valid(row) => {
                day(column.value(row)).map_or(Cell::Missing, Cell::Day)
            }
            _ => Cell::Missing,
        }
    }
}

/// The days since 1970 of which most files tell, since adding days to a date takes its time.
static DAYS: LazyLock<Vec<Date>> =
    LazyLock::new(|| date(1970, 1, 1).series(1.day()).take(1 << 15).collect());

fn day(since_1970: i32) -> Option<Date> {
    let known = usize::try_from(since_1970).ok().and_then(|place| DAYS.get(place).copied());
    known
        .or_else(|| date(1970, 1, 1).checked_add(jiff::Span::new().try_days(since_1970).ok()?).ok())
}
