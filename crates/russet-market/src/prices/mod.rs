//! Closes in memory: twenty-odd bytes a row, the sessions kept beside the rows.

mod column;
mod filling;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use rayon::iter::{IntoParallelRefIterator, IntoParallelRefMutIterator, ParallelIterator};

use crate::facts::PriceRow;
use crate::identity::SecurityId;
use crate::numbers::Price;
use column::{Caps, Changes, Column, Volumes};
pub(crate) use filling::Part;

/// Closes as columns: one entry a row in each, sorted by date and then security.
///
/// A row takes 12 bytes, and 4 for its volume, 4 for its reported change, 8 for its reported
/// capitalization where any row has one.
#[derive(Debug, Clone, Default)]
pub struct PriceTable {
    sessions: Vec<(Date, Range<usize>)>,
    securities: Vec<u32>,
    /// In nano-dollars, each of them a price.
    closes: Vec<i64>,
    volumes: Column<Volumes>,
    changes: Column<Changes>,
    caps: Column<Caps>,
}

impl PartialEq for PriceTable {
    fn eq(&self, other: &PriceTable) -> bool {
        let rows = self.len();
        self.sessions == other.sessions
            && self.securities == other.securities
            && self.closes == other.closes
            && self.volumes.same(&other.volumes, rows)
            && self.changes.same(&other.changes, rows)
            && self.caps.same(&other.caps, rows)
    }
}

impl PriceTable {
    /// Adds a row at the end; call [`Market::canonical`](crate::Market::canonical) after the last one.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{PriceRow, PriceTable, SecurityId};
    /// let mut prices = PriceTable::default();
    /// prices.push(PriceRow {
    ///     date: date(2024, 6, 28),
    ///     security_id: SecurityId(1),
    ///     close: "10".parse()?,
    ///     volume: None,
    ///     reported_change_percent: None,
    ///     reported_cap_cents: None,
    /// });
    /// let (session, rows) = prices.sessions()[0].clone();
    /// assert_eq!(session, date(2024, 6, 28));
    /// assert_eq!(prices.closes(rows).next(), Some((SecurityId(1), "10".parse()?)));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn push(&mut self, row: PriceRow) {
        let position = self.len();
        lengthen(&mut self.sessions, row.date, position..position + 1);
        self.securities.push(row.security_id.0);
        self.closes.push(row.close.nanos());
        self.volumes.push(position, row.volume);
        self.changes.push(position, row.reported_change_percent);
        self.caps.push(position, row.reported_cap_cents);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.securities.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.securities.is_empty()
    }

    /// The row at a position.
    pub fn get(&self, position: usize) -> Option<PriceRow> {
        self.rows(position..position.checked_add(1)?).next()
    }

    /// All rows in order.
    pub fn iter(&self) -> impl Iterator<Item = PriceRow> + '_ {
        self.rows(0..self.len())
    }

    /// The rows of a range of positions, as far as there are any.
    pub fn rows(&self, range: Range<usize>) -> impl Iterator<Item = PriceRow> + '_ {
        let range = range.start.min(self.len())..range.end.min(self.len());
        let first = self.sessions.partition_point(|(_, rows)| rows.end <= range.start);
        let sessions = self.sessions[first..].iter();
        let within = sessions.take_while(move |(_, rows)| rows.start < range.end);
        within.flat_map(move |(date, rows)| {
            let rows = rows.start.max(range.start)..rows.end.min(range.end);
            rows.map(|position| PriceRow {
                date: *date,
                security_id: SecurityId(self.securities[position]),
                close: Price::of_known(self.closes[position]),
                volume: self.volumes.get(position),
                reported_change_percent: self.changes.get(position),
                reported_cap_cents: self.caps.get(position),
            })
        })
    }

    /// The sessions that have prices, each with the positions of its rows.
    pub fn sessions(&self) -> &[(Date, Range<usize>)] {
        &self.sessions
    }

    /// The position of a security's row among those of one session.
    ///
    /// # Panics
    /// When the range reaches beyond the table; ranges come from [`PriceTable::sessions`].
    pub fn position_of(&self, security: SecurityId, session: Range<usize>) -> Option<usize> {
        let place = self.securities[session.clone()].binary_search(&security.0).ok()?;
        Some(session.start + place)
    }

    /// The change in percent that the feed reported beside the close at a position.
    pub fn reported_change(&self, position: usize) -> Option<f64> {
        self.changes.get(position)
    }

    /// Securities and closes of a range of positions, side by side.
    ///
    /// # Panics
    /// When the range reaches beyond the table; ranges come from [`PriceTable::sessions`].
    pub fn closes(&self, range: Range<usize>) -> impl Iterator<Item = (SecurityId, Price)> + '_ {
        let securities = self.securities[range.clone()].iter().map(|number| SecurityId(*number));
        securities.zip(self.closes[range].iter().map(|nanos| Price::of_known(*nanos)))
    }

    /// Securities, closes and volumes of a range of positions, side by side; no volume counts as none
    /// traded.
    ///
    /// # Panics
    /// When the range reaches beyond the table; ranges come from [`PriceTable::sessions`].
    pub fn trades(
        &self,
        range: Range<usize>,
    ) -> impl Iterator<Item = (SecurityId, Price, u64)> + '_ {
        let volumes = self.volumes.iter(range.clone()).map(|volume| volume.unwrap_or(0));
        self.closes(range).zip(volumes).map(|((security, close), volume)| (security, close, volume))
    }

    /// Gives rows of some securities the id of another one; where both have a close on one day, the
    /// lowest stands.
    pub fn rename(&mut self, ids: &BTreeMap<SecurityId, SecurityId>) {
        self.securities.par_iter_mut().for_each(|security| {
            *security = ids.get(&SecurityId(*security)).map_or(*security, |new| new.0);
        });
        self.sort();
    }

    /// The sessions after a day, behind sessions up to it whose rows are not there.
    pub(crate) fn behind(self, sessions: &[Date], after: Date) -> PriceTable {
        let absent = sessions.iter().map(|session| (*session, 0..0));
        let later = self.sessions.iter().filter(|(session, _)| *session > after).cloned();
        PriceTable { sessions: absent.chain(later).collect(), ..self }
    }

    /// The sessions of a year up to a day.
    pub(crate) fn of_year_until(&self, day: Date) -> &[(Date, Range<usize>)] {
        let start = self.sessions.partition_point(|(date, _)| date.year() < day.year());
        let end = self.sessions.partition_point(|(date, _)| *date <= day);
        &self.sessions[start..end.max(start)]
    }

    /// Writes down what builds read of some rows.
    pub(crate) fn write_down(&self, rows: Range<usize>, bytes: &mut Vec<u8>) {
        for row in rows {
            let change = self.changes.get(row).map_or(u64::MAX, f64::to_bits);
            let volume = self.volumes.get(row).map_or(u64::MAX, |volume| volume);
            bytes.extend(self.securities[row].to_le_bytes());
            bytes.extend(self.closes[row].to_le_bytes());
            bytes.extend(volume.to_le_bytes());
            bytes.extend(change.to_le_bytes());
        }
    }

    /// The rows of sessions up to a day.
    pub(crate) fn until(&self, day: Date) -> PriceTable {
        let sessions = self.sessions.partition_point(|(date, _)| *date <= day);
        let sessions = self.sessions[..sessions].to_vec();
        let end = sessions.last().map_or(0, |(_, rows)| rows.end);
        PriceTable {
            sessions,
            securities: self.securities[..end].to_vec(),
            closes: self.closes[..end].to_vec(),
            volumes: self.volumes.until(end),
            changes: self.changes.until(end),
            caps: self.caps.until(end),
        }
    }

    /// The largest id of a security that has a row.
    pub(crate) fn last_id(&self) -> Option<SecurityId> {
        self.securities.par_iter().max().map(|id| SecurityId(*id))
    }

    /// Whether rows are sorted by date and security, one of each.
    pub(crate) fn is_sorted(&self) -> bool {
        self.sessions.is_sorted_by(|one, other| one.0 < other.0)
            && self.sessions.par_iter().all(|(_, rows)| {
                self.securities[rows.clone()].is_sorted_by(|one, other| one < other)
            })
    }

    /// Sorts rows by date and security, and keeps one of each.
    pub(crate) fn sort(&mut self) {
        if self.is_sorted() {
            return;
        }
        let mut days: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
        for (date, rows) in &self.sessions {
            days.entry(*date).or_default().extend(rows.clone());
        }
        let mut order: Vec<usize> = Vec::with_capacity(self.len());
        let mut sessions = Vec::with_capacity(days.len());
        for (date, mut rows) in days {
            // Closes that contradict each other are kept out by imports; here the lowest one stands.
            rows.sort_by_key(|row| (self.securities[*row], self.closes[*row]));
            rows.dedup_by_key(|row| self.securities[*row]);
            sessions.push((date, order.len()..order.len() + rows.len()));
            order.extend(rows);
        }
        *self = PriceTable {
            sessions,
            securities: order.iter().map(|position| self.securities[*position]).collect(),
            closes: order.iter().map(|position| self.closes[*position]).collect(),
            volumes: self.volumes.reordered(&order),
            changes: self.changes.reordered(&order),
            caps: self.caps.reordered(&order),
        };
    }
}

/// Adds a run of rows of a date, which may go on with the last session.
fn lengthen(sessions: &mut Vec<(Date, Range<usize>)>, date: Date, rows: Range<usize>) {
    match sessions.last_mut() {
        Some((last, range)) if *last == date => range.end = rows.end,
        _ => sessions.push((date, rows)),
    }
}
