//! The correction event: from what was published to what the corrected data give, at an unchanged level.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use russet_market::{Price, SecurityId, SecurityVersion, Shares};

use super::super::BuildError;
use super::super::engine::{Days, Engine, out_of_range};
use super::super::journal::recorder::{Part, called};
use super::published::{Published, PublishedIndex};
use crate::events::Cause;
use crate::run::Constituent;
use crate::run::records::ConstituentRecord;
use crate::state::by_id::ById;

impl<'build, 'market: 'build> Engine<'build, 'market> {
    /// Whether a correction can be carried: the engine is after the last published session, has a level of
    /// every published index and of no other, and the market describes every security that was held.
    pub(super) fn can_go_on_from(&self, published: &Published) -> bool {
        let has_level = |position: usize| self.state.ledger.index(position).returns.is_some();
        let mut rules = self.family.indexes.iter().enumerate();
        let mut securities =
            published.indexes.values().flat_map(|index| index.basket.keys().chain(index.held()));
        self.state.previous == published.last
            && rules.all(|(position, rule)| {
                published.indexes.contains_key(&rule.id) == has_level(position)
            })
            && published.indexes.keys().all(|id| self.family.index(id).is_some())
            && securities.all(|security| self.view.first_version(*security).is_some())
    }

    /// Goes on from what was published, and records the correction of each index.
    pub(super) fn go_on_from(&mut self, published: &Published) -> Result<(), BuildError> {
        let open = self.family.indexes.iter().map(|rule| match published.indexes.get(&rule.id) {
            Some(index) => self.open_rows(&rule.id, index),
            None => ById::default(),
        });
        let open = open.collect();
        self.journal.recorder.go_on_from(published.last_event, open, published.actions.clone());
        for position in 0..self.family.indexes.len() {
            if let Some(index) = published.indexes.get(&self.family.indexes[position].id) {
                self.correct(position, index, &published.prices)?;
            }
        }
        Ok(())
    }

    /// Puts the corrected basket in place of the published one: the divisor absorbs the difference, so the
    /// published levels stay.
    fn correct(
        &mut self,
        position: usize,
        index: &PublishedIndex,
        prices: &BTreeMap<SecurityId, Price>,
    ) -> Result<(), BuildError> {
        let day = self.state.previous;
        let effect = self.state.ledger.continue_from(position, (index.divisor, index.value));
        let effect = effect.map_err(|source| out_of_range(self.id(position), day, source))?;
        let held: BTreeSet<SecurityId> = self.state.ledger.securities(position);
        let all: BTreeSet<SecurityId> = held.iter().chain(index.basket.keys()).copied().collect();
        let mut parts: Vec<Part> = Vec::new();
        for security in &all {
            let before = index.basket.get(security).copied().unwrap_or(Shares::ZERO);
            let after = self.state.ledger.shares(position, *security).unwrap_or(Shares::ZERO);
            let price = self.state.ledger.closes().get(*security);
            let price_before = prices.get(security).copied();
            if before != after || price_before != price {
                parts.push(self.corrected_part(position, index, *security, price_before));
            }
        }
        // Where only exchange rates were corrected, everything held is worth something else.
        if parts.is_empty()
            && effect.is_some_and(|effect| effect.value_before != effect.value_after)
        {
            let part = |security| {
                let price = prices.get(security).copied();
                self.corrected_part(position, index, *security, price)
            };
            parts.extend(all.iter().map(part));
        }
        let state = self.state.ledger.index_mut(position);
        state.returns = Some(index.returns);
        // Rows of constituents that say something else now end with the published past.
        state.changed.extend(all.into_iter().chain(index.held().copied()));
        if let Some(effect) = effect {
            let days = Days { after_close: day, session: day };
            self.write(position, Cause::Correction, days, effect, parts);
        }
        Ok(())
    }

    fn corrected_part(
        &self,
        position: usize,
        index: &PublishedIndex,
        security: SecurityId,
        price_before: Option<Price>,
    ) -> Part {
        let before = index.basket.get(&security).copied().unwrap_or(Shares::ZERO);
        let after = self.state.ledger.shares(position, security).unwrap_or(Shares::ZERO);
        let note = match (before == after, price_before == self.state.ledger.closes().get(security))
        {
            (true, true) => "exchange rate corrected",
            (true, false) => "price corrected",
            (false, true) => "index shares corrected",
            (false, false) => "price and index shares corrected",
        };
        Part {
            security,
            before,
            after,
            price_before,
            factors_before: index.factors.get(&security).copied(),
            factors_after: self.state.ledger.index(position).factors.get(&security).copied(),
            note: note.to_owned(),
        }
    }

    /// The published rows of constituents that made the last level, as rows that have not ended.
    fn open_rows(
        &self,
        id: &'build str,
        index: &PublishedIndex,
    ) -> ById<SecurityId, Box<ConstituentRecord<'build>>> {
        let rows = index.rows.iter();
        rows.filter_map(|row| Some((row.security_id, Box::new(self.open_row(id, row)?)))).collect()
    }

    fn open_row(&self, id: &'build str, row: &Constituent) -> Option<ConstituentRecord<'build>> {
        let versions = self.view.versions(row.security_id).iter();
        let as_published = |version: &&SecurityVersion| {
            version.ticker == row.ticker
                && version.name == row.name
                && version.sector == row.sector
                && version.country == row.country
        };
        // A description that was corrected itself is shown as it is now.
        let version = versions.rev().find(as_published);
        let version = version.or_else(|| called(self.view, row.security_id, row.first_session))?;
        Some(ConstituentRecord {
            index_id: id,
            security_id: row.security_id,
            version,
            currency: row.currency,
            shares_outstanding: row.shares_outstanding,
            index_shares: row.index_shares,
            free_float: row.free_float,
            free_float_source: Arc::from(row.free_float_source.as_str()),
            free_float_since: row.free_float_since,
            style_probability: row.style_probability,
            cap_factor: row.cap_factor,
            first_session: row.first_session,
            last_session: row.first_session,
        })
    }
}
