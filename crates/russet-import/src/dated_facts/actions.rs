//! Corporate actions that a user has from filings or a vendor.

use std::path::PathBuf;

use jiff::civil::Date;
use russet_market::{Action, ActionKind, Calendar, Market, Ratio};

use super::securities::Symbols;
use super::{Outcome, read_all, settle::settle};
use crate::derive::{DERIVED, nearby, refresh};
use crate::error::ImportError;
use crate::files::{Cell, Column, Row, SourceFile};
use crate::options::ImportOptions;
use crate::report::ImportReport;

const TICKER: usize = 0;
const EX_DATE: usize = 1;
const RATIO: usize = 2;
const NEW: usize = 3;
const OLD: usize = 4;
const KNOWN_AT: usize = 5;
const KIND: usize = 6;
const SPLIT_COLUMNS: [Column; 6] = [
    Column::needed("ticker", &["symbol"]),
    Column::needed("ex_date", &["date"]),
    Column::optional("ratio", &[]),
    Column::optional("new", &["ratioNew", "new_shares"]),
    Column::optional("old", &["ratioOld", "old_shares"]),
    Column::optional("known_at", &["announced"]),
];
const ACTION_COLUMNS: [Column; 7] = [
    SPLIT_COLUMNS[TICKER],
    SPLIT_COLUMNS[EX_DATE],
    SPLIT_COLUMNS[RATIO],
    SPLIT_COLUMNS[NEW],
    SPLIT_COLUMNS[OLD],
    SPLIT_COLUMNS[KNOWN_AT],
    Column::needed("kind", &["action", "type"]),
];

/// Takes in corporate actions: `ex_date,ticker,kind[,ratio][,new,old][,known_at]`, where the kind is
/// `split` or `delisting`, and a split's terms are a ratio `new/old` or two columns. An action without
/// `known_at` was known on its ex-date. Splits worked out from prices give way to these, except that
/// the same split on another session near by keeps the session on which prices changed.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; symbols that the market does not know on
/// that date are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_actions, import_prices};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, actions) = (folder.path().join("closes.csv"), folder.path().join("actions.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-06-10,NVDA,121.79\n")?;
/// std::fs::write(&actions, "ex_date,ticker,kind,ratio\n2024-06-10,NVDA,split,10/1\n")?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnas);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_actions(market, &[actions], &options)?;
/// assert_eq!(market.actions[0].ratio, Some("10/1".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_actions(
    market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    take_in(market, files, options, "actions", &ACTION_COLUMNS)
}

/// Takes in splits: `date,symbol` and `ratio`, or `new` and `old` (also `ratioNew`, `ratioOld`); else
/// like [`import_actions`].
///
/// # Errors
/// As [`import_actions`].
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportError, ImportOptions, import_splits};
/// use russet_market::Market;
/// let options = ImportOptions::new(date(2024, 6, 30));
/// let nothing = import_splits(Market::default(), &[], &options);
/// assert!(matches!(nothing, Err(ImportError::NoFiles)));
/// ```
pub fn import_splits(
    market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    take_in(market, files, options, "splits", &SPLIT_COLUMNS)
}

fn take_in(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
    format: &'static str,
    columns: &[Column],
) -> Result<(Market, ImportReport), ImportError> {
    market.canonical();
    let mut report = ImportReport::new(format);
    let symbols = Symbols::of(&market);
    let mut found = read_all(
        &mut market,
        &mut report,
        (files, options),
        columns,
        |_, file, row| match action(&symbols, file, row, options.today) {
            Ok(outcome) => outcome,
            Err((place, reason)) => Outcome::Bad(place, reason),
        },
    )?;
    found.retain(|read| !proved_nearby(&market, &read.fact, &mut report));
    market.actions.retain(|action| action.source != DERIVED);
    settle(
        &mut market.actions,
        found,
        &mut report,
        |action| (action.security, action.ex_date, action.kind),
        |one, other| one.ratio == other.ratio,
        |action| ("ratio", action.ratio.map_or_else(String::new, |ratio| ratio.to_string())),
    );
    refresh(&mut market);
    report.finish(&mut market);
    Ok((market, report))
}

/// Whether prices prove the very same split on another session near by: sources differ by a day or
/// two in what they call its date, but a basket must change on the session whose prices did.
fn proved_nearby(market: &Market, split: &Action, report: &mut ImportReport) -> bool {
    let proved = market.actions.iter().find(|other| {
        other.source == DERIVED
            && (other.security, other.kind, other.ratio)
                == (split.security, split.kind, split.ratio)
            && other.ex_date != split.ex_date
            && nearby(other.ex_date, split.ex_date)
    });
    if let Some(other) = proved {
        report.rows_known_already += 1;
        report.notes.push(format!(
            "{}: split of {} on {}: prices changed on {}, which stays",
            split.source, split.security, split.ex_date, other.ex_date
        ));
    }
    proved.is_some()
}

fn action(
    symbols: &Symbols,
    file: &SourceFile,
    row: &Row<'_>,
    today: Date,
) -> Result<Outcome<Action>, (usize, String)> {
    let at = |place: usize| move |reason: String| (place, reason);
    let cells = row.cells;
    let ex_date = cells[EX_DATE].date().map_err(at(EX_DATE))?;
    let ex_date = ex_date.ok_or_else(|| (EX_DATE, "no date".to_owned()))?;
    if symbols.is_before_all(ex_date) {
        return Ok(Outcome::Aside("before all that the market knows"));
    }
    Calendar::nyse().index_of(ex_date).map_err(|error| (EX_DATE, error.to_string()))?;
    let known_at = cells[KNOWN_AT].date().map_err(at(KNOWN_AT))?;
    let (place, known_at) = known_at.map_or((EX_DATE, ex_date), |known_at| (KNOWN_AT, known_at));
    if known_at > today {
        return Err((place, format!("{known_at} lies in the future: today is {today}")));
    }
    let kind = match cells.get(KIND).map(|cell| cell.shown().to_lowercase()).as_deref() {
        None | Some("split" | "reverse split" | "stock dividend") => ActionKind::Split,
        Some("delisting") => ActionKind::Delisting,
        Some(_) => return Err((KIND, "neither split nor delisting".to_owned())),
    };
    let ratio = match kind {
        ActionKind::Delisting => None,
        _ => Some(terms(cells)?),
    };
    let security = symbols.security(cells[TICKER], ex_date).map_err(at(TICKER))?;
    let plain = Action::new(ex_date, security, kind, &file.name);
    Ok(Outcome::Fact(Action { ratio, known_at, ..plain }))
}

/// A split's terms: `3/2`, `3:2`, `2`, or two columns.
fn terms(cells: &[Cell<'_>]) -> Result<Ratio, (usize, String)> {
    let vague =
        || (RATIO, "not the terms of a split (hint: write new/old, such as 3/2)".to_owned());
    if let Some(text) = cells[RATIO].words().filter(|text| text.contains(['/', ':'])) {
        return text
            .parse()
            .map_err(|error: russet_market::NumberError| (RATIO, error.to_string()));
    }
    let (place, new, old) = match cells[RATIO].number().map_err(|_| vague())? {
        Some(ratio) => (RATIO, ratio, 1.0),
        None => {
            let side = |place: usize| {
                let number = cells[place].number().map_err(|reason| (place, reason))?;
                number.ok_or_else(|| (place, "no terms of the split".to_owned()))
            };
            (NEW, side(NEW)?, side(OLD)?)
        }
    };
    // Sides of up to six decimals, such as 1.5 for 1, are whole in millionths.
    let millionths = |side: f64| {
        let scaled = side * 1e6;
        let whole = (scaled - scaled.round()).abs() < 1e-6 && (1.0..1e15).contains(&scaled);
        whole.then(|| scaled.round() as u64)
    };
    match (millionths(new), millionths(old)) {
        // A ratio of 0.333333 is a rounded one: its terms cannot be known.
        (Some(new), Some(old)) if is_plain(new, old) => {
            Ratio::new(new, old).map_err(|error| (place, error.to_string()))
        }
        _ => Err(vague()),
    }
}

/// Whether one side of the terms is a number that companies use.
fn is_plain(new: u64, old: u64) -> bool {
    const MOST: u64 = 100;
    Ratio::new(new, old).is_ok_and(|ratio| ratio.new_shares().min(ratio.old_shares()) <= MOST)
}
