//! What an import did.

use std::collections::BTreeMap;
use std::path::PathBuf;

use russet_market::{Market, Refusal};

use crate::error::ImportError;
use crate::files::{Encoding, RowCounts, SourceFile, open_new};
use crate::links;

/// Refusals of one file that are kept word by word; further ones are only counted, so that a file
/// of the wrong kind cannot fill the memory.
const REFUSALS_KEPT: usize = 10_000;

/// What an import took, knew, set aside and refused.
///
/// `rows_read` is the sum of the four kinds of rows: taken, known already, set aside, refused.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportReport {
    /// What the files were read as, such as `screener`.
    pub format: &'static str,
    /// Files read.
    pub files: usize,
    /// Files skipped because the same bytes went in before.
    pub files_known_already: usize,
    /// Rows read.
    pub rows_read: u64,
    /// Rows that changed the market.
    pub rows_taken: u64,
    /// Rows that say what the market or another row says already.
    pub rows_known_already: u64,
    /// Rows that are well formed but no facts for the market, by reason.
    pub rows_set_aside: BTreeMap<String, u64>,
    /// Rows refused; the first 10,000 of a file are in `refusals`.
    pub rows_refused: u64,
    /// Cells refused in rows that were taken without them.
    pub cells_refused: u64,
    /// The rows and cells refused, each with its place and reason.
    pub refusals: Vec<Refusal>,
    /// What else the user should know.
    pub notes: Vec<String>,
}

impl ImportReport {
    pub(crate) fn new(format: &'static str) -> ImportReport {
        ImportReport { format, ..ImportReport::default() }
    }

    /// Opens the files that did not go into the market before, and notes those that did.
    pub(crate) fn open(
        &mut self,
        paths: &[PathBuf],
        market: &Market,
    ) -> Result<Vec<SourceFile>, ImportError> {
        let files = self.open_with_archives(paths, market)?;
        match files.iter().find(|file| file.encoding == Encoding::Zip) {
            Some(archive) => Err(ImportError::file(
                &archive.path,
                "this is a zip archive or an Excel workbook",
                "save the sheet as CSV, or unpack the archive",
            )),
            None => Ok(files),
        }
    }

    /// The same, for an import that reads archives of files too.
    pub(crate) fn open_with_archives(
        &mut self,
        paths: &[PathBuf],
        market: &Market,
    ) -> Result<Vec<SourceFile>, ImportError> {
        let (new, old) = open_new(paths, self.format, &market.sources)?;
        self.files_known_already = old.len();
        self.notes.extend(old.iter().map(|name| format!("{name} went in before: skipped")));
        Ok(new)
    }

    /// Counts the rows of a file as its reader found them; rows that hold no facts are skipped.
    pub(crate) fn count(&mut self, counts: RowCounts) {
        let RowCounts { rows, blank, prose } = counts;
        self.rows_read += rows + blank + prose;
        for (reason, count) in [("blank", blank), ("text below the table", prose)] {
            if count > 0 {
                *self.rows_set_aside.entry(reason.to_owned()).or_default() += count;
            }
        }
    }

    pub(crate) fn set_aside(&mut self, reason: &str) {
        match self.rows_set_aside.get_mut(reason) {
            Some(count) => *count += 1,
            None => {
                self.rows_set_aside.insert(reason.to_owned(), 1);
            }
        }
    }

    pub(crate) fn refuse(&mut self, refusal: Refusal) {
        self.rows_refused += 1;
        if self.refusals.len() < REFUSALS_KEPT {
            self.refusals.push(refusal);
        }
    }

    /// Refuses one cell of a row that is taken without it.
    pub(crate) fn refuse_cell(&mut self, refusal: Refusal) {
        self.cells_refused += 1;
        if self.refusals.len() < REFUSALS_KEPT {
            self.refusals.push(refusal);
        }
    }

    /// Refuses rows that fall together, such as those of a list, under one reason.
    pub(crate) fn refuse_rows(&mut self, refusal: Refusal, rows: u64) {
        self.rows_refused += rows.saturating_sub(1);
        self.refuse(refusal);
    }

    pub(crate) fn add(&mut self, file: ImportReport) {
        self.files += file.files;
        self.files_known_already += file.files_known_already;
        self.rows_read += file.rows_read;
        self.rows_taken += file.rows_taken;
        self.rows_known_already += file.rows_known_already;
        for (reason, count) in file.rows_set_aside {
            *self.rows_set_aside.entry(reason).or_default() += count;
        }
        self.rows_refused += file.rows_refused;
        self.cells_refused += file.cells_refused;
        self.refusals.extend(file.refusals);
        self.notes.extend(file.notes);
    }

    /// Puts the refusals into the market, where they stay on record, and finds out again which security
    /// is of which company of a register.
    ///
    /// # Errors
    /// [`ImportError::Unbalanced`] when rows got lost, or were counted twice.
    pub(crate) fn finish(&mut self, market: &mut Market) -> Result<(), ImportError> {
        let set_aside: u64 = self.rows_set_aside.values().sum();
        let accounted = self.rows_taken + self.rows_known_already + set_aside + self.rows_refused;
        if accounted != self.rows_read {
            return Err(ImportError::Unbalanced { read: self.rows_read, accounted });
        }
        self.refusals.sort();
        self.notes.sort();
        let unwritten = self.rows_refused + self.cells_refused - self.refusals.len() as u64;
        if unwritten > 0 {
            self.notes.push(format!("{unwritten} more refusals are counted, not listed"));
        }
        market.refusals.extend(self.refusals.iter().cloned());
        market.canonical();
        links::refresh(market);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_that_loses_a_row_is_no_import() {
        let mut report = ImportReport { rows_taken: 2, ..ImportReport::new("prices") };
        report.count(RowCounts { rows: 3, blank: 1, prose: 1 });
        let lost = report.finish(&mut Market::default());
        assert!(matches!(lost, Err(ImportError::Unbalanced { read: 5, accounted: 4 })));
        report.set_aside("no price");
        assert!(report.finish(&mut Market::default()).is_ok());
    }
}
