//! A fund's lists as the true members and shares of the index that it tracks, day by day.
//!
//! A list tells of the sessions between two reconstitutions: the fund buys the new basket at the
//! close of the effective day. A fund that holds every member holds index shares times one constant.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{CalendarError, FundLine, MarketView, SecurityId, SecurityVersion, Shares};
use russet_rules::Methodology;
use russet_rules::funds::{lists_of, securities_on};

/// Sessions after a reconstitution in which a fund still holds some of the old basket.
const SETTLING_SESSIONS: i64 = 10;

/// What a list was good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListUse {
    /// The close that the list describes.
    pub as_of: Date,
    /// Its lines.
    pub lines: usize,
    /// Those whose security the market knows.
    pub found: usize,
    /// Those of them with a quantity.
    pub quantities: usize,
    /// Daily returns it gave the members of.
    pub member_returns: usize,
    /// Daily returns it gave the shares of.
    pub share_returns: usize,
}

/// One list, in securities of the market.
#[derive(Debug)]
pub(super) struct TrueList {
    pub(super) as_of: Date,
    pub(super) members: BTreeSet<SecurityId>,
    quantities: BTreeMap<SecurityId, Shares>,
    lines: usize,
    /// Whether it mixes old and new members and a later list of the same basket does not.
    superseded: bool,
}

/// All lists of a fund, and the days between which a basket lasts.
#[derive(Debug)]
pub(super) struct Truth {
    lists: Vec<TrueList>,
    effective: Vec<Date>,
}

impl Truth {
    /// Reads the lists of a fund that a market holds.
    pub(super) fn new(
        view: &MarketView<'_>,
        family: &Methodology,
        fund: &str,
    ) -> Result<Truth, CalendarError> {
        let effective = family.reconstitutions.iter().map(|row| row.effective.0).collect();
        let mut truth = Truth { lists: Vec::new(), effective };
        for lines in lists_of(view, fund) {
            let Some(first) = lines.first() else { continue };
            let found = securities_on(view, &lines, first.as_of);
            let quantity = |(version, line): &(&SecurityVersion, &FundLine)| {
                Some((version.security_id, line.quantity?))
            };
            truth.lists.push(TrueList {
                as_of: first.as_of,
                quantities: found.iter().filter_map(quantity).collect(),
                members: found.iter().map(|(version, _)| version.security_id).collect(),
                lines: lines.len(),
                superseded: false,
            });
        }
        for place in 0..truth.lists.len() {
            let as_of = truth.lists[place].as_of;
            let Some(since) = truth.basket_listed(as_of) else { continue };
            let settled = as_of > family.sessions().offset(since, SETTLING_SESSIONS)?;
            let later = truth.lists.get(place + 1).map(|later| later.as_of);
            let replaced = later.and_then(|later| truth.basket_listed(later)) == Some(since);
            truth.lists[place].superseded = !settled && replaced;
        }
        Ok(truth)
    }

    /// The reconstitution whose basket a session's return is of; none before the first.
    pub(super) fn basket_of(&self, session: Date) -> Option<Date> {
        self.effective.iter().rfind(|effective| **effective < session).copied()
    }

    /// The reconstitution whose basket a list of a day shows: it is of the close.
    fn basket_listed(&self, as_of: Date) -> Option<Date> {
        self.effective.iter().rfind(|effective| **effective <= as_of).copied()
    }

    /// The position of the list that gives the members of a session: the newest before it, else the
    /// first after it, of the same basket.
    pub(super) fn members_on(&self, session: Date) -> Option<usize> {
        self.nearest(session, |list| !list.superseded)
    }

    /// The same for the shares.
    pub(super) fn shares_on(&self, session: Date) -> Option<usize> {
        self.nearest(session, |list| !list.quantities.is_empty())
    }

    fn nearest(&self, session: Date, tells: impl Fn(&TrueList) -> bool) -> Option<usize> {
        let basket = self.basket_of(session)?;
        let of_basket = |place: &usize| {
            let list = &self.lists[*place];
            tells(list) && self.basket_listed(list.as_of) == Some(basket)
        };
        let split = self.lists.partition_point(|list| list.as_of < session);
        (0..split).rfind(of_basket).or_else(|| (split..self.lists.len()).find(of_basket))
    }

    pub(super) fn list(&self, place: usize) -> Option<&TrueList> {
        self.lists.get(place)
    }

    /// What each list was good for, by the places that gave members and shares; unused ones are left
    /// out.
    pub(super) fn uses(&self, members: &[usize], shares: &[usize]) -> Vec<ListUse> {
        let times = |places: &[usize], place| places.iter().filter(|one| **one == place).count();
        let of_list = |(place, list): (usize, &TrueList)| ListUse {
            as_of: list.as_of,
            lines: list.lines,
            found: list.members.len(),
            quantities: list.quantities.len(),
            member_returns: times(members, place),
            share_returns: times(shares, place),
        };
        let used = |list: &ListUse| list.member_returns + list.share_returns > 0;
        self.lists.iter().enumerate().map(of_list).filter(used).collect()
    }
}

impl TrueList {
    /// The quantity of a security on the terms of a day, before the list or after it.
    pub(super) fn quantity_on(
        &self,
        view: &MarketView<'_>,
        security: SecurityId,
        day: Date,
    ) -> Option<f64> {
        let quantity = self.quantities.get(&security)?;
        let ratio = |from, to| -> f64 {
            let splits =
                view.splits(security, (from, to), Date::MAX).filter_map(|split| split.ratio);
            splits.map(|ratio| ratio.to_f64()).product()
        };
        Some(quantity.to_f64() * ratio(self.as_of, day) / ratio(day, self.as_of))
    }
}
