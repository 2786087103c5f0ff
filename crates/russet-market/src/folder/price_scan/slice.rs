//! A slice of a price file, and what a reader may rely on in it.

use std::ops::Range;

use parquet::errors::ParquetError;

use crate::folder::EpochDays;
use crate::numbers::Price;

/// Stands where a row has no volume or no reported capitalization.
pub const NO_VALUE: u64 = u64::MAX;

/// Which columns of a price file are wanted beside dates, securities and closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PriceColumns {
    /// Shares traded.
    pub volumes: bool,
    /// Reported changes.
    pub changes: bool,
    /// Reported capitalizations, which only imports ask for.
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
    /// Reported capitalizations in cents; [`NO_VALUE`] where nothing is known.
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

/// What a reader may rely on; folds without a branch, which cost next to nothing.
pub(super) fn check(slice: &PriceSlice<'_>) -> Result<(), ParquetError> {
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
