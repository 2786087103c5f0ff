//! After the last trade of a session: levels, then everything that holds from the next one on.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{Calendar, Level, SecurityId, Shares};

use super::BuildError;
use super::engine::{Engine, out_of_range};
use super::recorder::Part;
use super::waiting::Waiting;
use crate::index::{Effect, Index};
use crate::ledger::Cause;
use crate::run::LevelRow;

/// Where the gauge starts; only its return is ever used.
const GAUGE_BASE: Level = Level::THOUSAND;

impl<'market> Engine<'_, 'market> {
    pub(super) fn close(
        &mut self,
        waiting: &mut Waiting<'market>,
        session: Date,
    ) -> Result<(), BuildError> {
        let mut published = self.publish(session)?;
        let held = self.held_by_any();
        let next = Calendar::nyse().next_session(session)?;
        let delisted = waiting.delistings(session, next).into_iter().map(|action| {
            (action.security, format!("delisted from {} ({})", action.ex_date, action.source))
        });
        let mut leaving: Vec<_> = delisted.collect();
        leaving.extend(self.absent());
        self.delete(leaving, session)?;
        while let Some(item) = self.agenda.due(session) {
            self.perform(item, session)?;
        }
        if !published {
            published = self.publish(session)?;
        }
        if published {
            self.record_closes(session, held);
        }
        Ok(())
    }

    /// Starts indexes whose base day has come and writes the session's levels. Whether any index
    /// had a level: before the first basket none has.
    fn publish(&mut self, session: Date) -> Result<bool, BuildError> {
        let gauge = self.indexes.len() - 1;
        let mut any = false;
        for position in 0..self.indexes.len() {
            let rule = self.family.indexes.get(position);
            let start = rule.map_or(self.beginning, |rule| rule.base_date.0.max(self.from));
            let base = rule.map_or(GAUGE_BASE, |rule| rule.base_value);
            let index = &self.indexes[position];
            if index.basket().is_empty() || session < start {
                continue;
            }
            if index.divisor().is_none() {
                self.start(position, base, session)?;
            }
            let id = self.id(position).to_owned();
            let fail = |source| BuildError::Number { index: id.clone(), day: session, source };
            let index = &self.indexes[position];
            let (Some(level), Some(divisor)) =
                (index.level(&self.closes).map_err(fail)?, index.divisor())
            else {
                continue;
            };
            any = true;
            if position == gauge {
                self.gauge.push((session, level));
                continue;
            }
            let market_cap = index.basket().value(&self.closes).map_err(fail)?;
            self.recorder.level(LevelRow {
                index: id.clone(),
                date: session,
                price_return: level,
                divisor,
                constituents: index.basket().len() as u32,
                market_cap,
            });
            let (days, changed) =
                ((self.previous, session), std::mem::take(&mut self.changed[position]));
            self.recorder.constituents(
                (self.view, &self.held),
                (position, &id),
                days,
                index,
                changed,
            );
        }
        Ok(any)
    }

    /// The gauge runs from its first basket on, whatever the first published session is.
    pub(super) fn start_gauge(&mut self, session: Date) -> Result<(), BuildError> {
        let gauge = self.indexes.len() - 1;
        match self.indexes[gauge].divisor() {
            Some(_) => Ok(()),
            None => self.start(gauge, GAUGE_BASE, session),
        }
    }

    fn start(&mut self, position: usize, base: Level, session: Date) -> Result<(), BuildError> {
        let started = self.indexes[position].start(base, &self.closes);
        started.map_err(|source| out_of_range(self.id(position), session, source))?;
        let value = self.value_of(position, session)?;
        let Some(divisor) = self.indexes[position].divisor() else { return Ok(()) };
        let effect = Effect::unchanged(value, divisor);
        let parts = self.indexes[position].basket().iter().map(|(security, shares)| Part {
            security,
            before: Shares::ZERO,
            after: shares,
            note: format!("base {base}"),
        });
        let parts = parts.collect();
        self.write(position, Cause::Start, (session, session), effect, parts);
        Ok(())
    }

    /// After the last close, the constituents of the session after it are known.
    pub(super) fn finish(&mut self) -> Result<(), BuildError> {
        let next = Calendar::nyse().next_session(self.previous)?;
        for (position, rule) in self.family.indexes.iter().enumerate() {
            let index = &self.indexes[position];
            if index.divisor().is_some() {
                let changed = std::mem::take(&mut self.changed[position]);
                let days = (self.previous, next);
                let facts = (self.view, &self.held);
                self.recorder.constituents(facts, (position, &rule.id), days, index, changed);
            }
        }
        self.recorder.finish(next);
        Ok(())
    }

    /// What any index holds: the gauge holds all of it.
    fn held_by_any(&self) -> BTreeSet<SecurityId> {
        let gauge = self.indexes.last().map(Index::basket);
        gauge
            .map(|basket| basket.iter().map(|(security, _)| security).collect())
            .unwrap_or_default()
    }

    /// The closes that counted in a session: of what was held before its changes, and after them.
    fn record_closes(&mut self, session: Date, mut held: BTreeSet<SecurityId>) {
        held.append(&mut self.held_by_any());
        for security in held {
            if let Some((close, date)) = self.closes.dated(security) {
                self.recorder.closes.push(session, security, close, date);
            }
        }
    }
}
