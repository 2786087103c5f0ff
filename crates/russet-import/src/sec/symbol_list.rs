//! `company_tickers_exchange.json`: every symbol of the register, as fields and rows.

use russet_market::FilerTicker;
use serde_json::Value;

use super::cells::{Fault, cik, fault, ticker};
use super::facts::RowFacts;
use super::{Reading, member};
use crate::error::ImportError;
use crate::files::{Cell, SourceFile, json_cell};

/// The places of the columns in a row.
struct Places {
    cik: usize,
    ticker: usize,
    name: Option<usize>,
    exchange: Option<usize>,
}

/// Whether a document is such a list.
pub(super) fn is_one(document: &Value) -> bool {
    member(document, "/fields").is_array() && member(document, "/data").is_array()
}

pub(super) fn read(
    file: &SourceFile,
    document: &Value,
    reading: &mut Reading<'_, '_>,
) -> Result<(), ImportError> {
    let fields = member(document, "/fields").as_array().map_or(&[][..], Vec::as_slice);
    let place = |name: &str| fields.iter().position(|field| field.as_str() == Some(name));
    let (Some(cik), Some(ticker)) = (place("cik"), place("ticker")) else {
        return Err(ImportError::file(
            &file.path,
            "the list's fields name no cik or no ticker",
            "download company_tickers_exchange.json again",
        ));
    };
    let places = Places { cik, ticker, name: place("name"), exchange: place("exchange") };
    let rows = member(document, "/data").as_array().map_or(&[][..], Vec::as_slice);
    for (line, row) in (1..).zip(rows) {
        reading.report.rows_read += 1;
        match symbol(row, &places, reading) {
            Ok(ticker) => {
                reading.take(line, RowFacts { tickers: vec![ticker], ..RowFacts::default() })
            }
            Err(fault) => reading.refuse(line, fault),
        }
    }
    Ok(())
}

fn symbol(
    row: &Value,
    places: &Places,
    reading: &mut Reading<'_, '_>,
) -> Result<FilerTicker, Fault> {
    let cell = |place: usize| row.get(place).map_or(Cell::Missing, json_cell);
    let told = |place: Option<usize>| place.map_or(Cell::Missing, cell).words().map(str::to_owned);
    let cik = cik(cell(places.cik))?;
    let symbol = cell(places.ticker);
    let ticker = ticker(symbol)?.ok_or_else(|| fault("ticker", symbol, "no symbol"))?;
    let (first_seen, last_seen) = reading.observed();
    Ok(FilerTicker {
        cik,
        ticker,
        name: told(places.name),
        exchange: told(places.exchange),
        first_seen,
        last_seen,
        source: reading.source.clone(),
    })
}
