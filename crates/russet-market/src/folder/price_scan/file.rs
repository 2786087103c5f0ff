//! A price file whose layout is known, and its row groups decoded slice after slice.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use parquet::data_type::{DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::column::{Nullable, optional, required};
use super::slice::{NO_VALUE, PriceColumns, PriceSlice, check};
use crate::folder::price_columns::fits;
use russet_store::StoreError;
use russet_store::guarded::catch;

/// Rows of a slice: its columns stay in a core's second-level cache.
const SLICE_ROWS: usize = 1 << 14;

/// The buffers of one scan.
#[derive(Debug, Default)]
pub struct PriceBuffers {
    days: Vec<i32>,
    securities: Vec<i32>,
    closes: Vec<i64>,
    volumes: Nullable<i64>,
    changes: Nullable<f64>,
    caps: Nullable<i64>,
}

/// A price file whose layout is known.
pub struct PriceFile {
    path: PathBuf,
    bytes: Bytes,
    row_groups: Vec<usize>,
}

impl PriceFile {
    /// A price file by its bytes; errors speak of `path`.
    ///
    /// # Errors
    /// [`StoreError::Table`] when the bytes are no Parquet or have other columns.
    ///
    /// ```
    /// use russet_market::folder::PriceFile;
    /// let error = PriceFile::new("2024.parquet".as_ref(), b"no table".to_vec()).err().unwrap();
    /// assert!(error.to_string().starts_with("2024.parquet: not a readable Parquet file"));
    /// ```
    pub fn new(path: &Path, bytes: Vec<u8>) -> Result<PriceFile, StoreError> {
        let bytes = Bytes::from(bytes);
        let refuse = |reason: String| StoreError::Table { path: path.to_owned(), reason };
        let reader = catch(path, || SerializedFileReader::new(bytes.clone()))?
            .map_err(|error| refuse(format!("not a readable Parquet file: {error}")))?;
        let columns = reader.metadata().file_metadata().schema_descr().columns();
        let groups = reader.metadata().row_groups().iter();
        let row_groups =
            groups.map(|group| usize::try_from(group.num_rows()).unwrap_or(0)).collect();
        match fits(columns) {
            true => Ok(PriceFile { path: path.to_owned(), bytes, row_groups }),
            false => Err(refuse("its columns are not those of its table".to_owned())),
        }
    }

    /// How many rows each row group has.
    pub fn row_groups(&self) -> &[usize] {
        &self.row_groups
    }

    /// Decodes a row group, slice after slice.
    ///
    /// # Errors
    /// [`StoreError::Table`] when it is damaged, or holds what no price file holds.
    pub fn scan(
        &self,
        row_group: usize,
        columns: PriceColumns,
        buffers: &mut PriceBuffers,
        mut visit: impl FnMut(PriceSlice<'_>),
    ) -> Result<(), StoreError> {
        catch(&self.path, || self.decode(row_group, columns, buffers, &mut visit))?.map_err(
            |error| {
                let reason = format!("row group {row_group}: {error}");
                StoreError::Table { path: self.path.clone(), reason }
            },
        )
    }

    fn decode(
        &self,
        row_group: usize,
        wanted: PriceColumns,
        buffers: &mut PriceBuffers,
        visit: &mut impl FnMut(PriceSlice<'_>),
    ) -> Result<(), ParquetError> {
        let reader = SerializedFileReader::new(self.bytes.clone())?;
        let group = reader.get_row_group(row_group)?;
        let group = group.as_ref();
        let mut days = required::<Int32Type>(group, 0)?;
        let mut securities = required::<Int32Type>(group, 1)?;
        let mut closes = required::<Int64Type>(group, 2)?;
        let mut volumes = wanted.volumes.then(|| optional::<Int64Type>(group, 3)).transpose()?;
        let mut changes = wanted.changes.then(|| optional::<DoubleType>(group, 4)).transpose()?;
        let mut caps = wanted.caps.then(|| optional::<Int64Type>(group, 5)).transpose()?;
        let mut left = group.metadata().num_rows() as usize;
        while left > 0 {
            let rows = left.min(SLICE_ROWS);
            days(rows, &mut buffers.days)?;
            securities(rows, &mut buffers.securities)?;
            closes(rows, &mut buffers.closes)?;
            if let Some(read) = &mut volumes {
                read(rows, &mut buffers.volumes, NO_VALUE as i64)?;
            }
            if let Some(read) = &mut changes {
                read(rows, &mut buffers.changes, f64::NAN)?;
            }
            if let Some(read) = &mut caps {
                read(rows, &mut buffers.caps, NO_VALUE as i64)?;
            }
            let slice = PriceSlice {
                days: &buffers.days,
                securities: bytemuck::cast_slice(&buffers.securities),
                closes: &buffers.closes,
                volumes: bytemuck::cast_slice(&buffers.volumes.values),
                changes: &buffers.changes.values,
                caps: bytemuck::cast_slice(&buffers.caps.values),
            };
            check(&slice)?;
            visit(slice);
            left -= rows;
        }
        Ok(())
    }
}
