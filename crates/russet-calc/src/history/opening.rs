//! Before the first trade of a session: descriptions, and actions that hold from it on.

use jiff::civil::Date;
use russet_market::{Action, SecurityVersion, Shares};

use super::BuildError;
use super::engine::{Days, Engine, out_of_range};
use super::journal::recorder::Part;
use crate::events::Cause;
use crate::state::index::Effect;

impl Engine<'_, '_> {
    /// Before the first trade of a session.
    pub(super) fn open_session(&mut self, session: Date) -> Result<(), BuildError> {
        self.session = session;
        self.state.roster.staleness.begin_session();
        while let Some(version) = self.agenda.waiting.description(session) {
            // A description that another one has overtaken before it was known changes nothing.
            if self.view.version(version.security_id, session) == Some(version) {
                self.state.roster.staleness.lists_on(version.security_id, version.mic);
                self.trade_in_currency_of(version)?;
                self.describe(version, session)?;
            }
        }
        let days = Days { after_close: self.state.previous, session };
        // What was known by the last close was applied after it; this was learned since.
        let learned = |action: &Action| {
            !action.kind.ends_line() && (action.known_at < session || action.ex_date == session)
        };
        for due in self.agenda.waiting.take((session, session), learned) {
            self.perform_action(due, days)?;
        }
        while let Some(list) = self.agenda.lists.pop_front_if(|list| list[0].known_at <= session) {
            self.apply_fund_list(&list, days)?;
        }
        self.follow_exclusions(days)?;
        Ok(())
    }

    /// A security trades in the currency of its market; where that is another now, so is its carried close.
    fn trade_in_currency_of(&mut self, version: &SecurityVersion) -> Result<(), BuildError> {
        let (security, into) = (version.security_id, version.mic.currency());
        let place = self.currencies.place(into);
        let day = self.state.previous;
        let fail = |source| out_of_range(&security.to_string(), day, source);
        let from = self.currency_of(security, self.state.previous);
        if let Some(close) = self.state.ledger.closes().get(security).filter(|_| from != into) {
            let days = Days { after_close: self.state.previous, session: self.state.previous };
            match self.action_rates(days).convert(close, (from, into)) {
                Ok(close) => {
                    self.state.ledger.reprice(security, close, self.state.previous).map_err(fail)?
                }
                // Nobody needs the close of a security that no index holds.
                Err(_) if !self.state.is_held(security) => {
                    self.state.ledger.forget(security).map_err(fail)?
                }
                Err(source) => return Err(fail(source)),
            }
        }
        self.state.ledger.trades_in(security, place).map_err(fail)
    }

    /// A security has a new description: constituents show it, and a new symbol goes into the ledger.
    fn describe(&mut self, version: &SecurityVersion, session: Date) -> Result<(), BuildError> {
        let security = version.security_id;
        let holders: Vec<usize> = self.state.ledger.holders(security).collect();
        for position in holders {
            self.state.ledger.index_mut(position).changed.insert(security);
        }
        let before = self.view.version(security, self.state.previous);
        let Some(before) = before.filter(|before| before.ticker != version.ticker) else {
            return Ok(());
        };
        let days = Days { after_close: self.state.previous, session };
        for position in 0..self.state.ledger.len() {
            let (Some(shares), Some(divisor)) =
                (self.state.ledger.shares(position, security), self.state.ledger.divisor(position))
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

    /// A security's part in an event that leaves its shares as they are.
    pub(super) fn unchanged_part(
        &self,
        position: usize,
        security: russet_market::SecurityId,
        shares: Shares,
        note: String,
    ) -> Part {
        let factors = self.state.ledger.index(position).factors.get(&security).copied();
        Part {
            security,
            before: shares,
            after: shares,
            price_before: None,
            factors_before: factors,
            factors_after: factors,
            note,
        }
    }
}
