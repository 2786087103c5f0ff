//! Sightings: what every price file tells, line by line, before it is known whose line it is.

mod collect;
mod known;
mod merge;

pub(crate) use collect::{Collector, check_session};
pub(crate) use known::add_known;
pub(crate) use merge::merge;

use jiff::civil::Date;
use russet_market::{Calendar, Mic, Price, SecurityId, SecurityKind, Ticker};

use crate::report::ImportReport;

/// Every weekday of the calendar, since some market or other trades on each: a sighting's session is
/// a place in it.
pub(crate) fn sessions() -> &'static [Date] {
    let calendar = Calendar::weekdays();
    calendar.sessions_between(calendar.first(), calendar.last()).unwrap_or_default()
}

/// [`Ticker::key`], with the exchange where it is abroad: a symbol in London is another one in New York.
pub(crate) fn symbol_key(ticker: &Ticker, mic: Option<Mic>) -> String {
    match mic.filter(|mic| mic.is_foreign()) {
        Some(mic) => format!("{}@{}", ticker.key(), mic.code()),
        None => ticker.key(),
    }
}

/// What a feed says of a line besides its trades. The order is by symbol first, so that symbols
/// ascend with the places of descriptions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Description {
    /// [`symbol_key`], by which spellings of one symbol are the same.
    pub(crate) key: String,
    pub(crate) ticker: Ticker,
    pub(crate) name: Option<String>,
    pub(crate) mic: Option<Mic>,
    pub(crate) country: Option<String>,
    pub(crate) sector: Option<String>,
    pub(crate) industry: Option<String>,
    pub(crate) ipo_year: Option<u16>,
    /// Kind and class as the market has them already; nothing for what a file tells.
    pub(crate) known_as: Option<(SecurityKind, Option<String>)>,
}

/// Where a sighting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// The market, under a permanent id.
    Market(SecurityId),
    /// A row of one of the files.
    File { file: u32, line: u64 },
}

/// One line on one session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sighting {
    /// The session's place in the calendar.
    pub(crate) session: u32,
    /// The place of its description.
    pub(crate) description: u32,
    pub(crate) origin: Origin,
    /// Nothing where the market knows the line on that session, but no close of it.
    pub(crate) close: Option<Price>,
    pub(crate) volume: Option<u64>,
    pub(crate) change_percent: Option<f64>,
    pub(crate) cap_cents: Option<u64>,
}

/// All sightings, sorted by session and symbol, with their descriptions sorted.
#[derive(Debug, Default)]
pub(crate) struct Sightings {
    pub(crate) descriptions: Vec<Description>,
    pub(crate) rows: Vec<Sighting>,
}

impl Sightings {
    /// For each description, a number that all spellings of its symbol share; ascending.
    pub(crate) fn symbols(&self) -> Vec<u32> {
        let mut symbols = Vec::with_capacity(self.descriptions.len());
        let mut symbol = 0;
        for (place, description) in self.descriptions.iter().enumerate() {
            if place > 0 && self.descriptions[place - 1].key != description.key {
                symbol += 1;
            }
            symbols.push(symbol);
        }
        symbols
    }

    /// The rows of each session, in order.
    pub(crate) fn sessions(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let session = self.rows.get(start)?.session;
            let length = self.rows[start..].partition_point(|row| row.session == session);
            let range = start..start + length;
            start += length;
            Some(range)
        })
    }
}

/// The sightings of one file, with descriptions of its own, and what was refused in it.
#[derive(Debug)]
pub(crate) struct FileSightings {
    pub(crate) descriptions: Vec<Description>,
    pub(crate) rows: Vec<Sighting>,
    pub(crate) report: ImportReport,
}
