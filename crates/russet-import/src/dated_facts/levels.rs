//! Closing levels of outside indexes and funds.

use std::path::{Path, PathBuf};

use russet_market::{Calendar, IndexLevel, Market};

use super::{Outcome, read_all, settle::settle};
use crate::error::ImportError;
use crate::files::{Column, Row};
use crate::options::ImportOptions;
use crate::report::ImportReport;
use crate::sightings::check_session;

const DATE: usize = 0;
const CLOSE: usize = 1;
const SUSPECT: usize = 2;
const COLUMNS: [Column; 3] = [
    Column::needed("date", &["day", "session"]),
    Column::needed("close", &["level"]),
    Column::optional("suspect", &[]),
];

/// Takes in closing levels: `date,close[,suspect]`; other columns are left alone. The index is the
/// option's, else the file's name (`RUT.csv`).
///
/// Levels from before the calendar's first session are set aside, levels on other days that are no
/// sessions are refused.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read, or its index cannot be determined.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_levels};
/// use russet_market::Market;
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("RUT.csv");
/// std::fs::write(&file, "date,close,suspect\n2024-06-28,2047.69,0\n")?;
/// let options = ImportOptions::new(date(2024, 6, 30));
/// let (market, _) = import_levels(Market::default(), &[file], &options)?;
/// assert_eq!(market.index_levels[0].index_id, "RUT");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_levels(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("levels");
    for file in files {
        index_of(file, options)?;
    }
    let found =
        read_all(
            &mut market,
            &mut report,
            (files, options),
            &COLUMNS,
            |_, file, row| match index_of(&file.path, options) {
                Ok(index) => level(index, row, options),
                Err(error) => Outcome::Bad(DATE, error.to_string()),
            },
        )?;
    settle(
        &mut market.index_levels,
        found,
        &mut report,
        |level| (level.index_id.clone(), level.date),
        |one, other| one.level == other.level,
        |level| ("close", level.level.to_string()),
    );
    report.finish(&mut market)?;
    Ok((market, report))
}

fn level(index: String, row: &Row<'_>, options: &ImportOptions<'_>) -> Outcome<IndexLevel> {
    let date = match row.cells[DATE].date() {
        Ok(Some(date)) => date,
        Ok(None) => return Outcome::Bad(DATE, "no date".to_owned()),
        Err(reason) => return Outcome::Bad(DATE, reason),
    };
    if date < Calendar::weekdays().first() {
        return Outcome::Aside("before the calendar's first session");
    }
    // An index abroad has levels on holidays of the United States.
    if let Err(reason) = check_session(date, options.today, Calendar::weekdays()) {
        return Outcome::Bad(DATE, reason);
    }
    let suspect = row.cells[SUSPECT].shown().to_lowercase();
    let suspect = ["1", "true", "yes"].contains(&suspect.as_str());
    match row.cells[CLOSE].level() {
        Ok(None) => Outcome::Aside("no level"),
        Ok(Some(level)) if level.attos() > 0 => {
            Outcome::Fact(IndexLevel { index_id: index, date, level, suspect, known_at: date })
        }
        Ok(Some(level)) => Outcome::Bad(CLOSE, format!("a level of {level} is no level")),
        Err(reason) => Outcome::Bad(CLOSE, reason),
    }
}

fn index_of(path: &Path, options: &ImportOptions<'_>) -> Result<String, ImportError> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_uppercase();
    let symbol = !stem.is_empty()
        && stem.len() <= 12
        && stem.bytes().all(|one| one.is_ascii_alphanumeric() || b"^.".contains(&one));
    match &options.index {
        Some(index) => Ok(index.trim().to_uppercase()),
        None if symbol => Ok(stem),
        None => Err(ImportError::file(
            path,
            "the file does not say which index it is of",
            "give --index, or name the file like RUT.csv",
        )),
    }
}
