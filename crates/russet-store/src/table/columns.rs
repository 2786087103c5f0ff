//! The columns of a batch of a file, by their places in the table's declaration.

use std::path::Path;

use arrow_array::{ArrayRef, RecordBatch};

use super::{OwnedCell, TableSchema};
use crate::StoreError;

/// The columns of a batch of a file.
pub struct Columns<'file> {
    path: &'file Path,
    schema: &'static TableSchema,
    /// The columns of the table in its order; none where the file lacks one.
    arrays: Vec<Option<ArrayRef>>,
    row_count: usize,
    /// How many rows of the file come before the batch.
    before: usize,
}

impl<'file> Columns<'file> {
    pub(super) fn new(
        (path, schema): (&'file Path, &'static TableSchema),
        batch: &RecordBatch,
        before: usize,
    ) -> Columns<'file> {
        let names = batch.schema();
        let place_of = |column: &super::ColumnSchema| {
            names.fields().iter().position(|field| column.is_named(field.name()))
        };
        let array = |column| place_of(column).map(|place| batch.column(place).clone());
        let arrays = schema.columns.iter().map(array).collect();
        Columns { path, schema, arrays, row_count: batch.num_rows(), before }
    }

    /// How many rows there are.
    pub fn row_count(&self) -> usize {
        self.row_count
    }

    /// The cells of a column, by its place in the declaration; missing values where the file lacks it.
    ///
    /// # Errors
    /// [`StoreError::Table`] with file, column and row where a value is impossible.
    pub fn cells<C: OwnedCell>(&self, column: usize) -> Result<Vec<C>, StoreError> {
        match C::absent() {
            Some(absent) => self.cells_or(column, absent),
            None => self.present(column)?.ok_or_else(|| self.refuse(column, "it is missing")),
        }
    }

    /// The same with a value for files that lack the column.
    ///
    /// # Errors
    /// As [`Columns::cells`].
    pub fn cells_or<C: OwnedCell>(&self, column: usize, default: C) -> Result<Vec<C>, StoreError> {
        let cells = self.present(column)?;
        Ok(cells.unwrap_or_else(|| vec![default; self.row_count]))
    }

    /// The cells of a column by its name.
    ///
    /// # Errors
    /// As [`Columns::cells`], and where the table has no such column.
    pub fn named<C: OwnedCell>(&self, name: &str) -> Result<Vec<C>, StoreError> {
        self.cells(self.position(name)?)
    }

    /// The same of a column that files of an earlier layout do not have: a default takes its place there.
    ///
    /// # Errors
    /// As [`Columns::named`], but for a column that the file does not have.
    pub fn named_or<C: OwnedCell + Clone>(
        &self,
        name: &str,
        default: C,
    ) -> Result<Vec<C>, StoreError> {
        self.cells_or(self.position(name)?, default)
    }

    fn position(&self, name: &str) -> Result<usize, StoreError> {
        self.schema.position(name).ok_or_else(|| StoreError::Table {
            path: self.path.to_owned(),
            reason: format!("{} has no column {name}", self.schema.name),
        })
    }

    fn present<C: OwnedCell>(&self, column: usize) -> Result<Option<Vec<C>>, StoreError> {
        let Some(array) = self.arrays.get(column).and_then(Option::as_ref) else { return Ok(None) };
        // A cell's reader relies on the type of its column.
        if !C::TYPE.takes(array.data_type()) {
            let reason = format!("it is {}, and {} was asked for", array.data_type(), C::TYPE);
            return Err(self.refuse(column, &reason));
        }
        let cells = C::cells(array).map_err(|bad| {
            let row = self.before + bad.row + 1;
            self.refuse(column, &format!("row {row}: {}", bad.reason))
        })?;
        Ok(Some(cells))
    }

    fn refuse(&self, column: usize, reason: &str) -> StoreError {
        let name = self.schema.columns.get(column).map_or("?", |column| column.name);
        let reason = format!("column {name}: {reason}");
        StoreError::Table { path: self.path.to_owned(), reason }
    }
}
