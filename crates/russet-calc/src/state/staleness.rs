//! Which securities still trade: closes taken, sessions missed, and securities deleted.

use russet_market::{Mic, SecurityId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Counts, for each market, the sessions it had prices in, and for each security the last of those.
///
/// A session that a source misses for a whole market is nobody's absence.
#[derive(Debug, Clone)]
pub(crate) struct StalenessTracker {
    sessions: [u32; Mic::ALL.len()],
    open: [bool; Mic::ALL.len()],
    /// Side by side, since every close of every session looks at its security's.
    securities: Vec<Seen>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// The last session of its market with a close, by its number there.
    last: u32,
    market: Option<u8>,
    /// Deleted, and not seen since.
    removed: bool,
}

impl StalenessTracker {
    pub(crate) fn new(securities: usize) -> StalenessTracker {
        StalenessTracker {
            sessions: [0; Mic::ALL.len()],
            open: [false; Mic::ALL.len()],
            securities: vec![Seen::default(); securities],
        }
    }

    /// A security trades on a market from now on.
    pub(crate) fn lists_on(&mut self, security: SecurityId, mic: Mic) {
        let place = Mic::ALL.iter().position(|known| *known == mic).map(|place| place as u8);
        let Some(seen) = self.securities.get_mut(security.0 as usize) else { return };
        // A move to another market starts the count of missed sessions there.
        if seen.market != place {
            seen.market = place;
            seen.last = place.map_or(0, |place| self.sessions[usize::from(place)]);
        }
    }

    /// A session begins.
    pub(crate) fn begin_session(&mut self) {
        self.open = [false; Mic::ALL.len()];
    }

    /// A security has a close in this session.
    #[inline]
    pub(crate) fn trades(&mut self, security: SecurityId) {
        let Some(seen) = self.securities.get_mut(security.0 as usize) else { return };
        seen.removed = false;
        let Some(place) = seen.market.map(usize::from) else { return };
        if !self.open[place] {
            self.open[place] = true;
            self.sessions[place] += 1;
        }
        seen.last = self.sessions[place];
    }

    /// Sessions of its market that a security has missed in a row.
    pub(crate) fn missed(&self, security: SecurityId) -> u32 {
        let seen = self.securities.get(security.0 as usize).copied().unwrap_or_default();
        seen.market.map_or(0, |place| self.sessions[usize::from(place)] - seen.last)
    }

    /// A security is deleted: it is removed until it has a close again.
    pub(crate) fn remove(&mut self, security: SecurityId) {
        self.make_room_for(security.0 as usize + 1);
        self.securities[security.0 as usize].removed = true;
    }

    /// A security is there again, close or not.
    pub(crate) fn restore(&mut self, security: SecurityId) {
        if let Some(seen) = self.securities.get_mut(security.0 as usize) {
            seen.removed = false;
        }
    }

    /// Whether a security was deleted and not seen since.
    pub(crate) fn is_removed(&self, security: SecurityId) -> bool {
        self.securities.get(security.0 as usize).is_some_and(|seen| seen.removed)
    }

    /// Makes room for securities that came since.
    pub(crate) fn make_room_for(&mut self, securities: usize) {
        self.securities.resize(securities.max(self.securities.len()), Seen::default());
    }
}

/// The sessions of each market, and the securities that trade on one or are removed: the market, the last session
/// there, and whether they are removed.
type Attended = (Vec<u32>, Vec<(u32, Option<u8>, u32, bool)>);

impl Serialize for StalenessTracker {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let securities = self.securities.iter().zip(0..);
        let known = securities.filter(|(seen, _)| seen.market.is_some() || seen.removed);
        let securities =
            known.map(|(seen, security)| (security, seen.market, seen.last, seen.removed));
        let attended: Attended = (self.sessions.to_vec(), securities.collect());
        attended.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for StalenessTracker {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<StalenessTracker, D::Error> {
        let (sessions, securities) = Attended::deserialize(deserializer)?;
        let mut tracker = StalenessTracker::new(
            securities.last().map_or(0, |(security, ..)| *security as usize + 1),
        );
        tracker.sessions.iter_mut().zip(sessions).for_each(|(own, sessions)| *own = sessions);
        for (security, market, last, removed) in securities {
            tracker.securities[security as usize] = Seen { last, market, removed };
        }
        Ok(tracker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sessions_of_the_own_market_count_as_missed() {
        let (here, there) = (SecurityId(0), SecurityId(1));
        let mut tracker = StalenessTracker::new(3);
        tracker.lists_on(here, Mic::Xnas);
        tracker.lists_on(SecurityId(2), Mic::Xnas);
        tracker.lists_on(there, Mic::Xnys);
        for trading in [&[here, there, SecurityId(2)][..], &[there], &[there, SecurityId(2)]] {
            tracker.begin_session();
            trading.iter().for_each(|security| tracker.trades(*security));
        }
        assert_eq!(tracker.missed(here), 1, "the session without any Nasdaq price is not missed");
        assert_eq!(tracker.missed(there), 0);
        tracker.lists_on(here, Mic::Xnys);
        assert_eq!(tracker.missed(here), 0);
    }

    #[test]
    fn a_line_is_gone_until_it_is_seen_again() {
        let (listed, unlisted) = (SecurityId(0), SecurityId(4));
        let mut tracker = StalenessTracker::new(1);
        tracker.lists_on(listed, Mic::Xnas);
        tracker.remove(listed);
        tracker.remove(unlisted);
        let bytes = postcard::to_stdvec(&tracker).unwrap();
        let mut again: StalenessTracker = postcard::from_bytes(&bytes).unwrap();
        assert!(again.is_removed(listed) && again.is_removed(unlisted));
        again.trades(listed);
        again.restore(unlisted);
        assert!(!again.is_removed(listed) && !again.is_removed(unlisted));
    }
}
