//! Rows to Parquet bytes: equal rows make equal bytes, on any number of threads.

use std::ops::RangeInclusive;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::Schema;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowWriterOptions, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use rayon::prelude::*;

use super::{ColumnSchema, Record, Table};
use crate::StoreError;

/// How many rows are worth all threads; more than these are several row groups.
const SIDE_BY_SIDE: RangeInclusive<usize> = 4_096..=1_000_000;

/// Fewer rows take longer to compress, column by column, than they are worth: a run writes such parts every
/// day.
const WORTH_COMPRESSING: usize = 1_024;

/// The Parquet bytes of rows: equal rows make equal bytes.
///
/// # Errors
/// [`StoreError::Table`] when a value does not fit its column.
pub fn encode<R: Record>(rows: &[R]) -> Result<Vec<u8>, StoreError> {
    encode_batch(&to_batch(rows)?)
}

/// Rows as Arrow columns: those of their table, in its order.
///
/// # Errors
/// [`StoreError::Table`] when a value does not fit its column.
pub fn to_batch<R: Record>(rows: &[R]) -> Result<RecordBatch, StoreError> {
    let schema = R::Table::SCHEMA;
    let refuse = |reason: String| StoreError::Table { path: schema.name.into(), reason };
    let array = |column: &ColumnSchema| {
        let array = R::array(rows, column.name)
            .unwrap_or_else(|| Err("the record has no such column".to_owned()));
        array.map_err(|reason| refuse(format!("column {}: {reason}", column.name)))
    };
    let arrays: Vec<ArrayRef> = match rows.len() < *SIDE_BY_SIDE.start() {
        true => schema.columns.iter().map(array).collect::<Result<_, _>>()?,
        false => schema.columns.par_iter().map(array).collect::<Result<_, _>>()?,
    };
    let batch = RecordBatch::try_new(Arc::new(Schema::new(schema.fields())), arrays);
    batch.map_err(|error| refuse(error.to_string()))
}

/// The Parquet bytes of columns: equal columns make equal bytes.
///
/// # Errors
/// [`StoreError::Table`] when they cannot be encoded.
pub fn encode_batch(batch: &RecordBatch) -> Result<Vec<u8>, StoreError> {
    bytes(batch)
        .map_err(|error| StoreError::Table { path: "a table".into(), reason: error.to_string() })
}

fn bytes(batch: &RecordBatch) -> Result<Vec<u8>, ParquetError> {
    let writer = writer(batch)?;
    if !SIDE_BY_SIDE.contains(&batch.num_rows()) {
        return one_after_the_other(writer, batch);
    }
    // The same bytes, with columns encoded on all threads.
    let (mut file, row_groups) = writer.into_serialized_writer()?;
    let columns = row_groups.create_column_writers(0)?.into_par_iter();
    let schema = batch.schema();
    let cells = schema.fields().par_iter().zip(batch.columns());
    let chunks = columns.zip(cells).map(|(mut column, (field, cells))| {
        for leaf in compute_leaves(field, cells)? {
            column.write(&leaf)?;
        }
        column.close()
    });
    let chunks: Vec<ArrowColumnChunk> = chunks.collect::<Result<_, ParquetError>>()?;
    let mut row_group = file.next_row_group()?;
    for chunk in chunks {
        chunk.append_to_row_group(&mut row_group)?;
    }
    row_group.close()?;
    file.into_inner()
}

fn one_after_the_other(
    mut writer: ArrowWriter<Vec<u8>>,
    batch: &RecordBatch,
) -> Result<Vec<u8>, ParquetError> {
    writer.write(batch)?;
    writer.into_inner()
}

fn writer(batch: &RecordBatch) -> Result<ArrowWriter<Vec<u8>>, ParquetError> {
    let compression = match batch.num_rows() < WORTH_COMPRESSING {
        true => Compression::UNCOMPRESSED,
        false => Compression::ZSTD(ZstdLevel::try_new(1)?),
    };
    let properties = WriterProperties::builder().set_compression(compression);
    let properties = properties.set_created_by("russet".to_owned()).build();
    // Without Arrow's own notes any reader sees plain Parquet types.
    let options =
        ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
    ArrowWriter::try_new_with_options(Vec::new(), batch.schema(), options)
}

#[cfg(test)]
mod tests {
    use arrow_array::{Float64Array, StringArray};

    use super::*;

    #[test]
    fn columns_side_by_side_make_the_bytes_of_columns_one_after_the_other() {
        let names: ArrayRef =
            Arc::new(StringArray::from_iter_values((0..10_000).map(|row| format!("I{}", row % 7))));
        let numbers: ArrayRef =
            Arc::new(Float64Array::from_iter((0..10_000).map(|row| (row % 3 > 0).then_some(0.5))));
        let batch = RecordBatch::try_from_iter([("name", names), ("number", numbers)]).unwrap();
        let plain = one_after_the_other(writer(&batch).unwrap(), &batch).unwrap();
        assert_eq!(encode_batch(&batch).unwrap(), plain);
    }
}
