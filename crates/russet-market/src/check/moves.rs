//! Closes that jump, and reported changes that the closes contradict: signs of a split that nobody
//! recorded, or of one that never was.

use super::lines::is_share;
use super::report::{Finding, FindingKind, Tally};
use super::stale::Stale;
use super::walk::Step;

/// A close jumps when it is this many times the close before, or less than one part in this many.
const JUMP: f64 = 5.0;
/// A reported change is contradicted when the closes moved this many times as far, either way.
const CONTRADICTED: f64 = 1.25;

/// What was odd about moves so far.
pub(super) struct Moves<'stale> {
    stale: &'stale Stale,
    jumps: Tally,
    contradicted: Tally,
}

impl<'stale> Moves<'stale> {
    pub(super) fn new(stale: &'stale Stale) -> Moves<'stale> {
        Moves { stale, jumps: Tally::default(), contradicted: Tally::default() }
    }

    pub(super) fn take(&mut self, step: &Step<'_>) {
        let Some(previous) = step.previous else { return };
        if !is_share(step.version.kind) {
            return;
        }
        let moved = step.moved_from(previous);
        if is_beyond(moved, JUMP) {
            self.jumps.weigh(libm::log(moved).abs(), || {
                format!("{}: {} after {}", step.label(), step.row.close, previous.price)
            });
        }
        let Some(percent) = step.row.reported_change_percent else { return };
        let reported = 1.0 + percent / 100.0;
        if step.yesterday.is_some() && reported > 0.0 && !self.is_blurred(step) {
            let ratio = moved / reported;
            if is_beyond(ratio, CONTRADICTED) {
                self.contradicted.weigh(libm::log(ratio).abs(), || {
                    let closes = 100.0 * (moved - 1.0);
                    format!(
                        "{}: {closes:+.1}% by the closes, {percent:+.1}% reported",
                        step.label()
                    )
                });
            }
        }
    }

    /// Whether this close or the one before stands under a wrong date, so that their change is of
    /// another day than the one reported.
    fn is_blurred(&self, step: &Step<'_>) -> bool {
        let (session, market) = (step.session, step.market());
        self.stale.is_stale(session, market)
            || self.stale.is_stale(session.saturating_sub(1), market)
            || self.stale.is_detached(session, market)
    }

    pub(super) fn findings(self) -> Vec<Finding> {
        let close = ("close", "closes");
        let jumps = self.jumps.finding(
            FindingKind::Odd,
            "jumps",
            close,
            "more than 5 times the close before or less than a fifth of it, splits recorded allowed for",
        );
        let contradicted = self.contradicted.finding(
            FindingKind::Odd,
            "reported changes",
            close,
            "with a reported change far from that of the closes, splits recorded allowed for",
        );
        jumps.into_iter().chain(contradicted).collect()
    }
}

/// Whether a ratio is above a limit, or below one part of it.
fn is_beyond(ratio: f64, limit: f64) -> bool {
    ratio > limit || ratio < 1.0 / limit
}
