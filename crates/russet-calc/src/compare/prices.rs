//! Returns of baskets from a market's closes, session after session.

use std::collections::VecDeque;

use jiff::civil::Date;
use russet_market::{Action, Currency, ExchangeRate, MarketView, NumberError, SecurityId};
use russet_rules::Methodology;

use super::baskets::Basket;
use crate::state::closes::Closes;

/// A close that rose or fell by at least this factor, splits allowed for, is another
/// security's under the same symbol, or hides a split or a spin-off.
const JUMP: f64 = 5.0;

/// A walk through the sessions of a market that keeps the closes of two days apart.
pub(super) struct PriceWalk<'run, 'market> {
    view: &'run MarketView<'market>,
    /// The closes of the day walked to, older ones carried.
    now: Closes,
    /// Those of the day marked, on the terms of the day walked to.
    before: Closes,
    next_session: usize,
    /// Splits and stock dividends on their last terms, in order of time.
    splits: VecDeque<&'market Action>,
    /// Sessions without a close after which a security counts no more.
    absent_sessions: usize,
    /// The currency of the index, and whether its returns leave out the moves of rates.
    currency: (Currency, bool),
    /// The days marked and walked to.
    days: (Date, Date),
}

impl<'run, 'market> PriceWalk<'run, 'market> {
    pub(super) fn new(
        view: &'run MarketView<'market>,
        family: &Methodology,
        index: &str,
    ) -> PriceWalk<'run, 'market> {
        let rule = family.index(index);
        let currency = rule.and_then(|rule| rule.currency).unwrap_or(family.currency);
        let is_local = rule.is_some_and(|rule| rule.local_currency);
        let closes = Closes::with_room_for(view.securities().len());
        let is_split = |action: &&Action| action.kind.changes_units() && action.fault().is_none();
        PriceWalk {
            view,
            now: closes.clone(),
            before: closes,
            next_session: 0,
            splits: Action::last_versions(view.actions()).filter(is_split).collect(),
            absent_sessions: family.maintenance.absent_sessions as usize,
            currency: (currency, is_local),
            days: (Date::MIN, Date::MIN),
        }
    }

    /// Walks to a day, later than any before.
    pub(super) fn walk_to(&mut self, day: Date) -> Result<(), NumberError> {
        let market = self.view.market();
        self.days.1 = day;
        while let Some((session, rows)) = self.view.sessions().get(self.next_session) {
            if *session > day {
                break;
            }
            self.next_session += 1;
            while let Some(split) = self.splits.pop_front_if(|split| split.ex_date <= *session) {
                let Some(ratio) = split.ratio else { continue };
                for closes in [&mut self.now, &mut self.before] {
                    if let Some((close, date)) = closes.dated(split.security_id) {
                        closes.replace(split.security_id, close.split(ratio)?, date);
                    }
                }
            }
            for (security, close) in market.prices.closes(rows.clone()) {
                self.now.set(security, close, *session);
            }
        }
        Ok(())
    }

    /// Marks the day walked to as the one that the next return starts from.
    pub(super) fn mark(&mut self) {
        self.before.clone_from(&self.now);
        self.days.0 = self.days.1;
    }

    /// The return of a basket in percent from the day marked to the day walked to, held all the way;
    /// nothing for a basket without prices, or with a currency of which no rate is known. A missing close is
    /// carried until the security counts as gone; a security whose close jumps sits the return out.
    pub(super) fn return_percent(&self, basket: &Basket) -> Option<f64> {
        let first_of_the_present = self.next_session.checked_sub(self.absent_sessions + 1);
        let oldest = first_of_the_present
            .and_then(|place| self.view.sessions().get(place))
            .map_or(Date::MIN, |(session, _)| *session);
        let (mut value_before, mut value_now) = (0.0, 0.0);
        for (security, shares) in basket {
            let (Some(before), Some((now, date))) =
                (self.before.get(*security), self.now.dated(*security))
            else {
                continue;
            };
            let (before, now) = (before.to_f64(), now.to_f64());
            if date >= oldest && now <= JUMP * before && before <= JUMP * now {
                let rate_before = self.rate(*security, self.days.0)?;
                let rate_now = match self.currency.1 {
                    true => rate_before,
                    false => self.rate(*security, self.days.1)?,
                };
                value_before += shares * before * rate_before;
                value_now += shares * now * rate_now;
            }
        }
        (value_before > 0.0).then(|| (value_now / value_before - 1.0) * 100.0)
    }

    /// What the currency of a security is worth in that of the index on a day.
    fn rate(&self, security: SecurityId, day: Date) -> Option<f64> {
        let version = self.view.version(security, day);
        let version = version.or_else(|| self.view.first_version(security))?;
        let rate = self.view.rate(version.mic.currency(), self.currency.0, day)?;
        Some(rate.picos() as f64 / ExchangeRate::ONE.picos() as f64)
    }
}
