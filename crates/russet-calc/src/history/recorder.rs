//! Writes down what the engine does: ledger, constituents, levels, closes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{MarketView, SecurityId, Shares};

use super::target::Target;
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

/// What all parts of an event share.
pub(super) struct Event<'build> {
    pub(super) index: &'build str,
    pub(super) cause: Cause,
    /// The session after whose close it holds.
    pub(super) after_close: Date,
    /// The session by whose descriptions securities are called.
    pub(super) session: Date,
    pub(super) effect: Effect,
}

/// The tables of a run while they grow.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    pub(super) events: Vec<LedgerEntry>,
    pub(super) constituents: Vec<Constituent>,
    pub(super) levels: Vec<LevelRow>,
    pub(super) closes: CloseTable,
    event: u32,
    open: Vec<BTreeMap<SecurityId, Constituent>>,
}

impl Recorder {
    pub(super) fn new(indexes: usize) -> Recorder {
        Recorder { open: vec![BTreeMap::new(); indexes], ..Recorder::default() }
    }

    /// One event of one index.
    pub(super) fn event(
        &mut self,
        view: &MarketView<'_>,
        closes: &Closes,
        event: Event<'_>,
        parts: Vec<Part>,
    ) {
        if parts.is_empty() {
            return;
        }
        self.event += 1;
        for part in parts {
            let (Some(price), Some(version)) =
                (closes.get(part.security), view.version(part.security, event.session))
            else {
                continue;
            };
            self.events.push(LedgerEntry {
                event: self.event,
                index: event.index.to_owned(),
                after_close: event.after_close,
                cause: event.cause,
                security: part.security,
                ticker: version.ticker.clone(),
                shares_before: part.before,
                shares_after: part.after,
                price,
                value_before: event.effect.value_before,
                value_after: event.effect.value_after,
                divisor_before: event.effect.divisor_before,
                divisor_after: event.effect.divisor_after,
                note: part.note,
            });
        }
    }

    /// The level of an index on a session.
    pub(super) fn level(&mut self, row: LevelRow) {
        self.levels.push(row);
    }

    /// Who makes the level of an index from a session on, as far as something changed.
    pub(super) fn constituents(
        &mut self,
        (view, targets): (&MarketView<'_>, &BTreeMap<SecurityId, Target>),
        (position, id): (usize, &str),
        (previous, session): (Date, Date),
        index: &Index,
        changed: BTreeSet<SecurityId>,
    ) {
        for security in changed {
            let held = index.basket().shares(security).zip(view.version(security, session));
            let float = targets.get(&security).map(|target| target.float.clone());
            let float = float.unwrap_or_default();
            let now = held.map(|(index_shares, version)| Constituent {
                index: id.to_owned(),
                security,
                ticker: version.ticker.clone(),
                name: version.name.clone(),
                sector: version.sector.clone(),
                index_shares,
                free_float: float.factor,
                free_float_source: float.source,
                free_float_since: float.since,
                from: session,
                to: session,
            });
            let same = |row: &Constituent, now: &Constituent| {
                (row.index_shares, &row.ticker, &row.name, &row.free_float_source)
                    == (now.index_shares, &now.ticker, &now.name, &now.free_float_source)
            };
            let open = self.open[position].remove(&security);
            let open = match (open, &now) {
                (Some(row), Some(now)) if same(&row, now) => Some(row),
                (ended, _) => {
                    self.constituents.extend(ended.map(|row| Constituent { to: previous, ..row }));
                    now
                }
            };
            if let Some(row) = open {
                self.open[position].insert(security, row);
            }
        }
    }

    /// Ends every open row of the constituents with the last session that they are known for, and
    /// puts them in order.
    pub(super) fn finish(&mut self, last: Date) {
        for open in &mut self.open {
            let rows = std::mem::take(open).into_values();
            self.constituents.extend(rows.map(|row| Constituent { to: last, ..row }));
        }
        self.constituents
            .sort_by(|a, b| (&a.index, a.from, a.security).cmp(&(&b.index, b.from, b.security)));
    }
}
