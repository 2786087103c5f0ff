//! Indexes that leave out what funds of other indexes hold, when a new list of one becomes public.

use std::collections::BTreeSet;

use russet_market::IssuerId;
use russet_rules::funds::securities_on;

use super::BuildError;
use super::agenda::exclusions::Awaited;
use super::engine::{Days, Engine};
use super::sub_indexes::Moves;
use crate::events::Cause;

impl Engine<'_, '_> {
    /// Lists that became public: what they hold leaves the indexes that leave it out, and what they no
    /// longer hold enters from the parent.
    pub(super) fn follow_exclusions(&mut self, days: Days) -> Result<(), BuildError> {
        for Awaited { position, fund, list } in self.agenda.exclusions.due(days.session) {
            let as_of = list[0].as_of;
            let found = securities_on(self.view, &list, as_of).into_iter();
            let companies: BTreeSet<IssuerId> =
                found.map(|(version, _)| version.issuer_id).collect();
            self.state.roster.exclusions.insert((position, fund.clone()), companies);
            let is_empty = self.state.ledger.basket(position).is_empty();
            let Some(parent) = self.parent(position).filter(|_| !is_empty) else { continue };
            let Moves { entering, leaving } = self.follow_fit((position, parent), days)?;
            let note = format!("the list of {fund} of {as_of}");
            self.move_securities(position, Cause::Committee, days, (&entering, &leaving), &note)?;
            self.move_claims(position, &entering, &leaving);
        }
        Ok(())
    }
}
