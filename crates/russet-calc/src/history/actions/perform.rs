//! One action from the market: its facts, its terms, what it changes, and the record of it.

use russet_market::{Action, ActionKind, Currency, NumberError, SecurityId};

use super::day_terms::in_units;
use super::facts::{ActionFacts, ActionRates, SecurityFacts};
use super::outcome::Refusal;
use super::{BuildError, Days, Engine, out_of_range, terms_of};
use crate::history::agenda::waiting::Due;

impl Engine<'_, '_> {
    /// Performs an action that leaves its security trading.
    pub(in super::super) fn perform_action(
        &mut self,
        Due { action: recorded, corrects }: Due<'_>,
        days: Days,
    ) -> Result<(), BuildError> {
        let units = self.state.day_units.on(recorded.security_id, recorded.ex_date);
        let action = in_units(recorded, units).map_err(number_error(recorded, days))?;
        if self.passes_over(&action, days) {
            return Ok(());
        }
        let is_held = self.state.is_held(action.security_id);
        let before = (self.journal.recorder.last_event(), self.state.dividends.len());
        let note = match is_held && action.kind != ActionKind::OrdinaryDividend {
            true => self.terms_in_words(&action),
            false => String::new(),
        };
        let adjusted = match corrects {
            Some(before) => self.correct_action(&action, before, days),
            None => terms_of(&self.facts(&action, &note, days)),
        };
        let outcome = match adjusted {
            Ok(adjusted) => self.apply(&action, adjusted, &note, days)?,
            Err(Refusal::Outcome(outcome)) => outcome,
            // Nobody needs the terms of a security that no index holds.
            Err(Refusal::Number(_)) if !is_held => return Ok(()),
            Err(Refusal::Number(source)) => return Err(number_error(&action, days)(source)),
        };
        // A dividend that is learned late goes to whoever held the security on its ex-date.
        if is_held || self.state.dividends.len() > before.1 {
            self.remember(recorded, outcome, Some((days, before.0)));
        }
        Ok(())
    }

    /// What an action meets.
    pub(super) fn facts<'a>(
        &'a self,
        action: &'a Action,
        note: &'a str,
        days: Days,
    ) -> ActionFacts<'a> {
        ActionFacts {
            action,
            security: self.facts_of(action.security_id, days),
            other: action.other_security_id.map(|other| self.facts_of(other, days)),
            rules: &self.family.actions,
            rates: self.action_rates(days),
            note,
        }
    }

    fn facts_of(&self, id: SecurityId, days: Days) -> SecurityFacts<'_> {
        SecurityFacts {
            id,
            is_held: self.state.is_held(id),
            close: self.state.ledger.closes().dated(id),
            shares: self.state.shares.get(&id),
            currency: self.currency_of(id, days.session),
        }
    }

    /// The rates at the close before an action.
    pub(in super::super) fn action_rates(&self, days: Days) -> ActionRates<'_> {
        ActionRates { view: self.view, day: days.after_close, family: self.family.currency }
    }

    /// What a security trades in; before its first session, as its first description says.
    pub(in super::super) fn currency_of(
        &self,
        security: SecurityId,
        day: jiff::civil::Date,
    ) -> Currency {
        let version = self.view.version(security, day);
        let version = version.or_else(|| self.view.first_version(security));
        version.map_or(self.family.currency, |version| version.mic.currency())
    }

    /// The terms of an action in words, for the ledger.
    pub(super) fn terms_in_words(&self, action: &Action) -> String {
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

    /// What a security is called now, or will be.
    pub(super) fn called(&self, security: SecurityId) -> String {
        let version = self.view.version(security, self.state.previous);
        let version = version.or_else(|| self.view.first_version(security));
        version.map_or_else(|| security.to_string(), |version| version.ticker.to_string())
    }
}

/// A number of an action's security that left its range.
pub(super) fn number_error(
    action: &Action,
    days: Days,
) -> impl Fn(NumberError) -> BuildError + use<> {
    let (security, day) = (action.security_id.to_string(), days.session);
    move |source| out_of_range(&security, day, source)
}
