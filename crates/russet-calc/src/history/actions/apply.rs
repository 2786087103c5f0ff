//! The one place that applies the terms of an action.

use std::collections::{BTreeMap, BTreeSet};

use russet_market::{Action, NumberError, Price, Ratio, SecurityId};
use russet_rules::methodology::SpinOffTreatment;

use super::adjusted_terms::{AdjustedTerms, Basis, DivisorRule, RosterChange, ShareTerms};
use super::outcome::Outcome;
use super::perform::number_error;
use super::{Before, BuildError, Days, Engine, ShareChange, out_of_range};
use crate::events::Cause;
use crate::state::{Became, Units};

/// One index before an action, and what becomes of its constituents.
struct Planned {
    position: usize,
    before: Before,
    /// The close before, where it was on the new terms already and index shares do not follow units.
    old_close: Option<(SecurityId, Price)>,
    changes: Vec<ShareChange>,
}

impl Engine<'_, '_> {
    /// Puts closes, index shares, share inputs and memberships on the terms of an action. The divisor of each index
    /// absorbs the difference.
    pub(super) fn apply(
        &mut self,
        action: &Action,
        adjusted: AdjustedTerms,
        note: &str,
        days: Days,
    ) -> Result<Outcome, BuildError> {
        let fail = number_error(action, days);
        if adjusted.pays_dividend {
            return Ok(self.claim_dividend(action, days, &adjusted.outcome));
        }
        if let ShareTerms::Beside(exchange) | ShareTerms::Into(exchange) = adjusted.shares.own {
            let currency = self.currency_of(exchange.other, days.session);
            let place = self.currencies.place(currency);
            self.state.ledger.trades_in(exchange.other, place).map_err(&fail)?;
        }
        for shares in &adjusted.inputs {
            self.state.shares.insert(shares.security, shares.clone());
        }
        let new_homes = self.homes_of_child(action, &adjusted);
        let planned = self.planned(action, &adjusted, note, days)?;
        self.carry_pending(action, &adjusted, days).map_err(&fail)?;
        let held = adjusted.valued_successor().map(|_| self.held_before(action));
        let before = self.reprice(action, &adjusted, days)?;
        let cause = Cause::of(action.kind);
        for Planned { position, before: value, old_close, changes } in planned {
            let mut closes = before.clone();
            closes.extend(old_close.map(|(security, close)| (security, Some(close))));
            if let Some(cause) = cause {
                self.change_from(position, cause, days, (value, &closes), changes)?;
            }
        }
        self.follow_index_shares(action, &adjusted, note, days)?;
        self.end_claims(action, &adjusted).map_err(&fail)?;
        self.remember_claims(action, &adjusted, held.unwrap_or_default(), days).map_err(&fail)?;
        for change in adjusted.roster {
            self.change_roster(action, change, &new_homes, days);
        }
        Ok(adjusted.outcome)
    }

    /// What becomes of each index, at the closes before.
    fn planned(
        &self,
        action: &Action,
        adjusted: &AdjustedTerms,
        note: &str,
        days: Days,
    ) -> Result<Vec<Planned>, BuildError> {
        let mut planned = Vec::new();
        for position in 0..self.state.ledger.len() {
            let (changes, divisor) =
                self.share_changes(position, action, adjusted, (note, days))?;
            if changes.is_empty() {
                continue;
            }
            let old =
                adjusted.closes.iter().find_map(|close| Some((close.security, close.before?)));
            let old_close = old.filter(|_| self.basis(position) == Basis::One);
            let value = match (divisor, old_close) {
                (DivisorRule::Stays, _) => None,
                (_, Some(close)) => Some(self.state.ledger.value_if(position, close)),
                (_, None) => Some(self.state.ledger.value(position)),
            };
            let before = match value.transpose() {
                Ok(Some(value)) => Before::Value(value),
                Ok(None) => Before::SameValue,
                Err(source) => {
                    return Err(out_of_range(self.id(position), days.after_close, source));
                }
            };
            planned.push(Planned { position, before, old_close, changes });
        }
        Ok(planned)
    }

    /// Puts closes on the new terms, those of earlier sessions as well; gives what they were.
    fn reprice(
        &mut self,
        action: &Action,
        adjusted: &AdjustedTerms,
        days: Days,
    ) -> Result<BTreeMap<SecurityId, Option<Price>>, BuildError> {
        let mut before = BTreeMap::new();
        for close in &adjusted.closes {
            let fail = |source| out_of_range(&close.security.to_string(), days.after_close, source);
            let last = self.state.ledger.closes().get(close.security);
            before.insert(close.security, last);
            if let Some(last) = close.before.or(last) {
                let terms = shares_for_one(adjusted.units, last, close.after).map_err(fail)?;
                self.state.past.adjust(close.security, terms, action.ex_date).map_err(fail)?;
            }
            let repriced = self.state.ledger.reprice(close.security, close.after, days.after_close);
            repriced.map_err(fail)?;
        }
        Ok(before)
    }

    /// Carries pending takeovers through what happens to their acquirers and targets.
    fn carry_pending(
        &mut self,
        action: &Action,
        adjusted: &AdjustedTerms,
        days: Days,
    ) -> Result<(), NumberError> {
        let security = action.security_id;
        let last = self.state.ledger.closes().get(security);
        let close = adjusted.closes.iter().find(|close| close.security == security);
        let close = close.and_then(|close| Some((close.before.or(last)?, close.after)));
        let split = adjusted.units.filter(|units| units.split == units.held);
        let became = match (adjusted.shares.own, split, close) {
            (ShareTerms::Into(exchange), ..) if !action.kind.ends_line() => {
                Became::Other(exchange.other, exchange.ratio)
            }
            (_, Some(units), _) => Became::Split(units.split),
            (_, None, Some((before, after))) => Became::Worth(shares_for_one(None, before, after)?),
            (_, None, None) => return Ok(()),
        };
        self.state.recent_terms.add(action.ex_date, security, became);
        let mut pending = std::mem::take(&mut self.state.pending);
        let followed =
            pending.iter_mut().try_for_each(|one| self.follow(one, security, became, days));
        self.state.pending = pending;
        followed
    }

    /// The indexes that will hold the child of a spin-off until its first close only.
    fn homes_of_child(&self, action: &Action, adjusted: &AdjustedTerms) -> BTreeSet<usize> {
        let ShareTerms::Beside(exchange) = adjusted.shares.own else { return Default::default() };
        let is_dropped = self.family.actions.spin_off == SpinOffTreatment::Dropped;
        let gains = |position: &usize| {
            self.state.ledger.holds(*position, action.security_id)
                && !self.state.ledger.holds(*position, exchange.other)
        };
        (0..self.state.ledger.len())
            .filter(gains)
            .filter(|position| is_dropped || self.basis(*position) == Basis::One)
            .collect()
    }

    fn change_roster(
        &mut self,
        action: &Action,
        change: RosterChange,
        homes: &BTreeSet<usize>,
        days: Days,
    ) {
        let security = action.security_id;
        let roster = &mut self.state.roster;
        match change {
            RosterChange::Remove => roster.remove(&[security]),
            RosterChange::Suspend => {
                roster.suspended.entry(security).or_insert(action.ex_date);
            }
            RosterChange::Resume => drop(roster.suspended.remove(&security)),
            RosterChange::Untraded(new, mut untraded) => {
                untraded.leaves.clone_from(homes);
                roster.untraded.insert(new, untraded);
            }
            RosterChange::Child(child) => {
                roster.children.insert(child, (security, action.ex_date));
                self.inherit_membership(security, child, days);
            }
            RosterChange::Succeed(other) => {
                let issuer = |security| {
                    let version = self.view.version(security, days.session);
                    let version = version.or_else(|| self.view.first_version(security));
                    version.map(|version| version.issuer_id)
                };
                match (issuer(security), issuer(other)) {
                    (Some(from), Some(new)) => roster.succeed((security, from), (other, new)),
                    _ => roster.remove(&[security]),
                }
            }
        }
    }
}

/// What one share of before has become, by number or by value.
fn shares_for_one(units: Option<Units>, before: Price, after: Price) -> Result<Ratio, NumberError> {
    match units.filter(|units| units.split == units.held) {
        Some(units) => Ok(units.split),
        None => Ratio::new(before.nanos().unsigned_abs(), after.nanos().unsigned_abs()),
    }
}
