//! The tables of a run, by their declarations.

use std::path::Path;

use russet_rules::Decision;
use russet_store::StoreError;
pub(crate) use russet_store::table::{Record, Table, encode};
use russet_store::table::{RecordBatch, TableSchema};

use super::closes_file::CloseRow;
use super::{
    ActionRow, Constituent, DividendRow, LevelRow, ProFormaRow, RateRow, RestatementRow, Run,
};
use crate::events::LedgerEntry;

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

impl Run {
    /// The tables that a run writes and their columns; its price files are the market's.
    ///
    /// ```
    /// let tables = russet_calc::Run::schemas();
    /// let levels = tables.iter().find(|table| table.name == "levels").unwrap();
    /// assert_eq!(levels.key, ["index_id", "date"]);
    /// ```
    pub fn schemas() -> Vec<&'static TableSchema> {
        vec![
            Decision::SCHEMA,
            LedgerEntry::SCHEMA,
            Constituent::SCHEMA,
            LevelRow::SCHEMA,
            CloseRow::SCHEMA,
            DividendRow::SCHEMA,
            RateRow::SCHEMA,
            ProFormaRow::SCHEMA,
            ActionRow::SCHEMA,
            RestatementRow::SCHEMA,
        ]
    }
}
