//! The one error of the crate: a text for people, and predicates for programs.

use std::error::Error as StdError;
use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;

use arrow_schema::ArrowError;
use jiff::civil::Date;
use russet_calc::{BuildError, RunError};
use russet_market::{CalendarError, NumberError};
use russet_rules::MethodologyError;
use russet_sim::SimulationError;
use russet_store::StoreError;

use crate::names::did_you_mean;

/// Why a call failed.
///
/// The text says what is wrong, where, why and what to do, as the `russet` command prints it. What kind of failure it
/// is, is asked with predicates:
///
/// ```
/// let error = russet_core::Run::open("no/such/run").unwrap_err();
/// assert!(error.is_not_found() && !error.is_damaged());
/// assert_eq!(
///     error.to_string(),
///     "no/such/run is no run folder: it has no manifest.json (hint: `russet build … --run no/such/run` makes one)"
/// );
/// ```
pub struct Error(Box<Kind>);

#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error(transparent)]
    Methodology(#[from] MethodologyError),
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    #[error(transparent)]
    Number(#[from] NumberError),
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    #[error("a table cannot be put together: {0}")]
    Arrow(#[from] ArrowError),
    #[error("cannot read the methodology {path}: {source}")]
    MethodologyFile { path: PathBuf, source: std::io::Error },
    #[error("{0}")]
    UnknownMethodology(String),
    #[error(
        "{path} holds a market already, and a simulation never writes over one (hint: name a new folder)"
    )]
    MarketExists { path: PathBuf },
    #[error("{0}")]
    UnknownIndex(String),
    #[error(
        "{index} has no level: the index never had a constituent (hint: this market has too few companies for its ranks, or none that fit)"
    )]
    NeverStarted { index: String },
    #[error(
        "{index} has no level in that range: the run covers sessions from {from} to {to} (hint: choose a range in it)"
    )]
    NoLevel { index: String, from: Date, to: Date },
    #[error("{reason} (hint: give a session of the run, {from} to {to})")]
    NoSession { reason: CalendarError, from: Date, to: Date },
    #[error(
        "{index} has no constituents on {day}: the run covers sessions from {from} to {to} (hint: give a session in that range)"
    )]
    NoConstituents { index: String, day: Date, from: Date, to: Date },
    #[error(
        "{day} is after the run, which covers sessions from {from} to {to} (hint: give a day in that range)"
    )]
    BehindRun { day: Date, from: Date, to: Date },
    #[error("'{0}' is no symbol")]
    NoSymbol(String),
    #[error(
        "no decision about {ticker} up to {day}: no security had this symbol on a rank day (hint: a symbol used at that time may differ from today's)"
    )]
    NoDecision { ticker: String, day: Date },
    #[error("{after} and {until}: the first day must come before the second")]
    DaysReversed { after: Date, until: Date },
    #[error("more than {most} variants (hint: try fewer values at a time)")]
    TooManyVariants { most: usize },
    #[error("variant '{name}': {cause}")]
    Variant { name: String, cause: Box<Kind> },
}

impl Kind {
    /// An index that a run or a methodology does not have.
    pub(crate) fn unknown_index(whose: &str, index: &str, known: &[&str]) -> Kind {
        let (all, meant) = (known.join(", "), did_you_mean(index, known));
        Kind::UnknownIndex(format!(
            "the {whose} has no index '{index}' (hint: it has {all}{meant})"
        ))
    }

    /// A name that no built-in methodology has.
    pub(crate) fn unknown_methodology(name: &str, known: &[&str]) -> Kind {
        let (all, meant) = (known.join(", "), did_you_mean(name, known));
        Kind::UnknownMethodology(format!(
            "no methodology named '{name}' (hint: built in are {all}; or give the path of a .toml file{meant})"
        ))
    }

    /// The failure of a folder that this one came of.
    fn store(&self) -> Option<&StoreError> {
        match self {
            Kind::Store(error) | Kind::Run(RunError::Store(error)) => Some(error),
            Kind::Variant { cause, .. } => cause.store(),
            _ => None,
        }
    }

    fn methodology(&self) -> Option<&MethodologyError> {
        match self {
            Kind::Methodology(error) => Some(error),
            Kind::Variant { cause, .. } => cause.methodology(),
            _ => None,
        }
    }

    fn build(&self) -> Option<&BuildError> {
        match self {
            Kind::Build(error) | Kind::Run(RunError::Build(error)) => Some(error),
            Kind::Variant { cause, .. } => cause.build(),
            _ => None,
        }
    }
}

impl Error {
    pub(crate) fn new(kind: impl Into<Kind>) -> Error {
        Error(Box::new(kind.into()))
    }

    /// The same, with the variant of a methodology in which it happened.
    pub(crate) fn in_variant(self, name: &str) -> Error {
        Error::new(Kind::Variant { name: name.to_owned(), cause: self.0 })
    }

    /// Nothing is there under that path or name: no market, no run, no such version of it, no file, no built-in
    /// methodology.
    pub fn is_not_found(&self) -> bool {
        match &*self.0 {
            Kind::UnknownMethodology(_) => true,
            Kind::MethodologyFile { source, .. } => source.kind() == ErrorKind::NotFound,
            kind => {
                matches!(
                    kind.store(),
                    Some(StoreError::Missing { .. } | StoreError::NoVersion { .. })
                )
            }
        }
    }

    /// A file of a market or of a run is not the one that was written, or not one that this version can read. The
    /// text says how to rebuild it.
    pub fn is_damaged(&self) -> bool {
        matches!(
            self.0.store(),
            Some(
                StoreError::Damaged { .. } | StoreError::Table { .. } | StoreError::Manifest { .. }
            )
        )
    }

    /// Another process is writing into the folder, and the call was not to wait. It may succeed later.
    pub fn is_busy(&self) -> bool {
        matches!(self.0.store(), Some(StoreError::Busy { .. }))
    }

    /// The folder holds something else, which is left alone: other files, another market, the run of another
    /// methodology.
    pub fn is_occupied(&self) -> bool {
        matches!(&*self.0, Kind::MarketExists { .. } | Kind::Run(RunError::OtherMethodology { .. }))
            || matches!(self.0.store(), Some(StoreError::Occupied { .. }))
    }

    /// The methodology does not follow the format, or its rules contradict each other. The text has the line or the
    /// key.
    pub fn is_invalid_methodology(&self) -> bool {
        matches!(
            self.0.methodology(),
            Some(MethodologyError::Format { .. } | MethodologyError::Rule { .. })
        )
    }

    /// The run or the methodology has no index of that name. The text has those that there are.
    pub fn is_unknown_index(&self) -> bool {
        matches!(&*self.0, Kind::UnknownIndex(_))
    }

    /// Nothing was decided about a security of that symbol.
    pub fn is_unknown_security(&self) -> bool {
        matches!(&*self.0, Kind::NoDecision { .. })
    }

    /// The days asked for are no sessions, or the run or the index has nothing on them. The text has the days that
    /// the run covers.
    pub fn is_outside_run(&self) -> bool {
        matches!(
            &*self.0,
            Kind::NoSession { .. }
                | Kind::NoLevel { .. }
                | Kind::NoConstituents { .. }
                | Kind::NeverStarted { .. }
                | Kind::BehindRun { .. }
        )
    }

    /// The methodology gives no indexes on this market: it has no prices in the range, too few companies, or no
    /// reconstitution to begin with.
    pub fn is_unbuildable(&self) -> bool {
        self.0.build().is_some()
    }

    /// An argument makes no sense by itself, whatever the market: a text that is no symbol, days in the wrong order,
    /// a simulation of no companies.
    pub fn is_invalid_argument(&self) -> bool {
        matches!(
            &*self.0,
            Kind::NoSymbol(_)
                | Kind::DaysReversed { .. }
                | Kind::TooManyVariants { .. }
                | Kind::Simulation(_)
        )
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Debug for Error {
    /// The text, since a `main` that fails prints this; `{:#?}` shows what is inside.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match formatter.alternate() {
            true => formatter.debug_tuple("Error").field(&self.0).finish(),
            false => write!(formatter, "{self}"),
        }
    }
}

impl StdError for Error {
    /// What the operating system or another library said, where that was the cause.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &*self.0 {
            // The text ends with the cause, and the cause's own text with what caused that.
            Kind::Variant { cause, .. } => cause.source(),
            kind => kind.source(),
        }
    }
}

/// An error of a lower crate is one of this crate, with the same text.
macro_rules! from {
    ($($error:ty),+) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Error {
                Error::new(error)
            }
        }
    )+};
}

from!(
    StoreError,
    RunError,
    BuildError,
    MethodologyError,
    SimulationError,
    NumberError,
    CalendarError,
    ArrowError
);
