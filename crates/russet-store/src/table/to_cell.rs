//! Borrowed cells as the rows of a table own them.

use std::sync::Arc;

/// A cell of a record that becomes a cell of the table's row.
pub trait ToCell<C> {
    /// The row's cell.
    fn to_cell(&self) -> C;
}

impl<C: Clone> ToCell<C> for C {
    fn to_cell(&self) -> C {
        self.clone()
    }
}

impl<C: Clone> ToCell<C> for &C {
    fn to_cell(&self) -> C {
        (*self).clone()
    }
}

impl ToCell<String> for &str {
    fn to_cell(&self) -> String {
        (*self).to_owned()
    }
}

impl ToCell<String> for Arc<str> {
    fn to_cell(&self) -> String {
        self.to_string()
    }
}
