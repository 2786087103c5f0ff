//! What happens to a company: share counts, splits, offers, failures, new names.
//!
//! An event is announced after a close and takes effect sessions later; until then nothing else is
//! announced but ordinary dividends, so that every count announced is the count that holds.

use rand::RngExt;
use russet_market::ActionKind;

use crate::company::{Company, Request, Stage, Today};
use crate::draws::normal;
use crate::facts::{Fact, Terms};
use crate::halts::Halt;
use crate::industries::weighted;
use crate::line::Line;
use crate::model::Model;
use crate::parameters::*;
use crate::profile::Nature;

/// A change that was announced and waits.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    effective: usize,
    effect: Effect,
    /// New count and float in percent of each open line that is a share, in order of the lines.
    counts: Vec<(u64, u8)>,
}

/// What a change does beside new counts, on the terms of the close before.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Effect {
    /// Nothing.
    Count,
    /// New shares for old ones.
    Split(u64, u64),
    /// Money a share.
    Paid(f64),
    /// A part of the value leaves.
    SpunOff(f64),
    /// New shares at a price for shares held, if the price is below that of the market.
    Rights { ratio: f64, price: f64, subscribed: f64 },
    /// A part of the shares is taken at a price.
    Taken { part: f64, cash: f64 },
    /// New shares were sold below the price, and a share count includes them a number of sessions later.
    Diluted { log_return: f64, growth: f64, lag: usize },
    /// A line, by its place, becomes shares of the first.
    Converted(usize),
    /// Trading stops.
    Halted(Halt),
}

/// What an action says beside its kind and its dates.
pub(crate) type Wording<'a> = Option<(ActionKind, &'a dyn Fn(Terms) -> Terms)>;

/// No line has more shares, far inside what a count can hold.
pub(crate) const MOST_SHARES: f64 = 1.0e12;
/// An upper bound of all yearly chances together: a draw above it spares the curves.
const MOST_EVENTS: f64 = 4.0;
/// Money taken out for a part of the shares leaves at least this part of the price.
const LEAST_LEFT: f64 = 0.3;

impl Change {
    /// Whether prices go on in new units.
    pub(crate) fn splits(&self) -> bool {
        matches!(self.effect, Effect::Split(..))
    }
}

impl Company {
    /// Lets a dividend and a waiting change take effect, if their session has come.
    pub(crate) fn take_effect(&mut self, today: &Today) {
        self.go_ex_dividend(today.index);
        let Some(change) = self.pending.take_if(|change| change.effective <= today.index) else {
            return;
        };
        let counted = self.lines.iter_mut().filter(|line| line.open && line.is_share());
        for (line, (shares, float_percent)) in counted.zip(change.counts) {
            (line.shares, line.float_percent) = (shares, float_percent);
        }
        self.apply(today, change.effect);
        self.recount();
    }

    fn apply(&mut self, today: &Today, effect: Effect) {
        let price = libm::exp(self.log_price);
        match effect {
            Effect::Count => {}
            Effect::Split(new, old) => {
                self.lines.iter_mut().filter(|line| line.is_share()).for_each(|line| {
                    line.split(new, old);
                });
                self.log_price += libm::log(old as f64 / new as f64);
                self.affairs.split(new, old);
            }
            Effect::Paid(cash) => self.pay(cash),
            Effect::SpunOff(part) => self.log_price += libm::log1p(-part),
            Effect::Rights { ratio, price: paid, subscribed } => {
                if paid < price {
                    self.log_price = libm::log((price + ratio * paid) / (1.0 + ratio));
                    let from = today.index + RIGHTS_PERIOD;
                    self.affairs.await_count(from, 1.0 + ratio * subscribed);
                }
            }
            Effect::Taken { part, cash } => {
                let left = (price - part * cash) / (1.0 - part);
                self.log_price = libm::log(left.max(LEAST_LEFT * price));
            }
            Effect::Diluted { log_return, growth, lag } => {
                self.log_price += log_return;
                self.affairs.await_count(today.index + lag, growth);
            }
            Effect::Converted(place) => {
                if let Some(line) = self.lines.get_mut(place) {
                    (line.open, line.quote) = (false, None);
                }
            }
            Effect::Halted(halt) => self.stage = Stage::Halted(halt),
        }
    }

    /// Announces what the session's close brings.
    pub(crate) fn announce(&mut self, today: &Today, model: &Model, size: f64) {
        match self.stage {
            Stage::Deal(deal) => self.leave(today, deal.exit),
            Stage::Failing { exit, .. } => self.leave(today, exit),
            Stage::Trading if self.profile.nature == Nature::Shell => self.shell(today),
            Stage::Trading => {
                if self.reports(today.index) {
                    self.declare(today);
                    self.publish_accounts(today, model, size);
                }
                if self.pending.is_none() && !self.count_new_shares(today) {
                    self.trade_on(today, model, size);
                }
            }
            Stage::Halted(_) => {}
        }
    }

    /// Tells of shares that were issued before, if it is time; tells whether it did.
    fn count_new_shares(&mut self, today: &Today) -> bool {
        let due = self.affairs.uncounted.take_if(|new| new.from <= today.index);
        let Some(new) = due else { return false };
        let notice = self.affairs.stream.random_range(COUNT_NOTICE);
        self.recount_shares(today, new.growth, notice);
        true
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
        if self.profile.nature != Nature::Operating || self.affairs.bids {
            return;
        }
        if self.plan(today, size) || chance > MOST_EVENTS {
            return;
        }
        let mut happens = |yearly: f64| {
            chance -= yearly;
            chance < 0.0
        };
        let price = self.log_price - self.level;
        // Money or shares that were promised are paid before a company leaves.
        let promised = self.affairs.declared.is_some() || self.affairs.uncounted.is_some();
        if happens(model.mergers.at(size)) {
            if !promised {
                self.accept_offer(today);
            }
        } else if happens(model.failures.at(size)) || (price < 0.0 && happens(PENNY_DELISTINGS)) {
            if !promised {
                self.fail(today);
            }
        } else if happens(model.forward_splits.at(price)) {
            let terms = weighted(&mut self.stream, &FORWARD_TERMS);
            self.split(today, ActionKind::Split, terms.unwrap_or((2, 1)));
        } else if happens(model.reverse_splits.at(price)) {
            let old = weighted(&mut self.stream, &REVERSE_TERMS);
            self.split(today, ActionKind::Split, (1, old.unwrap_or(10)));
        } else if happens(model.issues.at(size)) {
            let growth = self.stream.random_range(1.05..1.35);
            let single = self.share_lines().count() == 1;
            if single && self.affairs.stream.random::<f64>() < ISSUES_OFFERED {
                return self.sell_new_shares(today, growth);
            }
            let notice = self.stream.random_range(COUNT_NOTICE);
            self.recount_shares(today, growth, notice);
        } else if happens(FLOAT_CHANGES) {
            let old = self.lines.first().map_or(100, |line| line.float_percent);
            let step = self.stream.random_range(1..=10);
            let up = self.stream.random::<bool>();
            let new = if up { old.saturating_add(step) } else { old.saturating_sub(step) };
            self.refloat(today, new);
        } else if happens(RENAMES) {
            self.request = Some(Request::Rename);
        } else if happens(MOVES) && self.lines.len() == 1 && self.country == 0 {
            self.request = Some(Request::Move);
        }
    }

    /// A quarterly report: buy-backs shrink the large, options and small offerings grow the small.
    fn report(&mut self, today: &Today, model: &Model, size: f64) {
        let noise = normal(&mut self.stream);
        let growth = model.share_growth.at(size) / 4.0 + model.share_spread.at(size) * noise;
        let notice = self.stream.random_range(COUNT_NOTICE);
        self.recount_shares(today, libm::exp(growth.clamp(-0.1, 0.1)), notice);
    }

    fn recount_shares(&mut self, today: &Today, growth: f64, notice: usize) {
        let after = |(shares, float)| {
            ((shares as f64 * growth).round().clamp(1.0, MOST_SHARES) as u64, float)
        };
        self.promise(today, notice, 0, Effect::Count, after, None);
    }

    /// Another float; where more shares come into public hands, holders often sell them in public.
    fn refloat(&mut self, today: &Today, float_percent: u8) {
        let float_percent = float_percent.clamp(1, 100);
        let more = self.lines.first().is_some_and(|line| line.float_percent < float_percent);
        let single = self.share_lines().count() == 1;
        if more && single && self.affairs.stream.random::<f64>() < FLOATS_OFFERED {
            return self.sell_old_shares(today, float_percent);
        }
        let notice = self.stream.random_range(COUNT_NOTICE);
        let after = |(shares, _)| (shares, float_percent);
        self.promise(today, notice, 0, Effect::Count, after, None);
    }

    /// A split, never between the news of a dividend and the session it is paid in.
    pub(crate) fn split(&mut self, today: &Today, kind: ActionKind, (new, old): (u64, u64)) {
        let after = |(shares, float)| {
            let split = u128::from(shares) * u128::from(new) / u128::from(old);
            (split.clamp(1, MOST_SHARES as u128) as u64, float)
        };
        let mut notice = self.stream.random_range(SPLIT_NOTICE);
        let dividend = self.affairs.declared.map(|dividend| dividend.session - today.index);
        if let Some(sessions) = dividend.filter(|sessions| sessions >= SPLIT_NOTICE.start()) {
            if sessions > *SPLIT_NOTICE.end() {
                return;
            }
            notice = sessions;
        }
        let told = |plain| Terms { ratio: Some((new, old)), ..plain };
        self.promise(today, notice, 0, Effect::Split(new, old), after, Some((kind, &told)));
    }

    /// New counts of the open lines that are shares.
    pub(crate) fn counts(&self, after: impl FnMut((u64, u8)) -> (u64, u8)) -> Vec<(u64, u8)> {
        self.share_lines().map(|line| (line.shares, line.float_percent)).map(after).collect()
    }

    /// Announces a change for a session: its action now or `delay` sessions later, its counts now.
    pub(crate) fn promise(
        &mut self,
        today: &Today,
        notice: usize,
        delay: usize,
        effect: Effect,
        after: impl FnMut((u64, u8)) -> (u64, u8),
        wording: Wording,
    ) {
        let Some(ex_date) = today.later(notice) else { return };
        if let Some((kind, told)) = wording {
            let all = kind == ActionKind::Suspension;
            let lines = self.open_lines().filter(|line| all || line.is_share());
            let terms: Vec<Terms> =
                lines.map(|line| told(Terms::of(kind, line.security, ex_date))).collect();
            for terms in terms {
                self.tell_late(delay, Fact::Action(terms));
            }
        }
        let counts = self.counts(after);
        self.hold(today, notice, effect, counts);
    }

    /// Tells new counts with their date, and waits for it; beyond the calendar there is no date.
    pub(crate) fn hold(
        &mut self,
        today: &Today,
        notice: usize,
        effect: Effect,
        counts: Vec<(u64, u8)>,
    ) {
        let Some(effective) = today.later(notice) else { return };
        let changed = self.share_lines().zip(&counts);
        let changed = changed.filter(|(line, count)| **count != (line.shares, line.float_percent));
        let told = changed.map(|(line, &(shares, float_percent))| Fact::Shares {
            security: line.security,
            effective,
            shares,
            float_percent,
        });
        for fact in told.collect::<Vec<Fact>>() {
            self.tell(fact);
        }
        self.pending = Some(Change { effective: today.index + notice, effect, counts });
    }

    /// The lines that still trade.
    pub(crate) fn open_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.open)
    }

    /// The lines that still trade and are shares.
    pub(crate) fn share_lines(&self) -> impl Iterator<Item = &Line> {
        self.open_lines().filter(|line| line.is_share())
    }
}
