//! A part of a company becomes a company of its own.

use rand::RngExt;
use russet_market::ActionKind;

use crate::company::{Company, Today};
use crate::dividends::rounded;
use crate::events::Effect;
use crate::facts::{Child, Terms};
use crate::industries::weighted;
use crate::parameters::*;
use crate::streams::CompanyNumber;

impl Company {
    /// Announces a spin-off. Where the new line trades only later, the first session without it is the
    /// next one, so that the estimate of it is as good as today's close.
    pub(crate) fn spin_off(&mut self, today: &Today) {
        let stream = &mut self.affairs.stream;
        let number = CompanyNumber::spun_off(stream);
        let part = stream.random_range(SPIN_OFF_PART);
        let terms = weighted(stream, &SPIN_OFF_TERMS).unwrap_or((1, 1));
        let delayed = stream.random::<f64>() < SPIN_OFFS_DELAYED;
        let (notice, lag) = (stream.random_range(SPLIT_NOTICE), stream.random_range(1..=4));
        let (notice, lag) = if delayed { (1, lag) } else { (notice, 0) };
        let Some(ex_date) = today.later(notice).filter(|_| self.is_free()) else { return };
        let ratio = terms.0 as f64 / terms.1 as f64;
        let estimate = rounded(part * libm::exp(self.log_price) / ratio);
        let child = Child {
            number,
            session: today.index + notice + lag,
            ratio,
            part,
            log_price: delayed.then(|| libm::log(estimate)),
        };
        let told = self.share_lines().map(|line| Terms {
            ratio: Some(terms),
            cash: delayed.then_some(estimate),
            ..Terms::of(ActionKind::SpinOff, line.security, ex_date)
        });
        self.affairs.child = Some((told.collect(), child));
        self.promise(today, notice, 0, Effect::SpunOff(part), |count| count, None);
    }
}

impl Child {
    /// Log of its first price, at the parent's close before.
    pub(crate) fn first_price(&self, parent_log_price: f64) -> f64 {
        self.log_price.unwrap_or_else(|| parent_log_price + libm::log(self.part / self.ratio))
    }
}
