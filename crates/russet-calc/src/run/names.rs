//! The files of a run by their names.

use russet_market::folder::TableFile;
use russet_store::table::Table;

use super::table::Rows;
use super::tables::run_tables;
use super::{PartitionKey, RestatementRow, checkpoints, prices};

macro_rules! names {
    ($($(#[$doc:meta])* $field:ident: $rows:ty, $vis:vis $records:ty;)+) => {
        /// Every folder of a run: its tables in the order of the manifest, then other files.
        pub(super) const FOLDERS: &[&str] = &[
            $(<$rows as Rows>::NAME,)+
            RestatementRow::NAME,
            prices::TABLE,
            checkpoints::FOLDER,
        ];
    };
}
run_tables!(names);

/// The part of a table that a file is.
pub(super) fn partition_key_of(file: &TableFile) -> Option<PartitionKey> {
    let (_, name) = file.file.split_once('/')?;
    name.rsplit_once('-')?.0.parse().ok()
}
