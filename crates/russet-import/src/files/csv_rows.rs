//! Rows of a CSV file: a byte-order mark, any line ends, quoted thousands.

use std::io::BufReader;

use super::columns::{is_header, places};
use super::line_ends::LineEnds;
use super::record_check::{RecordCheck, TextFault};
use super::{Cell, Column, Row, RowCounts, SourceFile};
use crate::error::{ImportError, Place};
use crate::limits::Limits;
use crate::options::ImportOptions;

/// Lines above a header that may hold titles.
const TITLE_LINES: usize = 30;

pub(super) fn read(
    file: &mut SourceFile,
    columns: &[Column],
    options: &ImportOptions<'_>,
    visit: &mut dyn FnMut(Row<'_>),
) -> Result<RowCounts, ImportError> {
    read_below_titles(file, columns, options, visit).map(|(_, counts)| counts)
}

/// Reads rows below a header that may stand below title lines; gives the title lines.
pub(crate) fn read_below_titles(
    file: &mut SourceFile,
    columns: &[Column],
    options: &ImportOptions<'_>,
    visit: &mut dyn FnMut(Row<'_>),
) -> Result<(Vec<Vec<String>>, RowCounts), ImportError> {
    let (path, names) = (file.path.clone(), &options.columns);
    let mut reader = records(&mut file.file, options.limits);
    let mut counts = RowCounts::default();
    let mut record = csv::ByteRecord::new();
    let mut titles: Vec<(u64, Vec<String>)> = Vec::new();
    let mut header: Option<(Vec<Option<usize>>, usize)> = None;
    while reader.read_byte_record(&mut record).map_err(|error| malformed(&path, &error))? {
        let line = first_line(&reader, &record);
        match &header {
            Some((places, width)) => {
                let filled = record.iter().filter(|cell| !cell.trim_ascii().is_empty()).count();
                match filled {
                    0 => {
                        counts.blank += 1;
                        continue;
                    }
                    // Prose below a table has fewer cells than its rows.
                    1 if record.len() < *width => {
                        counts.prose += 1;
                        continue;
                    }
                    _ => counts.rows += 1,
                }
                let cells: Vec<Cell<'_>> = places
                    .iter()
                    .map(|place| place.and_then(|place| record.get(place)))
                    .map(|cell| cell.map_or(Cell::Missing, text_cell))
                    .collect();
                visit(Row { line, cells: &cells });
            }
            None => {
                let found: Vec<String> = record
                    .iter()
                    .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
                    .collect();
                if is_header(columns, names, &found) {
                    let places = places(&path, Place::line(line), columns, names, &found)?;
                    header = Some((places, found.len()));
                } else if titles.len() < TITLE_LINES {
                    titles.push((line, found));
                } else {
                    break;
                }
            }
        }
    }
    if header.is_none() {
        // The widest of the first lines is what looks most like a header: say what it lacks.
        let widest =
            titles.iter().max_by_key(|(line, cells)| (cells.len(), std::cmp::Reverse(*line)));
        let (line, found) = widest.map_or((1, &[][..]), |(line, cells)| (*line, &cells[..]));
        places(&path, Place::line(line), columns, names, found)?;
    }
    Ok((titles.into_iter().map(|(_, cells)| cells).collect(), counts))
}

/// The records of a text, within the limits and with quotes that close. Lines without any character are
/// no rows, and are passed over.
pub(super) fn records<R: std::io::Read>(
    text: R,
    limits: Limits,
) -> csv::Reader<RecordCheck<LineEnds<BufReader<R>>>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(RecordCheck::new(LineEnds::new(BufReader::new(text)), limits))
}

/// The line that a record just read starts on. The reader stands on the line behind it, and lines
/// that it skipped as blank lie before.
fn first_line<R: std::io::Read>(reader: &csv::Reader<R>, record: &csv::ByteRecord) -> u64 {
    let inside = record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
    reader.position().line().saturating_sub(inside + 1)
}

/// Text that is not UTF-8 shows as its readable part; numbers and symbols are ASCII anyway.
pub(super) fn text_cell(bytes: &[u8]) -> Cell<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cell::of_text(text),
        Err(error) => {
            let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            Cell::of_text(valid)
        }
    }
}

pub(super) fn malformed(path: &std::path::Path, error: &csv::Error) -> ImportError {
    let fault = match error.kind() {
        csv::ErrorKind::Io(error) => error.get_ref().and_then(|inner| inner.downcast_ref()),
        _ => None,
    };
    if let Some(TextFault { line, problem, hint }) = fault {
        return ImportError::at(path, Place::line(*line), problem.clone(), *hint);
    }
    let place = Place { line: error.position().map(csv::Position::line), column: None };
    ImportError::at(path, place, format!("broken CSV: {error}"), "export the file again")
}
