//! Values from companies' accounts, as they were known on a day.

use std::ops::Range;

use jiff::civil::Date;

use super::MarketView;
use crate::facts::{Fundamental, FundamentalMeasure};
use crate::identity::SecurityId;

/// Where the rows of each line's accounts lie, and which of them were known when.
#[derive(Debug, Clone)]
pub(super) struct AccountPositions {
    /// By line, and for each by measure, where its rows begin: they end where the next ones begin.
    starts: Vec<usize>,
    /// By row, the first day on which it or a later one of its line and measure was known: it never falls
    /// from one row to the next, so that what nobody knew yet is left out by halving.
    known_from: Vec<Date>,
}

/// How many measures a line may have.
const MEASURES: usize = FundamentalMeasure::ALL.len();

impl AccountPositions {
    pub(super) fn of(rows: &[Fundamental]) -> AccountPositions {
        let place =
            |row: &Fundamental| row.security_id.0 as usize * MEASURES + row.measure as usize;
        let mut starts = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            starts.resize(starts.len().max(place(row) + 1), number);
        }
        let lines = rows.last().map_or(0, |row| row.security_id.0 as usize + 1);
        starts.resize(lines * MEASURES + 1, rows.len());
        let mut known_from: Vec<Date> = rows.iter().map(|row| row.known_at).collect();
        for number in (1..rows.len()).rev() {
            if place(&rows[number - 1]) == place(&rows[number]) {
                known_from[number - 1] = known_from[number - 1].min(known_from[number]);
            }
        }
        AccountPositions { starts, known_from }
    }

    /// The rows of a security for some measures, from one on.
    fn rows(&self, line: SecurityId, first: usize, count: usize) -> Range<usize> {
        let place = line.0 as usize * MEASURES + first;
        match (self.starts.get(place), self.starts.get(place + count)) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        }
    }
}

impl<'market> MarketView<'market> {
    /// Everything known of a line from its company's accounts, by measure, period and the day it was known.
    pub fn accounts(&self, security: SecurityId) -> &'market [Fundamental] {
        self.lack();
        &self.market.fundamentals[self.accounts.rows(security, 0, MEASURES)]
    }

    /// The values of one measure of a company that were known on a day, one a period in order of time:
    /// of several statements of one period the latest known.
    pub fn fundamentals(
        &self,
        securities: &[SecurityId],
        measure: FundamentalMeasure,
        day: Date,
    ) -> Vec<&'market Fundamental> {
        let all = securities.iter().flat_map(|security| self.measured(*security, measure));
        let known = all.filter(|row| row.known_at <= day);
        let mut values: Vec<&Fundamental> = known.collect();
        values.sort_by_key(|row| (row.period_end, std::cmp::Reverse(row.known_at)));
        values.dedup_by_key(|row| row.period_end);
        values
    }

    /// The latest of these values, `count` of them, the newest period first.
    pub fn newest_fundamentals(
        &self,
        securities: &[SecurityId],
        measure: FundamentalMeasure,
        day: Date,
        count: usize,
    ) -> Vec<&'market Fundamental> {
        self.lack();
        let of_lines = securities.iter().map(|security| self.measured_at(*security, measure));
        let mut of_lines = of_lines.filter(|rows| !rows.is_empty());
        match (of_lines.next(), of_lines.next()) {
            (None, _) => Vec::new(),
            (Some(rows), None) => {
                let known_from = &self.accounts.known_from[rows.clone()];
                let known = known_from.partition_point(|known_from| *known_from <= day);
                newest(&self.market.fundamentals[rows.start..rows.start + known], day, count)
            }
            _ => {
                let all = self.fundamentals(securities, measure, day);
                all.into_iter().rev().take(count).collect()
            }
        }
    }

    /// The values of one measure of a line, by period and the day each was known.
    fn measured(
        &self,
        security: SecurityId,
        measure: FundamentalMeasure,
    ) -> &'market [Fundamental] {
        self.lack();
        &self.market.fundamentals[self.measured_at(security, measure)]
    }

    fn measured_at(&self, security: SecurityId, measure: FundamentalMeasure) -> Range<usize> {
        self.lack();
        self.accounts.rows(security, measure as usize, 1)
    }
}

/// The newest values of one line, found backwards: of several statements of one period the latest known,
/// and of several of one day the first.
fn newest(rows: &[Fundamental], day: Date, count: usize) -> Vec<&Fundamental> {
    let mut newest: Vec<&Fundamental> = Vec::with_capacity(count);
    for row in rows.iter().rev().filter(|row| row.known_at <= day) {
        let full = newest.len() == count;
        match newest.last_mut() {
            Some(last) if last.period_end == row.period_end => {
                if last.known_at == row.known_at {
                    *last = row;
                }
            }
            _ if full => break,
            _ => newest.push(row),
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::market::Market;

    /// Periods that are stated again, late, and twice on one day, under one line and under two.
    #[test]
    fn the_newest_values_are_the_last_of_all() {
        let mut market = Market::default();
        for number in 0..120_u32 {
            let of = number * 7919 % 60;
            market.fundamentals.push(Fundamental {
                security_id: SecurityId(of / 30),
                measure: FundamentalMeasure::NetIncome,
                period_end: date(2020 + (of % 5) as i16, 1 + (number % 4 * 3) as i8, 28),
                known_at: date(2020 + (of % 6) as i16, 1 + (number * 31 % 12) as i8, 3),
                value: f64::from(number),
                source: "a test".to_owned(),
            });
        }
        market.canonical();
        let view = MarketView::new(&market);
        let measure = FundamentalMeasure::NetIncome;
        assert!(view.fundamentals(&[SecurityId(1)], measure, date(2026, 7, 1)).len() > 9);
        for lines in [&[SecurityId(0)][..], &[SecurityId(1)], &[SecurityId(0), SecurityId(1)]] {
            for day in (2019..2027).map(|year| date(year, 7, 1)) {
                let all = view.fundamentals(lines, measure, day);
                for count in 0..9 {
                    let last: Vec<_> = all.iter().rev().take(count).copied().collect();
                    assert_eq!(view.newest_fundamentals(lines, measure, day, count), last);
                }
            }
        }
    }
}
