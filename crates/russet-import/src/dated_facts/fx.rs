//! Rates of exchange.

use std::path::PathBuf;

use russet_market::{Currency, FxRate, Market};

use super::cells::{Wrong, day, known_at, source};
use super::{Outcome, read_all, settle::settle};
use crate::error::ImportError;
use crate::files::{Cell, Column, Row, SourceFile};
use crate::options::ImportOptions;
use crate::report::ImportReport;

const DATE: usize = 0;
const FROM: usize = 1;
const TO: usize = 2;
const PAIR: usize = 3;
const RATE: usize = 4;
const KNOWN_AT: usize = 5;
const SOURCE: usize = 6;
const COLUMNS: [Column; 7] = [
    Column::needed("date", &["day"]),
    Column::optional("from", &["base"]),
    Column::optional("to", &["quote"]),
    Column::optional("pair", &[]),
    Column::needed("rate", &["close", "price"]),
    Column::optional("known_at", &["announced"]),
    Column::optional("source", &[]),
];

/// Takes in rates of exchange: `date,from,to,rate[,known_at][,source]`, units of `to` for one of
/// `from`; or with a column `pair` such as `USDJPY` or `USD/JPY`, units of the second for one of the
/// first. Any date will do; a rate without `known_at` was known on its day. A pair has one rate a day.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; bad rows are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_fx};
/// use russet_market::{Currency, Market, MarketView};
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("rates.csv");
/// std::fs::write(&file, "date,pair,rate\n2024-06-28,GBP/USD,1.2645\n")?;
/// let options = ImportOptions::new(date(2024, 6, 30));
/// let (market, _) = import_fx(Market::default(), &[file], &options)?;
/// let view = MarketView::new(&market);
/// let rate = view.rate(Currency::GBP, Currency::USD, date(2024, 6, 28));
/// assert_eq!(rate, Some("1.2645".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_fx(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("fx");
    let found =
        read_all(&mut market, &mut report, (files, options), &COLUMNS, |_, file, row| match rate(
            file, row, options,
        ) {
            Ok(rate) => Outcome::Fact(rate),
            Err((place, reason)) => Outcome::Bad(place, reason),
        })?;
    settle(
        &mut market.fx,
        found,
        &mut report,
        |row| (row.date, row.currency_from, row.currency_to),
        |one, other| one.rate == other.rate,
        |row| ("rate", row.rate.to_string()),
    );
    report.finish(&mut market)?;
    Ok((market, report))
}

fn rate(file: &SourceFile, row: &Row<'_>, options: &ImportOptions<'_>) -> Result<FxRate, Wrong> {
    let date = day(row, DATE)?;
    let known_at = known_at(row, KNOWN_AT, (DATE, date), options.today)?;
    if known_at < date {
        return Err((KNOWN_AT, format!("the day of the rate is {date} only")));
    }
    let (from, to) = currencies(row)?;
    if from == to {
        let place = if row.cells[TO] == Cell::Missing { PAIR } else { TO };
        return Err((place, format!("{from} in itself is no rate")));
    }
    let rate = row.cells[RATE].rate().map_err(|reason| (RATE, reason))?;
    let rate = rate.ok_or_else(|| (RATE, "no rate".to_owned()))?;
    Ok(FxRate {
        date,
        currency_from: from,
        currency_to: to,
        rate,
        known_at,
        source: source(row, SOURCE, file),
    })
}

/// The two currencies of a row, each from its column or both from the pair.
fn currencies(row: &Row<'_>) -> Result<(Currency, Currency), Wrong> {
    let of = |place: usize, text: &str| text.parse::<Currency>().map_err(|reason| (place, reason));
    let words = |place: usize| row.cells[place].words().map(str::trim);
    match (words(FROM), words(TO), words(PAIR)) {
        (Some(from), Some(to), None) => Ok((of(FROM, from)?, of(TO, to)?)),
        (None, None, Some(pair)) => {
            let letters: String =
                pair.chars().filter(|one| !matches!(one, '/' | '-' | '_' | ' ')).collect();
            match (letters.get(..3), letters.get(3..)) {
                (Some(from), Some(to)) => Ok((of(PAIR, from)?, of(PAIR, to)?)),
                _ => Err((PAIR, "not two currencies (hint: such as USD/JPY)".to_owned())),
            }
        }
        (None, None, None) => Err((FROM, "no currencies (hint: from and to, or pair)".to_owned())),
        (None, Some(_), None) => Err((FROM, "no currency that is valued".to_owned())),
        (Some(_), None, None) => Err((TO, "no currency that it is valued in".to_owned())),
        (_, _, Some(_)) => Err((PAIR, "either from and to, or a pair, not both".to_owned())),
    }
}
