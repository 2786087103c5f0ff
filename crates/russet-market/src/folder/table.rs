//! Tables of a folder read and written by their declarations, with the folder's errors.

use std::fs::File;
use std::path::Path;

use russet_store::StoreError;
use russet_store::table::{
    Columns, Record, RecordBatch, Table, decode, decode_batches, decode_columns, decode_some,
    encode, encode_batch,
};

use super::FolderError;

impl From<StoreError> for FolderError {
    fn from(error: StoreError) -> FolderError {
        match error {
            StoreError::Io { action, path, source } => FolderError::Io { action, path, source },
            StoreError::Table { path, reason } => FolderError::Table { path, reason },
        }
    }
}

/// The Parquet bytes of rows: equal rows make equal bytes.
///
/// # Errors
/// [`FolderError::Table`] when a value does not fit its column.
pub fn table_bytes<R: Record>(rows: &[R]) -> Result<Vec<u8>, FolderError> {
    Ok(encode(rows)?)
}

/// Reads a table file that [`table_bytes`] made.
///
/// # Errors
/// [`FolderError`] when the file is missing, no Parquet, or of another table.
pub fn read_table<R: Table>(path: &Path) -> Result<Vec<R>, FolderError> {
    Ok(decode(open(path)?, path)?)
}

/// The Parquet bytes of columns: equal columns make equal bytes.
///
/// # Errors
/// [`FolderError::Table`] when they cannot be encoded.
pub fn batch_bytes(batch: &RecordBatch) -> Result<Vec<u8>, FolderError> {
    Ok(encode_batch(batch)?)
}

/// The columns of any Parquet file, batch by batch.
///
/// # Errors
/// [`FolderError`] when the file is missing or no Parquet.
pub fn read_batches(path: &Path) -> Result<Vec<RecordBatch>, FolderError> {
    Ok(decode_batches(open(path)?, path)?)
}

/// Some columns of a table file, a few thousand rows at a time.
pub(super) fn read_some_columns<R: Table>(
    path: &Path,
    columns: &[&str],
    take: impl FnMut(&Columns<'_>) -> Result<(), StoreError>,
) -> Result<(), FolderError> {
    Ok(decode_columns(open(path)?, (path, R::SCHEMA), columns, take)?)
}

/// The rows that are wanted of a table file; pages without any are not decoded.
pub(super) fn read_some_rows<R: Table>(
    path: &Path,
    wanted: &[bool],
) -> Result<Vec<R>, FolderError> {
    Ok(decode_some(open(path)?, path, wanted)?)
}

fn open(path: &Path) -> Result<File, FolderError> {
    File::open(path).map_err(|error| FolderError::io("open", path, error))
}
