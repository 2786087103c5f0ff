//! A fund's lists as the committee of an index: each decides from the session on which it is public.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::Date;
use russet_market::{
    Calendar, CalendarError, Factor, FundLine, IssuerId, MarketView, SecurityId, Shares,
};
use russet_rules::free_float::KnownFloat;
use russet_rules::funds::{lines_on, lists_of};
use russet_rules::{Methodology, Standing};

use super::BuildError;
use super::engine::{Engine, out_of_range};
use super::target::Target;
use crate::index::Change;
use crate::ledger::Cause;

/// The lists that decide from a day on: large enough, and not of the sessions after a reconstitution
/// in which a fund holds old and new members.
pub(super) fn lists<'market>(
    view: &MarketView<'market>,
    family: &Methodology,
    from: Date,
) -> Result<VecDeque<Vec<&'market FundLine>>, CalendarError> {
    let Some(committee) = &family.committee else { return Ok(VecDeque::new()) };
    let mut unsettled = Vec::new();
    for row in &family.reconstitutions {
        let effective = row.effective.0;
        let until = Calendar::nyse().offset(effective, i64::from(committee.settle_sessions));
        unsettled.push(effective..until.unwrap_or(effective));
    }
    let lists = lists_of(view, &committee.fund).into_iter().filter(|list| {
        list.len() >= committee.least_lines as usize
            && list[0].as_of >= from
            && !unsettled.iter().any(|days| days.contains(&list[0].as_of))
    });
    Ok(lists.collect())
}

impl Engine<'_, '_> {
    /// Puts a list's members, and its quantities, in the place of the index's; after the close before.
    pub(super) fn convene(&mut self, list: &[&FundLine], session: Date) -> Result<(), BuildError> {
        let (Some(committee), Some(as_of)) =
            (&self.family.committee, list.first().map(|line| line.as_of))
        else {
            return Ok(());
        };
        let place = self.family.indexes.iter().position(|index| index.id == committee.index);
        let Some(position) = place else { return Ok(()) };
        let constant = self.floats.constant(&committee.fund, as_of);
        let (first, last) = self.family.zones(&self.family.indexes[position]);
        let mut lines: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
        let mut observed: BTreeMap<SecurityId, Shares> = BTreeMap::new();
        for (version, line) in lines_on(self.view, list, as_of) {
            if self.closes.get(version.security).is_none() {
                continue;
            }
            lines.entry(version.issuer).or_default().push(version.security);
            if let (Some(quantity), Some(constant)) = (line.quantity, constant) {
                let shares = quantity.over(constant);
                let fail = |source| out_of_range(&version.ticker.to_string(), as_of, source);
                observed.insert(version.security, shares.map_err(fail)?);
            }
        }
        let in_index = |standing: &Standing| first <= standing.first && standing.last <= last;
        self.members.retain(|issuer, standing| !in_index(standing) || lines.contains_key(issuer));
        for issuer in lines.keys() {
            let own = self.members.get(issuer).copied().filter(in_index);
            let standing = Standing { first, last, listed: true };
            let standing = own.map_or(standing, |own| Standing { listed: true, ..own });
            self.members.insert(*issuer, standing);
        }
        let mut taken: Vec<Target> = Vec::new();
        let fund = committee.fund.clone();
        for (issuer, held) in &lines {
            for mut target in self.targets_of(*issuer, held, session)? {
                let quantity = observed.remove(&target.line);
                if let Some(shares) = quantity {
                    target = of_quantity(target.line, shares, &fund, as_of);
                }
                let basket = self.indexes[position].basket();
                if quantity.is_some() || basket.shares(target.line).is_none() {
                    taken.push(target);
                }
            }
        }
        taken.extend(
            observed.into_iter().map(|(line, shares)| of_quantity(line, shares, &fund, as_of)),
        );
        self.lines = lines;
        let listed: BTreeSet<SecurityId> = self.lines.values().flatten().copied().collect();
        let basket = self.indexes[position].basket();
        let note = format!("{fund} of {as_of}");
        let leaving = basket.iter().map(|(line, _)| line).filter(|line| !listed.contains(line));
        let mut changes: Vec<Change> = leaving
            .map(|security| Change { security, shares: Shares::ZERO, note: note.clone() })
            .collect();
        for target in &taken {
            let (security, shares) = (target.line, target.shares());
            if basket.shares(security) != Some(shares) {
                changes.push(Change { security, shares, note: note.clone() });
            }
        }
        self.held.extend(taken.into_iter().map(|target| (target.line, target)));
        let gauge = self.indexes.len() - 1;
        for place in [position, gauge] {
            self.change(place, Cause::Committee, self.previous, &changes)?;
        }
        self.start_gauge(self.previous)
    }
}

/// A target in the quantities of a fund.
fn of_quantity(line: SecurityId, shares: Shares, fund: &str, as_of: Date) -> Target {
    let source = format!("in the index shares that {fund} shows");
    let float = KnownFloat { factor: Factor::ONE, source, since: Some(as_of) };
    Target { line, count: shares, counted_from: as_of, float }
}
