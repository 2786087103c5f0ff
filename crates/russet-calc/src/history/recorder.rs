//! Writes down what the engine does: ledger, constituents, levels, closes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{MarketView, SecurityId, Shares};

use crate::closes::Closes;
use crate::index::{Effect, Index};
use crate::ledger::{Cause, LedgerEntry};
use crate::run::{CloseTable, Constituent, LevelRow};

/// A security's part in an event, with the shares on both sides of it.
pub(super) struct Part {
    pub(super) security: SecurityId,
    pub(super) before: Shares,
    pub(super) after: Shares,
    pub(super) note: String,
}

/// The tables of a run while they grow.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    pub(super) events: Vec<LedgerEntry>,
    pub(super) constituents: Vec<Constituent>,
    pub(super) levels: Vec<LevelRow>,
    pub(super) closes: CloseTable,
    event: u32,
    open: BTreeMap<(usize, SecurityId), Constituent>,
}

impl Recorder {
    /// One event of one index.
    pub(super) fn event(
        &mut self,
        view: &MarketView<'_>,
        index: &str,
        cause: Cause,
        (after_close, session): (Date, Date),
        effect: Effect,
        parts: Vec<Part>,
        closes: &Closes,
    ) {
        if parts.is_empty() {
            return;
        }
        self.event += 1;
        for part in parts {
            let (Some(price), Some(version)) =
                (closes.get(part.security), view.version(part.security, session))
            else {
                continue;
            };
            self.events.push(LedgerEntry {
                event: self.event,
                index: index.to_owned(),
                after_close,
                cause,
                security: part.security,
                ticker: version.ticker.clone(),
                shares_before: part.before,
                shares_after: part.after,
                price,
                value_before: effect.value_before,
                value_after: effect.value_after,
                divisor_before: effect.divisor_before,
                divisor_after: effect.divisor_after,
                note: part.note,
            });
        }
    }

    /// The level of an index on a session, and who made it.
    pub(super) fn session(
        &mut self,
        view: &MarketView<'_>,
        (position, id): (usize, &str),
        session: Date,
        index: &Index,
        row: LevelRow,
    ) {
        self.levels.push(row);
        let mut held = BTreeMap::new();
        for (security, shares) in index.basket().iter() {
            held.insert(security, shares);
        }
        let ended: Vec<(usize, SecurityId)> = self
            .open
            .range((position, SecurityId(0))..=(position, SecurityId(u32::MAX)))
            .filter(|((_, security), row)| {
                held.get(security) != Some(&row.index_shares)
                    || view.version(*security, session).is_none_or(|version| {
                        version.ticker != row.ticker || version.name != row.name
                    })
            })
            .map(|(key, _)| *key)
            .collect();
        for key in ended {
            self.constituents.extend(self.open.remove(&key));
        }
        for (security, index_shares) in held {
            let Some(version) = view.version(security, session) else { continue };
            self.open
                .entry((position, security))
                .and_modify(|row| row.to = session)
                .or_insert_with(|| Constituent {
                    index: id.to_owned(),
                    security,
                    ticker: version.ticker.clone(),
                    name: version.name.clone(),
                    sector: version.sector.clone(),
                    index_shares,
                    from: session,
                    to: session,
                });
        }
    }

    /// Ends every open row of the constituents and puts them in order.
    pub(super) fn finish(&mut self) {
        self.constituents.extend(std::mem::take(&mut self.open).into_values());
        self.constituents
            .sort_by(|a, b| (&a.index, a.from, a.security).cmp(&(&b.index, b.from, b.security)));
    }
}
