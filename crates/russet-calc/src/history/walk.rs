//! The loop over sessions.

use std::ops::Range;
use std::thread;

use jiff::civil::Date;

use super::engine::{Engine, out_of_range};
use super::pro_forma::{Trial, Trials};
use super::prologue::Shared;
use super::waiting::Waiting;
use super::{BuildError, summary};
use crate::run::{Manifest, Sink, Span, Spans};

impl<'build, 'market> Engine<'build, 'market> {
    /// Walks through all sessions from the first one on, or on from where others have walked alike.
    pub(super) fn run(
        self,
        shared: Option<&Shared<'market>>,
        sink: &mut dyn Sink<'build>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Manifest, BuildError> {
        let (engine, waiting, done) = self.begin(shared)?;
        engine.walk(waiting, done, sink, progress)
    }

    /// Walks on after the last session done.
    pub(super) fn go_on(
        self,
        waiting: Waiting<'market>,
        sink: &mut dyn Sink<'build>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Manifest, BuildError> {
        let done = self.view.sessions().partition_point(|(session, _)| *session <= self.previous);
        self.walk(waiting, done, sink, progress)
    }

    /// Walks through the sessions after some that are done, and hands each stretch over once the first
    /// session after it is done: what opens that session still holds after the last close before.
    fn walk(
        mut self,
        mut waiting: Waiting<'market>,
        done: usize,
        sink: &mut dyn Sink<'build>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Manifest, BuildError> {
        self.recorder.keep(sink.keeps());
        let end = self.view.sessions().partition_point(|(session, _)| *session <= self.to);
        let sessions = &self.view.sessions()[..end];
        thread::scope(|scope| {
            let mut trials = Trials::new(scope);
            for (place, (session, rows)) in sessions.iter().enumerate().skip(done) {
                let previous = self.previous;
                let announced = self.session(&mut waiting, *session, rows.clone())?;
                let (before, now) = (self.spans.of(previous), self.spans.of(*session));
                let is_kept = sink.keeps_checkpoints()
                    && *session >= self.beginning
                    && checkpoint_after(sessions, place, self.spans);
                if before < now {
                    trials.end(&mut self)?;
                    sink.take(self.recorder.hand_over(before))?;
                }
                if session.year() > previous.year() {
                    // Later reviews ask for decisions from the last reconstitution on.
                    self.decisions.hand_over(sink, self.last_effective.year())?;
                }
                trials.begin(&mut self, announced)?;
                if is_kept {
                    trials.end(&mut self)?;
                    sink.keep(self.checkpoint(&waiting)?)?;
                }
                progress(place + 1, sessions.len());
            }
            trials.end(&mut self)
        })?;
        self.finish(&waiting, sink)?;
        Ok(summary::manifest_of(self))
    }

    /// One session, whose closes lie in some rows; gives the reconstitutions that are announced after it.
    pub(super) fn session(
        &mut self,
        waiting: &mut Waiting<'market>,
        session: Date,
        rows: Range<usize>,
    ) -> Result<Vec<Trial<'build, 'market>>, BuildError> {
        self.open(waiting, session)?;
        for (security, close) in self.view.closes(rows) {
            let taken = self.book.take(security, close, session);
            taken.map_err(|source| out_of_range(&security.to_string(), session, source))?;
            self.attendance.attends(security);
        }
        let settled = self.book.settle();
        settled.map_err(|(position, source)| out_of_range(self.id(position), session, source))?;
        let announced = self.close(waiting, session)?;
        self.previous = session;
        Ok(announced)
    }
}

/// Whether a build can go on after a session: the first one of a year or of a month of the run's last
/// year, and the last but one, since the last one tells of days to come.
pub(crate) fn checkpoint_after(
    sessions: &[(Date, Range<usize>)],
    place: usize,
    spans: Spans,
) -> bool {
    let span = |place: usize| sessions.get(place).map(|(session, _)| spans.of(*session));
    let before = place.checked_sub(1).and_then(span);
    let begins = before.is_some_and(|before| {
        span(place) != Some(before) && matches!(before, Span::Year(_) | Span::Month(..))
    });
    place + 2 == sessions.len() || (begins && place + 1 < sessions.len())
}
