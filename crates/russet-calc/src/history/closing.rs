//! After the last trade of a session: levels, then everything that holds from the next one on.

use jiff::civil::Date;
use russet_market::{Action, Currency, Level, SecurityId, Shares};

use super::BuildError;
use super::engine::{Days, Engine, out_of_range};
use super::journal::recorder::Part;
use super::pro_forma::Trial;
use crate::events::Cause;
use crate::run::{LevelRow, RateRow, Sink};
use crate::state::Effect;
use crate::state::returns::Returns;

/// Where the family index starts; only its return is ever used.
const FAMILY_INDEX_BASE: Level = Level::THOUSAND;

impl<'build, 'market> Engine<'build, 'market> {
    /// Everything after the last trade; gives the reconstitutions that are announced.
    pub(super) fn close_session(
        &mut self,
        session: Date,
    ) -> Result<Vec<Trial<'build, 'market>>, BuildError> {
        self.settle(session)?;
        let next = self.family.sessions().next_session(session)?;
        let days = Days { after_close: session, session };
        self.learn_rates(session);
        let ending = self.price_endings((session, next))?;
        self.remember_closes(session);
        let mut published = self.publish(session)?;
        self.absorb_rates(session)?;
        let held = match self.journal.recorder.keeps_all_tables() {
            true => self.held_by_any(),
            false => Vec::new(),
        };
        self.end_securities(ending, days)?;
        self.end_suspensions(session);
        self.settle_untraded(days)?;
        let absent = self.absent();
        self.delete(absent, Cause::Deletion, days)?;
        self.delete_suspended(days)?;
        while let Some(item) = self.agenda.items.due(session) {
            self.perform(item, days)?;
        }
        self.replace_leavers(days)?;
        if !published {
            published = self.publish(session)?;
        }
        if published {
            self.record_closes(session, held);
        }
        self.record_rates(session, published);
        let announced = self.announced(session);
        self.state.day_units.end(session, self.state.previous);
        self.state.recent_terms.end(session);
        let trades_on = |action: &Action| !action.kind.ends_line();
        for due in self.agenda.waiting.take((session, next), trades_on) {
            self.perform_action(due, days)?;
        }
        self.state.previous = session;
        Ok(announced)
    }

    /// Rates of the session; an index in local currencies keeps those of the session before until its
    /// level is made.
    fn learn_rates(&mut self, session: Date) {
        for position in 0..self.state.ledger.len() {
            let rule = self.family.indexes.get(position);
            let waits = rule.is_some_and(|rule| rule.local_currency)
                && self.state.ledger.divisor(position).is_some();
            if !waits {
                let into = self.state.ledger.index(position).rates().into_currency();
                let rates = self.currencies.rates(self.view, into, session);
                self.state.ledger.set_rates(position, rates);
            }
        }
    }

    fn absorb_rates(&mut self, session: Date) -> Result<(), BuildError> {
        for position in 0..self.family.indexes.len() {
            if self.family.indexes[position].local_currency {
                let into = self.state.ledger.index(position).rates().into_currency();
                let now = self.currencies.rates(self.view, into, session);
                let absorbed = self.state.ledger.absorb_rates(position, now);
                absorbed.map_err(|source| out_of_range(self.id(position), session, source))?;
            }
        }
        Ok(())
    }

    /// Keeps the closes of as many sessions as the next reweightings look back.
    fn remember_closes(&mut self, session: Date) {
        let back = self.agenda.items.looks_back(self.family, session);
        self.state.past.keep(session, self.state.ledger.closes(), back);
    }

    /// Starts indexes whose base day has come and writes the session's levels. Whether any index
    /// had a level: before the first basket none has.
    fn publish(&mut self, session: Date) -> Result<bool, BuildError> {
        let family_index = self.state.family();
        let mut any = false;
        for position in 0..self.state.ledger.len() {
            let rule = self.family.indexes.get(position);
            let start =
                rule.map_or(self.scope.beginning, |rule| rule.base_date.0.max(self.scope.from));
            let base = rule.map_or(FAMILY_INDEX_BASE, |rule| rule.base_value);
            if self.state.ledger.basket(position).is_empty() || session < start {
                continue;
            }
            let starts = self.state.ledger.divisor(position).is_none();
            if starts {
                self.start_index(position, base, session)?;
            }
            let id = self.id(position).to_owned();
            let fail = |source| out_of_range(&id, session, source);
            let (Some(level), Some(divisor)) = (
                self.state.ledger.level(position).map_err(fail)?,
                self.state.ledger.divisor(position),
            ) else {
                continue;
            };
            any = true;
            if position == family_index {
                self.state.family_levels.push((session, level));
                continue;
            }
            let returns = match self.state.ledger.index(position).returns {
                Some(before) if !starts => {
                    let paid = self.dividend_points(position, session)?;
                    let convention = self.family.returns.convention;
                    before.after(level, &paid, convention).map_err(fail)?
                }
                _ => Returns::at(level),
            };
            let market_cap = self.state.ledger.value(position).map_err(fail)?;
            self.journal.recorder.level(
                position,
                LevelRow {
                    index_id: id.clone(),
                    date: session,
                    price_return: level,
                    net_return: returns.net,
                    total_return: returns.gross,
                    divisor,
                    constituents: self.state.ledger.basket(position).len() as u32,
                    market_cap,
                },
            );
            let index = self.state.ledger.index_mut(position);
            index.returns = Some(returns);
            index.closing_value = Some(market_cap);
            self.record_constituents(position, (self.state.previous, session));
        }
        if any {
            // Before anything moves a divisor after this close.
            let rows = self.dividend_rows(session);
            self.journal.recorder.dividends(rows);
        }
        Ok(any)
    }

    fn record_constituents(&mut self, position: usize, days: (Date, Date)) {
        let changed = std::mem::take(&mut self.state.ledger.index_mut(position).changed);
        let Some(rule) = self.family.indexes.get(position) else { return };
        let facts = (self.view, &self.state.shares);
        let index = self.state.ledger.index(position);
        let held = (index.basket(), &index.factors);
        self.journal.recorder.constituents(facts, (position, &rule.id), days, held, changed);
    }

    /// The family index runs from its first basket on, whatever the first published session is.
    pub(super) fn start_family_index(&mut self, session: Date) -> Result<(), BuildError> {
        let family_index = self.state.family();
        let started = self.state.ledger.index(family_index).divisor().is_some();
        match started || self.state.ledger.basket(family_index).is_empty() {
            true => Ok(()),
            false => self.start_index(family_index, FAMILY_INDEX_BASE, session),
        }
    }

    fn start_index(
        &mut self,
        position: usize,
        base: Level,
        session: Date,
    ) -> Result<(), BuildError> {
        let started = self.state.ledger.start(position, base);
        started.map_err(|source| out_of_range(self.id(position), session, source))?;
        let value = self.value_of(position, session)?;
        let Some(divisor) = self.state.ledger.divisor(position) else { return Ok(()) };
        let factors = &self.state.ledger.index(position).factors;
        let effect = Effect::unchanged(value, divisor);
        let parts = self.state.ledger.basket(position).iter().map(|(security, shares)| Part {
            security,
            before: Shares::ZERO,
            after: shares,
            price_before: None,
            factors_before: None,
            factors_after: factors.get(&security).copied(),
            note: format!("base {base}"),
        });
        let parts = parts.collect();
        let days = Days { after_close: session, session };
        self.write(position, Cause::Start, days, effect, parts);
        Ok(())
    }

    /// After the last close, the constituents of the session after it are known.
    pub(super) fn finish(&mut self, sink: &mut dyn Sink<'build>) -> Result<(), BuildError> {
        let next = self.family.sessions().next_session(self.state.previous)?;
        for position in 0..self.family.indexes.len() {
            if self.state.ledger.divisor(position).is_some() {
                self.record_constituents(position, (self.state.previous, next));
            }
        }
        self.remember_waiting();
        sink.take(
            self.journal.recorder.hand_over(self.scope.partitioning.of(self.state.previous)),
        )?;
        self.journal.decisions.hand_over(sink, i16::MAX)?;
        sink.take(self.journal.recorder.hand_over_open(next))?;
        Ok(())
    }

    /// The rates that counted in a session, whose dividends are over.
    fn record_rates(&mut self, session: Date, published: bool) {
        let payments = std::mem::take(&mut self.state.dividends);
        if !published {
            return;
        }
        let mut into: Vec<Currency> =
            self.state.ledger.iter().map(|index| index.rates().into_currency()).collect();
        into.sort();
        into.dedup();
        for into in into {
            let paid = payments.iter().map(|claim| claim.currency);
            let mut from: Vec<Currency> = self.currencies.all().chain(paid).collect();
            from.sort();
            from.dedup();
            for from in from.into_iter().filter(|from| *from != into) {
                if let Some((rate, of)) = self.view.dated_rate(from, into, session) {
                    self.journal.recorder.rate(
                        RateRow { date: session, currency_from: from, currency_to: into, rate },
                        of,
                    );
                }
            }
        }
    }

    /// What any index holds, in order: the family index holds all of it.
    fn held_by_any(&self) -> Vec<SecurityId> {
        self.state.ledger.basket(self.state.family()).iter().map(|(security, _)| security).collect()
    }

    /// The closes that counted in a session: of what was held before its changes, and after them.
    fn record_closes(&mut self, session: Date, mut held: Vec<SecurityId>) {
        if !self.journal.recorder.keeps_all_tables() {
            return;
        }
        held.append(&mut self.held_by_any());
        // Two ascending runs: the stable sort merges them.
        held.sort();
        held.dedup();
        let rows = self.view.sessions_between(session, session).first();
        let rows = rows.map_or(0..0, |(_, rows)| rows.clone());
        let market = self.view.closes(rows);
        self.journal.recorder.closes(session, self.state.ledger.closes(), &held, market);
    }
}
