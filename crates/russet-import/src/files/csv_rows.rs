//! Rows of a CSV file: a byte-order mark, any line ends, quoted thousands.

use std::io::BufReader;

use super::columns::{is_header, places};
use super::line_ends::LineEnds;
use super::{Cell, Column, Row, SourceFile};
use crate::error::{ImportError, Place};
use crate::options::ColumnNames;

/// Lines above a header that may hold titles.
const TITLE_LINES: usize = 30;

pub(super) fn read(
    file: &mut SourceFile,
    columns: &[Column],
    names: &ColumnNames,
    visit: &mut dyn FnMut(Row<'_>),
) -> Result<(), ImportError> {
    read_below_titles(file, columns, names, visit).map(|_| ())
}

/// Reads rows below a header that may stand below title lines; gives the title lines.
pub(crate) fn read_below_titles(
    file: &mut SourceFile,
    columns: &[Column],
    names: &ColumnNames,
    visit: &mut dyn FnMut(Row<'_>),
) -> Result<Vec<Vec<String>>, ImportError> {
    let path = file.path.clone();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(LineEnds::new(BufReader::new(&mut file.file)));
    let mut record = csv::ByteRecord::new();
    let mut titles: Vec<(u64, Vec<String>)> = Vec::new();
    let mut header: Option<(Vec<Option<usize>>, usize)> = None;
    while reader.read_byte_record(&mut record).map_err(|error| malformed(&path, &error))? {
        let line = first_line(&reader, &record);
        match &header {
            Some((places, width)) => {
                // Blank lines and prose below a table have fewer cells than its rows.
                let filled = record.iter().filter(|cell| !cell.trim_ascii().is_empty()).count();
                if filled == 0 || (record.len() < *width && filled <= 1) {
                    continue;
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
    Ok(titles.into_iter().map(|(_, cells)| cells).collect())
}

/// The line that a record just read starts on. The reader stands on the line behind it, and lines
/// that it skipped as blank lie before.
fn first_line<R: std::io::Read>(reader: &csv::Reader<R>, record: &csv::ByteRecord) -> u64 {
    let inside = record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
    reader.position().line().saturating_sub(inside + 1)
}

/// Text that is not UTF-8 shows as its readable part; numbers and symbols are ASCII anyway.
fn text_cell(bytes: &[u8]) -> Cell<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cell::of_text(text),
        Err(error) => {
            let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            Cell::of_text(valid)
        }
    }
}

fn malformed(path: &std::path::Path, error: &csv::Error) -> ImportError {
    let place = Place { line: error.position().map(csv::Position::line), column: None };
    ImportError::at(path, place, format!("broken CSV: {error}"), "export the file again")
}
