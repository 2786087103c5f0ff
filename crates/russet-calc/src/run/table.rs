//! Bytes and declarations of a run's tables.

use std::path::Path;

use russet_store::StoreError;
pub(crate) use russet_store::table::{Record, Table, encode};
use russet_store::table::{RecordBatch, TableSchema};

use super::CloseTable;
use super::closes_file::CloseRow;
use super::row::RunRow;

/// The rows of a file's bytes; errors speak of `path`.
pub(crate) fn decode<R: Table>(path: &Path, bytes: Vec<u8>) -> Result<Vec<R>, StoreError> {
    russet_store::table::decode(bytes::Bytes::from(bytes), path)
}

/// The columns of a file's bytes; errors speak of `path`.
pub(crate) fn decode_table<R: Table>(
    path: &Path,
    bytes: Vec<u8>,
) -> Result<Vec<RecordBatch>, StoreError> {
    russet_store::table::decode_table::<R>(bytes::Bytes::from(bytes), path)
}

/// The rows of a table of a run in memory.
pub(super) trait Rows: Default {
    /// The table's declaration.
    const SCHEMA: &'static TableSchema;

    /// The table's name.
    const NAME: &'static str = Self::SCHEMA.name;

    /// The bytes of a file of them.
    fn encode(&self) -> Result<Vec<u8>, StoreError>;
}

impl<R: RunRow> Rows for Vec<R> {
    const SCHEMA: &'static TableSchema = R::SCHEMA;

    fn encode(&self) -> Result<Vec<u8>, StoreError> {
        encode(self)
    }
}

impl Rows for CloseTable {
    const SCHEMA: &'static TableSchema = CloseRow::SCHEMA;

    fn encode(&self) -> Result<Vec<u8>, StoreError> {
        self.bytes()
    }
}
