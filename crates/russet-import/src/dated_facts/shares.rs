//! Share counts that a user has from filings or a vendor.

use std::path::PathBuf;

use russet_market::table::Table;
use russet_market::{Factor, Market, ShareBasis, ShareCount};

use super::securities::Symbols;
use super::{Outcome, read_all, set_aside, settle::settle_versions};
use crate::error::ImportError;
use crate::files::{Column, Row, SourceFile};
use crate::options::ImportOptions;
use crate::report::ImportReport;

const TICKER: usize = 0;
const EFFECTIVE: usize = 1;
const SHARES: usize = 2;
const FREE_FLOAT: usize = 3;
const BASIS: usize = 4;
const KNOWN_AT: usize = 5;
const COLUMNS: [Column; 6] = [
    Column::needed("ticker", &["symbol"]),
    Column::needed("effective", &["date"]),
    Column::needed("shares", &["shares_outstanding", "count"]),
    Column::optional("free_float", &["float"]),
    Column::optional("basis", &[]),
    Column::optional("known_at", &["announced"]),
];

/// Takes in share counts: `ticker,effective,shares[,free_float,basis,known_at]`. The free float is a
/// part from 0 to 1; the basis is `class` (the default) or `company`; a count without `known_at` was
/// known when it took effect. An effective date that is no session means the next one. A count that is
/// known later than the market's of the same date corrects it from then on.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; symbols that the market does not know on
/// that date are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_prices, import_shares};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, counts) = (folder.path().join("closes.csv"), folder.path().join("counts.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-06-28,IBM,172.95\n")?;
/// std::fs::write(&counts, "ticker,effective,shares\nIBM,2024-06-28,918600000\n")?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnys);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_shares(market, &[counts], &options)?;
/// assert_eq!(market.shares[0].shares_outstanding.to_string(), "918600000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_shares(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("shares");
    let symbols = Symbols::of(&market);
    let mut found = read_all(
        &mut market,
        &mut report,
        (files, options),
        &COLUMNS,
        |_, file, row| match count(&symbols, file, row, options) {
            Ok(outcome) => outcome,
            Err((place, reason)) => Outcome::Bad(place, reason),
        },
    )?;
    set_aside::withdrawn(&market, ShareCount::NAME, &mut found, &mut report, |row| row.security_id);
    let (derived, mut supplied): (Vec<_>, Vec<_>) = std::mem::take(&mut market.shares)
        .into_iter()
        .partition(|count| count.source == crate::derive::DERIVED);
    settle_versions(
        &mut supplied,
        found,
        &mut report,
        |count| ((count.security_id, count.effective_date, count.basis), count.known_at),
        |one, other| {
            (one.shares_outstanding, one.free_float) == (other.shares_outstanding, other.free_float)
        },
        |count| ("shares", count.shares_outstanding.to_string()),
    );
    market.shares = [supplied, derived].concat();
    report.finish(&mut market)?;
    Ok((market, report))
}

fn count(
    symbols: &Symbols,
    file: &SourceFile,
    row: &Row<'_>,
    options: &ImportOptions<'_>,
) -> Result<Outcome<ShareCount>, (usize, String)> {
    let at = |place: usize| move |reason: String| (place, reason);
    let cells = row.cells;
    let day = cells[EFFECTIVE].date().map_err(at(EFFECTIVE))?;
    let day = day.ok_or_else(|| (EFFECTIVE, "no date".to_owned()))?;
    let effective = symbols
        .calendar(cells[TICKER])
        .session_on_or_after(day)
        .map_err(|error| (EFFECTIVE, error.to_string()))?;
    if symbols.is_before_all(effective) {
        return Ok(Outcome::Aside("before all that the market knows"));
    }
    let known_at = cells[KNOWN_AT].date().map_err(at(KNOWN_AT))?.unwrap_or(effective);
    if known_at > options.today {
        let reason = format!("{known_at} lies in the future: today is {}", options.today);
        return Err((
            if cells[KNOWN_AT] == crate::files::Cell::Missing { EFFECTIVE } else { KNOWN_AT },
            reason,
        ));
    }
    let security = symbols.security(cells[TICKER], effective).map_err(at(TICKER))?;
    let Some(shares) = cells[SHARES].shares().map_err(at(SHARES))? else {
        return Ok(Outcome::Aside("no count"));
    };
    let free_float = cells[FREE_FLOAT].exactly::<Factor>().map_err(at(FREE_FLOAT))?;
    let basis = match cells[BASIS].words().map(str::to_lowercase).as_deref() {
        None | Some("class") => ShareBasis::Class,
        Some("company") => ShareBasis::Company,
        Some(_) => return Err((BASIS, "neither class nor company".to_owned())),
    };
    let source = file.name.clone();
    Ok(Outcome::Fact(ShareCount {
        security_id: security,
        effective_date: effective,
        shares_outstanding: shares,
        basis,
        free_float,
        known_at,
        source,
    }))
}
