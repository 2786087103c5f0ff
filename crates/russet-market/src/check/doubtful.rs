//! Sessions of a market whose closes should not be trusted.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use super::lines::Lines;
use super::stale::Stale;
use super::{twice, walk};
use crate::market::Market;
use crate::mic::Mic;

/// Why the closes of a session are in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtReason {
    /// Most closes are those of the session before.
    Stale,
    /// The next session's reported changes start from other closes.
    NotFinal,
}

impl DoubtReason {
    /// The reason in a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            DoubtReason::Stale => "stale",
            DoubtReason::NotFinal => "not final",
        }
    }
}

/// A session in which one market's closes are in doubt.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Table,
)]
#[table(name = "doubtful_sessions", key = "date, mic", known_at = "known_at")]
pub struct DoubtfulSession {
    /// The session.
    pub date: Date,
    /// The market.
    pub mic: Mic,
    /// Why.
    pub reason: DoubtReason,
    /// The session whose closes or changes tell.
    pub known_at: Date,
}

/// The sessions whose closes are in doubt, by date and market: those that repeat the closes of the
/// session before, and those from whose closes the next session's reported changes do not start.
///
/// Reported changes that span two sessions speak for the closes, not against them.
pub fn doubtful_sessions(market: &Market) -> Vec<DoubtfulSession> {
    let market = &*twice::canonical(market);
    let lines = Lines::new(market);
    let sessions = market.prices.sessions();
    let mut stale = Stale::new(&lines, sessions);
    walk::walk(market, &lines, sessions, |step| stale.take(step));
    let mut doubtful = Vec::new();
    for (session, (date, _)) in sessions.iter().enumerate() {
        let next = sessions.get(session + 1).map_or(*date, |(next, _)| *next);
        for mic in Mic::ALL {
            let (reason, known_at) = if stale.is_stale(session, mic as usize) {
                (DoubtReason::Stale, *date)
            } else if stale.is_not_final(session, mic as usize) {
                (DoubtReason::NotFinal, next)
            } else {
                continue;
            };
            doubtful.push(DoubtfulSession { date: *date, mic, reason, known_at });
        }
    }
    doubtful
}
