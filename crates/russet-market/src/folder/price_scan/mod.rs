//! Price files as slices of columns: decoded straight from their pages, into buffers that are used
//! again, row groups side by side.

mod column;
mod file;
mod slice;

use std::path::PathBuf;

use rayon::prelude::*;

use super::{EpochDays, FolderError};
use crate::prices::{Part, PriceTable};
pub use file::{PriceBuffers, PriceFile};
pub use slice::{NO_VALUE, PriceColumns, PriceSlice};

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
