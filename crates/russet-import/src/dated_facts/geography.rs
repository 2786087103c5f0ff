//! Where companies' assets and revenue are, as a user has it from yearly reports.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use russet_market::{AreaKind, Geography, Market, Measure};

use super::cells::{Wrong, day, known_at, percent, source, words};
use super::groups::Grouping;
use super::securities::Symbols;
use super::{Outcome, read_all};
use crate::error::ImportError;
use crate::files::{Column, Row, SourceFile};
use crate::options::ImportOptions;
use crate::report::ImportReport;

const TICKER: usize = 0;
const YEAR_END: usize = 1;
const MEASURE: usize = 2;
const AREA: usize = 3;
const PERCENT: usize = 4;
const AREA_KIND: usize = 5;
const COUNTRIES: usize = 6;
const KNOWN_AT: usize = 7;
const SOURCE: usize = 8;
const COLUMNS: [Column; 9] = [
    Column::needed("ticker", &["symbol"]),
    Column::needed("fiscal_year_end", &["year_end"]),
    Column::needed("measure", &[]),
    Column::needed("area", &["country"]),
    Column::needed("percent", &["pct"]),
    Column::optional("area_kind", &["kind"]),
    Column::optional("countries", &[]),
    Column::optional("known_at", &["announced", "filed"]),
    Column::optional("source", &[]),
];

/// Percent that the areas of one report may add up to: published figures are rounded one by one.
const MOST: f64 = 100.5;
/// How reports name what they give no name.
const REST: [&str; 10] = [
    "rest of world",
    "rest of the world",
    "other",
    "others",
    "other countries",
    "all other",
    "all other countries",
    "foreign",
    "international",
    "elsewhere",
];

/// The longest that a yearly report may take: four months, for Form 20-F (17 CFR 249.220f).
fn filing_time() -> Span {
    4.months()
}

/// How long a symbol may come after a report of its company that was public before it traded.
fn until_first_close() -> Span {
    2.years()
}

/// Takes in yearly reports by country, one row an area:
/// `ticker,fiscal_year_end,measure,area,percent[,area_kind][,countries][,known_at][,source]`. The
/// measure is `assets` or `revenue`; the area is a `country`, a `region` whose countries are set
/// apart by semicolons, or the `rest`. Without a kind, an area with countries is a region, `Rest of
/// world` and its like are the rest, and any other is a country. Without `known_at` a report was
/// known four months after the year's end, which is as long as a filing may take. The ticker may be
/// that of any listed line of the company, on the day on which the report was known, else at the end
/// of the year or, for reports from before the first close, in the two years after they were known.
///
/// The areas of a company, year and measure are one fact: when a row of them is refused, or they add
/// up to more than 100.5 percent, all are refused.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; symbols that the market does not know are
/// refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_geography, import_prices};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, areas) = (folder.path().join("closes.csv"), folder.path().join("areas.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-06-28,DUAL,12.5\n")?;
/// let header = "ticker,fiscal_year_end,measure,area,percent";
/// let rows = "DUAL,2023-12-31,assets,United States,77\nDUAL,2023-12-31,assets,Other,23\n";
/// std::fs::write(&areas, format!("{header}\n{rows}"))?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnys);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_geography(market, &[areas], &options)?;
/// assert_eq!(market.geography[0].known_at, date(2024, 4, 30));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_geography(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("geography");
    let symbols = Symbols::of(&market);
    let group = |row: &Geography| {
        (symbols.company(row.security_id), row.fiscal_year_end, row.measure, row.known_at)
    };
    let mut broken = BTreeSet::new();
    let found = read_all(&mut market, &mut report, (files, options), &COLUMNS, |_, file, row| {
        let empty = match of_report(&symbols, file, row, options.today) {
            Ok(empty) => empty,
            Err((place, reason)) => return Outcome::Bad(place, reason),
        };
        match area(row, empty.clone()) {
            Ok(area) => Outcome::Fact(area),
            Err((place, reason)) => {
                broken.insert(group(&empty));
                Outcome::Bad(place, reason)
            }
        }
    })?;
    let grouping = Grouping {
        group: &group,
        row: |row: &Geography| row.area.to_lowercase(),
        same: |one, other| {
            (one.area_kind, &one.countries, one.percent)
                == (other.area_kind, &other.countries, other.percent)
        },
        shown: |row| ("percent", row.percent.to_string()),
        judge: |rows| match rows.iter().map(|row| row.percent).sum::<f64>() {
            sum if sum > MOST => Err(format!("the areas add up to {sum:.2} percent")),
            _ => Ok(()),
        },
    };
    grouping.settle(&mut market.geography, found, &broken, &mut report);
    report.finish(&mut market)?;
    Ok((market, report))
}

/// An area of which only the company, the year, the measure and the days are known yet.
fn of_report(
    symbols: &Symbols,
    file: &SourceFile,
    row: &Row<'_>,
    today: Date,
) -> Result<Geography, Wrong> {
    let fiscal_year_end = day(row, YEAR_END)?;
    let beyond = |error: jiff::Error| (YEAR_END, error.to_string());
    let filed = fiscal_year_end.checked_add(filing_time()).map_err(beyond)?;
    let known_at = known_at(row, KNOWN_AT, (YEAR_END, filed), today)?;
    if known_at < fiscal_year_end {
        return Err((KNOWN_AT, format!("the year ends on {fiscal_year_end} only")));
    }
    let last = known_at.checked_add(until_first_close()).map_err(beyond)?;
    let named = |first: Date, last: Date| symbols.named(row.cells[TICKER], (first, last));
    let security = named(known_at, known_at).or_else(|_| named(fiscal_year_end, last));
    let measure = match words(row, MEASURE)?.to_lowercase().as_str() {
        "assets" => Measure::Assets,
        "revenue" => Measure::Revenue,
        _ => return Err((MEASURE, "neither assets nor revenue".to_owned())),
    };
    Ok(Geography {
        security_id: security.map_err(|reason| (TICKER, reason))?,
        fiscal_year_end,
        measure,
        area: String::new(),
        area_kind: AreaKind::Country,
        countries: None,
        percent: 0.0,
        known_at,
        source: source(row, SOURCE, file),
    })
}

fn area(row: &Row<'_>, empty: Geography) -> Result<Geography, Wrong> {
    let area = words(row, AREA)?;
    let said = row.cells[COUNTRIES].words().unwrap_or_default();
    let countries: Vec<&str> =
        said.split(';').map(str::trim).filter(|country| !country.is_empty()).collect();
    let area_kind = match row.cells[AREA_KIND].words().map(str::to_lowercase).as_deref() {
        Some("country") => AreaKind::Country,
        Some("region") => AreaKind::Region,
        Some("rest") => AreaKind::Rest,
        Some(_) => return Err((AREA_KIND, "neither country, region nor rest".to_owned())),
        None if !countries.is_empty() => AreaKind::Region,
        None if REST.contains(&area.to_lowercase().as_str()) => AreaKind::Rest,
        None => AreaKind::Country,
    };
    if area_kind != AreaKind::Region && !countries.is_empty() {
        return Err((COUNTRIES, "only a region has countries".to_owned()));
    }
    let countries = (!countries.is_empty()).then(|| countries.join("; "));
    Ok(Geography { area, area_kind, countries, percent: percent(row, PERCENT)?, ..empty })
}
