//! Cells of the register: company numbers, industries, categories, places.

use jiff::civil::Date;
use russet_market::{Cik, Filer, Ticker};

use super::Reading;
use crate::files::Cell;

/// A refusal before it knows its file and line: column, value, reason.
pub(super) type Fault = (String, String, String);

/// The cells that describe a company, whatever file they come from.
#[derive(Clone, Copy)]
pub(super) struct Described<'a> {
    pub(super) name: Cell<'a>,
    pub(super) entity_type: Cell<'a>,
    pub(super) sic: Cell<'a>,
    pub(super) incorporation: Cell<'a>,
    pub(super) headquarters: Cell<'a>,
    pub(super) category: Cell<'a>,
}

pub(super) fn fault(column: &str, cell: Cell<'_>, reason: impl Into<String>) -> Fault {
    (column.to_owned(), cell.shown(), reason.into())
}

/// A company's description, without the cells that cannot be read: these are refused one by one.
pub(super) fn filer(
    cik: Cik,
    described: Described<'_>,
    (first_seen, last_seen): (Date, Date),
    line: u64,
    reading: &mut Reading<'_, '_>,
) -> Result<Filer, Fault> {
    let Described { name, entity_type, sic, incorporation, headquarters, category } = described;
    let called = name.text().ok_or_else(|| fault("name", name, "no name"))?.to_owned();
    let sic = reading.or_nothing(line, industry(sic));
    let incorporation = country(reading, "state_of_incorporation", incorporation);
    let headquarters = country(reading, "business_state_or_country", headquarters);
    Ok(Filer {
        cik,
        name: called,
        entity_type: entity_type.words().map(str::to_lowercase),
        sic,
        incorporation: reading.or_nothing(line, incorporation),
        headquarters: reading.or_nothing(line, headquarters),
        category: category.words().and_then(tidy_category),
        first_seen,
        last_seen,
        source: reading.source.clone(),
    })
}

/// A company's number, with or without leading zeros.
pub(super) fn cik(cell: Cell<'_>) -> Result<Cik, Fault> {
    let number = match cell {
        Cell::Text(text) => text.parse().ok(),
        Cell::Number(number) if number.fract() == 0.0 && (0.0..=4e9).contains(&number) => {
            Some(number as u32)
        }
        _ => None,
    };
    let number = number.filter(|number| *number > 0);
    number.map(Cik).ok_or_else(|| fault("cik", cell, "not a company number of EDGAR"))
}

/// A symbol; nothing in a blank cell.
pub(super) fn ticker(cell: Cell<'_>) -> Result<Option<Ticker>, Fault> {
    match cell.text() {
        None => Ok(None),
        Some(text) => match Ticker::new(text) {
            Some(ticker) => Ok(Some(ticker)),
            None => Err(fault("ticker", cell, "not a trading symbol")),
        },
    }
}

/// The first and last day observed, where the cells tell.
pub(super) fn seen(
    first: Cell<'_>,
    last: Cell<'_>,
    today: Date,
) -> Result<Option<(Date, Date)>, Fault> {
    let day =
        |column: &str, cell: Cell<'_>| cell.date().map_err(|reason| fault(column, cell, reason));
    let Some(from) = day("first_seen", first)?.or(day("last_seen", last)?) else { return Ok(None) };
    let to = day("last_seen", last)?.unwrap_or(from);
    match () {
        () if to < from => {
            Err(fault("last_seen", last, format!("before the first day seen, {from}")))
        }
        () if to > today => {
            Err(fault("last_seen", last, format!("in the future: today is {today}")))
        }
        () => Ok(Some((from, to))),
    }
}

/// A code of four digits; registers leave it blank, or write zeros, where a company has none.
fn industry(cell: Cell<'_>) -> Result<Option<u16>, Fault> {
    match cell.whole() {
        Ok(None | Some(0)) => Ok(None),
        Ok(Some(code)) if code < 10_000 => Ok(Some(code as u16)),
        _ => Err(fault("sic", cell, "not a standard industrial classification")),
    }
}

fn country(
    reading: &Reading<'_, '_>,
    column: &str,
    cell: Cell<'_>,
) -> Result<Option<String>, Fault> {
    match cell.text() {
        None => Ok(None),
        Some(code) => reading.places.country(code).map_err(|reason| fault(column, cell, reason)),
    }
}

/// `Accelerated filer<br>Smaller reporting company` as a phrase.
fn tidy_category(text: &str) -> Option<String> {
    let parts: Vec<&str> = text
        .split("<br>")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| match part.eq_ignore_ascii_case("large accelerated") {
            true => "Large accelerated filer",
            false => part,
        })
        .collect();
    Some(parts.join(", ")).filter(|phrase| !phrase.is_empty())
}
