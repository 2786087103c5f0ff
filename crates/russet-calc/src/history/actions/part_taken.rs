//! Part of a company's shares is taken: by a bidder, or by the company itself.

use russet_market::Action;

use super::super::BuildError;
use super::super::engine::{Days, Engine};
use super::super::target::Target;
use super::{Basis, Fate, Work, fail};
use crate::ledger::Cause;
use crate::terms;

impl Engine<'_, '_> {
    /// A bidder takes part of the shares: they are free no more. Too many, and the line leaves.
    pub(super) fn tender(&mut self, action: &Action, days: Days) -> Result<Fate, BuildError> {
        let security = action.security_id;
        let (Some(part), Some(held)) = (action.ratio, self.held.get(&security).cloned()) else {
            return Ok(Fate::not_held());
        };
        if !self.is_held(security) {
            return Ok(Fate::not_held());
        }
        let rules = &self.family.actions;
        let note = self.terms_of(action);
        let (taken, all) = (i128::from(part.new_shares()), i128::from(part.old_shares()));
        let float = i128::from(held.float.factor.picos());
        let left = float - float.min(float * taken / all);
        let ends = taken * 1_000_000 >= all * rules.tender_ends_percent.millionths()
            || left < rules.tender_minimum_float_percent.millionths() * 1_000_000;
        if ends {
            self.delete(vec![(security, note)], Cause::Tender, days)?;
            return Ok(Fate::applied());
        }
        let mut float = held.float.clone();
        float.factor = Self::float_of(left, i128::from(russet_market::Factor::ONE.picos()));
        float.source = format!("tender {note}").into();
        float.since = Some(action.ex_date);
        let float_acted_on = Some(action.ex_date);
        self.take_over(Target { float, float_acted_on, ..held }, Cause::Tender, days, &note)?;
        Ok(Fate::applied())
    }

    /// The company takes back part of its shares from all holders alike, above or below the price.
    pub(super) fn buy_back(&mut self, action: &Action, days: Days) -> Result<Fate, BuildError> {
        let (Some(part), Some(cash)) = (action.ratio, action.cash) else {
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
        let fail = fail(action, days);
        let cash = self.in_currency_of(action, cash, days)?;
        let Ok(price) = terms::ex_buy_back(close, cash, part) else {
            return Ok(Fate::leaves_nothing(close));
        };
        let rest = terms::rest_of(part).map_err(&fail)?;
        let note = self.terms_of(action);
        self.adjust((Cause::BuyBack, &note), days, &[(security, price)], |engine, position| {
            let plan = match engine.basis(position) {
                Basis::One => None,
                _ => engine.multiplied(position, security, rest, &note).map_err(&fail)?,
            };
            Ok(Work::shares(plan.into_iter().collect()))
        })?;
        if let Some(held) = self.held.get_mut(&security) {
            held.count = held.count.split(rest).map_err(&fail)?;
            held.count_acted_on = Some(action.ex_date);
        }
        Ok(Fate::applied())
    }
}
