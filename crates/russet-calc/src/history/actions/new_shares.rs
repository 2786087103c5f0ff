//! New shares against payment: rights and offerings; and a class that becomes another.

use russet_market::{Action, ActionKind, NumberError, Ratio, Shares};

use super::super::BuildError;
use super::super::changing::Plan;
use super::super::engine::{Days, Engine};
use super::super::target::Target;
use super::{Basis, Fate, Work, fail};
use crate::ledger::Cause;
use crate::terms;

impl Engine<'_, '_> {
    /// Rights below the price are taken to be subscribed in full; others are worth nothing.
    pub(super) fn offer_rights(&mut self, action: &Action, days: Days) -> Result<Fate, BuildError> {
        let (Some(rights), Some(subscription)) = (action.ratio, action.cash) else {
            return Ok(Fate::without_terms());
        };
        let security = action.security_id;
        if !self.is_held(security) {
            return Ok(Fate::not_held());
        }
        let Some(close) = self.book.closes().get(security) else {
            return Ok(Fate::without_close());
        };
        if !self.is_before(action) {
            return Ok(Fate::too_late(action));
        }
        let subscription = self.in_currency_of(action, subscription, days)?;
        let note = self.terms_of(action);
        if subscription >= close {
            return Ok(Fate::worthless(close));
        }
        let fail = fail(action, days);
        let price = terms::ex_rights(close, subscription, rights).map_err(&fail)?;
        let more = terms::and_one(rights).map_err(&fail)?;
        self.adjust((Cause::Rights, &note), days, &[(security, price)], |engine, position| {
            let ratio = match engine.basis(position) {
                Basis::Own => more,
                Basis::One => return Ok(Work::shares(Vec::new())),
                // The same weight as before: shares times what the price lost.
                Basis::Weight => {
                    let sides = (close.nanos().unsigned_abs(), price.nanos().unsigned_abs());
                    Ratio::new(sides.0, sides.1).map_err(&fail)?
                }
            };
            let plan = engine.multiplied(position, security, ratio, &note).map_err(&fail)?;
            let plans = plan.into_iter().collect();
            Ok(match engine.basis(position) {
                Basis::Weight => Work::value_kept(plans),
                _ => Work::shares(plans),
            })
        })?;
        if let Some(held) = self.held.get_mut(&security) {
            held.count = held.count.split(more).map_err(&fail)?;
            held.count_acted_on = Some(action.ex_date);
        }
        Ok(Fate::applied())
    }

    /// A large offering is taken over at once, a small one waits for the next share update.
    pub(super) fn offer(&mut self, action: &Action, days: Days) -> Result<Fate, BuildError> {
        let (Some(sold), Some(cash)) = (action.shares_sold, action.cash) else {
            return Ok(Fate::without_terms());
        };
        let security = action.security_id;
        let Some(held) = self.held.get(&security).filter(|_| self.is_held(security)) else {
            return Ok(Fate::not_held());
        };
        // A count of the ex-date or later has the new shares in it.
        if held.counted_from >= action.ex_date {
            return Ok(Fate::counted(held.counted_from));
        }
        if action.known_at > action.ex_date {
            let reason = "known after its ex-date, so it waits for the next share update";
            return Ok(Fate::not_applied(reason));
        }
        let fail = fail(action, days);
        let primary = action.kind == ActionKind::PrimaryOffering;
        let added = if primary { sold.scaled(held.float.factor) } else { sold };
        let rules = &self.family.actions;
        let (from, into) = (self.money_of(action, days), self.family.currency);
        let value = cash.times(added);
        let value = match self.view.rate(from, into, days.after_close) {
            Some(rate) => value.converted(rate).map_err(&fail)?,
            None => return Err(fail(NumberError::NoRate { from, into })),
        };
        let before = held.shares();
        let part = i128::from(added.micros()) * 1_000_000
            >= i128::from(before.micros()) * rules.offering_percent.millionths();
        if value < rules.offering_value && !(part && value >= rules.offering_percent_value) {
            return Ok(Fate::not_applied("small, so it waits for the next share update"));
        }
        let count = match primary {
            true => sum(held.count, sold).map_err(&fail)?,
            false => held.count,
        };
        let mut float = held.float.clone();
        if !primary {
            let own = i128::from(before.micros()) + i128::from(sold.micros());
            float.factor = Self::float_of(own, i128::from(count.micros()));
            float.source = format!("offering {}", self.terms_of(action)).into();
            float.since = Some(action.ex_date);
        }
        let (count_acted_on, float_acted_on) = match primary {
            true => (Some(action.ex_date), held.float_acted_on),
            false => (held.count_acted_on, Some(action.ex_date)),
        };
        let target = Target { count, float, count_acted_on, float_acted_on, ..held.clone() };
        let cause = if primary { Cause::PrimaryOffering } else { Cause::SecondaryOffering };
        self.take_over(target, cause, days, &self.terms_of(action))?;
        Ok(Fate::applied())
    }

    /// Puts new shares or a new float of a line into every index that follows them.
    pub(super) fn take_over(
        &mut self,
        target: Target,
        cause: Cause,
        days: Days,
        note: &str,
    ) -> Result<(), BuildError> {
        let security = target.line;
        self.held.insert(security, target);
        for position in 0..self.states.len() {
            if self.book.holds(position, security)
                && let Some(plan) = self.kept_on(position, security, days.session)?
            {
                let plan = Plan { note: note.to_owned(), ..plan };
                self.change(position, cause, days, vec![plan])?;
            }
        }
        Ok(())
    }

    /// A class becomes another of its company: its shares go on as shares of the other.
    pub(super) fn convert(&mut self, action: &Action, days: Days) -> Result<Fate, BuildError> {
        let (Some(ratio), Some(other)) = (action.ratio, action.other_security_id) else {
            return Ok(Fate::without_terms());
        };
        let security = action.security_id;
        let fail = fail(action, days);
        let note = self.terms_of(action);
        if !self.is_held(security) {
            return Ok(Fate::not_held());
        }
        let gained = match self.held.get(&security) {
            Some(held) => held.count.split(ratio).map_err(&fail)?,
            None => Shares::ZERO,
        };
        self.blend(other, security, (gained, action.ex_date));
        self.adjust((Cause::Conversion, &note), days, &[], |engine, position| {
            let plans = engine.in_the_place_of(position, security, other, ratio, &note);
            plans.map(Work::shares).map_err(&fail)
        })?;
        self.leave_for(security, other);
        Ok(Fate::applied())
    }
}

pub(super) fn sum(one: Shares, other: Shares) -> Result<Shares, russet_market::NumberError> {
    let sum = one.micros().checked_add(other.micros());
    let overflow = russet_market::NumberError::Overflow { what: "a share count" };
    sum.ok_or(overflow).and_then(Shares::from_micros)
}
