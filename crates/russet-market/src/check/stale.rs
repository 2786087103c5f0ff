//! Sessions of a market whose closes stand under a wrong date: an old snapshot under a new one, or
//! one taken before the close.
//!
//! A *stale* session repeats the closes of the one before. A *detached* one reports changes that do
//! not start from the closes of the session before: the closes of one of the two are not final.

use std::ops::Range;

use jiff::civil::Date;

use super::grid::MARKETS;
use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally, grouped};
use super::walk::Step;
use crate::mic::Mic;

/// A session is stale when more than this part of the lines that usually move did not.
const STALE: f64 = 0.6;
/// A line usually moves when at least this part of its closes differed from the one before.
const USUAL: f64 = 0.75;
/// Closes a line must have had before it is known to move.
const LEARNED: u32 = 5;
/// A session is detached when more than this part of its reported changes differ from the closes'.
const DETACHED: f64 = 0.2;
/// Changes differ when they are further apart than this many points of a percent.
const DIFFERENT: f64 = 0.5;
/// Fewer lines tell nothing of a session.
const SMALLEST: u32 = 10;

/// How many lines could tell, and how many of them did.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    of: u32,
    count: u32,
}

impl Part {
    fn take(&mut self, tells: bool) {
        self.of += 1;
        self.count += u32::from(tells);
    }

    fn exceeds(self, limit: f64) -> bool {
        self.of >= SMALLEST && f64::from(self.count) > limit * f64::from(self.of)
    }
}

/// What each line and each session did.
pub(super) struct Stale {
    /// The closes of each line that differed from the one before.
    moves: Vec<Part>,
    unmoved: Vec<[Part; MARKETS]>,
    different: Vec<[Part; MARKETS]>,
    /// Reported changes that start neither from the session before nor from the one before that.
    unfounded: Vec<[Part; MARKETS]>,
    /// How far each line moved in its last session, and which session that was.
    last_moves: Vec<Option<(usize, f64)>>,
}

impl Stale {
    pub(super) fn new(lines: &Lines<'_>, sessions: &[(Date, Range<usize>)]) -> Stale {
        let parts = vec![[Part::default(); MARKETS]; sessions.len()];
        Stale {
            moves: vec![Part::default(); lines.len()],
            unmoved: parts.clone(),
            different: parts.clone(),
            unfounded: parts,
            last_moves: vec![None; lines.len()],
        }
    }

    pub(super) fn take(&mut self, step: &Step<'_>) {
        let Some(yesterday) = step.yesterday else { return };
        let moved = yesterday.price != step.row.close;
        let moves = &mut self.moves[step.line];
        if moves.of >= LEARNED && f64::from(moves.count) >= USUAL * f64::from(moves.of) {
            self.unmoved[step.session][step.market()].take(!moved);
        }
        moves.take(moved);
        let times = step.moved_from(yesterday);
        let before = self.last_moves[step.line].replace((step.session, times));
        if let Some(reported) = step.row.reported_change_percent {
            let differs = |times: f64| (100.0 * (times - 1.0) - reported).abs() > DIFFERENT;
            let since_two = before
                .filter(|(session, _)| session + 1 == step.session)
                .map(|(_, two)| two * times);
            self.different[step.session][step.market()].take(differs(times));
            let unfounded = differs(times) && since_two.is_none_or(differs);
            self.unfounded[step.session][step.market()].take(unfounded);
        }
    }

    /// Whether the closes of a market in a session repeat the session before.
    pub(super) fn is_stale(&self, session: usize, market: usize) -> bool {
        self.unmoved[session][market].exceeds(STALE)
    }

    /// Whether the reported changes of a market in a session start from other closes than those of
    /// the session before, though neither session is stale.
    pub(super) fn is_detached(&self, session: usize, market: usize) -> bool {
        self.different[session][market].exceeds(DETACHED)
            && !self.is_stale(session, market)
            && !self.is_stale(session.saturating_sub(1), market)
    }

    /// Whether the next session's reported changes start from other closes of a market than those of
    /// this session, and do not span both sessions either.
    pub(super) fn is_not_final(&self, session: usize, market: usize) -> bool {
        let next = session + 1;
        let unfounded = self.unfounded.get(next).map(|markets| markets[market]);
        unfounded.is_some_and(|part| part.exceeds(DETACHED)) && self.is_detached(next, market)
    }

    pub(super) fn findings(&self, sessions: &[(Date, Range<usize>)]) -> Vec<Finding> {
        let (mut stale, mut detached) = (Tally::default(), Tally::default());
        let note = |tally: &mut Tally, label: String, part: Part, what: &str| {
            tally.weigh(f64::from(part.count) / f64::from(part.of), || {
                let (count, of) = (grouped(part.count as usize), grouped(part.of as usize));
                format!("{label}: {count} of {of} {what}")
            });
        };
        for (session, (date, _)) in sessions.iter().enumerate() {
            for mic in Mic::ALL {
                let (market, label) = (mic as usize, format!("{} {date}", mic.name()));
                if self.is_stale(session, market) {
                    let part = self.unmoved[session][market];
                    note(&mut stale, label, part, "lines that usually move");
                } else if self.is_detached(session, market) {
                    let part = self.different[session][market];
                    note(&mut detached, label, part, "reported changes");
                }
            }
        }
        let noun = ("session of a market", "sessions of a market");
        let stale = stale.finding(
            FindingKind::Odd,
            "stale sessions",
            noun,
            "where most closes are those of the session before",
        );
        let detached = detached.finding(
            FindingKind::Odd,
            "stale sessions",
            noun,
            "where many reported changes do not start from the closes of the session before",
        );
        stale.into_iter().chain(detached).collect()
    }
}
