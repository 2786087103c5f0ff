//! Values and the columns that hold them.

use std::cmp::Ordering;

use arrow_array::ArrayRef;

use super::ColumnType;

/// A value that a column can hold.
pub trait ColumnValue {
    /// The type of the column.
    const TYPE: ColumnType;
    /// The unit of its values, unless the column says another one.
    const UNIT: &'static str;

    /// The column of some values, one a row.
    ///
    /// # Errors
    /// What does not fit, and why.
    fn array<'row>(values: impl Iterator<Item = Option<&'row Self>>) -> Result<ArrayRef, String>
    where
        Self: 'row;

    /// How two values compare; of floats by their total order.
    fn order(&self, other: &Self) -> Ordering;
}

/// A value that a column also gives back.
pub trait OwnedValue: ColumnValue + Sized {
    /// Every value of a column, which has the type's Arrow type.
    ///
    /// # Errors
    /// [`BadCell`] for the first value that is impossible.
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell>;
}

/// Why a value of a column is impossible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// Its row in the column, counted from 0.
    pub row: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// What a row has in a column: a value, or perhaps one.
pub trait Cell {
    /// The type of the column.
    const TYPE: ColumnType;
    /// The unit of its values.
    const UNIT: &'static str;
    /// Whether a value may be missing.
    const NULLABLE: bool;

    /// The column of some cells.
    ///
    /// # Errors
    /// What does not fit, and why.
    fn array<'row>(cells: impl Iterator<Item = &'row Self>) -> Result<ArrayRef, String>
    where
        Self: 'row;

    /// How two cells compare; a missing value comes first.
    fn order(&self, other: &Self) -> Ordering;
}

/// A cell that a column also gives back.
pub trait OwnedCell: Cell + Sized + Clone {
    /// Every cell of a column.
    ///
    /// # Errors
    /// [`BadCell`] for the first one that is impossible, or missing where it must not be.
    fn cells(column: &ArrayRef) -> Result<Vec<Self>, BadCell>;

    /// The cell of a file that has no such column.
    fn absent() -> Option<Self>;
}

impl<V: ColumnValue> Cell for V {
    const TYPE: ColumnType = V::TYPE;
    const UNIT: &'static str = V::UNIT;
    const NULLABLE: bool = false;

    fn array<'row>(cells: impl Iterator<Item = &'row Self>) -> Result<ArrayRef, String>
    where
        Self: 'row,
    {
        V::array(cells.map(Some))
    }

    fn order(&self, other: &Self) -> Ordering {
        ColumnValue::order(self, other)
    }
}

impl<V: ColumnValue> Cell for Option<V> {
    const TYPE: ColumnType = V::TYPE;
    const UNIT: &'static str = V::UNIT;
    const NULLABLE: bool = true;

    fn array<'row>(cells: impl Iterator<Item = &'row Self>) -> Result<ArrayRef, String>
    where
        Self: 'row,
    {
        V::array(cells.map(Option::as_ref))
    }

    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Some(one), Some(other)) => ColumnValue::order(one, other),
            (one, other) => one.is_some().cmp(&other.is_some()),
        }
    }
}

impl<V: OwnedValue + Clone> OwnedCell for V {
    fn cells(column: &ArrayRef) -> Result<Vec<Self>, BadCell> {
        let missing = |row| BadCell { row, reason: "a value is missing".to_owned() };
        let values = V::values(column)?.into_iter().enumerate();
        values.map(|(row, value)| value.ok_or_else(|| missing(row))).collect()
    }

    fn absent() -> Option<Self> {
        None
    }
}

impl<V: OwnedValue + Clone> OwnedCell for Option<V> {
    fn cells(column: &ArrayRef) -> Result<Vec<Self>, BadCell> {
        V::values(column)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}
