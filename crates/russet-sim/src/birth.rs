//! A company's first lines, counts and price.

use rand::RngExt;
use russet_market::{IssuerId, SecurityId, SecurityKind};

use crate::affairs::Affairs;
use crate::company::{Company, Stage, Today};
use crate::draws::normal;
use crate::facts::{Child, Fact};
use crate::industries::HOME;
use crate::line::{Line, Pricing};
use crate::model::Model;
use crate::parameters::*;
use crate::plan::Countries;
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

/// What all companies are born into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cradle<'a> {
    pub(crate) streams: Streams,
    pub(crate) countries: Countries,
    /// The place of each country's next session.
    pub(crate) sessions: &'a [usize],
    /// Log of what one dollar of cap at the measured day is now.
    pub(crate) scale: f64,
    pub(crate) model: &'a Model,
}

const LOWEST_PRICE: f64 = 0.3;
const HIGHEST_PRICE: f64 = 3_000.0;

impl Company {
    /// A company without names or ids, which the register gives.
    pub(crate) fn born(cradle: Cradle, number: CompanyNumber, origin: Origin) -> Company {
        let Cradle { streams, countries, scale, model, .. } = cradle;
        let mut stream = streams.path(number);
        let mut affairs = streams.affairs(number);
        let drawn = countries.draw(&mut affairs);
        let (mut profile, mut size, country) = match origin {
            Origin::Listed { rank } => {
                let largest = rank < LARGEST_PART;
                let profile = Profile::listed(&mut stream, largest);
                let size = model.log_cap_by_rank.at(libm::log(rank));
                (profile, size, if largest { 0 } else { drawn })
            }
            Origin::Entering { year } => {
                let noise = normal(&mut stream);
                let profile = Profile::entering(&mut stream, year);
                (profile, libm::log(ENTRY_CAP) + ENTRY_CAP_SPREAD * noise, drawn)
            }
        };
        let home = countries.all().get(country);
        if let Some(abroad) = home.filter(|_| country > 0) {
            profile.settle(&mut affairs, abroad);
        }
        let noise = normal(&mut stream);
        let log_price = if profile.nature == Nature::Operating {
            let usual = model.log_price.at(size) + PRICE_SPREAD * noise;
            usual.clamp(libm::log(LOWEST_PRICE), libm::log(HIGHEST_PRICE))
        } else {
            size = libm::log(POOL_CAP) + POOL_CAP_SPREAD * noise;
            libm::log(SHELL_PRICE) + if profile.nature == Nature::Fund { 0.3 * noise } else { 0.0 }
        };
        let session = cradle.sessions.get(country).copied().unwrap_or(0);
        let affairs = Affairs::new(affairs, &profile, session, size, log_price, model);
        let mut company = Company {
            number,
            stream,
            naming: streams.naming(number),
            issuer: IssuerId::default(),
            name: String::new(),
            lines: Vec::new(),
            country,
            level: home.map_or(0.0, |home| libm::log(home.units_a_dollar)),
            log_price,
            log_shares: 0.0,
            loudness: 0.0,
            stage: Stage::Trading,
            pending: None,
            unlocks: None,
            expires: None,
            affairs,
            request: None,
            facts: Vec::new(),
            listed: true,
            profile,
        };
        company.log_price += company.level;
        company.seat(origin, session);
        company.issue_lines(libm::exp(size + scale - log_price), origin);
        company
    }

    /// What a company spins off: a company like it, as large as the part given away.
    pub(crate) fn spun_off(
        cradle: Cradle,
        parent: &Company,
        child: &Child,
        security: SecurityId,
    ) -> Company {
        let log_price = child.first_price(parent.log_price);
        let log_shares = parent.log_shares + libm::log(child.ratio);
        let mut stream = cradle.streams.path(child.number);
        let affairs = cradle.streams.affairs(child.number);
        let profile = parent.profile.spun_off(&mut stream);
        let price = log_price - parent.level;
        let size = price + log_shares - cradle.scale;
        let session = child.session;
        let affairs = Affairs::new(affairs, &profile, session, size, price, cradle.model);
        let shares = libm::exp(log_shares).round().clamp(1.0, 1.0e11) as u64;
        let float_percent = parent.lines.first().map_or(100, |line| line.float_percent);
        let pricing = Pricing::Share { premium: 0.0, spread: 0.0 };
        let line = issued(profile.kind, None, pricing, shares, float_percent);
        let mut company = Company {
            number: child.number,
            stream,
            naming: cradle.streams.naming(child.number),
            issuer: IssuerId::default(),
            name: String::new(),
            lines: vec![Line { security, ..line }],
            country: parent.country,
            level: parent.level,
            log_price,
            log_shares: 0.0,
            loudness: 0.0,
            stage: Stage::Trading,
            pending: None,
            unlocks: None,
            expires: None,
            affairs,
            request: None,
            facts: Vec::new(),
            listed: true,
            profile,
        };
        company.recount();
        company
    }

    /// Dates that follow from how the company came.
    fn seat(&mut self, origin: Origin, session: usize) {
        let entering = matches!(origin, Origin::Entering { .. });
        match self.profile.nature {
            Nature::Shell => {
                let life = self.stream.random_range(SHELL_LIFE);
                // A blank check that was there has part of its time behind it.
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
            let noise = normal(&mut self.stream);
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
        for fact in self.share_lines().map(tell).collect::<Vec<Fact>>() {
            self.tell(fact);
        }
    }

    /// A blank check becomes the business it bought: another profile, more shares, one price.
    pub(crate) fn combine(&mut self, today: &Today, scale: f64) {
        self.profile.combined(&mut self.stream);
        let noise = normal(&mut self.stream);
        let size = libm::log(ENTRY_CAP) + ENTRY_CAP_SPREAD * noise;
        let shares =
            libm::exp(size + scale - self.log_price + self.level).round().clamp(1.0, 1.0e11) as u64;
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
        open: true,
        pricing,
        shares,
        float_percent,
        previous: None,
        quote: None,
    }
}

fn anchored(kind: SecurityKind, anchor: f64, volatility: f64, shares: u64) -> Line {
    let log = libm::log(anchor);
    issued(kind, None, Pricing::Anchored { anchor: log, volatility, log_price: log }, shares, 100)
}
