//! What falls due after a close: deletions, share updates, new listings, reconstitutions.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use russet_market::{IssuerId, Level, SecurityId, Shares};
use russet_rules::inference::{Inferred, infer};
use russet_rules::methodology::{IndexRule, ListingCycle, Percent, Reconstitution, days_before};
use russet_rules::new_listings::{Rolled, Since};
use russet_rules::placement::Ranking;
use russet_rules::reconstitution::members_of;
use russet_rules::{Placed, add_new_listings, reconstitute, seed_members};

use super::BuildError;
use super::agenda::Item;
use super::engine::{Engine, out_of_range};
use super::target::{Buffers, Target, targets_of};
use crate::index::Change;
use crate::ledger::Cause;

/// What later cycles need of the last reconstitution.
pub(super) struct LastReconstitution {
    ranking: Ranking,
    level: Option<Level>,
    /// The newest rank day so far, of a reconstitution or of new listings.
    rank_day: Date,
}

impl Engine<'_, '_> {
    /// Members before the first reconstitution, where funds' lists tell them.
    pub(super) fn seed(&mut self) {
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

    /// Members that have missed too many sessions of their market.
    pub(super) fn absent(&self) -> Vec<(SecurityId, String)> {
        let patience = self.family.maintenance.absent_sessions;
        let held = self.lines.values().flatten();
        held.filter(|security| {
            self.attendance.missed(**security) >= patience && !self.gone.contains(security)
        })
        .map(|security| {
            let last = self.closes.dated(*security).map_or_else(String::new, |(_, date)| {
                format!("; deleted at its last one, of {date}")
            });
            (*security, format!("no close for {patience} sessions{last}"))
        })
        .collect()
    }

    /// Takes lines out of every index; their companies leave with the last of their lines.
    pub(super) fn delete(
        &mut self,
        leaving: Vec<(SecurityId, String)>,
        session: Date,
    ) -> Result<(), BuildError> {
        if leaving.is_empty() {
            return Ok(());
        }
        for (security, _) in &leaving {
            self.gone.insert(*security);
        }
        for lines in self.lines.values_mut() {
            lines.retain(|line| !self.gone.contains(line));
        }
        self.members
            .retain(|issuer, _| self.lines.get(issuer).is_none_or(|lines| !lines.is_empty()));
        self.lines.retain(|_, lines| !lines.is_empty());
        for position in 0..self.indexes.len() {
            let basket = self.indexes[position].basket();
            let changes: Vec<Change> = leaving
                .iter()
                .filter(|(security, _)| basket.shares(*security).is_some())
                .map(|(security, note)| Change {
                    security: *security,
                    shares: Shares::ZERO,
                    note: note.clone(),
                })
                .collect();
            self.change(position, Cause::Deletion, session, &changes)?;
        }
        Ok(())
    }

    pub(super) fn perform(&mut self, item: Item, session: Date) -> Result<(), BuildError> {
        match item {
            Item::ShareUpdate(buffer) => self.update_shares(buffer, session),
            Item::NewListings(cycle) => self.add_listings(cycle, session),
            Item::Reconstitution(row) => self.reconstitute(&row, session),
        }
    }

    fn update_shares(&mut self, buffer: Percent, session: Date) -> Result<(), BuildError> {
        let buffers = Buffers { shares: buffer, float: &self.family.free_float.buffer };
        let mut taken = BTreeMap::new();
        for (issuer, lines) in &self.lines {
            for newer in self.targets_of(*issuer, lines, session)? {
                let held = self.held.get(&newer.line);
                if let Some(target) = held.and_then(|held| held.beyond(newer, buffers)) {
                    taken.insert(target.line, target);
                }
            }
        }
        for position in 0..self.indexes.len() {
            let held = self.indexes[position].basket().iter();
            let changes: Vec<Change> = held
                .filter_map(|(security, _)| {
                    let shares = taken.get(&security)?.shares();
                    Some(Change { security, shares, note: "quarterly".to_owned() })
                })
                .collect();
            self.change(position, Cause::ShareUpdate, session, &changes)?;
        }
        self.held.extend(taken);
        Ok(())
    }

    fn add_listings(&mut self, cycle: ListingCycle, session: Date) -> Result<(), BuildError> {
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
            add_new_listings(self.view, self.family, &self.floats, cycle, &self.members, since)?;
        self.decisions.extend(decisions);
        if let Some(last) = &mut self.last {
            last.rank_day = last.rank_day.max(cycle.rank_day);
        }
        let targets = self.targets(&placed, None, session)?;
        let mut newcomers = members_of(&placed, &self.members);
        newcomers.retain(|issuer, _| self.lines.contains_key(issuer));
        self.members.extend(newcomers);
        for (position, target) in targets.into_iter().enumerate() {
            let changes: Vec<Change> = target
                .into_iter()
                .map(|(security, shares)| Change { security, shares, note: String::new() })
                .collect();
            self.change(position, Cause::NewListing, session, &changes)?;
        }
        Ok(())
    }

    fn reconstitute(&mut self, row: &Reconstitution, session: Date) -> Result<(), BuildError> {
        let days = (self.last_effective, row.rank_day.0);
        let inferred = match self.plan.infer_from_lists || self.family.committee.is_some() {
            true => infer(self.view, self.family, days, &self.decisions, &self.members),
            false => Inferred { members: self.members.clone(), ..Inferred::default() },
        };
        let Inferred { members, absent } = inferred;
        let outcome = reconstitute(self.view, self.family, &self.floats, row, &members, &absent)?;
        self.last_effective = row.effective.0;
        self.lines.clear();
        let targets = self.targets(&outcome.placed, row.share_buffer_percent, session)?;
        self.members = members_of(&outcome.placed, &members);
        let kept = &self.lines;
        self.members.retain(|issuer, _| kept.contains_key(issuer));
        for (position, target) in targets.into_iter().enumerate() {
            let basket = self.indexes[position].basket();
            let leaving = basket.iter().filter(|(security, _)| !target.contains_key(security));
            let mut changes: Vec<Change> = leaving
                .map(|(security, _)| Change { security, shares: Shares::ZERO, note: String::new() })
                .collect();
            for (security, shares) in &target {
                if basket.shares(*security) != Some(*shares) {
                    changes.push(Change {
                        security: *security,
                        shares: *shares,
                        note: String::new(),
                    });
                }
            }
            self.change(position, Cause::Reconstitution, session, &changes)?;
        }
        self.decisions.extend(outcome.decisions);
        self.start_gauge(session)?;
        let level = self.indexes.last().map(|gauge| gauge.level(&self.closes)).transpose();
        let level =
            level.map_err(|source| out_of_range("the whole family", session, source))?.flatten();
        self.last =
            Some(LastReconstitution { ranking: outcome.ranking, level, rank_day: row.rank_day.0 });
        Ok(())
    }

    /// The index shares of placed companies, for each index that they belong to; with a buffer, a
    /// held line keeps what moved less. Lines that have left since rank day get none.
    fn targets(
        &mut self,
        placed: &[Placed],
        buffer: Option<Percent>,
        session: Date,
    ) -> Result<Vec<BTreeMap<SecurityId, Shares>>, BuildError> {
        let mut targets = vec![BTreeMap::new(); self.indexes.len()];
        let zones = self.zones();
        let float = &self.family.free_float.buffer;
        let buffers = buffer.map(|shares| Buffers { shares, float });
        for company in placed {
            let mut lines = company.lines.clone();
            lines.retain(|line| self.trades(*line));
            if lines.is_empty() {
                continue;
            }
            let mut of_company = self.targets_of(company.issuer, &lines, session)?;
            if of_company.is_empty() {
                continue;
            }
            for target in &mut of_company {
                let held = self.held.get(&target.line).filter(|held| self.is_held(held.line));
                if let (Some(held), Some(buffers)) = (held, buffers) {
                    *target = held.beyond(target.clone(), buffers).unwrap_or_else(|| held.clone());
                }
            }
            for (target, zones) in targets.iter_mut().zip(&zones) {
                if zones.as_ref().is_some_and(|zones| zones.contains(&company.zone)) {
                    target.extend(of_company.iter().map(|target| (target.line, target.shares())));
                }
            }
            self.held.extend(of_company.into_iter().map(|target| (target.line, target)));
            self.lines.insert(company.issuer, lines);
        }
        Ok(targets)
    }

    /// The zones of each index and of the gauge; none of an index that the committee leaves out.
    fn zones(&self) -> Vec<Option<RangeInclusive<usize>>> {
        let family = self.family;
        let range = |index: &IndexRule| {
            let (first, last) = family.zones(index);
            first..=last
        };
        let chosen = family.committee.as_ref().map(|committee| &committee.index);
        let computed = |index: &&IndexRule| chosen.is_none_or(|id| *id == index.id);
        let mut zones: Vec<_> =
            family.indexes.iter().map(|index| Some(index).filter(computed).map(range)).collect();
        let whole = 0..=family.breaks.len().saturating_sub(1);
        let chosen = chosen.and_then(|id| family.index(id)).map(range);
        zones.push(Some(chosen.unwrap_or(whole)));
        zones
    }

    /// Whether any index holds a line: the gauge holds all of them.
    fn is_held(&self, line: SecurityId) -> bool {
        self.indexes.last().is_some_and(|gauge| gauge.basket().shares(line).is_some())
    }

    fn trades(&self, line: SecurityId) -> bool {
        !self.gone.contains(&line)
            && self.attendance.missed(line) < self.family.maintenance.absent_sessions
    }

    pub(super) fn targets_of(
        &self,
        issuer: IssuerId,
        lines: &[SecurityId],
        session: Date,
    ) -> Result<Vec<Target>, BuildError> {
        let all_lines = self.all_lines.get(&issuer).map_or(&[][..], Vec::as_slice);
        let known_by = days_before(session, self.family.maintenance.share_information_days);
        targets_of(self.view, &self.floats, (lines, all_lines), session, known_by)
            .map_err(|source| out_of_range("share counts", session, source))
    }
}
