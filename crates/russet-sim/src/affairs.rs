//! What a company has in hand beside its path: dividends, plans, accounts, shares to be counted.

use rand::RngExt;

use crate::accounts::Accounts;
use crate::company::{Company, Stage, Today};
use crate::dividends::{Declared, Payout};
use crate::facts::{Child, Terms};
use crate::model::Model;
use crate::parameters::*;
use crate::profile::Profile;
use crate::streams::Stream;

/// Shares that were issued or taken back and wait for a count to tell of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Uncounted {
    /// The session from which a count may tell.
    pub(crate) from: usize,
    /// All shares then for one now.
    pub(crate) growth: f64,
}

/// A company's affairs and the stream that they are drawn from, so that its path does not notice.
#[derive(Debug)]
pub(crate) struct Affairs {
    pub(crate) stream: Stream,
    pub(crate) payout: Option<Payout>,
    pub(crate) declared: Option<Declared>,
    /// The session in which the next thing out of the ordinary may happen.
    next: usize,
    pub(crate) uncounted: Option<Uncounted>,
    /// Whether it is the bidder in a deal, and so has no other plans.
    pub(crate) bids: bool,
    pub(crate) accounts: Accounts,
    /// A spin-off just announced, with what each of the company's securities publishes.
    pub(crate) child: Option<(Vec<Terms>, Child)>,
}

impl Affairs {
    /// The affairs of a company of this size and price in dollars.
    pub(crate) fn new(
        mut stream: Stream,
        profile: &Profile,
        session: usize,
        size: f64,
        log_price: f64,
        model: &Model,
    ) -> Affairs {
        let payout = Payout::draw(&mut stream, profile, size, model);
        let accounts = Accounts::draw(&mut stream, size, log_price, model);
        let next = session + gap(&mut stream);
        let (declared, uncounted) = (None, None);
        Affairs { stream, payout, declared, next, uncounted, bids: false, accounts, child: None }
    }

    /// Goes on in new shares for old ones.
    pub(crate) fn split(&mut self, new: u64, old: u64) {
        if let Some(payout) = &mut self.payout {
            payout.split(new, old);
        }
        self.accounts.split(new, old);
    }

    /// Adds shares that a count will tell of from a session on.
    pub(crate) fn await_count(&mut self, from: usize, growth: f64) {
        let before = self.uncounted.unwrap_or(Uncounted { from, growth: 1.0 });
        let (from, growth) = (from.max(before.from), growth * before.growth);
        self.uncounted = Some(Uncounted { from, growth });
    }
}

/// Sessions until the next thing out of the ordinary may happen.
fn gap(stream: &mut Stream) -> usize {
    let draw: f64 = stream.random();
    // The cast saturates, far beyond any simulation.
    1 + (-libm::log(1.0 - draw) * SESSIONS_A_YEAR / MOST_PLANS) as usize
}

impl Company {
    /// Sometimes announces something out of the ordinary; tells whether it did.
    pub(crate) fn plan(&mut self, today: &Today, size: f64) -> bool {
        if today.index < self.affairs.next {
            return false;
        }
        self.affairs.next = today.index + gap(&mut self.affairs.stream);
        let mut chance = self.affairs.stream.random::<f64>() * MOST_PLANS;
        let mut happens = |yearly: f64| {
            chance -= yearly;
            chance < 0.0
        };
        let large = size > libm::log(SPIN_OFF_CAP);
        let classes = self.lines.iter().filter(|line| line.is_share()).count() > 1;
        if happens(SPECIAL_DIVIDENDS) {
            self.pay_special(today);
        } else if happens(CAPITAL_REPAYMENTS) {
            self.repay_capital(today);
        } else if happens(STOCK_DIVIDENDS) {
            self.pay_in_stock(today);
        } else if happens(RIGHTS_ISSUES) {
            self.issue_rights(today);
        } else if happens(if large { SPIN_OFFS } else { 0.0 }) {
            self.spin_off(today);
        } else if happens(TENDERS) {
            self.face_tender(today);
        } else if happens(BUY_BACKS) {
            self.take_back(today);
        } else if happens(SUSPENSIONS) {
            self.suspend(today);
        } else if happens(if classes { CONVERSIONS } else { 0.0 }) {
            self.convert(today);
        } else {
            return false;
        }
        true
    }

    /// Whether the company has nothing announced that waits.
    pub(crate) fn is_free(&self) -> bool {
        self.listed
            && matches!(self.stage, Stage::Trading)
            && self.pending.is_none()
            && self.affairs.uncounted.is_none()
            && self.affairs.declared.is_none()
            && self.request.is_none()
            && !self.affairs.bids
    }
}
