//! iShares fund holdings, as downloaded or with plain column names.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use russet_market::{FundLine, LineKind, Market, Refusal, Ticker};

use super::FundList;
use super::line::{Told, kind};
use super::place::place;
use crate::error::ImportError;
use crate::files::{Cell, Column, Encoding, Row, SourceFile, date_in, date_of, read_below_titles};
use crate::options::{ImportOptions, Progress};
use crate::report::ImportReport;

const TICKER: usize = 0;
const NAME: usize = 1;
const ASSET_CLASS: usize = 2;
const WEIGHT: usize = 3;
const QUANTITY: usize = 4;
const PRICE: usize = 5;
const CUSIP: usize = 6;
const EXCHANGE: usize = 7;
const COLUMNS: [Column; 8] = [
    Column::needed("ticker", &[]),
    Column::optional("name", &[]),
    Column::optional("asset_class", &[]),
    Column::optional("weight", &["Weight (%)"]),
    Column::needed("quantity", &["shares"]),
    Column::optional("price", &[]),
    Column::optional("cusip", &[]),
    Column::optional("exchange", &[]),
];

/// Takes in fund holdings: the iShares CSV with or without its title lines, or the same with plain
/// column names.
///
/// The date comes from the title line `Fund Holdings as of`, else from the options, else from the
/// file's name; the fund from the options, else from the file's name (`IWM_2023-11-22.csv`,
/// `IWM_holdings.csv`).
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read, or its fund or date cannot be determined.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_holdings};
/// use russet_market::Market;
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("IWM_holdings.csv");
/// let text = "Fund Holdings as of,\"Nov 22, 2023\"\n\nTicker,Name,Asset Class,Shares,Price\n\
///             SMCI,SUPER MICRO,Equity,\"1,143,386.00\",286.66\n";
/// std::fs::write(&file, text)?;
/// let options = ImportOptions::new(date(2024, 6, 30));
/// let (market, _) = import_holdings(Market::default(), &[file], &options)?;
/// assert_eq!(market.fund_lines[0].known_at, date(2023, 11, 24));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_holdings(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("holdings");
    let mut lists = Vec::new();
    let opened = report.open(files, &market)?;
    let count = opened.len();
    for mut file in opened {
        let before = report.rows_read;
        lists.push(read_list(&mut file, options, &mut report)?);
        report.files += 1;
        market.sources.push(file.source(report.format));
        let rows = report.rows_read - before;
        (options.progress)(Progress { file: &file.path, files: count, rows, finished: true });
    }
    place(&mut market, lists, options, &mut report);
    report.finish(&mut market)?;
    Ok((market, report))
}

fn read_list(
    file: &mut SourceFile,
    options: &ImportOptions<'_>,
    report: &mut ImportReport,
) -> Result<FundList, ImportError> {
    if file.encoding != Encoding::Csv {
        let hint = "download the holdings as CSV; for membership lists use `russet import members`";
        return Err(ImportError::file(&file.path, "fund holdings are read from CSV", hint));
    }
    let source = file.name.clone();
    let fund = fund(&file.path, options)?;
    let mut found = Vec::new();
    let mut first_line = None;
    let (titles, counts) = read_below_titles(file, &COLUMNS, options, &mut |row| {
        first_line.get_or_insert(row.line);
        match line(&row, &fund) {
            Ok(Some(line)) => found.push(line),
            Ok(None) => report.set_aside("no trading symbol"),
            Err((place, reason)) => report.refuse(Refusal {
                source: source.clone(),
                line: row.line,
                column_name: COLUMNS[place].name.to_owned(),
                cell_value: row.cells[place].shown(),
                reason,
            }),
        }
    })?;
    report.count(counts);
    if first_line.is_none() {
        let hint = "download the file again";
        return Err(ImportError::file(&file.path, "the list holds no lines", hint));
    }
    let as_of = as_of(&file.path, &titles, options)?;
    for line in &mut found {
        line.as_of = as_of;
    }
    let first_line = first_line.unwrap_or(1);
    Ok(FundList { fund, as_of, source, first_line, lines: found })
}

/// A line, nothing for one without a symbol, or the place of a bad cell and its fault. The list's
/// dates are put in later: they may stand in lines above.
fn line(row: &Row<'_>, fund: &str) -> Result<Option<FundLine>, (usize, String)> {
    let cells = row.cells;
    let Some(ticker) = cells[TICKER].text().and_then(Ticker::new) else { return Ok(None) };
    let priced_at_zero = cells[PRICE].number() == Ok(Some(0.0));
    let told = Told {
        asset_class: cells[ASSET_CLASS].words(),
        name: cells[NAME].words(),
        exchange: cells[EXCHANGE].words(),
        priced_at_zero,
    };
    let kind = kind(&ticker, &told);
    // Cash and futures have negative quantities and prices beside the point.
    let or_nothing = |fault: (usize, String)| match kind {
        LineKind::Other => Ok(None),
        LineKind::Equity => Err(fault),
    };
    let price = if priced_at_zero { Cell::Missing } else { cells[PRICE] };
    let price =
        price.price().or_else(|reason| or_nothing((PRICE, reason)).map(|_: Option<()>| None))?;
    let quantity = cells[QUANTITY]
        .shares()
        .or_else(|reason| or_nothing((QUANTITY, reason)).map(|_: Option<()>| None))?;
    Ok(Some(FundLine {
        fund: fund.to_owned(),
        as_of: Date::MIN,
        ticker,
        name: told.name.map(str::to_owned),
        kind,
        weight_percent: cells[WEIGHT].number().map_err(|reason| (WEIGHT, reason))?,
        quantity,
        price,
        cusip: cells[CUSIP].words().map(str::to_owned),
        known_at: Date::MIN,
    }))
}

fn fund(path: &Path, options: &ImportOptions<'_>) -> Result<String, ImportError> {
    if let Some(fund) = &options.fund {
        return Ok(fund.trim().to_uppercase());
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let first = stem.split(['_', '-', '.', ' ']).next().unwrap_or_default();
    let symbol =
        (2..=5).contains(&first.len()) && first.bytes().all(|one| one.is_ascii_uppercase());
    match symbol {
        true => Ok(first.to_owned()),
        false => Err(ImportError::file(
            path,
            "the list does not say which fund it is of",
            "give --fund, or name the file like IWM_2023-11-22.csv",
        )),
    }
}

/// The date in the title lines, else in the options, else in the file's name.
fn as_of(
    path: &Path,
    titles: &[Vec<String>],
    options: &ImportOptions<'_>,
) -> Result<Date, ImportError> {
    let titled = titles
        .iter()
        .find(|title| title.first().is_some_and(|cell| cell.to_lowercase().contains("as of")))
        .and_then(|title| title.iter().skip(1).find_map(|cell| date_of(cell)));
    match (titled, options.date) {
        (Some(titled), Some(given)) if titled != given => Err(ImportError::file(
            path,
            format!("the list says it is of {titled}, not of {given}"),
            "leave --date away, or import this file by itself",
        )),
        (titled, given) => titled.or(given).or_else(|| date_in(path)).ok_or_else(|| {
            ImportError::file(
                path,
                "the list does not say its date",
                "give --date, or name the file like IWM_2023-11-22.csv",
            )
        }),
    }
}
