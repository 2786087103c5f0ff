//! What falls due after a close: share updates, new listings, rebalances, reconstitutions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::Date;
use russet_market::{IssuerId, Level, SecurityId};
use russet_rules::committee::spoken;
use russet_rules::inference::{Inferred, infer};
use russet_rules::methodology::{
    IndexRule, ListingCycle, Percent, Rebalancing, Reconstitution, days_before,
};
use russet_rules::new_listings::{Rolled, Since};
use russet_rules::placement::Ranking;
use russet_rules::reconstitution::members_of;
use russet_rules::weighting::broken;
use russet_rules::{CountsOn, Placed, add_new_listings, reconstitute, seed_members};
use serde::{Deserialize, Serialize};

use super::BuildError;
use super::agenda::Item;
use super::engine::{Days, Engine, Plan, out_of_range};
use super::target::{Buffers, Newer, Target, targets_of};
use super::weights::Weighted;
use crate::closes::Closes;
use crate::ledger::Cause;

/// What later cycles need of the last reconstitution.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LastReconstitution {
    ranking: Ranking,
    level: Option<Level>,
    /// The newest rank day so far, of a reconstitution or of new listings.
    rank_day: Date,
}

impl<'build, 'market> Engine<'build, 'market> {
    /// Members before the first reconstitution, where funds' lists tell them.
    pub(super) fn seed(&mut self) {
        if self.family.seeds.is_empty() {
            return;
        }
        let seeding = seed_members(self.view, self.family, self.beginning);
        for (fund, as_of, found, lines) in &seeding.lists {
            self.notes.push(format!(
                "Members before the first reconstitution from {fund} of {as_of}: {found} of {lines} lines found in the market."
            ));
        }
        if seeding.lists.is_empty() {
            let note = "No fund list is known before the first reconstitution: it places every company by rank.";
            self.notes.push(note.to_owned());
        }
        self.members = seeding.members;
    }

    pub(super) fn perform(&mut self, item: Item<'build>, days: Days) -> Result<(), BuildError> {
        match item {
            Item::ShareUpdate(buffer) => self.update_shares(buffer, days),
            Item::NewListings(cycle) => self.add_listings(cycle, days),
            Item::Reconstitution(row) => self.reconstitute(&row, days),
            Item::Removals(rule, cycle) => self.remove_low(rule, cycle, days),
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
        for (issuer, lines) in self.lines.iter() {
            for newer in self.targets_of(&counts, issuer, lines)? {
                let held = self.held.get(&newer.line);
                if let Some(target) = held.and_then(|held| held.beyond(newer, buffers)) {
                    taken.insert(target.line, target);
                }
            }
        }
        let changed: Vec<SecurityId> = taken.keys().copied().collect();
        self.held.extend(taken);
        for position in 0..self.states.len() {
            let mut plans = Vec::new();
            for line in changed.iter().filter(|line| self.book.holds(position, **line)) {
                let plan = self.kept_on(position, *line, session)?;
                plans.extend(plan.map(|plan| Plan { note: "quarterly".to_owned(), ..plan }));
            }
            self.change(position, Cause::ShareUpdate, days, plans)?;
        }
        Ok(())
    }

    fn add_listings(&mut self, cycle: ListingCycle, days: Days) -> Result<(), BuildError> {
        let Some(last) = &self.last else { return Ok(()) };
        let at_rank_day = self.gauge.partition_point(|(day, _)| *day <= cycle.rank_day);
        let now = at_rank_day.checked_sub(1).map(|place| self.gauge[place].1);
        let (Some(then), Some(now)) = (last.level, now.or(last.level)) else { return Ok(()) };
        let since = Since {
            listed_after: last.rank_day,
            ranking: &last.ranking,
            rolled: Rolled { then, now },
        };
        let (decisions, placed) =
            add_new_listings(self.family, &self.research, cycle, &self.members, since)?;
        self.decisions.extend(decisions);
        if let Some(last) = &mut self.last {
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
        let watched = (self.last_effective, row.rank_day.0);
        let observed = self.family.committee.as_ref().is_some_and(|rule| rule.quantities);
        let inferred = match self.plan.infer_from_lists || observed {
            true => infer(self.view, self.family, watched, self.decisions.rows(), &self.members),
            false => Inferred { members: self.members.clone(), ..Inferred::default() },
        };
        let Inferred { members, absent } = inferred;
        let outcome = reconstitute(self.family, &self.research, row, &members, &absent)?;
        self.last_effective = row.effective.0;
        if !observed && spoken(self.view, self.family, row.rank_day.0).is_some() {
            // The committee's word holds: a review only tells who passes its tests.
            self.decisions.extend(outcome.decisions);
            return Ok(());
        }
        let before = std::mem::take(&mut self.lines);
        let mut lines = self.place(&outcome.placed, row.share_buffer_percent, session)?;
        // A child that waits for its first close is kept track of, whatever becomes of its parent.
        for (issuer, of_issuer) in before.iter() {
            let waits = of_issuer.iter().any(|line| self.spun.contains_key(line));
            if waits && self.lines.get(&issuer).is_none_or(Vec::is_empty) {
                self.lines.insert(issuer, of_issuer.clone());
            }
        }
        self.members = members_of(&outcome.placed, &members);
        let kept = &self.lines;
        self.members.retain(|issuer, _| kept.contains(issuer));
        self.score(row, &outcome.placed)?;
        self.keep_children(row.rank_day.0, &mut lines, days);
        self.hold(lines, Cause::Reconstitution, days)?;
        self.decisions.extend(outcome.decisions);
        self.start_gauge(session)?;
        let gauge = self.states.len() - 1;
        let level = self.book.level(gauge, &self.states[gauge].rates);
        let level = level.map_err(|source| out_of_range("the whole family", session, source))?;
        // Cycles between two reviews look at rank days since the last one.
        let since = row.rank_day.0.saturating_sub(1.year());
        self.gauge.retain(|(day, _)| *day >= since);
        self.last =
            Some(LastReconstitution { ranking: outcome.ranking, level, rank_day: row.rank_day.0 });
        Ok(())
    }

    /// Makes every index hold its lines, weighted anew: those given, or its parent's.
    fn hold(
        &mut self,
        lines: Vec<BTreeSet<SecurityId>>,
        cause: Cause,
        days: Days,
    ) -> Result<(), BuildError> {
        let session = days.after_close;
        for (position, mut lines) in lines.into_iter().enumerate() {
            if let Some(parent) = self.parent(position) {
                lines = self.chosen(position, parent, session)?;
            }
            lines.extend(self.spun_in(position));
            let Weighted { plans, note } =
                self.weighed(position, &lines, session, self.book.closes())?;
            self.notes.extend(note);
            // Lines without a close yet have no weight: they keep what they entered with.
            let waits = |plan: &Plan| self.spun_in(position).contains(&plan.security);
            let plans = plans.into_iter().filter(|plan| !waits(plan)).collect();
            self.change(position, cause, days, plans)?;
        }
        Ok(())
    }

    /// Children that were spun off since the rank day could not be ranked: they stand by their parents
    /// until the next review (R46 6.4).
    fn keep_children(&mut self, rank_day: Date, lines: &mut [BTreeSet<SecurityId>], days: Days) {
        self.children.retain(|_, (_, since)| *since > rank_day);
        for (child, (parent, _)) in self.children.clone() {
            let stays = self.is_held(child) && lines.iter().any(|lines| lines.contains(&parent));
            if stays {
                let with_parent = lines.iter_mut().filter(|lines| lines.contains(&parent));
                with_parent.for_each(|lines| {
                    lines.insert(child);
                });
                self.adopt(parent, child, days);
            }
        }
    }

    /// Lines of an index that were spun off and have not traded yet.
    fn spun_in(&self, position: usize) -> BTreeSet<SecurityId> {
        let spun = self.spun.keys().filter(|line| self.book.holds(position, **line));
        spun.filter(|line| self.book.closes().get(**line).is_none()).copied().collect()
    }

    fn rebalance(&mut self, position: usize, rule: usize, days: Days) -> Result<(), BuildError> {
        let session = days.after_close;
        let rule = &self.family.indexes[position].rebalancing[rule];
        if self.book.basket(position).is_empty() {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.states[position].entering);
        let back = rule.priced_sessions_before as usize;
        let place = self.past.len().checked_sub(back + 1).filter(|_| back > 0);
        let priced = place.and_then(|place| self.past.get(place)).map(|(_, closes)| closes.clone());
        let closes = priced.as_ref().unwrap_or(self.book.closes());
        // Whom a fund could not hold is judged among all lines each time, or the smallest of those left
        // would go at every rebalance.
        let anew = rule.chooses || self.weighting(position).capacity.is_some();
        let mut lines = match (anew, self.parent(position)) {
            (true, Some(parent)) => self.chosen(position, parent, session)?,
            _ => self.book.lines(position),
        };
        if !self.breaks(position, rule, &lines, session, closes)? {
            // Nothing is weighted anew, so lines that waited for it enter as on any other day.
            let mut plans = Vec::with_capacity(waiting.len());
            for line in waiting {
                plans.extend(self.entering(position, line, session)?);
            }
            return self.change(position, Cause::Rebalance, days, plans);
        }
        lines.extend(waiting);
        let Weighted { plans, note } = self.weighed(position, &lines, session, closes)?;
        self.notes.extend(note);
        self.change(position, Cause::Rebalance, days, plans)
    }

    /// Whether an index breaks the limits of a rebalancing at some closes; always, where it has none.
    fn breaks(
        &self,
        position: usize,
        rule: &Rebalancing,
        lines: &BTreeSet<SecurityId>,
        session: Date,
        closes: &Closes,
    ) -> Result<bool, BuildError> {
        let fail = |source| out_of_range(self.id(position), session, source);
        let mut values = Vec::with_capacity(lines.len());
        for line in lines {
            let shares = self.book.basket(position).shares(*line);
            if let (Some(shares), Some(candidate)) =
                (shares, self.candidate(position, *line, session, closes)?)
            {
                values.push((candidate.issuer, candidate.unit.times(shares).map_err(fail)?));
            }
        }
        broken(rule, &values).map_err(fail)
    }

    /// Takes over what placed companies' index shares are made of, and says which lines belong to each
    /// index that has no parent; with a buffer, a held line keeps what moved less. Lines that have left
    /// since rank day belong nowhere.
    pub(super) fn place(
        &mut self,
        placed: &[Placed],
        buffer: Option<Percent>,
        session: Date,
    ) -> Result<Vec<BTreeSet<SecurityId>>, BuildError> {
        let mut belonging = vec![BTreeSet::new(); self.states.len()];
        let zones = self.zones();
        let float = &self.family.free_float.buffer;
        let buffers = buffer.map(|shares| Buffers { shares, float });
        let counts = self.counts_on(session);
        for company in placed {
            let mut lines = company.lines.clone();
            lines.retain(|line| self.trades(*line));
            if lines.is_empty() {
                self.left += 1;
                continue;
            }
            let taken_over = |newer: Newer<'_>| {
                let held = self.held.get(&newer.line).filter(|held| self.is_held(held.line));
                match (held, buffers) {
                    (Some(held), Some(buffers)) => {
                        held.beyond(newer, buffers).unwrap_or_else(|| held.clone())
                    }
                    (Some(held), None) => held.renewed(newer),
                    (None, _) => newer.target(),
                }
            };
            let newer = self.targets_of(&counts, company.issuer, &lines)?;
            let of_company: Vec<Target> = newer.into_iter().map(taken_over).collect();
            if of_company.is_empty() {
                continue;
            }
            for (lines, zones) in belonging.iter_mut().zip(&zones) {
                if zones.as_ref().is_some_and(|zones| zones.contains(&company.zone)) {
                    lines.extend(of_company.iter().map(|target| target.line));
                }
            }
            self.held.extend(of_company.into_iter().map(|target| (target.line, target)));
            self.lines.insert(company.issuer, lines);
        }
        Ok(belonging)
    }

    /// The zones of each index and of the gauge; none of an index with a parent, or that the committee
    /// leaves out.
    fn zones(&self) -> Vec<Option<RangeInclusive<usize>>> {
        let family = self.family;
        let range = |index: &IndexRule| {
            let (first, last) = family.zones(index);
            first..=last
        };
        let chosen = family.committee.as_ref().map(|committee| &committee.index);
        let computed =
            |index: &&IndexRule| index.parent.is_none() && chosen.is_none_or(|id| *id == index.id);
        let mut zones: Vec<_> =
            family.indexes.iter().map(|index| Some(index).filter(computed).map(range)).collect();
        let whole = 0..=family.zone_count() - 1;
        let chosen = chosen.and_then(|id| family.index(id)).map(range);
        zones.push(Some(chosen.unwrap_or(whole)));
        zones
    }

    pub(super) fn trades(&self, line: SecurityId) -> bool {
        !self.attendance.is_gone(line)
            && (self.suspended.contains_key(&line)
                || self.attendance.missed(line) < self.family.maintenance.absent_sessions)
    }

    /// What is counted of lines after the close of a session, as far as it was known some days before.
    pub(super) fn counts_on(&self, session: Date) -> CountsOn<'market> {
        let known_by = days_before(session, self.family.maintenance.share_information_days);
        self.research.counts_on((session, known_by))
    }

    pub(super) fn targets_of(
        &self,
        counts: &CountsOn<'market>,
        issuer: IssuerId,
        lines: &[SecurityId],
    ) -> Result<Vec<Newer<'_>>, BuildError> {
        let all_lines = self.all_lines.get(&issuer).map_or(&[][..], Vec::as_slice);
        let session = counts.day();
        let own = counts.of(lines, all_lines);
        own.and_then(|own| targets_of(self.research.floats(), lines, &own, session))
            .map_err(|source| out_of_range("share counts", session, source))
    }
}
