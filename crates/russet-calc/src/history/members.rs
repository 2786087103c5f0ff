//! Who is held: securities that enter and leave between reviews, and indexes that follow their parents.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{Factor, IssuerId, SecurityId};
use russet_rules::methodology::StyleSide;

use super::BuildError;
use super::engine::{Days, Engine};
use super::share_change::ShareChange;
use super::sub_indexes::Moves;
use crate::events::Cause;
use crate::state::Roster;

impl Engine<'_, '_> {
    /// Members that have missed too many sessions of their market.
    pub(super) fn absent(&mut self) -> Vec<(SecurityId, String)> {
        let patience = self.family.maintenance.absent_sessions;
        let Roster { securities, staleness, .. } = &mut self.state.roster;
        let missing = securities.all().iter().copied();
        let missing: Vec<_> =
            missing.filter(|security| staleness.missed(*security) >= patience).collect();
        let waits = |security: &SecurityId| {
            self.state.roster.staleness.is_removed(*security)
                || self.state.roster.untraded.contains_key(security)
                || self.state.roster.suspended.contains_key(security)
        };
        let absent = missing.into_iter().filter(|security| !waits(security));
        absent
            .map(|security| {
                let last = self
                    .state
                    .ledger
                    .closes()
                    .dated(security)
                    .map_or_else(String::new, |(_, date)| {
                        format!("; deleted at its last one, of {date}")
                    });
                (security, format!("no close for {patience} sessions{last}"))
            })
            .collect()
    }

    /// Takes securities out of every index; their companies leave with the last of their securities.
    pub(super) fn delete(
        &mut self,
        leaving: Vec<(SecurityId, String)>,
        cause: Cause,
        days: Days,
    ) -> Result<(), BuildError> {
        if leaving.is_empty() {
            return Ok(());
        }
        for position in 0..self.state.ledger.len() {
            let plans = leaving
                .iter()
                .filter(|(security, _)| self.state.ledger.holds(position, *security))
                .map(|(security, note)| ShareChange::out(*security, note))
                .collect();
            self.change(position, cause, days, plans)?;
        }
        let securities: Vec<SecurityId> =
            leaving.into_iter().map(|(security, _)| security).collect();
        self.state.roster.remove(&securities);
        Ok(())
    }

    /// A suspended security that has a close of a later session trades again.
    pub(super) fn end_suspensions(&mut self, session: Date) {
        let closes = self.state.ledger.closes();
        self.state.roster.suspended.retain(|security, since| {
            *since >= session || closes.dated(*security).is_none_or(|(_, date)| date < session)
        });
    }

    /// Deletes securities that have been suspended for too long, at their last closes.
    pub(super) fn delete_suspended(&mut self, days: Days) -> Result<(), BuildError> {
        let most = self.family.actions.suspension_sessions as usize;
        let so_far = self.view.sessions_between(Date::MIN, days.after_close);
        // The newest day since when that many sessions have passed.
        let Some((latest, _)) = so_far.len().checked_sub(most.max(1)).map(|at| &so_far[at]) else {
            return Ok(());
        };
        let too_long = self.state.roster.suspended.iter().filter(|(_, since)| *since <= latest);
        let leaving: Vec<_> = too_long
            .filter(|(security, _)| self.state.is_held(**security))
            .map(|(security, since)| {
                (*security, format!("suspended since {since}, {most} sessions"))
            })
            .collect();
        self.delete(leaving, Cause::Suspension, days)
    }

    /// A new security's company gets the size segment and the style of another's until the next review.
    pub(super) fn inherit_membership(&mut self, from: SecurityId, new: SecurityId, days: Days) {
        let version_of = |security| {
            self.view.version(security, days.session).or(self.view.first_version(security))
        };
        let (Some(from), Some(company)) = (version_of(from), version_of(new)) else { return };
        self.state.roster.inherit_membership(from.issuer_id, company.issuer_id);
        self.state.roster.securities.add(company.issuer_id, new);
        self.state.roster.staleness.restore(new);
    }

    /// Lets securities into an index and out of it between reviews; its children follow.
    pub(super) fn move_securities(
        &mut self,
        position: usize,
        cause: Cause,
        days: Days,
        (entering, leaving): (&BTreeSet<SecurityId>, &BTreeSet<SecurityId>),
        note: &str,
    ) -> Result<(), BuildError> {
        let mut plans: Vec<ShareChange> = leaving
            .iter()
            .filter(|security| self.state.ledger.holds(position, **security))
            .map(|security| ShareChange::out(*security, note))
            .collect();
        if self.state.ledger.basket(position).is_empty() {
            let all = self.weighed(position, entering, days.session, self.state.ledger.closes())?;
            self.journal.notes.extend(all.note);
            plans.extend(
                all.plans.into_iter().map(|plan| ShareChange { note: note.to_owned(), ..plan }),
            );
        } else if self.agenda.items.rebalances(position, days.after_close)
            && !self.weighting(position).is_proportional()
        {
            self.state.ledger.index_mut(position).entering.extend(entering);
        } else {
            for security in
                entering.iter().filter(|security| !self.state.ledger.holds(position, **security))
            {
                let plan = self.entering(position, *security, days.session)?;
                plans.extend(plan.map(|plan| ShareChange { note: note.to_owned(), ..plan }));
            }
        }
        self.change(position, cause, days, plans)?;
        for child in 0..self.family.indexes.len() {
            if self.parent(child) == Some(position) {
                let indexes = (child, position);
                let is_new = self.state.ledger.basket(child).is_empty();
                let moves = match is_new && self.family.indexes[child].largest.is_some() {
                    true => Moves {
                        entering: self.take_from_parent(indexes, days)?,
                        leaving: BTreeSet::new(),
                    },
                    false => self.follow_parent(indexes, (entering, leaving), days)?,
                };
                let moving = (&moves.entering, &moves.leaving);
                self.move_securities(child, cause, days, moving, note)?;
            }
        }
        Ok(())
    }

    /// A company's probability of a side of a style. One that nobody scored is half of each, and dynamic
    /// as additions between reviews are.
    pub(super) fn style_of(&self, issuer: IssuerId, side: StyleSide) -> Factor {
        match (self.state.roster.styles.get(&issuer), side) {
            (Some(score), side) => score.of(side),
            (None, StyleSide::Growth | StyleSide::Value) => Factor::nearest(0.5),
            (None, StyleSide::Defensive) => Factor::ZERO,
            (None, StyleSide::Dynamic) => Factor::ONE,
        }
    }
}
