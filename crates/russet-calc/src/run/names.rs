//! The files of a run by their names.

use russet_market::folder::TableFile;
use russet_rules::Decision;
use russet_store::table::Table;

use super::{
    ActionRow, CloseTable, Constituent, DividendRow, LevelRow, PartitionKey, ProFormaRow, RateRow,
    RestatementRow, checkpoints, prices,
};
use crate::events::LedgerEntry;

/// The tables of a run in the order of its manifest, each a folder.
pub(super) const TABLES: [&str; 11] = [
    Decision::NAME,
    LedgerEntry::NAME,
    Constituent::NAME,
    LevelRow::NAME,
    CloseTable::TABLE,
    prices::TABLE,
    DividendRow::NAME,
    RateRow::NAME,
    ProFormaRow::NAME,
    ActionRow::NAME,
    RestatementRow::NAME,
];

/// Every folder of a run.
pub(super) const FOLDERS: [&str; 12] = {
    let mut folders = [checkpoints::FOLDER; 12];
    let mut place = 0;
    while place < TABLES.len() {
        folders[place] = TABLES[place];
        place += 1;
    }
    folders
};

/// The part of a table that a file is.
pub(super) fn partition_key_of(file: &TableFile) -> Option<PartitionKey> {
    let (_, name) = file.file.split_once('/')?;
    name.rsplit_once('-')?.0.parse().ok()
}
