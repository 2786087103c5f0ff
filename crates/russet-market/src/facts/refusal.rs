//! A row that an import did not take.

use russet_store::table::Table;
use serde::{Deserialize, Serialize};

/// Where a refused row stands and why it was refused. Kept in the market, so that nothing is lost
/// without a trace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Table)]
#[table(name = "refusals", key = "source, line, column_name", order = "source")]
pub struct Refusal {
    /// The file's name, without its folder.
    pub source: String,
    /// The line in the file, or the row of a table, counted from 1.
    pub line: u64,
    /// The column at fault.
    #[column(was = "column")]
    pub column_name: String,
    /// The text of the cell.
    #[column(was = "value")]
    pub cell_value: String,
    /// Why the row was refused.
    pub reason: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Refusal { source, line, column_name: column, cell_value: value, reason } = self;
        write!(formatter, "{source}, line {line}, {column} '{value}': {reason}")
    }
}
