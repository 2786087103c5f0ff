//! Why a market folder could not be read or written.

use std::path::{Path, PathBuf};

use super::MANIFEST;

/// Why a market folder could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
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
    /// The folder holds no market.
    #[error(
        "{path} is no market folder: it has no {MANIFEST} (hint: `russet import … --market {path}` or `russet simulate --market {path}` makes one)"
    )]
    NotAMarket {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds somebody else's files.
    #[error(
        "{path} holds files that are not a market's, such as {example} (hint: name a new or empty folder)"
    )]
    Occupied {
        /// The folder.
        path: PathBuf,
        /// One of the files.
        example: String,
    },
    /// The manifest is not what this version reads.
    #[error("{path}: {reason}")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it and what to do.
        reason: String,
    },
    /// A table file does not hold what its table holds.
    #[error("{path}: {reason}")]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process changes this market now.
    #[error("{path} is being written by another process (hint: wait until it ends)")]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// Another process made this market while this one worked on its first facts.
    #[error(
        "{path} was made by another process meanwhile, and is left as it is (hint: run the same command again)"
    )]
    MadeMeanwhile {
        /// The folder.
        path: PathBuf,
    },
}

impl FolderError {
    pub(crate) fn io(action: &'static str, path: &Path, source: std::io::Error) -> FolderError {
        FolderError::Io { action, path: path.to_owned(), source }
    }
}
