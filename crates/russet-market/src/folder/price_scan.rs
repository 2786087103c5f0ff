//! Price files as slices of columns: decoded straight from their pages, into buffers that are used
//! again, row groups side by side.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

use parquet::basic::{LogicalType, Type};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;
use rayon::prelude::*;

use super::{EpochDays, FolderError};
use crate::numbers::Price;
use crate::prices::{Part, PriceTable};

/// Rows of a slice: its columns stay in a core's second-level cache.
const SLICE_ROWS: usize = 1 << 14;

/// Stands where a row has no volume or no reported capitalisation.
pub const NO_VALUE: u64 = u64::MAX;

/// Which columns of a price file are wanted beside dates, securities and closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PriceColumns {
    /// Shares traded.
    pub volumes: bool,
    /// Reported changes.
    pub changes: bool,
    /// Reported capitalisations, which only imports ask for.
    pub caps: bool,
}

/// Rows that follow each other in a price file, column by column. What was not asked for is empty.
#[derive(Debug, Clone, Copy)]
pub struct PriceSlice<'a> {
    /// Days since 1970-01-01, rising.
    pub days: &'a [i32],
    /// Ids of securities, rising within a day.
    pub securities: &'a [u32],
    /// Closes in nano-dollars, each a lawful [`Price`].
    pub closes: &'a [i64],
    /// Shares traded; [`NO_VALUE`] where nothing is known.
    pub volumes: &'a [u64],
    /// Reported changes in percent; NaN where nothing is known.
    pub changes: &'a [f64],
    /// Reported capitalisations in cents; [`NO_VALUE`] where nothing is known.
    pub caps: &'a [u64],
}

impl<'a> PriceSlice<'a> {
    /// The days of the slice, each with its rows. A day may go on in the next slice.
    pub fn days(&self) -> impl Iterator<Item = (i32, Range<usize>)> + use<'a> {
        let days = self.days;
        let mut start = 0;
        std::iter::from_fn(move || {
            let day = *days.get(start)?;
            let rows = start..start + days[start..].partition_point(|other| *other <= day);
            start = rows.end;
            Some((day, rows))
        })
    }
}

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
    row_groups: Vec<usize>,
}

/// The columns in the order of the file: name, physical type, whether a value may be missing.
const LAYOUT: [(&str, Type, bool); 7] = [
    ("date", Type::INT32, false),
    ("security", Type::INT32, false),
    ("close", Type::INT64, false),
    ("volume", Type::INT64, true),
    ("reported_change_percent", Type::DOUBLE, true),
    ("reported_cap", Type::INT64, true),
    ("known_at", Type::INT32, false),
];

impl PriceFile {
    /// Opens a price file.
    ///
    /// # Errors
    /// [`FolderError`] when the file is missing, no Parquet, or has other columns.
    ///
    /// ```
    /// use russet_market::folder::PriceFile;
    /// assert!(PriceFile::open("no/such.parquet".as_ref()).is_err());
    /// ```
    pub fn open(path: &Path) -> Result<PriceFile, FolderError> {
        let file = File::open(path).map_err(|error| FolderError::io("open", path, error))?;
        let refuse = |reason: String| FolderError::Table { path: path.to_owned(), reason };
        let reader = SerializedFileReader::new(file)
            .map_err(|error| refuse(format!("not a readable Parquet file: {error}")))?;
        let columns = reader.metadata().file_metadata().schema_descr().columns();
        let groups = reader.metadata().row_groups().iter();
        let row_groups =
            groups.map(|group| usize::try_from(group.num_rows()).unwrap_or(0)).collect();
        let fits = columns.len() == LAYOUT.len()
            && columns.iter().zip(LAYOUT).all(|(column, layout)| is_column(column, layout));
        match fits {
            true => Ok(PriceFile { path: path.to_owned(), row_groups }),
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
    /// [`FolderError::Table`] when it is damaged, or holds what no price file holds.
    pub fn scan(
        &self,
        row_group: usize,
        columns: PriceColumns,
        buffers: &mut PriceBuffers,
        mut visit: impl FnMut(PriceSlice<'_>),
    ) -> Result<(), FolderError> {
        self.decode(row_group, columns, buffers, &mut visit).map_err(|error| FolderError::Table {
            path: self.path.clone(),
            reason: format!("row group {row_group}: {error} (hint: import its sources again)"),
        })
    }

    fn decode(
        &self,
        row_group: usize,
        wanted: PriceColumns,
        buffers: &mut PriceBuffers,
        visit: &mut impl FnMut(PriceSlice<'_>),
    ) -> Result<(), ParquetError> {
        // Handles that are cloned share one place in the file, so each scan opens its own.
        let reader = SerializedFileReader::new(File::open(&self.path)?)?;
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

/// Decodes files on all threads, a row group on each; every row group has a state of its own, and
/// they come back in the order of the files.
///
/// # Errors
/// As [`PriceFile::scan`], for the first row group that fails.
///
/// ```
/// use russet_market::folder::{PriceColumns, scan_prices};
/// let counts: Vec<usize> =
///     scan_prices(&[], PriceColumns::default(), |count: &mut usize, slice| *count += slice.days.len())?;
/// assert!(counts.is_empty());
/// # Ok::<(), russet_market::FolderError>(())
/// ```
pub fn scan_prices<S: Default + Send>(
    files: &[PriceFile],
    columns: PriceColumns,
    visit: impl Fn(&mut S, PriceSlice<'_>) + Sync,
) -> Result<Vec<S>, FolderError> {
    let groups: Vec<(&PriceFile, usize)> = files
        .iter()
        .flat_map(|file| (0..file.row_groups().len()).map(move |group| (file, group)))
        .collect();
    let scans = groups.into_par_iter().map_init(PriceBuffers::default, |buffers, (file, group)| {
        let mut state = S::default();
        file.scan(group, columns, buffers, |slice| visit(&mut state, slice))?;
        Ok(state)
    });
    scans.collect()
}

/// Reads files into one table, on all threads.
pub(super) fn read(paths: &[PathBuf], wanted: PriceColumns) -> Result<PriceTable, FolderError> {
    let files: Vec<PriceFile> =
        paths.iter().map(|path| PriceFile::open(path)).collect::<Result<_, _>>()?;
    let groups: Vec<(&PriceFile, usize, usize)> = files
        .iter()
        .flat_map(|file| {
            let groups = file.row_groups().iter().enumerate();
            groups.map(move |(group, rows)| (file, group, *rows))
        })
        .collect();
    let rows: Vec<usize> = groups.iter().map(|(.., rows)| *rows).collect();
    PriceTable::filled(&rows, wanted.caps, |number, part| {
        let (file, group, _) = groups[number];
        let mut filled = 0;
        file.scan(group, wanted, &mut PriceBuffers::default(), |slice| {
            fill(part, filled, &slice);
            filled += slice.days.len();
        })
    })
}

/// Puts a slice into a part of a table, from a row on.
fn fill(part: &mut Part<'_>, from: usize, slice: &PriceSlice<'_>) {
    let mut calendar = EpochDays::new();
    for (day, rows) in slice.days() {
        if let Some(date) = calendar.date(day) {
            part.date(date, rows.len());
        }
    }
    let rows = from..from + slice.days.len();
    part.securities[rows.clone()].copy_from_slice(slice.securities);
    part.closes[rows].copy_from_slice(slice.closes);
    let known = |value: &u64| (*value != NO_VALUE).then_some(*value);
    part.volumes.put(from, slice.volumes.iter().map(known));
    part.changes.put(from, slice.changes.iter().map(|value| (!value.is_nan()).then_some(*value)));
    part.caps.put(from, slice.caps.iter().map(known));
}

fn is_column(column: &ColumnDescriptor, (name, physical, nullable): (&str, Type, bool)) -> bool {
    let scale = match name {
        "close" => Some(Price::DECIMALS as i32),
        "reported_cap" => Some(2),
        _ => None,
    };
    let told = match column.logical_type_ref() {
        Some(LogicalType::Decimal(decimal)) => Some(decimal.scale),
        _ => None,
    };
    column.name() == name
        && column.physical_type() == physical
        && column.max_rep_level() == 0
        && column.max_def_level() == i16::from(nullable)
        && told == scale
}

/// What a reader may rely on; folds without a branch, which cost next to nothing.
fn check(slice: &PriceSlice<'_>) -> Result<(), ParquetError> {
    let impossible = |what: &str| Err(ParquetError::General(format!("an impossible {what}")));
    // Below one or above the highest price, one of the two differences has its sign bit set.
    let signs = slice.closes.iter().fold(0, |signs, close| {
        signs | close.wrapping_sub(1) | Price::MAX.nanos().wrapping_sub(*close)
    });
    if signs < 0 {
        return impossible("close");
    }
    let mut calendar = EpochDays::new();
    if slice.days().any(|(day, _)| calendar.date(day).is_none()) {
        return impossible("date");
    }
    Ok(())
}

/// Values of a column that may be missing, spread out over its rows.
#[derive(Debug, Default)]
struct Nullable<T> {
    values: Vec<T>,
    known: Vec<T>,
    levels: Vec<i16>,
}

type Reader<'a, B> = Box<dyn FnMut(usize, &mut B) -> Result<(), ParquetError> + 'a>;

fn required<'a, T: DataType>(
    group: &'a (dyn RowGroupReader + 'a),
    column: usize,
) -> Result<Reader<'a, Vec<T::T>>, ParquetError> {
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(column)?);
    Ok(Box::new(move |rows, buffer| {
        buffer.clear();
        let (read, ..) = reader.read_records(rows, None, None, buffer)?;
        whole(read, rows)
    }))
}

type NullableReader<'a, T> =
    Box<dyn FnMut(usize, &mut Nullable<T>, T) -> Result<(), ParquetError> + 'a>;

fn optional<'a, T: DataType>(
    group: &'a (dyn RowGroupReader + 'a),
    column: usize,
) -> Result<NullableReader<'a, T::T>, ParquetError>
where
    T::T: Copy,
{
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(column)?);
    Ok(Box::new(move |rows, buffer, missing| {
        let Nullable { values, known, levels } = buffer;
        known.clear();
        levels.clear();
        let (read, ..) = reader.read_records(rows, Some(levels), None, known)?;
        values.clear();
        if known.len() == rows {
            values.extend_from_slice(known);
        } else {
            let mut known = known.iter();
            let of_level = |level: &i16| if *level == 0 { None } else { known.next().copied() };
            values.extend(levels.iter().map(of_level).map(|value| value.unwrap_or(missing)));
        }
        whole(read, rows)
    }))
}

fn whole(read: usize, rows: usize) -> Result<(), ParquetError> {
    match read == rows {
        true => Ok(()),
        false => Err(ParquetError::EOF("a column ends before its row group".to_owned())),
    }
}
