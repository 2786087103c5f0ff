//! Lines that end: takeovers, liquidations, delistings.
//!
//! What an ended line is worth at last is in the level of its last session; the deletion after that
//! close moves nothing.

use jiff::civil::Date;
use russet_market::{Action, ActionKind, NumberError, Price, Ratio, SecurityId, Shares};
use russet_rules::methodology::Scheme;

use super::super::BuildError;
use super::super::changing::Plan;
use super::super::engine::{Days, Engine};
use super::super::target::Target;
use super::super::waiting::Waiting;
use super::new_shares::sum;
use super::{Work, fail};
use crate::ledger::{Cause, Makeup};
use crate::terms;

/// A line that ends, and whether it does so after the close in hand.
pub(in super::super) struct Ending<'market> {
    action: &'market Action,
    now: bool,
}

impl<'market> Engine<'_, 'market> {
    /// Before the session's level: the last prices of lines that end, and those of takeovers that wait.
    pub(in super::super) fn price_endings(
        &mut self,
        actions: Vec<&'market Action>,
        (session, next): (Date, Date),
    ) -> Result<Vec<Ending<'market>>, BuildError> {
        let days = Days { after_close: session, session };
        let mut endings = Vec::with_capacity(actions.len());
        for action in actions {
            if self.passes_over(action, days) {
                continue;
            }
            // On a holiday of its market a line stands at its own last close.
            let traded = self.book.closes().get(action.security_id).is_some()
                && self.attendance.missed(action.security_id) == 0;
            let now = match action.kind {
                ActionKind::Merger => action.effective_date.unwrap_or(action.ex_date) <= next,
                // The price is that of the first session off the exchange.
                ActionKind::Bankruptcy => action.ex_date <= session,
                _ => action.cash.is_none() || action.ex_date <= session,
            };
            let price = match action.kind {
                ActionKind::Merger if traded => None,
                ActionKind::Merger => self.terms_today(action, now, days)?,
                _ if !now => None,
                _ => match (action.cash, action.kind) {
                    (Some(cash), _) => Some(self.in_currency_of(action, cash, days)?),
                    (None, ActionKind::Bankruptcy) => Some(self.family.actions.nominal_price),
                    (None, _) => None,
                },
            };
            if let Some(price) =
                price.filter(|_| self.book.closes().get(action.security_id).is_some())
            {
                let priced = self.book.reprice(action.security_id, price, session);
                priced.map_err(fail(action, days))?;
            }
            endings.push(Ending { action, now });
        }
        Ok(endings)
    }

    /// What a takeover pays as of a session, in the currency of the target's line: shares at the
    /// acquirer's close, cash only when the line leaves; until then its last close is stale.
    fn terms_today(
        &self,
        action: &Action,
        now: bool,
        days: Days,
    ) -> Result<Option<Price>, BuildError> {
        let stock = match action.other_security_id.zip(action.ratio) {
            Some((other, ratio)) => match self.book.closes().get(other) {
                Some(close) => {
                    let of = |line| self.currency_of(line, days.session);
                    let currencies = (of(other), of(action.security_id));
                    let close = self.exchanged(close, currencies, days);
                    Some((close.map_err(fail(action, days))?, ratio))
                }
                None => None,
            },
            None => None,
        };
        let cash = action.cash.map(|cash| self.in_currency_of(action, cash, days)).transpose()?;
        if action.ratio.is_some() && stock.is_none() || stock.is_none() && !now {
            return Ok(None);
        }
        terms::takeover(stock, cash).map(Some).map_err(fail(action, days))
    }

    /// After the session's level: lines leave, and acquirers grow.
    pub(in super::super) fn end_lines(
        &mut self,
        endings: Vec<Ending<'market>>,
        waiting: &mut Waiting<'market>,
        days: Days,
    ) -> Result<(), BuildError> {
        for Ending { action, now } in endings {
            if !now {
                waiting.put_back(action);
                continue;
            }
            let Some(cause) = Cause::of(action.kind) else { continue };
            let concerned = self.is_held(action.security_id);
            let before = self.recorder.last_event();
            let note = self.terms_of(action);
            match action.other_security_id.zip(action.ratio) {
                Some((acquirer, ratio)) if self.is_held(action.security_id) => {
                    self.absorb(action, (acquirer, ratio), days)?;
                }
                _ => self.delete(vec![(action.security_id, note)], cause, days)?,
            }
            if concerned {
                self.remember(action, super::Fate::applied(), Some((days, before)));
            }
        }
        Ok(())
    }

    /// A takeover paid in shares: in one event the target leaves and the acquirer's shares grow, where
    /// an index holds both.
    fn absorb(
        &mut self,
        action: &Action,
        (acquirer, ratio): (SecurityId, Ratio),
        days: Days,
    ) -> Result<(), BuildError> {
        let fail = fail(action, days);
        let target = action.security_id;
        let note = self.terms_of(action);
        let gained = match self.held.get(&target) {
            Some(held) => held.count.split(ratio).map_err(&fail)?,
            None => Shares::ZERO,
        };
        if self.is_held(acquirer) {
            self.blend(acquirer, target, (gained, action.ex_date));
        }
        self.adjust((Cause::Merger, &note), days, &[], |engine, position| {
            // Equal weights hold no more of the acquirer than they did.
            let grows = engine.book.holds(position, acquirer)
                && engine.basis(position) != super::Basis::Weight;
            let plans = match grows {
                true if engine.weighting(position).scheme == Scheme::Style => {
                    engine.in_the_style_of(position, (target, acquirer), ratio, &note)
                }
                true => engine.in_the_place_of(position, target, acquirer, ratio, &note),
                false if engine.book.holds(position, target) => Ok(vec![Plan::out(target, &note)]),
                false => Ok(Vec::new()),
            };
            plans.map(Work::shares).map_err(&fail)
        })?;
        self.forget(&[target]);
        Ok(())
    }

    /// One line out of an index, another with its shares times a ratio in its place or on top.
    pub(super) fn in_the_place_of(
        &self,
        position: usize,
        leaving: SecurityId,
        other: SecurityId,
        ratio: Ratio,
        note: &str,
    ) -> Result<Vec<Plan>, NumberError> {
        let Some(mut plan) = self.multiplied(position, leaving, ratio, note)? else {
            return Ok(Vec::new());
        };
        plan.security = other;
        let state = &self.states[position];
        let own = self.book.shares(position, other);
        match self.basis(position) {
            super::Basis::One => {
                plan.shares = Shares::ONE;
            }
            _ => {
                plan.shares = own.map_or(Ok(plan.shares), |own| sum(own, plan.shares))?;
                if let (Some(made), Some(held)) = (&mut plan.makeup, self.held.get(&other)) {
                    let cap = state.makeups.get(&other).map_or(made.cap, |own| own.cap);
                    *made = Makeup {
                        count: held.count,
                        float: held.float.factor,
                        style: made.style,
                        cap,
                    };
                }
            }
        }
        Ok(vec![Plan::out(leaving, note), plan])
    }

    /// A takeover in an index of one side of a style: the target's shares go on in the acquirer's style.
    fn in_the_style_of(
        &self,
        position: usize,
        (target, acquirer): (SecurityId, SecurityId),
        ratio: Ratio,
        note: &str,
    ) -> Result<Vec<Plan>, NumberError> {
        let state = &self.states[position];
        let parent = self.parent(position).unwrap_or(position);
        let mut plans: Vec<Plan> = self
            .book
            .holds(position, target)
            .then(|| Plan::out(target, note))
            .into_iter()
            .collect();
        let (own, made) = (self.book.shares(position, acquirer), state.makeups.get(&acquirer));
        if let (Some(own), Some(made), Some(held)) = (own, made, self.held.get(&target))
            && self.book.holds(parent, target)
        {
            let gained = held.shares().split(ratio)?.scaled(made.style).scaled(made.cap);
            let grown = self.held.get(&acquirer);
            let makeup = grown.map(|grown| Makeup {
                count: grown.count,
                float: grown.float.factor,
                ..*made
            });
            let shares = sum(own, gained)?;
            plans.push(Plan { security: acquirer, shares, makeup, note: note.to_owned() });
        }
        Ok(plans)
    }

    /// Adds shares that another line became to a line's own: counts add up, and so do the free ones.
    pub(super) fn blend(
        &mut self,
        line: SecurityId,
        from: SecurityId,
        (gained, ex_date): (Shares, Date),
    ) {
        let Some(source) = self.held.get(&from).cloned() else { return };
        let free = gained.scaled(source.float.factor);
        match self.held.get_mut(&line) {
            Some(held) => {
                let own = i128::from(held.shares().micros()) + i128::from(free.micros());
                let Ok(count) = sum(held.count, gained) else { return };
                held.count = count;
                held.float.factor = Self::float_of(own, i128::from(count.micros()));
                held.count_acted_on = Some(ex_date);
                held.float_acted_on = Some(ex_date);
            }
            None => {
                let acted = Some(ex_date);
                let target = Target {
                    line,
                    count: gained,
                    count_acted_on: acted,
                    float_acted_on: acted,
                    ..source
                };
                self.held.insert(line, target);
            }
        }
    }

    /// A line is held in the place of another of its company.
    pub(super) fn leave_for(&mut self, leaving: SecurityId, other: SecurityId) {
        self.lines.replace(leaving, other);
        self.attendance.goes(leaving);
        self.attendance.comes_back(other);
    }
}
