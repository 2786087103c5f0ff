//! The terms of an action as new index shares of one index.

use russet_market::{Action, Money, NumberError, Ratio, SecurityId, Shares};
use russet_rules::methodology::Scheme;
use russet_rules::weighting::{Candidate, shares_at_factor};

use super::adjusted_terms::{AdjustedTerms, Basis, DivisorRule, Exchange, ShareTerms};
use super::perform::number_error;
use super::{BuildError, Days, Engine, ShareChange};
use crate::events::IndexShareFactors;
use crate::state::sum;

impl Engine<'_, '_> {
    /// What the shares of an index are based on.
    pub(in super::super) fn basis(&self, position: usize) -> Basis {
        match self.weighting(position).scheme {
            Scheme::Price => Basis::One,
            Scheme::Equal => Basis::Weight,
            Scheme::FloatCap | Scheme::TotalCap | Scheme::Style => Basis::Own,
        }
    }

    /// What becomes of the constituents of an index, and of its divisor.
    pub(super) fn share_changes(
        &self,
        position: usize,
        action: &Action,
        adjusted: &AdjustedTerms,
        (note, days): (&str, Days),
    ) -> Result<(Vec<ShareChange>, DivisorRule), BuildError> {
        let fail = number_error(action, days);
        let (security, basis) = (action.security_id, self.basis(position));
        let (mut changes, divisor) = match adjusted.shares.of(basis) {
            ShareTerms::Unchanged => (Vec::new(), DivisorRule::Absorbs),
            ShareTerms::Times(ratio, divisor) => {
                let times = self.times(position, security, ratio, note).map_err(&fail)?;
                (times.into_iter().collect(), divisor)
            }
            ShareTerms::Beside(exchange) => {
                (self.beside(position, security, exchange, note).map_err(&fail)?, exchange.divisor)
            }
            ShareTerms::Into(exchange) => {
                let changes = self.exchanged(position, security, exchange, (note, days));
                (changes.map_err(&fail)?, exchange.divisor)
            }
            ShareTerms::Out => (self.out(position, security, note), DivisorRule::Absorbs),
            ShareTerms::FromInputs if self.state.ledger.holds(position, security) => {
                let change = self.kept_on(position, security, days.session)?;
                let change = change.map(|change| ShareChange { note: note.to_owned(), ..change });
                (change.into_iter().collect(), DivisorRule::Absorbs)
            }
            ShareTerms::FromInputs => (Vec::new(), DivisorRule::Absorbs),
        };
        for close in &adjusted.closes {
            // A close that is on the new terms already concerns only index shares that do not follow units.
            let moves = close.before.is_none() || basis == Basis::One;
            let is_planned = changes.iter().any(|change| change.security == close.security);
            if moves && !is_planned {
                changes.extend(self.unchanged(position, close.security, note));
            }
        }
        Ok((changes, divisor))
    }

    fn out(&self, position: usize, security: SecurityId, note: &str) -> Vec<ShareChange> {
        let holds = self.state.ledger.holds(position, security);
        holds.then(|| ShareChange::out(security, note)).into_iter().collect()
    }

    pub(super) fn unchanged(
        &self,
        position: usize,
        security: SecurityId,
        note: &str,
    ) -> Option<ShareChange> {
        let shares = self.state.ledger.shares(position, security)?;
        let factors = self.state.ledger.index(position).factors.get(&security).copied();
        Some(ShareChange { security, shares, factors, note: note.to_owned() })
    }

    /// Index shares times a ratio.
    fn times(
        &self,
        position: usize,
        security: SecurityId,
        ratio: Ratio,
        note: &str,
    ) -> Result<Option<ShareChange>, NumberError> {
        let Some(mut change) = self.unchanged(position, security, note) else { return Ok(None) };
        change.shares = change.shares.split(ratio)?;
        if let Some(factors) = &mut change.factors {
            factors.count = factors.count.split(ratio)?;
        }
        Ok(Some(change))
    }

    /// The child's security next to the parent's, with its index shares times a ratio.
    fn beside(
        &self,
        position: usize,
        parent: SecurityId,
        Exchange { other: child, ratio, .. }: Exchange,
        note: &str,
    ) -> Result<Vec<ShareChange>, NumberError> {
        let Some(mut change) = self.times(position, parent, ratio, note)? else {
            return Ok(Vec::new());
        };
        change.security = child;
        if let Some(own) = self.state.ledger.shares(position, child) {
            change.shares = sum(own, change.shares)?;
            change.factors = self.state.ledger.index(position).factors.get(&child).copied();
        }
        Ok(vec![change])
    }

    /// A security leaves, and another gets its index shares times a ratio. Where companies' own shares count, one that
    /// is held grows by them, also in an index that held it alone, but not by shares that no index held.
    fn exchanged(
        &self,
        position: usize,
        leaving: SecurityId,
        exchange: Exchange,
        (note, days): (&str, Days),
    ) -> Result<Vec<ShareChange>, NumberError> {
        let Exchange { other, ratio, enters, .. } = exchange;
        let mut changes = self.out(position, leaving, note);
        let (holds_leaving, own) = (!changes.is_empty(), self.state.ledger.shares(position, other));
        let basis = self.basis(position);
        match own {
            // Index shares stay the company's shares times this index's factors for it.
            Some(own) if basis == Basis::Own && self.state.is_held(leaving) => {
                changes.extend(self.grown(position, leaving, (exchange, own), (note, days))?);
                return Ok(changes);
            }
            Some(_) if holds_leaving => {}
            None if enters && holds_leaving => {}
            _ => return Ok(changes),
        }
        let Some(mut change) = self.times(position, leaving, ratio, note)? else {
            return Ok(changes);
        };
        change.security = other;
        match basis {
            Basis::One => change.shares = Shares::ONE,
            Basis::Weight => {
                change.shares = own.map_or(Ok(change.shares), |own| sum(own, change.shares))?;
            }
            Basis::Own => {
                if let (Some(made), Some(shares)) =
                    (&mut change.factors, self.state.shares.get(&other))
                {
                    (made.count, made.float) = (shares.count(), shares.float().factor);
                }
            }
        }
        changes.push(change);
        Ok(changes)
    }

    /// The index shares of a security that gains another's own shares.
    fn grown(
        &self,
        position: usize,
        leaving: SecurityId,
        (Exchange { other, ratio, .. }, own): (Exchange, Shares),
        (note, days): (&str, Days),
    ) -> Result<Option<ShareChange>, NumberError> {
        let factors = self.state.ledger.index(position).factors.get(&other);
        let (Some(factors), Some(from), Some(shares)) =
            (factors, self.state.shares.get(&leaving), self.state.shares.get(&other))
        else {
            return Ok(None);
        };
        let Some(version) = self.described(other, days.session) else { return Ok(None) };
        let gain = Candidate {
            security: other,
            issuer: version.issuer_id,
            group: None,
            unit: Money::ZERO,
            total: from.count().split(ratio)?,
            own: from.shares().split(ratio)?,
            style: factors.style,
            is_primary: true,
        };
        let gained = shares_at_factor(self.weighting(position), days.session, &gain, factors.cap);
        let gained = gained.unwrap_or(Shares::ZERO);
        let made =
            IndexShareFactors { count: shares.count(), float: shares.float().factor, ..*factors };
        Ok(Some(ShareChange {
            security: other,
            shares: sum(own, gained)?,
            factors: Some(made),
            note: note.to_owned(),
        }))
    }
}
