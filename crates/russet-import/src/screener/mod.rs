//! The Nasdaq screener's snapshots: JSON and CSV as downloaded, and long Parquet tables of them.

use std::collections::HashMap;
use std::path::PathBuf;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use russet_market::{Market, Mic};

use crate::derive;
use crate::error::ImportError;
use crate::files::{Encoding, SourceFile, date_in, exchange_in, read_rows};
use crate::identity::identify;
use crate::options::{ImportOptions, Progress};
use crate::report::ImportReport;
use crate::sightings::{Collector, FileSightings, merge};

/// Rows between two reports of progress.
const PROGRESS_ROWS: u64 = 65_536;

/// Takes in snapshots of the Nasdaq screener: JSON or CSV as the site gives them, or a long Parquet
/// table with a date and an exchange on each row.
///
/// A JSON or CSV snapshot says neither its session nor its exchange: they come from the options, else
/// from the file's name (`2024-04-30`, `nyse`), else the date from its folder's name.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; single bad rows are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_screener};
/// use russet_market::Market;
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("nyse_2024-06-28.csv");
/// std::fs::write(&file, "Symbol,Name,Last Sale,% Change\nIBM,IBM Common Stock,$172.95,1.24%\n")?;
/// let options = ImportOptions::new(date(2024, 6, 30));
/// let (market, report) = import_screener(Market::default(), &[file], &options)?;
/// assert_eq!((market.prices.len(), report.rows_taken), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_screener(
    market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    take_in(market, files, options, "screener")
}

/// Takes in closes from CSV, JSON or Parquet with columns of any name: `date`, `ticker`, `close`, and
/// where there are any `volume`, `change`, `market_cap`, `exchange`, `name`, `country`, `sector`,
/// `industry`, `ipo_year`. [`ImportOptions::columns`] says what the file calls them.
///
/// A close is in the currency of its exchange. Exchanges of the United States trade on the sessions of
/// the New York Stock Exchange, those abroad on any weekday; one symbol on two exchanges in two
/// countries is two lines. Symbols that the market does not know become new securities.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; single bad rows are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_prices};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("closes.csv");
/// std::fs::write(&file, "day,sym,px\n2024-06-28,IBM,172.95\n")?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.columns = "date=day,ticker=sym,close=px".parse()?;
/// options.exchange = Some(Mic::Xnys);
/// let (market, _) = import_prices(Market::default(), &[file], &options)?;
/// assert_eq!(market.securities[0].ticker.as_str(), "IBM");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_prices(
    market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    take_in(market, files, options, "prices")
}

fn take_in(
    mut market: Market,
    paths: &[PathBuf],
    options: &ImportOptions<'_>,
    format: &'static str,
) -> Result<(Market, ImportReport), ImportError> {
    market.canonical();
    let mut report = ImportReport::new(format);
    let files = report.open(paths, &market)?;
    if files.is_empty() {
        return Ok((market, report));
    }
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let sources: Vec<_> = files.iter().map(|file| file.source(format)).collect();
    let known_symbols = known_symbols(&market);
    let found = files
        .into_iter()
        .enumerate()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(number, file)| {
            read_file(number as u32, file, names.len(), options, format, &known_symbols)
        })
        .collect::<Result<Vec<FileSightings>, ImportError>>()?;
    let sightings = merge(&market, found, &names, &mut report);
    let counts = identify(&mut market, sightings, &names, &mut report);
    report.notes.push(format!(
        "{} new securities of {} new companies; {} changes of symbol followed, {} symbols reused",
        counts.new_securities, counts.new_issuers, counts.renames, counts.reused_tickers
    ));
    market.sources.extend(sources);
    derive::refresh(&mut market);
    report.finish(&mut market)?;
    Ok((market, report))
}

/// The exchange of each symbol; of one at home and abroad, the one at home.
fn known_symbols(market: &Market) -> HashMap<String, Mic> {
    let mut known: HashMap<String, Mic> = HashMap::new();
    for version in &market.securities {
        let mic = known.entry(version.ticker.key()).or_insert(version.mic);
        if mic.is_foreign() {
            *mic = version.mic;
        }
    }
    known
}

fn read_file(
    number: u32,
    mut file: SourceFile,
    files: usize,
    options: &ImportOptions<'_>,
    format: &'static str,
    known_symbols: &HashMap<String, Mic>,
) -> Result<FileSightings, ImportError> {
    let path = file.path.clone();
    let name = file.name.clone();
    let date = options.date.or_else(|| date_in(&path));
    let exchange = options.exchange.or_else(|| exchange_in(&path));
    if format == "screener" && file.encoding != Encoding::Parquet {
        let missing = |what: &str, hint: &str| ImportError::file(&path, what, hint);
        if date.is_none() {
            return Err(missing(
                "a snapshot does not say its session, and neither do the file's and folder's names",
                "give --date, or name the file like nyse_2024-04-30.json",
            ));
        }
        if exchange.is_none() {
            return Err(missing(
                "a snapshot does not say its exchange, and neither does the file's name",
                "give --exchange NASDAQ, NYSE or AMEX, or name the file like nyse_2024-04-30.json",
            ));
        }
    }
    let mut collector =
        Collector::new(number, &name, format, options.today, (date, exchange), known_symbols);
    let mut unreported = 0;
    let progress = |rows: u64, finished: bool| {
        (options.progress)(Progress { file: &path, files, rows, finished });
    };
    let counts = read_rows(&mut file, &Collector::COLUMNS, options, &mut |row| {
        collector.take(&row);
        unreported += 1;
        if unreported == PROGRESS_ROWS {
            progress(unreported, false);
            unreported = 0;
        }
    })?;
    progress(unreported, true);
    Ok(collector.finish(counts))
}
