//! Why a folder of tables could not be read or written.

use std::path::{Path, PathBuf};

/// Why a folder of tables could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A table file does not hold what its table holds.
    #[error("{path}: {reason}")]
    Table {
        /// The file, or the table's name where there is no file yet.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder has no manifest.
    #[error("{path} is no {what} folder: it has no {manifest} (hint: {hint})")]
    Missing {
        /// The folder.
        path: PathBuf,
        /// What it should be, such as `market`.
        what: &'static str,
        /// The file it lacks.
        manifest: &'static str,
        /// Which command makes one.
        hint: String,
    },
    /// The folder holds files of somebody else.
    #[error(
        "{path} holds files that are not part of a {what}, such as {example} (hint: name a new or empty folder)"
    )]
    Occupied {
        /// The folder.
        path: PathBuf,
        /// What it should be, such as `market`.
        what: &'static str,
        /// One of the files.
        example: String,
    },
    /// The manifest cannot be read.
    #[error("{path}: {reason}")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it and what to do.
        reason: String,
    },
    /// A file is not the one that the manifest names.
    #[error("{path} does not match the manifest: {reason} (hint: {hint})")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How it differs.
        reason: String,
        /// What to do.
        hint: &'static str,
    },
    /// Another process is writing into the folder, and the caller did not want to wait.
    #[error(
        "{path} is being written by another process (hint: run the command again later, or without --no-wait)"
    )]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// The folder has no such version any more, or never had it.
    #[error("{path} has no version {version} (hint: it keeps {kept})")]
    NoVersion {
        /// The folder.
        path: PathBuf,
        /// The version asked for.
        version: u32,
        /// The versions that can be read.
        kept: String,
    },
}

impl StoreError {
    /// The operating system refused to do something with a file.
    ///
    /// ```
    /// use russet_store::StoreError;
    /// let refusal = std::io::Error::from(std::io::ErrorKind::StorageFull);
    /// let error = StoreError::io("write", "prices.parquet".as_ref(), refusal);
    /// assert_eq!(error.to_string(), "cannot write prices.parquet: no storage space");
    /// ```
    pub fn io(action: &'static str, path: &Path, source: std::io::Error) -> StoreError {
        StoreError::Io { action, path: path.to_owned(), source }
    }
}
