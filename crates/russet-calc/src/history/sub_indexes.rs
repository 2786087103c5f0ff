//! Indexes that take securities from a parent: the facts that they choose by, and what they record.

use std::collections::BTreeSet;

use russet_market::{IssuerId, SecurityId};
use russet_rules::Decision;
use russet_rules::methodology::IndexRule;
use russet_rules::selection::{
    ParentSecurity, SubIndexChoice, choose_fitting, choose_from_parent, sub_index_decisions,
};

use super::BuildError;
use super::engine::{Days, Engine, out_of_range};

/// What an index holds and no longer takes, and what it takes and does not hold yet.
pub(super) struct Moves {
    pub(super) entering: BTreeSet<SecurityId>,
    pub(super) leaving: BTreeSet<SecurityId>,
}

impl<'build, 'market> Engine<'build, 'market> {
    /// The securities that an index takes from its parent after a close; the choice is recorded.
    pub(super) fn take_from_parent(
        &mut self,
        (position, parent): (usize, usize),
        days: Days,
    ) -> Result<BTreeSet<SecurityId>, BuildError> {
        let mut of_parent = self.state.ledger.securities(parent);
        let Some(rule) = self.takes_some(position) else {
            of_parent.retain(|security| self.described(*security, days.session).is_some());
            return Ok(of_parent);
        };
        let held = self.state.ledger.securities(position);
        let both: BTreeSet<SecurityId> = of_parent.union(&held).copied().collect();
        let is_in_parent = |security: &SecurityId| of_parent.contains(security);
        let securities = self.parent_securities((position, parent), &both, &is_in_parent, days)?;
        let choices = choose_from_parent(rule, &securities)
            .map_err(|source| out_of_range(&rule.id, days.after_close, source))?;
        let chosen = securities.iter().zip(&choices).filter(|(_, choice)| choice.belongs);
        let chosen = chosen.map(|(security, _)| security.version.security_id).collect();
        let decisions = self.recorded(rule, days, (&securities, &choices));
        self.journal.decisions.extend(decisions);
        Ok(chosen)
    }

    /// What moves between two reviews where some securities enter the parent and others leave it: those that fit
    /// enter, but for an index of the largest, which are chosen at reviews only.
    pub(super) fn follow_parent(
        &mut self,
        (position, parent): (usize, usize),
        (entering, leaving): (&BTreeSet<SecurityId>, &BTreeSet<SecurityId>),
        days: Days,
    ) -> Result<Moves, BuildError> {
        let Some(rule) = self.takes_some(position) else {
            return Ok(Moves { entering: entering.clone(), leaving: leaving.clone() });
        };
        let follows = rule.largest.is_none();
        let entering = entering.iter().filter(|_| follows);
        let moving: BTreeSet<SecurityId> = entering.chain(leaving).copied().collect();
        let is_in_parent = |security: &SecurityId| !leaving.contains(security);
        let Moves { entering, .. } =
            self.moves((position, parent), &moving, &is_in_parent, days)?;
        Ok(Moves { entering, leaving: leaving.clone() })
    }

    /// What moves because an index excludes other companies than before.
    pub(super) fn follow_fit(
        &mut self,
        (position, parent): (usize, usize),
        days: Days,
    ) -> Result<Moves, BuildError> {
        let mut all = self.state.ledger.securities(position);
        if self.takes_some(position).is_some_and(|rule| rule.largest.is_none()) {
            all.extend(self.state.ledger.securities(parent));
        }
        self.moves((position, parent), &all, &|_| true, days)
    }

    /// What moves of some securities by how they fit.
    fn moves(
        &mut self,
        indexes: (usize, usize),
        among: &BTreeSet<SecurityId>,
        is_in_parent: &dyn Fn(&SecurityId) -> bool,
        days: Days,
    ) -> Result<Moves, BuildError> {
        let mut moves = Moves { entering: BTreeSet::new(), leaving: BTreeSet::new() };
        let Some(rule) = self.takes_some(indexes.0) else { return Ok(moves) };
        let securities = self.parent_securities(indexes, among, is_in_parent, days)?;
        let choices = choose_fitting(rule, &securities);
        for (security, choice) in securities.iter().zip(&choices) {
            match (security.is_held, choice.belongs) {
                (false, true) => moves.entering.insert(security.version.security_id),
                (true, false) => moves.leaving.insert(security.version.security_id),
                _ => continue,
            };
        }
        let decisions = self.recorded(rule, days, (&securities, &choices));
        self.journal.decisions.extend(decisions);
        Ok(moves)
    }

    /// The rule of an index that takes only some of its parent's securities.
    fn takes_some(&self, position: usize) -> Option<&'build IndexRule> {
        self.family.indexes.get(position).filter(|rule| rule.takes_some())
    }

    /// What an index sees of securities that are described on the session.
    fn parent_securities(
        &self,
        (position, parent): (usize, usize),
        securities: &BTreeSet<SecurityId>,
        is_in_parent: &dyn Fn(&SecurityId) -> bool,
        days: Days,
    ) -> Result<Vec<ParentSecurity<'_>>, BuildError> {
        let is_ranked = self.family.indexes[position].largest.is_some();
        let held = self.state.ledger.securities(position);
        let is_member = |issuer: IssuerId| {
            let of_company = self.state.roster.securities.get(&issuer);
            of_company.is_some_and(|lines| lines.iter().any(|line| held.contains(line)))
        };
        let closes = self.state.ledger.closes();
        let mut facts = Vec::with_capacity(securities.len());
        for security in securities {
            let Some(version) = self.described(*security, days.session) else { continue };
            let candidate = match is_ranked {
                true => self.candidate(parent, *security, days.session, closes)?,
                false => None,
            };
            let value = candidate.map(|candidate| candidate.unit.times(candidate.own));
            let value = value.transpose();
            facts.push(ParentSecurity {
                version,
                close: closes.dated(*security),
                shares: self.state.shares.get(security).map(|held| held.count),
                value: value
                    .map_err(|source| out_of_range(self.id(position), days.after_close, source))?,
                is_in_parent: is_in_parent(security),
                is_held: held.contains(security),
                is_member: is_ranked && is_member(version.issuer_id),
                excluded_by: self.state.roster.excluded_by(position, version.issuer_id),
            });
        }
        Ok(facts)
    }

    /// The decisions of a choice, where decisions are recorded.
    fn recorded(
        &self,
        rule: &IndexRule,
        days: Days,
        (securities, choices): (&[ParentSecurity<'_>], &[SubIndexChoice]),
    ) -> Vec<Decision> {
        match self.research.records() {
            true => sub_index_decisions(rule, days.after_close, securities, choices),
            false => Vec::new(),
        }
    }
}
