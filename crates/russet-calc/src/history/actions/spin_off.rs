//! A company cut off from another: its line enters with the parent's shares, and leaves or stays.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{Action, Price, SecurityId};
use russet_rules::Standing;
use russet_rules::methodology::SpinOffTreatment;
use serde::{Deserialize, Serialize};

use super::super::BuildError;
use super::super::changing::Plan;
use super::super::engine::{Days, Engine};
use super::super::target::Target;
use super::{Basis, Fate, Work, fail};
use crate::ledger::Cause;
use crate::terms;

/// A line that was spun off and has not traded yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Spun {
    since: Date,
    /// Indexes, by their places, that hold it only until its first close.
    leaves: BTreeSet<usize>,
}

impl Engine<'_, '_> {
    /// The child enters with the parent's shares. With an estimate of its value the parent's price
    /// falls by it; without one the child counts nothing until it trades, and the market itself takes
    /// its value from the parent. A child listed in another country has its estimate in its own currency.
    pub(super) fn spin_off(&mut self, action: &Action, days: Days) -> Result<Fate, BuildError> {
        let (Some(ratio), Some(child)) = (action.ratio, action.other_security_id) else {
            return Ok(Fate::without_terms());
        };
        let parent = action.security_id;
        if !self.is_held(parent) {
            return Ok(Fate::not_held());
        }
        if !self.is_before(action) {
            return Ok(Fate::too_late(action));
        }
        let fail = fail(action, days);
        let note = self.terms_of(action);
        let mut prices: Vec<(SecurityId, Price)> = Vec::new();
        if let (Some(estimate), Some(close)) = (action.cash, self.book.closes().get(parent)) {
            let of_child = (self.money_of(action, days), self.currency_of(child, days.session));
            let lost = self.in_currency_of(action, estimate, days)?;
            let Ok(left) = terms::ex_child(close, lost, ratio) else {
                return Ok(Fate::leaves_nothing(close));
            };
            prices.push((parent, left));
            prices.push((child, self.exchanged(estimate, of_child, days).map_err(&fail)?));
        }
        let estimated = !prices.is_empty();
        let of_child = self.currency_of(child, days.session);
        let traded_in = self.book.trades_in(child, self.currencies.place(of_child));
        traded_in.map_err(&fail)?;
        if let Some(held) = self.held.get(&parent).cloned() {
            let count = held.count.split(ratio).map_err(&fail)?;
            let target = Target::new(child, count, action.ex_date, held.float);
            self.held.get_or_insert_with(child, || target);
        }
        let mut leaves = BTreeSet::new();
        let dropped = self.family.actions.spin_off == SpinOffTreatment::Dropped;
        for position in 0..self.states.len() {
            let holds = self.book.holds(position, parent);
            let new = !self.book.holds(position, child);
            if holds && new && (dropped || self.basis(position) == Basis::One) {
                leaves.insert(position);
            }
        }
        self.adjust((Cause::SpinOff, &note), days, &prices, |engine, position| {
            if estimated && engine.basis(position) == Basis::One {
                return Ok(Work::shares(Vec::new()));
            }
            let plans = engine.beside(position, parent, child, ratio, &note).map_err(&fail)?;
            // What the parent's price lost is the child's: no divisor changes.
            let kept = estimated && engine.basis(position) != Basis::One;
            Ok(if kept { Work::value_kept(plans) } else { Work::shares(plans) })
        })?;
        self.spun.insert(child, Spun { since: action.ex_date, leaves });
        self.children.insert(child, (parent, action.ex_date));
        self.adopt(parent, child, days);
        Ok(Fate::applied())
    }

    /// The child's line beside the parent's, with its shares times a ratio.
    fn beside(
        &self,
        position: usize,
        parent: SecurityId,
        child: SecurityId,
        ratio: russet_market::Ratio,
        note: &str,
    ) -> Result<Vec<Plan>, russet_market::NumberError> {
        let Some(mut plan) = self.multiplied(position, parent, ratio, note)? else {
            return Ok(Vec::new());
        };
        plan.security = child;
        let state = &self.states[position];
        if let Some(own) = self.book.shares(position, child) {
            plan.shares = super::new_shares::sum(own, plan.shares)?;
            plan.makeup = state.makeups.get(&child).copied();
        }
        Ok(vec![plan])
    }

    /// A child's company stands where its parent's does until the next review.
    pub(in super::super) fn adopt(&mut self, parent: SecurityId, child: SecurityId, days: Days) {
        let of = |line| self.view.version(line, days.session).or(self.view.first_version(line));
        let (Some(parent), Some(new)) = (of(parent), of(child)) else { return };
        let standing = self.members.get(&parent.issuer_id).copied();
        let standing = standing.map(|standing| Standing { listed: false, ..standing });
        if let Some(standing) = standing {
            self.members.entry(new.issuer_id).or_insert(standing);
        }
        if let Some(score) = self.styles.get(&parent.issuer_id).cloned() {
            self.styles.entry(new.issuer_id).or_insert(score);
        }
        self.lines.add(new.issuer_id, child);
        self.attendance.comes_back(child);
    }

    /// After a close: children that have traded stay or leave; those that waited too long leave.
    pub(in super::super) fn delete_spun(&mut self, days: Days) -> Result<(), BuildError> {
        let session = days.after_close;
        let most = self.family.actions.spin_off_hold_sessions as usize;
        let spun: Vec<(SecurityId, Spun)> =
            self.spun.iter().map(|(child, spun)| (*child, spun.clone())).collect();
        for (child, spun) in spun {
            let traded = self.book.closes().dated(child).is_some_and(|(_, date)| date == session);
            let waited = self.view.sessions_between(spun.since, session).len();
            if traded && session >= spun.since {
                self.spun.remove(&child);
                for position in spun.leaves {
                    if self.book.holds(position, child) {
                        let plan = Plan::out(child, "spun off, does not stay");
                        self.change(position, Cause::Deletion, days, vec![plan])?;
                    }
                }
                if !self.is_held(child) {
                    self.forget(&[child]);
                }
            } else if !traded && waited >= most {
                self.spun.remove(&child);
                let note = format!("spun off, has not traded for {most} sessions");
                self.delete(vec![(child, note)], Cause::Deletion, days)?;
            }
        }
        Ok(())
    }
}
