//! The `submissions` JSON of one company, as `data.sec.gov` and `submissions.zip` have it.

use jiff::civil::Date;
use russet_market::{Cik, FilerName, FilerTicker};
use serde_json::Value;

use super::cells::{Described, Fault, cik, fault, filer, ticker};
use super::facts::RowFacts;
use super::{Reading, member};
use crate::files::{Cell, json_cell};

/// Takes in a company's JSON: it stands in the line given of the file that is being read.
pub(super) fn take(document: &Value, reading: &mut Reading<'_, '_>, line: u64) {
    let cell = |pointer: &str| json_cell(member(document, pointer));
    let described = Described {
        name: cell("/name"),
        entity_type: cell("/entityType"),
        sic: cell("/sic"),
        incorporation: cell("/stateOfIncorporation"),
        headquarters: cell("/addresses/business/stateOrCountry"),
        category: cell("/category"),
    };
    let tickers = list(member(document, "/tickers"));
    let missing = |cell: Cell<'_>| cell == Cell::Missing;
    if tickers.is_empty() && missing(described.sic) && missing(described.incorporation) {
        reading
            .report
            .set_aside("no company: neither a symbol, an industry nor a place of incorporation");
        return;
    }
    match facts(document, described, tickers, line, reading) {
        Ok(facts) => reading.take(line, facts),
        Err(fault) => reading.refuse(line, fault),
    }
}

fn facts(
    document: &Value,
    described: Described<'_>,
    symbols: &[Value],
    line: u64,
    reading: &mut Reading<'_, '_>,
) -> Result<RowFacts, Fault> {
    let cik = cik(json_cell(member(document, "/cik")))?;
    let seen = reading.observed();
    let filer = filer(cik, described, seen, line, reading)?;
    let exchanges = list(member(document, "/exchanges"));
    let mut tickers = Vec::new();
    for (place, symbol) in symbols.iter().enumerate() {
        let Some(ticker) = reading.or_nothing(line, ticker(json_cell(symbol))) else { continue };
        let exchange = exchanges.get(place).and_then(|exchange| json_cell(exchange).words());
        tickers.push(FilerTicker {
            cik,
            ticker,
            name: Some(filer.name.clone()),
            exchange: exchange.map(str::to_owned),
            first_seen: seen.0,
            last_seen: seen.1,
            source: reading.source.clone(),
        });
    }
    let mut names = Vec::new();
    for former in list(member(document, "/formerNames")) {
        let cell = |pointer: &str| json_cell(member(former, pointer));
        let told = former_name(cik, (cell("/name"), cell("/from"), cell("/to")), reading);
        names.extend(reading.or_nothing(line, told.map(Some)));
    }
    Ok(RowFacts { filer: Some(filer), tickers, names, cusip: None })
}

/// A name that a company had, and its days as far as they are known.
pub(super) fn former_name(
    cik: Cik,
    (name, from, until): (Cell<'_>, Cell<'_>, Cell<'_>),
    reading: &Reading<'_, '_>,
) -> Result<FilerName, Fault> {
    let called = name.text().ok_or_else(|| fault("name", name, "no name"))?.to_owned();
    let (start, end) = (day("start_date", from)?, day("end_date", until)?);
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        return Err(fault("end_date", until, format!("before the name's first day, {start}")));
    }
    Ok(FilerName {
        cik,
        name: called,
        first_day: start,
        last_day: end,
        source: reading.source.clone(),
    })
}

/// A date, or the date of a moment such as `2011-06-23T04:00:00.000Z`.
fn day(column: &str, cell: Cell<'_>) -> Result<Option<Date>, Fault> {
    let dated = match cell {
        Cell::Text(text) => Cell::Text(text.split_once('T').map_or(text, |(day, _)| day)),
        other => other,
    };
    dated.date().map_err(|reason| fault(column, cell, reason))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
