//! A run on disk: Parquet tables, the methodology's text, and a manifest with every hash.
//!
//! ```text
//! run/
//!   manifest.json                  names every file below, with its BLAKE3 hash: the commit
//!   methodology-5b0c….toml         the rules
//!   levels/2023-1f0c….parquet      a part a calendar year of every table, named by its content
//!   levels/2024-05-93be….parquet   in the last year a part a month
//!   levels/2024-06-28-a02d….parquet   in the last month a part a day
//!   constituents/open-77ab….parquet   rows that the end of the run found open
//!   prices/2024-9ab3….parquet      the market's own file of a year, linked
//!   closes/2024-05-03d1….parquet   closes that differ from it: carried ones, those on an action's terms
//!   checkpoints/2024-06-27-5e11….state   where a build of further days goes on; may be deleted
//!   versions/000012.json           the commits that can be read, each with who made it and when
//!   run.lock, run.writer.lock, stamps.json
//! ```
//!
//! A table without any row has one part without rows. `russet-store` has the rules for readers and
//! writers.

use std::path::{Path, PathBuf};

use russet_store::table::Table;
use russet_store::{Snapshot, Version};

use super::error::RunError;
use super::{Manifest, Run, RunSnapshot};

/// What a run's manifest calls itself.
pub const FORMAT: &str = "russet run";

/// The version of the folder's layout that this code writes and reads.
pub const FORMAT_VERSION: u32 = 7;

/// A run folder at a path.
#[derive(Debug, Clone)]
pub struct RunFolder {
    pub(super) path: PathBuf,
}

impl RunFolder {
    /// A run at a path, which need not exist yet.
    pub fn at(path: impl Into<PathBuf>) -> RunFolder {
        RunFolder { path: path.into() }
    }

    /// The path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The run as it is now. Its files stay until the snapshot is dropped.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or its manifest cannot be read.
    ///
    /// ```
    /// let error = russet_calc::RunFolder::at("nowhere").snapshot().unwrap_err();
    /// assert!(error.to_string().contains("russet build"));
    /// ```
    pub fn snapshot(&self) -> Result<RunSnapshot, RunError> {
        Ok(RunSnapshot::new(Snapshot::open(&self.path)?))
    }

    /// The run as an earlier build left it, by its number in [`RunFolder::log`].
    ///
    /// # Errors
    /// [`RunError`] as [`RunFolder::snapshot`], and where the version is not kept.
    pub fn snapshot_of(&self, version: u32) -> Result<RunSnapshot, RunError> {
        Ok(RunSnapshot::new(Snapshot::of_version(&self.path, version)?))
    }

    /// The builds that can still be read, in order.
    ///
    /// # Errors
    /// [`RunError`] as [`RunFolder::snapshot`].
    pub fn log(&self) -> Result<Vec<Version<Manifest>>, RunError> {
        Ok(russet_store::log(&self.path)?)
    }

    /// Reads a whole run as it is now.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a file of it is missing or damaged.
    pub fn read(&self) -> Result<Run, RunError> {
        self.snapshot()?.read()
    }

    /// What the run was made of.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or its layout is another version's.
    pub fn manifest(&self) -> Result<Manifest, RunError> {
        Ok(self.snapshot()?.manifest().clone())
    }

    /// Reads one table of the run as it is now, and nothing else.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or the table is missing or damaged.
    pub fn table<R: Table>(&self) -> Result<Vec<R>, RunError> {
        self.snapshot()?.table()
    }
}
