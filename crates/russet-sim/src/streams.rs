//! The random streams: one for the market, one for entries, two for each company.
//!
//! ChaCha gives 2^64 independent streams a seed, so nobody's draws shift anybody else's.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A random stream.
pub(crate) type Stream = ChaCha8Rng;

const MARKET: u64 = 0;
const ENTRIES: u64 = 1;
const SIZES: u64 = 2;
const NAMING: u64 = 1 << 63;

/// Who draws: the company that was the so-and-so-many-th to list in a session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompanyNumber {
    pub(crate) session: usize,
    pub(crate) ordinal: u32,
}

impl CompanyNumber {
    fn stream(self) -> u64 {
        ((self.session as u64 + 1) << 32) | u64::from(self.ordinal)
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

    /// A company's nature and path.
    pub(crate) fn path(self, company: CompanyNumber) -> Stream {
        self.stream(company.stream())
    }

    /// A company's names, apart from its path: how often a taken name is redrawn depends on others.
    pub(crate) fn naming(self, company: CompanyNumber) -> Stream {
        self.stream(NAMING | company.stream())
    }

    fn stream(self, number: u64) -> Stream {
        let mut stream = ChaCha8Rng::seed_from_u64(self.seed);
        stream.set_stream(number);
        stream
    }
}
