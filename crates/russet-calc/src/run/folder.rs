//! A run on disk: Parquet tables, the methodology's text, and a manifest with every hash.
//!
//! ```text
//! run/
//!   manifest.json                  names every file below, with its BLAKE3 hash: the commit
//!   methodology-5b0c….toml         the rules
//!   levels/2024-1f0c….parquet      a part a calendar year of every table, named by its content
//!   constituents/open-77ab….parquet   rows that the end of the run found open
//!   prices/2024-9ab3….parquet      the market's own file of a year, linked
//!   closes/2024-03d1….parquet      closes that differ from it: carried ones, those on an action's terms
//! ```
//!
//! A table without any row has one part without rows. New files are written beside the old ones and
//! the manifest is renamed into its place last, so a killed build leaves the old run or none.

use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use jiff::civil::Date;
use russet_market::folder::TableFile;
use russet_market::{FolderError, MarketView, NumberError};
use russet_rules::Methodology;

use super::sink::{Keeps, Sink, Stopped};
use super::table::{self, RunRow};
use super::writer::{Writer, methodology_file, span_of};
use super::year::{constituent_key, take_until};
use super::{CloseTable, Manifest, Run, Span, Year, prices};
use crate::history::{BuildError, BuildPlan, build_into};

pub(super) const MANIFEST: &str = "manifest.json";

/// What a run's manifest calls itself.
pub const FORMAT: &str = "russet run";

/// The version of the folder's layout that this code writes and reads.
pub const FORMAT_VERSION: u32 = 4;

/// Why a run could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The operating system refused.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The folder holds no run.
    #[error(
        "{path} is no run folder: it has no {MANIFEST} (hint: `russet build … --run {path}` makes one)"
    )]
    NotARun {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error("{path} exists and is no run, so it is left alone (hint: name a new folder for --run)")]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// The manifest is not what this version reads.
    #[error("{path}: {reason}")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A table could not be written or read.
    #[error(transparent)]
    Table(#[from] FolderError),
    /// An amount of the run leaves its range, or it lacks a rate of exchange.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// There was nothing to write: the run could not be built.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// A run folder at a path.
#[derive(Debug, Clone)]
pub struct RunFolder {
    path: PathBuf,
}

impl RunFolder {
    /// A run at a path, which need not exist yet.
    ///
    /// ```
    /// assert!(russet_calc::RunFolder::at("nowhere").read().is_err());
    /// ```
    pub fn at(path: impl Into<PathBuf>) -> RunFolder {
        RunFolder { path: path.into() }
    }

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

    /// Reads a whole run.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a file of it is missing or damaged.
    ///
    /// ```
    /// let error = russet_calc::RunFolder::at("nowhere").read().unwrap_err();
    /// assert!(error.to_string().contains("russet build"));
    /// ```
    pub fn read(&self) -> Result<Run, RunError> {
        self.read_years(i16::MIN..=i16::MAX, true)
    }

    /// Reads a run without its closes, which are most of it.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a file of it is missing or damaged.
    ///
    /// ```
    /// assert!(russet_calc::RunFolder::at("nowhere").read_without_closes().is_err());
    /// ```
    pub fn read_without_closes(&self) -> Result<Run, RunError> {
        self.read_years(i16::MIN..=i16::MAX, false)
    }

    /// Reads of a run what tells of its sessions from one day to another: their years with the ones
    /// before and after, and constituents and actions of later years too.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a file of it is missing or damaged.
    ///
    /// ```
    /// use jiff::civil::date;
    /// let day = date(2024, 6, 28);
    /// assert!(russet_calc::RunFolder::at("nowhere").read_between(day, day).is_err());
    /// ```
    pub fn read_between(&self, from: Date, to: Date) -> Result<Run, RunError> {
        let years = self.manifest()?.years();
        // A day may need the session before it and the one after it.
        let before = years.iter().rfind(|year| **year < from.year());
        let after = years.iter().find(|year| **year > to.year());
        let first = before.copied().unwrap_or(from.year());
        self.read_years(first..=after.copied().unwrap_or(to.year()), true)
    }

    fn read_years(&self, years: RangeInclusive<i16>, closes: bool) -> Result<Run, RunError> {
        let manifest = self.manifest()?;
        let within = |span| match span {
            Span::Year(year) => years.contains(&year),
            Span::Open => true,
        };
        let since = |span| match span {
            Span::Year(year) => year >= *years.start(),
            Span::Open => true,
        };
        let mut constituents = self.rows(&manifest, since)?;
        constituents.sort_unstable_by(|a, b| constituent_key(a).cmp(&constituent_key(b)));
        Ok(Run {
            methodology_text: self.methodology_text()?,
            decisions: self.rows(&manifest, within)?,
            events: self.rows(&manifest, within)?,
            constituents,
            levels: self.rows(&manifest, within)?,
            closes: match closes {
                true => self.closes(&manifest, within)?,
                false => CloseTable::default(),
            },
            dividends: self.rows(&manifest, within)?,
            rates: self.rows(&manifest, within)?,
            pro_forma: self.rows(&manifest, within)?,
            actions: self.rows(&manifest, since)?,
            manifest,
        })
    }

    /// Reads the methodology of a run, and nothing else.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or its methodology is missing.
    ///
    /// ```
    /// assert!(russet_calc::RunFolder::at("nowhere").methodology_text().is_err());
    /// ```
    pub fn methodology_text(&self) -> Result<String, RunError> {
        let methodology = self.path.join(methodology_file(&self.manifest()?));
        fs::read_to_string(&methodology).map_err(|source| io("read", &methodology, source))
    }

    /// Reads one table of a run, such as its levels, and nothing else.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or the table is missing or damaged.
    ///
    /// ```
    /// use russet_calc::{LevelRow, RunFolder};
    /// assert!(RunFolder::at("nowhere").table::<LevelRow>().is_err());
    /// ```
    pub fn table<R: RunRow>(&self) -> Result<Vec<R>, RunError> {
        self.rows(&self.manifest()?, |_| true)
    }

    /// Reads the parts of one table that tell of some years, and nothing else.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a part is missing or damaged.
    ///
    /// ```
    /// use russet_calc::{LevelRow, RunFolder};
    /// assert!(RunFolder::at("nowhere").table_of_years::<LevelRow>(2020..=2024).is_err());
    /// ```
    pub fn table_of_years<R: RunRow>(
        &self,
        years: RangeInclusive<i16>,
    ) -> Result<Vec<R>, RunError> {
        let within = |span| matches!(span, Span::Year(year) if years.contains(&year));
        self.rows(&self.manifest()?, within)
    }

    /// Reads one table of a run part by part, in order of time.
    pub(crate) fn each_part<R: RunRow>(
        &self,
        mut take: impl FnMut(Vec<R>),
    ) -> Result<(), RunError> {
        for file in parts_of(&self.manifest()?, R::TABLE, |_| true) {
            take(table::read(&self.path.join(&file.file))?);
        }
        Ok(())
    }

    /// The closes of some years, each with the session it was made in.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a part is missing or damaged.
    ///
    /// ```
    /// assert!(russet_calc::RunFolder::at("nowhere").closes_of_years(2020..=2024).is_err());
    /// ```
    pub fn closes_of_years(&self, years: RangeInclusive<i16>) -> Result<CloseTable, RunError> {
        let within = |span| matches!(span, Span::Year(year) if years.contains(&year));
        self.closes(&self.manifest()?, within)
    }

    /// What the run was made of.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or its layout is another version's.
    ///
    /// ```
    /// assert!(russet_calc::RunFolder::at("nowhere").manifest().is_err());
    /// ```
    pub fn manifest(&self) -> Result<Manifest, RunError> {
        let path = self.path.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(RunError::NotARun { path: self.path.clone() });
            }
            Err(error) => return Err(io("read", &path, error)),
        };
        let refuse = |reason: String| RunError::Manifest { path: path.clone(), reason };
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|error| refuse(format!("not a run's manifest: {error}")))?;
        if manifest.version != FORMAT_VERSION {
            return Err(refuse(format!(
                "written in layout version {}, this russet reads version {FORMAT_VERSION} (hint: build the run again)",
                manifest.version
            )));
        }
        Ok(manifest)
    }

    fn rows<R: RunRow>(
        &self,
        manifest: &Manifest,
        wanted: impl Fn(Span) -> bool,
    ) -> Result<Vec<R>, RunError> {
        let mut rows = Vec::new();
        for file in parts_of(manifest, R::TABLE, wanted) {
            rows.append(&mut table::read(&self.path.join(&file.file))?);
        }
        Ok(rows)
    }

    /// The run's own closes in the place of the market's.
    fn closes(
        &self,
        manifest: &Manifest,
        wanted: impl Fn(Span) -> bool,
    ) -> Result<CloseTable, RunError> {
        let (mut own, mut others) = (CloseTable::default(), CloseTable::default());
        for file in parts_of(manifest, CloseTable::TABLE, &wanted) {
            own.append(&mut CloseTable::read(&self.path.join(&file.file))?);
        }
        let first = manifest.indexes.iter().filter_map(|index| index.start).min();
        let sessions = first.unwrap_or(manifest.from)..=manifest.to;
        for file in parts_of(manifest, prices::TABLE, &wanted) {
            others.append(&mut prices::read(&self.path.join(&file.file), &sessions)?);
        }
        Ok(own.over(others))
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

/// The parts of a table, in order of time.
fn parts_of<'run>(
    manifest: &'run Manifest,
    table: &'static str,
    wanted: impl Fn(Span) -> bool + 'run,
) -> impl Iterator<Item = &'run TableFile> {
    let of_table = manifest.outputs.iter().filter(move |file| file.table == table);
    of_table.filter(move |file| span_of(file).is_some_and(&wanted))
}

pub(super) fn io(action: &'static str, path: &Path, source: std::io::Error) -> RunError {
    RunError::Io { action, path: path.to_owned(), source }
}
