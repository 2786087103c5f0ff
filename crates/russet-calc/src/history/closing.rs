//! After the last trade of a session: levels, then everything that holds from the next one on.

use jiff::civil::Date;
use russet_market::{Action, Currency, Level, SecurityId, Shares};

use super::BuildError;
use super::actions::{Fate, Payment};
use super::engine::{Days, Engine, out_of_range};
use super::pro_forma::Trial;
use super::recorder::Part;
use super::waiting::Waiting;
use crate::index::Effect;
use crate::ledger::Cause;
use crate::returns::Returns;
use crate::run::{LevelRow, RateRow, Sink};

/// Where the gauge starts; only its return is ever used.
const GAUGE_BASE: Level = Level::THOUSAND;

impl<'build, 'market> Engine<'build, 'market> {
    /// Everything after the last trade; gives the reconstitutions that are announced.
    pub(super) fn close(
        &mut self,
        waiting: &mut Waiting<'market>,
        session: Date,
    ) -> Result<Vec<Trial<'build, 'market>>, BuildError> {
        let next = self.family.sessions().next_session(session)?;
        let days = Days { after_close: session, session };
        self.learn_rates(session);
        let ending = waiting.take((session, next), |action: &Action| action.kind.ends_line());
        let ending = self.price_endings(ending, (session, next))?;
        self.remember_closes(session);
        let mut published = self.publish(session)?;
        self.absorb_rates(session)?;
        let held = match self.recorder.keeps_all_tables() {
            true => self.held_by_any(),
            false => Vec::new(),
        };
        self.end_lines(ending, waiting, days)?;
        self.delete_spun(days)?;
        let absent = self.absent();
        self.delete(absent, Cause::Deletion, days)?;
        self.delete_suspended(days)?;
        while let Some(item) = self.agenda.due(session) {
            self.perform(item, days)?;
        }
        self.replace_leavers(days)?;
        if !published {
            published = self.publish(session)?;
        }
        if published {
            self.record_closes(session, held);
        }
        self.record_money(session, published);
        let announced = self.announced(session);
        for action in waiting.take((session, next), |action: &Action| !action.kind.ends_line()) {
            self.act(action, days)?;
        }
        Ok(announced)
    }

    /// Rates of the session; an index in local currencies keeps those of the session before until its
    /// level is made.
    fn learn_rates(&mut self, session: Date) {
        for (position, state) in self.states.iter_mut().enumerate() {
            let rule = self.family.indexes.get(position);
            let waits = rule.is_some_and(|rule| rule.local_currency)
                && self.book.index(position).divisor().is_some();
            if !waits {
                state.rates =
                    self.currencies.rates(self.view, state.rates.into_currency(), session);
            }
        }
    }

    fn absorb_rates(&mut self, session: Date) -> Result<(), BuildError> {
        for position in 0..self.family.indexes.len() {
            if self.family.indexes[position].local_currency {
                let state = &mut self.states[position];
                let now = self.currencies.rates(self.view, state.rates.into_currency(), session);
                let absorbed = self.book.absorb_rates(position, &state.rates, &now);
                state.rates = now;
                absorbed.map_err(|source| out_of_range(self.id(position), session, source))?;
            }
        }
        Ok(())
    }

    /// Keeps the closes of as many sessions as weights look back that are made anew before long.
    fn remember_closes(&mut self, session: Date) {
        let back = self.agenda.looks_back(self.family, session);
        if back == 0 {
            return self.past.clear();
        }
        self.past.push_back((session, self.book.closes().clone()));
        while self.past.len() > back + 1 {
            self.past.pop_front();
        }
    }

    /// Starts indexes whose base day has come and writes the session's levels. Whether any index
    /// had a level: before the first basket none has.
    fn publish(&mut self, session: Date) -> Result<bool, BuildError> {
        let gauge = self.states.len() - 1;
        let mut any = false;
        for position in 0..self.states.len() {
            let rule = self.family.indexes.get(position);
            let start = rule.map_or(self.beginning, |rule| rule.base_date.0.max(self.from));
            let base = rule.map_or(GAUGE_BASE, |rule| rule.base_value);
            if self.book.basket(position).is_empty() || session < start {
                continue;
            }
            let starts = self.book.index(position).divisor().is_none();
            if starts {
                self.start(position, base, session)?;
            }
            let id = self.id(position).to_owned();
            let fail = |source| out_of_range(&id, session, source);
            let state = &self.states[position];
            let (Some(level), Some(divisor)) = (
                self.book.level(position, &state.rates).map_err(fail)?,
                self.book.index(position).divisor(),
            ) else {
                continue;
            };
            any = true;
            if position == gauge {
                self.gauge.push((session, level));
                continue;
            }
            let returns = match state.returns {
                Some(before) if !starts => {
                    let paid = self.dividends(position, session)?;
                    let convention = self.family.returns.convention;
                    before.after(level, paid, divisor, convention).map_err(fail)?
                }
                _ => Returns::at(level),
            };
            let market_cap = self.book.value(position, &state.rates).map_err(fail)?;
            self.recorder.level(LevelRow {
                index_id: id.clone(),
                date: session,
                price_return: level,
                net_return: returns.net,
                total_return: returns.gross,
                divisor,
                constituents: self.book.basket(position).len() as u32,
                market_cap,
            });
            self.states[position].returns = Some(returns);
            self.states[position].closing = Some(market_cap);
            self.record_constituents(position, (self.previous, session));
        }
        Ok(any)
    }

    fn record_constituents(&mut self, position: usize, days: (Date, Date)) {
        let changed = std::mem::take(&mut self.states[position].changed);
        let Some(rule) = self.family.indexes.get(position) else { return };
        let facts = (self.view, &self.held);
        let held = (self.book.basket(position), &self.states[position].makeups);
        self.recorder.constituents(facts, (position, &rule.id), days, held, changed);
    }

    /// The gauge runs from its first basket on, whatever the first published session is.
    pub(super) fn start_gauge(&mut self, session: Date) -> Result<(), BuildError> {
        let gauge = self.states.len() - 1;
        let started = self.book.index(gauge).divisor().is_some();
        match started || self.book.basket(gauge).is_empty() {
            true => Ok(()),
            false => self.start(gauge, GAUGE_BASE, session),
        }
    }

    fn start(&mut self, position: usize, base: Level, session: Date) -> Result<(), BuildError> {
        let started = self.book.start(position, base, &self.states[position].rates);
        started.map_err(|source| out_of_range(self.id(position), session, source))?;
        let value = self.value_of(position, session)?;
        let state = &self.states[position];
        let Some(divisor) = self.book.index(position).divisor() else { return Ok(()) };
        let effect = Effect::unchanged(value, divisor);
        let parts = self.book.basket(position).iter().map(|(security, shares)| Part {
            security,
            before: Shares::ZERO,
            after: shares,
            price_before: None,
            makeup_before: None,
            makeup_after: state.makeups.get(&security).copied(),
            note: format!("base {base}"),
        });
        let parts = parts.collect();
        let days = Days { after_close: session, session };
        self.write(position, Cause::Start, days, effect, parts);
        Ok(())
    }

    /// After the last close, the constituents of the session after it are known.
    pub(super) fn finish(
        &mut self,
        waiting: &Waiting<'market>,
        sink: &mut dyn Sink<'build>,
    ) -> Result<(), BuildError> {
        let next = self.family.sessions().next_session(self.previous)?;
        for position in 0..self.family.indexes.len() {
            if self.book.index(position).divisor().is_some() {
                self.record_constituents(position, (self.previous, next));
            }
        }
        for action in waiting.known_by(self.previous) {
            if self.is_held(action.security_id) {
                self.remember(action, Fate::waiting(), None);
            }
        }
        sink.take(self.recorder.hand_over(self.spans.of(self.previous)))?;
        self.decisions.hand_over(sink, i16::MAX)?;
        sink.take(self.recorder.hand_over_open(next))?;
        Ok(())
    }

    /// The dividends and the rates that counted in a session.
    fn record_money(&mut self, session: Date, published: bool) {
        if published {
            let rows = self.dividend_rows(session);
            self.recorder.dividends(rows);
        }
        let payments = std::mem::take(&mut self.payments);
        if !published {
            return;
        }
        let mut into: Vec<Currency> =
            self.states.iter().map(|state| state.rates.into_currency()).collect();
        into.sort();
        into.dedup();
        for into in into {
            let paid = payments.iter().map(Payment::currency);
            let mut from: Vec<Currency> = self.currencies.all().chain(paid).collect();
            from.sort();
            from.dedup();
            for from in from.into_iter().filter(|from| *from != into) {
                if let Some((rate, of)) = self.view.dated_rate(from, into, session) {
                    self.recorder.rate(
                        RateRow { date: session, currency_from: from, currency_to: into, rate },
                        of,
                    );
                }
            }
        }
    }

    /// What any index holds, in order: the gauge holds all of it.
    fn held_by_any(&self) -> Vec<SecurityId> {
        self.book.basket(self.states.len() - 1).iter().map(|(line, _)| line).collect()
    }

    /// The closes that counted in a session: of what was held before its changes, and after them.
    fn record_closes(&mut self, session: Date, mut held: Vec<SecurityId>) {
        if !self.recorder.keeps_all_tables() {
            return;
        }
        held.append(&mut self.held_by_any());
        // Two ascending runs: the stable sort merges them.
        held.sort();
        held.dedup();
        let rows = self.view.sessions_between(session, session).first();
        let rows = rows.map_or(0..0, |(_, rows)| rows.clone());
        let market = self.view.closes(rows);
        self.recorder.closes(session, self.book.closes(), &held, market);
    }
}
