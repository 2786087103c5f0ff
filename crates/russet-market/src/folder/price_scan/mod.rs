//! Price files as slices of columns: decoded straight from their pages, into buffers that are used
//! again, row groups side by side.

mod column;
mod file;
mod slice;

use rayon::prelude::*;

use russet_store::StoreError;

use super::{EpochDays, MarketSnapshot, TableFile};
use crate::prices::{Part, PriceTable};
pub use file::{PriceBuffers, PriceFile};
pub use slice::{NO_VALUE, PriceColumns, PriceSlice};

/// Decodes files on all threads; every file has a state of its own, and they come back in the order of
/// the files.
///
/// # Errors
/// As [`MarketSnapshot::price_file`] and [`PriceFile::scan`], for the first file that fails.
pub fn scan_prices<S: Default + Send>(
    market: &MarketSnapshot,
    columns: PriceColumns,
    visit: impl Fn(&mut S, PriceSlice<'_>) + Sync,
) -> Result<Vec<S>, StoreError> {
    let files = market.price_files()?;
    let scans = files.par_iter().map_init(PriceBuffers::default, |buffers, (_, file)| {
        let file = market.price_file(file)?;
        let mut state = S::default();
        for group in 0..file.row_groups().len() {
            file.scan(group, columns, buffers, |slice| visit(&mut state, slice))?;
        }
        Ok(state)
    });
    scans.collect()
}

/// Reads files into one table, on all threads, a file on each.
pub(super) fn read(
    market: &MarketSnapshot,
    files: &[TableFile],
    wanted: PriceColumns,
) -> Result<PriceTable, StoreError> {
    let rows: Vec<usize> = files.iter().map(|file| file.rows).collect();
    PriceTable::filled(&rows, wanted.caps, |number, part| {
        let file = market.price_file(&files[number])?;
        let found: usize = file.row_groups().iter().sum();
        if found != rows[number] {
            return Err(StoreError::Table {
                path: market.folder().join(&files[number].file),
                reason: format!("it has {found} rows, the manifest says {}", rows[number]),
            });
        }
        let (mut buffers, mut filled) = (PriceBuffers::default(), 0);
        for group in 0..file.row_groups().len() {
            file.scan(group, wanted, &mut buffers, |slice| {
                fill(part, filled, &slice);
                filled += slice.days.len();
            })?;
        }
        Ok(())
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
