//! Securities that end: takeovers, liquidations, delistings.
//!
//! What an ended security is worth at last is in the level of its last session; the deletion after that close moves
//! nothing.

use jiff::civil::Date;
use russet_market::{Action, ActionKind, NumberError, Price, SecurityId};

use super::adjusted_terms::AdjustedTerms;
use super::outcome::Refusal;
use super::perform::number_error;
use super::{BuildError, Days, Engine, Outcome, merger, terms_of};
use crate::history::agenda::waiting::Due;
use crate::state::{Became, PendingEnding};

/// An action that ends a security, and whether it does so after the close in hand.
pub(in super::super) struct Ending {
    pending: PendingEnding,
    now: bool,
}

impl Engine<'_, '_> {
    /// Before the session's level: the last prices of securities that end, and those of takeovers that are pending.
    pub(in super::super) fn price_endings(
        &mut self,
        (session, next): (Date, Date),
    ) -> Result<Vec<Ending>, BuildError> {
        let days = Days { after_close: session, session };
        let taken = self.agenda.waiting.take((session, next), |action| action.kind.ends_line());
        let mut due = std::mem::take(&mut self.state.pending);
        for Due { action, .. } in taken {
            // A correction takes over from the version that is still pending.
            due.retain(|pending: &PendingEnding| !pending.recorded.is_version_of(action));
            due.push(self.pending(action, days)?);
        }
        due.sort_by_key(|pending| {
            let action = &pending.recorded;
            (action.ex_date, action.kind, action.security_id, action.sequence)
        });
        let mut endings = Vec::with_capacity(due.len());
        for pending in due {
            let action = &pending.action;
            if self.passes_over(action, days) {
                continue;
            }
            let now = match action.kind {
                ActionKind::Merger => action.effective_date.unwrap_or(action.ex_date) <= next,
                // The price is that of the first session off the exchange.
                ActionKind::Bankruptcy => action.ex_date <= session,
                _ => action.cash.is_none() || action.ex_date <= session,
            };
            let close = self.state.ledger.closes().get(action.security_id);
            if let Some(price) = self.last_price(action, now, days)?.filter(|_| close.is_some()) {
                let priced = self.state.ledger.reprice(action.security_id, price, session);
                priced.map_err(number_error(action, days))?;
            }
            endings.push(Ending { pending, now });
        }
        Ok(endings)
    }

    /// An action that is due, on the terms of what has happened to its securities since its ex-date.
    fn pending(&self, action: &Action, days: Days) -> Result<PendingEnding, BuildError> {
        let mut pending = PendingEnding::new(action);
        for (security, became) in self.state.recent_terms.since(action.ex_date) {
            let followed = self.follow(&mut pending, security, became, days);
            followed.map_err(number_error(action, days))?;
        }
        Ok(pending)
    }

    /// Carries a pending takeover through what a share of a security became.
    pub(super) fn follow(
        &self,
        pending: &mut PendingEnding,
        security: SecurityId,
        became: Became,
        days: Days,
    ) -> Result<(), NumberError> {
        match became {
            Became::Split(ratio) => {
                pending.multiply(security, ratio)?;
                pending.split_target(security, ratio)
            }
            Became::Worth(ratio) => pending.multiply(security, ratio),
            Became::Other(other, ratio) => pending.succeed(security, (other, ratio)),
            Became::Proceeds(..) if pending.action.other_security_id != Some(security) => Ok(()),
            Became::Proceeds(stock, cash) => {
                let facts = self.facts(&pending.action, "", days);
                let into = facts.security.currency;
                let own =
                    pending.action.cash.map(|cash| facts.in_own_currency(cash)).transpose()?;
                let convert = |(cash, money)| facts.rates.convert(cash, (money, into));
                let cash = cash.map(convert).transpose()?;
                pending.follow_acquirer(security, (stock, cash), (own, into))
            }
        }
    }

    /// What a share of a security that ends is worth at the close in hand; nothing where that is its own close.
    fn last_price(
        &self,
        action: &Action,
        now: bool,
        days: Days,
    ) -> Result<Option<Price>, BuildError> {
        let facts = self.facts(action, "", days);
        let price = match action.kind {
            ActionKind::Merger => {
                // On a holiday of its exchange a security stays at its own last close.
                let has_close = facts.close().is_some();
                let trades =
                    has_close && self.state.roster.staleness.missed(action.security_id) == 0;
                if trades { Ok(None) } else { merger::price(&facts, now) }
            }
            _ if !now => Ok(None),
            ActionKind::Bankruptcy if action.cash.is_none() => {
                Ok(Some(self.family.actions.nominal_price))
            }
            _ => match action.cash {
                Some(cash) => facts.in_own_currency(cash).map(Some).map_err(Refusal::from),
                None => Ok(None),
            },
        };
        match price {
            Ok(price) => Ok(price),
            Err(Refusal::Outcome(_)) => Ok(None),
            Err(Refusal::Number(source)) => Err(number_error(action, days)(source)),
        }
    }

    /// After the session's level: securities leave, and acquirers grow.
    pub(in super::super) fn end_securities(
        &mut self,
        mut endings: Vec<Ending>,
        days: Days,
    ) -> Result<(), BuildError> {
        endings.reverse();
        while let Some(Ending { pending, now }) = endings.pop() {
            if !now {
                self.state.pending.push(pending);
                continue;
            }
            let action = &pending.action;
            let is_held = self.state.is_held(action.security_id);
            let before = self.journal.recorder.last_event();
            let note = self.terms_in_words(action);
            let adjusted = match is_held {
                true => terms_of(&self.facts(action, &note, days)),
                false => Ok(AdjustedTerms::removal()),
            };
            let outcome = match adjusted {
                Ok(adjusted) => {
                    self.carry_endings(action, &mut endings, days)?;
                    self.apply(action, adjusted, &note, days)?
                }
                Err(Refusal::Outcome(outcome)) => outcome,
                Err(Refusal::Number(source)) => return Err(number_error(action, days)(source)),
            };
            if is_held {
                self.remember(&pending.recorded, outcome, Some((days, before)));
            }
        }
        Ok(())
    }

    /// Takeovers by a company that ends itself go on as claims to what its shares get.
    fn carry_endings(
        &mut self,
        action: &Action,
        endings: &mut [Ending],
        days: Days,
    ) -> Result<(), BuildError> {
        let facts = self.facts(action, "", days);
        let cash = match action.kind {
            ActionKind::Merger => action.cash.map(|cash| (cash, facts.money())),
            _ => facts.close().map(|close| (close, facts.security.currency)),
        };
        let became = Became::Proceeds(action.other_security_id.zip(action.ratio), cash);
        self.state.recent_terms.add(action.ex_date, action.security_id, became);
        let mut pending = std::mem::take(&mut self.state.pending);
        let others = endings.iter_mut().map(|ending| &mut ending.pending);
        let followed = pending
            .iter_mut()
            .chain(others)
            .try_for_each(|one| self.follow(one, action.security_id, became, days));
        self.state.pending = pending;
        followed.map_err(number_error(action, days))
    }

    /// Actions that are known and still wait, for the run's table of them.
    pub(in super::super) fn remember_waiting(&mut self) {
        let later = self.agenda.waiting.known_by(self.state.previous).into_iter();
        let pending = self.state.pending.iter().map(|pending| (&pending.action, &pending.recorded));
        let waiting = later.map(|action| (action, action)).chain(pending);
        let held = waiting.filter(|(action, _)| self.state.is_held(action.security_id));
        let mut held: Vec<Action> = held.map(|(_, recorded)| recorded.clone()).collect();
        held.sort_by_key(|action| {
            (action.ex_date, action.kind, action.security_id, action.sequence, action.known_at)
        });
        for action in held {
            self.remember(&action, Outcome::waiting(), None);
        }
    }
}
