//! Cells to the columns of a table and back, whatever they hold.

use arrow::array::ArrayRef;
use arrow::datatypes::Field;
use arrow::error::ArrowError;

/// A value that a column holds.
pub(crate) trait Value {
    /// The values of a column, one a row.
    fn array<'row>(
        values: impl Iterator<Item = Option<&'row Self>>,
        field: &Field,
    ) -> Result<ArrayRef, ArrowError>
    where
        Self: 'row;
}

/// A value that a column gives back.
pub(crate) trait OwnedValue: Value + Sized {
    /// Takes every value of a column; nothing when one is impossible.
    fn values(array: &ArrayRef) -> Option<Vec<Option<Self>>>;
}

/// What a row has in a column: a value, or perhaps one.
pub(crate) trait Cell {
    /// The cells of a column.
    fn array<'row>(
        cells: impl Iterator<Item = &'row Self>,
        field: &Field,
    ) -> Result<ArrayRef, ArrowError>
    where
        Self: 'row;
}

/// A cell that a column gives back.
pub(crate) trait OwnedCell: Sized {
    /// Takes every cell of a column; nothing when one is impossible or missing.
    fn cells(array: &ArrayRef) -> Option<Vec<Self>>;
}

impl<V: Value> Cell for V {
    fn array<'row>(
        cells: impl Iterator<Item = &'row Self>,
        field: &Field,
    ) -> Result<ArrayRef, ArrowError>
    where
        Self: 'row,
    {
        V::array(cells.map(Some), field)
    }
}

impl<V: Value> Cell for Option<V> {
    fn array<'row>(
        cells: impl Iterator<Item = &'row Self>,
        field: &Field,
    ) -> Result<ArrayRef, ArrowError>
    where
        Self: 'row,
    {
        V::array(cells.map(Option::as_ref), field)
    }
}

impl<V: OwnedValue> OwnedCell for V {
    fn cells(array: &ArrayRef) -> Option<Vec<Self>> {
        V::values(array)?.into_iter().collect()
    }
}

impl<V: OwnedValue> OwnedCell for Option<V> {
    fn cells(array: &ArrayRef) -> Option<Vec<Self>> {
        V::values(array)
    }
}
