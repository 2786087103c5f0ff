//! A run into its folder: built there year by year, or written from memory.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use jiff::civil::Date;
use russet_market::MarketView;
use russet_market::folder::TableFile;
use russet_rules::Methodology;

use super::sink::{Keeps, Sink, Stopped};
use super::table::{self, RunRow};
use super::writer::Writer;
use super::year::{constituent_key, take_until};
use super::{Manifest, Run, RunError, RunFolder, Span, Year};
use crate::history::{BuildPlan, build_into};

impl RunFolder {
    /// Builds a run into the folder, over an older run if need be: each year is written while the next
    /// one is made, and the folder holds the old run until the new one is whole.
    ///
    /// With the market's folder, its price files of the run's years become part of the run, so that
    /// only the closes that differ from them are written. The plan's inputs must be that folder's.
    ///
    /// # Errors
    /// [`RunError`] when the folder holds something that is no run or cannot be written, or the run
    /// cannot be built.
    ///
    /// ```
    /// use russet_calc::{BuildPlan, RunError, RunFolder};
    /// use russet_market::{Market, MarketView};
    /// use russet_rules::Methodology;
    /// let (market, family) = (Market::default(), Methodology::built_in("russell-us").unwrap());
    /// let plan = BuildPlan {
    ///     methodology_text: String::new(), from: None, to: None,
    ///     infer_from_lists: false, notes: Vec::new(), inputs: Vec::new(),
    /// };
    /// let folder = RunFolder::at("nowhere");
    /// let empty = folder.build(&MarketView::new(&market), &family, plan, None, &|_, _| {});
    /// assert!(matches!(empty, Err(RunError::Build(_))));
    /// ```
    pub fn build(
        &self,
        view: &MarketView<'_>,
        family: &Methodology,
        plan: BuildPlan,
        market: Option<&Path>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Manifest, RunError> {
        let methodology = plan.methodology_text.clone();
        let market = market.map(|path| (path.to_owned(), plan.inputs.clone()));
        let keeps = match market {
            Some(_) => Keeps::AllButMarketCloses,
            None => Keeps::Everything,
        };
        let mut writer = Writer::new(&self.path, market)?;
        let (writer, manifest) = thread::scope(|scope| {
            let (years, receiver) = sync_channel::<Year<'_>>(1);
            let writing = scope.spawn(move || -> Result<Writer, RunError> {
                for year in receiver {
                    writer.year(&year)?;
                }
                Ok(writer)
            });
            let built = build_into(view, family, plan, &mut Stream { keeps, years }, progress);
            match writing.join() {
                // Where writing failed, the build ended for it.
                Ok(writer) => Ok::<_, RunError>((writer?, built?)),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })?;
        writer.commit(manifest, &methodology)
    }

    /// Writes a run, over an older one if need be.
    ///
    /// # Errors
    /// [`RunError`] when the folder holds something that is no run, or cannot be written.
    ///
    /// ```
    /// # fn save(run: russet_calc::Run) -> Result<(), russet_calc::RunError> {
    /// russet_calc::RunFolder::at("runs/first").write(run)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn write(&self, run: Run) -> Result<Manifest, RunError> {
        self.write_parts(run, None)
    }

    /// Writes a run that was made from a market in a folder, just as [`RunFolder::build`] does.
    ///
    /// # Errors
    /// [`RunError`] as [`RunFolder::write`].
    ///
    /// ```
    /// # fn save(run: russet_calc::Run) -> Result<(), russet_calc::RunError> {
    /// let market = std::path::Path::new("markets/us");
    /// russet_calc::RunFolder::at("runs/first").write_beside_market(run, market)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn write_beside_market(&self, run: Run, market: &Path) -> Result<Manifest, RunError> {
        let inputs = run.manifest.inputs.clone();
        self.write_parts(run, Some((market.to_owned(), inputs)))
    }

    fn write_parts(
        &self,
        run: Run,
        market: Option<(PathBuf, Vec<TableFile>)>,
    ) -> Result<Manifest, RunError> {
        let mut writer = Writer::new(&self.path, market)?;
        let last = run.levels.last().map_or(run.manifest.to, |row| row.date);
        parts(&mut writer, run.decisions, |row| Some(row.effective.min(last)))?;
        parts(&mut writer, run.events, |row| Some(row.after_close))?;
        let mut constituents = run.constituents;
        let ends = |day: Date| Some(day).filter(|day| *day <= last);
        constituents.sort_by(|a, b| {
            let year = |day| (ends(day).is_none(), day.year());
            (year(a.to), constituent_key(a)).cmp(&(year(b.to), constituent_key(b)))
        });
        parts(&mut writer, constituents, |row| ends(row.to))?;
        parts(&mut writer, run.levels, |row| Some(row.date))?;
        let mut closes = run.closes;
        while let Some(session) = closes.first_session() {
            let of_year = closes.take_until(session.year());
            writer.closes_beside_market(session.year(), &of_year)?;
        }
        parts(&mut writer, run.dividends, |row| Some(row.date))?;
        parts(&mut writer, run.rates, |row| Some(row.date))?;
        parts(&mut writer, run.pro_forma, |row| Some(row.announced_on))?;
        parts(&mut writer, run.actions, |row| row.after_close)?;
        writer.commit(run.manifest, &run.methodology_text)
    }
}

/// Years on their way to the thread that writes them.
struct Stream<'market> {
    keeps: Keeps,
    years: SyncSender<Year<'market>>,
}

impl<'market> Sink<'market> for Stream<'market> {
    fn keeps(&self) -> Keeps {
        self.keeps
    }

    fn take(&mut self, year: Year<'market>) -> Result<(), Stopped> {
        self.years.send(year).map_err(|_| Stopped)
    }
}

/// Writes a table of a run in memory by years; rows without a day are still open.
fn parts<R: RunRow + table::Record<Table = R>>(
    writer: &mut Writer,
    mut rows: Vec<R>,
    day: impl Fn(&R) -> Option<Date>,
) -> Result<(), RunError> {
    let year = |row: &R| day(row).map(|day| day.year());
    while let Some(first) = rows.first() {
        let of_year = year(first);
        let is_later = |row: &R| of_year.is_some_and(|of| year(row).is_none_or(|year| year > of));
        let part = take_until(&mut rows, is_later);
        writer.rows(of_year.map_or(Span::Open, Span::Year), &part)?;
    }
    Ok(())
}
