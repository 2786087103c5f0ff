//! Dated membership lists: who was in, on many dates, in one file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use russet_market::{FundLine, Market, Refusal, Ticker};

use super::FundList;
use super::line::{Told, kind};
use super::place::place;
use crate::error::ImportError;
use crate::files::{Column, Row, read_rows};
use crate::options::{ImportOptions, Progress};
use crate::report::ImportReport;

const FUND: usize = 0;
const AS_OF: usize = 1;
const TICKER: usize = 2;
const WEIGHT: usize = 3;
const COLUMNS: [Column; 4] = [
    Column::optional("fund", &["index"]),
    Column::optional("as_of", &["date"]),
    Column::needed("ticker", &["symbol"]),
    Column::optional("weight", &["Weight (%)"]),
];

/// Takes in dated membership lists: `fund,as_of,ticker[,weight]` in CSV, JSON or Parquet, weights in
/// percent. A list whose weights are all zero has no weights.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; a list whose date is no session is refused
/// in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_members};
/// use russet_market::Market;
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("members.csv");
/// std::fs::write(&file, "fund,as_of,ticker,weight\nDIA,2024-06-28,IBM,3.1\n")?;
/// let options = ImportOptions::new(date(2024, 7, 31));
/// let (market, _) = import_members(Market::default(), &[file], &options)?;
/// assert_eq!(market.fund_lines[0].weight_percent, Some(3.1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_members(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("members");
    let mut lists: Vec<FundList> = Vec::new();
    let opened = report.open(files, &market)?;
    let count = opened.len();
    for mut file in opened {
        let before = report.rows_read;
        let source = file.name.clone();
        let mut of_file: BTreeMap<(String, Date), FundList> = BTreeMap::new();
        let counts =
            read_rows(&mut file, &COLUMNS, options, &mut |row| match line(&row, options) {
                Ok(Some(line)) => {
                    let key = (line.fund.clone(), line.as_of);
                    let list = of_file.entry(key).or_insert_with(|| FundList {
                        fund: line.fund.clone(),
                        as_of: line.as_of,
                        source: source.clone(),
                        first_line: row.line,
                        lines: Vec::new(),
                    });
                    list.lines.push(line);
                }
                Ok(None) => report.set_aside("no trading symbol"),
                Err((place, reason)) => report.refuse(Refusal {
                    source: source.clone(),
                    line: row.line,
                    column_name: COLUMNS[place].name.to_owned(),
                    cell_value: row.cells[place].shown(),
                    reason,
                }),
            })?;
        report.count(counts);
        report.files += 1;
        market.sources.push(file.source(report.format));
        let rows = report.rows_read - before;
        (options.progress)(Progress { file: &file.path, files: count, rows, finished: true });
        lists.extend(of_file.into_values().map(without_empty_weights));
    }
    place(&mut market, lists, options, &mut report);
    report.finish(&mut market)?;
    Ok((market, report))
}

fn line(row: &Row<'_>, options: &ImportOptions<'_>) -> Result<Option<FundLine>, (usize, String)> {
    let cells = row.cells;
    let Some(ticker) = cells[TICKER].text().and_then(Ticker::new) else { return Ok(None) };
    let fund = cells[FUND].words().map(str::to_uppercase).or_else(|| options.fund.clone());
    let fund = fund.ok_or_else(|| (FUND, "no fund (hint: --fund)".to_owned()))?;
    let as_of = cells[AS_OF].date().map_err(|reason| (AS_OF, reason))?.or(options.date);
    let as_of = as_of.ok_or_else(|| (AS_OF, "no date (hint: --date)".to_owned()))?;
    let told = Told { asset_class: None, name: None, exchange: None, priced_at_zero: false };
    let kind = kind(&ticker, &told);
    Ok(Some(FundLine {
        fund,
        as_of,
        ticker,
        name: None,
        kind,
        weight_percent: cells[WEIGHT].number().map_err(|reason| (WEIGHT, reason))?,
        quantity: None,
        price: None,
        cusip: None,
        known_at: as_of,
    }))
}

fn without_empty_weights(mut list: FundList) -> FundList {
    if list.lines.iter().all(|line| line.weight_percent.is_none_or(|weight| weight == 0.0)) {
        list.lines.iter_mut().for_each(|line| line.weight_percent = None);
    }
    list
}
