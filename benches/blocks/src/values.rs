//! What every index is worth on every session.

use rayon::prelude::*;
use russet_market::folder::{EpochDays, PriceBuffers};
use russet_market::{Money, NumberError};

use crate::layout::{Block, Layout, Patch, Row};
use crate::sum::{Cells, add_patch, add_session};
use crate::ticks::{YearEnd, walk};
use crate::{BlocksError, Closes, Plan};

/// What every index is worth on every session, in femto-dollars: exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    indexes: usize,
    femtos: Vec<i128>,
}

impl Values {
    /// The market value of an index on a session, both by position; zero while nothing is held.
    ///
    /// # Panics
    /// When the schedule has no such index or session.
    pub fn of(&self, index: usize, session: usize) -> Money {
        assert!(index < self.indexes, "index {index} of {}", self.indexes);
        Money::from_femtos(self.femtos[session * self.indexes + index])
    }

    /// The market values of one index, session by session.
    ///
    /// # Panics
    /// When the schedule has no such index.
    pub fn index(&self, index: usize) -> impl Iterator<Item = Money> + '_ {
        assert!(index < self.indexes, "index {index} of {}", self.indexes);
        self.femtos.iter().skip(index).step_by(self.indexes).map(|sum| Money::from_femtos(*sum))
    }
}

impl Plan {
    /// The values, from closes to sums in one pass: nothing is kept.
    ///
    /// Years are worked on side by side; a line's last close is carried over sessions without one.
    ///
    /// # Errors
    /// [`BlocksError`] when a price file cannot be read, or a line is held before its first close.
    pub fn values(&self, closes: &Closes) -> Result<Values, BlocksError> {
        let layout = self.layout();
        let indexes = layout.indexes;
        let (parts, patches) = self.years(closes, |first| {
            let mut sums: Vec<i128> = Vec::new();
            let add = move |sums: &mut Vec<i128>,
                            session: u32,
                            block: &Block,
                            row: Row,
                            cells: Cells<'_>| {
                sums.resize((session - first + 1) as usize * indexes, 0);
                let at = (session - first) as usize * indexes;
                add_session(&layout, block, row, cells, &mut sums[at..])?;
                Ok(())
            };
            sums.reserve(300 * indexes);
            (sums, add)
        })?;
        let mut femtos = parts.concat();
        add_patches(&layout, &patches, &mut femtos)?;
        Ok(Values { indexes, femtos })
    }

    /// Walks over all years side by side, each with a state of its own; then finds the closes that
    /// were known from a year before.
    pub(crate) fn years<S, V>(
        &self,
        closes: &Closes,
        begin: impl Fn(u32) -> (S, V) + Sync,
    ) -> Result<(Vec<S>, Vec<Patch>), BlocksError>
    where
        S: Send,
        V: FnMut(&mut S, u32, &Block, Row, Cells<'_>) -> Result<(), BlocksError>,
    {
        let layout = self.layout();
        let mut calendar = EpochDays::new();
        let days: Vec<i32> = self.sessions.iter().map(|day| calendar.number(*day)).collect();
        let year_of = |block: &Block| self.sessions[block.first_session as usize].year();
        let years: Vec<&[Block]> =
            layout.blocks.chunk_by(|one, other| year_of(one) == year_of(other)).collect();
        let walks = years.par_iter().map_init(PriceBuffers::default, |buffers, blocks| {
            let first = blocks.first().map_or(0, |block| block.first_session);
            let (mut state, mut visit) = begin(first);
            let end = walk(
                &layout,
                &days,
                blocks,
                closes,
                buffers,
                &mut |session, block, row, cells| visit(&mut state, session, block, row, cells),
            )?;
            Ok((state, end))
        });
        let walks: Vec<(S, YearEnd)> = walks.collect::<Result<_, BlocksError>>()?;
        let mut states = Vec::with_capacity(walks.len());
        let mut patches = Vec::new();
        let mut known: Vec<u64> = Vec::new();
        for (state, YearEnd { last, missing }) in walks {
            for gap in missing {
                let block = block_of(&layout, gap.session);
                let security = layout.columns_of(block)[gap.column as usize];
                let nanos = known.get(security as usize).copied().unwrap_or(0);
                if nanos == 0 {
                    let session = self.sessions[gap.session as usize];
                    return Err(BlocksError::NoClose { security, session });
                }
                patches.push(Patch { nanos, ..gap });
            }
            known.resize(last.len(), 0);
            for (known, last) in known.iter_mut().zip(last) {
                *known = if last == 0 { *known } else { last };
            }
            states.push(state);
        }
        Ok((states, patches))
    }
}

/// The values of rows that are kept, blocks side by side.
pub(crate) fn of_rows<'a>(
    layout: &Layout<'_>,
    rows: &[Row],
    cells: impl Fn(&Block, &Row) -> Cells<'a> + Sync,
    patches: &[Patch],
) -> Result<Values, NumberError> {
    let indexes = layout.indexes;
    let sums = layout.blocks.par_iter().map(|block| {
        let rows = &rows[block.first_session as usize..block.end_session as usize];
        let mut sums = vec![0_i128; rows.len() * indexes];
        for (row, sums) in rows.iter().zip(sums.chunks_mut(indexes.max(1))) {
            add_session(layout, block, *row, cells(block, row), sums)?;
        }
        Ok(sums)
    });
    let sums: Vec<Vec<i128>> = sums.collect::<Result<_, NumberError>>()?;
    let mut femtos = sums.concat();
    add_patches(layout, patches, &mut femtos)?;
    Ok(Values { indexes, femtos })
}

fn add_patches(
    layout: &Layout<'_>,
    patches: &[Patch],
    femtos: &mut [i128],
) -> Result<(), NumberError> {
    for patch in patches {
        let at = patch.session as usize * layout.indexes;
        let sums = &mut femtos[at..at + layout.indexes];
        add_patch(layout, block_of(layout, patch.session), *patch, sums)?;
    }
    Ok(())
}

fn block_of<'a>(layout: &Layout<'a>, session: u32) -> &'a Block {
    &layout.blocks[layout.blocks.partition_point(|block| block.end_session <= session)]
}
