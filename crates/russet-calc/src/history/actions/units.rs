//! Splits, reverse splits and stock dividends: the same company in other units.

use russet_market::{Action, Money, Price, Ratio, SecurityId, Shares};

use super::super::BuildError;
use super::super::changing::Before;
use super::super::engine::{Days, Engine, out_of_range};
use super::{Basis, Fate, fail};
use crate::ledger::Cause;

impl Engine<'_, '_> {
    pub(super) fn change_units(&mut self, action: &Action, days: Days) -> Result<Fate, BuildError> {
        let (Some(ratio), Some(cause)) = (action.ratio, Cause::of(action.kind)) else {
            return Ok(Fate::without_terms());
        };
        let security = action.security_id;
        // A count of the ex-date or later was on the new terms before the news of the split came.
        let counted = self.held.get(&security).map(|held| held.counted_from);
        if let Some(since) = counted.filter(|since| *since >= action.ex_date) {
            return Ok(Fate::counted(since));
        }
        let fail = fail(action, days);
        let mut before = Vec::new();
        for position in 0..self.states.len() {
            if self.book.holds(position, security) {
                before.push((position, self.value_of(position, days.after_close)?));
            }
        }
        let price_before = self.book.closes().get(security);
        let late = !self.is_before(action);
        // A close of the ex-date or later is on the new terms already.
        if self.is_before(action) {
            self.book.split_close(security, ratio).map_err(&fail)?;
            for (_, closes) in &mut self.past {
                closes.split(security, ratio).map_err(&fail)?;
            }
        }
        if let Some(held) = self.held.get_mut(&security) {
            held.count = held.count.split(ratio).map_err(&fail)?;
        }
        let note = self.terms_of(action);
        for (position, value) in before {
            let shares = self.book.shares(position, security).unwrap_or(Shares::ZERO);
            let mut part = self.unchanged_part(position, security, shares, note.clone());
            part.price_before = price_before;
            // One share a line stays one: the divisor takes what the price lost.
            if self.basis(position) == Basis::One {
                let value = match price_before.filter(|_| late) {
                    Some(price) => self.on_old_terms(value, position, (security, price), ratio)?,
                    None => value,
                };
                let plan = super::Plan { security, shares, makeup: None, note: note.clone() };
                let prices = [(security, price_before)].into_iter().collect();
                self.change_from(
                    position,
                    cause,
                    days,
                    (Before::Value(value), &prices),
                    vec![plan],
                )?;
                continue;
            }
            let split = self.book.split_shares(position, security, ratio).map_err(&fail)?;
            let Some((_, after)) = split else { continue };
            part.after = after;
            if let Some(made) = &mut part.makeup_after {
                made.count = made.count.split(ratio).map_err(&fail)?;
            }
            self.write_unchanged(position, cause, days, vec![part])?;
        }
        Ok(Fate::applied())
    }

    /// What an index would be worth if the last close of a line were still on the terms before a split:
    /// one share a line fell with the split before it was known, and the divisor makes up for it now.
    fn on_old_terms(
        &self,
        value: Money,
        position: usize,
        (security, price): (SecurityId, Price),
        ratio: Ratio,
    ) -> Result<Money, BuildError> {
        let fail = |source| out_of_range(&security.to_string(), self.previous, source);
        let back = Ratio::new(ratio.old_shares(), ratio.new_shares()).map_err(fail)?;
        let old = price.split(back).map_err(fail)?;
        let state = &self.states[position];
        let shares = self.book.shares(position, security).unwrap_or(Shares::ZERO);
        let rate = state.rates.rate(self.book.closes().currency(security));
        let rate = rate.map_err(fail)?;
        let worth = |price: Price| price.times(shares).converted(rate).map_err(fail);
        let rest = value.minus(worth(price)?).map_err(fail)?;
        rest.plus(worth(old)?).map_err(fail)
    }
}
