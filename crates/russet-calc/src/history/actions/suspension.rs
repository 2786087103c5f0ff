//! Lines whose trading has stopped: their last close is carried, up to a limit.

use super::super::BuildError;
use super::super::engine::{Days, Engine};
use crate::ledger::Cause;

impl Engine<'_, '_> {
    /// Deletes lines that have been suspended for too long, at their last closes.
    pub(in super::super) fn delete_suspended(&mut self, days: Days) -> Result<(), BuildError> {
        let most = self.family.actions.suspension_sessions as usize;
        let too_long = self.suspended.iter().filter(|(_, since)| {
            self.view.sessions_between(**since, days.after_close).len() >= most
        });
        let leaving: Vec<_> = too_long
            .filter(|(line, _)| self.is_held(**line))
            .map(|(line, since)| (*line, format!("suspended since {since}, {most} sessions")))
            .collect();
        self.delete(leaving, Cause::Suspension, days)
    }
}
