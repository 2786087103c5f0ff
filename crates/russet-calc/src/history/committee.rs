//! The committee of an index at work: what a public list of its fund changes, and
//! decisions of single securities.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{FundLine, IssuerId, SecurityId, Shares};
use russet_rules::SizeMembership;
use russet_rules::committee::{decisions_within, record_decisions};
use russet_rules::free_float::KnownFloat;
use russet_rules::funds::securities_on;

use super::BuildError;
use super::engine::{Days, Engine, out_of_range};
use super::share_change::ShareChange;
use crate::events::Cause;
use crate::state::CompanySecurities;
use crate::state::{NewShares, SecurityShares, of_quantity};

impl Engine<'_, '_> {
    /// Replaces the index's members by those of a list, and its index shares by the list's quantities where they decide.
    pub(super) fn apply_fund_list(
        &mut self,
        list: &[&FundLine],
        days: Days,
    ) -> Result<(), BuildError> {
        let (Some(committee), Some(as_of)) =
            (&self.family.committee, list.first().map(|row| row.as_of))
        else {
            return Ok(());
        };
        let (Some(position), Some(fund)) = (self.committee_place(), &committee.fund) else {
            return Ok(());
        };
        let constant =
            self.research.floats().constant(fund, as_of).filter(|_| committee.quantities);
        let mut securities: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
        let mut observed: BTreeMap<SecurityId, Shares> = BTreeMap::new();
        for (version, row) in securities_on(self.view, list, as_of) {
            if self.state.ledger.closes().get(version.security_id).is_none() {
                continue;
            }
            securities.entry(version.issuer_id).or_default().push(version.security_id);
            if let (Some(quantity), Some(constant)) = (row.quantity, constant) {
                let shares = quantity.over(constant);
                let fail = |source| out_of_range(&version.ticker.to_string(), as_of, source);
                observed.insert(version.security_id, shares.map_err(fail)?);
            }
        }
        self.set_members(position, &securities);
        let fund = fund.clone();
        self.take_quantities(&securities, &observed, (&fund, as_of), days)?;
        let listed: BTreeSet<SecurityId> = securities.values().flatten().copied().collect();
        let note = format!("{fund} of {as_of}");
        for place in [position, self.state.family()] {
            let held = self.state.ledger.securities(place);
            let entering = &listed - &held;
            let leaving = &held - &listed;
            let securities = (&entering, &leaving);
            self.move_securities(place, Cause::Committee, days, securities, &note)?;
            self.move_claims(place, &entering, &leaving);
            let mut plans = Vec::new();
            for security in observed.keys().filter(|security| held.contains(security)) {
                let plan = self.kept_on(place, *security, days.session)?;
                let changed = plan.filter(|plan| {
                    self.state.ledger.basket(place).shares(*security) != Some(plan.shares)
                });
                plans.extend(changed.map(|plan| ShareChange { note: note.clone(), ..plan }));
            }
            self.change(place, Cause::Committee, days, plans)?;
        }
        self.start_family_index(days.after_close)
    }

    /// Lets the committee's decisions of a day take effect.
    pub(super) fn decide(&mut self, day: Date, days: Days) -> Result<(), BuildError> {
        let Some(position) = self.committee_place() else { return Ok(()) };
        let of_day = decisions_within(self.view, self.family, (day, day));
        let recorded = record_decisions(
            self.family,
            &self.research,
            days.after_close,
            &of_day,
            &self.state.roster.members,
        )?;
        self.journal.decisions.extend(recorded.decisions);
        self.journal.notes.extend(recorded.unseen.into_iter().map(|decision| {
            format!(
                "The decision of {day} about {} is of a security without a recent close.",
                decision.security_id
            )
        }));
        let mut entering: BTreeMap<String, BTreeSet<SecurityId>> = BTreeMap::new();
        let mut leaving: BTreeMap<String, BTreeSet<SecurityId>> = BTreeMap::new();
        let held = self
            .state
            .roster
            .securities
            .iter()
            .map(|(issuer, securities)| (issuer, securities.clone()));
        let mut securities: BTreeMap<IssuerId, Vec<SecurityId>> = held.collect();
        for decision in of_day {
            let security = decision.security_id;
            let Some(version) = self.view.version(security, days.session) else {
                continue;
            };
            let note = format!("{}: {}", decision.who, decision.why);
            let of_issuer = securities.entry(version.issuer_id).or_default();
            of_issuer.retain(|held| *held != security);
            if decision.enters {
                of_issuer.push(security);
                entering.entry(note).or_default().insert(security);
            } else {
                leaving.entry(note).or_default().insert(security);
            }
        }
        securities.retain(|_, securities| !securities.is_empty());
        self.set_members(position, &securities);
        let (nothing, nobody) = (BTreeMap::new(), BTreeSet::new());
        self.take_quantities(&securities, &nothing, ("", day), days)?;
        for place in [position, self.state.family()] {
            let cause = Cause::Committee;
            for (note, securities) in &entering {
                self.move_securities(place, cause, days, (securities, &nobody), note)?;
            }
            for (note, securities) in &leaving {
                self.move_securities(place, cause, days, (&nobody, securities), note)?;
            }
        }
        self.start_family_index(days.after_close)
    }

    /// The place of the index that the committee decides.
    fn committee_place(&self) -> Option<usize> {
        let committee = self.family.committee.as_ref()?;
        self.family.indexes.iter().position(|index| index.id == committee.index)
    }

    /// Companies of the committee's index are its members, and nobody else in its segments is.
    fn set_members(&mut self, position: usize, securities: &BTreeMap<IssuerId, Vec<SecurityId>>) {
        let (first, last) = self.family.segments(&self.family.indexes[position]);
        let in_index =
            |membership: &SizeMembership| first <= membership.first && membership.last <= last;
        self.state
            .roster
            .members
            .retain(|issuer, membership| !in_index(membership) || securities.contains_key(issuer));
        for issuer in securities.keys() {
            let own = self.state.roster.members.get(issuer).copied().filter(in_index);
            let membership = SizeMembership::from_fund_list(first, last);
            let membership =
                own.map_or(membership, |own| SizeMembership { is_on_fund_list: true, ..own });
            self.state.roster.members.insert(*issuer, membership);
        }
        self.state.roster.securities = CompanySecurities::from(securities);
    }

    /// What index shares of securities are made of: a fund's quantities, or for a security that is new the
    /// company's own counts.
    fn take_quantities(
        &mut self,
        securities: &BTreeMap<IssuerId, Vec<SecurityId>>,
        observed: &BTreeMap<SecurityId, Shares>,
        (fund, as_of): (&str, Date),
        days: Days,
    ) -> Result<(), BuildError> {
        let mut taken: Vec<SecurityShares> = Vec::new();
        let counts = self.counts_on(days.session);
        for (issuer, of_issuer) in securities {
            if of_issuer.iter().all(|security| self.state.is_held(*security)) {
                continue;
            }
            let targets = self.new_shares_of(&counts, *issuer, of_issuer)?;
            let others = targets.into_iter().filter(|newer| !self.state.is_held(newer.security));
            taken.extend(others.map(NewShares::into_shares));
        }
        taken.retain(|target| !observed.contains_key(&target.security));
        let shown = observed.iter();
        let shown = shown.map(|(security, shares)| of_quantity(*security, *shares, fund, as_of));
        taken.extend(shown.map(NewShares::into_shares));
        self.state.shares.extend(taken.into_iter().map(|target| (target.security, target)));
        // A security without any count is held all the same where its count is no part of its weight.
        for security in securities.values().flatten() {
            self.state.shares.get_or_insert_with(*security, || of_nothing(*security, as_of));
        }
        Ok(())
    }
}

/// A target of a security that nobody has counted.
fn of_nothing(security: SecurityId, as_of: Date) -> SecurityShares {
    SecurityShares::new(security, Shares::ZERO, as_of, KnownFloat::default())
}
