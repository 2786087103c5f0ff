//! Dividends that are learned after their ex-date: whose they were then.

use std::collections::BTreeMap;

use russet_market::{Action, Divisor, NumberError, Shares};

use super::adjusted_terms::{AdjustedTerms, Basis, in_old_units};
use super::{Days, Engine};

impl Engine<'_, '_> {
    /// The shares of each index that had a claim on an ex-date, and the divisors then.
    pub(super) fn late_claims(
        &self,
        action: &Action,
    ) -> (Vec<Option<Shares>>, BTreeMap<usize, Divisor>) {
        let (security, ex_date) = (action.security_id, action.ex_date);
        let day_units = &self.state.day_units;
        let units = day_units.held_on(security, ex_date);
        let recorder = &self.journal.recorder;
        let mut divisors = BTreeMap::new();
        let shares = (0..self.family.indexes.len()).map(|position| {
            let shares = match recorder.shares_on(position, security, ex_date) {
                Some(shares) => in_old_units(shares, units).ok()?,
                None => day_units.left_of(position, security, ex_date)?,
            };
            divisors.insert(position, recorder.divisor_on(position, ex_date)?);
            Some(shares)
        });
        (shares.collect(), divisors)
    }

    /// Index shares, by the place of their index, of a security before an action.
    pub(super) fn held_before(&self, action: &Action) -> Vec<(usize, Shares)> {
        let held =
            |position| Some((position, self.state.ledger.shares(position, action.security_id)?));
        (0..self.family.indexes.len()).filter_map(held).collect()
    }

    /// Remembers what is left of a security that was held before an action by which another one, valued at its
    /// close, takes its place: a dividend of the same ex-date may be learned later, and follows the rule of
    /// [`Engine::end_claims`].
    pub(super) fn remember_claims(
        &mut self,
        action: &Action,
        adjusted: &AdjustedTerms,
        held: Vec<(usize, Shares)>,
        days: Days,
    ) -> Result<(), NumberError> {
        let (security, ex_date) = (action.security_id, action.ex_date);
        let Some(exchange) = adjusted.valued_successor() else { return Ok(()) };
        // What ends before the open has no dividend on that day, however early it is known.
        if days.after_close >= ex_date || action.kind.ends_line() || held.is_empty() {
            return Ok(());
        }
        let units = self.state.day_units.on(security, ex_date).map(|units| units.held);
        let mut left = Vec::with_capacity(held.len());
        for (position, shares) in held {
            let old = match self.basis(position) {
                Basis::One => {
                    let now = self.state.ledger.shares(position, exchange.other);
                    exchange.part_of_old(now, units)?
                }
                _ => Some(in_old_units(shares, units)?),
            };
            left.extend(old.map(|old| (position as u16, old)));
        }
        self.state.day_units.succeed(security, ex_date, left);
        Ok(())
    }
}
