//! A run that is continued from what its market has about the days since: most days touch no share count, no
//! account and no earlier close, so none of them is read.

use russet_market::folder::{Earlier, MarketSnapshot};
use russet_rules::Methodology;

use super::build::{Built, Outcome, Start};
use super::build_options::BuildOptions;
use super::stream::Source;
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
    pub fn append(
        &self,
        market: &MarketSnapshot,
        family: &Methodology,
        mut plan: BuildPlan,
        options: BuildOptions<'_>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Option<Built>, RunError> {
        if !self.path.exists() {
            return Ok(None);
        }
        let mut writer = self.writer(family, options)?;
        let newest = writer.current().and_then(|old| {
            let newest = old.checkpoints.last()?.clone();
            Some((newest, old.inputs.clone()))
        });
        let Some((newest, inputs)) = newest else { return Ok(None) };
        let after = newest.after;
        let asked = checkpoints::asked(family, &plan, after);
        let Some(sessions) = newest.sessions(&self.path, asked) else { return Ok(None) };
        let earlier = Earlier { after, sessions: &sessions, files: &inputs };
        // What cannot be read is reported by whoever reads the whole market.
        let Ok(Some(latest)) = market.read_after(earlier) else { return Ok(None) };
        let (view, known) = (latest.view(), latest.known());
        plan.inputs = market.facts();
        let known = || &known;
        let Some(resume) = self.resume(&mut writer, (&view, &known), family, &plan, Some(after))
        else {
            return Ok(None);
        };
        let source = Source { market: Some(market), view: &view, known: &known };
        match self.go(writer, source, family, (&plan, options), Start::at(resume), progress) {
            Ok(Outcome::Built(built)) => Ok(Some(*built)),
            Ok(Outcome::Unfit(_)) | Err(RunError::Build(BuildError::Stopped)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
