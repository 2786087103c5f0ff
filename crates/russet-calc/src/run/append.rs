//! A run that is continued by what its market tells of the days since: most days touch no share count, no
//! account and no earlier close, so none of them is read.

use std::path::Path;

use russet_market::MarketFolder;
use russet_market::folder::Earlier;
use russet_rules::Methodology;

use super::build::{Built, Start};
use super::{RunError, RunFolder, checkpoints};
use crate::history::{BuildError, BuildPlan};

impl RunFolder {
    /// Continues the run in the folder after its newest checkpoint, from the parts of the market that
    /// quiet days need; the plan's inputs are those of the market. Nothing where there is no such
    /// checkpoint, or where anything else had to be looked at: then [`RunFolder::build`] has the answer,
    /// and the folder is as it was.
    ///
    /// # Errors
    /// [`RunError`] as [`RunFolder::build`].
    ///
    /// ```
    /// use russet_calc::{BuildPlan, RunFolder};
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us").unwrap();
    /// let plan = BuildPlan {
    ///     methodology_text: String::new(), from: None, to: None,
    ///     infer_from_lists: false, notes: Vec::new(), inputs: Vec::new(),
    /// };
    /// let market = std::path::Path::new("no/market");
    /// let none = RunFolder::at("nowhere").append(market, &family, plan, &|_, _| {})?;
    /// assert_eq!(none, None);
    /// # Ok::<(), russet_calc::RunError>(())
    /// ```
    pub fn append(
        &self,
        market: &Path,
        family: &Methodology,
        mut plan: BuildPlan,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Option<Built>, RunError> {
        let Ok(old) = self.manifest() else { return Ok(None) };
        let Some(newest) = old.checkpoints.last() else { return Ok(None) };
        let after = newest.after;
        let asked = checkpoints::asked(family, &plan, after);
        let Some(sessions) = newest.sessions(&self.path, asked) else { return Ok(None) };
        let earlier = Earlier { after, sessions: &sessions, files: &old.inputs };
        // What cannot be read is told of by whoever reads the whole market.
        let Ok(Some(latest)) = MarketFolder::at(market).read_after(earlier) else {
            return Ok(None);
        };
        let (view, known) = (latest.view(), latest.known());
        plan.inputs = latest.files().to_vec();
        let known = || &known;
        let Some(resume) = self.resume((&view, &known), family, &plan, Some(after)) else {
            return Ok(None);
        };
        match self.go((&view, &known), family, plan, (Some(market), Start::at(resume)), progress) {
            Err(RunError::Build(BuildError::Stopped)) => Ok(None),
            went => went,
        }
    }
}
