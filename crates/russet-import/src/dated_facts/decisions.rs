//! What the committee of an index decided.

use std::path::PathBuf;

use russet_market::{CommitteeDecision, Market};

use super::cells::{Wrong, day, known_at, source, words};
use super::securities::Symbols;
use super::{Outcome, read_all, settle::settle};
use crate::error::ImportError;
use crate::files::{Column, Row, SourceFile};
use crate::options::ImportOptions;
use crate::report::ImportReport;

const INDEX: usize = 0;
const EFFECTIVE: usize = 1;
const TICKER: usize = 2;
const ACTION: usize = 3;
const WHO: usize = 4;
const WHY: usize = 5;
const KNOWN_AT: usize = 6;
const SOURCE: usize = 7;
const COLUMNS: [Column; 8] = [
    Column::needed("index", &[]),
    Column::needed("effective", &["date"]),
    Column::needed("ticker", &["symbol"]),
    Column::needed("action", &[]),
    Column::needed("who", &[]),
    Column::needed("why", &["reason"]),
    Column::optional("known_at", &["announced"]),
    Column::optional("source", &[]),
];

/// Takes in decisions of a committee: `index,effective,ticker,action,who,why[,known_at][,source]`. The
/// index is meant by its id; the action is `add` or `drop`; who and why must be said. A decision holds
/// after the close of its day, or of the last session before where that is none; without `known_at` it
/// was announced on that day.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; symbols that the market does not know on
/// that date are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_decisions, import_prices};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, minutes) = (folder.path().join("closes.csv"), folder.path().join("minutes.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-06-21,DELL,149.3\n")?;
/// let header = "index,effective,ticker,action,who,why";
/// std::fs::write(&minutes, format!("{header}\nBIG,2024-06-21,DELL,add,The committee,Size\n"))?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnys);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_decisions(market, &[minutes], &options)?;
/// assert!(market.committee_decisions[0].enters);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_decisions(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("decisions");
    let symbols = Symbols::of(&market);
    let found =
        read_all(
            &mut market,
            &mut report,
            (files, options),
            &COLUMNS,
            |_, file, row| match decision(&symbols, file, row, options) {
                Ok(decision) => Outcome::Fact(decision),
                Err((place, reason)) => Outcome::Bad(place, reason),
            },
        )?;
    settle(
        &mut market.committee_decisions,
        found,
        &mut report,
        |row| (row.index_id.clone(), row.effective_after_close, row.security_id),
        |one, other| one.enters == other.enters,
        |row| ("action", if row.enters { "add" } else { "drop" }.to_owned()),
    );
    report.finish(&mut market)?;
    Ok((market, report))
}

fn decision(
    symbols: &Symbols,
    file: &SourceFile,
    row: &Row<'_>,
    options: &ImportOptions<'_>,
) -> Result<CommitteeDecision, Wrong> {
    let ticker = row.cells[TICKER];
    let effective = symbols.calendar(ticker).session_on_or_before(day(row, EFFECTIVE)?);
    let effective = effective.map_err(|error| (EFFECTIVE, error.to_string()))?;
    let known_at = known_at(row, KNOWN_AT, (EFFECTIVE, effective), options.today)?;
    if known_at > effective {
        return Err((KNOWN_AT, format!("it holds from {effective} on already")));
    }
    let security = symbols.named(ticker, (effective, effective));
    let enters = match words(row, ACTION)?.to_lowercase().as_str() {
        "add" => true,
        "drop" => false,
        _ => return Err((ACTION, "neither add nor drop".to_owned())),
    };
    Ok(CommitteeDecision {
        index_id: words(row, INDEX)?,
        effective_after_close: effective,
        security_id: security.map_err(|reason| (TICKER, reason))?,
        enters,
        who: words(row, WHO)?,
        why: words(row, WHY)?,
        known_at,
        source: source(row, SOURCE, file),
    })
}
