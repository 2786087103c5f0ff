//! What happens to a company: share counts, splits, offers, failures, new names.
//!
//! An event is announced after a close and takes effect sessions later; until then nothing else is
//! announced, so that every count announced is the count that holds.

use rand::RngExt;
use rand_distr::StandardNormal;

use crate::company::{Company, Exit, Fact, Request, Stage, Today};
use crate::industries::weighted;
use crate::model::Model;
use crate::parameters::*;
use crate::profile::Nature;

/// A change of shares or float that was announced and waits.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    effective: usize,
    split: Option<(u64, u64)>,
    /// New count and float in percent of each line that is a share, in order of the lines.
    counts: Vec<(u64, u8)>,
}

/// No line has more shares, far inside what a count can hold.
const MOST_SHARES: f64 = 1.0e12;
/// An upper bound of all yearly chances together: a draw above it spares the curves.
const MOST_EVENTS: f64 = 4.0;

impl Company {
    /// Lets a waiting change take effect, if its session has come.
    pub(crate) fn take_effect(&mut self, index: usize) {
        let Some(change) = self.pending.take_if(|change| change.effective <= index) else {
            return;
        };
        let counted = self.lines.iter_mut().filter(|line| line.is_share()).zip(change.counts);
        for (line, (shares, float_percent)) in counted {
            (line.shares, line.float_percent) = (shares, float_percent);
            if let Some((new, old)) = change.split {
                line.split(new, old);
            }
        }
        if let Some((new, old)) = change.split {
            self.log_price += (old as f64 / new as f64).ln();
        }
        self.recount();
    }

    /// Announces what the session's close brings.
    pub(crate) fn announce(&mut self, today: &Today, model: &Model, size: f64) {
        match self.stage {
            Stage::Deal { exit, .. } | Stage::Failing { exit, .. } => self.leave(today, exit),
            Stage::Trading if self.profile.nature == Nature::Shell => self.shell(today),
            Stage::Trading if self.pending.is_none() => self.trade_on(today, model, size),
            Stage::Trading => {}
        }
    }

    fn trade_on(&mut self, today: &Today, model: &Model, size: f64) {
        if self.unlocks.take_if(|session| *session <= today.index).is_some() {
            let float_percent = self.stream.random_range(60..=95);
            return self.refloat(today, float_percent);
        }
        if self.reports(today.index) {
            return self.report(today, model, size);
        }
        let mut chance = self.stream.random::<f64>() * SESSIONS_A_YEAR;
        if chance > MOST_EVENTS || self.profile.nature != Nature::Operating {
            return;
        }
        let mut happens = |yearly: f64| {
            chance -= yearly;
            chance < 0.0
        };
        let price = self.log_price;
        if happens(model.mergers.at(size)) {
            self.accept_offer(today);
        } else if happens(model.failures.at(size)) || (price < 0.0 && happens(PENNY_DELISTINGS)) {
            self.fail(today);
        } else if happens(model.forward_splits.at(price)) {
            let terms = weighted(&mut self.stream, &FORWARD_TERMS);
            self.split(today, terms.unwrap_or((2, 1)));
        } else if happens(model.reverse_splits.at(price)) {
            let old = weighted(&mut self.stream, &REVERSE_TERMS);
            self.split(today, (1, old.unwrap_or(10)));
        } else if happens(model.issues.at(size)) {
            let growth = self.stream.random_range(1.05..1.35);
            self.recount_shares(today, growth);
        } else if happens(FLOAT_CHANGES) {
            let old = self.lines.first().map_or(100, |line| line.float_percent);
            let step = self.stream.random_range(1..=10);
            let up = self.stream.random::<bool>();
            self.refloat(
                today,
                if up { old.saturating_add(step) } else { old.saturating_sub(step) },
            );
        } else if happens(RENAMES) {
            self.request = Some(Request::Rename);
        } else if happens(MOVES) && self.lines.len() == 1 {
            self.request = Some(Request::Move);
        }
    }

    /// A quarterly report: buy-backs shrink the large, options and small offerings grow the small.
    fn report(&mut self, today: &Today, model: &Model, size: f64) {
        let noise: f64 = self.stream.sample(StandardNormal);
        let growth = model.share_growth.at(size) / 4.0 + model.share_spread.at(size) * noise;
        self.recount_shares(today, growth.clamp(-0.1, 0.1).exp());
    }

    fn recount_shares(&mut self, today: &Today, growth: f64) {
        let counts = self.counts(|shares, float| {
            ((shares as f64 * growth).round().clamp(1.0, MOST_SHARES) as u64, float)
        });
        let lead = self.stream.random_range(COUNT_NOTICE);
        self.promise(today, Change { effective: today.index + lead, split: None, counts });
    }

    fn refloat(&mut self, today: &Today, float_percent: u8) {
        let counts = self.counts(|shares, _| (shares, float_percent.clamp(1, 100)));
        let lead = self.stream.random_range(COUNT_NOTICE);
        self.promise(today, Change { effective: today.index + lead, split: None, counts });
    }

    fn split(&mut self, today: &Today, (new, old): (u64, u64)) {
        let counts = self.counts(|shares, float| {
            let split = u128::from(shares) * u128::from(new) / u128::from(old);
            (split.clamp(1, MOST_SHARES as u128) as u64, float)
        });
        let effective = today.index + self.stream.random_range(SPLIT_NOTICE);
        self.promise(today, Change { effective, split: Some((new, old)), counts });
    }

    fn counts(&self, after: impl Fn(u64, u8) -> (u64, u8)) -> Vec<(u64, u8)> {
        let shares = self.lines.iter().filter(|line| line.is_share());
        shares.map(|line| after(line.shares, line.float_percent)).collect()
    }

    /// Tells a change with its date, and waits for it; beyond the calendar there is no date.
    fn promise(&mut self, today: &Today, change: Change) {
        let Some(effective) = today.later(change.effective - today.index) else {
            return;
        };
        let shares = self.lines.iter().filter(|line| line.is_share());
        for (line, &(shares, float_percent)) in shares.zip(&change.counts) {
            let security = line.security;
            if let Some((new, old)) = change.split {
                self.facts.push(Fact::Split { security, ex_date: effective, new, old });
            }
            if (shares, float_percent) != (line.shares, line.float_percent) {
                self.facts.push(Fact::Shares { security, effective, shares, float_percent });
            }
        }
        self.pending = Some(change);
        self.take_effect(today.index);
    }

    /// A bid at a premium, closed in two to eight months.
    fn accept_offer(&mut self, today: &Today) {
        let premium: f64 = self.stream.random_range(0.10..0.55);
        let sessions = self.stream.random_range(40..=160);
        let exit = self.exit(today.index + sessions);
        self.stage = Stage::Deal { target: self.log_price + premium.ln_1p(), exit };
    }

    /// A collapse, and a delisting some weeks after.
    fn fail(&mut self, today: &Today) {
        let collapse = -self.stream.random_range(0.3..1.4);
        let sessions = self.stream.random_range(8..=60);
        let exit = self.exit(today.index + sessions);
        self.stage = Stage::Failing { collapse, exit };
    }

    /// A blank cheque's time is over: it buys a business, or gives the cash back.
    fn shell(&mut self, today: &Today) {
        if self.expires.take_if(|session| *session <= today.index).is_none() {
            return;
        }
        if self.stream.random::<f64>() < SHELLS_COMBINED {
            self.request = Some(Request::Combine);
        } else {
            let exit = Exit { last: today.index + 5, notice: Some(2) };
            self.stage = Stage::Deal { target: self.log_price, exit };
        }
    }

    fn exit(&mut self, last: usize) -> Exit {
        let told = self.stream.random::<f64>() < EXITS_TOLD;
        let notice = self.stream.random_range(1..=3);
        Exit { last, notice: told.then_some(notice) }
    }

    fn leave(&mut self, today: &Today, exit: Exit) {
        let left = exit.last.saturating_sub(today.index);
        if exit.notice == Some(left)
            && let Some(ex_date) = today.later(left + 1)
        {
            let tell =
                |line: &crate::line::Line| Fact::Delisting { security: line.security, ex_date };
            self.facts.extend(self.lines.iter().map(tell));
        }
        self.listed = left > 0;
    }
}
