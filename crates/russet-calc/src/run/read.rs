//! A run on disk, read into memory.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::row::RunRow;
use super::tables::run_tables;
use super::{CloseTable, PartitionKey, Run, RunError, RunSnapshot};

macro_rules! read {
    ($($(#[$doc:meta])* $field:ident: $rows:ty, $vis:vis $records:ty;)+) => {
        impl Run {
            /// Reads what counts in some years.
            fn read(run: &RunSnapshot, wanted: &Wanted) -> Result<Run, RunError> {
                Ok(Run {
                    manifest: run.manifest().clone(),
                    methodology_text: run.methodology_text()?,
                    $($field: <$rows>::read(run, wanted)?,)+
                })
            }
        }
    };
}
run_tables!(read);

/// What of a run is read.
struct Wanted {
    years: RangeInclusive<i16>,
    closes: bool,
}

/// The rows of a table, read from a run's folder.
trait ReadRows: Sized {
    fn read(run: &RunSnapshot, wanted: &Wanted) -> Result<Self, RunError>;
}

impl<R: RunRow> ReadRows for Vec<R> {
    fn read(run: &RunSnapshot, Wanted { years, .. }: &Wanted) -> Result<Vec<R>, RunError> {
        let counts = |year: i16| match R::COUNTS_BEFORE {
            true => year >= *years.start(),
            false => years.contains(&year),
        };
        let mut rows = run.rows(|key| key.year().is_none_or(counts))?;
        R::sort(&mut rows);
        Ok(rows)
    }
}

impl ReadRows for CloseTable {
    fn read(run: &RunSnapshot, wanted: &Wanted) -> Result<CloseTable, RunError> {
        let within = |key: PartitionKey| key.year().is_none_or(|year| wanted.years.contains(&year));
        match wanted.closes {
            true => run.closes(within),
            false => Ok(CloseTable::default()),
        }
    }
}

impl RunSnapshot {
    /// Reads a whole run.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a file of it is missing or damaged.
    pub fn read(&self) -> Result<Run, RunError> {
        Run::read(self, &Wanted { years: i16::MIN..=i16::MAX, closes: true })
    }

    /// Reads a run without its closes, which are most of it.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a file of it is missing or damaged.
    pub fn read_without_closes(&self) -> Result<Run, RunError> {
        Run::read(self, &Wanted { years: i16::MIN..=i16::MAX, closes: false })
    }

    /// Reads the part of a run that covers a range of sessions: their years, the year before and the year
    /// after, and constituents and actions of later years too.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a file of it is missing or damaged.
    pub fn read_between(&self, from: Date, to: Date) -> Result<Run, RunError> {
        let years = self.manifest().years();
        // A day may need the session before it and the one after it.
        let before = years.iter().rfind(|year| **year < from.year());
        let after = years.iter().find(|year| **year > to.year());
        let first = before.copied().unwrap_or(from.year());
        let years = first..=after.copied().unwrap_or(to.year());
        Run::read(self, &Wanted { years, closes: true })
    }
}
