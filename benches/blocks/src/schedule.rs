//! Who is held by which index, with how many shares, from when to when.

use jiff::civil::Date;
use russet_market::{SecurityId, Shares};

use crate::BlocksError;

/// One line of one index over sessions in which its index shares stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// The index, by position.
    pub index: u32,
    /// The line.
    pub security: SecurityId,
    /// Its index shares.
    pub shares: Shares,
    /// The first session, by position.
    pub from: u32,
    /// The session after the last one, by position.
    pub to: u32,
}

/// The sessions and everything that is held on them.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    pub(crate) sessions: Vec<Date>,
    pub(crate) indexes: u32,
    /// By security, first session and index.
    pub(crate) holdings: Vec<Holding>,
}

impl Schedule {
    /// Checks and sorts what is held.
    ///
    /// # Errors
    /// [`BlocksError`] when sessions are out of order, a holding names no session or index of the
    /// schedule, or an index holds a line twice on one session.
    ///
    /// ```
    /// use russet_blocks::{Holding, Schedule};
    /// use russet_market::{SecurityId, Shares};
    /// let beyond =
    ///     Holding { index: 0, security: SecurityId(1), shares: Shares::ONE, from: 0, to: 1 };
    /// assert!(Schedule::new(Vec::new(), 1, vec![beyond]).is_err());
    /// ```
    pub fn new(
        sessions: Vec<Date>,
        indexes: u32,
        mut holdings: Vec<Holding>,
    ) -> Result<Schedule, BlocksError> {
        if let Some(pair) = sessions.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(BlocksError::Sessions { before: pair[0], after: pair[1] });
        }
        let refuse = |holding: &Holding, reason: String| BlocksError::Holding {
            index: holding.index,
            security: holding.security.0,
            reason,
        };
        for holding in &holdings {
            let Holding { index, from, to, .. } = *holding;
            if index >= indexes {
                return Err(refuse(holding, format!("the schedule has {indexes} indexes")));
            }
            if from >= to || to as usize > sessions.len() {
                let reason = format!("sessions {from} to {to} of {}", sessions.len());
                return Err(refuse(holding, format!("{reason} (hint: from < to ≤ sessions)")));
            }
        }
        holdings.sort_unstable_by_key(|held| (held.index, held.security, held.from));
        let twice = holdings.windows(2).find(|pair| {
            let one_line = (pair[0].index, pair[0].security) == (pair[1].index, pair[1].security);
            one_line && pair[1].from < pair[0].to
        });
        if let Some(pair) = twice {
            let session = sessions[pair[1].from as usize];
            let reason = format!("held twice on {session} (hint: add its shares up)");
            return Err(refuse(&pair[1], reason));
        }
        holdings.sort_unstable_by_key(|held| (held.security, held.from, held.index));
        Ok(Schedule { sessions, indexes, holdings })
    }

    /// A hash of everything in it: equal schedules, equal hashes.
    ///
    /// ```
    /// use russet_blocks::Schedule;
    /// let empty = Schedule::new(Vec::new(), 1, Vec::new())?;
    /// assert_eq!(empty.hash(), empty.clone().hash());
    /// # Ok::<(), russet_blocks::BlocksError>(())
    /// ```
    pub fn hash(&self) -> [u8; 32] {
        let mut words: Vec<u64> = vec![u64::from(self.indexes), self.sessions.len() as u64];
        let mut calendar = russet_market::folder::EpochDays::new();
        words.extend(self.sessions.iter().map(|day| calendar.number(*day) as u64));
        for held in &self.holdings {
            words.push(u64::from(held.index) << 32 | u64::from(held.security.0));
            words.push(held.shares.micros() as u64);
            words.push(u64::from(held.from) << 32 | u64::from(held.to));
        }
        words.iter_mut().for_each(|word| *word = word.to_le());
        *blake3::hash(bytemuck::cast_slice(&words)).as_bytes()
    }
}
