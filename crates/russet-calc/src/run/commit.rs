//! What was written becomes the run: every table has a part, then the manifest names them all.

use russet_market::folder::TableFile;
use russet_store::table::Table;

use super::names::FOLDERS;
use super::table::Rows;
use super::tables::run_tables;
use super::writer::Writer;
use super::written::WritePart;
use super::{Changed, CloseTable, LevelRow, Manifest, PartitionKey, RunError, prices};

macro_rules! commit {
    ($($(#[$doc:meta])* $field:ident: $rows:ty, $vis:vis $records:ty;)+) => {
        impl Writer {
            /// Writes what is left of an older run.
            pub(super) fn write_kept(&mut self) -> Result<(), RunError> {
                while let Some(part) = self.kept.first() {
                    let key = part.key;
                    match part.file.table.as_str() {
                        $(<$rows as Rows>::NAME => <$rows>::default().write_part(self, key)?,)+
                        _ => drop(self.kept.remove(0)),
                    }
                }
                Ok(())
            }

            /// Gives each table without rows a part without any.
            fn write_empty(&mut self) -> Result<(), RunError> {
                $(if !self.has(<$rows as Rows>::NAME) {
                    let bytes = <$rows>::default().encode()?;
                    self.part(<$rows as Rows>::NAME, PartitionKey::Open, 0, &bytes)?;
                })+
                Ok(())
            }
        }
    };
}
run_tables!(commit);

impl Writer {
    /// Makes what was written the run: a table without rows gets a part without any.
    pub(super) fn commit(
        mut self,
        mut run: Manifest,
        methodology: &str,
        old: Option<&Manifest>,
    ) -> Result<(Manifest, Option<Changed>), RunError> {
        self.write_kept()?;
        let mut years: Vec<i16> = self
            .outputs
            .iter()
            .filter(|file| file.table == LevelRow::NAME)
            .filter_map(|file| PartitionKey::of_file(file)?.year())
            .collect();
        years.sort_unstable();
        years.dedup();
        for year in years {
            self.prices(year)?;
        }
        self.write_empty()?;
        run.outputs = std::mem::take(&mut self.outputs);
        run.checkpoints = std::mem::take(&mut self.checkpoints);
        run.outputs.sort_by(|a, b| (position(a), &a.file).cmp(&(position(b), &b.file)));
        self.finish(run, methodology, old)
    }

    fn has(&self, table: &str) -> bool {
        self.outputs.iter().any(|file| file.table == table)
    }
}

/// The position of a file in the manifest: by its table, then by its key; the market's price files follow the
/// closes that differ from them.
fn position(file: &TableFile) -> (Option<usize>, bool, Option<PartitionKey>) {
    let is_prices = file.table == prices::TABLE;
    let table = if is_prices { CloseTable::TABLE } else { &file.table };
    let of_table = FOLDERS.iter().position(|folder| *folder == table);
    (of_table, is_prices, PartitionKey::of_file(file))
}
