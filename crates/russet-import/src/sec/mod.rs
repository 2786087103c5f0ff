//! Companies as SEC's EDGAR describes them.
//!
//! A file is recognized by what it holds, not by its name: a long table of companies, of their symbols, of
//! their former names or of CUSIPs; the JSON of one company; an archive of such files; the list of
//! all symbols. Which security is of which company is found out afterwards, from all facts together.

mod archive;
mod cells;
mod facts;
mod places;
mod submission;
mod symbol_list;
mod tables;

use std::path::PathBuf;

use jiff::civil::Date;
use russet_market::{Market, Refusal};
use serde_json::Value;

use crate::error::ImportError;
use crate::files::{Encoding, SourceFile, json_document};
use crate::links;
use crate::options::{ImportOptions, Progress};
use crate::report::ImportReport;
use cells::Fault;
use facts::{Facts, RowFacts};
use places::Places;

/// Takes in companies of the register of SEC, EDGAR: long tables in Parquet, CSV or JSON, the
/// `submissions` JSON of a company or `submissions.zip` with thousands, `company_tickers_exchange.json`.
///
/// JSON says what is so on the day it is downloaded and not which day that is: the day observed is the
/// option's date, else the day of the import, and the report says so. A cell that cannot be read is
/// refused and its row taken without it. Descriptions of a company on one day that contradict each
/// other are all refused.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; single bad rows are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_sec};
/// use russet_market::{Cik, Market};
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("CIK0000051143.json");
/// std::fs::write(&file, r#"{"cik": "51143", "name": "IBM", "stateOfIncorporation": "NY"}"#)?;
/// let options = ImportOptions::new(date(2024, 7, 31));
/// let (market, _) = import_sec(Market::default(), &[file], &options)?;
/// assert_eq!(market.filers[0].cik, Cik(51143));
/// assert_eq!(market.filers[0].incorporation.as_deref(), Some("United States"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_sec(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("sec");
    let mut facts = Facts::default();
    let opened = report.open_with_archives(files, &market)?;
    let count = opened.len();
    for mut file in opened {
        let before = report.rows_read;
        let mut reading = Reading {
            source: file.name.clone(),
            options,
            places: Places::read(),
            facts: &mut facts,
            report: &mut report,
            files: count,
            told: 0,
            undated: 0,
        };
        read(&mut file, &mut reading)?;
        let (undated, told) = (reading.undated, reading.told);
        if undated > 0 && options.date.is_none() {
            report.notes.push(format!(
                "{} does not say when it was read: its {undated} companies are taken as of today, \
                 {} (hint: --date)",
                file.name, options.today
            ));
        }
        report.files += 1;
        market.sources.push(file.source(report.format));
        let rows = report.rows_read - before - told;
        (options.progress)(Progress { file: &file.path, files: count, rows, finished: true });
    }
    facts.settle(&mut market, &mut report);
    report.finish(&mut market)?;
    report.notes.extend(links::summary(&market));
    Ok((market, report))
}

fn read(file: &mut SourceFile, reading: &mut Reading<'_, '_>) -> Result<(), ImportError> {
    match file.encoding {
        Encoding::Zip => return archive::read(file, reading),
        Encoding::Json => {
            let document = json_document(file, reading.options.limits)?;
            if symbol_list::is_one(&document) {
                return symbol_list::read(file, &document, reading);
            }
            if document.get("cik").is_some() {
                reading.report.rows_read += 1;
                submission::take(&document, reading, 1);
                return Ok(());
            }
        }
        Encoding::Csv | Encoding::Parquet => {}
    }
    tables::read(file, reading)
}

/// What rows are read with and where they go.
struct Reading<'a, 'o> {
    /// The file's name.
    source: String,
    options: &'a ImportOptions<'o>,
    places: Places,
    facts: &'a mut Facts,
    report: &'a mut ImportReport,
    /// How many files the import has.
    files: usize,
    /// Rows whose reading was reported already.
    told: u64,
    /// Rows that do not say their day.
    undated: u64,
}

impl Reading<'_, '_> {
    /// The first and last day on which rows were observed that do not say it.
    fn observed(&mut self) -> (Date, Date) {
        self.undated += 1;
        let day = self.options.date.unwrap_or(self.options.today);
        (day, day)
    }

    /// Tells how far the file has been read.
    fn progress(&mut self, path: &std::path::Path, rows: u64) {
        (self.options.progress)(Progress { file: path, files: self.files, rows, finished: false });
        self.told += rows;
    }

    fn take(&mut self, line: u64, facts: RowFacts) {
        self.facts.add(&self.source, line, facts);
    }

    fn refuse(&mut self, line: u64, (column, value, reason): Fault) {
        let refusal = Refusal {
            source: self.source.clone(),
            line,
            column_name: column,
            cell_value: value,
            reason,
        };
        self.report.refuse(refusal);
    }

    /// What a cell says, or nothing and a refusal of the cell.
    fn or_nothing<T>(&mut self, line: u64, told: Result<Option<T>, Fault>) -> Option<T> {
        told.unwrap_or_else(|(column, value, reason)| {
            let refusal = Refusal {
                source: self.source.clone(),
                line,
                column_name: column,
                cell_value: value,
                reason,
            };
            self.report.refuse_cell(refusal);
            None
        })
    }
}

/// A member of a JSON object, nothing where it is missing.
fn member<'a>(object: &'a Value, pointer: &str) -> &'a Value {
    object.pointer(pointer).unwrap_or(&Value::Null)
}
