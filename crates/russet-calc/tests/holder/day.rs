//! The steps of a session: what holds from its close on, and what its closes make.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{ActionKind, SecurityId};
use russet_rules::methodology::ReturnConvention;

use super::facts::Event;
use super::numbers::{Number, zero};
use super::rules;
use super::state::Holder;

/// Which basket has the claim on a dividend of an ex-date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code)]
pub enum Claim {
    /// What the fund held at the close before, before any action of the ex-date.
    BeforeTheOpen,
    /// What it held after the actions of the ex-date, whose trades are at the closes before and so with
    /// the dividend; in shares of the close before.
    AfterTheOpen,
}

/// The one place that decides it.
pub const CLAIM: Claim = Claim::AfterTheOpen;

/// A fund after a session's close: its levels, and the basket behind them.
#[derive(Debug, Clone)]
pub struct Row {
    pub fund: String,
    pub date: Date,
    pub price: Number,
    pub net: Number,
    pub gross: Number,
    pub basket: BTreeMap<SecurityId, Number>,
    /// What each line of the basket is worth, in parts of the fund.
    pub weights: BTreeMap<SecurityId, f64>,
}

impl Holder<'_> {
    /// The levels of every session from the first one on.
    pub fn rows(mut self) -> Vec<Row> {
        let mut rows = self.row_of_each(self.history.len() - 1);
        for session in self.history.len()..self.facts.sessions.len() {
            self.evening(session - 1);
            self.open(session);
            self.take_closes(session);
            self.publish(session);
            rows.extend(self.row_of_each(session));
        }
        rows
    }

    /// What holds from the next session on: ends, then new share counts, then new weights.
    fn evening(&mut self, session: usize) {
        self.end_lines(session);
        self.settle_children(session);
        self.delete_absent();
        if self.facts.sessions[session] == rules::UPDATE {
            self.update_shares(session);
            self.rebalance(session);
        }
    }

    /// What is ex on a session and known by its open, and then what was learned late.
    fn open(&mut self, session: usize) {
        self.units.clear();
        self.succeeded.clear();
        let before: Vec<_> = self.funds.iter().map(|fund| fund.held.clone()).collect();
        let facts = self.facts;
        for action in &facts.actions {
            self.count_late_units(action, session);
        }
        for action in facts.actions.iter().filter(|action| action.ex == session) {
            if facts.is_known(action, session) {
                self.apply(action, session);
            }
        }
        self.give_unpriced_children(session);
        let after = self.funds.iter().map(|fund| {
            let held = fund.held.iter();
            held.map(|(line, shares)| (*line, shares / self.units(*line))).collect()
        });
        let mut after: Vec<BTreeMap<_, _>> = after.collect();
        // A new line that the terms value is worth the close before, cum what its predecessor pays.
        for (line, other, ratio) in &self.succeeded {
            for claims in &mut after {
                if let Some(held) = claims.get(other).cloned() {
                    claims.insert(*line, held / ratio);
                }
            }
        }
        let claims = match CLAIM {
            Claim::BeforeTheOpen => before,
            Claim::AfterTheOpen => after,
        };
        self.claims.push(claims);
    }

    /// The closes of a session; a line without one keeps its price.
    pub fn take_closes(&mut self, session: usize) {
        let facts = self.facts;
        for line in self.prices.keys().chain(facts.closes[session].keys()) {
            let missed = self.missed.entry(*line).or_insert(0);
            *missed = if facts.has_close(*line, session) { 0 } else { *missed + 1 };
        }
        for (line, close) in &facts.closes[session] {
            self.prices.insert(*line, close.clone());
            self.closed.insert(*line, session);
        }
        self.price_targets(session);
        self.price_losses(session);
        if self.history.len() == session {
            self.history.push(self.prices.clone());
        } else {
            self.history[session] = self.prices.clone();
        }
    }

    fn publish(&mut self, session: usize) {
        let paid: Vec<&Event> =
            self.facts.actions.iter().filter(|action| self.pays(action) == Some(session)).collect();
        for (place, fund) in self.funds.iter_mut().enumerate() {
            let points = paid.iter().fold(zero(), |sum, action| {
                let claims = &self.claims[action.ex][place];
                sum + claims.get(&action.line).map_or_else(zero, |held| held * action.cash())
            });
            let (before, now) = (fund.price.clone(), fund.value(&self.prices));
            let grown = |level: &Number, points: Number| match self.convention {
                ReturnConvention::Additive => level * (&now + points) / &before,
                ReturnConvention::ExDividend => level * &now / (&before - points),
            };
            fund.net = grown(&fund.net, &points * rules::kept_of_dividends());
            fund.gross = grown(&fund.gross, points);
            fund.price = now;
        }
    }

    /// The session in which total return takes a payment in: an ordinary dividend on its ex-date, any
    /// payment that is known late on the first session after it is known.
    fn pays(&self, action: &Event) -> Option<usize> {
        let (late, ordinary) = match action.kind {
            ActionKind::OrdinaryDividend => (!self.facts.is_known(action, action.ex), true),
            ActionKind::SpecialDividend | ActionKind::CapitalRepayment => {
                (!self.facts.is_known(action, action.ex), false)
            }
            _ => return None,
        };
        match (late, ordinary) {
            (true, _) => Some(self.facts.known_from(action, action.ex) + 1),
            (false, true) => Some(action.ex),
            (false, false) => None,
        }
    }

    fn row_of_each(&self, session: usize) -> Vec<Row> {
        let rows = self.funds.iter().map(|fund| {
            let level = fund.price.to_f64();
            let worth = fund.held.iter().filter_map(|(line, held)| {
                Some((*line, held.to_f64() * self.prices.get(line)?.to_f64() / level))
            });
            Row {
                fund: fund.id.clone(),
                date: self.facts.sessions[session],
                price: fund.price.clone(),
                net: fund.net.clone(),
                gross: fund.gross.clone(),
                basket: fund.basket.clone(),
                weights: worth.collect(),
            }
        });
        rows.collect()
    }
}
