//! Before the first trade of a session: descriptions and splits that hold from it on.

use jiff::civil::Date;
use russet_market::{Action, SecurityVersion};

use super::BuildError;
use super::engine::{Engine, out_of_range};
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
            if self.view.version(version.security, session) == Some(version) {
                self.attendance.lists_on(version.security, version.mic);
                self.describe(version, session)?;
            }
        }
        for action in waiting.splits(session) {
            self.split(action, session)?;
        }
        while let Some(list) = self.lists.pop_front_if(|list| list[0].known_at <= session) {
            self.convene(&list, session)?;
        }
        Ok(())
    }

    fn split(&mut self, action: &Action, session: Date) -> Result<(), BuildError> {
        let Some(ratio) = action.ratio else { return Ok(()) };
        let security = action.security;
        // A count of the ex-date or later was on the new terms before the news of the split came.
        if self.held.get(&security).is_some_and(|held| held.counted_from >= action.ex_date) {
            return Ok(());
        }
        let fail = |source| out_of_range(&security.to_string(), session, source);
        if let Some(held) = self.held.get_mut(&security) {
            held.count = held.count.split(ratio).map_err(fail)?;
        }
        // A close of the ex-date or later is on the new terms already.
        if self.closes.dated(security).is_some_and(|(_, date)| date < action.ex_date) {
            self.closes.split(security, ratio).map_err(fail)?;
        }
        for position in 0..self.indexes.len() {
            let divisor = self.indexes[position].divisor();
            let split = self.indexes[position].split(security, ratio);
            let split =
                split.map_err(|source| out_of_range(&security.to_string(), session, source))?;
            let (Some((before, after)), Some(divisor)) = (split, divisor) else { continue };
            let value = self.value_of(position, session)?;
            let effect = Effect::unchanged(value, divisor);
            let note = format!("{ratio} from {} ({})", action.ex_date, action.source);
            self.write(
                position,
                Cause::Split,
                (self.previous, session),
                effect,
                vec![Part { security, before, after, note }],
            );
        }
        Ok(())
    }

    /// A line is described anew: constituents show it, and a new symbol goes into the ledger.
    fn describe(&mut self, version: &SecurityVersion, session: Date) -> Result<(), BuildError> {
        for (index, changed) in self.indexes.iter().zip(&mut self.changed) {
            changed.extend(index.basket().shares(version.security).map(|_| version.security));
        }
        let before = self.view.version(version.security, self.previous);
        let Some(before) = before.filter(|before| before.ticker != version.ticker) else {
            return Ok(());
        };
        for position in 0..self.indexes.len() {
            let index = &self.indexes[position];
            let (Some(shares), Some(divisor)) =
                (index.basket().shares(version.security), index.divisor())
            else {
                continue;
            };
            let value = self.value_of(position, session)?;
            let effect = Effect::unchanged(value, divisor);
            let note = format!("{} becomes {}", before.ticker, version.ticker);
            let part = Part { security: version.security, before: shares, after: shares, note };
            self.write(position, Cause::Rename, (self.previous, session), effect, vec![part]);
        }
        Ok(())
    }
}
