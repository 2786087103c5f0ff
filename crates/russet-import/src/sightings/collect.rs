//! Rows of cells to sightings: every cell checked, every bad row refused with its reason.

use std::collections::HashMap;

use jiff::civil::Date;
use russet_market::{Calendar, Mic, Refusal, Ticker};

use super::{Description, FileSightings, Origin, Sighting};
use crate::files::{Cell, Column, Row};
use crate::report::ImportReport;

/// What a row of prices is checked against.
pub(crate) struct Collector<'a> {
    file: u32,
    source: &'a str,
    today: Date,
    date: Option<Date>,
    exchange: Option<Mic>,
    /// Symbols whose exchange the market knows, where the file and the user do not tell it.
    known_symbols: &'a std::collections::HashSet<String>,
    found: FileSightings,
    places: HashMap<Description, u32>,
    last: LastLine,
}

/// The line before, whose description most often repeats.
#[derive(Default)]
struct LastLine {
    cells: Vec<String>,
    place: Option<u32>,
}

/// Places of the cells, in the order of [`Collector::COLUMNS`].
const DATE: usize = 0;
const TICKER: usize = 1;
const CLOSE: usize = 2;
const CHANGE: usize = 3;
const VOLUME: usize = 4;
const CAP: usize = 5;
const EXCHANGE: usize = 6;
const NAME: usize = 7;
const COUNTRY: usize = 8;
const SECTOR: usize = 9;
const INDUSTRY: usize = 10;
const IPO_YEAR: usize = 11;
/// The cells that describe a line rather than its session.
const DESCRIBING: [usize; 7] = [TICKER, EXCHANGE, NAME, COUNTRY, SECTOR, INDUSTRY, IPO_YEAR];

/// A refusal before it knows its file: column, value, reason.
type Fault = (&'static str, String, String);

impl<'a> Collector<'a> {
    /// The columns of a price file, a screener's spellings among them.
    pub(crate) const COLUMNS: [Column; 12] = [
        Column::optional("date", &["trade_date", "session", "day"]),
        Column::needed("ticker", &["symbol"]),
        Column::needed("close", &["last_sale", "price", "last"]),
        Column::optional("change", &["pct_change", "% change", "change_percent"]),
        Column::optional("volume", &[]),
        Column::optional("market_cap", &["cap"]),
        Column::optional("exchange", &["mic", "market"]),
        Column::optional("name", &["company"]),
        Column::optional("country", &[]),
        Column::optional("sector", &[]),
        Column::optional("industry", &[]),
        Column::optional("ipo_year", &[]),
    ];

    /// A collector for one file, with the date and exchange of rows that do not say theirs.
    pub(crate) fn new(
        file: u32,
        source: &'a str,
        format: &'static str,
        today: Date,
        (date, exchange): (Option<Date>, Option<Mic>),
        known_symbols: &'a std::collections::HashSet<String>,
    ) -> Collector<'a> {
        let report = ImportReport { files: 1, ..ImportReport::new(format) };
        Collector {
            file,
            source,
            today,
            date,
            exchange,
            known_symbols,
            found: FileSightings { descriptions: Vec::new(), rows: Vec::new(), report },
            places: HashMap::new(),
            last: LastLine::default(),
        }
    }

    /// Takes a row, sets it aside or refuses it.
    pub(crate) fn take(&mut self, row: &Row<'_>) {
        self.found.report.rows_read += 1;
        match self.sighting(row) {
            Ok(Some(sighting)) => self.found.rows.push(sighting),
            Ok(None) => self.found.report.set_aside("no price"),
            Err((column, value, reason)) => self.found.report.refuse(Refusal {
                source: self.source.to_owned(),
                line: row.line,
                column: column.to_owned(),
                value,
                reason,
            }),
        }
    }

    /// What was found in the file.
    pub(crate) fn finish(self) -> FileSightings {
        self.found
    }

    fn sighting(&mut self, row: &Row<'_>) -> Result<Option<Sighting>, Fault> {
        let cells = row.cells;
        let session = self.session(cells[DATE])?;
        let description = self.description(cells)?;
        let fault = |place: usize| {
            move |reason: String| (Self::COLUMNS[place].name, cells[place].shown(), reason)
        };
        let Some(close) = cells[CLOSE].price().map_err(fault(CLOSE))? else { return Ok(None) };
        Ok(Some(Sighting {
            session,
            description,
            origin: Origin::File { file: self.file, line: row.line },
            close: Some(close),
            volume: cells[VOLUME].whole().map_err(fault(VOLUME))?,
            change_percent: cells[CHANGE].number().map_err(fault(CHANGE))?,
            cap_cents: cells[CAP].positive_cents().map_err(fault(CAP))?,
        }))
    }

    fn session(&self, cell: Cell<'_>) -> Result<u32, Fault> {
        let fault = |reason: String| ("date", cell.shown(), reason);
        let date = cell.date().map_err(fault)?.or(self.date);
        let date = date.ok_or_else(|| fault("no date".to_owned()))?;
        session_index(date, self.today).map_err(|reason| ("date", date.to_string(), reason))
    }

    fn description(&mut self, cells: &[Cell<'_>]) -> Result<u32, Fault> {
        let same = self.last.cells.len() == DESCRIBING.len()
            && DESCRIBING.iter().zip(&self.last.cells).all(|(place, last)| match cells[*place] {
                Cell::Text(text) => text == last,
                Cell::Missing => last.is_empty(),
                other => other.shown() == *last,
            });
        if let (true, Some(place)) = (same, self.last.place) {
            return Ok(place);
        }
        let description = self.describe(cells)?;
        let found = &mut self.found.descriptions;
        let place = *self.places.entry(description).or_insert_with_key(|description| {
            found.push(description.clone());
            found.len() as u32 - 1
        });
        let text =
            |place: &usize| cells[*place].text().map_or(cells[*place].shown(), str::to_owned);
        self.last = LastLine { cells: DESCRIBING.iter().map(text).collect(), place: Some(place) };
        Ok(place)
    }

    fn describe(&self, cells: &[Cell<'_>]) -> Result<Description, Fault> {
        let symbol = cells[TICKER];
        let ticker = symbol
            .text()
            .and_then(Ticker::new)
            .ok_or_else(|| ("ticker", symbol.shown(), "not a trading symbol".to_owned()))?;
        let key = ticker.key();
        let mic = match cells[EXCHANGE].words() {
            Some(name) => Some(Mic::from_name(name).ok_or_else(|| {
                ("exchange", name.to_owned(), "not an exchange that is known".to_owned())
            })?),
            None => self.exchange,
        };
        if mic.is_none() && !self.known_symbols.contains(&key) {
            let reason =
                "no exchange for a symbol that is new (hint: an exchange column or --exchange)";
            return Err(("exchange", ticker.to_string(), reason.to_owned()));
        }
        let text = |place: usize| cells[place].words().map(str::to_owned);
        let ipo_year = cells[IPO_YEAR]
            .whole()
            .map_err(|reason| ("ipo_year", cells[IPO_YEAR].shown(), reason))?
            .and_then(|year| u16::try_from(year).ok());
        Ok(Description {
            key,
            ticker,
            name: text(NAME),
            mic,
            country: text(COUNTRY),
            sector: text(SECTOR),
            industry: text(INDUSTRY),
            ipo_year,
            known_as: None,
        })
    }
}

/// The place of a session in the calendar, unless the date is none or lies ahead.
pub(crate) fn session_index(date: Date, today: Date) -> Result<u32, String> {
    if date > today {
        return Err(format!("{date} lies in the future: today is {today}"));
    }
    match Calendar::nyse().index_of(date) {
        Ok(index) => Ok(index as u32),
        Err(error) => Err(error.to_string()),
    }
}
