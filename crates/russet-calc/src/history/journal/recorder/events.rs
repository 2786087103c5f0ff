//! What an event makes of securities, written down for the ledger, or measured where nobody keeps one.

use russet_market::{Factor, MarketView, Price, SecurityId, Shares};

use super::{Recorder, called};
use crate::events::{Cause, IndexShareFactors};
use crate::history::engine::Days;
use crate::run::records::EventRecord;
use crate::run::{Keeps, SecurityTrade, Trade};
use crate::state::closes::Closes;
use crate::state::index::Effect;
use crate::state::rates::Rates;

/// A security's part in an event, with everything on both sides of it.
#[derive(Debug, Clone)]
pub(in crate::history) struct Part {
    pub(in crate::history) security: SecurityId,
    pub(in crate::history) before: Shares,
    pub(in crate::history) after: Shares,
    /// The close before, where the event puts it on new terms.
    pub(in crate::history) price_before: Option<Price>,
    pub(in crate::history) factors_before: Option<IndexShareFactors>,
    pub(in crate::history) factors_after: Option<IndexShareFactors>,
    pub(in crate::history) note: String,
}

/// What all parts of an event share.
pub(in crate::history) struct Event<'build> {
    pub(in crate::history) index: &'build str,
    pub(in crate::history) cause: Cause,
    pub(in crate::history) days: Days,
    pub(in crate::history) effect: Effect,
}

impl<'build> Recorder<'build> {
    /// One event of one index, at the closes and rates after it.
    pub(in crate::history) fn event<'market: 'build>(
        &mut self,
        view: &MarketView<'market>,
        (closes, rates): (&Closes, &Rates),
        event: Event<'build>,
        parts: Vec<Part>,
    ) {
        if parts.is_empty() {
            return;
        }
        self.event += 1;
        match self.keeps {
            Keeps::Everything | Keeps::AllButMarketCloses => {}
            Keeps::Levels => {
                self.rows.trades.extend(trade((closes, rates), &event, &parts));
                return;
            }
            Keeps::SecurityTrades => {
                self.rows.security_trades.extend(parts.iter().map(|part| SecurityTrade {
                    index: event.index,
                    after_close: event.days.after_close,
                    cause: event.cause,
                    security: part.security,
                    price: closes.get(part.security),
                    shares_before: part.before,
                    shares_after: part.after,
                    value_before: event.effect.value_before,
                }));
                return;
            }
        }
        for part in parts {
            let Some(version) = called(view, part.security, event.days.session) else { continue };
            let price = closes.get(part.security);
            let made = |factors: Option<IndexShareFactors>, of: fn(IndexShareFactors) -> Factor| {
                factors.map(of)
            };
            let note = self.shared(&part.note);
            self.rows.events.push(EventRecord {
                event: self.event,
                index_id: event.index,
                after_close: event.days.after_close,
                cause: event.cause,
                security_id: part.security,
                ticker: &version.ticker,
                index_shares_before: part.before,
                index_shares_after: part.after,
                price_before: part.price_before.or(price),
                price_after: price,
                shares_outstanding_before: part.factors_before.map(|made| made.count),
                shares_outstanding_after: part.factors_after.map(|made| made.count),
                free_float_before: made(part.factors_before, |made| made.float),
                free_float_after: made(part.factors_after, |made| made.float),
                style_probability_before: made(part.factors_before, |made| made.style),
                style_probability_after: made(part.factors_after, |made| made.style),
                cap_factor_before: made(part.factors_before, |made| made.cap),
                cap_factor_after: made(part.factors_after, |made| made.cap),
                index_market_cap_before: event.effect.value_before,
                index_market_cap_after: event.effect.value_after,
                divisor_before: event.effect.divisor_before,
                divisor_after: event.effect.divisor_after,
                note,
            });
        }
    }
}

/// What an event traded; a first basket and new terms are no trade.
fn trade((closes, rates): (&Closes, &Rates), event: &Event<'_>, parts: &[Part]) -> Option<Trade> {
    let (mut bought, mut sold) = (0.0, 0.0);
    for part in parts.iter().filter(|part| part.price_before.is_none()) {
        let value = |shares: Shares| {
            let value = closes.value(part.security, shares, rates).ok().flatten();
            value.map_or(0.0, |value| value.to_f64())
        };
        let change = value(part.after) - value(part.before);
        bought += change.max(0.0);
        sold += (-change).max(0.0);
    }
    let value = event.effect.value_before.to_f64();
    let counts = event.cause != Cause::Start && bought + sold > 0.0;
    counts.then(|| Trade {
        index: event.index.to_owned(),
        after_close: event.days.after_close,
        cause: event.cause,
        bought,
        sold,
        value,
    })
}
