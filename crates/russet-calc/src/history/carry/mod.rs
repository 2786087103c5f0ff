//! A correction that is carried: what was published stays, and the corrected data count from the next
//! session on.
//!
//! ```text
//! corrected engine   C ─ recomputed, nothing recorded ─▶ T │ correction event │ T+1 ─ recorded ─▶
//! published rows     C ─────────── kept as they are ────▶ T │                  │
//! ```

mod event;
mod published;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::MarketView;
use russet_rules::{MarketCache, Methodology};

use super::engine::Engine;
use super::resumption::{Resumption, asks_for_decisions};
use super::walk::checkpoint_after;
use super::{BuildError, BuildPlan, research};
use crate::run::{LevelsOnly, Manifest, Sink};
pub(crate) use published::Published;

/// Goes on with a run whose published levels stay although the data of its sessions were corrected: the
/// sink gets a correction event after the last published session, and everything since. Nothing when the
/// checkpoint does not fit, or the market no longer has what was published (a session, an index's basket, a
/// security): such a run can only be restated.
pub(crate) fn carry_into<'build>(
    view: &'build MarketView<'_>,
    family: &'build Methodology,
    plan: BuildPlan,
    resumption: Option<Resumption>,
    published: &Published,
    sink: &mut dyn Sink<'build>,
    progress: &dyn Fn(usize, usize),
) -> Result<Option<Manifest>, BuildError> {
    let asks = asks_for_decisions(family, &plan);
    let research = research(view, family, Arc::new(MarketCache::new(view)), &plan)?;
    let (mut engine, done) = match resumption {
        Some(resumption) => match Engine::resumed(view, family, research, plan, resumption)? {
            Some(engine) => {
                let done = engine.sessions_until(engine.state.previous).len();
                (engine, done)
            }
            None => return Ok(None),
        },
        None => Engine::new(view, family, research, plan)?.begin(None)?,
    };
    engine.journal.recorder.keep(sink.keeps());
    engine.recompute_until((done, published.last), progress)?;
    let decided = published.decided(engine.state.last_effective.year(), asks);
    let Some(decided) = decided.filter(|_| engine.can_go_on_from(published)) else {
        return Ok(None);
    };
    engine.journal.decisions = decided;
    engine.go_on_from(published)?;
    let (sessions, done) =
        (engine.sessions_until(engine.scope.to), engine.sessions_until(published.last));
    let is_kept = sink.keeps_checkpoints()
        && published.last >= engine.scope.beginning
        && checkpoint_after(sessions, done.len() - 1, engine.scope.partitioning);
    if is_kept {
        sink.keep(engine.checkpoint()?)?;
    }
    engine.go_on(sink, progress).map(Some)
}

impl<'build, 'market: 'build> Engine<'build, 'market> {
    /// The market's sessions up to one.
    fn sessions_until(&self, last: Date) -> &'build [(Date, Range<usize>)] {
        let all = self.view.sessions();
        &all[..all.partition_point(|(session, _)| *session <= last)]
    }

    /// Walks up to a session, after those that are done, and records nothing.
    fn recompute_until(
        &mut self,
        (done, last): (usize, Date),
        progress: &dyn Fn(usize, usize),
    ) -> Result<(), BuildError> {
        let total = self.sessions_until(self.scope.to).len();
        for (place, (session, rows)) in self.sessions_until(last).iter().enumerate().skip(done) {
            self.walk_session(*session, rows.clone())?;
            self.journal.recorder.discard_rows();
            // Levels are all that this sink takes, and it gets none.
            self.journal
                .decisions
                .hand_over(&mut LevelsOnly::default(), self.state.last_effective.year())?;
            progress(place + 1, total);
        }
        Ok(())
    }
}
