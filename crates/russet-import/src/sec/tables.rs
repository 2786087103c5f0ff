//! Long tables: companies, their symbols, their former names, CUSIPs; recognized by their columns.

use russet_market::{CusipTicker, FilerTicker};

use super::cells::{Described, Fault, cik, fault, filer, seen, ticker};
use super::facts::RowFacts;
use super::{Reading, submission};
use crate::error::ImportError;
use crate::files::{Cell, Column, SourceFile, headers, is_header, read_rows};

const CUSIPS: [Column; 2] = [Column::needed("cusip", &[]), Column::needed("ticker", &["symbol"])];
const NAMES: [Column; 4] = [
    Column::needed("cik", &[]),
    Column::needed("name", &["former_name"]),
    Column::needed("start_date", &["from"]),
    Column::optional("end_date", &["until", "to"]),
];
const FILERS: [Column; 11] = [
    Column::needed("cik", &[]),
    Column::needed("name", &[]),
    Column::needed("state_of_incorporation", &[]),
    Column::optional("entity_type", &[]),
    Column::optional("sic", &[]),
    Column::optional("business_state_or_country", &[]),
    Column::optional("category", &[]),
    Column::optional("ticker", &["symbol"]),
    Column::optional("exchanges", &["exchange"]),
    Column::optional("first_seen", &[]),
    Column::optional("last_seen", &[]),
];
const TICKERS: [Column; 6] = [
    Column::needed("cik", &[]),
    Column::needed("ticker", &["symbol"]),
    Column::optional("name", &[]),
    Column::optional("exchange", &[]),
    Column::optional("first_seen", &[]),
    Column::optional("last_seen", &[]),
];

/// The facts of a row's cells, or the fault for which the row is refused.
type FactsOf = fn(&[Cell<'_>], u64, &mut Reading<'_, '_>) -> Result<RowFacts, Fault>;

/// The tables in the order in which they are looked for: a later one's columns are in an earlier one's.
const TABLES: [(&[Column], FactsOf); 4] =
    [(&CUSIPS, of_cusip), (&NAMES, of_name), (&FILERS, of_filer), (&TICKERS, of_ticker)];

pub(super) fn read(
    file: &mut SourceFile,
    reading: &mut Reading<'_, '_>,
) -> Result<(), ImportError> {
    let options = reading.options;
    let headers = headers(file, options.limits)?;
    let names = &options.columns;
    let table = TABLES
        .iter()
        .find(|(columns, _)| headers.iter().any(|found| is_header(columns, names, found)));
    let Some((columns, facts_of)) = table else {
        return Err(ImportError::file(
            &file.path,
            "this is no table of companies, symbols, former names or CUSIPs",
            "the columns are cik,name,state_of_incorporation,… or cik,ticker,… or \
             cik,name,start_date,end_date or cusip,ticker; --columns ours=theirs names others",
        ));
    };
    let counts = read_rows(file, columns, options, &mut |row| match facts_of(
        row.cells, row.line, reading,
    ) {
        Ok(facts) => reading.take(row.line, facts),
        Err(fault) => reading.refuse(row.line, fault),
    })?;
    reading.report.count(counts);
    Ok(())
}

fn of_cusip(cells: &[Cell<'_>], _: u64, reading: &mut Reading<'_, '_>) -> Result<RowFacts, Fault> {
    let [number, symbol] = cells else { return Ok(RowFacts::default()) };
    let cusip = number.text().unwrap_or_default().to_uppercase();
    if !is_cusip(&cusip) {
        return Err(fault("cusip", *number, "not a CUSIP of nine characters with its check digit"));
    }
    let ticker = ticker(*symbol)?.ok_or_else(|| fault("ticker", *symbol, "no symbol"))?;
    let source = reading.source.clone();
    Ok(RowFacts { cusip: Some(CusipTicker { cusip, ticker, source }), ..RowFacts::default() })
}

fn of_name(cells: &[Cell<'_>], _: u64, reading: &mut Reading<'_, '_>) -> Result<RowFacts, Fault> {
    let [number, name, from, until] = cells else { return Ok(RowFacts::default()) };
    let cik = cik(*number)?;
    let name = submission::former_name(cik, (*name, *from, *until), reading)?;
    Ok(RowFacts { names: vec![name], ..RowFacts::default() })
}

fn of_filer(
    cells: &[Cell<'_>],
    line: u64,
    reading: &mut Reading<'_, '_>,
) -> Result<RowFacts, Fault> {
    let [number, name, incorporation, entity_type, sic, headquarters, category, ..] = *cells else {
        return Ok(RowFacts::default());
    };
    let [.., symbol, exchanges, first, last] = *cells else { return Ok(RowFacts::default()) };
    let cik = cik(number)?;
    let seen = seen(first, last, reading.options.today)?.unwrap_or_else(|| reading.observed());
    let described = Described { name, entity_type, sic, incorporation, headquarters, category };
    let filer = filer(cik, described, seen, line, reading)?;
    let ticker = reading.or_nothing(line, ticker(symbol)).map(|ticker| FilerTicker {
        cik,
        ticker,
        name: Some(filer.name.clone()),
        exchange: exchanges.words().and_then(only_exchange),
        first_seen: seen.0,
        last_seen: seen.1,
        source: reading.source.clone(),
    });
    let tickers = ticker.into_iter().collect();
    Ok(RowFacts { filer: Some(filer), tickers, ..RowFacts::default() })
}

fn of_ticker(cells: &[Cell<'_>], _: u64, reading: &mut Reading<'_, '_>) -> Result<RowFacts, Fault> {
    let [number, symbol, name, exchange, first, last] = *cells else {
        return Ok(RowFacts::default());
    };
    let cik = cik(number)?;
    let ticker = ticker(symbol)?.ok_or_else(|| fault("ticker", symbol, "no symbol"))?;
    let seen = seen(first, last, reading.options.today)?.unwrap_or_else(|| reading.observed());
    let ticker = FilerTicker {
        cik,
        ticker,
        name: name.text().map(str::to_owned),
        exchange: exchange.words().map(str::to_owned),
        first_seen: seen.0,
        last_seen: seen.1,
        source: reading.source.clone(),
    };
    Ok(RowFacts { tickers: vec![ticker], ..RowFacts::default() })
}

/// The exchange of a list such as `['NYSE', 'NYSE']` or `NYSE,NYSE`, where it names one alone: the
/// list is of all symbols of the company, in no order that tells which is whose.
fn only_exchange(list: &str) -> Option<String> {
    let mut named = list
        .split([',', '[', ']'])
        .map(|part| part.trim().trim_matches(['\'', '"']))
        .filter(|part| !part.is_empty());
    let first = named.next().filter(|name| *name != "None")?;
    named.all(|other| other == first).then(|| first.to_owned())
}

/// Whether nine characters are a CUSIP: the last one checks the others, by doubling every second one
/// and adding digits up (CUSIP Global Services, "CUSIP check digit").
fn is_cusip(text: &str) -> bool {
    let value = |byte: u8| match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        b'*' => Some(36),
        b'@' => Some(37),
        b'#' => Some(38),
        _ => None,
    };
    let values: Option<Vec<u32>> = text.bytes().map(value).collect();
    let Some((check, values)) = values.as_deref().and_then(<[u32]>::split_last) else {
        return false;
    };
    let doubled = |(place, value): (usize, &u32)| value << (place % 2);
    let sum: u32 =
        values.iter().enumerate().map(doubled).map(|value| value / 10 + value % 10).sum();
    values.len() == 8 && (10 - sum % 10) % 10 == *check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cusips_carry_their_check_digit() {
        for good in ["037833100", "594918104", "G0403H108", "00039J863"] {
            assert!(is_cusip(good), "{good}");
        }
        for bad in ["037833101", "37833100", "03783310A", "0378331000", ""] {
            assert!(!is_cusip(bad), "{bad}");
        }
    }

    #[test]
    fn a_list_of_exchanges_tells_one_only_where_it_is_one() {
        assert_eq!(only_exchange("['NYSE', 'NYSE']"), Some("NYSE".to_owned()));
        assert_eq!(only_exchange("Nasdaq"), Some("Nasdaq".to_owned()));
        assert_eq!(only_exchange("Nasdaq,OTC"), None);
        assert_eq!(only_exchange("[None, 'NYSE']"), None);
    }
}
