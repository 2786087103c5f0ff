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
}

impl StoreError {
    /// The operating system refused to do something with a file.
    pub fn io(action: &'static str, path: &Path, source: std::io::Error) -> StoreError {
        StoreError::Io { action, path: path.to_owned(), source }
    }
}
