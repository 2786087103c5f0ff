//! Where a run goes while it is built: a partition at a time, so that memory need not hold all of it.

use super::{LevelRow, Manifest, Partition, Run, Trade};
use crate::history::Checkpoint;

/// What a sink wants to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keeps {
    /// Every row.
    #[default]
    Everything,
    /// Every row but closes that the market's own price files have in the same session.
    AllButMarketCloses,
    /// Levels and what each event traded of each line: enough for turnover and capacity.
    SecurityTrades,
    /// Levels and trades: enough for returns and turnover, and nothing to audit them by.
    Levels,
}

/// The sink takes no more rows, and knows why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// Takes the rows of a run, partition after partition, and what was open at its end last.
pub trait Sink<'market> {
    /// What it wants to keep.
    fn keeps(&self) -> Keeps;

    /// Takes the rows of a part.
    ///
    /// # Errors
    /// [`Stopped`] ends the build.
    fn take(&mut self, rows: Partition<'market>) -> Result<(), Stopped>;

    /// Whether it wants to be given checkpoints.
    fn keeps_checkpoints(&self) -> bool {
        false
    }

    /// Takes a checkpoint of the build; the rows up to its session come in the partition that ends with it.
    ///
    /// # Errors
    /// [`Stopped`] ends the build.
    fn keep(&mut self, _checkpoint: Checkpoint) -> Result<(), Stopped> {
        Ok(())
    }
}

/// Everything, in memory.
#[derive(Debug, Default)]
pub(crate) struct InMemory<'market> {
    partitions: Vec<Partition<'market>>,
}

impl<'market> Sink<'market> for InMemory<'market> {
    fn keeps(&self) -> Keeps {
        Keeps::Everything
    }

    fn take(&mut self, rows: Partition<'market>) -> Result<(), Stopped> {
        self.partitions.push(rows);
        Ok(())
    }
}

impl InMemory<'_> {
    /// The run of everything taken.
    pub(crate) fn run(self, manifest: Manifest, methodology_text: String) -> Run {
        Run::of_partitions((manifest, methodology_text), self.partitions)
    }
}

/// Levels and trades alone, for many variants of a methodology over one market.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LevelsOnly {
    /// The levels.
    pub levels: Vec<LevelRow>,
    /// What each event traded.
    pub trades: Vec<Trade>,
}

impl Sink<'_> for LevelsOnly {
    fn keeps(&self) -> Keeps {
        Keeps::Levels
    }

    fn take(&mut self, mut year: Partition<'_>) -> Result<(), Stopped> {
        self.levels.append(&mut year.levels);
        self.trades.append(&mut year.trades);
        Ok(())
    }
}

impl LevelsOnly {
    /// The one-way turnover of an index in a calendar year, in parts of its value.
    pub fn turnover(&self, index: &str, year: i16) -> f64 {
        let of_year = |trade: &&Trade| trade.index == index && trade.after_close.year() == year;
        // From zero, since a sum of no floats at all is minus zero.
        self.trades.iter().filter(of_year).fold(0.0, |sum, trade| sum + trade.one_way())
    }
}
