//! A year of closes to rows of ticks: the last close of every line, gathered at the end of each
//! session in the order of the block's columns.

use russet_market::folder::{EpochDays, PriceBuffers};

use crate::layout::{Block, Layout, Patch, Row};
use crate::sum::Cells;
use crate::{BlocksError, Closes, kernel};

/// Cents first, then coarser ticks for enormous prices, then finer ones.
const DECIMALS: [u32; 10] = [7, 8, 9, 6, 5, 4, 3, 2, 1, 0];

/// What a year leaves for the next ones.
pub(crate) struct YearEnd {
    /// The last close of every line, by security; zero where there was none.
    pub last: Vec<u64>,
    /// Cells of lines that had no close yet; their closes are of an earlier year.
    pub missing: Vec<Patch>,
}

/// A session's row, to be summed or kept.
pub(crate) type Visit<'v> = dyn FnMut(u32, &Block, Row, Cells<'_>) -> Result<(), BlocksError> + 'v;

/// Walks over the blocks of one year and hands on each session's row.
pub(crate) fn walk(
    layout: &Layout<'_>,
    days: &[i32],
    blocks: &[Block],
    closes: &Closes,
    buffers: &mut PriceBuffers,
    visit: &mut Visit<'_>,
) -> Result<YearEnd, BlocksError> {
    let lines = layout.columns.iter().max().map_or(0, |security| *security as usize + 1);
    let mut walker = Walker {
        layout,
        days,
        closes,
        visit,
        blocks,
        session: blocks.first().map_or(0, |block| block.first_session),
        decimals: DECIMALS[0],
        year_end: YearEnd { last: vec![0; lines], missing: Vec::new() },
        gathered: Vec::new(),
        ticks: Vec::new(),
    };
    let year = blocks.first().and_then(|block| {
        let day = days.get(block.first_session as usize)?;
        EpochDays::new().date(*day).map(|date| date.year())
    });
    if let Some(year) = year {
        closes.scan(year, buffers, |slice| {
            for (day, rows) in slice.days() {
                walker.finish_until(day)?;
                let last = &mut walker.year_end.last[..];
                let closes = &slice.closes[rows.clone()];
                for (security, close) in slice.securities[rows].iter().zip(closes) {
                    // Lines that no index ever holds lie beyond the table or are never gathered.
                    if let Some(last) = last.get_mut(*security as usize) {
                        *last = *close as u64;
                    }
                }
            }
            Ok(())
        })?;
    }
    walker.finish_until(i32::MAX)?;
    Ok(walker.year_end)
}

struct Walker<'a, 'v> {
    layout: &'a Layout<'a>,
    days: &'a [i32],
    closes: &'a Closes,
    visit: &'a mut Visit<'v>,
    /// Those that are not finished; the first one is at work.
    blocks: &'a [Block],
    session: u32,
    decimals: u32,
    year_end: YearEnd,
    gathered: Vec<u64>,
    ticks: Vec<u32>,
}

impl Walker<'_, '_> {
    /// Finishes the sessions before a day: all their closes have been seen.
    fn finish_until(&mut self, day: i32) -> Result<(), BlocksError> {
        while let Some((block, later)) = self.blocks.split_first() {
            if self.session == block.end_session {
                self.blocks = later;
                self.decimals = DECIMALS[0];
                continue;
            }
            if self.days[self.session as usize] >= day {
                return Ok(());
            }
            self.finish(block)?;
            self.session += 1;
        }
        Ok(())
    }

    fn finish(&mut self, block: &Block) -> Result<(), BlocksError> {
        let last = &mut self.year_end.last[..];
        for own in self.closes.own(self.session) {
            if let Some(last) = last.get_mut(own.security.0 as usize) {
                *last = own.close.nanos() as u64;
            }
        }
        let columns = self.layout.columns_of(block);
        self.gathered.clear();
        self.gathered.extend(columns.iter().map(|security| last[*security as usize]));
        let mut absent = 0;
        for part in self.layout.parts_of(block) {
            if !(part.from..part.to).contains(&self.session) {
                self.gathered[part.column as usize] = 0;
                absent += 1;
            }
        }
        self.ticks.resize(columns.len(), 0);
        let (row, zeros) = self.convert();
        if zeros > absent {
            self.note_missing(block);
        }
        let cells = match row.is_wide() {
            true => Cells::Wide(&self.gathered),
            false => Cells::Narrow(&self.ticks),
        };
        (self.visit)(self.session, block, row, cells)
    }

    /// The coarsest ticks that fit, tried first where they fitted the session before.
    fn convert(&mut self) -> (Row, usize) {
        let candidates = [self.decimals].into_iter().chain(DECIMALS);
        let mut outcome = (Row::default(), 0);
        for decimals in candidates {
            let (bound, zeros) = kernel::to_ticks(&self.gathered, decimals, &mut self.ticks);
            outcome = (Row { line: 0, decimals, bound }, zeros);
            if !outcome.0.is_wide() {
                self.decimals = decimals;
                break;
            }
        }
        outcome
    }

    fn note_missing(&mut self, block: &Block) {
        let parts = self.layout.parts_of(block);
        let is_held = |column: u32| {
            let mut of_column = parts.iter().filter(|part| part.column == column);
            of_column.all(|part| (part.from..part.to).contains(&self.session))
        };
        for (column, nanos) in self.gathered.iter().enumerate() {
            let column = column as u32;
            if *nanos == 0 && is_held(column) {
                let patch = Patch { nanos: 0, session: self.session, column };
                self.year_end.missing.push(patch);
            }
        }
    }
}
