//! The only way in which the engine changes an index: at its last closes, keeping the law, written down.

use std::collections::BTreeMap;

use russet_market::{Money, Price, SecurityId, Shares};

use super::BuildError;
use super::engine::{Days, Engine, out_of_range};
use super::journal::recorder::{Event, Part};
use crate::events::{Cause, IndexShareFactors};
use crate::state::index::{Change, Effect};

/// What is to become of one security in one index.
#[derive(Debug, Clone)]
pub(super) struct ShareChange {
    pub(super) security: SecurityId,
    /// Its index shares from now on; zero takes it out.
    pub(super) shares: Shares,
    pub(super) factors: Option<IndexShareFactors>,
    pub(super) note: String,
}

impl ShareChange {
    pub(super) fn out(security: SecurityId, note: &str) -> ShareChange {
        ShareChange { security, shares: Shares::ZERO, factors: None, note: note.to_owned() }
    }
}

/// What an index was worth before a change.
#[derive(Debug, Clone, Copy)]
pub(super) enum Before {
    /// So much: the divisor absorbs the difference.
    Value(Money),
    /// As much as after it, but for what prices and shares are rounded by: the divisor stays.
    SameValue,
}

impl Engine<'_, '_> {
    /// Changes one index at its last closes, keeping the law, and writes it down.
    pub(super) fn change(
        &mut self,
        position: usize,
        cause: Cause,
        days: Days,
        plans: Vec<ShareChange>,
    ) -> Result<(), BuildError> {
        if plans.is_empty() {
            return Ok(());
        }
        let before = self.value_of(position, days.after_close)?;
        self.change_from(position, cause, days, (Before::Value(before), &BTreeMap::new()), plans)
    }

    /// Changes one index that was worth so much at the closes before, some of which have new terms now.
    pub(super) fn change_from(
        &mut self,
        position: usize,
        cause: Cause,
        days: Days,
        (before, prices_before): (Before, &BTreeMap<SecurityId, Option<Price>>),
        plans: Vec<ShareChange>,
    ) -> Result<(), BuildError> {
        let basket = self.state.ledger.basket(position);
        let leaves = |security| {
            plans.iter().any(|plan| plan.security == security && plan.shares == Shares::ZERO)
        };
        let empties = plans.iter().all(|plan| plan.shares == Shares::ZERO)
            && basket.iter().all(|(security, _)| leaves(security));
        if empties && self.state.ledger.divisor(position).is_some() {
            let index = self.id(position).to_owned();
            return Err(BuildError::Emptied { index, day: days.after_close });
        }
        let shares_before: Vec<Shares> =
            plans.iter().map(|plan| basket.shares(plan.security).unwrap_or(Shares::ZERO)).collect();
        let changes: Vec<Change> = plans
            .iter()
            .map(|plan| Change { security: plan.security, shares: plan.shares })
            .collect();
        let value_before = match before {
            Before::Value(value) => Some(value),
            Before::SameValue => None,
        };
        let effect = self.state.ledger.change(position, value_before, &changes);
        let effect =
            effect.map_err(|source| out_of_range(self.id(position), days.after_close, source))?;
        let parts = plans.into_iter().zip(shares_before).map(|(plan, before)| Part {
            security: plan.security,
            before,
            after: plan.shares,
            price_before: prices_before.get(&plan.security).copied().flatten(),
            factors_before: self.state.ledger.index(position).factors.get(&plan.security).copied(),
            factors_after: plan.factors,
            note: plan.note,
        });
        let parts: Vec<Part> = parts.collect();
        self.keep_factors(position, &parts);
        let Some(effect) = effect else { return Ok(()) };
        self.write(position, cause, days, effect, parts);
        Ok(())
    }

    fn keep_factors(&mut self, position: usize, parts: &[Part]) {
        let factors = &mut self.state.ledger.index_mut(position).factors;
        for part in parts {
            match part.factors_after.filter(|_| part.after != Shares::ZERO) {
                Some(made) => factors.insert(part.security, made),
                None => drop(factors.remove(&part.security)),
            }
        }
    }

    /// Writes an event of one index down; the family index has no ledger.
    pub(super) fn write(
        &mut self,
        position: usize,
        cause: Cause,
        days: Days,
        effect: Effect,
        parts: Vec<Part>,
    ) {
        if let Some(rule) = self.family.indexes.get(position) {
            let changed = &mut self.state.ledger.index_mut(position).changed;
            changed.extend(parts.iter().map(|part| part.security));
            let event = Event { index: &rule.id, cause, days, effect };
            let at = (self.state.ledger.closes(), self.state.ledger.index(position).rates());
            self.journal.recorder.event(self.view, at, event, parts);
        }
    }
}
