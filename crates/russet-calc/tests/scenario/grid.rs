//! Tables with a row a session: closes, volumes, rates.

use jiff::civil::Date;
use russet_market::Calendar;

use super::text::{Fault, Row, Section};

/// One row of such a table.
pub struct Session<'a> {
    pub row: &'a Row,
    pub date: Date,
    /// A column and its cell, where there is one.
    pub cells: Vec<(&'a str, &'a str)>,
}

/// The sessions of a section. `-` is no cell, `=` the one above; `until` a day repeats the row above on
/// every session up to it.
pub fn sessions<'a>(section: &'a Section, calendar: &Calendar) -> Result<Vec<Session<'a>>, Fault> {
    let Some((names, rows)) = section.rows.split_first() else { return Ok(Vec::new()) };
    if names.word(0) != "date" {
        return Err(names.fault("the first column is not 'date'"));
    }
    let columns: Vec<&str> = names.words[1..].iter().map(String::as_str).collect();
    let mut found: Vec<Session<'a>> = Vec::new();
    let mut last: Vec<&str> = vec!["-"; columns.len()];
    for row in rows {
        let after = found.last().map(|session| session.date);
        let dates = match row.word(0) {
            "until" => {
                let until = row.read(row.word(1), "a date")?;
                let after = after.ok_or_else(|| row.fault("`until` needs a row above"))?;
                let days = calendar.sessions_between(after, until);
                let days = days.map_err(|error| row.fault(error.to_string()))?;
                days.iter().copied().filter(|day| *day > after).collect()
            }
            date => {
                let cells = row.words.len() - 1;
                if cells != columns.len() {
                    let message = format!("{cells} cells for {} columns", columns.len());
                    return Err(row.fault(message));
                }
                let words = row.words[1..].iter().map(String::as_str);
                let cell = |(before, word)| if word == "=" { before } else { word };
                last = last.into_iter().zip(words).map(cell).collect();
                vec![row.read::<Date>(date, "a date")?]
            }
        };
        for date in dates {
            if after.is_some_and(|after| date <= after) {
                return Err(row.fault(format!("{date} does not come after the row above")));
            }
            let cells = columns.iter().copied().zip(last.iter().copied());
            let cells = cells.filter(|(_, cell)| *cell != "-").collect();
            found.push(Session { row, date, cells });
        }
    }
    Ok(found)
}
