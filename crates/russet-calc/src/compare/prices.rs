//! Returns of baskets from a market's closes, session after session.

use std::collections::VecDeque;

use jiff::civil::Date;
use russet_market::{Action, MarketView, NumberError};

use super::baskets::Basket;
use crate::state::closes::Closes;

/// A close so many times the one before, or so small a part of it, splits allowed for, is another
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
    /// Sessions without a close after which a line counts no more.
    absent_sessions: usize,
}

impl<'run, 'market> PriceWalk<'run, 'market> {
    pub(super) fn new(view: &'run MarketView<'market>, absent_sessions: u32) -> Self {
        let closes = Closes::with_room_for(view.securities().len());
        let is_split = |action: &&Action| action.kind.changes_units() && action.fault().is_none();
        PriceWalk {
            view,
            now: closes.clone(),
            before: closes,
            next_session: 0,
            splits: Action::last_versions(view.actions()).filter(is_split).collect(),
            absent_sessions: absent_sessions as usize,
        }
    }

    /// Walks to a day, later than any before.
    pub(super) fn walk_to(&mut self, day: Date) -> Result<(), NumberError> {
        let market = self.view.market();
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
    }

    /// The return of a basket in percent from the day marked to the day walked to, held all the way;
    /// nothing for a basket without prices. A missing close is carried until the line counts as gone;
    /// a line whose close jumps sits the return out.
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
                value_before += shares * before;
                value_now += shares * now;
            }
        }
        (value_before > 0.0).then(|| (value_now / value_before - 1.0) * 100.0)
    }
}
