//! One line of a random market.

use std::collections::BTreeSet;

use super::plan::Kind;

/// Billionths of a dollar.
pub type Nanos = i128;
/// Shares for shares.
pub type Terms = (i128, i128);

#[derive(Debug, Clone)]
pub struct Line {
    pub name: String,
    pub company: String,
    /// The session from which it is described.
    pub from: usize,
    /// The first session with a close; none: it never trades.
    pub first: Option<usize>,
    /// The first session from which on it has no close.
    pub last: Option<usize>,
    /// Sessions without a close.
    pub gaps: BTreeSet<usize>,
    /// What a share is worth, on the terms of today.
    pub worth: Nanos,
    pub closes: Vec<(usize, Nanos)>,
    /// The shares of its company: what the first session counts, and what they are by now.
    pub first_count: Option<i128>,
    pub count: Option<i128>,
    pub float_percent: i128,
    pub book: i128,
    /// The part of the family that holds it: 0 the larger, 1 the smaller.
    pub part: usize,
    pub is_held: bool,
    /// Nothing more happens to it until this session.
    pub free_from: usize,
    /// The session after whose close it leaves, while it waits to be taken over.
    pub leaves: Option<usize>,
    /// Takeovers that pay in its shares: the ex-date, and the session after whose close the target leaves.
    pub pays_for: Vec<(usize, usize)>,
    pub tenders: u8,
    /// What is ex today, in the order in which it was drawn.
    pub today: Vec<(Kind, Effect)>,
    /// Whether another line becomes shares of it today.
    pub receives_today: bool,
}

/// What an action makes of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Nothing,
    Cash(Nanos),
    /// Shares of a new line, and what one is worth.
    SpinOff(Terms, Nanos),
    Rights(Terms, Nanos),
    Units(Terms),
    BuyBack(Terms, Nanos),
    /// The line becomes shares of a new one.
    Becomes(usize, Terms),
}

/// No session of any market.
pub const NEVER: usize = usize::MAX;

impl Line {
    pub fn new(name: &str, company: &str, from: usize, worth: Nanos) -> Line {
        Line {
            name: name.to_owned(),
            company: company.to_owned(),
            from,
            first: Some(from),
            last: None,
            gaps: BTreeSet::new(),
            worth,
            closes: Vec::new(),
            first_count: None,
            count: None,
            float_percent: 100,
            book: 0,
            part: 0,
            is_held: false,
            free_from: 0,
            leaves: None,
            pays_for: Vec::new(),
            tenders: 0,
            today: Vec::new(),
            receives_today: false,
        }
    }

    /// Whether it has a close of a session.
    pub fn trades(&self, session: usize) -> bool {
        self.first.is_some_and(|first| first <= session)
            && self.last.is_none_or(|last| session < last)
            && !self.gaps.contains(&session)
    }

    /// Whether something may happen to it on a session: it had a close before, and nothing ended it.
    pub fn is_free(&self, session: usize) -> bool {
        self.first.is_some_and(|first| first < session)
            && self.last.is_none()
            && self.leaves.is_none()
            && self.free_from <= session
    }

    /// Whether a takeover that pays in its shares waits on a session.
    pub fn is_waited_for(&self, session: usize) -> bool {
        self.pays_for.iter().any(|(ex, leaves)| *ex <= session && session <= *leaves)
    }

    /// The terms of an action in the order of kinds: what one share is worth after all of today's.
    pub fn settle(&mut self) -> Option<(usize, Nanos)> {
        self.today.sort_by_key(|(kind, _)| *kind);
        let mut units: Terms = (1, 1);
        let mut successor = None;
        for (_, effect) in &self.today {
            match *effect {
                Effect::Nothing => {}
                Effect::Cash(cash) => self.worth -= divided(cash * units.1, units.0),
                Effect::SpinOff((new, old), worth) => self.worth -= divided(worth * new, old),
                Effect::Rights((new, old), cash) => {
                    self.worth = divided(self.worth * old + new * cash, new + old);
                    units = (units.0 * (new + old), units.1 * old);
                }
                Effect::Units((new, old)) => {
                    self.worth = divided(self.worth * old, new);
                    units = (units.0 * new, units.1 * old);
                }
                Effect::BuyBack((part, whole), cash) => {
                    let cash = divided(cash * units.1, units.0);
                    self.worth = divided(self.worth * whole - part * cash, whole - part);
                    units = (units.0 * (whole - part), units.1 * whole);
                }
                Effect::Becomes(other, (new, old)) => {
                    let worth = divided(self.worth * units.0 * old, units.1 * new);
                    successor = Some((other, worth));
                }
            }
        }
        if let Some(count) = &mut self.count {
            *count = (*count * units.0 / units.1).max(1_000_000);
        }
        self.today.clear();
        self.receives_today = false;
        successor
    }
}

/// A quotient of numbers above zero, to the nearest.
pub fn divided(left: i128, right: i128) -> i128 {
    (left + right / 2) / right
}
