//! A run folder, open for reading.

use std::fmt;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use russet_calc::run::IndexStart;
use russet_calc::{Manifest, RunFolder, RunSnapshot};

use crate::error::Kind;
use crate::names::find;
use crate::{Error, Methodology};

/// A run as one build left it in its folder. A clone is the same run.
///
/// The name of an index may differ from its id in upper and lower case.
#[derive(Clone)]
pub struct Run {
    snapshot: RunSnapshot,
    methodology: Arc<OnceLock<Methodology>>,
}

impl Run {
    /// The run in a folder, as it is now.
    ///
    /// # Errors
    /// [`Error::is_not_found`] where there is none, [`Error::is_damaged`] where its manifest cannot be read.
    pub fn open(folder: impl AsRef<Path>) -> Result<Run, Error> {
        Ok(Run::from(RunFolder::at(folder.as_ref()).snapshot()?))
    }

    /// The run in a folder as an earlier build left it, by its number in `russet run log`.
    ///
    /// # Errors
    /// As [`Run::open`], and [`Error::is_not_found`] where the version is not kept.
    pub fn open_version(folder: impl AsRef<Path>, version: u32) -> Result<Run, Error> {
        Ok(Run::from(RunFolder::at(folder.as_ref()).snapshot_of(version)?))
    }

    /// What the run was made of and what it holds.
    pub fn manifest(&self) -> &Manifest {
        self.snapshot.manifest()
    }

    /// The ids of its indexes.
    pub fn indexes(&self) -> impl Iterator<Item = &str> {
        self.manifest().indexes.iter().map(|index| index.id.as_str())
    }

    /// The days that it covers.
    pub fn days(&self) -> RangeInclusive<Date> {
        self.manifest().from..=self.manifest().to
    }

    /// The rules that it was built by.
    ///
    /// # Errors
    /// [`Error::is_damaged`] where its file is not what was written, [`Error::is_invalid_methodology`] where this
    /// version of Russet reads such rules no more.
    pub fn methodology(&self) -> Result<&Methodology, Error> {
        if let Some(methodology) = self.methodology.get() {
            return Ok(methodology);
        }
        let text = self.snapshot.methodology_text()?;
        let methodology = Methodology::parse("methodology.toml", &text)?;
        Ok(self.methodology.get_or_init(|| methodology))
    }

    /// The folder's commit, for the calls of `russet-calc`.
    pub fn snapshot(&self) -> &RunSnapshot {
        &self.snapshot
    }

    /// An index of the run by its name.
    pub(crate) fn index(&self, name: &str) -> Result<&IndexStart, Error> {
        let known: Vec<&str> = self.indexes().collect();
        let id = find(name, &known);
        let mut indexes = self.manifest().indexes.iter();
        indexes
            .find(|index| Some(index.id.as_str()) == id)
            .ok_or_else(|| Error::new(Kind::unknown_index("run", name, &known)))
    }

    /// Refuses a day that is no session.
    pub(crate) fn check_session(&self, day: Date) -> Result<(), Error> {
        let (from, to) = self.days().into_inner();
        match self.methodology()?.rules().sessions().index_of(day) {
            Ok(_) => Ok(()),
            Err(reason) => Err(Error::new(Kind::NoSession { reason, from, to })),
        }
    }
}

impl From<RunSnapshot> for Run {
    fn from(snapshot: RunSnapshot) -> Run {
        Run { snapshot, methodology: Arc::default() }
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = self.days().into_inner();
        let methodology = &self.manifest().methodology;
        write!(formatter, "Run {{ {methodology}, {from} to {to} }}")
    }
}
