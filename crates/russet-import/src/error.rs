//! Why a whole import failed.

use std::path::{Path, PathBuf};

use russet_store::StoreError;

/// Why a file was not imported at all; the market is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No file was named.
    #[error("no file to import (hint: name one or more files)")]
    NoFiles,
    /// There is no such format.
    #[error("no import of format '{format}' (hint: see `russet import --help`)")]
    Format {
        /// The format's name.
        format: String,
    },
    /// The operating system refused.
    #[error("cannot read {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The file does not hold what it should.
    #[error("{path}{place}: {problem} (hint: {hint})")]
    File {
        /// The file.
        path: PathBuf,
        /// Where in the file, as far as known.
        place: Place,
        /// What is wrong.
        problem: String,
        /// What to do.
        hint: String,
    },
    /// The rows read are not those that the report accounts for: a fault of Russet, not of the files.
    #[error(
        "{read} rows were read, and {accounted} are accounted for: nothing was imported \
         (hint: this is a fault of Russet; please report it with the file)"
    )]
    Unbalanced {
        /// Rows read.
        read: u64,
        /// Rows taken, known already, skipped and refused.
        accounted: u64,
    },
    /// A folder of the market's could not be read or written.
    #[error(transparent)]
    Store(StoreError),
}

impl ImportError {
    pub(crate) fn io(path: &Path, source: std::io::Error) -> ImportError {
        ImportError::Io { path: path.to_owned(), source }
    }

    pub(crate) fn file(
        path: &Path,
        problem: impl Into<String>,
        hint: impl Into<String>,
    ) -> ImportError {
        ImportError::at(path, Place::default(), problem, hint)
    }

    pub(crate) fn at(
        path: &Path,
        place: Place,
        problem: impl Into<String>,
        hint: impl Into<String>,
    ) -> ImportError {
        ImportError::File {
            path: path.to_owned(),
            place,
            problem: problem.into(),
            hint: hint.into(),
        }
    }
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> ImportError {
        match error {
            StoreError::Table { path, reason } => ImportError::file(
                &path,
                format!("broken Parquet: {reason}"),
                "write the file again; --limits raises what is allowed",
            ),
            StoreError::Io { path, source, .. } => ImportError::io(&path, source),
            other => ImportError::Store(other),
        }
    }
}

/// A place in a file, counted from 1.
///
/// ```
/// use russet_import::Place;
/// assert_eq!(Place { line: Some(3), column: Some(7) }.to_string(), ", line 3, column 7");
/// assert_eq!(Place::default().to_string(), "");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The line.
    pub line: Option<u64>,
    /// The character in the line.
    pub column: Option<u64>,
}

impl Place {
    pub(crate) fn line(line: u64) -> Place {
        Place { line: Some(line), column: None }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(line) = self.line {
            write!(formatter, ", line {line}")?;
        }
        if let Some(column) = self.column {
            write!(formatter, ", column {column}")?;
        }
        Ok(())
    }
}
