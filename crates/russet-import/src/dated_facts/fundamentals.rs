//! Values from companies' accounts, and forecasts of them.

use std::path::PathBuf;

use jiff::{Span, ToSpan};
use russet_market::{Fundamental, FundamentalMeasure, Market};

use super::cells::{Wrong, day, known_at, source, words};
use super::securities::Symbols;
use super::{Outcome, read_all, settle::settle};
use crate::error::ImportError;
use crate::files::{Column, Row, SourceFile};
use crate::options::ImportOptions;
use crate::report::ImportReport;

const TICKER: usize = 0;
const MEASURE: usize = 1;
const PERIOD_END: usize = 2;
const VALUE: usize = 3;
const KNOWN_AT: usize = 4;
const SOURCE: usize = 5;
const COLUMNS: [Column; 6] = [
    Column::needed("ticker", &["symbol"]),
    Column::needed("measure", &[]),
    Column::needed("period_end", &["period", "as_of"]),
    Column::needed("value", &[]),
    Column::needed("known_at", &["announced", "filed"]),
    Column::optional("source", &[]),
];

/// How long a symbol may come after accounts of its company that were public before it traded.
fn until_first_close() -> Span {
    2.years()
}

/// Takes in values from accounts, one row a value: `ticker,measure,period_end,value,known_at[,source]`.
/// The measure is a word of [`FundamentalMeasure`], the value in its unit. When accounts were known
/// must be said: nothing else tells. A corrected value is a row with a later `known_at`. The ticker may
/// be that of any listed line of the company, on the day on which the value was known, else at the end
/// of the period or, for accounts from before the first close, in the two years after.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; symbols that the market does not know are
/// refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_fundamentals, import_prices};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, values) = (folder.path().join("closes.csv"), folder.path().join("values.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-05-10,IBM,167.15\n")?;
/// let header = "ticker,measure,period_end,value,known_at";
/// std::fs::write(&values, format!("{header}\nIBM,book_value,2024-03-31,23308e6,2024-05-10\n"))?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnys);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_fundamentals(market, &[values], &options)?;
/// assert_eq!(market.fundamentals[0].value, 23_308e6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_fundamentals(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("fundamentals");
    let symbols = Symbols::of(&market);
    let found = read_all(&mut market, &mut report, (files, options), &COLUMNS, |_, file, row| {
        match fundamental(&symbols, file, row, options) {
            Ok(fundamental) => Outcome::Fact(fundamental),
            Err((place, reason)) => Outcome::Bad(place, reason),
        }
    })?;
    settle(
        &mut market.fundamentals,
        found,
        &mut report,
        |row| (symbols.company(row.security_id), row.measure, row.period_end, row.known_at),
        |one, other| one.value == other.value,
        |row| ("value", row.value.to_string()),
    );
    report.finish(&mut market)?;
    Ok((market, report))
}

fn fundamental(
    symbols: &Symbols,
    file: &SourceFile,
    row: &Row<'_>,
    options: &ImportOptions<'_>,
) -> Result<Fundamental, Wrong> {
    let period_end = day(row, PERIOD_END)?;
    let said = row.cells[KNOWN_AT].date().map_err(|reason| (KNOWN_AT, reason))?;
    let said = said.ok_or_else(|| (KNOWN_AT, "must say when it was known".to_owned()))?;
    let known_at = known_at(row, KNOWN_AT, (KNOWN_AT, said), options.today)?;
    if known_at < period_end {
        return Err((KNOWN_AT, format!("the period ends on {period_end} only")));
    }
    let last = known_at.checked_add(until_first_close());
    let last = last.map_err(|error| (KNOWN_AT, error.to_string()))?;
    let named = |days| symbols.named(row.cells[TICKER], days);
    let security = named((known_at, known_at)).or_else(|_| named((period_end, last)));
    let measure = measure(row)?;
    Ok(Fundamental {
        security_id: security.map_err(|reason| (TICKER, reason))?,
        measure,
        period_end,
        known_at,
        value: value(row, measure)?,
        source: source(row, SOURCE, file),
    })
}

fn measure(row: &Row<'_>) -> Result<FundamentalMeasure, Wrong> {
    let word = words(row, MEASURE)?.to_lowercase().replace([' ', '-'], "_");
    FundamentalMeasure::ALL.into_iter().find(|one| one.word() == word).ok_or_else(|| {
        let known = FundamentalMeasure::ALL.map(FundamentalMeasure::word).join(", ");
        (MEASURE, format!("not a measure (hint: {known})"))
    })
}

fn value(row: &Row<'_>, measure: FundamentalMeasure) -> Result<f64, Wrong> {
    let wrong = |reason: String| (VALUE, reason);
    match row.cells[VALUE].number().map_err(wrong)? {
        None => Err(wrong("no value".to_owned())),
        Some(value)
            if measure == FundamentalMeasure::Analysts && (value < 0.0 || value.fract() != 0.0) =>
        {
            Err(wrong(format!("{value} is not a number of analysts")))
        }
        Some(value) => Ok(value),
    }
}
