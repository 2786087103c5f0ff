//! Companies that belong, security by security: what their index shares are made of, and in which indexes they are.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use russet_market::{IssuerId, SecurityId};
use russet_rules::methodology::{IndexRule, Percent, days_before};
use russet_rules::{PlacedCompany, ShareCountsOn};

use super::BuildError;
use super::engine::{Engine, out_of_range};
use crate::state::{Buffers, NewShares, SecurityShares, new_shares_of};

impl<'market> Engine<'_, 'market> {
    /// Takes over what placed companies' index shares are made of, and says which securities belong to each
    /// index that has no parent; with a buffer, a held security keeps what moved less. Securities that have left
    /// since rank day belong nowhere.
    pub(super) fn place(
        &mut self,
        placed: &[PlacedCompany],
        buffer: Option<Percent>,
        session: Date,
    ) -> Result<Vec<BTreeSet<SecurityId>>, BuildError> {
        let mut belonging = vec![BTreeSet::new(); self.state.ledger.len()];
        let segments = self.segments();
        let float = &self.family.free_float.buffer;
        let buffers = buffer.map(|shares| Buffers { shares, float });
        let counts = self.counts_on(session);
        for company in placed {
            let mut securities = company.securities.clone();
            securities.retain(|security| self.trades(*security));
            if securities.is_empty() {
                self.state.roster.leavers += 1;
                continue;
            }
            let taken_over = |newer: NewShares<'_>| {
                let held = self
                    .state
                    .shares
                    .get(&newer.security)
                    .filter(|held| self.state.is_held(held.security));
                match (held, buffers) {
                    (Some(held), Some(buffers)) => {
                        held.beyond(newer, buffers).unwrap_or_else(|| held.clone())
                    }
                    (Some(held), None) => held.renewed(newer),
                    (None, _) => newer.into_shares(),
                }
            };
            let newer = self.new_shares_of(&counts, company.issuer, &securities)?;
            let of_company: Vec<SecurityShares> = newer.into_iter().map(taken_over).collect();
            if of_company.is_empty() {
                continue;
            }
            for (securities, segments) in belonging.iter_mut().zip(&segments) {
                if segments.as_ref().is_some_and(|segments| segments.contains(&company.segment)) {
                    securities.extend(of_company.iter().map(|target| target.security));
                }
            }
            self.state
                .shares
                .extend(of_company.into_iter().map(|target| (target.security, target)));
            self.state.roster.securities.insert(company.issuer, securities);
        }
        Ok(belonging)
    }

    /// The segments of each index and of the family index; none of an index with a parent, or that the committee
    /// leaves out.
    fn segments(&self) -> Vec<Option<RangeInclusive<usize>>> {
        let family = self.family;
        let range = |index: &IndexRule| {
            let (first, last) = family.segments(index);
            first..=last
        };
        let chosen = family.committee.as_ref().map(|committee| &committee.index);
        let computed =
            |index: &&IndexRule| index.parent.is_none() && chosen.is_none_or(|id| *id == index.id);
        let mut segments: Vec<_> =
            family.indexes.iter().map(|index| Some(index).filter(computed).map(range)).collect();
        let whole = 0..=family.segment_count() - 1;
        let chosen = chosen.and_then(|id| family.index(id)).map(range);
        segments.push(Some(chosen.unwrap_or(whole)));
        segments
    }

    pub(super) fn trades(&self, security: SecurityId) -> bool {
        !self.state.roster.staleness.is_removed(security)
            && (self.state.roster.suspended.contains_key(&security)
                || self.state.roster.staleness.missed(security)
                    < self.family.maintenance.absent_sessions)
    }

    /// The share counts of securities after the close of a session, from facts known a number of days before.
    pub(super) fn counts_on(&self, session: Date) -> ShareCountsOn<'market> {
        let known_by = days_before(session, self.family.maintenance.share_information_days);
        self.research.counts_on((session, known_by))
    }

    pub(super) fn new_shares_of(
        &self,
        counts: &ShareCountsOn<'market>,
        issuer: IssuerId,
        securities: &[SecurityId],
    ) -> Result<Vec<NewShares<'_>>, BuildError> {
        let all_securities = self.all_securities.get(&issuer).map_or(&[][..], Vec::as_slice);
        let session = counts.day();
        let own = counts.of(securities, all_securities);
        own.and_then(|own| new_shares_of(self.research.floats(), securities, &own, session))
            .map_err(|source| out_of_range("share counts", session, source))
    }
}
