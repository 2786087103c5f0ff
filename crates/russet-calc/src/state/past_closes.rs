//! The closes of the last sessions, for weights that are priced some sessions before they take effect.

use std::collections::VecDeque;

use jiff::civil::Date;
use russet_market::{NumberError, Ratio, SecurityId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::closes::{Closes, LastClose};

/// The closes of some sessions, oldest first. Actions put them on new terms as they do the last closes, so that
/// prices of before an action never meet share counts of after it.
#[derive(Debug, Clone, Default)]
pub(crate) struct PastCloses {
    sessions: VecDeque<(Date, Closes)>,
}

impl PastCloses {
    /// Keeps the closes of a session and those of at most `back` sessions before it; with nothing to look back to,
    /// none at all.
    pub(crate) fn keep(&mut self, session: Date, closes: &Closes, back: usize) {
        if back == 0 {
            return self.sessions.clear();
        }
        self.sessions.push_back((session, closes.clone()));
        while self.sessions.len() > back + 1 {
            self.sessions.pop_front();
        }
    }

    /// The closes of a number of sessions before the last one kept.
    pub(crate) fn sessions_before(&self, back: usize) -> Option<&Closes> {
        let place = self.sessions.len().checked_sub(back + 1).filter(|_| back > 0)?;
        self.sessions.get(place).map(|(_, closes)| closes)
    }

    /// Puts the closes of a security from before a day on new terms: each divided by the shares that one share became.
    ///
    /// # Errors
    /// [`NumberError`] when a close leaves the range of a price.
    pub(crate) fn adjust(
        &mut self,
        security: SecurityId,
        terms: Ratio,
        before: Date,
    ) -> Result<(), NumberError> {
        for (_, closes) in &mut self.sessions {
            if let Some((close, date)) = closes.dated(security).filter(|(_, date)| *date < before) {
                closes.replace(security, close.split(terms)?, date);
            }
        }
        Ok(())
    }

    /// Whether every close of a security stays a price on new terms.
    pub(crate) fn fits(&self, security: SecurityId, terms: Ratio) -> Result<(), NumberError> {
        let closes = self.sessions.iter().filter_map(|(_, closes)| closes.get(security));
        closes.into_iter().try_for_each(|close| close.split(terms).map(drop))
    }
}

/// Each session's closes as the difference from the session before.
impl Serialize for PastCloses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let none = Closes::default();
        let before = std::iter::once(&none).chain(self.sessions.iter().map(|(_, closes)| closes));
        let differences = self.sessions.iter().zip(before);
        serializer.collect_seq(
            differences.map(|((session, closes), before)| (session, closes.differing_from(before))),
        )
    }
}

impl<'de> Deserialize<'de> for PastCloses {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PastCloses, D::Error> {
        let differences = Vec::<(Date, Vec<LastClose>)>::deserialize(deserializer)?;
        let mut closes = Closes::default();
        let sessions = differences.into_iter().map(|(session, differing)| {
            closes.overwrite(&differing);
            (session, closes.clone())
        });
        Ok(PastCloses { sessions: sessions.collect() })
    }
}
