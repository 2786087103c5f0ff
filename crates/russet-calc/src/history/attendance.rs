//! Which lines still trade: closes taken, and sessions missed.

use russet_market::{Mic, SecurityId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Counts, for each market, the sessions it had prices in, and for each line the last of those.
///
/// A session that a source misses for a whole market is nobody's absence.
#[derive(Debug, Clone)]
pub(super) struct Attendance {
    sessions: [u32; Mic::ALL.len()],
    open: [bool; Mic::ALL.len()],
    market: Vec<Option<u8>>,
    last_seen: Vec<u32>,
}

impl Attendance {
    pub(super) fn new(securities: usize) -> Attendance {
        Attendance {
            sessions: [0; Mic::ALL.len()],
            open: [false; Mic::ALL.len()],
            market: vec![None; securities],
            last_seen: vec![0; securities],
        }
    }

    /// A line trades on a market from now on.
    pub(super) fn lists_on(&mut self, security: SecurityId, mic: Mic) {
        let place = Mic::ALL.iter().position(|known| *known == mic).map(|place| place as u8);
        let Some(slot) = self.market.get_mut(security.0 as usize) else { return };
        // A move to another market starts the count of missed sessions there.
        if *slot != place {
            *slot = place;
            self.last_seen[security.0 as usize] =
                place.map_or(0, |place| self.sessions[usize::from(place)]);
        }
    }

    /// A session begins.
    pub(super) fn begin(&mut self) {
        self.open = [false; Mic::ALL.len()];
    }

    /// A line has a close in this session.
    pub(super) fn attends(&mut self, security: SecurityId) {
        let Some(Some(place)) = self.market.get(security.0 as usize).copied() else { return };
        let place = usize::from(place);
        if !self.open[place] {
            self.open[place] = true;
            self.sessions[place] += 1;
        }
        self.last_seen[security.0 as usize] = self.sessions[place];
    }

    /// Sessions of its market that a line has missed in a row.
    pub(super) fn missed(&self, security: SecurityId) -> u32 {
        match self.market.get(security.0 as usize).copied().flatten() {
            Some(place) => self.sessions[usize::from(place)] - self.last_seen[security.0 as usize],
            None => 0,
        }
    }
}

impl Attendance {
    /// Makes room for securities that came since.
    pub(super) fn make_room_for(&mut self, securities: usize) {
        self.market.resize(securities.max(self.market.len()), None);
        self.last_seen.resize(securities.max(self.last_seen.len()), 0);
    }
}

/// The sessions of each market, and the lines that trade on one, each with its last session there.
type Attended = (Vec<u32>, Vec<(u32, u8, u32)>);

impl Serialize for Attendance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lines = self.market.iter().zip(&self.last_seen).zip(0..);
        let lines = lines.filter_map(|((market, seen), line)| Some((line, (*market)?, *seen)));
        let attended: Attended = (self.sessions.to_vec(), lines.collect());
        attended.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Attendance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Attendance, D::Error> {
        let (sessions, lines) = Attended::deserialize(deserializer)?;
        let mut attendance =
            Attendance::new(lines.last().map_or(0, |(line, ..)| *line as usize + 1));
        attendance.sessions.iter_mut().zip(sessions).for_each(|(own, sessions)| *own = sessions);
        for (line, market, seen) in lines {
            attendance.market[line as usize] = Some(market);
            attendance.last_seen[line as usize] = seen;
        }
        Ok(attendance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sessions_of_the_own_market_count_as_missed() {
        let (here, there) = (SecurityId(0), SecurityId(1));
        let mut attendance = Attendance::new(3);
        attendance.lists_on(here, Mic::Xnas);
        attendance.lists_on(SecurityId(2), Mic::Xnas);
        attendance.lists_on(there, Mic::Xnys);
        for trading in [&[here, there, SecurityId(2)][..], &[there], &[there, SecurityId(2)]] {
            attendance.begin();
            trading.iter().for_each(|security| attendance.attends(*security));
        }
        assert_eq!(
            attendance.missed(here),
            1,
            "the session without any Nasdaq price is not missed"
        );
        assert_eq!(attendance.missed(there), 0);
        attendance.lists_on(here, Mic::Xnys);
        assert_eq!(attendance.missed(here), 0);
    }
}
