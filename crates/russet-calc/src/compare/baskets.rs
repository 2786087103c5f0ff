//! A day's index with the true constituents instead of ours: first the members, then their shares.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{IssuerId, MarketView, NumberError, SecurityId};
use russet_rules::Methodology;
use russet_rules::free_float::FreeFloats;
use russet_rules::share_counts::own_shares;

use super::statistics::median;
use super::truth::TrueList;
use crate::history::securities_of_issuers;
use crate::run::{Constituent, Run};
use crate::state::new_shares_of;

/// Shares of each security, on the terms of one day.
pub(super) type Basket = BTreeMap<SecurityId, f64>;

/// Makes baskets from a run, a market and a fund's lists.
pub(super) struct Baskets<'run, 'market> {
    view: &'run MarketView<'market>,
    floats: FreeFloats<'market>,
    all_lines: BTreeMap<IssuerId, Vec<SecurityId>>,
    constituents: Vec<&'run Constituent>,
}

impl<'run, 'market> Baskets<'run, 'market> {
    pub(super) fn new(
        run: &'run Run,
        index: &str,
        view: &'run MarketView<'market>,
        family: &Methodology,
    ) -> Result<Baskets<'run, 'market>, NumberError> {
        Ok(Baskets {
            view,
            floats: FreeFloats::new(view, family)?,
            all_lines: securities_of_issuers(view),
            constituents: run.constituents.iter().filter(|row| row.index_id == index).collect(),
        })
    }

    /// The true members: those that the run holds with its index shares, the others with the shares
    /// that the run's own rule gives them from what was known the session before.
    pub(super) fn with_members(
        &self,
        list: &TrueList,
        (since, day): (Date, Date),
    ) -> Result<Basket, NumberError> {
        let on_day = |row: &&&Constituent| row.first_session <= day && row.last_session >= day;
        let mut basket: Basket = self
            .constituents
            .iter()
            .filter(on_day)
            .filter(|row| list.members.contains(&row.security_id))
            .map(|row| (row.security_id, row.index_shares.to_f64()))
            .collect();
        let mut lines: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
        for security in &list.members {
            if let Some(version) = self.view.version(*security, list.as_of.max(day)) {
                lines.entry(version.issuer_id).or_default().push(*security);
            }
        }
        lines.retain(|_, lines| lines.iter().any(|line| !basket.contains_key(line)));
        for (issuer, lines) in &lines {
            let all_lines = self.all_lines.get(issuer).map_or(&[][..], Vec::as_slice);
            let own = own_shares(self.view, lines, all_lines, day, since)?;
            for target in new_shares_of(&self.floats, lines, &own, day)? {
                basket.entry(target.security).or_insert(target.shares().to_f64());
            }
        }
        Ok(basket)
    }

    /// The true members with the quantities of a list; a member that it does not have gets its
    /// shares times what the list usually holds of such a share. None where the two have no member in
    /// common.
    pub(super) fn with_shares(
        &self,
        members: &Basket,
        list: &TrueList,
        day: Date,
    ) -> Option<Basket> {
        let quantity = |security| list.quantity_on(self.view, security, day);
        let ratios = members
            .iter()
            .filter(|(_, shares)| **shares > 0.0)
            .filter_map(|(security, shares)| Some(quantity(*security)? / shares));
        let usual = median(ratios.collect())?;
        let true_shares = |(security, shares): (&SecurityId, &f64)| {
            (*security, quantity(*security).unwrap_or(shares * usual))
        };
        Some(members.iter().map(true_shares).collect())
    }
}
