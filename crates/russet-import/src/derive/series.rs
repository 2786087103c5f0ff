//! The price rows of each security in the order of their dates.

use std::ops::Range;

use jiff::civil::Date;
use russet_market::{Calendar, Market, Price, SecurityId, SecurityVersion};

/// Every security's rows.
pub(super) struct SeriesTable<'a> {
    market: &'a Market,
    /// By security and then date.
    rows: Vec<SessionRow>,
    /// Each security's part of the rows.
    parts: Vec<(SecurityId, Range<usize>)>,
}

/// One security's rows.
pub(super) struct Series<'a> {
    pub(super) security: SecurityId,
    rows: &'a [SessionRow],
    versions: &'a [SecurityVersion],
}

/// What a close and its reports tell of a session.
#[derive(Clone, Copy)]
pub(super) struct SessionRow {
    /// The place of the session in the calendar of the security's exchange.
    pub(super) session: u32,
    pub(super) date: Date,
    pub(super) close: Price,
    pub(super) change_percent: Option<f64>,
    pub(super) cap_cents: Option<u64>,
}

/// How a security's rows come into the table.
#[derive(Clone, Copy, Default)]
struct Line {
    is_foreign: bool,
    rows: usize,
    /// The place of its next row.
    next: usize,
}

impl<'a> SeriesTable<'a> {
    pub(super) fn of(market: &'a Market) -> SeriesTable<'a> {
        let mut lines = lines(market);
        let prices = &market.prices;
        let places = |date: Date| {
            [Calendar::nyse(), Calendar::weekdays()]
                .map(|calendar| calendar.index_of(date).ok().map(|place| place as u32))
        };
        for (date, rows) in prices.sessions() {
            let places = places(*date);
            for (security, _) in prices.closes(rows.clone()) {
                let line = &mut lines[security.0 as usize];
                line.rows += usize::from(places[usize::from(line.is_foreign)].is_some());
            }
        }
        let mut parts = Vec::new();
        let mut total = 0;
        for (security, line) in (0..).map(SecurityId).zip(&mut lines) {
            line.next = total;
            total += line.rows;
            if line.rows > 0 {
                parts.push((security, line.next..total));
            }
        }
        let mut table: Vec<SessionRow> = Vec::new();
        for (date, rows) in prices.sessions() {
            let places = places(*date);
            for row in prices.rows(rows.clone()) {
                let line = &mut lines[row.security_id.0 as usize];
                let Some(session) = places[usize::from(line.is_foreign)] else { continue };
                let now = SessionRow {
                    session,
                    date: row.date,
                    close: row.close,
                    change_percent: row.reported_change_percent,
                    cap_cents: row.reported_cap_cents,
                };
                if table.is_empty() {
                    table = vec![now; total];
                }
                table[line.next] = now;
                line.next += 1;
            }
        }
        SeriesTable { market, rows: table, parts }
    }

    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    pub(super) fn series(&self, number: usize) -> Series<'_> {
        let (security, range) = &self.parts[number];
        let versions = &self.market.securities;
        let start = versions.partition_point(|version| version.security_id < *security);
        let end = versions.partition_point(|version| version.security_id <= *security);
        Series {
            security: *security,
            rows: &self.rows[range.clone()],
            versions: &versions[start..end],
        }
    }
}

impl Series<'_> {
    /// The rows in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = SessionRow> + '_ {
        self.rows.iter().copied()
    }

    /// What was known of the security on a date.
    pub(super) fn version(&self, date: Date) -> Option<&SecurityVersion> {
        let after = self.versions.partition_point(|version| version.first_session <= date);
        after.checked_sub(1).map(|place| &self.versions[place])
    }
}

/// Every line by its id, with no rows yet; each trades on the sessions of its last exchange.
fn lines(market: &Market) -> Vec<Line> {
    let priced = market.prices.sessions().iter().flat_map(|(_, rows)| {
        market.prices.closes(rows.clone()).last().map(|(security, _)| security.0 as usize + 1)
    });
    let mut lines = vec![Line::default(); priced.max().unwrap_or(0)];
    for version in &market.securities {
        if let Some(line) = lines.get_mut(version.security_id.0 as usize) {
            line.is_foreign = version.mic.is_foreign();
        }
    }
    lines
}
