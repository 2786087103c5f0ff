//! What a market says, as fractions, by the numbers of its sessions.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Action, ActionKind, Market, SecurityId};

use super::numbers::{Number, of_factor, of_price, of_ratio, of_shares};

/// A count or a free float: since when it holds, when it was known, and the value.
pub type Dated = (Date, Date, Number);

/// Closes, actions, share counts and free floats.
pub struct Facts {
    pub sessions: Vec<Date>,
    pub closes: Vec<BTreeMap<SecurityId, Number>>,
    /// In the order in which those of one day are applied.
    pub actions: Vec<Event>,
    pub counts: BTreeMap<SecurityId, Vec<Dated>>,
    pub floats: BTreeMap<SecurityId, Vec<Dated>>,
}

/// A corporate action, with its days as numbers of sessions.
#[derive(Debug, Clone)]
pub struct Event {
    pub ex: usize,
    pub effective: usize,
    pub known_at: Date,
    pub line: SecurityId,
    pub kind: ActionKind,
    pub ratio: Option<Number>,
    pub cash: Option<Number>,
    pub other: Option<SecurityId>,
    pub sold: Option<Number>,
}

impl Event {
    pub fn ratio(&self) -> Number {
        self.ratio.clone().expect("the action has a ratio")
    }

    pub fn cash(&self) -> Number {
        self.cash.clone().expect("the action has cash")
    }

    pub fn other(&self) -> SecurityId {
        self.other.expect("the action has another line")
    }
}

impl Facts {
    pub fn of(market: &Market) -> Facts {
        let mut closes: BTreeMap<Date, BTreeMap<SecurityId, Number>> = BTreeMap::new();
        for row in market.prices.iter() {
            closes.entry(row.date).or_default().insert(row.security_id, of_price(row.close));
        }
        let sessions: Vec<Date> = closes.keys().copied().collect();
        let mut actions: Vec<Event> =
            market.actions.iter().map(|action| event(action, &sessions)).collect();
        actions.sort_by_key(|action| (action.kind, action.line));
        let mut counts: BTreeMap<SecurityId, Vec<Dated>> = BTreeMap::new();
        for row in &market.shares {
            let fact = (row.effective_date, row.known_at, of_shares(row.shares_outstanding));
            counts.entry(row.security_id).or_default().push(fact);
        }
        let mut floats: BTreeMap<SecurityId, Vec<Dated>> = BTreeMap::new();
        for row in &market.free_floats {
            let fact = (row.effective_date, row.known_at, of_factor(row.free_float));
            floats.entry(row.security_id).or_default().push(fact);
        }
        counts.values_mut().chain(floats.values_mut()).for_each(|facts| facts.sort());
        Facts { sessions, closes: closes.into_values().collect(), actions, counts, floats }
    }

    pub fn has_close(&self, line: SecurityId, session: usize) -> bool {
        self.closes[session].contains_key(&line)
    }

    pub fn is_known(&self, action: &Event, session: usize) -> bool {
        action.known_at <= self.sessions[session]
    }

    /// The first session from an action's day on by whose close it is known.
    pub fn known_from(&self, action: &Event, day: usize) -> usize {
        (day..self.sessions.len())
            .find(|session| self.is_known(action, *session))
            .unwrap_or(usize::MAX)
    }
}

/// A day that is no session means the next one.
fn event(action: &Action, sessions: &[Date]) -> Event {
    let number = |day: Date| sessions.partition_point(|session| *session < day);
    Event {
        ex: number(action.ex_date),
        effective: number(action.effective_date.unwrap_or(action.ex_date)),
        known_at: action.known_at,
        line: action.security_id,
        kind: action.kind,
        ratio: action.ratio.map(of_ratio),
        cash: action.cash.map(of_price),
        other: action.other_security_id,
        sold: action.shares_sold.map(of_shares),
    }
}
