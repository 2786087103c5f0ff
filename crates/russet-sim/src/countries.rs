//! Where companies are listed: venues, currencies, local holidays.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use russet_market::calendar::nth_weekday;
use russet_market::{Calendar, CalendarError, Mic};

use crate::industries::{HOME, weighted};
use crate::plan::Countries;
use crate::streams::Stream;

/// A country with an exchange.
#[derive(Debug)]
pub(crate) struct Country {
    pub(crate) name: &'static str,
    /// Its exchange; for the United States the companies' own venues count.
    pub(crate) mic: Mic,
    /// Units of its currency for a dollar, in the long run.
    pub(crate) units_a_dollar: f64,
    /// Part of all companies, in percent.
    weight: f64,
    holidays: &'static [Holiday],
}

/// A day of each year on which an exchange is closed, where it falls on a weekday.
#[derive(Debug)]
enum Holiday {
    /// A day of a month.
    Fixed(i8, i8),
    /// Days from Easter Sunday.
    Easter(i32),
    /// Which weekday of which month: -1 is the last.
    Weekday(i8, Weekday, i8),
}

use Holiday::{Easter, Fixed};

/// The United States first. Weights: companies of a world index by country, roughly. Holidays are
/// assumed from standing rules: no day is moved off a weekend, and nothing out of the ordinary.
const COUNTRIES: [Country; 7] = [
    country(HOME, Mic::Xnys, 1.0, 42.0, &[]),
    country(
        "Japan",
        Mic::Xtks,
        125.0,
        20.0,
        &[
            Fixed(1, 1),
            Fixed(1, 2),
            Fixed(1, 3),
            Holiday::Weekday(1, Weekday::Monday, 2),
            Fixed(2, 11),
            Fixed(2, 23),
            Fixed(3, 20),
            Fixed(4, 29),
            Fixed(5, 3),
            Fixed(5, 4),
            Fixed(5, 5),
            Holiday::Weekday(7, Weekday::Monday, 3),
            Fixed(8, 11),
            Holiday::Weekday(9, Weekday::Monday, 3),
            Fixed(9, 23),
            Holiday::Weekday(10, Weekday::Monday, 2),
            Fixed(11, 3),
            Fixed(11, 23),
            Fixed(12, 31),
        ],
    ),
    country(
        "United Kingdom",
        Mic::Xlon,
        0.78,
        10.0,
        &[
            Fixed(1, 1),
            Easter(-2),
            Easter(1),
            Holiday::Weekday(5, Weekday::Monday, 1),
            Holiday::Weekday(5, Weekday::Monday, -1),
            Holiday::Weekday(8, Weekday::Monday, -1),
            Fixed(12, 25),
            Fixed(12, 26),
        ],
    ),
    country(
        "Germany",
        Mic::Xetr,
        0.90,
        8.0,
        &[
            Fixed(1, 1),
            Easter(-2),
            Easter(1),
            Fixed(5, 1),
            Fixed(12, 24),
            Fixed(12, 25),
            Fixed(12, 26),
        ],
    ),
    country(
        "France",
        Mic::Xpar,
        0.90,
        7.0,
        &[Fixed(1, 1), Easter(-2), Easter(1), Fixed(5, 1), Fixed(12, 25), Fixed(12, 26)],
    ),
    country(
        "Switzerland",
        Mic::Xswx,
        0.94,
        5.0,
        &[
            Fixed(1, 1),
            Fixed(1, 2),
            Easter(-2),
            Easter(1),
            Fixed(5, 1),
            Easter(39),
            Easter(50),
            Fixed(8, 1),
            Fixed(12, 25),
            Fixed(12, 26),
        ],
    ),
    country(
        "Canada",
        Mic::Xtse,
        1.30,
        8.0,
        &[
            Fixed(1, 1),
            Holiday::Weekday(2, Weekday::Monday, 3),
            Easter(-2),
            Fixed(7, 1),
            Holiday::Weekday(8, Weekday::Monday, 1),
            Holiday::Weekday(9, Weekday::Monday, 1),
            Holiday::Weekday(10, Weekday::Monday, 2),
            Fixed(12, 25),
            Fixed(12, 26),
        ],
    ),
];

const fn country(
    name: &'static str,
    mic: Mic,
    units_a_dollar: f64,
    weight: f64,
    holidays: &'static [Holiday],
) -> Country {
    Country { name, mic, units_a_dollar, weight, holidays }
}

impl Countries {
    /// The countries, home first.
    pub(crate) fn all(self) -> &'static [Country] {
        match self {
            Countries::UnitedStates => &COUNTRIES[..1],
            Countries::International => &COUNTRIES,
        }
    }

    /// Where a company is listed, by its place among the countries.
    pub(crate) fn draw(self, stream: &mut Stream) -> usize {
        let choices = self.all().iter().enumerate();
        let choices: Vec<(usize, f64)> =
            choices.map(|(place, country)| (place, country.weight)).collect();
        weighted(stream, &choices).unwrap_or(0)
    }
}

impl Country {
    /// Its sessions from a day on, to the end of the calendar of weekdays.
    pub(crate) fn sessions(&self, first: Date) -> Result<Vec<Date>, CalendarError> {
        if self.holidays.is_empty() {
            let nyse = Calendar::nyse();
            return Ok(nyse.sessions_between(first, nyse.last())?.to_vec());
        }
        let weekdays = Calendar::weekdays();
        let days = weekdays.sessions_between(first, weekdays.last())?;
        let mut closed: Vec<Date> = Vec::new();
        for year in first.year()..=weekdays.last().year() {
            closed.extend(self.holidays.iter().filter_map(|holiday| holiday.in_year(year)));
        }
        closed.sort_unstable();
        let open = days.iter().filter(|day| closed.binary_search(day).is_err());
        Ok(open.copied().collect())
    }
}

impl Holiday {
    fn in_year(&self, year: i16) -> Option<Date> {
        match *self {
            Holiday::Fixed(month, day) => Date::new(year, month, day).ok(),
            Holiday::Easter(days) => easter(year).checked_add(days.days()).ok(),
            Holiday::Weekday(month, weekday, -1) => {
                let fifth = nth_weekday(year, month, weekday, 5);
                fifth.or_else(|_| nth_weekday(year, month, weekday, 4)).ok()
            }
            Holiday::Weekday(month, weekday, n) => nth_weekday(year, month, weekday, n).ok(),
        }
    }
}

/// Easter Sunday by the anonymous Gregorian algorithm.
fn easter(year: i16) -> Date {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let skipped = century / 4;
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - skipped - moon + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    // Months 3 and 4 and days 1 to 31 fit.
    date(year, (days / 31) as i8, (days % 31 + 1) as i8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_it_fell() {
        for sunday in [date(1999, 4, 4), date(2000, 4, 23), date(2008, 3, 23), date(2024, 3, 31)] {
            assert_eq!(easter(sunday.year()), sunday);
        }
    }

    #[test]
    fn exchanges_keep_their_own_holidays() {
        let closed = |name: &str, day: Date| {
            let country = COUNTRIES.iter().find(|country| country.name == name).unwrap();
            !country.sessions(date(2024, 1, 1)).unwrap().contains(&day)
        };
        assert!(closed("United States", date(2024, 7, 4)) && !closed("Japan", date(2024, 7, 4)));
        assert!(closed("Japan", date(2024, 5, 3)) && !closed("Germany", date(2024, 5, 3)));
        assert!(closed("Germany", date(2024, 4, 1)) && !closed("Canada", date(2024, 4, 1)));
        assert!(closed("United Kingdom", date(2024, 8, 26)) && closed("France", date(2024, 5, 1)));
    }
}
