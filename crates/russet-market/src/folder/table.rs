//! Rows to Parquet and back, for every table but the prices.

use std::ops::RangeInclusive;
use std::path::Path;

pub use arrow::datatypes::FieldRef;
use arrow::record_batch::RecordBatch;
use bytes::Bytes;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::arrow::arrow_writer::{ArrowColumnChunk, compute_leaves};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::PageIndexPolicy;
use parquet::file::properties::WriterProperties;
use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{FolderError, from_columns, to_columns};

/// Rows decoded at a time.
const BATCH_ROWS: usize = 8_192;

/// How many rows are worth all threads; more than these are several row groups.
const SIDE_BY_SIDE: RangeInclusive<usize> = 4_096..=1_000_000;

/// Fewer rows take longer to compress, column by column, than they are worth: a run writes such parts every
/// day.
const WORTH_COMPRESSING: usize = 1_024;

/// A row of a table that is written as a whole.
pub trait TableRow: Serialize + DeserializeOwned {
    /// The table's name, which starts its file's name.
    const TABLE: &'static str;

    /// The columns, in the order of the file.
    fn fields() -> Vec<FieldRef>;
}

/// Declares a table of a folder: its row type, its name, its columns in order.
///
/// ```
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Note { page: u32, words: String }
/// russet_market::table!(Note, "notes", [whole("page"), text("words")]);
/// let bytes = russet_market::folder::table_bytes(&[Note { page: 1, words: "a".into() }])?;
/// assert!(!bytes.is_empty());
/// # Ok::<(), russet_market::FolderError>(())
/// ```
#[macro_export]
macro_rules! table {
    ($row:ty, $name:literal, [$($column:expr),+ $(,)?]) => {
        impl $crate::folder::TableRow for $row {
            const TABLE: &'static str = $name;

            fn fields() -> Vec<$crate::folder::FieldRef> {
                #[allow(unused_imports)]
                use $crate::folder::column::*;
                vec![$($column),+]
            }
        }
    };
}

/// Constructors of columns, so that a table's declaration reads as a list.
pub mod column {
    use std::sync::Arc;

    use arrow::datatypes::{DataType, Field, FieldRef};

    fn required(name: &str, data_type: DataType) -> FieldRef {
        Arc::new(Field::new(name, data_type, false))
    }

    /// Text.
    pub fn text(name: &str) -> FieldRef {
        required(name, DataType::Utf8)
    }

    /// A date.
    pub fn day(name: &str) -> FieldRef {
        required(name, DataType::Date32)
    }

    /// A whole number of 16 bits.
    pub fn small(name: &str) -> FieldRef {
        required(name, DataType::UInt16)
    }

    /// A whole number of 32 bits.
    pub fn whole(name: &str) -> FieldRef {
        required(name, DataType::UInt32)
    }

    /// A whole number of 64 bits.
    pub fn long(name: &str) -> FieldRef {
        required(name, DataType::UInt64)
    }

    /// An exact decimal of so many digits, so many of them behind the point.
    pub fn exact(name: &str, digits: u8, decimals: i8) -> FieldRef {
        required(name, DataType::Decimal128(digits, decimals))
    }

    /// A statistic.
    pub fn float(name: &str) -> FieldRef {
        required(name, DataType::Float64)
    }

    /// Yes or no.
    pub fn flag(name: &str) -> FieldRef {
        required(name, DataType::Boolean)
    }

    /// The same column, where a value may be missing.
    pub fn optional(field: FieldRef) -> FieldRef {
        Arc::new(field.as_ref().clone().with_nullable(true))
    }
}

/// The Parquet bytes of rows: equal rows make equal bytes.
///
/// # Errors
/// [`FolderError::Table`] when a row does not fit its columns.
pub fn table_bytes<R: TableRow>(rows: &[R]) -> Result<Vec<u8>, FolderError> {
    let refuse = |reason: String| FolderError::Table { path: R::TABLE.into(), reason };
    let batch = to_columns::record_batch(&R::fields(), rows).map_err(refuse)?;
    batch_bytes(&batch)
}

/// The rows of a table file's bytes, which [`table_bytes`] made; errors speak of `path`.
///
/// # Errors
/// [`FolderError::Table`] when they are no Parquet, or of another table.
pub fn decode_table<R: TableRow>(path: &Path, bytes: Vec<u8>) -> Result<Vec<R>, FolderError> {
    let mut rows = Vec::new();
    for batch in stream_columns(path, bytes.into(), &R::fields())? {
        from_columns::extend(&mut rows, &batch?)
            .map_err(|reason| FolderError::Table { path: path.to_owned(), reason })?;
    }
    Ok(rows)
}

/// The Parquet bytes of columns: equal columns make equal bytes.
///
/// # Errors
/// [`FolderError::Table`] when they cannot be encoded.
pub fn batch_bytes(batch: &RecordBatch) -> Result<Vec<u8>, FolderError> {
    encode(batch)
        .map_err(|error| FolderError::Table { path: "a table".into(), reason: error.to_string() })
}

fn encode(batch: &RecordBatch) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    let properties = properties(batch.num_rows())?;
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties))?;
    if !SIDE_BY_SIDE.contains(&batch.num_rows()) {
        writer.write(batch)?;
        return writer.into_inner();
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
    let chunks: Vec<ArrowColumnChunk> =
        chunks.collect::<Result<_, parquet::errors::ParquetError>>()?;
    let mut row_group = file.next_row_group()?;
    for chunk in chunks {
        chunk.append_to_row_group(&mut row_group)?;
    }
    row_group.close()?;
    file.into_inner()
}

fn properties(rows: usize) -> Result<WriterProperties, parquet::errors::ParquetError> {
    let compression = match rows < WORTH_COMPRESSING {
        true => Compression::UNCOMPRESSED,
        false => Compression::ZSTD(ZstdLevel::try_new(1)?),
    };
    let properties = WriterProperties::builder().set_compression(compression);
    Ok(properties.set_created_by("russet".to_owned()).build())
}

/// The columns of a Parquet file's bytes, batch by batch, which must be those of its table.
///
/// # Errors
/// [`FolderError::Table`] when they are no Parquet, or of another table, even an empty one.
pub fn decode_columns(
    path: &Path,
    bytes: Vec<u8>,
    columns: &[FieldRef],
) -> Result<Vec<RecordBatch>, FolderError> {
    stream_columns(path, bytes.into(), columns)?.collect()
}

fn stream_columns<'path>(
    path: &'path Path,
    bytes: Bytes,
    columns: &[FieldRef],
) -> Result<impl Iterator<Item = Result<RecordBatch, FolderError>> + use<'path>, FolderError> {
    let builder = open(path, bytes)?;
    if builder.schema().fields().as_ref() != columns {
        let reason = "its columns are not those of its table".to_owned();
        return Err(FolderError::Table { path: path.to_owned(), reason });
    }
    stream(path, builder)
}

/// The columns of any Parquet file, batch by batch.
///
/// # Errors
/// [`FolderError`] when the file is missing or no Parquet.
pub fn read_batches(path: &Path) -> Result<Vec<RecordBatch>, FolderError> {
    let bytes = std::fs::read(path).map_err(|error| FolderError::io("read", path, error))?;
    stream(path, open(path, bytes.into())?)?.collect()
}

/// Some columns of a Parquet file's bytes, batch by batch.
pub(super) fn decode_some_columns(
    path: &Path,
    bytes: &Bytes,
    columns: &[&str],
) -> Result<Vec<RecordBatch>, FolderError> {
    let builder = open(path, bytes.clone())?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
    stream(path, builder.with_projection(mask))?.collect()
}

/// The rows that are wanted of a table file's bytes; pages without any are not decoded.
pub(super) fn decode_some_rows<R: TableRow>(
    path: &Path,
    bytes: &Bytes,
    wanted: &[bool],
) -> Result<Vec<R>, FolderError> {
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Optional);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(bytes.clone(), options)
        .map_err(|error| unreadable(path, &error))?;
    let runs = wanted.chunk_by(|one, other| one == other).map(|run| match run[0] {
        true => RowSelector::select(run.len()),
        false => RowSelector::skip(run.len()),
    });
    let selection = RowSelection::from(runs.collect::<Vec<_>>());
    let mut rows = Vec::new();
    for batch in stream(path, builder.with_row_selection(selection))? {
        from_columns::extend(&mut rows, &batch?)
            .map_err(|reason| FolderError::Table { path: path.to_owned(), reason })?;
    }
    Ok(rows)
}

fn open(path: &Path, bytes: Bytes) -> Result<ParquetRecordBatchReaderBuilder<Bytes>, FolderError> {
    ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|error| unreadable(path, &error))
}

/// Batches small enough to stay in a processor's cache.
fn stream<'path>(
    path: &'path Path,
    builder: ParquetRecordBatchReaderBuilder<Bytes>,
) -> Result<impl Iterator<Item = Result<RecordBatch, FolderError>> + use<'path>, FolderError> {
    let reader = builder.with_batch_size(BATCH_ROWS).build();
    let reader = reader.map_err(|error| unreadable(path, &error))?;
    Ok(reader.map(|batch| batch.map_err(|error| unreadable(path, &error))))
}

fn unreadable(path: &Path, reason: &dyn std::fmt::Display) -> FolderError {
    let reason = format!("not a readable Parquet file: {reason}");
    FolderError::Table { path: path.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::IndexLevel;

    #[test]
    fn columns_side_by_side_make_the_bytes_of_columns_one_after_the_other() {
        let row = |number: usize| IndexLevel {
            index: format!("I{}", number % 7),
            date: jiff::civil::date(2024, 1, 1 + (number % 28) as i8),
            level: crate::numbers::Level::THOUSAND,
            suspect: number.is_multiple_of(3),
            known_at: jiff::civil::date(2024, 2, 1),
        };
        let rows: Vec<IndexLevel> = (0..10_000).map(row).collect();
        let batch = to_columns::record_batch(&IndexLevel::fields(), &rows).unwrap();
        let mut writer =
            ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties(rows.len()).unwrap()))
                .unwrap();
        writer.write(&batch).unwrap();
        assert_eq!(batch_bytes(&batch).unwrap(), writer.into_inner().unwrap());
    }
}
