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

    /// The level of an index on a session.
    pub(super) fn level(&mut self, row: LevelRow) {
        self.levels.push(row);
    }

    /// Who makes the level of an index from a session on. Needed only after something changed.
    pub(super) fn constituents(
        &mut self,
        view: &MarketView<'_>,
        (position, id): (usize, &str),
        (previous, session): (Date, Date),
        index: &Index,
    ) {
        let mut open = std::mem::take(&mut self.open[position]);
        for (security, index_shares) in index.basket().iter() {
            let Some(version) = view.version(security, session) else { continue };
            let same = |row: &Constituent| {
                row.index_shares == index_shares
                    && row.ticker == version.ticker
                    && row.name == version.name
            };
            let row = match open.remove(&security) {
                Some(row) if same(&row) => row,
                ended => {
                    self.constituents.extend(ended.map(|row| Constituent { to: previous, ..row }));
                    Constituent {
                        index: id.to_owned(),
                        security,
                        ticker: version.ticker.clone(),
                        name: version.name.clone(),
                        sector: version.sector.clone(),
                        index_shares,
                        from: session,
                        to: session,
                    }
                }
            };
            self.open[position].insert(security, row);
        }
        self.constituents.extend(open.into_values().map(|row| Constituent { to: previous, ..row }));
    }

    /// Ends every open row of the constituents with its last session and puts them in order.
    pub(super) fn finish(&mut self, last: Date) {
        for open in &mut self.open {
            let rows = std::mem::take(open).into_values();
            self.constituents.extend(rows.map(|row| Constituent { to: last.max(row.from), ..row }));
        }
        self.constituents
            .sort_by(|a, b| (&a.index, a.from, a.security).cmp(&(&b.index, b.from, b.security)));
    }
}
