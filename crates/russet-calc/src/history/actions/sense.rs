//! Actions that cannot be applied: terms beyond sense, and results beyond what numbers hold.
//!
//! No import lets the first kind in, but a market may come from elsewhere. Such an action is asked about
//! before anything is changed, is passed over, and is named in a note and in the run's table of actions.

use russet_market::{Action, ActionFault, ActionKind, NumberError, Price, Ratio, Shares};

use super::{Days, Engine, Outcome};
use crate::state::sum;
use crate::terms;

/// An offering of many times a company's shares is one in other units, or of another company.
const MOST_TIMES_SOLD: i128 = 100;

impl Engine<'_, '_> {
    /// Whether an action must be passed over at the closes before it; it is remembered then.
    pub(super) fn passes_over(&mut self, action: &Action, days: Days) -> bool {
        let Some(reason) = self.without_sense(action) else { return false };
        if self.state.is_held(action.security_id) {
            self.journal.notes.push(format!(
                "{}: the {} of {} makes no sense and was not applied: {reason} (hint: `russet market \
                 check` finds such actions)",
                self.called(action.security_id),
                action.kind.word(),
                action.ex_date
            ));
            let before = self.journal.recorder.last_event();
            self.remember(action, Outcome::not_applied(reason), Some((days, before)));
        }
        true
    }

    fn without_sense(&self, action: &Action) -> Option<String> {
        let said = |fault: ActionFault| format!("{} {}", fault.column, fault.reason);
        if let Some(fault) = action.fault() {
            return Some(said(fault));
        }
        let close = self.state.ledger.closes().get(action.security_id);
        if let Some(fault) = close.and_then(|close| action.fault_at(close)) {
            return Some(said(fault));
        }
        let held = self
            .state
            .shares
            .get(&action.security_id)
            .map(|held| i128::from(held.count().micros()));
        let sold = action.shares_sold.map(|sold| i128::from(sold.micros()));
        if held.zip(sold).is_some_and(|(held, sold)| sold > held * MOST_TIMES_SOLD) {
            return Some("shares are more than a hundred times the company's".to_owned());
        }
        let counted = self.counts_fit(action);
        let priced = close.map_or(Ok(()), |close| self.prices_fit(action, close));
        counted.and(priced).err().map(|error| error.to_string())
    }

    /// Whether share counts and index shares stay within their range.
    fn counts_fit(&self, action: &Action) -> Result<(), NumberError> {
        let held = self.state.shares.get(&action.security_id);
        if let (ActionKind::PrimaryOffering, Some(sold), Some(held)) =
            (action.kind, action.shares_sold, held)
        {
            held_by_tables(sum(held.count(), sold)?)?;
        }
        let Some(ratio) = multiplier(action)? else { return Ok(()) };
        let other = action.other_security_id.filter(|_| !action.kind.changes_units());
        if let Some(held) = held {
            let gained = held_by_tables(held.count().split(ratio)?)?;
            if let Some(other) = other.and_then(|other| self.state.shares.get(&other)) {
                held_by_tables(sum(other.count(), gained)?)?;
            }
        }
        for position in 0..self.state.ledger.len() {
            let Some(shares) = self.state.ledger.shares(position, action.security_id) else {
                continue;
            };
            let gained = held_by_tables(shares.split(ratio)?)?;
            if let Some(own) = other.and_then(|other| self.state.ledger.shares(position, other)) {
                held_by_tables(sum(own, gained)?)?;
            }
            if let Some(made) = self.state.ledger.index(position).factors.get(&action.security_id) {
                held_by_tables(made.count.split(ratio)?)?;
            }
        }
        Ok(())
    }

    /// Whether the last close is from before an action.
    fn is_before(&self, action: &Action) -> bool {
        let last = self.state.ledger.closes().dated(action.security_id);
        last.is_none_or(|(_, date)| date < action.ex_date)
    }

    /// Whether the closes on the terms of an action stay within the range of a price.
    fn prices_fit(&self, action: &Action, close: Price) -> Result<(), NumberError> {
        let Some(ratio) = action.ratio else { return Ok(()) };
        match action.kind {
            ActionKind::Split | ActionKind::StockDividend if self.is_before(action) => {
                close.split(ratio)?;
                self.state.past.fits(action.security_id, ratio)?;
            }
            ActionKind::Rights => {
                if let Some(cash) = action.cash.filter(|cash| *cash < close) {
                    terms::ex_rights(close, cash, ratio)?;
                }
            }
            ActionKind::Merger => {
                let paid = action
                    .other_security_id
                    .and_then(|other| self.state.ledger.closes().get(other));
                if let Some(paid) = paid {
                    terms::takeover(Some((paid, ratio)), action.cash)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Shares that the tables of a run can hold, which have 18 digits.
fn held_by_tables(shares: Shares) -> Result<Shares, NumberError> {
    const BEYOND: i64 = 1_000_000_000_000_000_000;
    match shares.micros() < BEYOND {
        true => Ok(shares),
        false => Err(NumberError::OutOfRange {
            what: "a share count on the terms of an action",
            value: shares.to_string(),
            range: "below 1e12 shares",
        }),
    }
}

/// What an action multiplies shares by, for its own security or the other one.
fn multiplier(action: &Action) -> Result<Option<Ratio>, NumberError> {
    match action.kind {
        ActionKind::Rights => action.ratio.map(terms::and_one).transpose(),
        ActionKind::Tender | ActionKind::BuyBack => Ok(None),
        _ => Ok(action.ratio),
    }
}
