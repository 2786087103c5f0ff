//! A company's state, and one session of it.

use jiff::civil::Date;
use russet_market::{IssuerId, SecurityId};

use crate::events::Change;
use crate::factors::Day;
use crate::line::{Line, Tape};
use crate::model::Model;
use crate::parameters::REPORT_SESSIONS;
use crate::profile::{Nature, Profile};
use crate::streams::Stream;

/// The session that all companies are in.
#[derive(Debug)]
pub(crate) struct Today<'a> {
    /// The session's place in `sessions`.
    pub(crate) index: usize,
    /// All sessions from the first simulated one to the end of the calendar, so that what is
    /// announced can name its date.
    pub(crate) sessions: &'a [Date],
    pub(crate) day: Day,
}

impl Today<'_> {
    /// The session so many sessions on, if the calendar reaches that far.
    pub(crate) fn later(&self, sessions: usize) -> Option<Date> {
        self.sessions.get(self.index + sessions).copied()
    }
}

/// How a company leaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exit {
    /// The place of its last session.
    pub(crate) last: usize,
    /// How many sessions before that an action tells of it, if one does.
    pub(crate) notice: Option<usize>,
}

/// Where a company is in its life.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stage {
    /// As usual.
    Trading,
    /// Bought: the price stays at the deal's.
    Deal {
        /// Log of the price offered.
        target: f64,
        exit: Exit,
    },
    /// Failing: the price falls to pennies.
    Failing {
        /// Log return of the first session, taken once.
        collapse: f64,
        exit: Exit,
    },
}

/// A fact as a company tells it, without its dates as text or its exact numbers.
#[derive(Debug, Clone)]
pub(crate) enum Fact {
    /// A count of a line's shares from a date on.
    Shares { security: SecurityId, effective: Date, shares: u64, float_percent: u8 },
    /// New shares for old ones, from a date on.
    Split { security: SecurityId, ex_date: Date, new: u64, old: u64 },
    /// A line leaves after the session before a date.
    Delisting { security: SecurityId, ex_date: Date },
}

/// What only the register of all names can do, before the next session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Request {
    /// A new name and ticker.
    Rename,
    /// Another exchange.
    Move,
    /// A blank cheque buys its business.
    Combine,
}

/// A listed company.
#[derive(Debug)]
pub(crate) struct Company {
    pub(crate) stream: Stream,
    pub(crate) naming: Stream,
    pub(crate) issuer: IssuerId,
    pub(crate) name: String,
    pub(crate) profile: Profile,
    pub(crate) lines: Vec<Line>,
    /// Log of the first class's price in dollars.
    pub(crate) log_price: f64,
    /// Log of all shares.
    pub(crate) log_shares: f64,
    /// Log of the noise against the usual.
    pub(crate) loudness: f64,
    pub(crate) stage: Stage,
    pub(crate) pending: Option<Change>,
    /// The session from which the first holders may sell.
    pub(crate) unlocks: Option<usize>,
    /// The session in which a blank cheque's time is over.
    pub(crate) expires: Option<usize>,
    pub(crate) request: Option<Request>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) listed: bool,
}

impl Company {
    /// One session: what takes effect, the return, the closes, and what is announced after them.
    pub(crate) fn step(&mut self, today: &Today, model: &Model) {
        if !self.listed {
            return;
        }
        self.take_effect(today.index);
        let size = self.size(today.day.scale);
        let moved = self.draw_return(today, model, size);
        self.log_price += moved.log_return;
        let tape = Tape { log_price: self.log_price, size, excitement: moved.excitement };
        for line in &mut self.lines {
            line.trade(&mut self.stream, tape, model);
        }
        self.announce(today, model, size);
    }

    /// Log of the cap in dollars of the measured day.
    pub(crate) fn size(&self, scale: f64) -> f64 {
        self.log_price + self.log_shares - scale
    }

    /// Whether the company reports in this session.
    pub(crate) fn reports(&self, index: usize) -> bool {
        self.profile.nature == Nature::Operating
            && (index + self.profile.phase).is_multiple_of(REPORT_SESSIONS)
    }

    /// Counts all shares anew.
    pub(crate) fn recount(&mut self) {
        let shares: u64 =
            self.lines.iter().filter(|line| line.is_share()).map(|line| line.shares).sum();
        self.log_shares = (shares.max(1) as f64).ln();
    }
}
