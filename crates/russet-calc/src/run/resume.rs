//! Where a build goes on: the newest checkpoint of the run in its folder by which nothing was known, and no
//! rule counted, that is otherwise now.

use jiff::civil::Date;
use russet_market::folder::TableFile;
use russet_market::{Known, MarketView};
use russet_rules::Methodology;
use russet_store::Writer;

use super::checkpoints::{self, CheckpointFile};
use super::kept::{Kept, decisions_since, kept};
use super::{
    Constituent, LevelRow, Manifest, PartitionKey, Partitioning, ResumePoint, RunError, RunFolder,
    prices,
};
use crate::history::{
    BuildPlan, Resumption, asks_for_decisions, checkpoint_after, days_learned_late,
    securities_learned_late,
};

/// A run to be continued.
#[derive(Debug)]
pub(super) struct Resume {
    pub(super) old: Manifest,
    pub(super) resumption: Resumption,
    /// What of the old run is part of the new one.
    pub(super) kept: Vec<Kept>,
    pub(super) checkpoints: Vec<CheckpointFile>,
}

impl RunFolder {
    /// The run in the folder and the checkpoint to go on from, perhaps only that after one session; nothing
    /// where the build starts over.
    pub(super) fn resume<'known>(
        &self,
        writer: &mut Writer<Manifest>,
        (view, known): (&MarketView<'_>, &dyn Fn() -> &'known Known<'known>),
        family: &Methodology,
        plan: &BuildPlan,
        only: Option<Date>,
    ) -> Option<Resume> {
        let old = writer.current()?.clone();
        let end = plan.to.unwrap_or(Date::MAX);
        let end = view.sessions().partition_point(|(session, _)| *session <= end);
        let sessions = &view.sessions()[..end];
        let partitioning = Partitioning::until(sessions.last()?.0);
        // A checkpoint is of use where the run has all that the new one needs before it.
        let first = old.checkpoints.first()?.after;
        let first = sessions.partition_point(|(session, _)| *session < first);
        let mut files = old.checkpoints.iter().peekable();
        let (mut usable, mut wanted) = (Vec::new(), Vec::new());
        for (place, (session, _)) in sessions.iter().enumerate().skip(first) {
            let file = files.next_if(|file| file.after == *session);
            let file = file.filter(|file| writer.is_intact(&file.file));
            let is_carried = old.carried.iter().any(|key| key.contains(*session));
            match (file, !is_carried && checkpoint_after(sessions, place, partitioning)) {
                (None, true) => break,
                (None, false) => {}
                (Some(file), is_wanted) => {
                    usable.extend((file.after < partitioning.last()).then_some(file));
                    wanted.extend(is_wanted.then(|| file.clone()));
                }
            }
        }
        let years = |files: &[TableFile], before: i16| -> Vec<TableFile> {
            let prices = files.iter().filter(|file| file.table == prices::TABLE);
            let year = |file: &TableFile| PartitionKey::of_file(file)?.year();
            prices.filter(|file| year(file).is_some_and(|year| year < before)).cloned().collect()
        };
        // Closes of the checkpoint's own year are part of what was known by it.
        let holds = |file: &&&CheckpointFile| {
            let year = file.after.year();
            only.is_none_or(|only| file.after == only)
                && years(&old.inputs, year) == years(&plan.inputs, year)
        };
        for file in usable.iter().rev().filter(holds) {
            let asked = checkpoints::asked(family, plan, file.after);
            let Some(checkpoint) =
                file.read(&self.path, asked, |point| known().by(point.after, point.next))
            else {
                continue;
            };
            let after = checkpoint.point.after;
            let Some(kept) = kept(&old, &checkpoint.point, partitioning) else { continue };
            // A part that was damaged since is made again, from a checkpoint before it.
            if !kept.iter().all(|part| writer.is_intact(&part.file)) {
                continue;
            }
            let Some(decisions) = (match asks_for_decisions(family, plan) {
                true => decisions_since(&self.path, &kept, &checkpoint.point),
                false => Some(Vec::new()),
            }) else {
                continue;
            };
            let point = &checkpoint.point;
            let (Ok(ended), Ok(divisors)) =
                (self.ended(view, &kept, point), self.late_levels(view, &kept, point))
            else {
                continue;
            };
            wanted.retain(|file| file.after <= after);
            let resumption = Resumption { checkpoint, decisions, ended, divisors };
            return Some(Resume { old, resumption, kept, checkpoints: wanted });
        }
        None
    }

    /// Levels of the ex-dates of dividends that were learned after a point.
    fn late_levels(
        &self,
        view: &MarketView<'_>,
        kept: &[Kept],
        point: &ResumePoint,
    ) -> Result<Vec<LevelRow>, RunError> {
        let days = days_learned_late(view, point.after);
        let covers = |part: &&Kept| {
            part.file.table == "levels"
                && days.range(part.key.start()..=part.key.end()).next().is_some()
        };
        let mut levels = Vec::new();
        for part in kept.iter().filter(covers) {
            let rows = part.rows::<LevelRow>(&self.path)?;
            levels.extend(rows.into_iter().filter(|row| days.contains(&row.date)));
        }
        Ok(levels)
    }

    /// Constituents that had ended at a point, of securities with dividends that were learned since.
    fn ended(
        &self,
        view: &MarketView<'_>,
        kept: &[Kept],
        point: &ResumePoint,
    ) -> Result<Vec<Constituent>, RunError> {
        let late = securities_learned_late(view, point.after);
        let Some(first) = late.values().min() else { return Ok(Vec::new()) };
        let mut ended = Vec::new();
        let parts = kept.iter().filter(|part| part.file.table == "constituents");
        for part in parts.filter(|part| part.key.end() >= *first) {
            let rows = part.rows::<Constituent>(&self.path)?;
            ended.extend(rows.into_iter().filter(|row| {
                late.get(&row.security_id).is_some_and(|ex_date| row.last_session >= *ex_date)
            }));
        }
        ended.sort_by_key(|row| row.last_session);
        Ok(ended)
    }
}
