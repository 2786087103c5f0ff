//! One listed line of a company: its close, change and volume.

use rand::RngExt;
use russet_market::{SecurityId, SecurityKind, Ticker};

use crate::draws::normal;
use crate::model::Model;
use crate::parameters::{CLASS_REVERSION, CLASS_SPREAD};
use crate::streams::Stream;

/// How a line is priced.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pricing {
    /// A share of the company: its price, times a standing premium and a small wandering one.
    Share {
        /// Log of the standing premium over the first class.
        premium: f64,
        /// Log of the wandering premium.
        spread: f64,
    },
    /// A preferred share or warrant: near an anchor of its own.
    Anchored {
        /// Log of the anchor in dollars.
        anchor: f64,
        /// Standard deviation of a session's log return.
        volatility: f64,
        /// Log of the price now.
        log_price: f64,
    },
}

/// What a line shows after a session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quote {
    /// The close in nano-dollars.
    pub(crate) nanos: i64,
    pub(crate) volume: u64,
    pub(crate) change_percent: Option<f64>,
}

/// A listed line.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) security: SecurityId,
    pub(crate) ticker: Option<Ticker>,
    pub(crate) kind: SecurityKind,
    pub(crate) class: Option<char>,
    /// Whether it trades: a class that became another no longer does.
    pub(crate) open: bool,
    pub(crate) pricing: Pricing,
    pub(crate) shares: u64,
    /// Shares in unrestricted hands, in percent.
    pub(crate) float_percent: u8,
    /// The last close shown, on today's share terms.
    pub(crate) previous: Option<f64>,
    pub(crate) quote: Option<Quote>,
}

/// What a session brings to all lines of a company.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tape {
    /// The company's log price after the session.
    pub(crate) log_price: f64,
    /// Log of its cap in dollars of the measured day.
    pub(crate) size: f64,
    /// How many usual volatilities it moved.
    pub(crate) excitement: f64,
}

/// A line that is no share misses more sessions: this much more often.
const QUIET_LINES: f64 = 4.0;
/// Dollars that no close reaches, far inside what a price can hold.
const HIGHEST_CLOSE: f64 = 5.0e7;
/// Shares that trade at most in a session, as a part of all.
const HIGHEST_TURNOVER: f64 = 3.0;
/// Volume of a share's first session against its usual one. Measured, lines of common shares that came
/// to market from 2021 to mid-2024: quartiles 1, 3.4, 12.5; offerings are the upper ones.
const FIRST_SESSION_VOLUME: f64 = 12.5;

impl Line {
    /// Whether this line is a share of the company.
    pub(crate) fn is_share(&self) -> bool {
        matches!(self.pricing, Pricing::Share { .. })
    }

    /// Trades one session.
    pub(crate) fn trade(&mut self, stream: &mut Stream, tape: Tape, model: &Model) {
        if !self.open {
            return;
        }
        let log_price = self.move_on(stream, tape.log_price);
        let noise = normal(stream);
        let quiet = if self.is_share() { 1.0 } else { QUIET_LINES };
        self.quote = None;
        if stream.random::<f64>() < model.missing.at(tape.size) * quiet {
            return;
        }
        let (nanos, close) = tick(libm::exp(log_price));
        let spread = model.volume_spread.at(tape.size);
        let log_turnover =
            model.log_turnover.at(tape.size) + spread * noise + 0.35 * (tape.excitement - 0.8);
        let first = self.previous.is_none() && self.is_share();
        let usual = libm::exp(log_turnover) * if first { FIRST_SESSION_VOLUME } else { 1.0 };
        let traded = self.shares as f64 * usual.min(HIGHEST_TURNOVER);
        self.quote = Some(Quote {
            nanos,
            volume: traded.round() as u64,
            change_percent: self
                .previous
                .map(|previous| ((close / previous - 1.0) * 1e5).round() / 1e3),
        });
        self.previous = Some(close);
    }

    /// Puts the last close on the terms of a split, new for old.
    pub(crate) fn split(&mut self, new: u64, old: u64) {
        self.previous = self.previous.map(|close| close * old as f64 / new as f64);
    }

    fn move_on(&mut self, stream: &mut Stream, company: f64) -> f64 {
        match &mut self.pricing {
            Pricing::Share { premium, spread } if self.class.is_some() => {
                let shock = normal(stream);
                *spread = (1.0 - CLASS_REVERSION) * *spread + CLASS_SPREAD * shock;
                company + *premium + *spread
            }
            Pricing::Share { premium, .. } => company + *premium,
            Pricing::Anchored { anchor, volatility, log_price } => {
                let shock = normal(stream);
                *log_price += 0.02 * (*anchor - *log_price) + *volatility * shock;
                *log_price
            }
        }
    }
}

/// The close in nano-dollars and in dollars: whole cents, below a dollar hundredths of a cent.
fn tick(price: f64) -> (i64, f64) {
    let (ticks, nanos) = match price < 1.0 {
        true => ((price * 1e4).round().max(1.0), 100_000),
        false => ((price.min(HIGHEST_CLOSE) * 1e2).round(), 10_000_000),
    };
    let units = ticks as i64 * nanos;
    (units, units as f64 / 1e9)
}

#[cfg(test)]
mod tests {
    use super::tick;

    #[test]
    fn closes_are_cents_and_below_a_dollar_hundredths_of_a_cent() {
        assert_eq!(tick(12.345).0 % 10_000_000, 0);
        assert_eq!(tick(0.123_46), (123_500_000, 0.1235));
        assert_eq!(tick(0.0).0, 100_000);
        assert_eq!(tick(f64::INFINITY).1, 5.0e7);
    }
}
