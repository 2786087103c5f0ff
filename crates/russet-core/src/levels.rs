//! The levels of an index.

use std::ops::RangeBounds;

use arrow_array::RecordBatch;
use jiff::civil::Date;
use russet_calc::LevelRow;

use crate::batch::{days, pick, rows};
use crate::error::Kind;
use crate::{Error, Run};

impl Run {
    /// The levels of an index on the sessions of a range of days, with divisor, number of constituents and market
    /// value: the columns of the table `levels`, which are those of [`LevelRow`]. Levels are exact, as they were before
    /// they were rounded for publication.
    ///
    /// # Errors
    /// [`Error::is_unknown_index`]; [`Error::is_outside_run`] where the index has no level in the range.
    ///
    /// ```
    /// # use russet_core::{BuildOptions, Market, Methodology, Simulation};
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let plan = Simulation { companies: 100, years: 1, from: date(2025, 1, 1), ..Simulation::default() };
    /// # let market = Market::simulate(parent.path().join("market"), &plan)?;
    /// # let rules = Methodology::load("examples/small.toml")?;
    /// # let run = market.build(&rules, parent.path().join("run"), &BuildOptions::new())?.run;
    /// use russet_core::jiff::civil::date;
    /// let levels = run.levels("SMALL40", date(2025, 3, 21)..=date(2025, 3, 31))?;
    /// let schema = levels.schema();
    /// let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    /// assert_eq!(
    ///     names,
    ///     [
    ///         "index_id", "date", "price_return", "net_return", "total_return", "divisor", "constituents",
    ///         "market_cap",
    ///     ]
    /// );
    /// assert_eq!(levels.num_rows(), 7);
    ///
    /// let error = run.levels("SMALL4", ..).unwrap_err();
    /// assert!(error.is_unknown_index());
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the run has no index 'SMALL4' (hint: it has ALL60, LARGE20, SMALL40; did you mean SMALL40?)"
    /// );
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn levels(&self, index: &str, range: impl RangeBounds<Date>) -> Result<RecordBatch, Error> {
        let start = self.index(index)?;
        let index = start.id.clone();
        if start.start.is_none() {
            return Err(Error::new(Kind::NeverStarted { index }));
        }
        let days = days(&range);
        let levels = pick::<LevelRow>(&self.snapshot().batches::<LevelRow>(&days)?, |rows| {
            rows.equal("index_id", &index)?
                .not_before("date", *days.start())?
                .not_after("date", *days.end())
        })?;
        if levels.num_rows() == 0 {
            let (from, to) = self.days().into_inner();
            return Err(Error::new(Kind::NoLevel { index, from, to }));
        }
        Ok(levels)
    }

    /// The levels of an index at the close of a session.
    ///
    /// # Errors
    /// As [`Run::levels`], and [`Error::is_outside_run`] where the day is no session.
    ///
    /// ```
    /// # use russet_core::{BuildOptions, Market, Methodology, Simulation};
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let plan = Simulation { companies: 100, years: 1, from: date(2025, 1, 1), ..Simulation::default() };
    /// # let market = Market::simulate(parent.path().join("market"), &plan)?;
    /// # let rules = Methodology::load("examples/small.toml")?;
    /// # let run = market.build(&rules, parent.path().join("run"), &BuildOptions::new())?.run;
    /// use russet_core::jiff::civil::date;
    /// let level = run.level("all60", date(2025, 3, 21))?;
    /// assert_eq!((level.index_id.as_str(), level.total_return.published(2)), ("ALL60", "1000.00".to_owned()));
    ///
    /// let error = run.level("ALL60", date(2025, 7, 4)).unwrap_err();
    /// assert!(error.is_outside_run());
    /// assert_eq!(
    ///     error.to_string(),
    ///     "2025-07-04 is not a session: Independence Day \
    ///      (hint: give a session of the run, 2025-03-21 to 2025-12-31)"
    /// );
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn level(&self, index: &str, day: Date) -> Result<LevelRow, Error> {
        let index = self.index(index)?.id.clone();
        self.check_session(day)?;
        let levels = rows::<LevelRow>(&self.levels(&index, day..=day)?)?;
        let (from, to) = self.days().into_inner();
        levels.into_iter().next().ok_or_else(|| Error::new(Kind::NoLevel { index, from, to }))
    }
}
