//! Who makes the level of an index, from which session to which.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{Factor, MarketView, SecurityId, Shares};
use russet_rules::free_float::KnownFloat;

use super::{Recorder, called};
use crate::events::IndexShareFactors;
use crate::run::records::ConstituentRecord;
use crate::state::SecurityShares;
use crate::state::basket::Basket;
use crate::state::by_id::ById;

/// What an index held of a security over some sessions that have ended.
#[derive(Debug, Clone)]
pub(in crate::history) struct Ended {
    pub(in crate::history) position: usize,
    pub(in crate::history) security: SecurityId,
    pub(in crate::history) index_shares: Shares,
    pub(in crate::history) from: Date,
    pub(in crate::history) to: Date,
}

impl<'build> Recorder<'build> {
    /// Who makes the level of an index from a session on, as far as something changed.
    pub(in crate::history) fn constituents<'market: 'build>(
        &mut self,
        (view, targets): (&MarketView<'market>, &ById<SecurityId, SecurityShares>),
        (position, id): (usize, &'build str),
        (previous, session): (Date, Date),
        (basket, factors): (&Basket, &ById<SecurityId, IndexShareFactors>),
        changed: BTreeSet<SecurityId>,
    ) {
        let (keeps_all, unknown) = (self.keeps_all_tables(), KnownFloat::default());
        for security in changed {
            let is_late = self.late.contains(&security);
            if !keeps_all && !is_late {
                continue;
            }
            let held = basket.shares(security);
            let held = held.zip(called(view, security, session));
            let float = targets.get(&security).map_or(&unknown, |target| &target.float);
            let made = factors.get(&security);
            let now = held.map(|(index_shares, version)| ConstituentRecord {
                index_id: id,
                security_id: security,
                version,
                currency: version.mic.currency(),
                shares_outstanding: made.map(|made| made.count),
                index_shares,
                free_float: float.factor,
                free_float_source: self.shared(&float.source),
                free_float_since: float.since,
                style_probability: made.map_or(Factor::ONE, |made| made.style),
                cap_factor: made.map_or(Factor::ONE, |made| made.cap),
                first_session: session,
                last_session: session,
            });
            let open = &mut self.open[position];
            let known = open.get(&security);
            if known.zip(now.as_ref()).is_some_and(|(row, now)| row.says_the_same(now)) {
                continue;
            }
            let ended = match (now, open.get_mut(&security)) {
                (Some(now), Some(row)) => Some(std::mem::replace(&mut **row, now)),
                (Some(now), None) => {
                    open.insert(security, Box::new(now));
                    None
                }
                (None, _) => open.remove(&security).map(|row| *row),
            };
            let ended = ended.map(|row| ConstituentRecord { last_session: previous, ..row });
            self.ended.extend(ended.iter().filter(|_| is_late).map(|row| {
                let ConstituentRecord {
                    security_id: security,
                    index_shares,
                    first_session: from,
                    last_session: to,
                    ..
                } = *row;
                Ended { position, security, index_shares, from, to }
            }));
            self.rows.constituents.extend(ended.filter(|_| keeps_all));
        }
    }

    /// The index shares of a security on an earlier day, for dividends that were learned late.
    pub(in crate::history) fn shares_on(
        &self,
        position: usize,
        security: SecurityId,
        day: Date,
    ) -> Option<Shares> {
        let open = self.open[position].get(&security).filter(|row| row.first_session <= day);
        // Rows end in order of time, so the last ones are enough.
        let ended = || {
            let mut rows = self.ended.iter().rev().take_while(|row| row.to >= day);
            rows.find(|row| (row.security, row.position) == (security, position) && row.from <= day)
        };
        open.map(|row| row.index_shares).or_else(|| ended().map(|row| row.index_shares))
    }
}
