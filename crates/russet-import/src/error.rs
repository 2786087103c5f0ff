//! Why a whole import failed.

use std::path::{Path, PathBuf};

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
