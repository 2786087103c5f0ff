//! The random streams: one for the market, one for entries, one for rates, three for each company.
//!
//! ChaCha gives 2^64 independent streams a seed, so nobody's draws shift anybody else's.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A random stream.
pub(crate) type Stream = ChaCha8Rng;

const MARKET: u64 = 0;
const ENTRIES: u64 = 1;
const SIZES: u64 = 2;
const RATES: u64 = 3;
const NAMING: u64 = 1 << 63;
const AFFAIRS: u64 = 1 << 62;
const SPUN_OFF: u64 = 1 << 61;

/// Who draws: a company by how it came into the market.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CompanyNumber(u64);

impl CompanyNumber {
    /// The so-and-so-many-th to list in a session.
    pub(crate) fn listed(session: usize, ordinal: u32) -> CompanyNumber {
        CompanyNumber(((session as u64 + 1) << 32) | u64::from(ordinal))
    }

    /// A company that another one spins off, whose own stream draws the number.
    pub(crate) fn spun_off(parent: &mut Stream) -> CompanyNumber {
        CompanyNumber(SPUN_OFF | (parent.random::<u64>() & (SPUN_OFF - 1)))
    }

    /// How much these two suit each other, by no rule: the less, the better. A choice of the least
    /// among many changes with one candidate more only where that one is chosen.
    pub(crate) fn distance(self, other: CompanyNumber) -> u64 {
        // The finalizer of SplitMix64.
        let mut mixed = self.0 ^ other.0.rotate_left(32);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// All streams of one seed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Streams {
    pub(crate) seed: u64,
}

impl Streams {
    /// What moves all companies.
    pub(crate) fn market(self) -> Stream {
        self.stream(MARKET)
    }

    /// How many companies list.
    pub(crate) fn entries(self) -> Stream {
        self.stream(ENTRIES)
    }

    /// Where the spread of sizes at the start begins.
    pub(crate) fn sizes(self) -> Stream {
        self.stream(SIZES)
    }

    /// Rates of exchange.
    pub(crate) fn rates(self) -> Stream {
        self.stream(RATES)
    }

    /// A company's nature and path.
    pub(crate) fn path(self, company: CompanyNumber) -> Stream {
        self.stream(company.0)
    }

    /// A company's names, apart from its path: how often a taken name is redrawn depends on others.
    pub(crate) fn naming(self, company: CompanyNumber) -> Stream {
        self.stream(NAMING | company.0)
    }

    /// A company's home, dividends, corporate actions and accounts.
    pub(crate) fn affairs(self, company: CompanyNumber) -> Stream {
        self.stream(AFFAIRS | company.0)
    }

    fn stream(self, number: u64) -> Stream {
        let mut stream = ChaCha8Rng::seed_from_u64(self.seed);
        stream.set_stream(number);
        stream
    }
}
