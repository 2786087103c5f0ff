//! Corporate actions, one file a family of kinds. Each keeps the law: only prices move the level.
//!
//! What an action does to a price is arithmetic in [`crate::terms`]; what it does to index shares
//! depends on what the shares are made of: a scheme that follows companies' own shares follows them
//! here too, one share a line stays one share, and equal weights keep their weights.

mod ending;
mod fate;
mod money;
mod new_shares;
mod part_taken;
mod sense;
mod spin_off;
mod suspension;
mod units;

use std::collections::BTreeMap;

use russet_market::{Action, ActionKind, Factor, NumberError, Price, Ratio, SecurityId};
use russet_rules::methodology::Scheme;

use super::BuildError;
use super::changing::{Before, Plan};
use super::engine::{Days, Engine, out_of_range};
use crate::index::Effect;
use crate::ledger::Cause;
pub(super) use fate::Fate;
pub(super) use money::Payment;
pub(super) use spin_off::Spun;

/// What index shares are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// The company's own shares.
    Own,
    /// One share a line.
    One,
    /// A weight at the last rebalance.
    Weight,
}

/// What an action makes of the lines of one index.
pub(super) struct Work {
    plans: Vec<Plan>,
    /// Whether value only went from one line to another, so that the divisor stays as it is.
    value_kept: bool,
}

impl Work {
    pub(super) const fn shares(plans: Vec<Plan>) -> Work {
        Work { plans, value_kept: false }
    }

    pub(super) const fn value_kept(plans: Vec<Plan>) -> Work {
        Work { plans, value_kept: true }
    }
}

impl Engine<'_, '_> {
    /// Applies an action that leaves its line trading.
    pub(super) fn act(&mut self, action: &Action, days: Days) -> Result<(), BuildError> {
        if self.passes_over(action, days) {
            return Ok(());
        }
        let (held, paid) = (self.is_held(action.security_id), self.payments.len());
        let before = self.recorder.last_event();
        let fate = self.apply(action, days)?;
        // A dividend that is heard of late goes to who held the line on its ex-date.
        if held || self.payments.len() > paid {
            self.remember(action, fate, Some((days, before)));
        }
        Ok(())
    }

    fn apply(&mut self, action: &Action, days: Days) -> Result<Fate, BuildError> {
        match action.kind {
            ActionKind::OrdinaryDividend => self.pay(action, days),
            ActionKind::SpecialDividend | ActionKind::CapitalRepayment => {
                self.pay_back(action, days)
            }
            ActionKind::SpinOff => self.spin_off(action, days),
            ActionKind::Rights => self.offer_rights(action, days),
            ActionKind::StockDividend | ActionKind::Split => self.change_units(action, days),
            ActionKind::Conversion => self.convert(action, days),
            ActionKind::PrimaryOffering | ActionKind::SecondaryOffering => self.offer(action, days),
            ActionKind::Tender => self.tender(action, days),
            ActionKind::BuyBack => self.buy_back(action, days),
            ActionKind::Suspension => {
                self.suspended.entry(action.security_id).or_insert(action.ex_date);
                Ok(Fate::applied())
            }
            ActionKind::Resumption => {
                self.suspended.remove(&action.security_id);
                Ok(Fate::applied())
            }
            ActionKind::Merger | ActionKind::Bankruptcy | ActionKind::Delisting => {
                Ok(Fate::applied())
            }
        }
    }

    /// What the shares of an index are made of.
    pub(super) fn basis(&self, position: usize) -> Basis {
        match self.weighting(position).scheme {
            Scheme::Price => Basis::One,
            Scheme::Equal => Basis::Weight,
            Scheme::FloatCap | Scheme::TotalCap | Scheme::Style => Basis::Own,
        }
    }

    /// Puts lines on new terms: prices from the closes before to the closes after, and index shares by
    /// index; the divisor of each index absorbs the difference.
    pub(super) fn adjust(
        &mut self,
        (cause, note): (Cause, &str),
        days: Days,
        prices: &[(SecurityId, Price)],
        work_of: impl Fn(&Self, usize) -> Result<Work, BuildError>,
    ) -> Result<(), BuildError> {
        let mut work = Vec::new();
        for position in 0..self.states.len() {
            let Work { plans: mut of_index, value_kept } = work_of(self, position)?;
            let planned = |security, of_index: &[Plan]| {
                of_index.iter().any(|plan: &Plan| plan.security == security)
            };
            for (security, _) in prices {
                let state = &self.states[position];
                let shares = self.book.shares(position, *security);
                if let Some(shares) = shares.filter(|_| !planned(*security, &of_index)) {
                    let makeup = state.makeups.get(security).copied();
                    let note = note.to_owned();
                    of_index.push(Plan { security: *security, shares, makeup, note });
                }
            }
            if !of_index.is_empty() {
                let value = self.value_of(position, days.after_close)?;
                work.push((position, value, of_index, value_kept));
            }
        }
        let mut before = BTreeMap::new();
        for (security, price) in prices {
            before.insert(*security, self.book.closes().get(*security));
            let priced = self.book.reprice(*security, *price, days.after_close);
            priced
                .map_err(|source| out_of_range(&security.to_string(), days.after_close, source))?;
        }
        for (position, value, of_index, value_kept) in work {
            let value = if value_kept { Before::SameValue } else { Before::Value(value) };
            self.change_from(position, cause, days, (value, &before), of_index)?;
        }
        Ok(())
    }

    /// The shares of a held line as a plan of shares times a ratio.
    pub(super) fn multiplied(
        &self,
        position: usize,
        security: SecurityId,
        ratio: Ratio,
        note: &str,
    ) -> Result<Option<Plan>, NumberError> {
        let state = &self.states[position];
        let Some(before) = self.book.shares(position, security) else { return Ok(None) };
        let mut makeup = state.makeups.get(&security).copied();
        if let Some(made) = &mut makeup {
            made.count = made.count.split(ratio)?;
        }
        let shares = before.split(ratio)?;
        Ok(Some(Plan { security, shares, makeup, note: note.to_owned() }))
    }

    /// Whether the last close is of before an action, so that it can still be put on its terms.
    pub(super) fn is_before(&self, action: &Action) -> bool {
        let last = self.book.closes().dated(action.security_id);
        last.is_none_or(|(_, date)| date < action.ex_date)
    }

    /// An event that leaves value and divisor alone, once the shares of an index have changed.
    pub(super) fn write_unchanged(
        &mut self,
        position: usize,
        cause: Cause,
        days: Days,
        parts: Vec<super::recorder::Part>,
    ) -> Result<(), BuildError> {
        self.keep_makeups(position, &parts);
        let Some(divisor) = self.book.index(position).divisor() else { return Ok(()) };
        let effect = Effect::unchanged(self.value_of(position, days.after_close)?, divisor);
        self.write(position, cause, days, effect, parts);
        Ok(())
    }

    /// The terms of an action in words, for the ledger.
    pub(super) fn terms_of(&self, action: &Action) -> String {
        let mut words = Vec::new();
        words.extend(action.ratio.map(|ratio| ratio.to_string()));
        words.extend(action.cash.map(|cash| match action.cash_currency {
            Some(currency) => format!("{cash} {currency}"),
            None => format!("at {cash}"),
        }));
        words.extend(action.shares_sold.map(|shares| format!("{shares} shares")));
        words.extend(action.other_security_id.map(|other| format!("of {}", self.called(other))));
        format!("{} from {} ({})", words.join(" "), action.ex_date, action.source).trim().to_owned()
    }

    /// What a line is called now, or will be.
    pub(super) fn called(&self, line: SecurityId) -> String {
        let version = self.view.version(line, self.previous);
        let version = version.or_else(|| self.view.first_version(line));
        version.map_or_else(|| line.to_string(), |version| version.ticker.to_string())
    }

    /// A free float with shares added to it, at most all.
    pub(super) fn float_of(own: i128, count: i128) -> Factor {
        let one = i128::from(Factor::ONE.picos());
        if count <= 0 || own >= count {
            return Factor::ONE;
        }
        // Shares stay below 2^63 and a factor below 2^40, so the product stays below 2^103.
        let (whole, rest) = (own.max(0) * one / count, own.max(0) * one % count);
        let left = count - rest;
        let up = rest > left || (rest == left && whole % 2 == 1);
        Factor::from_picos((whole + i128::from(up)) as i64).unwrap_or(Factor::ONE)
    }
}

/// A number of an action's line that left its range.
pub(super) fn fail(action: &Action, days: Days) -> impl Fn(NumberError) -> BuildError + use<> {
    let (security, day) = (action.security_id.to_string(), days.session);
    move |source| out_of_range(&security, day, source)
}
