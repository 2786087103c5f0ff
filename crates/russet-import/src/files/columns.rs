//! Columns by name, however a file spells them.

use std::path::Path;

use crate::error::{ImportError, Place};
use crate::options::ColumnNames;

/// A column that an import looks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// Our name for it.
    pub(crate) name: &'static str,
    /// What files call it besides.
    pub(crate) others: &'static [&'static str],
    /// The file cannot be read without it.
    pub(crate) needed: bool,
}

impl Column {
    pub(crate) const fn needed(name: &'static str, others: &'static [&'static str]) -> Column {
        Column { name, others, needed: true }
    }

    pub(crate) const fn optional(name: &'static str, others: &'static [&'static str]) -> Column {
        Column { name, others, needed: false }
    }

    fn is(&self, found: &str, names: &ColumnNames) -> bool {
        let found = plain(found);
        match names.of(self.name) {
            Some(theirs) => plain(theirs) == found,
            None => {
                plain(self.name) == found || self.others.iter().any(|other| plain(other) == found)
            }
        }
    }
}

/// The place of each column among the names found, or what is missing.
pub(crate) fn places(
    path: &Path,
    place: Place,
    columns: &[Column],
    names: &ColumnNames,
    found: &[String],
) -> Result<Vec<Option<usize>>, ImportError> {
    if let Some(unknown) = names.ours().find(|ours| columns.iter().all(|one| one.name != *ours)) {
        let known: Vec<&str> = columns.iter().map(|column| column.name).collect();
        return Err(ImportError::file(
            path,
            format!("the column map names '{unknown}', which is no column of this import"),
            format!("the columns are {}", known.join(", ")),
        ));
    }
    let places: Vec<Option<usize>> =
        columns.iter().map(|column| found.iter().position(|name| column.is(name, names))).collect();
    let missing: Vec<&str> = columns
        .iter()
        .zip(&places)
        .filter(|(column, place)| {
            place.is_none() && (column.needed || names.of(column.name).is_some())
        })
        .map(|(column, _)| names.of(column.name).unwrap_or(column.name))
        .collect();
    if missing.is_empty() {
        return Ok(places);
    }
    let shown: Vec<String> =
        found.iter().take(20).map(|name| name.chars().take(40).collect()).collect();
    Err(ImportError::at(
        path,
        place,
        format!("no column {}; found {}", missing.join(", "), shown.join(", ")),
        "name the file's own columns with --columns ours=theirs, or check that it is the right file",
    ))
}

/// Letters and digits alone, so that `Last Sale`, `last_sale` and `lastsale` are one name.
pub(crate) fn plain(name: &str) -> String {
    name.chars()
        .filter_map(|character| match character {
            '%' => Some("pct".to_owned()),
            other if other.is_alphanumeric() => Some(other.to_lowercase().collect()),
            _ => None,
        })
        .collect()
}

/// Whether a line of names holds every column needed: how a header is distinguished from title lines.
pub(crate) fn is_header(columns: &[Column], names: &ColumnNames, found: &[String]) -> bool {
    columns
        .iter()
        .filter(|column| column.needed)
        .all(|column| found.iter().any(|name| column.is(name, names)))
}
