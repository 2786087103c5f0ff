//! What the cells of facts that a user supplies have in common: days, percentages, sources.

use jiff::civil::Date;
use russet_market::{Calendar, Factor};

use crate::files::{Row, SourceFile};

/// A column's place, and what is wrong with its cell.
pub(super) type Wrong = (usize, String);

/// A day that must be there.
pub(super) fn day(row: &Row<'_>, place: usize) -> Result<Date, Wrong> {
    let day = row.cells[place].date().map_err(|reason| (place, reason))?;
    day.ok_or_else(|| (place, "no date".to_owned()))
}

/// The first session on or after a day that must be there.
pub(super) fn session(
    row: &Row<'_>,
    place: usize,
    calendar: &'static Calendar,
) -> Result<Date, Wrong> {
    let session = calendar.session_on_or_after(day(row, place)?);
    session.map_err(|error| (place, error.to_string()))
}

/// When a fact was known: as its row says, else on the day given, whose column is named then.
pub(super) fn known_at(
    row: &Row<'_>,
    place: usize,
    (other_place, otherwise): (usize, Date),
    today: Date,
) -> Result<Date, Wrong> {
    let said = row.cells[place].date().map_err(|reason| (place, reason))?;
    let (place, known_at) = said.map_or((other_place, otherwise), |said| (place, said));
    match known_at > today {
        true => {
            let reason = format!(
                "known on {known_at}, in the future: today is {today} (hint: say in known_at when it was known)"
            );
            Err((place, reason))
        }
        false => Ok(known_at),
    }
}

/// A percentage from 0 to 100 that must be there.
pub(super) fn percent(row: &Row<'_>, place: usize) -> Result<f64, Wrong> {
    let number = row.cells[place].number().map_err(|reason| (place, reason))?;
    match number {
        Some(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        Some(percent) => Err((place, format!("{percent} is not a percentage from 0 to 100"))),
        None => Err((place, "no percentage".to_owned())),
    }
}

/// A percentage from 0 to 100 as a factor, to ten decimals of a percent.
pub(super) fn percent_factor(row: &Row<'_>, place: usize) -> Result<Factor, Wrong> {
    // Ten decimals of a percent survive a float, and rounding to a factor's decimals restores them.
    let text = format!("{:.12}", percent(row, place)? / 100.0);
    text.parse().map_err(|error: russet_market::NumberError| (place, error.to_string()))
}

/// Words that must be there.
pub(super) fn words(row: &Row<'_>, place: usize) -> Result<String, Wrong> {
    let words = row.cells[place].words().map(str::trim).filter(|words| !words.is_empty());
    words.map(str::to_owned).ok_or_else(|| (place, "must not be blank".to_owned()))
}

/// Where a fact comes from: as its row says, else its file.
pub(super) fn source(row: &Row<'_>, place: usize, file: &SourceFile) -> String {
    row.cells[place].words().map_or_else(|| file.name.clone(), |words| words.trim().to_owned())
}
