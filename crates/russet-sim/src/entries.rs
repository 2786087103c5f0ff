//! How many companies list in a session: clustered in booms, scarce in busts.

use crate::draws::{normal, poisson};
use crate::parameters::{
    ENTRY_EXCITEMENT, ENTRY_MEMORY, ENTRY_RATE, ENTRY_SPREAD, SESSIONS_A_YEAR,
};
use crate::streams::{Stream, Streams};

/// Beyond this the log of the rate does not swing: a factor of six either way.
const WIDEST_SWING: f64 = 1.8;

/// The state of the market for new listings.
#[derive(Debug)]
pub(crate) struct Entries {
    stream: Stream,
    usual: f64,
    mood: f64,
}

impl Entries {
    /// A market for listings in its usual mood.
    pub(crate) fn new(streams: Streams, companies: u32) -> Entries {
        let usual = f64::from(companies) * ENTRY_RATE / SESSIONS_A_YEAR;
        Entries { stream: streams.entries(), usual, mood: 0.0 }
    }

    /// Companies that list in the next session, after a session with this market surprise.
    pub(crate) fn step(&mut self, market: f64) -> u32 {
        let turn = normal(&mut self.stream);
        let spread = ENTRY_SPREAD * (1.0 - ENTRY_MEMORY * ENTRY_MEMORY).sqrt();
        let mood = ENTRY_MEMORY * self.mood + spread * turn + ENTRY_EXCITEMENT * market;
        self.mood = mood.clamp(-WIDEST_SWING, WIDEST_SWING);
        let rate = self.usual * libm::exp(self.mood - ENTRY_SPREAD * ENTRY_SPREAD / 2.0);
        poisson(&mut self.stream, rate)
    }
}
