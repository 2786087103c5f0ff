//! Rows of a JSON file: an array of objects, or one inside an interface's wrapper.

use std::io::{Read, Seek, SeekFrom};

use serde_json::{Map, Value};

use super::columns::places;
use super::{Cell, Column, Row, SourceFile};
use crate::error::{ImportError, Place};
use crate::options::ColumnNames;

/// Where wrappers keep their rows.
const WRAPPERS: [&str; 3] = ["/data/rows", "/data/table/rows", "/rows"];

pub(super) fn read(
    file: &mut SourceFile,
    columns: &[Column],
    names: &ColumnNames,
    visit: &mut dyn FnMut(Row<'_>),
) -> Result<(), ImportError> {
    let document = document(file)?;
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
    let places = places(path, Place::default(), columns, names, &found)?;
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
    Ok(())
}

/// The whole document of a JSON file, read from its start.
pub(crate) fn document(file: &mut SourceFile) -> Result<Value, ImportError> {
    let path = &file.path;
    let mut bytes = Vec::new();
    file.file
        .seek(SeekFrom::Start(0))
        .and_then(|_| file.file.read_to_end(&mut bytes))
        .map_err(|error| ImportError::io(path, error))?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    serde_json::from_slice(text).map_err(|error| {
        let place = Place { line: Some(error.line() as u64), column: Some(error.column() as u64) };
        ImportError::at(path, place, format!("broken JSON: {error}"), "download the file again")
    })
}

/// The keys of a file's first row, none where it holds no rows.
pub(super) fn keys(file: &mut SourceFile) -> Result<Vec<String>, ImportError> {
    let document = document(file)?;
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
