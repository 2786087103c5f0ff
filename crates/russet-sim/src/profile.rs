//! What a company is: its kind, country, sector, venue and habits.

use rand::RngExt;
use russet_market::{Mic, SecurityKind};

use crate::countries::Country;
use crate::draws::normal;
use crate::industries::{
    BIOTECHNOLOGY, BLANK_CHECKS, ENERGY, FINANCE, FUNDS, HOME, foreign_country,
    sector_and_industry, weighted,
};
use crate::parameters::{BETA_SPREAD, BIOTECH_NOISE, NOISE_SPREAD, REPORT_SESSIONS};
use crate::streams::Stream;

/// How a company's price moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A business.
    Operating,
    /// Cash in trust: flat.
    Shell,
    /// A portfolio: a quiet part of the market.
    Fund,
}

/// What a company is.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    pub(crate) nature: Nature,
    /// The kind of its ordinary lines.
    pub(crate) kind: SecurityKind,
    pub(crate) country: &'static str,
    pub(crate) sector: usize,
    pub(crate) industry: &'static str,
    pub(crate) mic: Mic,
    pub(crate) ipo_year: Option<u16>,
    /// Beta beyond that of its size.
    pub(crate) beta: f64,
    /// Log of its noise against that of its size.
    pub(crate) noise: f64,
    /// The session of its first report.
    pub(crate) phase: usize,
}

/// How often each kind is found among listed companies: kind, whether foreign, and weight.
/// The screener of 28 June 2024 has 70%, 14%, 5.5%, 6.7%, 3.0% and 0.7%; here home has more, so that
/// 5,000 companies hold the 4,100 US ones that the real market has.
const KINDS: [((SecurityKind, bool), f64); 6] = [
    ((SecurityKind::Common, false), 0.82),
    ((SecurityKind::Common, true), 0.045),
    ((SecurityKind::DepositaryReceipt, true), 0.05),
    ((SecurityKind::Fund, false), 0.045),
    ((SecurityKind::BlankCheck, false), 0.03),
    ((SecurityKind::Partnership, false), 0.01),
];

/// Blank checks among new listings: far more than among the listed, since they live two years.
const NEW_BLANK_CHECKS: f64 = 0.22;

impl Profile {
    /// A company listed at the start; the largest are US businesses.
    pub(crate) fn listed(stream: &mut Stream, largest: bool) -> Profile {
        let drawn = weighted(stream, &KINDS).unwrap_or(KINDS[0].0);
        let (kind, foreign) = if largest { KINDS[0].0 } else { drawn };
        Profile::of(stream, kind, foreign)
    }

    /// A company that lists now.
    pub(crate) fn entering(stream: &mut Stream, year: i16) -> Profile {
        let blank = stream.random::<f64>() < NEW_BLANK_CHECKS;
        let (kind, foreign) = match blank {
            true => (SecurityKind::BlankCheck, false),
            false => weighted(stream, &KINDS).unwrap_or(KINDS[0].0),
        };
        let ipo_year = u16::try_from(year).ok();
        Profile { ipo_year, ..Profile::of(stream, kind, foreign) }
    }

    /// What a blank-check company becomes when it has bought a business.
    pub(crate) fn combined(&mut self, stream: &mut Stream) {
        let business = Profile::of(stream, SecurityKind::Common, false);
        *self = Profile { mic: self.mic, ipo_year: self.ipo_year, ..business };
    }

    /// A business of another country, on its exchange.
    pub(crate) fn settle(&mut self, stream: &mut Stream, country: &Country) {
        if self.kind != SecurityKind::Common {
            let business = Profile::of(stream, SecurityKind::Common, false);
            *self = Profile { ipo_year: self.ipo_year, ..business };
        }
        (self.country, self.mic) = (country.name, country.mic);
    }

    /// A part of this business that stands alone: another character, in the same trade and place.
    pub(crate) fn spun_off(&self, stream: &mut Stream) -> Profile {
        let business = Profile::of(stream, SecurityKind::Common, false);
        let Profile { country, sector, industry, mic, .. } = *self;
        Profile { country, sector, industry, mic, ..business }
    }

    fn of(stream: &mut Stream, kind: SecurityKind, foreign: bool) -> Profile {
        let (nature, sector, industry) = match kind {
            SecurityKind::BlankCheck => (Nature::Shell, FINANCE, BLANK_CHECKS),
            SecurityKind::Fund => (Nature::Fund, FINANCE, FUNDS),
            SecurityKind::Partnership => (Nature::Operating, ENERGY, "Oil & Gas Production"),
            _ => {
                let (sector, industry) = sector_and_industry(stream);
                (Nature::Operating, sector, industry)
            }
        };
        let loud = if industry == BIOTECHNOLOGY { libm::log(BIOTECH_NOISE) } else { 0.0 };
        let [beta, noise]: [f64; 2] = [normal(stream), normal(stream)];
        Profile {
            nature,
            kind,
            country: if foreign { foreign_country(stream) } else { HOME },
            sector,
            industry,
            mic: venue(stream, kind, industry),
            ipo_year: None,
            beta: BETA_SPREAD * beta,
            noise: NOISE_SPREAD * noise + loud,
            phase: (stream.random::<f64>() * REPORT_SESSIONS as f64) as usize,
        }
    }
}

/// Nasdaq has most companies and nearly all biotechnology; NYSE has most funds and REITs.
fn venue(stream: &mut Stream, kind: SecurityKind, industry: &str) -> Mic {
    let (nyse, american) = match (kind, industry) {
        (SecurityKind::Fund, _) => (0.75, 0.10),
        (SecurityKind::BlankCheck, _) => (0.25, 0.02),
        (_, BIOTECHNOLOGY) => (0.03, 0.03),
        (_, "Real Estate Investment Trusts") => (0.75, 0.05),
        _ => (0.40, 0.06),
    };
    let draw = stream.random::<f64>();
    match (draw < nyse, draw < nyse + american) {
        (true, _) => Mic::Xnys,
        (false, true) => Mic::Xase,
        (false, false) => Mic::Xnas,
    }
}
