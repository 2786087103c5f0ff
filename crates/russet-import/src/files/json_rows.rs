//! Rows of a JSON file: an array of objects, or one inside an interface's wrapper.

use std::io::{Read, Seek, SeekFrom};

use serde_json::{Map, Value};

use super::columns::places;
use super::json_check::check;
use super::{Cell, Column, Row, RowCounts, SourceFile};
use crate::error::{ImportError, Place};
use crate::limits::Limits;
use crate::options::ImportOptions;

/// Where wrappers keep their rows.
const WRAPPERS: [&str; 3] = ["/data/rows", "/data/table/rows", "/rows"];

pub(super) fn read(
    file: &mut SourceFile,
    columns: &[Column],
    options: &ImportOptions<'_>,
    visit: &mut dyn FnMut(Row<'_>),
) -> Result<RowCounts, ImportError> {
    let document = document(file, options.limits)?;
    let path = &file.path;
    let rows = rows_in(&document);
    let Some(rows) = rows else {
        return Err(ImportError::file(
            path,
            "the JSON holds no array of rows",
            "an array of objects is read, or one at data.rows or data.table.rows",
        ));
    };
    let Some(first) = rows.first() else {
        return Err(ImportError::file(path, "the JSON holds no rows", "download the file again"));
    };
    let found: Vec<String> =
        first.as_object().map(|row| row.keys().cloned().collect()).unwrap_or_default();
    let places = places(path, Place::default(), columns, &options.columns, &found)?;
    let keys: Vec<Option<&String>> =
        places.iter().map(|place| place.and_then(|place| found.get(place))).collect();
    let nothing = Map::new();
    for (line, row) in (1..).zip(rows) {
        let row = row.as_object().unwrap_or(&nothing);
        let cells: Vec<Cell<'_>> = keys
            .iter()
            .map(|key| key.and_then(|key| row.get(key)).map_or(Cell::Missing, cell))
            .collect();
        visit(Row { line, cells: &cells });
    }
    Ok(RowCounts { rows: rows.len() as u64, ..RowCounts::default() })
}

/// The whole document of a JSON file, read from its start.
pub(crate) fn document(file: &mut SourceFile, limits: Limits) -> Result<Value, ImportError> {
    let path = &file.path;
    let mut bytes = Vec::new();
    file.file
        .seek(SeekFrom::Start(0))
        .and_then(|_| {
            let within = limits.json_bytes.saturating_add(1);
            file.file.by_ref().take(within).read_to_end(&mut bytes)
        })
        .map_err(|error| ImportError::io(path, error))?;
    let refused = |place, problem| {
        let hint = "check that it is the right file; --limits raises what is allowed";
        ImportError::at(path, place, problem, hint)
    };
    if bytes.len() as u64 > limits.json_bytes {
        let problem = format!("JSON of more than {} bytes", limits.json_bytes);
        return Err(refused(Place::default(), problem));
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    check(text, limits).map_err(|(line, problem)| refused(Place::line(line), problem))?;
    serde_json::from_slice(text).map_err(|error| {
        let place = Place { line: Some(error.line() as u64), column: Some(error.column() as u64) };
        ImportError::at(path, place, format!("broken JSON: {error}"), "download the file again")
    })
}

/// The keys of a file's first row, none where it holds no rows.
pub(super) fn keys(file: &mut SourceFile, limits: Limits) -> Result<Vec<String>, ImportError> {
    let document = document(file, limits)?;
    let first = rows_in(&document).and_then(|rows| rows.first()?.as_object());
    Ok(first.map(|row| row.keys().cloned().collect()).unwrap_or_default())
}

fn rows_in(document: &Value) -> Option<&Vec<Value>> {
    match document {
        Value::Array(rows) => Some(rows),
        wrapper => WRAPPERS.iter().find_map(|place| wrapper.pointer(place)?.as_array()),
    }
}

/// A value of JSON as a cell; lists and objects are none.
pub(crate) fn cell(value: &Value) -> Cell<'_> {
    match value {
        Value::String(text) => Cell::of_text(text),
        Value::Number(number) => number.as_f64().map_or(Cell::Missing, Cell::Number),
        _ => Cell::Missing,
    }
}
