//! One announced reconstitution, performed at the closes of the day of its announcement.

use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{Money, SecurityId, Shares};
use russet_rules::methodology::Reconstitution;
use russet_rules::{Decision, Research};

use super::super::BuildError;
use super::super::engine::{Days, Engine, out_of_range};
use super::super::journal::recorder::called;
use super::crossings::Crossings;
use crate::run::ProFormaRow;
use crate::state::basket::Basket;
use crate::state::closes::Closes;
use crate::state::rates::Rates;

/// A reconstitution to be performed on a fork of the engine, which knows nothing of what comes after.
pub(in crate::history) struct Trial<'build, 'market> {
    fork: Engine<'build, 'market>,
    row: Reconstitution,
    session: Date,
    /// How many notes the history has made before.
    pub(super) notes: usize,
}

/// What came of it.
pub(super) struct Tried {
    pub(super) rows: Vec<ProFormaRow>,
    /// What was decided, where the history itself ends before it comes to that.
    pub(super) decisions: Vec<Decision>,
    /// Why nothing came of it.
    pub(super) note: Option<String>,
}

/// The indexes as nothing had been tried.
struct Untried {
    /// The baskets of those that have started.
    baskets: Vec<Option<Basket>>,
    rates: Vec<Rates>,
    closes: Closes,
}

impl<'build, 'market> Engine<'build, 'market> {
    /// The reconstitutions that are announced after a close. Those that the run ends before record what
    /// they decide.
    pub(in crate::history) fn announced(&mut self, session: Date) -> Vec<Trial<'build, 'market>> {
        if !self.journal.recorder.keeps_all_tables() {
            return Vec::new();
        }
        let due = self.agenda.announcements.due(session);
        let trials = due.into_iter().map(|row| {
            let records = session == self.agenda.announcements.last;
            let (fork, notes) = (self.fork(records, session), self.journal.notes.len());
            Trial { fork, row, session, notes }
        });
        trials.collect()
    }

    /// The engine again, with nothing written down yet, as after the close of a session; it records decisions
    /// where they are asked for.
    fn fork(&mut self, records: bool, session: Date) -> Self {
        let recorder = std::mem::take(&mut self.journal.recorder);
        let mut fork = self.clone();
        self.journal.recorder = recorder;
        let research = Research::clone(&self.research).as_known_on(session);
        let research = if records { research } else { research.without_records() };
        fork.research = Arc::new(research);
        fork
    }

    fn untried(&self) -> Untried {
        let positions = 0..self.family.indexes.len();
        let started = |position: &usize| self.state.ledger.index(*position).divisor().is_some();
        let basket =
            |position| Some(position).filter(started).map(|of| self.state.ledger.basket(of));
        Untried {
            baskets: positions.map(|position| basket(position).cloned()).collect(),
            rates: self.state.ledger.iter().map(|index| index.rates().clone()).collect(),
            closes: self.state.ledger.closes().clone(),
        }
    }
}

impl Trial<'_, '_> {
    /// Performs it.
    ///
    /// # Errors
    /// [`BuildError::Number`] when a value goes out of range; what stops the reconstitution itself is
    /// noted, since the history may yet be spared it.
    pub(super) fn perform(self) -> Result<Tried, BuildError> {
        let Trial { mut fork, row, session, .. } = self;
        let (before, known) = (fork.untried(), fork.journal.decisions.place());
        let done = fork.reconstitute(&row, Days { after_close: session, session });
        let mut decided = fork.journal.decisions.back_to(known);
        // What indexes take from their parents is decided at the closes of the effective day.
        decided.retain(|decision| decision.index_id.is_none());
        if let Err(error) = done {
            let effective = row.effective.0;
            let note = format!(
                "No pro forma on {session} of the reconstitution effective {effective}: {error}."
            );
            return Ok(Tried { rows: Vec::new(), decisions: Vec::new(), note: Some(note) });
        }
        let rows = before.compared(&fork, &row, session)?;
        let decisions = if fork.research.records() { decided } else { Vec::new() };
        Ok(Tried { rows, decisions, note: None })
    }
}

impl Untried {
    /// Every security of every started index, before and after.
    fn compared(
        &self,
        fork: &Engine<'_, '_>,
        row: &Reconstitution,
        session: Date,
    ) -> Result<Vec<ProFormaRow>, BuildError> {
        let mut rows = Vec::new();
        let crossings = Crossings::of(fork.journal.recorder.events());
        for (position, rule) in fork.family.indexes.iter().enumerate() {
            let Some(before) = &self.baskets[position] else { continue };
            let after = fork.state.ledger.basket(position);
            for security in lines_of(before, after) {
                let Some(version) = called(fork.view, security, session) else { continue };
                let shares_before = before.shares(security).unwrap_or(Shares::ZERO);
                let shares_after = after.shares(security).unwrap_or(Shares::ZERO);
                let worth = |shares: Shares| -> Result<Money, BuildError> {
                    let value = self.closes.value(security, shares, &self.rates[position]);
                    let value = value.map_err(|source| out_of_range(&rule.id, session, source))?;
                    Ok(value.unwrap_or(Money::ZERO))
                };
                let made = fork.state.ledger.index(position).factors.get(&security);
                let closed = self.closes.dated(security);
                let (from_index, to_index) = crossings.other_index(&rule.id, security);
                rows.push(ProFormaRow {
                    announced_on: session,
                    rank_day: row.rank_day.0,
                    effective_after_close: row.effective.0,
                    index_id: rule.id.clone(),
                    security_id: security,
                    ticker: version.ticker.clone(),
                    name: version.name.clone(),
                    currency: version.mic.currency(),
                    index_shares_before: shares_before,
                    index_shares_after: shares_after,
                    shares_outstanding_after: made.map(|made| made.count),
                    free_float_after: made.map(|made| made.float),
                    style_probability_after: made.map(|made| made.style),
                    cap_factor_after: made.map(|made| made.cap),
                    price: closed.map(|(price, _)| price),
                    price_date: closed.map(|(_, date)| date),
                    market_cap_before: worth(shares_before)?,
                    market_cap_after: worth(shares_after)?,
                    index_id_from: from_index,
                    index_id_to: to_index,
                });
            }
        }
        Ok(rows)
    }
}

/// The securities of either basket, in order.
fn lines_of(before: &Basket, after: &Basket) -> Vec<SecurityId> {
    let securities = before.iter().chain(after.iter());
    let mut securities: Vec<SecurityId> = securities.map(|(security, _)| security).collect();
    // Two ascending runs: the stable sort merges them.
    securities.sort();
    securities.dedup();
    securities
}
