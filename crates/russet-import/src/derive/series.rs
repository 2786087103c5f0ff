//! The price rows of each security in the order of their dates.

use std::ops::Range;

use jiff::civil::Date;
use rayon::slice::ParallelSliceMut;
use russet_market::{Calendar, Market, PriceRow, SecurityId, SecurityVersion};

/// Every security's rows, as places in the price table.
pub(super) struct SeriesTable<'a> {
    market: &'a Market,
    /// Places in the price table, by security and then date.
    order: Vec<u32>,
    /// Each security's part of `order`.
    parts: Vec<(SecurityId, Range<usize>)>,
}

/// One security's rows.
pub(super) struct Series<'a> {
    pub(super) security: SecurityId,
    market: &'a Market,
    places: &'a [u32],
    versions: &'a [SecurityVersion],
}

/// A price row with the place of its session in the calendar.
#[derive(Clone, Copy)]
pub(super) struct SessionRow {
    pub(super) session: u32,
    pub(super) row: PriceRow,
}

impl<'a> SeriesTable<'a> {
    pub(super) fn of(market: &'a Market) -> SeriesTable<'a> {
        let rows = market.prices.len();
        let securities: Vec<SecurityId> =
            market.prices.closes(0..rows).map(|(security, _)| security).collect();
        let mut order: Vec<u32> = (0..rows as u32).collect();
        order.par_sort_unstable_by_key(|place| (securities[*place as usize], *place));
        let mut parts: Vec<(SecurityId, Range<usize>)> = Vec::new();
        for (place, row) in order.iter().enumerate() {
            let security = securities[*row as usize];
            match parts.last_mut() {
                Some((last, range)) if *last == security => range.end = place + 1,
                _ => parts.push((security, place..place + 1)),
            }
        }
        SeriesTable { market, order, parts }
    }

    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    pub(super) fn series(&self, number: usize) -> Series<'_> {
        let (security, range) = &self.parts[number];
        let versions = &self.market.securities;
        let start = versions.partition_point(|version| version.security < *security);
        let end = versions.partition_point(|version| version.security <= *security);
        Series {
            security: *security,
            market: self.market,
            places: &self.order[range.clone()],
            versions: &versions[start..end],
        }
    }
}

impl Series<'_> {
    /// The rows in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = SessionRow> + '_ {
        let calendar = self.versions.last().map_or(Calendar::nyse(), |last| last.mic.calendar());
        self.places.iter().filter_map(move |place| {
            let row = self.market.prices.get(*place as usize)?;
            let session = calendar.index_of(row.date).ok()? as u32;
            Some(SessionRow { session, row })
        })
    }

    /// What was known of the security on a date.
    pub(super) fn version(&self, date: Date) -> Option<&SecurityVersion> {
        let after = self.versions.partition_point(|version| version.from <= date);
        after.checked_sub(1).map(|place| &self.versions[place])
    }
}
