//! Rows of a Parquet file, batch by batch, whatever types its writer chose.

use russet_store::guarded::{self, Table};

use super::columns::places;
use super::parquet_cells::ColumnReader;
use super::{Cell, Column, Row, RowCounts, SourceFile};
use crate::error::{ImportError, Place};
use crate::limits::Limits;
use crate::options::ImportOptions;

/// Opens a Parquet file, which anybody may have written.
pub(super) fn open(file: &SourceFile, limits: Limits) -> Result<Table, ImportError> {
    let handle = file.file.try_clone().map_err(|error| ImportError::io(&file.path, error))?;
    guarded::open(handle, &file.path, &limits.parquet()).map_err(ImportError::from)
}

pub(super) fn read(
    file: &mut SourceFile,
    columns: &[Column],
    options: &ImportOptions<'_>,
    visit: &mut dyn FnMut(Row<'_>),
) -> Result<RowCounts, ImportError> {
    let table = open(file, options.limits)?;
    let found = table.names();
    let places = places(&file.path, Place::default(), columns, &options.columns, found)?;
    let mut wanted: Vec<usize> = places.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut line = 0;
    table.read(&wanted, |batch| {
        let readers = places
            .iter()
            .map(|place| match place.and_then(|place| wanted.binary_search(&place).ok()) {
                Some(column) => ColumnReader::guarded(&file.path, batch.column(column)),
                None => Ok(ColumnReader::Absent),
            })
            .collect::<Result<Vec<_>, ImportError>>()?;
        let mut cells: Vec<Cell<'_>> = vec![Cell::Missing; readers.len()];
        for row in 0..batch.num_rows() {
            line += 1;
            for (cell, reader) in cells.iter_mut().zip(&readers) {
                *cell = reader.cell(row);
            }
            visit(Row { line, cells: &cells });
        }
        Ok::<(), ImportError>(())
    })?;
    Ok(RowCounts { rows: line, ..RowCounts::default() })
}
