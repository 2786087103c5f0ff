//! Parquet bytes to rows. Columns are held against the table's declaration by what Parquet itself says of
//! them; nothing that the bytes say can make the reader panic.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::file::metadata::PageIndexPolicy;
use parquet::file::reader::ChunkReader;

use super::{ColumnSchema, Columns, Table, TableSchema, to_batch};
use crate::StoreError;

/// Rows decoded at a time: few enough to stay in a processor's cache.
const BATCH_ROWS: usize = 8_192;

type Builder<F> = ParquetRecordBatchReaderBuilder<F>;

/// The rows of a table file, from its bytes in memory or an open file; the path is for errors.
///
/// # Errors
/// [`StoreError::Table`] when it is no Parquet, its columns are not those of the table, or a value is impossible.
pub fn decode<R: Table>(
    file: impl ChunkReader + 'static,
    path: &Path,
) -> Result<Vec<R>, StoreError> {
    let mut rows = Vec::new();
    decode_each(file, path, |mut more: Vec<R>| rows.append(&mut more))?;
    Ok(rows)
}

/// The same, a few thousand rows at a time.
///
/// # Errors
/// As [`decode`].
pub fn decode_each<R: Table>(
    file: impl ChunkReader + 'static,
    path: &Path,
    mut take: impl FnMut(Vec<R>),
) -> Result<(), StoreError> {
    let all: Vec<&str> = R::SCHEMA.columns.iter().map(|column| column.name).collect();
    guarded(path, || {
        let builder = open(file, path, PageIndexPolicy::Skip)?;
        check(builder.schema(), path, R::SCHEMA, &all)?;
        stream(builder, (path, R::SCHEMA), |columns| {
            take(R::rows(columns)?);
            Ok(())
        })
    })
}

/// The rows that are wanted of a table file; pages without any are not decoded.
///
/// # Errors
/// As [`decode`], and where the file has not as many rows as were decided about.
pub fn decode_some<R: Table>(
    file: impl ChunkReader + 'static,
    path: &Path,
    wanted: &[bool],
) -> Result<Vec<R>, StoreError> {
    let all: Vec<&str> = R::SCHEMA.columns.iter().map(|column| column.name).collect();
    guarded(path, || {
        let builder = open(file, path, PageIndexPolicy::Optional)?;
        check(builder.schema(), path, R::SCHEMA, &all)?;
        if usize::try_from(builder.metadata().file_metadata().num_rows()) != Ok(wanted.len()) {
            let reason = format!("it has not {} rows", wanted.len());
            return Err(StoreError::Table { path: path.to_owned(), reason });
        }
        let runs = wanted.chunk_by(|one, other| one == other).map(|run| match run[0] {
            true => RowSelector::select(run.len()),
            false => RowSelector::skip(run.len()),
        });
        let selection = RowSelection::from(runs.collect::<Vec<_>>());
        let mut rows = Vec::new();
        let take = |columns: &Columns<'_>| {
            rows.append(&mut R::rows(columns)?);
            Ok(())
        };
        stream(builder.with_row_selection(selection), (path, R::SCHEMA), take)?;
        Ok(rows)
    })
}

/// Some columns of a table file, a few thousand rows at a time; the others are not decoded.
///
/// # Errors
/// As [`decode`], of the columns wanted and what `take` says.
pub fn decode_columns(
    file: impl ChunkReader + 'static,
    (path, schema): (&Path, &'static TableSchema),
    wanted: &[&str],
    take: impl FnMut(&Columns<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    guarded(path, || {
        let builder = open(file, path, PageIndexPolicy::Skip)?;
        check(builder.schema(), path, schema, wanted)?;
        let is_wanted = |name: &str| {
            let mut columns = schema.columns.iter();
            columns.any(|column| wanted.contains(&column.name) && column.is_named(name))
        };
        let names = builder.schema().fields().iter().map(|field| field.name().clone());
        let names: Vec<String> = names.filter(|name| is_wanted(name)).collect();
        let names = names.iter().map(String::as_str);
        let mask = ProjectionMask::columns(builder.parquet_schema(), names);
        stream(builder.with_projection(mask), (path, schema), take)
    })
}

/// The columns of a table file as Arrow, without making rows of them: those of the table's declaration, in its
/// order and with its types. Only a file of an older version of the table goes through rows.
///
/// # Errors
/// As [`decode`]; values of a file of the current version are not checked one by one.
pub fn decode_table<R: Table>(
    file: impl ChunkReader + 'static,
    path: &Path,
) -> Result<Vec<RecordBatch>, StoreError> {
    let all: Vec<&str> = R::SCHEMA.columns.iter().map(|column| column.name).collect();
    let schema = Arc::new(Schema::new(R::SCHEMA.fields()));
    guarded(path, || {
        let builder = open(file, path, PageIndexPolicy::Skip)?;
        check(builder.schema(), path, R::SCHEMA, &all)?;
        let is_current = builder.schema().fields() == schema.fields();
        let (mut found, mut before) = (Vec::new(), 0);
        for batch in batches(builder, path)? {
            let batch = batch?;
            let columns = Columns::new((path, R::SCHEMA), &batch, before);
            before += batch.num_rows();
            found.push(match is_current {
                true => {
                    let batch = RecordBatch::try_new(schema.clone(), batch.columns().to_vec());
                    batch.map_err(|error| unreadable(path, &error))?
                }
                false => to_batch(&R::rows(&columns)?)?,
            });
        }
        Ok(found)
    })
}

/// The rows of a batch with a table's columns, as [`to_batch`] and [`decode_table`] make it.
///
/// # Errors
/// [`StoreError::Table`] when its columns are not those of the table, or a value is impossible.
pub fn from_batch<R: Table>(batch: &RecordBatch) -> Result<Vec<R>, StoreError> {
    let path = Path::new(R::NAME);
    let all: Vec<&str> = R::SCHEMA.columns.iter().map(|column| column.name).collect();
    difference(&batch.schema(), R::SCHEMA, &all)
        .map_err(|reason| StoreError::Table { path: path.to_owned(), reason })?;
    R::rows(&Columns::new((path, R::SCHEMA), batch, 0))
}

/// The columns of any Parquet file, batch by batch.
///
/// # Errors
/// [`StoreError::Table`] when it is no Parquet.
pub fn decode_batches(
    file: impl ChunkReader + 'static,
    path: &Path,
) -> Result<Vec<RecordBatch>, StoreError> {
    guarded(path, || batches(open(file, path, PageIndexPolicy::Skip)?, path)?.collect())
}

/// The columns of any Parquet file on disk, batch by batch.
///
/// # Errors
/// [`StoreError`] when the file cannot be opened or is no Parquet.
pub fn read_batches(path: &Path) -> Result<Vec<RecordBatch>, StoreError> {
    let file = File::open(path).map_err(|error| StoreError::io("open", path, error))?;
    decode_batches(file, path)
}

fn open<F: ChunkReader + 'static>(
    file: F,
    path: &Path,
    index: PageIndexPolicy,
) -> Result<Builder<F>, StoreError> {
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let options = options.with_page_index_policy(index);
    let builder = Builder::try_new_with_options(file, options);
    builder.map_err(|error| unreadable(path, &error))
}

/// Holds the columns of a file against those wanted of its table.
fn check(
    found: &Schema,
    path: &Path,
    schema: &TableSchema,
    wanted: &[&str],
) -> Result<(), StoreError> {
    difference(found, schema, wanted).map_err(|reason| {
        let reason = format!("{reason} (hint: import or build again into a new folder)");
        StoreError::Table { path: path.to_owned(), reason }
    })
}

/// Says how columns differ from those wanted of a table.
fn difference(found: &Schema, schema: &TableSchema, wanted: &[&str]) -> Result<(), String> {
    let is_known = |name: &str| schema.columns.iter().any(|column| column.is_named(name));
    if let Some(field) = found.fields().iter().find(|field| !is_known(field.name())) {
        return Err(format!("{} has no column {}", schema.name, field.name()));
    }
    let is_wanted = |column: &&ColumnSchema| wanted.contains(&column.name);
    for column in schema.columns.iter().filter(is_wanted) {
        let mut fields = found.fields().iter().filter(|field| column.is_named(field.name()));
        match (fields.next(), fields.next()) {
            (Some(field), None) if column.kind.takes(field.data_type()) => {}
            (Some(field), None) => {
                let (name, kind) = (field.name(), field.data_type());
                return Err(format!("column {name} is {kind}, not {}", column.kind));
            }
            (None, _) if column.may_be_absent() => {}
            (None, _) => return Err(format!("column {} is missing", column.name)),
            (Some(_), Some(_)) => return Err(format!("column {} is there twice", column.name)),
        }
    }
    Ok(())
}

fn stream<F: ChunkReader + 'static>(
    builder: Builder<F>,
    (path, schema): (&Path, &'static TableSchema),
    mut take: impl FnMut(&Columns<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut before = 0;
    for batch in batches(builder, path)? {
        let batch = batch?;
        take(&Columns::new((path, schema), &batch, before))?;
        before += batch.num_rows();
    }
    Ok(())
}

fn batches<F: ChunkReader + 'static>(
    builder: Builder<F>,
    path: &Path,
) -> Result<impl Iterator<Item = Result<RecordBatch, StoreError>> + use<'_, F>, StoreError> {
    let reader = builder.with_batch_size(BATCH_ROWS).build();
    let reader = reader.map_err(|error| unreadable(path, &error))?;
    Ok(reader.map(|batch| batch.map_err(|error| unreadable(path, &error))))
}

/// A library that panics on damaged bytes is an error of the file.
fn guarded<T>(path: &Path, read: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(unreadable(path, &"its reader broke off")))
}

fn unreadable(path: &Path, reason: &dyn std::fmt::Display) -> StoreError {
    let reason = format!("not a readable Parquet file: {reason}");
    StoreError::Table { path: path.to_owned(), reason }
}
