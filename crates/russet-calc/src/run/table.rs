//! The tables of a run, by their declarations.

pub(crate) use russet_market::folder::{read_table as read, table_bytes as bytes};
use russet_rules::Decision;
use russet_store::table::TableSchema;
pub(crate) use russet_store::table::{Record, Table};

use super::closes_file::CloseRow;
use super::{ActionRow, Constituent, DividendRow, LevelRow, ProFormaRow, RateRow, Run};
use crate::ledger::LedgerEntry;

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
        ]
    }
}
