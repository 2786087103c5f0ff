//! The closes that a run's levels were made of.

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;
use jiff::civil::Date;
use russet_market::{Price, SecurityId};
use russet_store::StoreError;
use russet_store::table::{Table, decode, encode};

/// A close that differs from the market's price files: carried, or on an action's terms.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "closes", key = "date, security_id")]
pub(super) struct CloseRow {
    /// The session on which the close counts.
    pub(super) date: Date,
    /// The security.
    pub(super) security_id: SecurityId,
    /// The close.
    pub(super) close: Price,
    /// The session in which it was made; earlier when carried.
    pub(super) close_date: Date,
}

/// Closes of constituents by session and security; a carried one keeps its own session.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CloseTable {
    sessions: Vec<Date>,
    securities: Vec<SecurityId>,
    closes: Vec<Price>,
    close_dates: Vec<Date>,
}

impl CloseTable {
    /// The table's name, which its file carries.
    pub const TABLE: &'static str = CloseRow::NAME;

    /// Adds the close that counted on a session; sessions ascend.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_calc::run::CloseTable;
    /// use russet_market::SecurityId;
    /// let (mut table, day) = (CloseTable::default(), date(2024, 1, 2));
    /// table.push(day, SecurityId(1), "10".parse()?, date(2023, 12, 29));
    /// assert_eq!(table.on(day)[&SecurityId(1)].1, date(2023, 12, 29));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn push(&mut self, session: Date, security: SecurityId, close: Price, close_date: Date) {
        self.sessions.push(session);
        self.securities.push(security);
        self.closes.push(close);
        self.close_dates.push(close_date);
    }

    /// How many closes there are.
    pub fn len(&self) -> usize {
        self.sessions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// The closes that count on a day, each with the session it was made in: those of its session,
    /// or of the last one before it.
    pub fn on(&self, day: Date) -> BTreeMap<SecurityId, (Price, Date)> {
        self.each_on(day).map(|(security, close, date)| (security, (close, date))).collect()
    }

    /// Adds the closes of later sessions.
    pub(crate) fn append(&mut self, later: &mut CloseTable) {
        self.sessions.append(&mut later.sessions);
        self.securities.append(&mut later.securities);
        self.closes.append(&mut later.closes);
        self.close_dates.append(&mut later.close_dates);
    }

    /// Takes out the closes up to a day.
    pub(crate) fn take_until(&mut self, day: Date) -> CloseTable {
        let end = self.sessions.partition_point(|session| *session <= day);
        let later = CloseTable {
            sessions: self.sessions.split_off(end),
            securities: self.securities.split_off(end),
            closes: self.closes.split_off(end),
            close_dates: self.close_dates.split_off(end),
        };
        std::mem::replace(self, later)
    }

    /// The first session that has closes.
    pub(crate) fn first_session(&self) -> Option<Date> {
        self.sessions.first().copied()
    }

    /// The closes that count on a day, in order of securities, as [`CloseTable::on`] gives them.
    pub(crate) fn each_on(
        &self,
        day: Date,
    ) -> impl Iterator<Item = (SecurityId, Price, Date)> + '_ {
        let end = self.sessions.partition_point(|session| *session <= day);
        let last = end.checked_sub(1).map(|row| self.sessions[row]);
        let start = self.sessions.partition_point(|session| Some(*session) < last);
        (start..end).map(|row| (self.securities[row], self.closes[row], self.close_dates[row]))
    }

    /// These closes in the place of others of the same session and security.
    pub(super) fn over(self, others: CloseTable) -> CloseTable {
        if others.is_empty() {
            return self;
        }
        let mut merged = CloseTable::default();
        let mut others = others.rows().peekable();
        for row in self.rows() {
            let key = (row.0, row.1);
            while let Some(other) = others.next_if(|other| (other.0, other.1) < key) {
                merged.push(other.0, other.1, other.2, other.3);
            }
            others.next_if(|other| (other.0, other.1) == key);
            merged.push(row.0, row.1, row.2, row.3);
        }
        others.for_each(|other| merged.push(other.0, other.1, other.2, other.3));
        merged
    }

    /// These closes but for those that others have just so.
    pub(super) fn without(&self, others: &CloseTable) -> CloseTable {
        let mut left = CloseTable::default();
        let mut others = others.rows().peekable();
        for row in self.rows() {
            while others.next_if(|other| (other.0, other.1) < (row.0, row.1)).is_some() {}
            if others.peek() != Some(&row) {
                left.push(row.0, row.1, row.2, row.3);
            }
        }
        left
    }

    fn rows(&self) -> impl Iterator<Item = (Date, SecurityId, Price, Date)> + '_ {
        let row = |row| {
            (self.sessions[row], self.securities[row], self.closes[row], self.close_dates[row])
        };
        (0..self.len()).map(row)
    }

    pub(super) fn bytes(&self) -> Result<Vec<u8>, StoreError> {
        let row = |(date, security_id, close, close_date)| CloseRow {
            date,
            security_id,
            close,
            close_date,
        };
        encode(&self.rows().map(row).collect::<Vec<_>>())
    }

    /// The closes of a file's bytes; errors speak of `path`.
    pub(super) fn decode(path: &Path, bytes: Vec<u8>) -> Result<CloseTable, StoreError> {
        let mut table = CloseTable::default();
        for row in decode::<CloseRow>(Bytes::from(bytes), path)? {
            table.push(row.date, row.security_id, row.close, row.close_date);
        }
        Ok(table)
    }
}
