//! What falls due after a close: share updates, new listings, rebalances, reconstitutions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use russet_market::SecurityId;
use russet_rules::committee::latest_statement;
use russet_rules::inference::{ListInference, infer};
use russet_rules::methodology::{ListingCycle, Percent, Reconstitution};
use russet_rules::new_listings::{BreakpointAdjustment, ListingWindow};
use russet_rules::reconstitution::members_of;
use russet_rules::{add_new_listings, reconstitute, seed_members};

use super::BuildError;
use super::agenda::items::Item;
use super::engine::{Days, Engine, out_of_range};
use super::share_change::ShareChange;
use crate::events::Cause;
use crate::state::Buffers;
use crate::state::LastReview;

impl<'build, 'market> Engine<'build, 'market> {
    /// Members before the first reconstitution, where funds' lists give them.
    pub(super) fn seed(&mut self) {
        if self.family.seeds.is_empty() {
            return;
        }
        let seeding = seed_members(self.view, self.family, self.scope.beginning);
        for (fund, as_of, found, securities) in &seeding.lists {
            self.journal.notes.push(format!(
                "Members before the first reconstitution from {fund} of {as_of}: {found} of {securities} securities found in the market."
            ));
        }
        if seeding.lists.is_empty() {
            let note = "No fund list is known before the first reconstitution: it places every company by rank.";
            self.journal.notes.push(note.to_owned());
        }
        self.state.roster.members = seeding.members;
    }

    pub(super) fn perform(&mut self, item: Item<'build>, days: Days) -> Result<(), BuildError> {
        match item {
            Item::ShareUpdate(buffer) => self.update_shares(buffer, days),
            Item::NewListings(cycle) => self.add_listings(cycle, days),
            Item::Reconstitution(row) => self.reconstitute(&row, days),
            Item::InterimDeletions(rule, cycle) => self.remove_low(rule, cycle, days),
            Item::FastEntries(rule, newcomers) => self.enter_fast(rule, &newcomers, days),
            Item::Decisions(day) => self.decide(day, days),
            Item::Rebalance(position, rule) => self.rebalance(position, rule, days),
        }
    }

    fn update_shares(&mut self, buffer: Percent, days: Days) -> Result<(), BuildError> {
        let session = days.after_close;
        let buffers = Buffers { shares: buffer, float: &self.family.free_float.buffer };
        let mut taken = BTreeMap::new();
        let counts = self.counts_on(session);
        for (issuer, securities) in self.state.roster.securities.iter() {
            for newer in self.new_shares_of(&counts, issuer, securities)? {
                let held = self.state.shares.get(&newer.security);
                if let Some(target) = held.and_then(|held| held.beyond(newer, buffers)) {
                    taken.insert(target.security, target);
                }
            }
        }
        let changed: Vec<SecurityId> = taken.keys().copied().collect();
        self.state.shares.extend(taken);
        for position in 0..self.state.ledger.len() {
            let mut plans = Vec::new();
            for security in
                changed.iter().filter(|security| self.state.ledger.holds(position, **security))
            {
                let plan = self.kept_on(position, *security, session)?;
                plans.extend(plan.map(|plan| ShareChange { note: "quarterly".to_owned(), ..plan }));
            }
            self.change(position, Cause::ShareUpdate, days, plans)?;
        }
        Ok(())
    }

    fn add_listings(&mut self, cycle: ListingCycle, days: Days) -> Result<(), BuildError> {
        let Some(last) = &self.state.review else { return Ok(()) };
        let at_rank_day =
            self.state.family_levels.partition_point(|(day, _)| *day <= cycle.rank_day);
        let now = at_rank_day.checked_sub(1).map(|place| self.state.family_levels[place].1);
        let (Some(then), Some(now)) = (last.level, now.or(last.level)) else { return Ok(()) };
        let since = ListingWindow {
            listed_after: last.rank_day,
            ranking: &last.ranking,
            rolled: BreakpointAdjustment { then, now },
        };
        let (decisions, placed) = add_new_listings(
            self.family,
            &self.research,
            cycle,
            &self.state.roster.members,
            since,
        )?;
        self.journal.decisions.extend(decisions);
        if let Some(last) = &mut self.state.review {
            last.rank_day = last.rank_day.max(cycle.rank_day);
        }
        self.admit(&placed, (Cause::NewListing, ""), days)
    }

    pub(super) fn reconstitute(
        &mut self,
        row: &Reconstitution,
        days: Days,
    ) -> Result<(), BuildError> {
        let session = days.after_close;
        let watched = (self.state.last_effective, row.rank_day.0);
        let observed = self.family.committee.as_ref().is_some_and(|rule| rule.quantities);
        let inferred = match self.scope.plan.infer_from_lists || observed {
            true => infer(
                self.view,
                self.family,
                watched,
                self.journal.decisions.rows(),
                &self.state.roster.members,
            ),
            false => ListInference {
                members: self.state.roster.members.clone(),
                ..ListInference::default()
            },
        };
        let ListInference { members, absent } = inferred;
        let outcome = reconstitute(self.family, &self.research, row, &members, &absent)?;
        self.state.last_effective = row.effective.0;
        if !observed && latest_statement(self.view, self.family, row.rank_day.0).is_some() {
            // The committee's word holds: a review only records who passes its tests.
            self.journal.decisions.extend(outcome.decisions);
            return Ok(());
        }
        let before = std::mem::take(&mut self.state.roster.securities);
        let mut securities = self.place(&outcome.placed, row.share_buffer_percent, session)?;
        // A child that waits for its first close is kept track of, whatever becomes of its parent.
        for (issuer, of_issuer) in before.iter() {
            let waits =
                of_issuer.iter().any(|security| self.state.roster.untraded.contains_key(security));
            if waits && self.state.roster.securities.get(&issuer).is_none_or(Vec::is_empty) {
                self.state.roster.securities.insert(issuer, of_issuer.clone());
            }
        }
        self.state.roster.members = members_of(&outcome.placed, &members);
        let roster = &mut self.state.roster;
        roster.members.retain(|issuer, _| roster.securities.contains(issuer));
        self.score(row, &outcome.placed)?;
        self.keep_children(row.rank_day.0, &mut securities, days);
        self.journal.decisions.extend(outcome.decisions);
        self.hold(securities, Cause::Reconstitution, days)?;
        self.start_family_index(session)?;
        let level = self.state.ledger.level(self.state.family());
        let level = level.map_err(|source| out_of_range("the whole family", session, source))?;
        // Cycles between two reviews look at rank days since the last one.
        let since = row.rank_day.0.saturating_sub(1.year());
        self.state.family_levels.retain(|(day, _)| *day >= since);
        self.state.review =
            Some(LastReview { ranking: outcome.ranking, level, rank_day: row.rank_day.0 });
        Ok(())
    }

    /// Children that were spun off since the rank day could not be ranked: they stay with their parents
    /// until the next review (R46 6.4).
    fn keep_children(
        &mut self,
        rank_day: Date,
        securities: &mut [BTreeSet<SecurityId>],
        days: Days,
    ) {
        self.state.roster.children.retain(|_, (_, since)| *since > rank_day);
        for (child, (parent, _)) in self.state.roster.children.clone() {
            let stays = self.state.is_held(child)
                && securities.iter().any(|securities| securities.contains(&parent));
            if stays {
                let with_parent =
                    securities.iter_mut().filter(|securities| securities.contains(&parent));
                with_parent.for_each(|securities| {
                    securities.insert(child);
                });
                self.inherit_membership(parent, child, days);
            }
        }
    }

    /// Securities of an index that were spun off and have not traded yet.
    pub(super) fn spun_in(&self, position: usize) -> BTreeSet<SecurityId> {
        let spun = self
            .state
            .roster
            .untraded
            .keys()
            .filter(|security| self.state.ledger.holds(position, **security));
        spun.filter(|security| self.state.ledger.closes().get(**security).is_none())
            .copied()
            .collect()
    }
}
