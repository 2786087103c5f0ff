//! Votes of a company's classes, as a user has them from a proxy statement.

use std::collections::BTreeSet;
use std::path::PathBuf;

use russet_market::{ClassVotes, Factor, Market, Shares};

use super::cells::{Wrong, known_at, percent_factor, session, source, words};
use super::groups::Grouping;
use super::securities::Symbols;
use super::{Outcome, read_all};
use crate::error::ImportError;
use crate::files::{Column, Row, SourceFile};
use crate::options::ImportOptions;
use crate::report::ImportReport;

const TICKER: usize = 0;
const EFFECTIVE: usize = 1;
const CLASS: usize = 2;
const SHARES: usize = 3;
const VOTES: usize = 4;
const PERCENT: usize = 5;
const KNOWN_AT: usize = 6;
const SOURCE: usize = 7;
const COLUMNS: [Column; 8] = [
    Column::needed("ticker", &["symbol"]),
    Column::needed("effective", &["date"]),
    Column::needed("class", &["share_class"]),
    Column::needed("shares", &["shares_outstanding", "count"]),
    Column::needed("votes_per_share", &["votes"]),
    Column::needed("free_float_percent", &["free_float_pct"]),
    Column::optional("known_at", &["announced"]),
    Column::optional("source", &[]),
];

/// Takes in votes, one row a class, listed or not:
/// `ticker,effective,class,shares,votes_per_share,free_float_percent[,known_at][,source]`. The ticker
/// is that of any listed line of the company; an unlisted class has a free float of 0.
///
/// The classes of a company on one date are one fact: when a row of them is refused, all are, since
/// the votes of some classes say nothing of the company.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; symbols that the market does not know on
/// that date are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_prices, import_votes};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, votes) = (folder.path().join("closes.csv"), folder.path().join("votes.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-06-28,DUAL,12.5\n")?;
/// let header = "ticker,effective,class,shares,votes_per_share,free_float_percent";
/// let classes = "DUAL,2024-06-28,A,100000000,1,65\nDUAL,2024-06-28,B,300000000,10,0\n";
/// std::fs::write(&votes, format!("{header}\n{classes}"))?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnys);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_votes(market, &[votes], &options)?;
/// assert_eq!(market.class_votes.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_votes(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("votes");
    let symbols = Symbols::of(&market);
    let group =
        |row: &ClassVotes| (symbols.company(row.security_id), row.effective_date, row.known_at);
    let mut broken = BTreeSet::new();
    let found = read_all(&mut market, &mut report, (files, options), &COLUMNS, |_, file, row| {
        let empty = match of_company(&symbols, file, row, options) {
            Ok(Outcome::Fact(empty)) => empty,
            Ok(other) => return other,
            Err((place, reason)) => return Outcome::Bad(place, reason),
        };
        match class(row, empty.clone()) {
            Ok(class) => Outcome::Fact(class),
            Err((place, reason)) => {
                broken.insert(group(&empty));
                Outcome::Bad(place, reason)
            }
        }
    })?;
    let grouping = Grouping {
        group: &group,
        row: |row: &ClassVotes| row.share_class.clone(),
        same: |one, other| {
            (one.shares_outstanding, one.votes_per_share, one.free_float)
                == (other.shares_outstanding, other.votes_per_share, other.free_float)
        },
        shown: |row| ("class", row.share_class.clone()),
        judge: |_| Ok(()),
    };
    grouping.settle(&mut market.class_votes, found, &broken, &mut report);
    report.finish(&mut market)?;
    Ok((market, report))
}

/// A class of which only the company and the dates are known yet.
fn of_company(
    symbols: &Symbols,
    file: &SourceFile,
    row: &Row<'_>,
    options: &ImportOptions<'_>,
) -> Result<Outcome<ClassVotes>, Wrong> {
    let effective = session(row, EFFECTIVE, symbols.calendar(row.cells[TICKER]))?;
    if symbols.is_before_all(effective) {
        return Ok(Outcome::Aside("before all that the market knows"));
    }
    let known_at = known_at(row, KNOWN_AT, (EFFECTIVE, effective), options.today)?;
    let security = symbols.named(row.cells[TICKER], (effective, effective));
    Ok(Outcome::Fact(ClassVotes {
        security_id: security.map_err(|reason| (TICKER, reason))?,
        effective_date: effective,
        known_at,
        share_class: String::new(),
        shares_outstanding: Shares::ZERO,
        votes_per_share: Shares::ZERO,
        free_float: Factor::ONE,
        source: source(row, SOURCE, file),
    }))
}

fn class(row: &Row<'_>, empty: ClassVotes) -> Result<ClassVotes, Wrong> {
    let number = |place: usize| {
        let number = row.cells[place].shares().map_err(|reason| (place, reason))?;
        number.ok_or_else(|| (place, "no number".to_owned()))
    };
    Ok(ClassVotes {
        share_class: words(row, CLASS)?,
        shares_outstanding: number(SHARES)?,
        votes_per_share: number(VOTES)?,
        free_float: percent_factor(row, PERCENT)?,
        ..empty
    })
}
