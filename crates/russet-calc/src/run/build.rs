//! A run built into its folder, year by year.

use std::sync::OnceLock;

use jiff::civil::Date;
use russet_market::folder::MarketSnapshot;
use russet_market::{Known, MarketView};
use russet_rules::Methodology;
use russet_rules::restatement::Treatment;

use super::carry::{Carried, Past};
use super::changed::Changed;
use super::checkpoints;
use super::correction::{NeverCarried, is_methodology_of};
use super::resume::Resume;
use super::stream::Source;
use super::writer::Writer;
use super::{Begin, BuildOptions, CheckpointFile, Correction, Manifest, RunError, RunFolder};
use crate::history::{BuildError, BuildPlan, build_into, resume_into};

/// A run in its folder, and how it came there.
#[derive(Debug, Clone, PartialEq)]
pub struct Built {
    /// What the run was made of and what it made.
    pub manifest: Manifest,
    /// Where the run that was in the folder was continued; none: it was built from its first session on.
    pub continued: Option<Continued>,
    /// The correction of published sessions that the build found.
    pub correction: Option<Correction>,
}

/// How a run was continued.
#[derive(Debug, Clone, PartialEq)]
pub struct Continued {
    /// The session after whose close.
    pub after: Date,
    /// What differs from the old run; none where parts of it were too damaged to be compared.
    pub changed: Option<Changed>,
}

/// What a build starts from.
#[derive(Default)]
pub(super) struct Start {
    /// A checkpoint of the run in the folder; none: the first session.
    pub(super) resume: Option<Resume>,
    /// The run in the folder, where its levels count as published.
    pub(super) published: Option<Manifest>,
    /// Why a correction cannot be carried.
    pub(super) never_carried: Option<NeverCarried>,
}

impl Start {
    pub(super) fn at(resume: Resume) -> Start {
        Start { resume: Some(resume), ..Start::default() }
    }
}

/// What came of a build.
pub(super) enum Outcome {
    Built(Box<Built>),
    /// The checkpoint does not fit, or the view lacks what was asked; the right to write is given back.
    Unfit(Box<russet_store::Writer<Manifest>>),
}

impl RunFolder {
    /// The right to write into the folder.
    pub(super) fn writer(
        &self,
        family: &Methodology,
        options: BuildOptions<'_>,
    ) -> Result<russet_store::Writer<Manifest>, RunError> {
        let writer = russet_store::Writer::<Manifest>::begin_over(&self.path, options.wait)?;
        if let Some(current) = writer.current().filter(|_| !options.replace) {
            let wanted = format!("{} {}", family.name, family.version);
            let name =
                |methodology: &str| methodology.rsplit_once(' ').map(|(name, _)| name.to_owned());
            if name(&current.methodology).is_some_and(|name| name != family.name) {
                let (path, current) = (self.path.clone(), current.methodology.clone());
                return Err(RunError::OtherMethodology { path, current, wanted });
            }
        }
        Ok(writer)
    }

    /// Builds a run into the folder, over an older run if need be: each partition is written while the next
    /// one is made, and the folder holds the old run until the new one is whole.
    ///
    /// With the market's snapshot, its price files of the run's years become part of the run, so that
    /// only the closes that differ from them are written. The view and the plan's inputs must be that
    /// snapshot's. A run that is there already is continued then, from before the first day on which the
    /// market or the methodology ([`Methodology::in_force_by`]) differ from what they were, and every byte is
    /// what a build from the first session on would make. A part of it that is damaged is made again.
    ///
    /// # Errors
    /// [`RunError`] when the folder holds something that is no run, or the run of another methodology, or
    /// cannot be written, or the run cannot be built.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_calc::run::BuildOptions;
    /// use russet_calc::{BuildPlan, RunFolder};
    /// use russet_market::MarketView;
    /// use russet_rules::Methodology;
    /// use russet_sim::{Simulation, simulate};
    /// let companies = Simulation { companies: 40, years: 1, from: date(2024, 1, 1), ..Simulation::default() };
    /// let market = simulate(&companies, &|_, _| {})?;
    /// let family = Methodology::built_in("russell-us")?;
    /// let plan = BuildPlan {
    ///     methodology_text: Methodology::built_in_text("russell-us").unwrap_or_default().to_owned(),
    ///     from: None,
    ///     to: Some(date(2024, 7, 31)),
    ///     infer_from_lists: false,
    ///     notes: Vec::new(),
    ///     inputs: Vec::new(),
    /// };
    /// let parent = tempfile::tempdir()?;
    /// let folder = RunFolder::at(parent.path().join("run"));
    /// let view = MarketView::new(&market);
    /// folder.build((None, &view), &family, plan, BuildOptions::default(), &|_, _| {})?;
    ///
    /// let run = folder.read()?;
    /// let close = run.closing("R1000", date(2024, 7, 31))?.unwrap();
    /// assert_eq!(close.constituents.len(), 26);
    /// // The value of the constituents over the divisor is the level.
    /// assert_eq!(close.market_cap.at(close.divisor)?, close.level.price_return);
    /// // The ledger, closes, dividends and rates alone give every level again.
    /// assert!(russet_calc::replay::audit(&folder.snapshot()?)?.differences.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn build(
        &self,
        (market, view): (Option<&MarketSnapshot>, &MarketView<'_>),
        family: &Methodology,
        plan: BuildPlan,
        options: BuildOptions<'_>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Built, RunError> {
        let known = OnceLock::new();
        let known = || known.get_or_init(|| Known::of(view.market()));
        let source = Source { market, view, known: &known };
        let continues = (market.is_some(), options.begin) == (true, Begin::WhereItCan);
        let mut writer = self.writer(family, options)?;
        if continues
            && let Some(resume) = self.resume(&mut writer, (view, &known), family, &plan, None)
        {
            match self.go(writer, source, family, (&plan, options), Start::at(resume), progress)? {
                Outcome::Built(built) => return Ok(*built),
                Outcome::Unfit(unfit) => writer = *unfit,
            }
        }
        let published = continues.then(|| self.published_by(&mut writer, family, &plan)).flatten();
        let start = Start { published, ..Start::default() };
        match self.go(writer, source, family, (&plan, options), start, progress)? {
            Outcome::Built(built) => Ok(*built),
            // Only a checkpoint can turn out not to fit.
            Outcome::Unfit(_) => Err(RunError::Build(BuildError::Stopped)),
        }
    }

    /// The run in the folder, where it is whole and was asked for in the same way.
    fn published_by(
        &self,
        writer: &mut russet_store::Writer<Manifest>,
        family: &Methodology,
        plan: &BuildPlan,
    ) -> Option<Manifest> {
        let old = writer.current()?.clone();
        let checkpoints = old.checkpoints.iter();
        let intact: Vec<_> = checkpoints.filter(|file| writer.is_intact(&file.file)).collect();
        let is_asked_alike = |file: &CheckpointFile| {
            file.sessions(&self.path, checkpoints::asked(family, plan, file.after)).is_some()
        };
        // Without any checkpoint nothing says what else it was asked for.
        let fits = is_methodology_of(&old, plan)
            && old.outputs.iter().all(|file| writer.is_intact(file))
            && plan.from.is_none_or(|from| from == old.from)
            && intact.first().copied().is_none_or(is_asked_alike);
        fits.then_some(old)
    }

    /// Builds from the first session or from a checkpoint on. Published levels that would differ are
    /// restated, or stay with their correction carried.
    pub(super) fn go(
        &self,
        writer: russet_store::Writer<Manifest>,
        source: Source<'_, '_>,
        family: &Methodology,
        (plan, options): (&BuildPlan, BuildOptions<'_>),
        start: Start,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Outcome, RunError> {
        let Start { resume, published, never_carried } = start;
        let mut writer = Writer::new(writer, source.market.cloned());
        let (resumption, old) = match resume {
            Some(Resume { old, resumption, kept, checkpoints }) => {
                writer.keep(kept, checkpoints);
                (Some(resumption), Some(old))
            }
            None => (None, None),
        };
        let checkpoints = writer.checkpoints.clone();
        let after = resumption.as_ref().map(|resumption| resumption.checkpoint.point.after);
        let again = resumption.clone();
        let view = source.view;
        let (mut writer, manifest) =
            source.write_rows(writer, (family, plan), |sink| match resumption {
                Some(resumption) => {
                    resume_into(view, family, plan.clone(), resumption, sink, progress)
                }
                None => build_into(view, family, plan.clone(), sink, progress).map(Some),
            })?;
        let Some(mut manifest) = manifest else {
            return Ok(Outcome::Unfit(Box::new(writer.into_store())));
        };
        manifest.keep_versions = options.keep.or(writer.keeps_versions()).unwrap_or_default();
        let published = old.as_ref().or(published.as_ref());
        let mut carried = published.map(|old| old.carried.clone()).unwrap_or_default();
        carried.retain(|key| after.is_some_and(|after| key.through <= after));
        let mut correction = None;
        if let Some(old) = published {
            let never_carried = never_carried.or_else(|| NeverCarried::of(old, plan));
            let run = self.snapshot()?;
            // What is kept is in both runs and need not be compared.
            writer.write_kept()?;
            let parts = (old, writer.outputs.as_slice());
            correction = run.correction((view, family), parts, after, never_carried)?;
            let is_carried = |found: &Correction| found.record.treatment == Treatment::Carried;
            if let Some(found) = correction.clone().filter(is_carried) {
                let past = Past { run, after, resumption: again, checkpoints, carried };
                let keep = manifest.keep_versions;
                let store = writer.into_store();
                let built =
                    source.carry(store, (family, plan), (past, &found.rows, keep), progress)?;
                let store = match built {
                    Carried::Built(manifest) => {
                        let changed = Some(Changed::default());
                        let continued = after.map(|after| Continued { after, changed });
                        let correction = Some(found);
                        return Ok(Outcome::Built(Box::new(Built {
                            manifest: *manifest,
                            continued,
                            correction,
                        })));
                    }
                    Carried::Impossible(store) => *store,
                };
                if view.lacked() {
                    return Ok(Outcome::Unfit(Box::new(store)));
                }
                return self.restate(
                    store,
                    source,
                    family,
                    (plan, options),
                    (old, after),
                    progress,
                );
            }
            let rows = match &correction {
                Some(correction) => correction.rows.clone(),
                None => run.restatements()?,
            };
            writer.restatements(&rows)?;
        }
        manifest.carried = carried;
        let (manifest, changed) = writer.commit(manifest, &plan.methodology_text, old.as_ref())?;
        let continued = after.zip(old).map(|(after, _)| Continued { after, changed });
        Ok(Outcome::Built(Box::new(Built { manifest, continued, correction })))
    }

    /// Builds once more with a correction restated that could not be carried.
    fn restate(
        &self,
        mut writer: russet_store::Writer<Manifest>,
        source: Source<'_, '_>,
        family: &Methodology,
        (plan, options): (&BuildPlan, BuildOptions<'_>),
        (old, after): (&Manifest, Option<Date>),
        progress: &dyn Fn(usize, usize),
    ) -> Result<Outcome, RunError> {
        let known = || (source.known)();
        let resume = match after {
            Some(_) => self.resume(&mut writer, (source.view, &known), family, plan, after),
            None => None,
        };
        let never_carried = Some(NeverCarried::PastIsGone);
        let start = Start { resume, published: Some(old.clone()), never_carried };
        self.go(writer, source, family, (plan, options), start, progress)
    }
}
