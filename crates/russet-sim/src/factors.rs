//! What moves all companies in a session: market, size, sectors, and how volatile each is.

use jiff::civil::Date;

use crate::draws::{StudentT, normal};
use crate::industries::SECTORS;
use crate::parameters::*;
use crate::streams::{Stream, Streams};

/// The common part of one session's returns, in logs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day {
    /// Expected growth of the market.
    pub(crate) drift: f64,
    /// The market's surprise.
    pub(crate) market: f64,
    /// Small companies against large ones.
    pub(crate) size: f64,
    /// Each sector against the market.
    pub(crate) sectors: [f64; SECTORS.len()],
    /// How loud single companies' noise is, 1 in the long run.
    pub(crate) noise: f64,
    /// Log of what one dollar of cap at the measured day is now.
    pub(crate) scale: f64,
}

impl Day {
    /// This day and the next one as one session, for companies that do not trade between them.
    pub(crate) fn and(self, next: Day) -> Day {
        Day {
            drift: self.drift + next.drift,
            market: self.market + next.market,
            size: self.size + next.size,
            sectors: std::array::from_fn(|place| self.sectors[place] + next.sectors[place]),
            ..next
        }
    }
}

/// The state of the common factors after a session.
#[derive(Debug)]
pub(crate) struct Factors {
    stream: Stream,
    shock: StudentT,
    shock_deviation: f64,
    variance: f64,
    scale: f64,
    trend: f64,
    size_volatility: f64,
    /// What small companies have gained against large ones so far.
    size_gain: f64,
    sector_volatility: [f64; SECTORS.len()],
}

const LONG_RUN_VARIANCE: f64 = MARKET_VOLATILITY * MARKET_VOLATILITY / SESSIONS_A_YEAR;

impl Factors {
    /// The factors before the first session, on the trend.
    pub(crate) fn new(streams: Streams, first: Date, shock: StudentT) -> Factors {
        let years = f64::from(first.year()) + f64::from(first.day_of_year()) / 365.25 - TREND_YEAR;
        Factors {
            stream: streams.market(),
            shock,
            shock_deviation: (MARKET_TAIL / (MARKET_TAIL - 2.0)).sqrt(),
            variance: LONG_RUN_VARIANCE,
            scale: TREND_GROWTH * years,
            trend: TREND_GROWTH * years,
            size_volatility: 0.0,
            size_gain: 0.0,
            sector_volatility: [0.0; SECTORS.len()],
        }
    }

    /// Log of what one dollar of cap at the measured day is now.
    pub(crate) fn scale(&self) -> f64 {
        self.scale
    }

    /// Moves on by one session.
    pub(crate) fn step(&mut self) -> Day {
        let gap = self.trend - self.scale;
        let drift = (TREND_GROWTH + TREND_REVERSION * gap) / SESSIONS_A_YEAR;
        let noise = libm::pow(self.variance / LONG_RUN_VARIANCE, COMMON_NOISE);
        let market =
            self.variance.sqrt() * self.shock.sample(&mut self.stream) / self.shock_deviation;
        self.variance = next_variance(self.variance, market);
        self.scale += drift + market;
        self.trend += TREND_GROWTH / SESSIONS_A_YEAR;
        let size = clustered(&mut self.stream, &mut self.size_volatility) * SIZE_VOLATILITY
            - SIZE_REVERSION / SESSIONS_A_YEAR * self.size_gain;
        self.size_gain += size;
        let mut sectors = [0.0; SECTORS.len()];
        for (sector, volatility) in sectors.iter_mut().zip(&mut self.sector_volatility) {
            *sector = clustered(&mut self.stream, volatility) * SECTOR_VOLATILITY;
        }
        Day { drift, market, size, sectors, noise, scale: self.scale }
    }
}

/// GJR-GARCH: variance remembers itself and yesterday's shock, a loss more than a gain.
fn next_variance(variance: f64, shock: f64) -> f64 {
    let loss = if shock < 0.0 { GARCH_LOSS } else { 0.0 };
    let persistence = GARCH_SHOCK + GARCH_LOSS / 2.0 + GARCH_MEMORY;
    let floor = (1.0 - persistence) * LONG_RUN_VARIANCE;
    let next = floor + (GARCH_SHOCK + loss) * shock * shock + GARCH_MEMORY * variance;
    next.min(GARCH_CEILING * LONG_RUN_VARIANCE)
}

/// A normal shock whose log volatility wanders around zero.
fn clustered(stream: &mut Stream, log_volatility: &mut f64) -> f64 {
    let [shock, turn]: [f64; 2] = [normal(stream), normal(stream)];
    let spread = FACTOR_VOLATILITY_SPREAD
        * (1.0 - FACTOR_VOLATILITY_MEMORY * FACTOR_VOLATILITY_MEMORY).sqrt();
    *log_volatility = FACTOR_VOLATILITY_MEMORY * *log_volatility + spread * turn;
    shock * libm::exp(*log_volatility)
}
