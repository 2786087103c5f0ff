//! Why a run could not be written or read.

use std::path::{Path, PathBuf};

use russet_market::{FolderError, NumberError};

use super::folder::MANIFEST;
use crate::history::BuildError;

/// Why a run could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
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
    /// The folder holds no run.
    #[error(
        "{path} is no run folder: it has no {MANIFEST} (hint: `russet build … --run {path}` makes one)"
    )]
    NotARun {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error("{path} exists and is no run, so it is left alone (hint: name a new folder for --run)")]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// The manifest is not what this version reads.
    #[error("{path}: {reason}")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A table could not be written or read.
    #[error(transparent)]
    Table(#[from] FolderError),
    /// An amount of the run leaves its range, or it lacks a rate of exchange.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// There was nothing to write: the run could not be built.
    #[error(transparent)]
    Build(#[from] BuildError),
}

pub(super) fn io(action: &'static str, path: &Path, source: std::io::Error) -> RunError {
    RunError::Io { action, path: path.to_owned(), source }
}
