//! What the panel is like, and schedules from the tables that the peers read too.

use std::error::Error;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int32Type, Int64Type};
use jiff::civil::Date;
use russet_blocks::{Holding, Schedule};
use russet_market::folder::{EpochDays, read_batches};
use russet_market::{SecurityId, Shares};

pub const DAYS: usize = 10_000;
pub const LINES: usize = 8_000;
pub const ALIVE: usize = 4_500;
/// Sessions of a quarter, in which share counts stay.
pub const QUARTER: usize = 63;
/// First and end rank of each index.
pub const BANDS: [(usize, usize); 4] = [(0, 1_000), (1_000, 3_000), (0, 3_000), (2_000, 4_000)];

const SECTORS: u32 = 11;

/// Sessions, and a holding a quarter for every member of the four indexes.
pub struct Tables {
    sessions: Vec<Date>,
    holdings: Vec<Holding>,
}

impl Tables {
    pub fn read(folder: &Path) -> Result<Tables, Box<dyn Error>> {
        let mut calendar = EpochDays::new();
        let mut sessions: Vec<Date> = Vec::with_capacity(DAYS);
        for batch in read_batches(&folder.join("sessions.parquet"))? {
            let days = batch.column(0).as_primitive::<Date32Type>().values();
            sessions.extend(days.iter().filter_map(|day| calendar.date(*day)));
        }
        let mut last = Vec::with_capacity(LINES);
        for batch in read_batches(&folder.join("lines.parquet"))? {
            last.extend_from_slice(batch.column(2).as_primitive::<Int32Type>().values());
        }
        let mut holdings = Vec::new();
        for batch in read_batches(&folder.join("baskets.parquet"))? {
            let quarters = batch.column(0).as_primitive::<Int32Type>().values();
            let lines = batch.column(1).as_primitive::<Int32Type>().values();
            for index in 0..BANDS.len() {
                let shares = batch.column(2 + index).as_primitive::<Int64Type>().values();
                for row in (0..batch.num_rows()).filter(|row| shares[*row] > 0) {
                    let from = quarters[row] as usize * QUARTER;
                    let to = (from + QUARTER).min(DAYS).min(last[lines[row] as usize] as usize + 1);
                    holdings.push(Holding {
                        index: index as u32,
                        security: SecurityId(lines[row] as u32),
                        shares: Shares::whole(shares[row] as u64)?,
                        from: from as u32,
                        to: to as u32,
                    });
                }
            }
        }
        Ok(Tables { sessions, holdings })
    }

    /// Each index, and beside it a twin that opens a session earlier: on the close before a change,
    /// the twin is what the new basket is worth.
    pub fn with_twins(&self) -> Result<Schedule, Box<dyn Error>> {
        let indexes = BANDS.len() as u32;
        let twins = self.holdings.iter().map(|held| Holding {
            index: held.index + indexes,
            from: held.from.saturating_sub(1),
            to: held.to - 1,
            ..*held
        });
        let holdings = self.holdings.iter().copied();
        let all = holdings.chain(twins.filter(|twin| twin.from < twin.to)).collect();
        Ok(Schedule::new(self.sessions.clone(), 2 * indexes, all)?)
    }

    /// So many indexes over the first days: the four, then parts of them by sets of sectors.
    pub fn family(&self, indexes: usize, days: usize) -> Result<Schedule, Box<dyn Error>> {
        let sector =
            |security: SecurityId| (security.0.wrapping_mul(2_654_435_761) >> 16) % SECTORS;
        let mut holdings = Vec::new();
        for index in 0..indexes as u32 {
            let (parent, part) = (index % BANDS.len() as u32, index / BANDS.len() as u32);
            // Odd multiples run through sets of sectors that overlap in every way.
            let sectors = if part == 0 { u32::MAX } else { part * 1_237 % (1 << SECTORS) };
            let held = self.holdings.iter().filter(|held| {
                held.index == parent
                    && (held.from as usize) < days
                    && sectors >> sector(held.security) & 1 == 1
            });
            holdings.extend(held.map(|held| Holding {
                index,
                to: held.to.min(days as u32),
                ..*held
            }));
        }
        Ok(Schedule::new(self.sessions[..days].to_vec(), indexes as u32, holdings)?)
    }
}
