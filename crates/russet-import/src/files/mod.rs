//! Files to rows of cells: CSV, JSON and Parquet look alike from here on.

mod cell;
mod columns;
mod csv_rows;
mod headers;
mod json_check;
mod json_rows;
mod line_ends;
mod named;
mod parquet_cells;
mod parquet_rows;
mod record_check;
mod source;

pub(crate) use cell::Cell;
pub(crate) use columns::Column;
pub(crate) use columns::is_header;
pub(crate) use csv_rows::read_below_titles;
pub(crate) use headers::headers;
pub(crate) use json_check::check as check_json;
pub(crate) use json_rows::{cell as json_cell, document as json_document};
pub(crate) use named::{date_in, date_of, exchange_in};
pub(crate) use source::{Encoding, SourceFile, open_new, place};

use crate::error::ImportError;
use crate::options::ImportOptions;

/// One row: its line (or place in a table) from 1, and its cells in the order of the columns asked
/// for.
pub(crate) struct Row<'a> {
    pub(crate) line: u64,
    pub(crate) cells: &'a [Cell<'a>],
}

/// What a reader met below a file's header. Lines without any character are no rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RowCounts {
    /// Rows handed over.
    pub(crate) rows: u64,
    /// Rows whose cells are all blank.
    pub(crate) blank: u64,
    /// Rows of a single cell in a table of more: sentences below it.
    pub(crate) prose: u64,
}

/// Reads the columns asked for from a file of any encoding, row by row.
pub(crate) fn read_rows(
    file: &mut SourceFile,
    columns: &[Column],
    options: &ImportOptions<'_>,
    visit: &mut dyn FnMut(Row<'_>),
) -> Result<RowCounts, ImportError> {
    match file.encoding {
        Encoding::Csv => csv_rows::read(file, columns, options, visit),
        Encoding::Json => json_rows::read(file, columns, options, visit),
        Encoding::Parquet => parquet_rows::read(file, columns, options, visit),
        Encoding::Zip => Err(ImportError::file(
            &file.path,
            "this is a zip archive or an Excel workbook",
            "save the sheet as CSV, or unpack the archive",
        )),
    }
}
