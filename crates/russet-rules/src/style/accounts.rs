//! A company's accounts as they were known on a day.

use jiff::civil::Date;
use russet_market::{Fundamental, FundamentalMeasure, MarketView, SecurityId};

/// The accounts of a company: what is known under each of its securities that has any.
#[derive(Debug, Clone)]
pub(super) struct Accounts<'a, 'market> {
    view: &'a MarketView<'market>,
    securities: &'a [SecurityId],
    of_securities: Vec<&'market [Fundamental]>,
    day: Date,
}

impl<'a, 'market> Accounts<'a, 'market> {
    pub(super) fn of(
        view: &'a MarketView<'market>,
        securities: &'a [SecurityId],
        day: Date,
    ) -> Accounts<'a, 'market> {
        let of_securities = securities.iter().map(|security| view.accounts(*security));
        Accounts {
            view,
            securities,
            of_securities: of_securities.filter(|rows| !rows.is_empty()).collect(),
            day,
        }
    }

    /// The value of the newest period: of several statements the latest known.
    pub(super) fn latest(&self, measure: FundamentalMeasure) -> Option<f64> {
        let mut newest: Option<&Fundamental> = None;
        for rows in self.measured(measure) {
            let Some(place) = rows.iter().rposition(|row| row.known_at <= self.day) else {
                continue;
            };
            let key = |row: &Fundamental| (row.period_end, row.known_at);
            let of_security =
                &rows[rows[..place].partition_point(|row| key(row) < key(&rows[place]))];
            if newest.is_none_or(|newest| key(newest) < key(of_security)) {
                newest = Some(of_security);
            }
        }
        newest.map(|row| row.value).filter(|value| value.is_finite())
    }

    /// The rows of one measure under each security.
    fn measured(
        &self,
        measure: FundamentalMeasure,
    ) -> impl Iterator<Item = &'market [Fundamental]> {
        self.of_securities.iter().map(move |rows| {
            let start = rows.partition_point(|row| row.measure < measure);
            &rows[start..rows.partition_point(|row| row.measure <= measure)]
        })
    }

    /// The values of the latest quarters in chronological order; none where one of them is missing.
    pub(super) fn quarters(&self, measure: FundamentalMeasure, count: u32) -> Option<Vec<f64>> {
        self.newest(measure, count, |row| row.value)
    }

    /// The same of values a share, in shares of the day: statements count the splits that were in
    /// force when they were made, and not those that went ex since.
    pub(super) fn quarters_per_share(
        &self,
        measure: FundamentalMeasure,
        count: u32,
    ) -> Option<Vec<f64>> {
        self.newest(measure, count, |row| {
            let splits = self.view.splits(row.security_id, (row.known_at, self.day), self.day);
            splits
                .filter_map(|split| split.ratio)
                .fold(row.value, |value, ratio| value / ratio.to_f64())
        })
    }

    fn newest(
        &self,
        measure: FundamentalMeasure,
        count: u32,
        value_of: impl Fn(&Fundamental) -> f64,
    ) -> Option<Vec<f64>> {
        let count = count as usize;
        let mut newest = self.view.newest_fundamentals(self.securities, measure, self.day, count);
        if newest.len() < count {
            return None;
        }
        newest.reverse();
        let follow =
            |pair: &[&Fundamental]| quarters_between(pair[0].period_end, pair[1].period_end) == 1;
        let values: Vec<f64> = newest.iter().map(|row| value_of(row)).collect();
        (newest.windows(2).all(follow) && values.iter().all(|value| value.is_finite()))
            .then_some(values)
    }
}

/// Quarters from one end of a period to another, to the nearest: fiscal quarters end on different days
/// of different years.
fn quarters_between(earlier: Date, later: Date) -> i64 {
    let days = later.duration_since(earlier).as_hours() / 24;
    (days as f64 * 4.0 / 365.25).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn quarters_end_about_three_months_apart() {
        assert_eq!(quarters_between(date(2019, 12, 28), date(2020, 4, 4)), 1);
        assert_eq!(quarters_between(date(2023, 11, 30), date(2024, 2, 29)), 1);
        assert_eq!(quarters_between(date(2023, 9, 30), date(2024, 3, 31)), 2);
        assert_eq!(quarters_between(date(2023, 12, 31), date(2024, 1, 2)), 0);
    }
}
