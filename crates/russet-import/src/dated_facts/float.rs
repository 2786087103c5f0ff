//! Free floats that a user has from filings or a vendor.

use std::path::PathBuf;

use russet_market::{FreeFloat, Market};

use super::cells::{Wrong, known_at, percent_factor, session, source};
use super::securities::Symbols;
use super::{Outcome, read_all, settle::settle};
use crate::error::ImportError;
use crate::files::{Column, Row, SourceFile};
use crate::options::ImportOptions;
use crate::report::ImportReport;

const TICKER: usize = 0;
const EFFECTIVE: usize = 1;
const PERCENT: usize = 2;
const KNOWN_AT: usize = 3;
const SOURCE: usize = 4;
const COLUMNS: [Column; 5] = [
    Column::needed("ticker", &["symbol"]),
    Column::needed("effective", &["date"]),
    Column::needed("free_float_percent", &["free_float_pct"]),
    Column::optional("known_at", &["announced"]),
    Column::optional("source", &[]),
];

/// Takes in free floats: `ticker,effective,free_float_percent[,known_at][,source]`, the percentage
/// of a class in unrestricted hands. A float without `known_at` was known when it took effect, one
/// without a source comes from its file; an effective date that is no session means the next one.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; symbols that the market does not know on
/// that date are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_float, import_prices};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, floats) = (folder.path().join("closes.csv"), folder.path().join("floats.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-06-28,IBM,172.95\n")?;
/// std::fs::write(&floats, "ticker,effective,free_float_percent\nIBM,2024-06-28,99.87\n")?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnys);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_float(market, &[floats], &options)?;
/// assert_eq!(market.free_floats[0].free_float.to_string(), "0.9987");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_float(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("float");
    let symbols = Symbols::of(&market);
    let found =
        read_all(
            &mut market,
            &mut report,
            (files, options),
            &COLUMNS,
            |_, file, row| match float(&symbols, file, row, options) {
                Ok(outcome) => outcome,
                Err((place, reason)) => Outcome::Bad(place, reason),
            },
        )?;
    settle(
        &mut market.free_floats,
        found,
        &mut report,
        |float| (float.security_id, float.effective_date, float.known_at),
        |one, other| one.free_float == other.free_float,
        |float| ("free_float_percent", (float.free_float.to_f64() * 100.0).to_string()),
    );
    report.finish(&mut market)?;
    Ok((market, report))
}

fn float(
    symbols: &Symbols,
    file: &SourceFile,
    row: &Row<'_>,
    options: &ImportOptions<'_>,
) -> Result<Outcome<FreeFloat>, Wrong> {
    let effective = session(row, EFFECTIVE, symbols.calendar(row.cells[TICKER]))?;
    if symbols.is_before_all(effective) {
        return Ok(Outcome::Aside("before all that the market knows"));
    }
    let known_at = known_at(row, KNOWN_AT, (EFFECTIVE, effective), options.today)?;
    let security = symbols.named(row.cells[TICKER], (effective, effective));
    Ok(Outcome::Fact(FreeFloat {
        security_id: security.map_err(|reason| (TICKER, reason))?,
        effective_date: effective,
        known_at,
        free_float: percent_factor(row, PERCENT)?,
        source: source(row, SOURCE, file),
    }))
}
