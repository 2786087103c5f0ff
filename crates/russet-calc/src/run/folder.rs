//! A run on disk: Parquet tables, the methodology's text, and a manifest with every hash.
//!
//! ```text
//! run/
//!   manifest.json                  names every file below, with its BLAKE3 hash: the commit
//!   methodology-5b0c….toml         the rules
//!   levels/2023-1f0c….parquet      a part a calendar year of every table, named by its content
//!   levels/2024-05-93be….parquet   in the last year a part a month
//!   levels/2024-06-28-a02d….parquet   in the last month a part a day
//!   constituents/open-77ab….parquet   rows that the end of the run found open
//!   prices/2024-9ab3….parquet      the market's own file of a year, linked
//!   closes/2024-05-03d1….parquet   closes that differ from it: carried ones, those on an action's terms
//!   checkpoints/2024-06-27-5e11….state   where a build of further days goes on; may be deleted
//! ```
//!
//! A table without any row has one part without rows. New files are written beside the old ones and
//! the manifest is renamed into its place last, so a killed build leaves the old run or none.

use std::fs;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use jiff::civil::Date;
use russet_market::folder::TableFile;

use super::error::{RunError, io};
use super::names::{methodology_file, span_of};
use super::stretch::constituent_key;
use super::table::{self, Table};
use super::{CloseTable, Manifest, Run, Span, prices};

pub(super) const MANIFEST: &str = "manifest.json";

/// What a run's manifest calls itself.
pub const FORMAT: &str = "russet run";

/// The version of the folder's layout that this code writes and reads.
pub const FORMAT_VERSION: u32 = 6;

/// A run folder at a path.
#[derive(Debug, Clone)]
pub struct RunFolder {
    pub(super) path: PathBuf,
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
        let within = |span: Span| span.year().is_none_or(|year| years.contains(&year));
        let since = |span: Span| span.year().is_none_or(|year| year >= *years.start());
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
    pub fn table<R: Table>(&self) -> Result<Vec<R>, RunError> {
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
    pub fn table_of_years<R: Table>(&self, years: RangeInclusive<i16>) -> Result<Vec<R>, RunError> {
        let within = |span: Span| span.year().is_some_and(|year| years.contains(&year));
        self.rows(&self.manifest()?, within)
    }

    /// Reads one table of a run part by part, in order of time.
    pub(crate) fn each_part<R: Table>(&self, mut take: impl FnMut(Vec<R>)) -> Result<(), RunError> {
        for file in parts_of(&self.manifest()?, R::NAME, |_| true) {
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
        let within = |span: Span| span.year().is_some_and(|year| years.contains(&year));
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
                "written in layout version {}, this russet reads version {FORMAT_VERSION} (hint: build it again: `russet build … --run {}`)",
                manifest.version,
                self.path.display()
            )));
        }
        Ok(manifest)
    }

    fn rows<R: Table>(
        &self,
        manifest: &Manifest,
        wanted: impl Fn(Span) -> bool,
    ) -> Result<Vec<R>, RunError> {
        let mut rows = Vec::new();
        for file in parts_of(manifest, R::NAME, wanted) {
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

/// The parts of a table, in order of time.
fn parts_of<'run>(
    manifest: &'run Manifest,
    table: &'static str,
    wanted: impl Fn(Span) -> bool + 'run,
) -> impl Iterator<Item = &'run TableFile> {
    let of_table = manifest.outputs.iter().filter(move |file| file.table == table);
    of_table.filter(move |file| span_of(file).is_some_and(&wanted))
}
