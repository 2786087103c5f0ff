//! Takeovers: when a target leaves, and what its terms become until then.

use jiff::civil::Date;
use russet_market::{ActionKind, SecurityId};

use super::facts::Facts;
use super::numbers::{Number, zero};
use super::state::Holder;

/// A takeover that has not taken place.
#[derive(Debug, Clone)]
pub struct Pending {
    pub line: SecurityId,
    pub ex: usize,
    pub effective: usize,
    pub known_at: Date,
    /// The session after whose close the target leaves.
    pub leaves: usize,
    /// Shares of the acquirer for a share of the target.
    pub shares: Option<(SecurityId, Number)>,
    pub cash: Number,
}

impl Pending {
    pub fn all(facts: &Facts) -> Vec<Pending> {
        let mergers = facts.actions.iter().filter(|action| action.kind == ActionKind::Merger);
        mergers
            .map(|action| Pending {
                line: action.line,
                ex: action.ex,
                effective: action.effective,
                known_at: action.known_at,
                leaves: facts.known_from(action, action.effective.saturating_sub(1)),
                shares: action.other.map(|other| (other, action.ratio())),
                cash: action.cash.clone().unwrap_or_else(zero),
            })
            .collect()
    }
}

impl Holder<'_> {
    /// What a target's shares count at a close. While a takeover is delayed, the terms; in time, its own
    /// close, or the terms where it had none in its last session. A price in cash is the last close until
    /// the session after which the target leaves.
    pub fn price_targets(&mut self, session: usize) {
        // An acquirer may be a target too, so its price comes first.
        for _ in 0..2 {
            for merger in self.pending.clone() {
                let known = merger.known_at <= self.facts.sessions[session];
                if !known || session > merger.leaves || !self.is_held(merger.line) {
                    continue;
                }
                let is_last = session == merger.leaves;
                let counts = if session >= merger.ex {
                    merger.shares.is_some() || is_last
                } else {
                    is_last && !self.facts.has_close(merger.line, session)
                };
                if let Some(price) = self.worth_of_terms(&merger).filter(|_| counts) {
                    self.prices.insert(merger.line, price);
                }
            }
        }
    }

    fn worth_of_terms(&self, merger: &Pending) -> Option<Number> {
        let Some((other, ratio)) = &merger.shares else { return Some(merger.cash.clone()) };
        Some(self.prices.get(other)? * ratio + &merger.cash)
    }

    /// Terms in shares of a line follow its price on new terms, from the takeover's ex-date on.
    pub fn follow_acquirer(&mut self, acquirer: SecurityId, factor: &Number) {
        let session = self.history.len();
        for merger in self.pending.iter_mut().filter(|merger| merger.ex <= session) {
            if let Some((other, ratio)) = &mut merger.shares
                && *other == acquirer
            {
                *ratio /= factor;
            }
        }
    }

    /// Terms of a target's share follow its own split.
    pub fn split_pending(&mut self, target: SecurityId, by: &Number) {
        let session = self.history.len();
        for merger in self.pending.iter_mut().filter(|merger| merger.ex <= session) {
            if merger.line == target {
                merger.cash /= by;
                if let Some((_, ratio)) = &mut merger.shares {
                    *ratio /= by;
                }
            }
        }
    }

    /// Terms in shares of a line that becomes another one, and cash.
    pub fn exchange_pending(
        &mut self,
        line: SecurityId,
        other: SecurityId,
        ratio: &Number,
        cash: &Number,
    ) {
        let session = self.history.len();
        for merger in self.pending.iter_mut().filter(|merger| merger.ex <= session) {
            if let Some((of, shares)) = &mut merger.shares
                && *of == line
            {
                *of = other;
                merger.cash += &*shares * cash;
                *shares *= ratio;
            }
        }
    }

    /// The same of a line that becomes cash.
    pub fn exchange_pending_for_cash(&mut self, line: SecurityId, cash: &Number) {
        let session = self.history.len();
        for merger in self.pending.iter_mut().filter(|merger| merger.ex <= session) {
            if let Some((of, shares)) = &merger.shares
                && *of == line
            {
                merger.cash += shares * cash;
                merger.shares = None;
            }
        }
    }
}
