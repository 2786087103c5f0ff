//! Reads a calendar from its table, one row for each weekday closed and each early close.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use super::session::{Calendar, is_weekend};

const HEADER: &str = "date,kind,close,reason";

/// Reads the table, and names the line that is wrong if one is.
pub(super) fn read(text: &'static str) -> Result<Calendar, String> {
    let mut table = Table::default();
    for (number, line) in (1..).zip(text.lines()) {
        let result = match number {
            1 if line == HEADER => Ok(()),
            1 => Err(format!("the header is not {HEADER:?}")),
            _ => table.add(line),
        };
        result.map_err(|problem| format!("line {number}, {line:?}: {problem}"))?;
    }
    let (Some(first), Some(last)) = (table.first, table.last) else {
        return Err("the rows `first` and `last` must give the days covered".to_owned());
    };
    Ok(Calendar::new(first, last, table.closures, table.early_closes))
}

#[derive(Default)]
struct Table {
    first: Option<Date>,
    last: Option<Date>,
    /// The date of the row before, so that disorder and duplicates are seen.
    previous: Option<Date>,
    closures: BTreeMap<Date, &'static str>,
    early_closes: BTreeMap<Date, Time>,
}

impl Table {
    fn add(&mut self, line: &'static str) -> Result<(), String> {
        // The reason comes last and may itself hold commas.
        let mut cells = line.splitn(4, ',');
        let (Some(date), Some(kind), Some(close), Some(reason)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            return Err("a row has four cells".to_owned());
        };
        let date: Date = date.parse().map_err(|error| format!("{error}"))?;
        match (kind, close, reason) {
            ("first", "", "") if self.first.is_none() => self.first = Some(date),
            ("last", "", "")
                if self.last.is_none() && self.previous.is_none_or(|row| row <= date) =>
            {
                self.last = Some(date);
            }
            ("closed", "", reason) if !reason.is_empty() => {
                self.check_order(date)?;
                self.closures.insert(date, reason);
            }
            ("early", close, reason) if !reason.is_empty() => {
                self.check_order(date)?;
                let close = close.parse().map_err(|error| format!("{error}"))?;
                self.early_closes.insert(date, close);
            }
            _ => return Err("a cell is missing, superfluous or unknown".to_owned()),
        }
        Ok(())
    }

    fn check_order(&mut self, date: Date) -> Result<(), String> {
        if is_weekend(date) {
            return Err("the exchange never trades at a weekend".to_owned());
        }
        if self.first.is_none_or(|first| date < first) || self.last.is_some() {
            return Err("the row stands outside the days covered".to_owned());
        }
        if self.previous.is_some_and(|row| date <= row) {
            return Err("dates must ascend, without duplicates".to_owned());
        }
        self.previous = Some(date);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    const NYSE: &str = include_str!("nyse.csv");

    /// The first cells of the rows of one kind.
    fn dates(kind: &str) -> Vec<Date> {
        NYSE.lines()
            .filter(|line| line.split(',').nth(1) == Some(kind))
            .map(|line| line[..10].parse().unwrap())
            .collect()
    }

    #[test]
    fn the_embedded_table_is_well_formed() {
        let nyse = read(NYSE).unwrap();
        assert_eq!(nyse.first(), date(1978, 1, 1));
        assert_eq!(nyse.last(), date(2030, 12, 31));
    }

    #[test]
    fn every_row_is_a_weekday_and_reaches_the_calendar() {
        let nyse = read(NYSE).unwrap();
        for closed in dates("closed") {
            assert!(!is_weekend(closed), "{closed}");
            assert!(nyse.closure(closed).is_some(), "{closed}");
        }
        for early in dates("early") {
            assert!(nyse.is_session(early).unwrap(), "{early}");
            let close = nyse.early_close(early).unwrap();
            assert!(time(13, 0, 0, 0) <= close && close < time(16, 0, 0, 0), "{early}");
        }
    }

    #[test]
    fn rows_ascend_without_duplicates() {
        let mut listed = [dates("closed"), dates("early")].concat();
        listed.sort();
        assert!(listed.is_sorted_by(|one, next| one < next));
        assert!(NYSE.lines().skip(1).is_sorted());
        assert_eq!((dates("closed").len(), dates("early").len()), (472, 109));
    }

    #[test]
    fn years_have_the_sessions_they_had() {
        let nyse = read(NYSE).unwrap();
        for (year, sessions) in [
            (1978, 252),
            (1985, 252), // one fewer for Gloria
            (1992, 254),
            (2001, 248), // four fewer for September 11
            (2012, 250), // two fewer for Sandy
            (2020, 253),
            (2021, 252), // no New Year's Day in 2022 to be observed on the 31st of December
            (2022, 251),
            (2025, 250), // one fewer for President Carter
            (2026, 251),
        ] {
            let days = nyse.sessions_between(date(year, 1, 1), date(year, 12, 31));
            assert_eq!(days.unwrap().len(), sessions, "{year}");
        }
    }

    #[test]
    fn a_bad_row_is_refused_by_line() {
        for (row, problem) in [
            ("2026-01-02,closed", "a row has four cells"),
            ("2026-13-02,closed,,Why", "line 4, \"2026-13-02,closed,,Why\":"),
            ("2026-01-05,closed,,", "a cell is missing"),
            ("2026-01-05,shut,,Why", "a cell is missing, superfluous or unknown"),
            ("2026-01-05,early,,Why", "line 4"),
            ("2026-01-03,closed,,Why", "at a weekend"),
            ("2025-12-31,closed,,Why", "outside the days covered"),
            ("2026-01-02,early,13:00,Why", "without duplicates"),
            ("2026-01-01,last,,", "superfluous"),
        ] {
            let start = "date,kind,close,reason\n2026-01-01,first,,\n2026-01-02,closed,,Why\n";
            let error = read((start.to_owned() + row).leak()).unwrap_err();
            assert!(error.contains(problem), "{row:?} gave {error:?}");
        }
    }

    #[test]
    fn a_table_without_header_or_range_is_refused() {
        assert!(read("").unwrap_err().contains("`first` and `last`"));
        assert!(read("2026-01-01,first,,").unwrap_err().contains("line 1"));
        let endless = read("date,kind,close,reason\n2026-01-01,first,,");
        assert!(endless.unwrap_err().contains("`first` and `last`"));
    }
}
