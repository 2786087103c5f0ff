//! What an import is given besides its files.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use russet_market::{Calendar, Mic};

use crate::limits::Limits;

/// How far an import has come, for a progress bar.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// The file in hand.
    pub file: &'a Path,
    /// How many files the import has.
    pub files: usize,
    /// Rows read since the last report, in this file.
    pub rows: u64,
    /// This file is finished.
    pub finished: bool,
}

/// What an import is given besides its files.
#[derive(Clone)]
pub struct ImportOptions<'a> {
    /// The day of the import: later rows are refused.
    pub today: Date,
    /// The session or list date of files that do not say it themselves.
    pub date: Option<Date>,
    /// The market of files that do not say it themselves.
    pub exchange: Option<Mic>,
    /// The fund of lists that do not say it themselves.
    pub fund: Option<String>,
    /// The days that lists of funds may be of, besides those on which the market trades.
    pub sessions: &'static Calendar,
    /// The index of level files that are not named after it.
    pub index: Option<String>,
    /// What the files call their columns.
    pub columns: ColumnNames,
    /// How large the files may be.
    pub limits: Limits,
    /// Told after each batch of rows and each file, from any thread.
    pub progress: &'a (dyn Fn(Progress<'_>) + Sync),
}

impl ImportOptions<'_> {
    /// Options that say nothing but the day of the import.
    pub fn new(today: Date) -> ImportOptions<'static> {
        ImportOptions {
            today,
            date: None,
            exchange: None,
            fund: None,
            sessions: Calendar::nyse(),
            index: None,
            columns: ColumnNames::default(),
            limits: Limits::default(),
            progress: &|_| {},
        }
    }
}

/// Which column of a file holds which fact, where the file has names of its own:
/// `date=trade_date,ticker=symbol,close=last_sale`.
///
/// ```
/// use russet_import::ColumnNames;
/// let names: ColumnNames = "date=trade_date, close=last_sale".parse()?;
/// assert_eq!(names.of("close"), Some("last_sale"));
/// assert_eq!(names.of("volume"), None);
/// assert!("close".parse::<ColumnNames>().is_err());
/// # Ok::<(), russet_import::ColumnNamesError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnNames(BTreeMap<String, String>);

/// A column map that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not of the form ours=theirs, such as close=last_sale")]
pub struct ColumnNamesError(String);

impl ColumnNames {
    /// The file's name for one of our columns, where the map has it.
    pub fn of(&self, ours: &str) -> Option<&str> {
        self.0.get(ours).map(String::as_str)
    }

    pub(crate) fn ours(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl std::fmt::Display for ColumnNames {
    /// The map as it is read: `close=last_sale,date=trade_date`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pairs: Vec<String> =
            self.0.iter().map(|(ours, theirs)| format!("{ours}={theirs}")).collect();
        formatter.write_str(&pairs.join(","))
    }
}

impl std::str::FromStr for ColumnNames {
    type Err = ColumnNamesError;

    fn from_str(text: &str) -> Result<ColumnNames, ColumnNamesError> {
        let mut names = BTreeMap::new();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            match pair.split_once('=') {
                Some((ours, theirs)) if !ours.trim().is_empty() && !theirs.trim().is_empty() => {
                    names.insert(ours.trim().to_owned(), theirs.trim().to_owned());
                }
                _ => return Err(ColumnNamesError(pair.to_owned())),
            }
        }
        Ok(ColumnNames(names))
    }
}
