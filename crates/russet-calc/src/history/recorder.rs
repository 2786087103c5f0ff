//! Writes down what the engine does: ledger, constituents, levels, closes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{Factor, MarketView, Price, SecurityId, SecurityVersion, Shares};

use super::by_id::ById;
use super::engine::Days;
use super::target::Target;
use crate::basket::Basket;
use crate::closes::Closes;
use crate::index::Effect;
use crate::ledger::{Cause, LedgerEntry, Makeup};
use crate::run::{ActionRow, CloseTable, Constituent, DividendRow, LevelRow, ProFormaRow, RateRow};

/// A security's part in an event, with everything on both sides of it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) security: SecurityId,
    pub(super) before: Shares,
    pub(super) after: Shares,
    /// The close before, where the event puts it on new terms.
    pub(super) price_before: Option<Price>,
    pub(super) makeup_before: Option<Makeup>,
    pub(super) makeup_after: Option<Makeup>,
    pub(super) note: String,
}

/// What all parts of an event share.
pub(super) struct Event<'build> {
    pub(super) index: &'build str,
    pub(super) cause: Cause,
    pub(super) days: Days,
    pub(super) effect: Effect,
}

/// The tables of a run while they grow.
#[derive(Debug, Clone, Default)]
pub(super) struct Recorder {
    pub(super) events: Vec<LedgerEntry>,
    pub(super) constituents: Vec<Constituent>,
    pub(super) levels: Vec<LevelRow>,
    pub(super) closes: CloseTable,
    pub(super) dividends: Vec<DividendRow>,
    pub(super) rates: Vec<RateRow>,
    pub(super) pro_forma: Vec<ProFormaRow>,
    pub(super) actions: Vec<ActionRow>,
    event: u32,
    open: Vec<BTreeMap<SecurityId, Constituent>>,
}

impl Recorder {
    pub(super) fn new(indexes: usize) -> Recorder {
        Recorder { open: vec![BTreeMap::new(); indexes], ..Recorder::default() }
    }

    /// The number of the last event so far.
    pub(super) fn last_event(&self) -> u32 {
        self.event
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
            let Some(version) = called(view, part.security, event.days.session) else { continue };
            let price = closes.get(part.security);
            let made = |makeup: Option<Makeup>, of: fn(Makeup) -> Factor| makeup.map(of);
            self.events.push(LedgerEntry {
                event: self.event,
                index: event.index.to_owned(),
                after_close: event.days.after_close,
                cause: event.cause,
                security: part.security,
                ticker: version.ticker.clone(),
                shares_before: part.before,
                shares_after: part.after,
                price_before: part.price_before.or(price),
                price,
                count_before: part.makeup_before.map(|made| made.count),
                count_after: part.makeup_after.map(|made| made.count),
                float_before: made(part.makeup_before, |made| made.float),
                float_after: made(part.makeup_after, |made| made.float),
                style_before: made(part.makeup_before, |made| made.style),
                style_after: made(part.makeup_after, |made| made.style),
                cap_before: made(part.makeup_before, |made| made.cap),
                cap_after: made(part.makeup_after, |made| made.cap),
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
        (view, targets): (&MarketView<'_>, &ById<SecurityId, Target>),
        (position, id): (usize, &str),
        (previous, session): (Date, Date),
        (basket, makeups): (&Basket, &ById<SecurityId, Makeup>),
        changed: BTreeSet<SecurityId>,
    ) {
        for security in changed {
            let held = basket.shares(security);
            let held = held.zip(called(view, security, session));
            let float = targets.get(&security).map(|target| target.float.clone());
            let float = float.unwrap_or_default();
            let made = makeups.get(&security);
            let now = held.map(|(index_shares, version)| Constituent {
                index: id.to_owned(),
                security,
                ticker: version.ticker.clone(),
                name: version.name.clone(),
                sector: version.sector.clone(),
                country: version.country.clone(),
                currency: version.mic.currency(),
                count: made.map(|made| made.count),
                index_shares,
                free_float: float.factor,
                free_float_source: float.source,
                free_float_since: float.since,
                style: made.map_or(Factor::ONE, |made| made.style),
                cap: made.map_or(Factor::ONE, |made| made.cap),
                from: session,
                to: session,
            });
            let open = self.open[position].remove(&security);
            let open = match (open, &now) {
                (Some(row), Some(now)) if row.says_the_same(now) => Some(row),
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

    /// The index shares of a security on an earlier day, for dividends that were learnt late.
    pub(super) fn shares_on(
        &self,
        (position, id): (usize, &str),
        security: SecurityId,
        day: Date,
    ) -> Option<Shares> {
        let open = self.open[position].get(&security).filter(|row| row.from <= day);
        // Rows end in order of time, so the last ones are enough.
        let ended = || {
            let rows = self.constituents.iter().rev().take_while(|row| row.to >= day);
            rows.filter(|row| row.security == security && row.index == id)
                .find(|row| row.from <= day)
        };
        open.or_else(ended).map(|row| row.index_shares)
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

/// What a line is called on a day; one that is held before its first session, by its first name.
pub(super) fn called<'market>(
    view: &MarketView<'market>,
    security: SecurityId,
    day: Date,
) -> Option<&'market SecurityVersion> {
    view.version(security, day).or_else(|| view.first_version(security))
}
