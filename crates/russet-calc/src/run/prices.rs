//! The market's own price files in a run's folder: the closes of its sessions, not written again.

use std::ops::RangeInclusive;
use std::path::Path;

use jiff::civil::Date;
use russet_market::folder::{
    EpochDays, PriceBuffers, PriceColumns, PriceFile, PriceSlice, TableFile,
};
use russet_market::{FolderError, Price, SecurityId};

use super::{CloseTable, PartitionKey};

/// The table that price files belong to, in a market and in a run.
pub(super) const TABLE: &str = "prices";

/// The price file of a year among a market's files.
pub(super) fn of_year(files: &[TableFile], year: i16) -> Option<&TableFile> {
    let prices = files.iter().filter(|file| file.table == TABLE);
    prices.into_iter().find(|file| PartitionKey::of_file(file) == Some(PartitionKey::Year(year)))
}

/// The closes of some sessions of a price file's bytes.
pub(super) fn decode(
    path: &Path,
    bytes: Vec<u8>,
    sessions: &RangeInclusive<Date>,
) -> Result<CloseTable, FolderError> {
    closes_of(path, &PriceFile::new(path, bytes)?, sessions)
}

/// The closes of some sessions of a price file.
pub(super) fn closes_of(
    path: &Path,
    file: &PriceFile,
    sessions: &RangeInclusive<Date>,
) -> Result<CloseTable, FolderError> {
    let refuse = || FolderError::Table {
        path: path.to_owned(),
        reason: "it holds an impossible day or close".to_owned(),
    };
    let (mut closes, mut buffers) = (CloseTable::default(), PriceBuffers::default());
    let mut possible = true;
    for row_group in 0..file.row_groups().len() {
        file.scan(row_group, PriceColumns::default(), &mut buffers, |slice| {
            possible &= take(&slice, sessions, &mut closes).is_some();
        })?;
    }
    if possible { Ok(closes) } else { Err(refuse()) }
}

fn take(
    slice: &PriceSlice<'_>,
    wanted: &RangeInclusive<Date>,
    closes: &mut CloseTable,
) -> Option<()> {
    let mut days = EpochDays::new();
    for (day, rows) in slice.days() {
        let session = days.date(day)?;
        if !wanted.contains(&session) {
            continue;
        }
        for row in rows {
            let close = Price::from_nanos(slice.closes[row]).ok()?;
            closes.push(session, SecurityId(slice.securities[row]), close, session);
        }
    }
    Some(())
}
