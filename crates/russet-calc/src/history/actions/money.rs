//! Money that leaves a company: dividends of all sorts.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{Action, Currency, Factor, Money, NumberError, Price, SecurityId, Shares};
use serde::{Deserialize, Serialize};

use super::super::BuildError;
use super::super::changing::Plan;
use super::super::engine::{Days, Engine, out_of_range};
use super::{Fate, Work, fail};
use crate::ledger::Cause;
use crate::returns::Dividends;
use crate::run::DividendRow;
use crate::terms;

/// A dividend that counts in a session's total return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Payment {
    security: SecurityId,
    cash: Price,
    currency: Currency,
    ex_date: Date,
    /// What its holder keeps after withholding.
    kept: Factor,
    /// The shares of each index that get it: those of the close before the ex-date.
    shares: Vec<Option<Shares>>,
}

impl Payment {
    pub(in super::super) const fn currency(&self) -> Currency {
        self.currency
    }

    /// The payment to one index as a run keeps it.
    fn row(&self, index: &str, date: Date, shares: Shares) -> DividendRow {
        let Payment { security, cash, currency, ex_date, kept, .. } = *self;
        let index = index.to_owned();
        DividendRow {
            date,
            index_id: index,
            security_id: security,
            ex_date,
            cash,
            cash_currency: currency,
            index_shares: shares,
            net_factor: kept,
        }
    }
}

impl Engine<'_, '_> {
    /// A dividend: the level stays, total return takes it in on its ex-date, or, where it was learnt
    /// later, on the first session after.
    pub(super) fn pay(&mut self, action: &Action, days: Days) -> Result<Fate, BuildError> {
        let (Some(cash), Some(version)) =
            (action.cash, self.view.version(action.security_id, days.session))
        else {
            return Ok(Fate::without_terms());
        };
        let returns = &self.family.returns;
        let of_country = version
            .country
            .as_ref()
            .and_then(|country| returns.withheld_by_country.get(country).copied());
        let withheld = of_country
            .or_else(|| returns.withheld_percent.on(action.ex_date).map(|step| step.value));
        let late = action.known_at > action.ex_date;
        let shares = (0..self.family.indexes.len()).map(|position| match late {
            true => self.recorder.shares_on(position, action.security_id, action.ex_date),
            false => self.book.shares(position, action.security_id),
        });
        let shares: Vec<Option<Shares>> = shares.collect();
        if shares.iter().all(Option::is_none) {
            return Ok(Fate::not_held());
        }
        self.payments.push(Payment {
            security: action.security_id,
            cash,
            currency: action.cash_currency.unwrap_or_else(|| version.mic.currency()),
            ex_date: action.ex_date,
            kept: withheld.map_or(Factor::ONE, |percent| percent.factor().rest()),
            shares,
        });
        Ok(match late {
            true => Fate::applied_as(format!(
                "known on {}, after its ex-date: total return takes it in on the first session after",
                action.known_at
            )),
            false => Fate::applied(),
        })
    }

    /// A special dividend or capital paid back: it comes off the price, and the divisor absorbs it.
    /// One that was learnt after its ex-date has moved the level already: it is paid as a dividend.
    pub(super) fn pay_back(&mut self, action: &Action, days: Days) -> Result<Fate, BuildError> {
        let (Some(cash), Some(cause)) = (action.cash, Cause::of(action.kind)) else {
            return Ok(Fate::without_terms());
        };
        if !self.is_held(action.security_id) {
            return Ok(Fate::not_held());
        }
        if !self.is_before(action) {
            self.pay(action, days)?;
            let known = action.known_at;
            let reason = format!("known on {known}, after its ex-date: paid as a dividend");
            return Ok(Fate::applied_as(reason));
        }
        let Some(close) = self.book.closes().get(action.security_id) else {
            return Ok(Fate::without_close());
        };
        let cash = self.in_currency_of(action, cash, days)?;
        let Ok(price) = terms::ex_cash(close, cash) else {
            return Ok(Fate::leaves_nothing(close));
        };
        let note = self.terms_of(action);
        let security = action.security_id;
        self.adjust((cause, &note), days, &[(security, price)], |engine, position| {
            let state = &engine.states[position];
            let makeup = state.makeups.get(&security).copied();
            let shares = engine.book.shares(position, security);
            let plan = shares.map(|shares| Plan { security, shares, makeup, note: note.clone() });
            Ok(Work::shares(plan.into_iter().collect()))
        })?;
        Ok(Fate::applied())
    }

    /// What the money of an action is in: as it says, or else the currency that its line trades in.
    pub(super) fn money_of(&self, action: &Action, days: Days) -> Currency {
        action.cash_currency.unwrap_or_else(|| self.currency_of(action.security_id, days.session))
    }

    /// The currency that a line trades in; one that is not described yet, in that of its first description.
    pub(in super::super) fn currency_of(&self, line: SecurityId, day: Date) -> Currency {
        let version = self.view.version(line, day).or_else(|| self.view.first_version(line));
        version.map_or(self.family.currency, |version| version.mic.currency())
    }

    /// Money of an action in the currency that its line trades in.
    pub(super) fn in_currency_of(
        &self,
        action: &Action,
        cash: Price,
        days: Days,
    ) -> Result<Price, BuildError> {
        let (paid, own) =
            (self.money_of(action, days), self.currency_of(action.security_id, days.session));
        self.exchanged(cash, (paid, own), days).map_err(fail(action, days))
    }

    /// An amount a share in another currency, at the rate of the close before.
    pub(in super::super) fn exchanged(
        &self,
        amount: Price,
        (from, into): (Currency, Currency),
        days: Days,
    ) -> Result<Price, NumberError> {
        if from == into {
            return Ok(amount);
        }
        let rate = self.view.rate(from, into, days.after_close);
        amount.converted(rate.ok_or(NumberError::NoRate { from, into })?)
    }

    /// The dividends of an index's lines that count on a session, in its currency.
    pub(in super::super) fn dividends(
        &self,
        position: usize,
        session: Date,
    ) -> Result<Dividends, BuildError> {
        let state = &self.states[position];
        let fail = |source| out_of_range(self.id(position), session, source);
        let mut sum = Dividends::default();
        for payment in &self.payments {
            let Some(shares) = payment.shares[position] else { continue };
            let (from, into) = (payment.currency, state.rates.into_currency());
            let rate = self.view.rate(from, into, session);
            let rate = rate.ok_or(NumberError::NoRate { from, into }).map_err(fail)?;
            let gross: Money = payment.cash.times(shares).converted(rate).map_err(fail)?;
            let net = gross.scaled(payment.kept).map_err(fail)?;
            sum.gross = sum.gross.plus(gross).map_err(fail)?;
            sum.net = sum.net.plus(net).map_err(fail)?;
        }
        Ok(sum)
    }

    /// The dividends of a session as a run keeps them.
    pub(in super::super) fn dividend_rows(&self, session: Date) -> Vec<DividendRow> {
        let mut rows = Vec::new();
        for (position, rule) in self.family.indexes.iter().enumerate() {
            for payment in &self.payments {
                let shares = payment.shares[position];
                rows.extend(shares.map(|shares| payment.row(&rule.id, session, shares)));
            }
        }
        rows
    }

    /// Lines that a list of the open of an ex-date lets in get the dividend, those that leave do not.
    pub(in super::super) fn move_payments(
        &mut self,
        position: usize,
        entering: &BTreeSet<SecurityId>,
        leaving: &BTreeSet<SecurityId>,
    ) {
        for payment in &mut self.payments {
            let Some(shares) = payment.shares.get_mut(position) else { continue };
            if entering.contains(&payment.security) || leaving.contains(&payment.security) {
                *shares = self.book.shares(position, payment.security);
            }
        }
    }
}
