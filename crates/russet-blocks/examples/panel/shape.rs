//! What the panel is like, and its schedule from the tables that the peers read too.

use std::error::Error;
use std::path::Path;

use arrow::array::AsArray;
use arrow::datatypes::{Date32Type, Int32Type, Int64Type};
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

/// Holdings of each index, and beside it of its twin that opens a session earlier: on the close
/// before a change, the twin is what the new basket is worth.
pub fn schedule(folder: &Path) -> Result<Schedule, Box<dyn Error>> {
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
    let indexes = BANDS.len() as u32;
    let mut holdings = Vec::new();
    for batch in read_batches(&folder.join("baskets.parquet"))? {
        let quarters = batch.column(0).as_primitive::<Int32Type>().values();
        let lines = batch.column(1).as_primitive::<Int32Type>().values();
        for index in 0..indexes {
            let shares = batch.column(2 + index as usize).as_primitive::<Int64Type>().values();
            for row in (0..batch.num_rows()).filter(|row| shares[*row] > 0) {
                let from = quarters[row] as u32 * QUARTER as u32;
                let line = lines[row] as usize;
                let to = (from + QUARTER as u32).min(DAYS as u32).min(last[line] as u32 + 1);
                let shares = Shares::whole(shares[row] as u64)?;
                let security = SecurityId(line as u32);
                holdings.push(Holding { index, security, shares, from, to });
                let (from, to) = (from.saturating_sub(1), to - 1);
                if from < to {
                    holdings.push(Holding { index: index + indexes, security, shares, from, to });
                }
            }
        }
    }
    Ok(Schedule::new(sessions, 2 * indexes, holdings)?)
}
