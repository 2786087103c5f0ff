//! Parquet files of others, read so that no bytes in them can panic, or take the machine's memory.
//!
//! Nothing that a file says of itself is believed before it is checked: the footer and the header of every
//! page are walked first, the schema that Arrow's writers embed is ignored, texts are read as
//! views, so that a value that a dictionary repeats is stored once, and what the library cannot cope with
//! it does inside [`catch`].

mod footer;
mod limits;
mod pages;
mod panics;
mod thrift;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Type as PhysicalType;

use crate::StoreError;
pub use limits::Limits;
pub use panics::{catch, silence_panics};

/// Rows decoded at a time: enough to be fast, few enough to be small.
const BATCH_ROWS: usize = 8_192;
/// No decimal, universal identifier or timestamp is longer than this.
const LONGEST_FIXED: i32 = 32;

/// A Parquet file whose footer makes sense.
#[derive(Debug)]
pub struct Table {
    path: PathBuf,
    file: File,
    size: u64,
    limits: Limits,
    metadata: ArrowReaderMetadata,
    names: Vec<String>,
}

/// Opens a Parquet file that anybody may have written. The file's position does not matter.
///
/// # Errors
/// [`StoreError`] when the file cannot be read, is damaged, or goes beyond the limits.
///
/// ```
/// use russet_store::guarded::{Limits, open};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("a.parquet");
/// std::fs::write(&path, b"PAR1 and nothing more")?;
/// let error = open(std::fs::File::open(&path)?, &path, &Limits::default()).unwrap_err();
/// assert!(error.to_string().ends_with("it was cut off"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn open(file: File, path: &Path, limits: &Limits) -> Result<Table, StoreError> {
    let io = |source| StoreError::io("read", path, source);
    let broken = |reason: String| StoreError::Table { path: path.to_owned(), reason };
    let size = file.metadata().map_err(io)?.len();
    if let Some(fault) = footer::fault(&file, size).map_err(io)? {
        return Err(broken(fault));
    }
    let (metadata, names) = catch(path, || -> parquet::errors::Result<_> {
        let plain = || ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let read = ArrowReaderMetadata::load(&file, plain())?;
        let roots = read.parquet_schema().root_schema().get_fields();
        let names: Vec<String> = roots.iter().map(|root| root.name().to_owned()).collect();
        let views = plain().with_schema(Arc::new(with_views(read.schema())));
        Ok((ArrowReaderMetadata::try_new(Arc::clone(read.metadata()), views)?, names))
    })?
    .map_err(|error| broken(said(&error)))?;
    if names.len() > limits.columns {
        let (found, most) = (names.len(), limits.columns);
        return Err(broken(format!("{found} columns, and {most} are allowed")));
    }
    Ok(Table { path: path.to_owned(), file, size, limits: *limits, metadata, names })
}

impl Table {
    /// The names of the columns, in the file's order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Reads columns, by their places in the file, batch by batch: texts as `Utf8View` or `BinaryView`,
    /// all else as the types of Parquet say. A batch has its columns in the file's order.
    ///
    /// # Errors
    /// [`StoreError::Table`] that names the column at fault where it is known; what the visitor returns.
    pub fn read<E: From<StoreError>>(
        &self,
        columns: &[usize],
        mut visit: impl FnMut(&RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        self.check(columns)?;
        let mut budget = self.limits.budget(self.size);
        let mut rows = 0;
        self.decode(columns, |batch| {
            self.charge(batch, rows, &mut budget)?;
            rows += batch.num_rows() as u64;
            visit(batch)
        })
        .map_err(|stopped| match stopped {
            Stopped::Visitor(error) => error,
            Stopped::Decoding(error) => self.with_column(columns, error).into(),
        })
    }

    /// Decodes columns batch by batch, each inside the guard.
    fn decode<E>(
        &self,
        columns: &[usize],
        mut visit: impl FnMut(&RecordBatch) -> Result<(), E>,
    ) -> Result<(), Stopped<E>> {
        let lost = |error: StoreError| Stopped::Decoding(error);
        let file = self.file.try_clone();
        let file = file.map_err(|error| lost(StoreError::io("read", &self.path, error)))?;
        let mut reader = catch(&self.path, || {
            let builder =
                ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
            let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied());
            builder.with_projection(mask).with_batch_size(BATCH_ROWS).build()
        })
        .and_then(|built| built.map_err(|error| self.broken(said(&error))))
        .map_err(lost)?;
        loop {
            let next = catch(&self.path, || reader.next().transpose()).map_err(lost)?;
            match next.map_err(|error| lost(self.broken(error.to_string())))? {
                Some(batch) => visit(&batch).map_err(Stopped::Visitor)?,
                None => return Ok(()),
            }
        }
    }

    /// Whether columns are plain, and their pages lie in the file and unfold within the limits.
    fn check(&self, columns: &[usize]) -> Result<(), StoreError> {
        let mut sum = 0u64;
        for column in columns {
            sum = sum.saturating_add(catch(&self.path, || self.unfolded(*column))??);
        }
        match sum > self.limits.budget(self.size) {
            true => Err(self.beyond(&format!("the columns asked for unfold to {sum} bytes"))),
            false => Ok(()),
        }
    }

    /// Bytes that the pages of a column unfold to.
    fn unfolded(&self, column: usize) -> Result<u64, StoreError> {
        let schema = self.metadata.parquet_schema();
        let root = &schema.root_schema().get_fields()[column];
        let wrong = |reason: String| self.broken(format!("column '{}': {reason}", root.name()));
        if !root.is_primitive() {
            return Err(wrong("groups and lists are no cells".to_owned()));
        }
        let leaf =
            (0..schema.num_columns()).find(|leaf| schema.get_column_root_idx(*leaf) == column);
        let leaf = leaf.ok_or_else(|| wrong("it has no pages".to_owned()))?;
        let described = schema.column(leaf);
        if described.max_rep_level() > 0 {
            return Err(wrong("lists are no cells".to_owned()));
        }
        let physical = described.physical_type();
        if physical == PhysicalType::FIXED_LEN_BYTE_ARRAY && described.type_length() > LONGEST_FIXED
        {
            return Err(wrong(format!("values of {} bytes each", described.type_length())));
        }
        let mut sum = 0u64;
        for group in self.metadata.metadata().row_groups() {
            let chunk = group.column(leaf);
            let (start, length) = chunk.byte_range();
            let end = start.checked_add(length).filter(|end| *end <= self.size);
            let end = end.ok_or_else(|| wrong("its pages lie beyond the file's end".to_owned()))?;
            let pages = pages::walk(&self.file, (start, end), self.limits.page_bytes)
                .map_err(|error| StoreError::io("read", &self.path, error))?
                .map_err(&wrong)?;
            if pages.text_deltas {
                let reason = "texts are stored as differences (DELTA_LENGTH_BYTE_ARRAY or \
                              DELTA_BYTE_ARRAY), which are not read; write plain or dictionary texts";
                return Err(wrong(reason.to_owned()));
            }
            sum = sum.saturating_add(pages.unfolded);
        }
        Ok(sum)
    }

    /// Takes the rows and texts of a batch off what the file may unfold to.
    fn charge(&self, batch: &RecordBatch, before: u64, budget: &mut u64) -> Result<(), StoreError> {
        let mut bytes = batch.num_rows() as u64 * Limits::ROW_BYTES;
        for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
            let views = match column.data_type() {
                DataType::Utf8View => column.as_string_view().views(),
                DataType::BinaryView => column.as_binary_view().views(),
                _ => continue,
            };
            for (row, view) in views.iter().enumerate() {
                // The low half of a view's first word is the length of its value.
                let length = u64::from(*view as u32);
                if length > self.limits.cell_bytes {
                    let (row, most) = (before + row as u64 + 1, self.limits.cell_bytes);
                    return Err(self.broken(format!(
                        "column '{}', row {row}: a text of {length} bytes, and {most} are allowed",
                        field.name()
                    )));
                }
                bytes += length;
            }
        }
        match budget.checked_sub(bytes) {
            Some(left) => *budget = left,
            None => {
                let row = before + batch.num_rows() as u64;
                return Err(self.beyond(&format!("the first {row} rows hold too much")));
            }
        }
        Ok(())
    }

    /// The error with the column in which it occurs, where one alone shows it.
    fn with_column(&self, columns: &[usize], error: StoreError) -> StoreError {
        let fails = |column: &usize| {
            let alone = self.decode(&[*column], |_| Ok::<(), ()>(()));
            matches!(alone, Err(Stopped::Decoding(_)))
        };
        match (error, columns.iter().find(|column| fails(column))) {
            (StoreError::Table { reason, .. }, Some(column)) => {
                self.broken(format!("column '{}': {reason}", self.names[*column]))
            }
            (error, _) => error,
        }
    }

    fn beyond(&self, what: &str) -> StoreError {
        let (size, most) = (self.size, self.limits.budget(self.size));
        self.broken(format!("{what}: a file of {size} bytes may unfold to {most}"))
    }

    fn broken(&self, reason: String) -> StoreError {
        StoreError::Table { path: self.path.clone(), reason }
    }
}

/// Why decoding ended early.
enum Stopped<E> {
    Decoding(StoreError),
    Visitor(E),
}

/// A schema with its texts as views: a value that a dictionary repeats is then in memory once.
fn with_views(schema: &Schema) -> Schema {
    let view = |field: &Arc<Field>| match field.data_type() {
        DataType::Utf8 => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8View)),
        DataType::Binary => Arc::new(field.as_ref().clone().with_data_type(DataType::BinaryView)),
        _ => Arc::clone(field),
    };
    Schema::new(schema.fields().iter().map(view).collect::<Vec<_>>())
}

/// The library's message without its own name in front.
fn said(error: &parquet::errors::ParquetError) -> String {
    let text = error.to_string();
    text.strip_prefix("Parquet error: ").unwrap_or(&text).to_owned()
}
