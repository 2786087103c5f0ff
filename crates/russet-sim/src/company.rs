//! A company's state, and one session of it.

use jiff::civil::Date;
use russet_market::IssuerId;

use crate::affairs::Affairs;
use crate::deals::{Deal, Exit};
use crate::events::Change;
use crate::factors::Day;
use crate::facts::{Fact, Told};
use crate::halts::Halt;
use crate::line::{Line, Tape};
use crate::model::Model;
use crate::parameters::REPORT_SESSIONS;
use crate::profile::{Nature, Profile};
use crate::streams::{CompanyNumber, Stream};

/// The session that the companies of a country are in.
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
    /// The session a number of sessions on, if the calendar reaches that far.
    pub(crate) fn later(&self, sessions: usize) -> Option<Date> {
        self.sessions.get(self.index + sessions).copied()
    }
}

/// Where a company is in its life.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stage {
    /// As usual.
    Trading,
    /// Bought: the price stays at the deal's.
    Deal(Deal),
    /// Failing: the price falls to pennies.
    Failing {
        /// Log return of the first session, taken once.
        collapse: f64,
        exit: Exit,
    },
    /// Suspended: no closes.
    Halted(Halt),
}

/// What only the register of all names can do, before the next session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Request {
    /// A new name and ticker.
    Rename,
    /// Another exchange.
    Move,
    /// A blank check buys its business.
    Combine,
    /// A listed company that pays this part of the price in its own shares.
    Bidder(f64),
}

/// A listed company.
#[derive(Debug)]
pub(crate) struct Company {
    pub(crate) number: CompanyNumber,
    pub(crate) stream: Stream,
    pub(crate) naming: Stream,
    pub(crate) issuer: IssuerId,
    pub(crate) name: String,
    pub(crate) profile: Profile,
    /// The place of its exchange's country among the countries.
    pub(crate) country: usize,
    /// Log of the units of its currency for a dollar, in the long run.
    pub(crate) level: f64,
    pub(crate) lines: Vec<Line>,
    /// Log of the first class's price.
    pub(crate) log_price: f64,
    /// Log of all shares.
    pub(crate) log_shares: f64,
    /// Log of the noise against the usual.
    pub(crate) loudness: f64,
    pub(crate) stage: Stage,
    pub(crate) pending: Option<Change>,
    /// The session from which the first holders may sell.
    pub(crate) unlocks: Option<usize>,
    /// The session in which a blank check's time is over.
    pub(crate) expires: Option<usize>,
    pub(crate) affairs: Affairs,
    pub(crate) request: Option<Request>,
    pub(crate) facts: Vec<Told>,
    pub(crate) listed: bool,
}

impl Company {
    /// One session: what takes effect, the return, the closes, and what is announced after them.
    pub(crate) fn step(&mut self, today: &Today, model: &Model) {
        if self.listed && self.bidder_to_follow().is_none() {
            self.live(today, model, None);
        }
    }

    /// One session of a company whose price follows that of a bidder, which is known by now.
    pub(crate) fn follow(&mut self, today: &Today, model: &Model, bidder_log_price: f64) {
        if self.listed {
            self.live(today, model, Some(bidder_log_price));
        }
    }

    fn live(&mut self, today: &Today, model: &Model, bidder_log_price: Option<f64>) {
        self.take_effect(today);
        if let Stage::Halted(halt) = self.stage {
            self.lines.iter_mut().for_each(|line| line.quote = None);
            return self.wait(today, halt);
        }
        let size = self.size(today.day.scale);
        let moved = self.draw_return(today, model, size, bidder_log_price);
        self.log_price += moved.log_return;
        let tape = Tape { log_price: self.log_price, size, excitement: moved.excitement };
        for line in &mut self.lines {
            line.trade(&mut self.stream, tape, model);
        }
        self.announce(today, model, size);
    }

    /// Log of the cap in dollars of the measured day.
    pub(crate) fn size(&self, scale: f64) -> f64 {
        self.log_price - self.level + self.log_shares - scale
    }

    /// Whether the company reports in this session.
    pub(crate) fn reports(&self, index: usize) -> bool {
        self.profile.nature == Nature::Operating
            && (index + self.profile.phase).is_multiple_of(REPORT_SESSIONS)
    }

    /// Counts all shares again.
    pub(crate) fn recount(&mut self) {
        let shares: u64 =
            self.lines.iter().filter(|line| line.is_share()).map(|line| line.shares).sum();
        self.log_shares = libm::log(shares.max(1) as f64);
    }

    /// Tells a fact after this session.
    pub(crate) fn tell(&mut self, fact: Fact) {
        self.tell_late(0, fact);
    }

    /// Publishes a fact a number of sessions after this one.
    pub(crate) fn tell_late(&mut self, delay: usize, fact: Fact) {
        self.facts.push(Told { delay, fact });
    }
}
