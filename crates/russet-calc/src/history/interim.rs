//! InterimRules two reviews of a chosen family: who leaves, who enters at once, and who replaces leavers.

use std::collections::BTreeSet;

use russet_market::{IssuerId, SecurityId};
use russet_rules::committee::latest_statement;
use russet_rules::methodology::{FastEntry, InterimDeletions, ListingCycle};
use russet_rules::reconstitution::members_of;
use russet_rules::selection::InterimRules;
use russet_rules::{Decision, PlacedCompany};

use super::BuildError;
use super::engine::{Days, Engine};
use crate::events::Cause;

impl<'market> Engine<'_, 'market> {
    fn between(&self) -> InterimRules<'_, 'market> {
        InterimRules {
            family: self.family,
            research: &self.research,
            members: &self.state.roster.members,
        }
    }

    /// Members that rank too low leave.
    pub(super) fn remove_low(
        &mut self,
        rule: &InterimDeletions,
        cycle: ListingCycle,
        days: Days,
    ) -> Result<(), BuildError> {
        if self.state.roster.members.is_empty() {
            return Ok(());
        }
        let (decisions, leaving) = self.between().interim_deletions(rule, cycle)?;
        self.journal.decisions.extend(decisions);
        let note = format!("ranked beyond {} on {}", rule.beyond, cycle.rank_day);
        let securities =
            leaving.iter().filter_map(|issuer| self.state.roster.securities.get(issuer)).flatten();
        let securities: Vec<(SecurityId, String)> =
            securities.map(|security| (*security, note.clone())).collect();
        self.delete(securities, Cause::InterimDeletion, days)
    }

    /// Newcomers as large as the larger members enter, and nobody leaves for them.
    pub(super) fn enter_fast(
        &mut self,
        rule: &FastEntry,
        newcomers: &BTreeSet<IssuerId>,
        days: Days,
    ) -> Result<(), BuildError> {
        if self.state.roster.members.is_empty() {
            return Ok(());
        }
        let (decisions, placed) = self.between().fast_entries(rule, days.after_close, newcomers)?;
        self.journal.decisions.extend(decisions);
        self.admit(&placed, (Cause::NewListing, "fast entry"), days)
    }

    /// The places of members that left since the last close go to the largest others, as far as fewer
    /// belong than should.
    pub(super) fn replace_leavers(&mut self, days: Days) -> Result<(), BuildError> {
        let left = std::mem::take(&mut self.state.roster.leavers);
        let session = days.after_close;
        let Some(selection) = &self.family.selection else { return Ok(()) };
        let (Some(rule), Some(count)) = (selection.replacement_on(session), selection.count) else {
            return Ok(());
        };
        let places = left.min((count as usize).saturating_sub(self.state.roster.members.len()));
        if places == 0 || latest_statement(self.view, self.family, session).is_some() {
            return Ok(());
        }
        let of_last = |row: &&Decision| {
            row.occasion == "reconstitution"
                && row.effective_after_close == self.state.last_effective
        };
        let last_review = self.journal.decisions.rows().filter(of_last);
        let trades = |security: SecurityId| {
            self.trades(security) && self.state.ledger.closes().get(security).is_some()
        };
        let (decisions, placed) =
            self.between().replacements(rule, session, places, last_review, &trades)?;
        self.journal.decisions.extend(decisions);
        self.admit(&placed, (Cause::Replacement, "replaces a leaver"), days)
    }

    /// Companies enter between two reviews: every index without a parent takes the securities of its segments,
    /// and its children follow.
    pub(super) fn admit(
        &mut self,
        placed: &[PlacedCompany],
        (cause, note): (Cause, &str),
        days: Days,
    ) -> Result<(), BuildError> {
        let securities = self.place(placed, None, days.after_close)?;
        let mut newcomers = members_of(placed, &self.state.roster.members);
        newcomers.retain(|issuer, _| self.state.roster.securities.contains(issuer));
        self.score_newcomers(placed, days.after_close);
        self.state.roster.members.extend(newcomers);
        let nobody = BTreeSet::new();
        for (position, entering) in securities.into_iter().enumerate() {
            if self.parent(position).is_none() {
                self.move_securities(position, cause, days, (&entering, &nobody), note)?;
            }
        }
        Ok(())
    }
}
