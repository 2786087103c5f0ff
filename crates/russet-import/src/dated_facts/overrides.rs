//! A user's own word on an input, with who says so, why, and on what evidence.

use std::path::PathBuf;

use jiff::civil::Date;
use russet_market::table::Table;
use russet_market::{CorrectedField, Correction, Market, SecurityKind, Shares};
use serde::Deserialize;
use serde::de::{IntoDeserializer, value::Error};

use super::cells::{Wrong, known_at, percent, session, words};
use super::securities::Symbols;
use super::{Outcome, read_all, set_aside, settle::settle};
use crate::error::ImportError;
use crate::files::{Column, Row};
use crate::options::ImportOptions;
use crate::report::ImportReport;

const TICKER: usize = 0;
const FIELD: usize = 1;
const VALUE: usize = 2;
const WHO: usize = 3;
const WHY: usize = 4;
const EVIDENCE: usize = 5;
const FROM: usize = 6;
const UNTIL: usize = 7;
const KNOWN_AT: usize = 8;
const COLUMNS: [Column; 9] = [
    Column::needed("ticker", &["symbol"]),
    Column::needed("field", &[]),
    Column::needed("value", &[]),
    Column::needed("who", &[]),
    Column::needed("why", &["reason"]),
    Column::needed("evidence", &[]),
    Column::needed("from", &["effective"]),
    Column::optional("until", &[]),
    Column::optional("known_at", &["announced"]),
];

const FIELDS: [CorrectedField; 5] = [
    CorrectedField::Kind,
    CorrectedField::Nationality,
    CorrectedField::FreeFloatPercent,
    CorrectedField::PublicVotesPercent,
    CorrectedField::Shares,
];

/// Takes in a user's own word on an input:
/// `ticker,field,value,who,why,evidence,from[,until][,known_at]`. The field is `kind`, `nationality`,
/// `free_float_percent`, `public_votes_percent` or `shares`; who, why and evidence must be said. It
/// holds from its first session until its last, or until further notice; without `known_at` it was
/// known from its first one. A line is meant by its symbol on that session or, when it trades only
/// later, by the first line of that symbol until the last.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; symbols that the market does not know and
/// values that the field cannot have are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_overrides, import_prices};
/// use russet_market::{CorrectedField, Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, words) = (folder.path().join("closes.csv"), folder.path().join("words.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-06-28,DUAL,12.5\n")?;
/// let header = "ticker,field,value,who,why,evidence,from";
/// let row = "DUAL,nationality,Ireland,A. Analyst,Headquarters moved,Form 8-K of June,2024-06-28";
/// std::fs::write(&words, format!("{header}\n{row}\n"))?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnys);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_overrides(market, &[words], &options)?;
/// assert_eq!(market.corrections[0].field, CorrectedField::Nationality);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_overrides(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let mut report = ImportReport::new("overrides");
    let symbols = Symbols::of(&market);
    let mut found =
        read_all(
            &mut market,
            &mut report,
            (files, options),
            &COLUMNS,
            |_, _, row| match correction(&symbols, row, options.today) {
                Ok(correction) => Outcome::Fact(correction),
                Err((place, reason)) => Outcome::Bad(place, reason),
            },
        )?;
    set_aside::withdrawn(&market, Correction::NAME, &mut found, &mut report, |row| row.security_id);
    set_aside::pending(&market, &mut found, &mut report);
    settle(
        &mut market.corrections,
        found,
        &mut report,
        |row| (row.security_id, row.field, row.first_session, row.known_at),
        |one, other| {
            (&one.override_value, one.last_session) == (&other.override_value, other.last_session)
        },
        |row| ("value", row.override_value.clone()),
    );
    report.finish(&mut market)?;
    Ok((market, report))
}

fn correction(symbols: &Symbols, row: &Row<'_>, today: Date) -> Result<Correction, Wrong> {
    let field = words(row, FIELD)?;
    let field = FIELDS.into_iter().find(|one| one.word() == field).ok_or_else(|| {
        let known = FIELDS.map(CorrectedField::word).join(", ");
        (FIELD, format!("no field that can be overridden (hint: {known})"))
    })?;
    let from = session(row, FROM, symbols.calendar(row.cells[TICKER]))?;
    let until = row.cells[UNTIL].date().map_err(|reason| (UNTIL, reason))?;
    if let Some(until) = until.filter(|until| *until < from) {
        return Err((UNTIL, format!("ends on {until}, before it begins on {from}")));
    }
    let meant = symbols.named(row.cells[TICKER], (from, until.unwrap_or(Date::MAX)));
    Ok(Correction {
        security_id: meant.map_err(|reason| (TICKER, reason))?,
        field,
        override_value: value(field, row)?,
        who: words(row, WHO)?,
        why: words(row, WHY)?,
        evidence: words(row, EVIDENCE)?,
        first_session: from,
        last_session: until,
        known_at: known_at(row, KNOWN_AT, (FROM, from), today)?,
    })
}

/// The value as the field is read: a kind's word, a country, a plain number.
fn value(field: CorrectedField, row: &Row<'_>) -> Result<String, Wrong> {
    let wrong = |reason: String| (VALUE, reason);
    match field {
        CorrectedField::Kind => {
            let word = words(row, VALUE)?;
            let kind: Result<SecurityKind, Error> =
                SecurityKind::deserialize(word.as_str().into_deserializer());
            kind.map(|_| word).map_err(|error| wrong(error.to_string()))
        }
        CorrectedField::Nationality => {
            let country = words(row, VALUE)?;
            match country.chars().any(char::is_alphabetic) {
                true => Ok(country),
                false => Err(wrong("not a country".to_owned())),
            }
        }
        CorrectedField::FreeFloatPercent | CorrectedField::PublicVotesPercent => {
            let percent = percent(row, VALUE)?;
            // The shortest text of four decimals that says the same number.
            let text = format!("{percent:.4}");
            match text.parse::<f64>() == Ok(percent) {
                true => Ok(text.trim_end_matches('0').trim_end_matches('.').to_owned()),
                false => Err(wrong("has more than four decimals".to_owned())),
            }
        }
        CorrectedField::Shares => match row.cells[VALUE].shares().map_err(wrong)? {
            Some(shares) if shares > Shares::ZERO => Ok(shares.to_string()),
            _ => Err(wrong("no count of shares".to_owned())),
        },
    }
}
