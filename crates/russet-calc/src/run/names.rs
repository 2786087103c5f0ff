//! The files of a run by their names.

use russet_store::table::Table;

use super::table::Rows;
use super::tables::run_tables;
use super::{RestatementRow, checkpoints, prices};

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
