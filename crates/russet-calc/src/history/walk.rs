//! The loop over sessions.

use std::ops::Range;
use std::thread;

use jiff::civil::Date;

use super::engine::Engine;
use super::pro_forma::{Trial, Trials};
use super::prologue::Shared;
use super::{BuildError, summary};
use crate::run::{Manifest, PartitionKey, Partitioning, Sink};

impl<'build, 'market: 'build> Engine<'build, 'market> {
    /// Walks through all sessions from the first one on, or on from where others have walked alike.
    pub(super) fn run(
        self,
        shared: Option<&Shared<'market>>,
        sink: &mut dyn Sink<'build>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Manifest, BuildError> {
        let (engine, done) = self.begin(shared)?;
        engine.walk(done, sink, progress)
    }

    /// Walks on after the last session done.
    pub(super) fn go_on(
        self,
        sink: &mut dyn Sink<'build>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Manifest, BuildError> {
        let done =
            self.view.sessions().partition_point(|(session, _)| *session <= self.state.previous);
        self.walk(done, sink, progress)
    }

    /// Walks through the sessions after some that are done, and hands each partition over once the first
    /// session after it is done: what opens that session still holds after the last close before.
    fn walk(
        mut self,
        done: usize,
        sink: &mut dyn Sink<'build>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Manifest, BuildError> {
        self.journal.recorder.keep(sink.keeps());
        let end = self.view.sessions().partition_point(|(session, _)| *session <= self.scope.to);
        let sessions = &self.view.sessions()[..end];
        thread::scope(|scope| {
            let mut trials = Trials::new(scope);
            for (place, (session, rows)) in sessions.iter().enumerate().skip(done) {
                let previous = self.state.previous;
                let announced = self.walk_session(*session, rows.clone())?;
                let (before, now) =
                    (self.scope.partitioning.of(previous), self.scope.partitioning.of(*session));
                let is_kept = sink.keeps_checkpoints()
                    && *session >= self.scope.beginning
                    && checkpoint_after(sessions, place, self.scope.partitioning);
                if before < now {
                    trials.end(&mut self)?;
                    sink.take(self.journal.recorder.hand_over(before))?;
                }
                if session.year() > previous.year() {
                    // Later reviews ask for decisions from the last reconstitution on.
                    self.journal.decisions.hand_over(sink, self.state.last_effective.year())?;
                }
                trials.begin(&mut self, announced)?;
                if is_kept {
                    trials.end(&mut self)?;
                    sink.keep(self.checkpoint()?)?;
                }
                progress(place + 1, sessions.len());
            }
            trials.end(&mut self)
        })?;
        self.finish(sink)?;
        Ok(summary::manifest_of(self))
    }

    /// One session, whose closes lie in some rows; gives the reconstitutions that are announced after it.
    pub(super) fn walk_session(
        &mut self,
        session: Date,
        rows: Range<usize>,
    ) -> Result<Vec<Trial<'build, 'market>>, BuildError> {
        self.open_session(session)?;
        for (security, close) in self.view.closes(rows) {
            self.take_price(security, close)?;
        }
        self.close_session(session)
    }
}

/// Whether a build can go on after a session: the first one of a year or of a month of the run's last
/// year, and the last but one, since the last one also describes days to come.
pub(crate) fn checkpoint_after(
    sessions: &[(Date, Range<usize>)],
    place: usize,
    partitioning: Partitioning,
) -> bool {
    let key = |place: usize| sessions.get(place).map(|(session, _)| partitioning.of(*session));
    let before = place.checked_sub(1).and_then(key);
    let begins = before.is_some_and(|before| {
        key(place) != Some(before)
            && matches!(before, PartitionKey::Year(_) | PartitionKey::Month(..))
    });
    place + 2 == sessions.len() || (begins && place + 1 < sessions.len())
}
