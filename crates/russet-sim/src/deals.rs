//! How companies leave: bought for cash or shares, redeemed, liquidated, delisted.

use rand::RngExt;
use russet_market::{ActionKind, SecurityId};

use crate::company::{Company, Request, Stage, Today};
use crate::dividends::rounded;
use crate::facts::{Fact, Terms};
use crate::line::Line;
use crate::parameters::*;
use crate::profile::Nature;

/// When an action tells of an exit.
#[derive(Debug, Clone, Copy)]
enum Notice {
    /// A number of sessions before the last one.
    Before(usize),
    /// A number of sessions after the last one: the security just stopped.
    After(usize),
    Never,
}

/// How a company leaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exit {
    /// The place of its last session.
    pub(crate) last: usize,
    notice: Notice,
    ending: Ending,
}

/// What the action that tells of an exit is.
#[derive(Debug, Clone, Copy)]
enum Ending {
    Bought,
    /// The company gives its cash back.
    Redeemed,
    /// The price elsewhere as a part of the last close, where there is one.
    Failed(ActionKind, Option<f64>),
}

/// The terms of a takeover.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deal {
    pub(crate) exit: Exit,
    /// Money a share.
    cash: f64,
    /// Shares of the bidder a share.
    paper: Option<Paper>,
    /// The place of the bidder among the companies, where it is listed.
    bidder: Option<usize>,
}

/// What is paid in shares.
#[derive(Debug, Clone, Copy)]
struct Paper {
    security: SecurityId,
    ratio: (u64, u64),
}

impl Paper {
    fn ratio(self) -> f64 {
        self.ratio.0 as f64 / self.ratio.1 as f64
    }
}

/// Denominator of the ratios of shares paid.
const RATIO_STEPS: f64 = 10_000.0;
/// A bidder is larger than what it buys by this factor at least.
const BIDDER_SIZE: f64 = 2.5;

impl Company {
    /// A bid at a premium, closed in two to eight months.
    pub(crate) fn accept_offer(&mut self, today: &Today) {
        let premium: f64 = self.stream.random_range(0.10..0.55);
        let sessions = self.stream.random_range(40..=160);
        let exit = self.exit(today.index + sessions, Ending::Bought);
        let cash = rounded(libm::exp(self.log_price + libm::log1p(premium)));
        self.stage = Stage::Deal(Deal { exit, cash, paper: None, bidder: None });
        let stream = &mut self.affairs.stream;
        let (form, mixed) = (stream.random::<f64>(), stream.random_range(MIXED_PART));
        self.request = match form {
            draw if draw < PRIVATE_DEALS => None,
            draw if draw < PRIVATE_DEALS + LISTED_CASH => Some(Request::Bidder(0.0)),
            draw if draw < PRIVATE_DEALS + LISTED_CASH + PAID_IN_SHARES => {
                Some(Request::Bidder(1.0))
            }
            _ => Some(Request::Bidder(mixed)),
        };
    }

    /// A collapse, and a delisting some weeks after.
    pub(crate) fn fail(&mut self, today: &Today) {
        let collapse = -self.stream.random_range(0.3..1.4);
        let sessions = self.stream.random_range(8..=60);
        let stream = &mut self.affairs.stream;
        let [kind, priced]: [f64; 2] = [stream.random(), stream.random()];
        let part = stream.random_range(0.15..0.95);
        let bankrupt = kind < FAILURES_BANKRUPT;
        let kind = if bankrupt { ActionKind::Bankruptcy } else { ActionKind::Delisting };
        let ending = Ending::Failed(kind, (priced < ENDS_PRICED).then_some(part));
        let exit = self.exit(today.index + sessions, ending);
        self.stage = Stage::Failing { collapse, exit };
    }

    /// A blank check's time is over: it buys a business, or gives the cash back.
    pub(crate) fn shell(&mut self, today: &Today) {
        if self.expires.take_if(|session| *session <= today.index).is_none() {
            return;
        }
        if self.stream.random::<f64>() < SHELLS_COMBINED {
            self.request = Some(Request::Combine);
        } else {
            let (notice, ending) = (Notice::Before(2), Ending::Redeemed);
            let exit = Exit { last: today.index + 5, notice, ending };
            let cash = libm::exp(self.log_price);
            self.stage = Stage::Deal(Deal { exit, cash, paper: None, bidder: None });
        }
    }

    fn exit(&mut self, last: usize, ending: Ending) -> Exit {
        let told = self.stream.random::<f64>() < EXITS_TOLD;
        let before = self.stream.random_range(1..=3);
        let stream = &mut self.affairs.stream;
        let (late, after) = (stream.random::<f64>() < EXITS_LATE, stream.random_range(1..=5));
        let notice = match (told, late) {
            (false, _) => Notice::Never,
            (true, false) => Notice::Before(before),
            (true, true) => Notice::After(after),
        };
        Exit { last, notice, ending }
    }

    /// One session nearer to the exit.
    pub(crate) fn leave(&mut self, today: &Today, exit: Exit) {
        let left = exit.last.saturating_sub(today.index);
        let (now, delay) = match exit.notice {
            Notice::Before(sessions) => (left == sessions, 0),
            Notice::After(sessions) => (left == 0, sessions),
            Notice::Never => (false, 0),
        };
        if now && let Some(ex_date) = today.later(left + 1) {
            let effective = today.later(delay + 1).filter(|_| delay > 0);
            let ends = self.open_lines().map(|line| {
                let terms = self.ending(line, exit.ending);
                Fact::Action(Terms { ex_date, effective, ..terms })
            });
            for fact in ends.collect::<Vec<Fact>>() {
                self.tell_late(delay, fact);
            }
        }
        self.listed = left > 0;
    }

    fn ending(&self, line: &Line, ending: Ending) -> Terms {
        let terms = |kind| Terms::of(kind, line.security, jiff::civil::Date::MIN);
        let price = line.previous.map(rounded);
        match (ending, self.stage) {
            (Ending::Bought, Stage::Deal(deal)) if line.is_share() => Terms {
                ratio: deal.paper.map(|paper| paper.ratio),
                other: deal.paper.map(|paper| paper.security),
                cash: (deal.cash > 0.0).then_some(deal.cash),
                ..terms(ActionKind::Merger)
            },
            (Ending::Bought | Ending::Redeemed, _) => {
                Terms { cash: price, ..terms(ActionKind::Delisting) }
            }
            (Ending::Failed(kind, part), _) => {
                let cash = part.zip(line.previous).map(|(part, price)| rounded(price * part));
                Terms { cash: cash.filter(|_| line.is_share()), ..terms(kind) }
            }
        }
    }

    /// The place of the company whose price this one's follows.
    pub(crate) fn bidder_to_follow(&self) -> Option<usize> {
        match self.stage {
            Stage::Deal(Deal { bidder, paper: Some(_), .. }) => bidder,
            _ => None,
        }
    }

    /// The place of the listed company that buys this one, and its shares then for one now.
    pub(crate) fn bought_by(
        &self,
        bidder_log_shares: impl Fn(usize) -> f64,
    ) -> Option<(usize, f64)> {
        let Stage::Deal(deal) = self.stage else { return None };
        let place = deal.bidder?;
        let paid = deal.paper.map_or(0.0, Paper::ratio) * libm::exp(self.log_shares);
        Some((place, 1.0 + paid / libm::exp(bidder_log_shares(place))))
    }

    /// Whether this company could buy another one.
    pub(crate) fn could_buy(&self, target: &Company, scale: f64) -> bool {
        self.is_free()
            && self.profile.nature == Nature::Operating
            && self.profile.sector == target.profile.sector
            && self.country == target.country
            && self.profile.kind == russet_market::SecurityKind::Common
            && self.size(scale) > target.size(scale) + libm::log(BIDDER_SIZE)
    }

    /// The bidder, and the part of the price that it pays in its own shares.
    pub(crate) fn settle_terms(&mut self, place: usize, bidder: &Company, part: f64) {
        let (Stage::Deal(deal), Some(line)) = (&mut self.stage, bidder.lines.first()) else {
            return;
        };
        deal.bidder = Some(place);
        let shares = deal.cash * part / libm::exp(bidder.log_price) * RATIO_STEPS;
        // No company is so small against its bidder that this leaves no share.
        if shares >= 1.0 {
            let ratio = (shares.round() as u64, RATIO_STEPS as u64);
            deal.paper = Some(Paper { security: line.security, ratio });
            deal.cash = if part < 1.0 { rounded(deal.cash * (1.0 - part)) } else { 0.0 };
        }
    }
}

impl Deal {
    /// Log of what a share gets, at the bidder's price now.
    pub(crate) fn log_value(&self, bidder_log_price: Option<f64>) -> f64 {
        let paid = self.paper.zip(bidder_log_price);
        let paper = paid.map_or(0.0, |(paper, log_price)| paper.ratio() * libm::exp(log_price));
        libm::log(self.cash + paper)
    }
}
