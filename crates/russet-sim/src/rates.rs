//! Rates of exchange against the dollar, one for each weekday.

use jiff::civil::Date;
use russet_market::{Currency, ExchangeRate, FxRate, NumberError};

use crate::countries::Country;
use crate::draws::normal;
use crate::facts::SOURCE;
use crate::parameters::{RATE_REVERSION, RATE_VOLATILITY, SESSIONS_A_YEAR};
use crate::streams::{Stream, Streams};

/// The rates of all currencies but the dollar.
#[derive(Debug)]
pub(crate) struct Rates {
    stream: Stream,
    /// Currency, log of its usual worth in dollars, and log of what it is above that now.
    rates: Vec<(Currency, f64, f64)>,
}

impl Rates {
    /// Rates at their usual level, each currency once.
    pub(crate) fn new(streams: Streams, countries: &[Country]) -> Rates {
        let mut rates: Vec<(Currency, f64, f64)> = Vec::new();
        for country in countries {
            let currency = country.mic.currency();
            if currency != Currency::USD && rates.iter().all(|rate| rate.0 != currency) {
                rates.push((currency, -libm::log(country.units_a_dollar), 0.0));
            }
        }
        Rates { stream: streams.rates(), rates }
    }

    /// The rates of one more day.
    pub(crate) fn step(&mut self, date: Date) -> Result<Vec<FxRate>, NumberError> {
        let stream = &mut self.stream;
        let row = |(from, usual, above): &mut (Currency, f64, f64)| {
            let shock = normal(stream);
            *above += RATE_VOLATILITY * shock - RATE_REVERSION / SESSIONS_A_YEAR * *above;
            let rate: ExchangeRate = format!("{:.8}", libm::exp(*usual + *above)).parse()?;
            let (to, source) = (Currency::USD, SOURCE.to_owned());
            Ok(FxRate { date, currency_from: *from, currency_to: to, rate, known_at: date, source })
        };
        self.rates.iter_mut().map(row).collect()
    }
}
