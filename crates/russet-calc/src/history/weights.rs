//! Index shares from securities: what a scheme gives them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{Factor, Money, SecurityId, SecurityVersion, Shares};
use russet_rules::methodology::Weighting;
use russet_rules::weighting::{Candidate, shares_at_factor, weigh};

use super::BuildError;
use super::engine::{Engine, out_of_range};
use super::share_change::ShareChange;
use crate::events::IndexShareFactors;
use crate::state::closes::Closes;

/// What an index's securities get, and what a reader should know of it.
pub(super) struct Weighted {
    pub(super) plans: Vec<ShareChange>,
    pub(super) note: Option<String>,
}

impl<'market> Engine<'_, 'market> {
    /// The plans that make an index hold just these securities, weighted at some closes.
    pub(super) fn weighed(
        &self,
        position: usize,
        lines: &BTreeSet<SecurityId>,
        session: Date,
        closes: &Closes,
    ) -> Result<Weighted, BuildError> {
        let rule = self.weighting(position);
        let mut candidates = Vec::with_capacity(lines.len());
        for line in lines {
            candidates.extend(self.candidate(position, *line, session, closes)?);
        }
        candidates.retain(|candidate| candidate.unit != Money::ZERO);
        let value = self.value_to_spread(position, &candidates, session)?;
        let fail = |source| {
            let index = self.id(position).to_owned();
            BuildError::Weights { index, day: session, source }
        };
        let (weighed, note) = match weigh(rule, session, &candidates, value) {
            // An index of too few companies has no weights at which its caps hold.
            Err(error) if error.leaves_no_room() => {
                let uncapped = Weighting { caps: Vec::new(), ..rule.clone() };
                let weighed = weigh(&uncapped, session, &candidates, value).map_err(fail)?;
                let id = self.id(position);
                (
                    weighed,
                    Some(format!("{id} is not capped after the close of {session}: {error}.")),
                )
            }
            weighed => (weighed.map_err(fail)?, None),
        };
        let proportional = rule.is_proportional();
        let basket = self.state.ledger.basket(position);
        let mut stays = weighed.iter().filter(|line| line.shares != Shares::ZERO).peekable();
        let mut plans: Vec<ShareChange> = Vec::new();
        // Both sides are in the order of ids.
        for (held, _) in basket.iter() {
            while stays.next_if(|line| line.security < held).is_some() {}
            if stays.next_if(|line| line.security == held).is_none() {
                plans.push(ShareChange::out(held, ""));
            }
        }
        for (candidate, line) in candidates.iter().zip(&weighed) {
            let (security, shares) = (line.security, line.shares);
            let factors = proportional.then(|| self.factors(candidate, line.factor));
            let same = self.state.ledger.shares(position, security) == Some(shares)
                && self.state.ledger.index(position).factors.get(&security) == factors.as_ref();
            if shares != Shares::ZERO && !same {
                plans.push(ShareChange { security, shares, factors, note: String::new() });
            }
        }
        Ok(Weighted { plans, note })
    }

    /// What a security gets that enters an index between two rebalances; nothing where only a rebalance
    /// lets securities in.
    pub(super) fn entering(
        &self,
        position: usize,
        line: SecurityId,
        session: Date,
    ) -> Result<Option<ShareChange>, BuildError> {
        let Some(candidate) =
            self.candidate(position, line, session, self.state.ledger.closes())?
        else {
            return Ok(None);
        };
        let rule = self.weighting(position);
        let note = String::new();
        if let Some(shares) = shares_at_factor(rule, session, &candidate, Factor::ONE) {
            let factors = rule.is_proportional().then(|| self.factors(&candidate, Factor::ONE));
            return Ok(Some(ShareChange { security: line, shares, factors, note }));
        }
        // The average position of those that are there.
        let count = self.state.ledger.basket(position).len().max(1) as u64;
        let value = self.value_of(position, session)?;
        let shares = value
            .buys(candidate.unit, count)
            .map_err(|source| out_of_range(self.id(position), session, source))?;
        Ok(Some(ShareChange { security: line, shares, factors: None, note }))
    }

    /// The index shares of a held security whose count, float or style is another now; nothing where the
    /// scheme's shares are only set by a rebalance.
    pub(super) fn kept_on(
        &self,
        position: usize,
        line: SecurityId,
        session: Date,
    ) -> Result<Option<ShareChange>, BuildError> {
        if !self.weighting(position).is_proportional() {
            return Ok(None);
        }
        let cap = self
            .state
            .ledger
            .index(position)
            .factors
            .get(&line)
            .map_or(Factor::ONE, |made| made.cap);
        let Some(candidate) =
            self.candidate(position, line, session, self.state.ledger.closes())?
        else {
            return Ok(None);
        };
        Ok(shares_at_factor(self.weighting(position), session, &candidate, cap).map(|shares| {
            ShareChange {
                security: line,
                shares,
                factors: Some(self.factors(&candidate, cap)),
                note: String::new(),
            }
        }))
    }

    /// How a security is described on a session; one that has not traded yet, as it will be at first.
    pub(super) fn described(
        &self,
        security: SecurityId,
        session: Date,
    ) -> Option<&'market SecurityVersion> {
        let is_untraded = || self.state.roster.untraded.contains_key(&security);
        let first = || self.view.first_version(security).filter(|_| is_untraded());
        self.view.version(security, session).or_else(first)
    }

    pub(super) fn candidate(
        &self,
        position: usize,
        line: SecurityId,
        session: Date,
        closes: &Closes,
    ) -> Result<Option<Candidate>, BuildError> {
        let version = self.described(line, session);
        let (Some(target), Some(version)) = (self.state.shares.get(&line), version) else {
            return Ok(None);
        };
        let rule = self.weighting(position);
        let fail = |source| out_of_range(&line.to_string(), session, source);
        let rates = self.state.ledger.index(position).rates();
        // A security that had no close on the pricing day is weighed at its last one.
        let priced = [closes, self.state.ledger.closes()];
        let priced = priced.into_iter().find(|closes| closes.get(line).is_some());
        let unit = priced.map(|closes| closes.value(line, Shares::ONE, rates)).transpose();
        let Some(unit) = unit.map_err(fail)?.flatten() else { return Ok(None) };
        let first =
            self.state.roster.securities.get(&version.issuer_id).and_then(|lines| lines.first());
        Ok(Some(Candidate {
            security: line,
            issuer: version.issuer_id,
            group: rule.groups.and_then(|group| group.of(version)).map(str::to_owned),
            unit,
            total: target.count,
            own: target.shares(),
            style: rule.side.map_or(Factor::ONE, |side| self.style_of(version.issuer_id, side)),
            is_primary: first.is_none_or(|first| *first == line),
        }))
    }

    fn factors(&self, candidate: &Candidate, cap: Factor) -> IndexShareFactors {
        let float = self
            .state
            .shares
            .get(&candidate.security)
            .map_or(Factor::ONE, |held| held.float.factor);
        IndexShareFactors { count: candidate.total, float, style: candidate.style, cap }
    }

    /// What is spread over the securities by weights: the index's value at the close, or before its start that
    /// of its securities' own shares.
    fn value_to_spread(
        &self,
        position: usize,
        candidates: &[Candidate],
        session: Date,
    ) -> Result<Money, BuildError> {
        if let Some(value) = self.state.ledger.index(position).closing_value {
            return Ok(value);
        }
        let fail = |source| out_of_range(self.id(position), session, source);
        candidates.iter().try_fold(Money::ZERO, |sum, candidate| {
            sum.plus(candidate.unit.times(candidate.own).map_err(fail)?).map_err(fail)
        })
    }

    pub(super) fn weighting(&self, position: usize) -> &Weighting {
        self.family.indexes.get(position).map_or(&self.plain, |rule| &rule.weighting)
    }
}
