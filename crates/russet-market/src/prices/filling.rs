//! A table filled by several threads, each with a part of the rows.

use jiff::civil::Date;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use super::column::{Caps, Changes, Column, Kind, Volumes, store};
use super::{PriceTable, lengthen};

/// A column's room in a part, with the values that do not fit in it.
pub(crate) struct Room<'table, K: Kind> {
    stored: &'table mut [K::Stored],
    first: usize,
    wide: Vec<(usize, K::Value)>,
}

impl<K: Kind> Room<'_, K> {
    /// Puts values to the rows from one of the part on, as far as there is room.
    pub(crate) fn put(&mut self, from: usize, values: impl Iterator<Item = Option<K::Value>>) {
        let rows = self.stored.get_mut(from..).unwrap_or_default();
        for ((place, slot), value) in rows.iter_mut().enumerate().zip(values) {
            if let Some(value) = value {
                *slot = store::<K>(value, self.first + from + place, &mut self.wide);
            }
        }
    }
}

/// Consecutive rows of a table that is being filled.
pub(crate) struct Part<'table> {
    /// Securities of the rows.
    pub(crate) securities: &'table mut [u32],
    /// Closes in nano-dollars; each must be a price.
    pub(crate) closes: &'table mut [i64],
    pub(crate) volumes: Room<'table, Volumes>,
    pub(crate) changes: Room<'table, Changes>,
    /// No room where capitalizations are not wanted.
    pub(crate) caps: Room<'table, Caps>,
    first: usize,
    sessions: Vec<(Date, std::ops::Range<usize>)>,
}

impl Part<'_> {
    /// Says that some further rows are of a date.
    pub(crate) fn date(&mut self, date: Date, rows: usize) {
        let start = self.sessions.last().map_or(self.first, |(_, range)| range.end);
        lengthen(&mut self.sessions, date, start..start + rows);
    }
}

impl PriceTable {
    /// A table of parts, each with its number of rows, all filled at once; each part must be filled whole. Where
    /// capitalizations are not wanted, there is no room for them.
    pub(crate) fn filled<E: Send>(
        rows: &[usize],
        with_caps: bool,
        fill: impl Fn(usize, &mut Part<'_>) -> Result<(), E> + Sync,
    ) -> Result<PriceTable, E> {
        let total = rows.iter().sum();
        let (mut securities, mut closes) = (vec![0; total], vec![0; total]);
        let mut volumes = Column::<Volumes>::of_rows(total);
        let mut changes = Column::<Changes>::of_rows(total);
        let mut caps = Column::<Caps>::of_rows(if with_caps { total } else { 0 });

        let mut parts = Vec::with_capacity(rows.len());
        let (mut rest, mut first) = ((&mut securities[..], &mut closes[..]), 0);
        let mut of_columns = (volumes.room(), changes.room(), caps.room());
        for &rows in rows {
            parts.push(Part {
                securities: split(&mut rest.0, rows),
                closes: split(&mut rest.1, rows),
                volumes: room(&mut of_columns.0, rows, first),
                changes: room(&mut of_columns.1, rows, first),
                caps: room(&mut of_columns.2, if with_caps { rows } else { 0 }, first),
                first,
                sessions: Vec::new(),
            });
            first += rows;
        }
        let filled = parts.into_par_iter().enumerate().map(|(number, mut part)| {
            fill(number, &mut part)?;
            Ok((part.sessions, part.volumes.wide, part.changes.wide, part.caps.wide))
        });
        let filled = filled.collect::<Result<Vec<_>, E>>()?;

        let mut sessions = Vec::new();
        for (date, range) in filled.iter().flat_map(|part| &part.0) {
            lengthen(&mut sessions, *date, range.clone());
        }
        volumes.finish(filled.iter().flat_map(|part| part.1.iter().copied()));
        changes.finish(filled.iter().flat_map(|part| part.2.iter().copied()));
        caps.finish(filled.iter().flat_map(|part| part.3.iter().copied()));
        Ok(PriceTable { sessions, securities, closes, volumes, changes, caps })
    }
}

/// The next entries of what is left of a column.
fn split<'table, T>(rest: &mut &'table mut [T], rows: usize) -> &'table mut [T] {
    let (part, after) = std::mem::take(rest).split_at_mut(rows);
    *rest = after;
    part
}

fn room<'table, K: Kind>(
    rest: &mut &'table mut [K::Stored],
    rows: usize,
    first: usize,
) -> Room<'table, K> {
    Room { stored: split(rest, rows), first, wide: Vec::new() }
}
