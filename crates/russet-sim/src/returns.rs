//! The return of one session: common factors, own noise, jumps, or a deal's pull.

use rand::RngExt;

use crate::company::{Company, Stage, Today};
use crate::draws::normal;
use crate::industries::BIOTECHNOLOGY;
use crate::model::Model;
use crate::parameters::*;
use crate::profile::Nature;

/// Mean of the absolute value of a shock of one standard deviation.
const USUAL_SHOCK: f64 = 0.75;
/// A shock echoes no louder than one of this many standard deviations.
const LOUDEST_ECHO: f64 = 4.0;
/// Beyond this a log return is cut: a gain of 350% or a loss of 78%.
const WIDEST_RETURN: f64 = 1.5;
/// The lowest beta.
const LOWEST_BETA: f64 = 0.1;

/// A log return, and how many usual volatilities it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Move {
    pub(crate) log_return: f64,
    pub(crate) excitement: f64,
}

impl Company {
    /// Draws the session's return.
    pub(crate) fn draw_return(
        &mut self,
        today: &Today,
        model: &Model,
        size: f64,
        bidder_log_price: Option<f64>,
    ) -> Move {
        let (log_return, volatility) = match (&mut self.stage, self.profile.nature) {
            (Stage::Deal(deal), _) => {
                let noise = normal(&mut self.stream);
                let gap = deal.log_value(bidder_log_price) - self.log_price;
                (0.9 * gap + 0.0015 * noise, 0.005)
            }
            (Stage::Failing { collapse, .. }, _) => {
                let noise = normal(&mut self.stream);
                (std::mem::take(collapse) - 0.03 + 0.11 * noise, 0.08)
            }
            (Stage::Trading | Stage::Halted(_), Nature::Shell) => {
                let noise = normal(&mut self.stream);
                (0.02 * (libm::log(SHELL_PRICE) - self.log_price) + 0.0012 * noise, 0.002)
            }
            (Stage::Trading | Stage::Halted(_), Nature::Fund) => {
                let noise = normal(&mut self.stream);
                (FUND_BETA * today.day.market + 0.006 * noise, 0.009)
            }
            (Stage::Trading | Stage::Halted(_), Nature::Operating) => {
                return self.operate(today, model, size);
            }
        };
        Move { log_return, excitement: (log_return / volatility).abs().min(LOUDEST_ECHO) }
    }

    fn operate(&mut self, today: &Today, model: &Model, size: f64) -> Move {
        let day = &today.day;
        let shock = model.noise_shock.sample(&mut self.stream) / model.noise_deviation;
        let volatility =
            model.noise.at(size) * libm::exp(self.profile.noise + self.loudness) * day.noise;
        let beta = (model.beta.at(size) + self.profile.beta).max(LOWEST_BETA);
        let common = day.drift
            + beta * day.market
            + model.size_loading.at(size) * day.size
            + day.sectors[self.profile.sector];
        // What is paid out is earned first: the price keeps the growth of its size.
        let paid = self.affairs.payout.map_or(0.0, |payout| payout.yearly);
        let growth =
            (model.growth.at(size) + paid) / SESSIONS_A_YEAR - volatility * volatility / 2.0;
        let own = growth + volatility * shock + self.jump(today, model, size, volatility);
        self.loudness = NOISE_MEMORY * self.loudness
            + NOISE_ECHO * (shock.abs().min(LOUDEST_ECHO) - USUAL_SHOCK);
        let log_return = (common + own).clamp(-WIDEST_RETURN, WIDEST_RETURN);
        let excitement = ((own / volatility).abs()).min(LOUDEST_ECHO);
        Move { log_return, excitement }
    }

    /// Earnings, trial results and other news.
    fn jump(&mut self, today: &Today, model: &Model, size: f64, volatility: f64) -> f64 {
        let mut jump = 0.0;
        if self.reports(today.index) {
            let surprise = normal(&mut self.stream);
            jump += EARNINGS_SHOCK * volatility * surprise;
        }
        let chance = self.stream.random::<f64>() * SESSIONS_A_YEAR;
        let news = model.jumps.at(size);
        let tested = self.profile.industry == BIOTECHNOLOGY && size < libm::log(BIOTECH_CAP);
        let trials = if tested { BIOTECH_TRIALS } else { 0.0 };
        if chance < news + trials {
            let surprise = normal(&mut self.stream);
            let shock = if chance < news { JUMP_SHOCK * volatility } else { BIOTECH_SHOCK };
            jump += shock * surprise - shock * shock / 2.0;
        }
        jump
    }
}
