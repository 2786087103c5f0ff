//! What was decided about every security, and by which rule.

use std::ops::RangeBounds;

use arrow_array::RecordBatch;
use jiff::civil::Date;
use russet_rules::Decision;

use crate::batch::{days, pick};
use crate::{Error, Run};

impl Run {
    /// The decisions that take effect after the close of a day in a range: one row for every security considered, with
    /// its facts, its rank, the answer of every screen, and the rule that decided. The columns are those of the table
    /// `decisions` and of [`Decision`], which makes a sentence of them: [`Decision::reason`].
    ///
    /// # Errors
    /// [`Error::is_damaged`] where a file of the run is not what was written.
    ///
    /// ```
    /// # use russet_core::{BuildOptions, Market, Methodology, Simulation};
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let plan = Simulation { companies: 100, years: 1, from: date(2025, 1, 1), ..Simulation::default() };
    /// # let market = Market::simulate(parent.path().join("market"), &plan)?;
    /// # let rules = Methodology::load("examples/small.toml")?;
    /// # let run = market.build(&rules, parent.path().join("run"), &BuildOptions::new())?.run;
    /// use russet_core::jiff::civil::date;
    /// use russet_core::{Decision, rows};
    /// let september = run.decisions(date(2025, 9, 1)..=date(2025, 9, 30))?;
    /// let decisions = rows::<Decision>(&september)?;
    /// let largest = decisions.iter().find(|row| row.rank == Some(1)).unwrap();
    /// assert_eq!(largest.effective_after_close, date(2025, 9, 19));
    /// assert_eq!(&*largest.indexes_after, "ALL60 LARGE20");
    /// let reason = largest.reason(run.methodology()?.rules());
    /// assert!(reason.contains("ranks 1 of 78 companies"), "{reason}");
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn decisions(&self, range: impl RangeBounds<Date>) -> Result<RecordBatch, Error> {
        let days = days(&range);
        pick::<Decision>(&self.snapshot().batches::<Decision>(&days)?, |rows| {
            rows.not_before("effective_after_close", *days.start())?
                .not_after("effective_after_close", *days.end())
        })
    }
}
