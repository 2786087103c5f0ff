//! A company's first lines, counts and price.

use rand::RngExt;
use rand_distr::StandardNormal;
use russet_market::{IssuerId, SecurityId, SecurityKind};

use crate::company::{Company, Fact, Stage, Today};
use crate::industries::HOME;
use crate::line::{Line, Pricing};
use crate::model::Model;
use crate::parameters::*;
use crate::profile::{Nature, Profile};
use crate::streams::{CompanyNumber, Streams};

/// How a company comes into the market.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin {
    /// It was there: its place among all companies, from 0 for the largest to 1.
    Listed { rank: f64 },
    /// It lists now, in this year.
    Entering { year: i16 },
}

const LOWEST_PRICE: f64 = 0.3;
const HIGHEST_PRICE: f64 = 3_000.0;

impl Company {
    /// A company without names or ids, which the register gives.
    pub(crate) fn born(
        streams: Streams,
        number: CompanyNumber,
        origin: Origin,
        scale: f64,
        model: &Model,
    ) -> Company {
        let mut stream = streams.path(number);
        let (profile, mut size) = match origin {
            Origin::Listed { rank } => {
                let profile = Profile::listed(&mut stream, rank < LARGEST_PART);
                (profile, model.log_cap_by_rank.at(rank.ln()))
            }
            Origin::Entering { year } => {
                let noise: f64 = stream.sample(StandardNormal);
                let profile = Profile::entering(&mut stream, year);
                (profile, ENTRY_CAP.ln() + ENTRY_CAP_SPREAD * noise)
            }
        };
        let noise: f64 = stream.sample(StandardNormal);
        let log_price = if profile.nature == Nature::Operating {
            let usual = model.log_price.at(size) + PRICE_SPREAD * noise;
            usual.clamp(LOWEST_PRICE.ln(), HIGHEST_PRICE.ln())
        } else {
            size = POOL_CAP.ln() + POOL_CAP_SPREAD * noise;
            SHELL_PRICE.ln() + if profile.nature == Nature::Fund { 0.3 * noise } else { 0.0 }
        };
        let mut company = Company {
            stream,
            naming: streams.naming(number),
            issuer: IssuerId::default(),
            name: String::new(),
            lines: Vec::new(),
            log_price,
            log_shares: 0.0,
            loudness: 0.0,
            stage: Stage::Trading,
            pending: None,
            unlocks: None,
            expires: None,
            request: None,
            facts: Vec::new(),
            listed: true,
            profile,
        };
        company.seat(origin, number.session);
        company.issue_lines((size + scale - log_price).exp(), origin);
        company
    }

    /// Dates that follow from how the company came.
    fn seat(&mut self, origin: Origin, session: usize) {
        let entering = matches!(origin, Origin::Entering { .. });
        match self.profile.nature {
            Nature::Shell => {
                let life = self.stream.random_range(SHELL_LIFE);
                // A blank cheque that was there has part of its time behind it.
                let spent =
                    if entering { 0 } else { self.stream.random_range(0..*SHELL_LIFE.end()) };
                self.expires = Some(session + life.saturating_sub(spent));
            }
            Nature::Operating if entering => self.unlocks = Some(session + LOCK_UP),
            Nature::Operating | Nature::Fund => {}
        }
    }

    fn issue_lines(&mut self, shares: f64, origin: Origin) {
        let home = self.profile.kind == SecurityKind::Common && self.profile.country == HOME;
        let float_percent = match origin {
            Origin::Entering { .. } if self.profile.nature == Nature::Operating => {
                self.stream.random_range(12..=40)
            }
            _ => self.draw_float(),
        };
        let several = self.stream.random::<f64>();
        let classes = match several < SEVERAL_CLASSES && home {
            true if several < SEVERAL_CLASSES / 5.0 => 3,
            true => 2,
            false => 1,
        };
        let first_part = if classes == 1 { 1.0 } else { self.stream.random_range(0.55..0.9) };
        for place in 0..classes {
            let rest = (1.0 - first_part) / f64::from(classes - 1).max(1.0);
            let part = if place == 0 { first_part } else { rest };
            let noise: f64 = self.stream.sample(StandardNormal);
            let premium = if place == 0 { 0.0 } else { 0.02 * noise };
            let class = (classes > 1).then_some(char::from(b'A' + place));
            let count = (shares * part).round().clamp(1.0, 1.0e11) as u64;
            let pricing = Pricing::Share { premium, spread: 0.0 };
            self.lines.push(issued(self.profile.kind, class, pricing, count, float_percent));
        }
        if self.profile.nature == Nature::Shell && self.stream.random::<f64>() < SHELLS_WITH_WARRANT
        {
            let count = self.stream.random_range(5_000_000..20_000_000);
            self.lines.push(anchored(SecurityKind::Warrant, 0.6, 0.045, count));
        }
        if home && self.stream.random::<f64>() < PREFERREDS {
            let count = self.stream.random_range(2_000_000..15_000_000);
            self.lines.push(anchored(SecurityKind::Preferred, 24.0, 0.006, count));
        }
        self.recount();
    }

    /// Most companies are nearly all in public hands; a tenth are held by insiders.
    fn draw_float(&mut self) -> u8 {
        match self.stream.random::<f64>() {
            draw if draw < 0.74 => self.stream.random_range(80..=100),
            draw if draw < 0.90 => self.stream.random_range(55..=80),
            draw if draw < 0.99 => self.stream.random_range(20..=60),
            _ => self.stream.random_range(1..=8),
        }
    }

    /// Tells the counts of all shares as they are now.
    pub(crate) fn tell_counts(&mut self, today: &Today) {
        let Some(effective) = today.later(0) else {
            return;
        };
        let tell = |line: &Line| Fact::Shares {
            security: line.security,
            effective,
            shares: line.shares,
            float_percent: line.float_percent,
        };
        self.facts.extend(self.lines.iter().filter(|line| line.is_share()).map(tell));
    }

    /// A blank cheque becomes the business it bought: another profile, more shares, one price.
    pub(crate) fn combine(&mut self, today: &Today, scale: f64) {
        self.profile.combined(&mut self.stream);
        let noise: f64 = self.stream.sample(StandardNormal);
        let size = ENTRY_CAP.ln() + ENTRY_CAP_SPREAD * noise;
        let shares = (size + scale - self.log_price).exp().round().clamp(1.0, 1.0e11) as u64;
        for line in self.lines.iter_mut().filter(|line| line.is_share()) {
            (line.kind, line.shares, line.float_percent) = (self.profile.kind, shares, 25);
        }
        self.unlocks = Some(today.index + LOCK_UP);
        self.recount();
        self.tell_counts(today);
    }
}

fn issued(
    kind: SecurityKind,
    class: Option<char>,
    pricing: Pricing,
    shares: u64,
    float_percent: u8,
) -> Line {
    Line {
        security: SecurityId::default(),
        ticker: None,
        kind,
        class,
        pricing,
        shares,
        float_percent,
        previous: None,
        quote: None,
    }
}

fn anchored(kind: SecurityKind, anchor: f64, volatility: f64, shares: u64) -> Line {
    let log = anchor.ln();
    issued(kind, None, Pricing::Anchored { anchor: log, volatility, log_price: log }, shares, 100)
}
