//! Lines whose trading has stopped: their last close is carried, up to a limit.

use jiff::civil::Date;

use super::super::BuildError;
use super::super::engine::{Days, Engine};
use crate::ledger::Cause;

impl Engine<'_, '_> {
    /// Deletes lines that have been suspended for too long, at their last closes.
    pub(in super::super) fn delete_suspended(&mut self, days: Days) -> Result<(), BuildError> {
        let most = self.family.actions.suspension_sessions as usize;
        let so_far = self.view.sessions_between(Date::MIN, days.after_close);
        // The newest day since when that many sessions have passed.
        let Some((latest, _)) = so_far.len().checked_sub(most.max(1)).map(|at| &so_far[at]) else {
            return Ok(());
        };
        let too_long = self.suspended.iter().filter(|(_, since)| *since <= latest);
        let leaving: Vec<_> = too_long
            .filter(|(line, _)| self.is_held(**line))
            .map(|(line, since)| (*line, format!("suspended since {since}, {most} sessions")))
            .collect();
        self.delete(leaving, Cause::Suspension, days)
    }
}
