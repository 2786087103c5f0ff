//! Rates of exchange.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::MarketView;
use crate::currency::Currency;
use crate::facts::FxRate;
use crate::numbers::ExchangeRate;

/// Where the rates of each pair stand among all, in order of time, either way round.
#[derive(Debug, Clone, Default)]
pub(super) struct RatePositions(BTreeMap<(Currency, Currency), Vec<usize>>);

impl RatePositions {
    pub(super) fn of(rates: &[FxRate]) -> RatePositions {
        let mut positions: BTreeMap<(Currency, Currency), Vec<usize>> = BTreeMap::new();
        for (position, row) in rates.iter().enumerate() {
            positions
                .entry(pair_of(row.currency_from, row.currency_to))
                .or_default()
                .push(position);
        }
        RatePositions(positions)
    }
}

fn pair_of(one: Currency, other: Currency) -> (Currency, Currency) {
    (one.min(other), one.max(other))
}

impl MarketView<'_> {
    /// What one unit of a currency is worth in another on a day. None where no rate tells.
    pub fn rate(&self, from: Currency, to: Currency, day: Date) -> Option<ExchangeRate> {
        self.dated_rate(from, to, day).map(|(rate, _)| rate)
    }

    /// The same, with the day that the rate is of: like a close, a rate is carried until a newer one is
    /// known. That of the pair itself counts, either way round; one through the dollar of the United
    /// States, which is as old as the older of its two, where there is no other or it is newer.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Currency, FxRate, Market, MarketView};
    /// let (from, to, known_at) = (Currency::EUR, Currency::USD, date(2024, 1, 2));
    /// let rate = "1.25".parse()?;
    /// let row = FxRate { date: known_at, currency_from: from, currency_to: to, rate, known_at, source: "example".into() };
    /// let market = Market { fx: vec![row], ..Market::default() };
    /// let found = MarketView::new(&market).dated_rate(to, from, date(2024, 1, 5));
    /// assert_eq!(found, Some(("0.8".parse()?, known_at)));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn dated_rate(
        &self,
        from: Currency,
        to: Currency,
        day: Date,
    ) -> Option<(ExchangeRate, Date)> {
        let own = self.pair(from, to, day);
        match own {
            Some((_, of)) if of == day => own,
            Some((_, of)) => self.through_dollar(from, to, day).filter(|new| new.1 > of).or(own),
            None => self.through_dollar(from, to, day),
        }
    }

    fn through_dollar(
        &self,
        from: Currency,
        to: Currency,
        day: Date,
    ) -> Option<(ExchangeRate, Date)> {
        let (first, of_first) = self.pair(from, Currency::USD, day)?;
        let (second, of_second) = self.pair(Currency::USD, to, day)?;
        Some((first.then(second).ok()?, of_first.min(of_second)))
    }

    fn pair(&self, from: Currency, to: Currency, day: Date) -> Option<(ExchangeRate, Date)> {
        if from == to {
            return Some((ExchangeRate::ONE, day));
        }
        let positions = self.rates.0.get(&pair_of(from, to))?;
        let known = positions.partition_point(|position| self.market.fx[*position].date <= day);
        let rows = positions[..known].iter().rev().map(|position| &self.market.fx[*position]);
        let newest = rows.into_iter().find(|row| row.known_at <= day)?;
        let rate = match newest.currency_from == from {
            true => newest.rate,
            false => newest.rate.inverse().ok()?,
        };
        Some((rate, newest.date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::Market;
    use jiff::civil::date;

    fn row(day: i8, (from, to): (Currency, Currency), rate: &str) -> FxRate {
        let day = date(2024, 1, day);
        let (rate, source) = (rate.parse().unwrap(), "test".to_owned());
        FxRate { date: day, currency_from: from, currency_to: to, rate, known_at: day, source }
    }

    #[test]
    fn the_newer_of_the_pairs_own_rate_and_one_through_the_dollar_counts() {
        let (euro, yen, dollar) = (Currency::EUR, Currency::JPY, Currency::USD);
        let fx = vec![
            row(2, (euro, yen), "150"),
            row(2, (euro, dollar), "1.5"),
            row(3, (euro, dollar), "1.25"),
            row(4, (dollar, yen), "128"),
        ];
        let mut market = Market { fx, ..Market::default() };
        market.canonical();
        let view = MarketView::new(&market);
        let found = |day: i8| {
            let (rate, of) = view.dated_rate(euro, yen, date(2024, 1, day)).unwrap();
            (rate.to_string(), of.day())
        };
        assert_eq!(found(2), ("150".to_owned(), 2));
        assert_eq!(found(3), ("150".to_owned(), 2));
        assert_eq!(found(4), ("160".to_owned(), 3));
        assert_eq!(found(9), ("160".to_owned(), 3));
        assert_eq!(view.rate(yen, euro, date(2024, 1, 4)), "0.00625".parse().ok());
        assert_eq!(view.dated_rate(euro, yen, date(2024, 1, 1)), None);
    }
}
