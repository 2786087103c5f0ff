//! Before the first trade of a session: descriptions, and actions that hold from it on.

use jiff::civil::Date;
use russet_market::{Action, SecurityVersion, Shares};

use super::BuildError;
use super::engine::{Days, Engine, out_of_range};
use super::recorder::Part;
use super::waiting::Waiting;
use crate::index::Effect;
use crate::ledger::Cause;

impl<'market> Engine<'_, 'market> {
    pub(super) fn open(
        &mut self,
        waiting: &mut Waiting<'market>,
        session: Date,
    ) -> Result<(), BuildError> {
        self.attendance.begin();
        while let Some(version) = waiting.description(session) {
            // A description that another one has overtaken before it was known changes nothing.
            if self.view.version(version.security_id, session) == Some(version) {
                self.attendance.lists_on(version.security_id, version.mic);
                self.trade_in_currency_of(version)?;
                self.describe(version, session)?;
            }
        }
        let days = Days { after_close: self.previous, session };
        // What was known by the last close was applied after it; this was learnt since.
        let learnt = |action: &Action| {
            !action.kind.ends_line() && (action.known_at < session || action.ex_date == session)
        };
        for action in waiting.take((session, session), learnt) {
            self.act(action, days)?;
        }
        while let Some(list) = self.lists.pop_front_if(|list| list[0].known_at <= session) {
            self.convene(&list, days)?;
        }
        self.follow_exceptions(days)?;
        Ok(())
    }

    /// A line trades in the currency of its market; where that is another now, so is its carried close.
    fn trade_in_currency_of(&mut self, version: &SecurityVersion) -> Result<(), BuildError> {
        let (security, into) = (version.security_id, version.mic.currency());
        let place = self.currencies.place(into);
        let day = self.previous;
        let fail = |source| out_of_range(&security.to_string(), day, source);
        let from = self.currency_of(security, self.previous);
        if let Some(close) = self.book.closes().get(security).filter(|_| from != into) {
            let days = Days { after_close: self.previous, session: self.previous };
            match self.exchanged(close, (from, into), days) {
                Ok(close) => self.book.reprice(security, close, self.previous).map_err(fail)?,
                // Nobody needs the close of a line that no index holds.
                Err(_) if !self.is_held(security) => self.book.forget(security).map_err(fail)?,
                Err(source) => return Err(fail(source)),
            }
        }
        self.book.trades_in(security, place).map_err(fail)
    }

    /// A line is described anew: constituents show it, and a new symbol goes into the ledger.
    fn describe(&mut self, version: &SecurityVersion, session: Date) -> Result<(), BuildError> {
        let security = version.security_id;
        for position in self.book.holders(security) {
            self.states[position].changed.insert(security);
        }
        let before = self.view.version(security, self.previous);
        let Some(before) = before.filter(|before| before.ticker != version.ticker) else {
            return Ok(());
        };
        let days = Days { after_close: self.previous, session };
        for position in 0..self.states.len() {
            let (Some(shares), Some(divisor)) =
                (self.book.shares(position, security), self.book.index(position).divisor())
            else {
                continue;
            };
            let effect = Effect::unchanged(self.value_of(position, session)?, divisor);
            let note = format!("{} becomes {}", before.ticker, version.ticker);
            let part = self.unchanged_part(position, security, shares, note);
            self.write(position, Cause::Rename, days, effect, vec![part]);
        }
        Ok(())
    }

    /// A line's part in an event that leaves its shares as they are.
    pub(super) fn unchanged_part(
        &self,
        position: usize,
        security: russet_market::SecurityId,
        shares: Shares,
        note: String,
    ) -> Part {
        let makeup = self.states[position].makeups.get(&security).copied();
        Part {
            security,
            before: shares,
            after: shares,
            price_before: None,
            makeup_before: makeup,
            makeup_after: makeup,
            note,
        }
    }
}
