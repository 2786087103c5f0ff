//! Rows in memory, written into a run's folder: those of a partition, and those of a whole run.

use russet_market::folder::MarketSnapshot;
use russet_store::Wait;
use russet_store::table::Record;

use super::row::RunRow;
use super::tables::run_tables;
use super::writer::Writer;
use super::{
    CloseTable, Manifest, Partition, PartitionKey, Partitioning, Run, RunError, RunFolder,
};

macro_rules! written {
    ($($(#[$doc:meta])* $field:ident: $rows:ty, $vis:vis $records:ty;)+) => {
        impl Writer {
            /// Writes the parts of a partition, as far as it has rows; what an older run had of others is written at
            /// the end.
            pub(super) fn partition(&mut self, partition: &Partition<'_>) -> Result<(), RunError> {
                $(if !partition.$field.is_empty() {
                    partition.$field.write_part(self, partition.key)?;
                })+
                Ok(())
            }
        }

        impl Run {
            fn write_tables(
                &mut self,
                writer: &mut Writer,
                partitioning: Partitioning,
            ) -> Result<(), RunError> {
                $(self.$field.write_parts(writer, partitioning)?;)+
                Ok(())
            }
        }
    };
}
run_tables!(written);

impl RunFolder {
    /// Writes a run, over an older one if need be. With the snapshot of the market that it was made from, it
    /// is written just as [`RunFolder::build`] does.
    ///
    /// # Errors
    /// [`RunError`] when the folder holds something that is no run, or cannot be written.
    pub fn write(
        &self,
        mut run: Run,
        market: Option<&MarketSnapshot>,
    ) -> Result<Manifest, RunError> {
        let writer = russet_store::Writer::begin_over(&self.path, Wait::quietly())?;
        let mut writer = Writer::new(writer, market.cloned());
        let last = run.levels.last().map_or(run.manifest.to, |row| row.date);
        run.write_tables(&mut writer, Partitioning::until(last))?;
        Ok(writer.commit(run.manifest, &run.methodology_text, None)?.0)
    }
}

/// The rows of a table, written into a run's folder.
pub(super) trait WritePart {
    /// Writes the rows of a key behind those that an older run had of it.
    fn write_part(&self, writer: &mut Writer, key: PartitionKey) -> Result<(), RunError>;
}

impl<R: Record<Table: RunRow>> WritePart for Vec<R> {
    fn write_part(&self, writer: &mut Writer, key: PartitionKey) -> Result<(), RunError> {
        writer.rows(key, self)
    }
}

impl WritePart for CloseTable {
    fn write_part(&self, writer: &mut Writer, key: PartitionKey) -> Result<(), RunError> {
        writer.closes(key, self)
    }
}

/// The rows of a table of a whole run.
trait WriteParts {
    /// Writes them, part by part.
    fn write_parts(
        &mut self,
        writer: &mut Writer,
        partitioning: Partitioning,
    ) -> Result<(), RunError>;
}

impl<R: RunRow> WriteParts for Vec<R> {
    fn write_parts(
        &mut self,
        writer: &mut Writer,
        partitioning: Partitioning,
    ) -> Result<(), RunError> {
        R::sort(self);
        self.sort_by_key(|row| row.partition_key(partitioning));
        for rows in
            self.chunk_by(|a, b| a.partition_key(partitioning) == b.partition_key(partitioning))
        {
            writer.rows(rows[0].partition_key(partitioning), rows)?;
        }
        Ok(())
    }
}

impl WriteParts for CloseTable {
    fn write_parts(
        &mut self,
        writer: &mut Writer,
        partitioning: Partitioning,
    ) -> Result<(), RunError> {
        let mut closes = writer.without_market_closes(std::mem::take(self))?;
        while let Some(session) = closes.first_session() {
            let key = partitioning.of(session);
            writer.closes(key, &closes.take_until(key.end()))?;
        }
        Ok(())
    }
}
