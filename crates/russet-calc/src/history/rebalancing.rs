//! Reweighting: all indexes after a review, one of them by its own rule.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::SecurityId;
use russet_rules::methodology::Rebalancing;
use russet_rules::weighting::exceeds_limits;

use super::BuildError;
use super::engine::{Days, Engine, out_of_range};
use super::share_change::ShareChange;
use super::weights::Weighted;
use crate::events::Cause;
use crate::state::closes::Closes;

impl Engine<'_, '_> {
    /// Makes every index hold its securities, reweighted: those given, or its parent's.
    pub(super) fn hold(
        &mut self,
        securities: Vec<BTreeSet<SecurityId>>,
        cause: Cause,
        days: Days,
    ) -> Result<(), BuildError> {
        let session = days.after_close;
        for (position, mut securities) in securities.into_iter().enumerate() {
            if let Some(parent) = self.parent(position) {
                securities = self.take_from_parent((position, parent), days)?;
            }
            securities.extend(self.spun_in(position));
            let Weighted { plans, note } =
                self.weighed(position, &securities, session, self.state.ledger.closes())?;
            self.journal.notes.extend(note);
            // Lines without a close yet have no weight: they keep what they entered with.
            let waits = |plan: &ShareChange| self.spun_in(position).contains(&plan.security);
            let plans = plans.into_iter().filter(|plan| !waits(plan)).collect();
            self.change(position, cause, days, plans)?;
        }
        Ok(())
    }

    pub(super) fn rebalance(
        &mut self,
        position: usize,
        rule: usize,
        days: Days,
    ) -> Result<(), BuildError> {
        let session = days.after_close;
        let rule = &self.family.indexes[position].rebalancing[rule];
        if self.state.ledger.basket(position).is_empty() {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.state.ledger.index_mut(position).entering);
        let back = rule.priced_sessions_before as usize;
        let priced = self.state.past.sessions_before(back).cloned();
        // Whom a fund could not hold is judged among all securities each time, or the smallest of those left
        // would go at every rebalance.
        let reselects = rule.reconstitutes || self.weighting(position).capacity.is_some();
        let mut securities = match (reselects, self.parent(position)) {
            (true, Some(parent)) => self.take_from_parent((position, parent), days)?,
            _ => self.state.ledger.securities(position),
        };
        let closes = priced.as_ref().unwrap_or(self.state.ledger.closes());
        if !self.breaks(position, rule, &securities, session, closes)? {
            // Nothing is reweighted, so securities that waited for it enter as on any other day.
            let mut plans = Vec::with_capacity(waiting.len());
            for security in waiting {
                plans.extend(self.entering(position, security, session)?);
            }
            return self.change(position, Cause::Rebalance, days, plans);
        }
        securities.extend(waiting);
        let Weighted { plans, note } = self.weighed(position, &securities, session, closes)?;
        self.journal.notes.extend(note);
        self.change(position, Cause::Rebalance, days, plans)
    }

    /// Whether an index breaks the limits of a rebalancing at some closes; always, where it has none.
    fn breaks(
        &self,
        position: usize,
        rule: &Rebalancing,
        securities: &BTreeSet<SecurityId>,
        session: Date,
        closes: &Closes,
    ) -> Result<bool, BuildError> {
        let fail = |source| out_of_range(self.id(position), session, source);
        let mut values = Vec::with_capacity(securities.len());
        for security in securities {
            let shares = self.state.ledger.basket(position).shares(*security);
            if let (Some(shares), Some(candidate)) =
                (shares, self.candidate(position, *security, session, closes)?)
            {
                values.push((candidate.issuer, candidate.unit.times(shares).map_err(fail)?));
            }
        }
        exceeds_limits(rule, &values).map_err(fail)
    }
}
