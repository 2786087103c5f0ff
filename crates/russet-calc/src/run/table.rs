//! The tables of a run: rows to Parquet bytes and back, column by column.

use std::path::Path;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::{FieldRef, Schema};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use russet_market::FolderError;
use russet_market::folder::{TableRow, batch_bytes, decode_columns};
use russet_rules::Decision;

/// A row that can be written into a table.
pub(crate) trait Record: Sized {
    /// The row that the table gives back.
    type Table: TableRow;

    /// The row as the table gives it back.
    fn owned(&self) -> Self::Table;

    /// The columns of some rows.
    fn arrays(rows: &[Self], fields: &[FieldRef]) -> Result<Vec<ArrayRef>, ArrowError>;
}

/// A row of a table of a run.
pub trait RunRow: TableRow {
    /// The rows of a batch of the table's columns; nothing when a value is impossible.
    fn rows(batch: &RecordBatch) -> Option<Vec<Self>>;
}

/// Says which fields of a row stand in the columns of its table, in their order.
macro_rules! columns {
    ($row:ident: $($field:ident),+ $(,)?) => {
        $crate::run::table::columns!($row as $row, Clone::clone => $($field),+);

        impl $crate::run::RunRow for $row {
            fn rows(batch: &arrow::record_batch::RecordBatch) -> Option<Vec<$row>> {
                let mut columns = batch.columns().iter();
                $(let $field = $crate::run::column::OwnedCell::cells(columns.next()?)?;)+
                $(let mut $field = Vec::into_iter($field);)+
                (0..batch.num_rows()).map(|_| Some($row { $($field: $field.next()?),+ })).collect()
            }
        }
    };
    ($row:ty as $table:ty, $owned:path => $($($field:ident).+),+ $(,)?) => {
        impl $crate::run::table::Record for $row {
            type Table = $table;

            fn owned(&self) -> $table {
                $owned(self)
            }

            fn arrays(
                rows: &[Self],
                fields: &[arrow::datatypes::FieldRef],
            ) -> Result<Vec<arrow::array::ArrayRef>, arrow::error::ArrowError> {
                let mut fields = fields.iter();
                let mut field = || {
                    let missing = || arrow::error::ArrowError::SchemaError("too few".to_owned());
                    fields.next().ok_or_else(missing)
                };
                Ok(vec![$($crate::run::column::Cell::array(
                    rows.iter().map(|row| &row.$($field).+),
                    field()?,
                )?),+])
            }
        }
    };
}

pub(crate) use columns;

columns!(
    Decision: occasion, rank_day, effective, security, issuer, ticker, name, kind, close, close_date,
    shares, shares_source, register, overrides, company_cap, rank, cumulative_percent, previous,
    indexes, verdict, rule, reference, reason,
);

/// The Parquet bytes of rows: equal rows make equal bytes.
pub(crate) fn bytes<R: Record>(rows: &[R]) -> Result<Vec<u8>, FolderError> {
    let fields = R::Table::fields();
    let batch = R::arrays(rows, &fields)
        .and_then(|arrays| RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays));
    let refuse = |error: ArrowError| FolderError::Table {
        path: R::Table::TABLE.into(),
        reason: error.to_string(),
    };
    batch_bytes(&batch.map_err(refuse)?)
}

/// The rows of a file's bytes; errors speak of `path`.
pub(crate) fn decode<R: RunRow>(path: &Path, bytes: Vec<u8>) -> Result<Vec<R>, FolderError> {
    let mut rows = Vec::new();
    for batch in decode_columns(path, bytes, &R::fields())? {
        let more = R::rows(&batch).ok_or_else(|| FolderError::Table {
            path: path.to_owned(),
            reason: "it has an impossible value".to_owned(),
        })?;
        rows.extend(more);
    }
    Ok(rows)
}
