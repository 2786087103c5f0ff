//! A run of a market and a methodology, built into a folder.

use std::fmt;
use std::path::Path;

use jiff::civil::Date;
use russet_calc::run::{Begin, BuildOptions as FolderOptions, Built as BuiltFolder};
use russet_calc::run::{Continued, Correction};
use russet_calc::{BuildPlan, RunFolder};
use russet_rules::Methodology as Rules;
use russet_store::{Keep, Wait};

use crate::{Error, Market, Methodology, Run};

/// How to build a run. Each setting has the default of the `russet build` command.
///
/// ```
/// use russet_core::{BuildOptions, jiff::civil::date};
/// let options = BuildOptions::new().first_session(date(2025, 3, 21)).wait(false);
/// ```
#[derive(Clone, Copy)]
pub struct BuildOptions<'a> {
    first_session: Option<Date>,
    last_session: Option<Date>,
    infer_from_lists: bool,
    estimate_free_floats: bool,
    rebuild: bool,
    replace: bool,
    wait: bool,
    keep: Option<Keep>,
    progress: &'a dyn Fn(usize, usize),
}

impl Default for BuildOptions<'_> {
    fn default() -> Self {
        BuildOptions::new()
    }
}

impl<'a> BuildOptions<'a> {
    /// All sessions of the market from the first reconstitution on; a run that is in the folder is continued.
    pub fn new() -> BuildOptions<'a> {
        BuildOptions {
            first_session: None,
            last_session: None,
            infer_from_lists: false,
            estimate_free_floats: true,
            rebuild: false,
            replace: false,
            wait: true,
            keep: None,
            progress: &|_, _| {},
        }
    }

    /// The first session; without it the first reconstitution that the market's prices can rank.
    pub fn first_session(self, day: Date) -> Self {
        BuildOptions { first_session: Some(day), ..self }
    }

    /// The last session; without it the market's last.
    pub fn last_session(self, day: Date) -> Self {
        BuildOptions { last_session: Some(day), ..self }
    }

    /// Whether funds' lists published before a rank day say which companies pass or fail screens that the data cannot
    /// evaluate. Off by default.
    pub fn infer_from_lists(self, infer: bool) -> Self {
        BuildOptions { infer_from_lists: infer, ..self }
    }

    /// Whether free floats are estimated from funds' quantities where the methodology says so. On by default.
    pub fn estimate_free_floats(self, estimate: bool) -> Self {
        BuildOptions { estimate_free_floats: estimate, ..self }
    }

    /// Whether to begin with the first session even where the run in the folder could be continued.
    pub fn rebuild(self, rebuild: bool) -> Self {
        BuildOptions { rebuild, ..self }
    }

    /// Whether the run of another methodology in the folder may be replaced.
    pub fn replace(self, replace: bool) -> Self {
        BuildOptions { replace, ..self }
    }

    /// Whether to wait while another process writes into the folder; otherwise the build fails with
    /// [`Error::is_busy`]. On by default.
    pub fn wait(self, wait: bool) -> Self {
        BuildOptions { wait, ..self }
    }

    /// How many versions of the run stay readable; without it as many as before, at first seven.
    pub fn keep(self, versions: Keep) -> Self {
        BuildOptions { keep: Some(versions), ..self }
    }

    /// A function to call after each session with how many are done and how many there are.
    pub fn on_progress<'b>(self, progress: &'b dyn Fn(usize, usize)) -> BuildOptions<'b>
    where
        'a: 'b,
    {
        BuildOptions { progress, ..self }
    }

    /// What an [`Engine`](crate::Engine) needs to know to build the same run.
    pub fn plan(&self, methodology: &Methodology) -> BuildPlan {
        let mut notes = Vec::new();
        if !self.estimate_free_floats {
            notes.push("Built without free floats estimated from funds' quantities.".to_owned());
        }
        if self.infer_from_lists {
            notes.push("Built with what funds' published lists tell of unseen screens.".to_owned());
        }
        BuildPlan {
            methodology_text: methodology.text().to_owned(),
            from: self.first_session,
            to: self.last_session,
            infer_from_lists: self.infer_from_lists,
            notes,
            inputs: Vec::new(),
        }
    }

    fn rules(&self, methodology: &Methodology) -> Rules {
        let mut rules = methodology.rules().clone();
        if !self.estimate_free_floats {
            rules.free_float.estimated = None;
        }
        rules
    }

    fn of_folder(&self) -> FolderOptions<'static> {
        FolderOptions {
            begin: if self.rebuild { Begin::Rebuild } else { Begin::WhereItCan },
            replace: self.replace,
            wait: if self.wait { Wait::quietly() } else { Wait::Never },
            keep: self.keep,
        }
    }
}

impl fmt::Debug for BuildOptions<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BuildOptions")
            .field("first_session", &self.first_session)
            .field("last_session", &self.last_session)
            .field("infer_from_lists", &self.infer_from_lists)
            .field("estimate_free_floats", &self.estimate_free_floats)
            .field("rebuild", &self.rebuild)
            .field("replace", &self.replace)
            .field("wait", &self.wait)
            .field("keep", &self.keep)
            .finish_non_exhaustive()
    }
}

/// A run that was built.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Built {
    /// The run.
    pub run: Run,
    /// Where the run that was in the folder was continued, and what is different from it; none where it was built
    /// from its first session on.
    pub continued: Option<Continued>,
    /// The correction of published sessions that the build found.
    pub correction: Option<Correction>,
}

impl Market {
    /// Builds the run of a methodology in a folder: who belongs to each index, with reasons, and every level.
    ///
    /// A run that is in the folder already, built in the same way, is continued from before the first day on which
    /// the market or the rules are different now. The result is the same as that of a build from the first session
    /// on, byte by byte; [`Built::continued`] says whether it was continued, and what changed.
    ///
    /// # Errors
    /// [`Error::is_unbuildable`] where the market has no prices in the range or too few companies;
    /// [`Error::is_occupied`] where the folder holds other files or the run of another methodology;
    /// [`Error::is_busy`] where another process writes into it and the options say not to wait;
    /// [`Error::is_damaged`] where a file of the market is not what was written.
    ///
    /// ```
    /// use russet_core::{BuildOptions, Market, Methodology};
    /// # use russet_core::Simulation;
    /// use russet_core::jiff::civil::date;
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let plan = Simulation { companies: 100, years: 1, from: date(2025, 1, 1), ..Simulation::default() };
    /// # let market = Market::simulate(parent.path().join("market"), &plan)?;
    /// # let rules = Methodology::load("examples/small.toml")?;
    /// # let folder = parent.path().join("run");
    /// let until = |day| BuildOptions::new().last_session(day);
    /// let first = market.build(&rules, &folder, &until(date(2025, 9, 30)))?;
    /// assert!(first.continued.is_none());
    ///
    /// let second = market.build(&rules, &folder, &until(date(2025, 10, 1)))?;
    /// let continued = second.continued.unwrap();
    /// assert_eq!(continued.after, date(2025, 9, 29));
    /// assert!(continued.changed.unwrap().is_nothing());
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn build(
        &self,
        methodology: &Methodology,
        folder: impl AsRef<Path>,
        options: &BuildOptions<'_>,
    ) -> Result<Built, Error> {
        let folder = RunFolder::at(folder.as_ref());
        let (rules, plan) = (options.rules(methodology), options.plan(methodology));
        let into = options.of_folder();
        let appended = match options.rebuild {
            true => None,
            // A day that only adds closes needs little of the market.
            false => {
                folder.append(self.snapshot(), &rules, plan.clone(), into, options.progress)?
            }
        };
        let built = match appended {
            Some(built) => built,
            None => {
                let view = self.view()?;
                let plan = BuildPlan { inputs: self.snapshot().facts(), ..plan };
                let market = (Some(self.snapshot()), &view);
                folder.build(market, &rules, plan, into, options.progress)?
            }
        };
        let BuiltFolder { continued, correction, .. } = built;
        Ok(Built { run: Run::open(folder.path())?, continued, correction })
    }
}
