//! Announced reconstitutions while they are performed, in parallel with the history.

use std::panic::resume_unwind;
use std::thread::{Scope, ScopedJoinHandle};

use super::super::BuildError;
use super::super::engine::Engine;
use super::trial::{Trial, Tried};

/// Those under way, each on a thread of its own.
pub(in crate::history) struct Trials<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    /// In the order of their announcements, with how many notes were made before each.
    under_way: Vec<(usize, ScopedJoinHandle<'scope, Result<Tried, BuildError>>)>,
}

impl<'scope, 'env> Trials<'scope, 'env> {
    pub(in crate::history) fn new(scope: &'scope Scope<'scope, 'env>) -> Trials<'scope, 'env> {
        Trials { scope, under_way: Vec::new() }
    }

    /// Begins the trials of a session, once those before are ended: no more forks than are announced
    /// together take up memory.
    pub(in crate::history) fn begin<'build: 'scope, 'market: 'scope>(
        &mut self,
        engine: &mut Engine<'build, 'market>,
        trials: Vec<Trial<'build, 'market>>,
    ) -> Result<(), BuildError> {
        if !trials.is_empty() {
            self.end(engine)?;
        }
        let begun = trials
            .into_iter()
            .map(|trial| (trial.notes, self.scope.spawn(move || trial.perform())));
        self.under_way.extend(begun);
        Ok(())
    }

    /// Waits for those under way, and lets the history write down what came of them as if it had done so
    /// on the day of the announcement.
    pub(in crate::history) fn end(
        &mut self,
        engine: &mut Engine<'_, '_>,
    ) -> Result<(), BuildError> {
        let mut noted = 0;
        for (notes, trial) in self.under_way.drain(..) {
            let tried = trial.join().unwrap_or_else(|panic| resume_unwind(panic))?;
            engine.journal.recorder.pro_forma(tried.rows);
            engine.journal.decisions.extend_by(tried.decisions, engine.state.previous);
            if let Some(note) = tried.note {
                engine.journal.notes.insert(notes + noted, note);
                noted += 1;
            }
        }
        Ok(())
    }
}
