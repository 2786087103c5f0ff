//! Ordinary, special and stock dividends, and capital paid back.

use rand::RngExt;
use russet_market::{ActionKind, SecurityId};

use crate::company::{Company, Today};
use crate::draws::normal;
use crate::events::{Change, Effect};
use crate::facts::{Fact, Terms};
use crate::industries::{BIOTECHNOLOGY, REITS, SECTORS, weighted};
use crate::model::Model;
use crate::parameters::*;
use crate::profile::{Nature, Profile};
use crate::streams::Stream;

/// What a company means to pay.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Payout {
    /// A year's dividends as a part of the price.
    pub(crate) yearly: f64,
    /// The last quarter's dividend a share, on today's share terms; zero before the first.
    rate: f64,
}

/// A dividend that was declared and waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) session: usize,
    cash: f64,
}

impl Payout {
    /// What a new company means to pay, if anything.
    pub(crate) fn draw(
        stream: &mut Stream,
        profile: &Profile,
        size: f64,
        model: &Model,
    ) -> Option<Payout> {
        let (often, much) = habits(profile);
        let [draw, noise]: [f64; 2] = [stream.random(), normal(stream)];
        if profile.nature != Nature::Operating || draw > (model.payers.at(size) * often).min(0.97) {
            return None;
        }
        let usual = model.dividend_yield.at(size) * much;
        Some(Payout { yearly: usual * libm::exp(DIVIDEND_SPREAD * noise), rate: 0.0 })
    }

    /// This quarter's dividend: the last one while it is near what the price suggests.
    fn quarter(&mut self, price: f64) -> f64 {
        let wanted = price * self.yearly / 4.0;
        if !(0.75..1.3).contains(&(wanted / self.rate)) {
            self.rate = wanted;
        }
        rounded(self.rate.min(price / 10.0))
    }

    /// Goes on in new shares for old ones.
    pub(crate) fn split(&mut self, new: u64, old: u64) {
        self.rate *= old as f64 / new as f64;
    }
}

/// How often companies of a sector pay against others, and how much.
fn habits(profile: &Profile) -> (f64, f64) {
    match (SECTORS[profile.sector].name, profile.industry) {
        (_, BIOTECHNOLOGY) => (0.05, 0.6),
        (_, REITS) => (2.5, 2.2),
        ("Utilities", _) => (2.0, 1.6),
        ("Finance", _) => (1.5, 1.3),
        ("Energy", _) => (1.1, 1.5),
        ("Consumer Staples", _) => (1.3, 1.2),
        ("Technology", _) => (0.7, 0.7),
        ("Health Care", _) => (0.6, 0.8),
        _ => (1.0, 1.0),
    }
}

/// Money a share, to a hundredth of a cent and never none.
pub(crate) fn rounded(cash: f64) -> f64 {
    let steps = if cash < 0.1 { 1e4 } else { 1e2 };
    (cash * steps).round().max(1.0) / steps
}

impl Company {
    /// Declares a quarter's dividend, unless another waits or shares are about to be split.
    pub(crate) fn declare(&mut self, today: &Today) {
        let splits = self.pending.as_ref().is_some_and(Change::splits);
        let affairs = &mut self.affairs;
        let Some(payout) = affairs.payout.as_mut().filter(|_| !splits) else { return };
        let notice = affairs.stream.random_range(DIVIDEND_NOTICE);
        let late = affairs.stream.random::<f64>() < LATE_NEWS;
        let Some(ex_date) = today.later(notice).filter(|_| affairs.declared.is_none()) else {
            return;
        };
        let cash = payout.quarter(libm::exp(self.log_price));
        affairs.declared = Some(Declared { session: today.index + notice, cash });
        let delay = if late { notice + affairs.stream.random_range(1..=5) } else { 0 };
        let securities: Vec<SecurityId> = self.share_lines().map(|line| line.security).collect();
        for security in securities {
            let terms = Terms::of(ActionKind::OrdinaryDividend, security, ex_date);
            self.tell_late(delay, Fact::Action(Terms { cash: Some(cash), ..terms }));
        }
    }

    /// The price without a dividend that was declared, if its session has come.
    pub(crate) fn go_ex_dividend(&mut self, index: usize) {
        let declared = &mut self.affairs.declared;
        if let Some(dividend) = declared.take_if(|dividend| dividend.session <= index) {
            self.pay(dividend.cash);
        }
    }

    /// Takes money out of the price.
    pub(crate) fn pay(&mut self, cash: f64) {
        let part = (cash / libm::exp(self.log_price)).min(0.9);
        self.log_price += libm::log1p(-part);
    }

    /// A dividend out of the ordinary.
    pub(crate) fn pay_special(&mut self, today: &Today) {
        self.distribute(today, ActionKind::SpecialDividend, SPECIAL_PART);
    }

    /// Capital paid back.
    pub(crate) fn repay_capital(&mut self, today: &Today) {
        self.distribute(today, ActionKind::CapitalRepayment, REPAID_PART);
    }

    fn distribute(&mut self, today: &Today, kind: ActionKind, part: std::ops::Range<f64>) {
        let stream = &mut self.affairs.stream;
        let notice = stream.random_range(SPLIT_NOTICE);
        let cash = rounded(libm::exp(self.log_price) * stream.random_range(part));
        let late = stream.random::<f64>() < LATE_NEWS;
        let template = move |terms| Terms { cash: Some(cash), ..terms };
        let effect = Effect::Paid(cash);
        let delay = if late { notice + 1 } else { 0 };
        self.promise(today, notice, delay, effect, |count| count, Some((kind, &template)));
    }

    /// New shares for old ones without payment.
    pub(crate) fn pay_in_stock(&mut self, today: &Today) {
        let terms = weighted(&mut self.affairs.stream, &STOCK_DIVIDEND_TERMS).unwrap_or((21, 20));
        self.split(today, ActionKind::StockDividend, terms);
    }
}
