//! Rows of cells to sightings: every cell checked, every bad row refused with its reason.

use std::collections::HashMap;

use jiff::civil::Date;
use russet_market::{Calendar, Mic, Refusal};

use super::{Description, FileSightings, Origin, Sighting, symbol_key};
use crate::files::{Cell, Column, Row, RowCounts};
use crate::report::ImportReport;

/// What a row of prices is checked against.
pub(crate) struct Collector<'a> {
    file: u32,
    source: &'a str,
    today: Date,
    date: Option<Date>,
    exchange: Option<Mic>,
    /// Symbols whose exchange the market knows, where the file and the user do not tell it.
    known_symbols: &'a HashMap<String, Mic>,
    found: FileSightings,
    places: HashMap<Description, u32>,
    last: LastLine,
}

/// The line before, whose description most often repeats.
#[derive(Default)]
struct LastLine {
    cells: Vec<LastCell>,
    place: Option<u32>,
}

/// A cell of the line before.
enum LastCell {
    Text(String),
    Other(Cell<'static>),
}

impl LastCell {
    fn of(cell: Cell<'_>) -> LastCell {
        match cell {
            Cell::Text(text) => LastCell::Text(text.to_owned()),
            Cell::Missing => LastCell::Other(Cell::Missing),
            Cell::Number(number) => LastCell::Other(Cell::Number(number)),
            Cell::Day(day) => LastCell::Other(Cell::Day(day)),
        }
    }

    fn is(&self, cell: Cell<'_>) -> bool {
        match (self, cell) {
            (LastCell::Text(last), Cell::Text(text)) => last == text,
            (LastCell::Other(last), cell) => *last == cell,
            _ => false,
        }
    }
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
        known_symbols: &'a HashMap<String, Mic>,
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
        match self.sighting(row) {
            Ok(Some(sighting)) => self.found.rows.push(sighting),
            Ok(None) => self.found.report.set_aside("no price"),
            Err((column, value, reason)) => self.found.report.refuse(Refusal {
                source: self.source.to_owned(),
                line: row.line,
                column_name: column.to_owned(),
                cell_value: value,
                reason,
            }),
        }
    }

    /// What was found in the file, whose reader counted its rows.
    pub(crate) fn finish(mut self, counts: RowCounts) -> FileSightings {
        self.found.report.count(counts);
        self.found
    }

    fn sighting(&mut self, row: &Row<'_>) -> Result<Option<Sighting>, Fault> {
        let cells = row.cells;
        let date = self.date(cells[DATE])?;
        let description = self.description(cells)?;
        let mic = self.found.descriptions[description as usize].mic;
        let session = session(date, mic)?;
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

    fn date(&self, cell: Cell<'_>) -> Result<Date, Fault> {
        let fault = |reason: String| ("date", cell.shown(), reason);
        let date = cell.date().map_err(fault)?.or(self.date);
        let date = date.ok_or_else(|| fault("no date".to_owned()))?;
        not_ahead(date, self.today).map_err(|reason| ("date", date.to_string(), reason))?;
        Ok(date)
    }

    fn description(&mut self, cells: &[Cell<'_>]) -> Result<u32, Fault> {
        let same = self.last.cells.len() == DESCRIBING.len()
            && DESCRIBING.iter().zip(&self.last.cells).all(|(place, last)| last.is(cells[*place]));
        if let (true, Some(place)) = (same, self.last.place) {
            return Ok(place);
        }
        let description = self.describe(cells)?;
        let found = &mut self.found.descriptions;
        let place = *self.places.entry(description).or_insert_with_key(|description| {
            found.push(description.clone());
            found.len() as u32 - 1
        });
        let last = DESCRIBING.iter().map(|place| LastCell::of(cells[*place]));
        self.last = LastLine { cells: last.collect(), place: Some(place) };
        Ok(place)
    }

    fn describe(&self, cells: &[Cell<'_>]) -> Result<Description, Fault> {
        let symbol = cells[TICKER];
        let ticker = symbol
            .ticker()
            .ok_or_else(|| ("ticker", symbol.shown(), "not a trading symbol".to_owned()))?;
        let mic = match cells[EXCHANGE].words() {
            Some(name) => Some(Mic::from_name(name).ok_or_else(|| {
                ("exchange", name.to_owned(), "not an exchange that is known".to_owned())
            })?),
            None => self.exchange,
        };
        let known = self.known_symbols.get(&ticker.key()).copied();
        if mic.is_none() && known.is_none() {
            let reason =
                "no exchange for a symbol that is new (hint: an exchange column or --exchange)";
            return Err(("exchange", ticker.to_string(), reason.to_owned()));
        }
        // A symbol known in the United States may move between the exchanges there.
        let mic = mic.or(known.filter(|mic| mic.is_foreign()));
        let text = |place: usize| cells[place].words().map(str::to_owned);
        let ipo_year = cells[IPO_YEAR]
            .whole()
            .map_err(|reason| ("ipo_year", cells[IPO_YEAR].shown(), reason))?
            .and_then(|year| u16::try_from(year).ok());
        Ok(Description {
            key: symbol_key(&ticker, mic),
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

/// The place of a day among all weekdays, if the market trades on it.
fn session(date: Date, mic: Option<Mic>) -> Result<u32, Fault> {
    let fault = |reason: String| ("date", date.to_string(), reason);
    let calendar = mic.map_or(Calendar::nyse(), Mic::calendar);
    calendar.index_of(date).map_err(|error| fault(error.to_string()))?;
    let place = Calendar::weekdays().index_of(date);
    place.map(|place| place as u32).map_err(|_| fault(format!("{date} is no weekday")))
}

/// Whether a date is a session of a calendar, and does not lie ahead.
pub(crate) fn check_session(date: Date, today: Date, calendar: &Calendar) -> Result<(), String> {
    not_ahead(date, today)?;
    calendar.index_of(date).map(|_| ()).map_err(|error| error.to_string())
}

fn not_ahead(date: Date, today: Date) -> Result<(), String> {
    match date > today {
        true => Err(format!("{date} lies in the future: today is {today}")),
        false => Ok(()),
    }
}
