//! Claims to dividends and to children that have not traded, through the other actions of their day.
//!
//! What an open changes is traded at the closes before, cum every claim. A claim therefore belongs to the index
//! shares after the open, in the units of the close before.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{
    Action, ActionKind, Factor, NumberError, Price, Ratio, SecurityId, SecurityVersion, Shares,
};

use super::adjusted_terms::{AdjustedTerms, Basis, ShareTerms, in_old_units};
use super::outcome::{Outcome, Refusal};
use super::perform::number_error;
use super::{Before, BuildError, Days, Engine, out_of_range};
use crate::events::Cause;
use crate::run::DividendRow;
use crate::state::returns::DividendPoints;
use crate::state::{DividendClaim, Origin, SecurityShares, State};

impl Engine<'_, '_> {
    /// A dividend for whoever holds its security; one learned after its ex-date is for whoever held it then.
    pub(super) fn claim_dividend(
        &mut self,
        action: &Action,
        days: Days,
        outcome: &Outcome,
    ) -> Outcome {
        let version = self.view.version(action.security_id, days.session);
        let (Some(cash), Some(version)) = (action.cash, version) else {
            return Outcome::without_terms();
        };
        let is_late = action.known_at > action.ex_date;
        match self.claim(action, (cash, version), (is_late, false)) {
            true => outcome.clone(),
            false => Outcome::not_held(),
        }
    }

    /// Corrects an action that has taken effect. A dividend whose ex-date is not over is replaced, and an earlier one is
    /// taken back and paid again, for whoever held its security on the ex-date; what has moved prices, shares or
    /// divisors stays as published.
    pub(super) fn correct_action(
        &mut self,
        action: &Action,
        before: &Action,
        days: Days,
    ) -> Result<AdjustedTerms, Refusal> {
        let version = self.view.version(action.security_id, days.session);
        let known = action.known_at;
        if let (ActionKind::OrdinaryDividend, Some(old), Some(cash), Some(version)) =
            (action.kind, before.cash, action.cash, version)
        {
            let is_of_action = |claim: &DividendClaim| {
                (claim.security, claim.ex_date, claim.sequence)
                    == (action.security_id, action.ex_date, action.sequence)
            };
            let pending = self.state.dividends.iter().position(is_of_action);
            let became = match pending.map(|place| self.state.dividends.remove(place)) {
                Some(claim) => {
                    self.claim(action, (cash, version), (claim.is_late(), false));
                    "replaced"
                }
                None => {
                    self.claim(before, (old, version), (true, true));
                    self.claim(action, (cash, version), (true, false));
                    "taken back"
                }
            };
            let reason =
                format!("a correction known on {known}: the dividend of {old} is {became}");
            return Ok(AdjustedTerms {
                outcome: Outcome::applied_as(reason),
                ..AdjustedTerms::none()
            });
        }
        Err(Outcome::not_applied(format!(
            "a correction known on {known}, after the action took effect: what was published stays"
        ))
        .into())
    }

    /// Adds a claim to a dividend, or takes one back; whether any index has it.
    fn claim(
        &mut self,
        action: &Action,
        (cash, version): (Price, &SecurityVersion),
        (is_late, is_returned): (bool, bool),
    ) -> bool {
        let (shares, divisors) = match is_late {
            true => self.late_claims(action),
            false => (self.claims_now(action.security_id, action.ex_date), BTreeMap::new()),
        };
        if shares.iter().all(Option::is_none) {
            return false;
        }
        let returns = &self.family.returns;
        let of_country = version
            .country
            .as_ref()
            .and_then(|country| returns.withheld_by_country.get(country).copied());
        let withheld = of_country
            .or_else(|| returns.withheld_percent.on(action.ex_date).map(|step| step.value));
        self.state.dividends.push(DividendClaim {
            security: action.security_id,
            cash,
            currency: action.cash_currency.unwrap_or_else(|| version.mic.currency()),
            ex_date: action.ex_date,
            sequence: action.sequence,
            net_factor: withheld.map_or(Factor::ONE, |percent| percent.factor().rest()),
            is_returned,
            shares,
            divisors,
        });
        true
    }

    /// The shares of each index that have a claim, at the open in hand.
    fn claims_now(&self, security: SecurityId, ex_date: Date) -> Vec<Option<Shares>> {
        let units = self.state.day_units.on(security, ex_date).map(|units| units.held);
        let positions = 0..self.family.indexes.len();
        positions
            .map(|position| {
                let shares = self.state.ledger.shares(position, security)?;
                in_old_units(shares, units).ok()
            })
            .collect()
    }

    /// Claims of the day, to dividends and to children that count nothing yet, follow the index shares of their
    /// security wherever these do not follow its units.
    pub(super) fn follow_index_shares(
        &mut self,
        action: &Action,
        adjusted: &AdjustedTerms,
        note: &str,
        days: Days,
    ) -> Result<(), BuildError> {
        let fail = number_error(action, days);
        let (security, ex_date) = (action.security_id, action.ex_date);
        let held = match adjusted.units {
            Some(units) => {
                let units = self.state.day_units.change(security, ex_date, units);
                Some(units.map_err(&fail)?.held)
            }
            None => self.state.day_units.on(security, ex_date).map(|units| units.held),
        };
        let moves = |basis| match (adjusted.shares.of(basis), adjusted.units) {
            (ShareTerms::Times(ratio, _), Some(units)) => ratio != units.held,
            (ShareTerms::FromInputs, _) => true,
            (_, units) => units.is_some() && basis != Basis::Own,
        };
        let holders = self.state.ledger.holders(security);
        let holders: Vec<usize> = holders.filter(|at| moves(self.basis(*at))).collect();
        let children = self.unvalued_children(security, ex_date);
        if adjusted.shares.own == ShareTerms::FromInputs {
            self.follow_inputs(security, ex_date, held).map_err(&fail)?;
        }
        for position in holders {
            let Some(shares) = self.state.ledger.shares(position, security) else { continue };
            let old = in_old_units(shares, held).map_err(&fail)?;
            for claim in &mut self.state.dividends {
                let is_of_day = claim.security == security && claim.ex_date == ex_date;
                if let Some(Some(shares)) = claim.shares.get_mut(position).filter(|_| is_of_day) {
                    *shares = old;
                }
            }
            for (child, ratio) in &children {
                if let Some(mut change) = self.unchanged(position, *child, note) {
                    change.shares = old.split(*ratio).map_err(&fail)?;
                    if let (Some(factors), Some(own)) =
                        (&mut change.factors, self.state.shares.get(child))
                    {
                        (factors.count, factors.float) = (own.count(), own.float().factor);
                    }
                    let at = (Before::SameValue, &BTreeMap::new());
                    self.change_from(position, Cause::SpinOff, days, at, vec![change])?;
                }
            }
        }
        Ok(())
    }

    /// The share inputs of the day's children, once those of their parent have changed.
    fn follow_inputs(
        &mut self,
        parent: SecurityId,
        ex_date: Date,
        held: Option<Ratio>,
    ) -> Result<(), NumberError> {
        let Some(inputs) = self.state.shares.get(&parent).cloned() else { return Ok(()) };
        for (child, ratio) in self.unvalued_children(parent, ex_date) {
            let count = in_old_units(inputs.count(), held)?.split(ratio)?;
            let shares = SecurityShares::new(child, count, ex_date, inputs.float().clone());
            self.state.shares.insert(child, shares);
        }
        Ok(())
    }

    /// Children spun off on a day that count nothing yet, with their shares for one of the parent.
    fn unvalued_children(&self, security: SecurityId, ex_date: Date) -> Vec<(SecurityId, Ratio)> {
        let untraded = self.state.roster.untraded.iter();
        let children = untraded.filter_map(|(child, untraded)| match untraded.origin {
            Origin::SpinOff { parent, ratio } if parent == security => {
                (untraded.since == ex_date).then_some((*child, ratio))
            }
            _ => None,
        });
        children.filter(|(child, _)| self.state.ledger.closes().get(*child).is_none()).collect()
    }

    /// Index shares that leave at the closes before, cum dividend, have no claim to it. What is valued by the terms
    /// of its successor keeps it: where an index holds one share of each security, for the part of a share before that
    /// one of the successor is.
    pub(super) fn end_claims(
        &mut self,
        action: &Action,
        adjusted: &AdjustedTerms,
    ) -> Result<(), NumberError> {
        let (security, ex_date) = (action.security_id, action.ex_date);
        if !matches!(adjusted.shares.own, ShareTerms::Out | ShareTerms::Into(_)) {
            return Ok(());
        }
        let successor = adjusted.valued_successor();
        let positions = 0..self.family.indexes.len();
        let bases: Vec<Basis> = positions.map(|position| self.basis(position)).collect();
        let State { dividends, ledger, day_units, .. } = &mut self.state;
        let units = day_units.on(security, ex_date).map(|units| units.held);
        let of_day =
            |claim: &&mut DividendClaim| claim.security == security && claim.ex_date == ex_date;
        for claim in dividends.iter_mut().filter(of_day) {
            let had = claim.shares.iter_mut().enumerate().filter(|(_, shares)| shares.is_some());
            for (position, shares) in had {
                match successor {
                    _ if ledger.holds(position, security) => {}
                    None => *shares = None,
                    Some(exchange) if bases[position] == Basis::One => {
                        let now = ledger.shares(position, exchange.other);
                        *shares = exchange.part_of_old(now, units)?;
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }

    /// The dividends of an index's constituents that count on a session.
    pub(in super::super) fn dividend_points(
        &self,
        position: usize,
        session: Date,
    ) -> Result<DividendPoints, BuildError> {
        let index = self.state.ledger.index(position);
        let fail = |source| out_of_range(self.id(position), session, source);
        let mut points = DividendPoints::default();
        for claim in &self.state.dividends {
            let (Some(shares), Some(divisor)) = (claim.shares[position], index.divisor()) else {
                continue;
            };
            let (from, into) = (claim.currency, index.rates().into_currency());
            let rate = self.view.rate(from, into, session);
            let rate = rate.ok_or(NumberError::NoRate { from, into }).map_err(fail)?;
            let gross = claim.cash.times(shares).converted(rate).map_err(fail)?;
            let net = gross.scaled(claim.net_factor).map_err(fail)?;
            let divisor = claim.divisor(position, divisor);
            points.add((gross, net), divisor, claim.is_returned).map_err(fail)?;
        }
        Ok(points)
    }

    /// The dividends of a session as a run keeps them.
    pub(in super::super) fn dividend_rows(&self, session: Date) -> Vec<DividendRow> {
        let mut rows = Vec::new();
        for (position, rule) in self.family.indexes.iter().enumerate() {
            let Some(divisor) = self.state.ledger.divisor(position) else { continue };
            for claim in &self.state.dividends {
                rows.extend(claim.shares[position].map(|index_shares| DividendRow {
                    date: session,
                    index_id: rule.id.clone(),
                    security_id: claim.security,
                    ex_date: claim.ex_date,
                    sequence: claim.sequence,
                    cash: claim.cash,
                    cash_currency: claim.currency,
                    index_shares,
                    divisor: claim.divisor(position, divisor),
                    net_factor: claim.net_factor,
                    is_returned: claim.is_returned,
                }));
            }
        }
        rows
    }

    /// Securities that a list public at the open of an ex-date lets in get the dividend, those that leave do not.
    pub(in super::super) fn move_claims(
        &mut self,
        position: usize,
        entering: &BTreeSet<SecurityId>,
        leaving: &BTreeSet<SecurityId>,
    ) {
        let State { dividends, day_units, ledger, .. } = &mut self.state;
        for claim in dividends {
            let units = day_units.on(claim.security, claim.ex_date);
            let Some(shares) = claim.shares.get_mut(position) else { continue };
            if entering.contains(&claim.security) || leaving.contains(&claim.security) {
                let now = ledger.shares(position, claim.security);
                let units = units.map(|units| units.held);
                *shares = now.and_then(|now| in_old_units(now, units).ok());
            }
        }
    }
}
