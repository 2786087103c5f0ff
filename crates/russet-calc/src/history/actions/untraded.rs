//! Securities that came of an action and have not traded since.

use russet_market::SecurityId;

use super::{BuildError, Days, Engine, ShareChange};
use crate::events::Cause;
use crate::state::{Origin, Untraded};

impl Engine<'_, '_> {
    /// After a close: those that have traded stay or leave, as the action says; those that waited too long leave.
    pub(in super::super) fn settle_untraded(&mut self, days: Days) -> Result<(), BuildError> {
        let session = days.after_close;
        let most = self.family.actions.spin_off_hold_sessions as usize;
        let untraded: Vec<(SecurityId, Untraded)> =
            self.state.roster.untraded.iter().map(|(id, one)| (*id, one.clone())).collect();
        for (security, Untraded { since, origin, leaves }) in untraded {
            let last = self.state.ledger.closes().dated(security);
            let has_traded = last.is_some_and(|(_, date)| date == session);
            let waited = self.view.sessions_between(since, session).len();
            if has_traded && session >= since {
                self.state.roster.untraded.remove(&security);
                for position in leaves {
                    if self.state.ledger.holds(position, security) {
                        let change = ShareChange::out(security, "spun off, does not stay");
                        self.change(position, Cause::Deletion, days, vec![change])?;
                    }
                }
                if !self.state.is_held(security) {
                    self.state.roster.remove(&[security]);
                }
            } else if !has_traded && waited >= most {
                self.state.roster.untraded.remove(&security);
                let came = match origin {
                    Origin::SpinOff { .. } => "spun off",
                    Origin::Succession => "came of another security",
                };
                let note = format!("{came}, has not traded for {most} sessions");
                self.delete(vec![(security, note)], Cause::Deletion, days)?;
            }
        }
        Ok(())
    }
}
