//! A run into its folder: built there year by year, or written from memory.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use jiff::civil::Date;
use russet_market::folder::TableFile;
use russet_market::{Known, MarketView};
use russet_rules::Methodology;
use russet_rules::restatement::Treatment;

use super::carry::Past;
use super::changed::Changed;
use super::checkpoints;
use super::correction::NeverCarried;
use super::error::io;
use super::kept::PartRow;
use super::resume::Resume;
use super::sink::{Keeps, Sink, Stopped};
use super::stretch::{constituent_key, take_until};
use super::writer::Writer;
use super::{CheckpointFile, Correction, Manifest, Run, RunError, RunFolder, Span, Spans, Stretch};
use crate::history::{BuildError, BuildPlan, Checkpoint, Cut, build_into, resume_into};

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
    /// What is otherwise now of what the old run said.
    pub changed: Changed,
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

/// Whether a build may continue the run in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Begin {
    /// Where a checkpoint is there by which the same rules counted, asked for in the same way, over the same
    /// market up to then.
    #[default]
    WhereItCan,
    /// With the first session.
    Anew,
}

impl RunFolder {
    /// Builds a run into the folder, over an older run if need be: each stretch is written while the next
    /// one is made, and the folder holds the old run until the new one is whole.
    ///
    /// With the market's folder, its price files of the run's years become part of the run, so that
    /// only the closes that differ from them are written. The plan's inputs must be that folder's. A run
    /// that is there already is continued then, from before the first day on which the market or the
    /// methodology ([`Methodology::in_force_by`]) say anything else than they did, and every byte is what a
    /// build from the first session on would make.
    ///
    /// # Errors
    /// [`RunError`] when the folder holds something that is no run or cannot be written, or the run
    /// cannot be built.
    ///
    /// ```
    /// use russet_calc::run::Begin;
    /// use russet_calc::{BuildPlan, RunError, RunFolder};
    /// use russet_market::{Market, MarketView};
    /// use russet_rules::Methodology;
    /// let (market, family) = (Market::default(), Methodology::built_in("russell-us").unwrap());
    /// let plan = BuildPlan {
    ///     methodology_text: String::new(), from: None, to: None,
    ///     infer_from_lists: false, notes: Vec::new(), inputs: Vec::new(),
    /// };
    /// let (folder, view) = (RunFolder::at("nowhere"), MarketView::new(&market));
    /// let empty = folder.build(&view, &family, plan, (None, Begin::default()), &|_, _| {});
    /// assert!(matches!(empty, Err(RunError::Build(_))));
    /// ```
    pub fn build(
        &self,
        view: &MarketView<'_>,
        family: &Methodology,
        plan: BuildPlan,
        (market, begin): (Option<&Path>, Begin),
        progress: &dyn Fn(usize, usize),
    ) -> Result<Built, RunError> {
        let known = OnceLock::new();
        let known = || known.get_or_init(|| Known::of(view.market()));
        let continues = (market.is_some(), begin) == (true, Begin::WhereItCan);
        if continues
            && let Some(resume) = self.resume((view, &known), family, &plan, None)
            && let Some(built) = self.go(
                (view, &known),
                family,
                plan.clone(),
                (market, Start::at(resume)),
                progress,
            )?
        {
            return Ok(built);
        }
        let published = continues.then(|| self.published_by(family, &plan)).flatten();
        let start = Start { published, ..Start::default() };
        let built = self.go((view, &known), family, plan, (market, start), progress)?;
        // Only a checkpoint can turn out not to fit.
        built.ok_or(RunError::Build(BuildError::Stopped))
    }

    /// The run in the folder, where it is whole and was asked for in the same way.
    fn published_by(&self, family: &Methodology, plan: &BuildPlan) -> Option<Manifest> {
        let old = self.manifest().ok()?;
        let hash = blake3::hash(plan.methodology_text.as_bytes()).to_hex().to_string();
        let is_whole = |file: &TableFile| self.path.join(&file.file).is_file();
        let mut checkpoints = old.checkpoints.iter().filter(|file| file.is_there(&self.path));
        let is_asked_alike = |file: &CheckpointFile| {
            file.sessions(&self.path, checkpoints::asked(family, plan, file.after)).is_some()
        };
        // Without any checkpoint nothing says what else it was asked for.
        let fits = old.methodology_hash == hash
            && old.outputs.iter().all(is_whole)
            && plan.from.is_none_or(|from| from == old.from)
            && checkpoints.next().is_none_or(is_asked_alike);
        fits.then_some(old)
    }

    /// Builds from the first session or from a checkpoint on; nothing where the checkpoint does not fit, or
    /// the view has not all that was asked. Published levels that would differ are restated, or stay with
    /// their correction carried.
    pub(super) fn go<'known>(
        &self,
        (view, known): (&MarketView<'_>, &(dyn Fn() -> &'known Known<'known> + Sync)),
        family: &Methodology,
        plan: BuildPlan,
        (market, start): (Option<&Path>, Start),
        progress: &dyn Fn(usize, usize),
    ) -> Result<Option<Built>, RunError> {
        let Start { resume, published, never_carried } = start;
        let mut writer = self.writer(market, &plan)?;
        let (resumption, old) = match resume {
            Some(Resume { old, resumption, kept, checkpoints }) => {
                writer.keep(kept, checkpoints);
                (Some(resumption), Some(old))
            }
            None => (None, None),
        };
        let checkpoints = writer.checkpoints.clone();
        let after = resumption.as_ref().map(|resumption| resumption.checkpoint.cut.after);
        let again = resumption.clone();
        let (mut writer, manifest) =
            self.write_rows(writer, (view, known), (family, &plan), |sink| match resumption {
                Some(resumption) => {
                    resume_into(view, family, plan.clone(), resumption, sink, progress)
                }
                None => build_into(view, family, plan.clone(), sink, progress).map(Some),
            })?;
        let Some(mut manifest) = manifest else { return Ok(None) };
        let published = old.as_ref().or(published.as_ref());
        let correction = match published {
            Some(old) => {
                let hash = blake3::hash(plan.methodology_text.as_bytes()).to_hex().to_string();
                let rules_changed = old.methodology_hash != hash;
                let ends_earlier = plan.to.is_some_and(|to| to < old.to);
                let never_carried = rules_changed
                    .then_some(NeverCarried::RulesChanged)
                    .or(never_carried)
                    .or(ends_earlier.then_some(NeverCarried::EndsEarlier));
                let parts = (old, writer.outputs.as_slice());
                self.correction((view, family), parts, after, never_carried)?
            }
            None => None,
        };
        let mut carried = published.map(|old| old.carried.clone()).unwrap_or_default();
        carried.retain(|span| after.is_some_and(|after| span.through <= after));
        if let (Some(old), Some(correction)) = (published, &correction)
            && correction.record.treatment == Treatment::Carried
        {
            drop(writer);
            let past = Past { old, after, resumption: again, checkpoints, carried };
            let rows = &correction.rows;
            let kept =
                self.carry((view, known), (family, &plan), (market, past, rows), progress)?;
            if let Some(manifest) = kept {
                let continued = after.map(|after| Continued { after, changed: Changed::default() });
                return Ok(Some(Built {
                    manifest,
                    continued,
                    correction: Some(correction.clone()),
                }));
            }
            if view.lacked() {
                return Ok(None);
            }
            let resume = match after {
                Some(_) => self.resume((view, known), family, &plan, after),
                None => None,
            };
            let never_carried = Some(NeverCarried::PastIsGone);
            let start = Start { resume, published: Some(old.clone()), never_carried };
            return self.go((view, known), family, plan, (market, start), progress);
        }
        let restatements = match (&correction, published) {
            (Some(correction), _) => correction.rows.clone(),
            (None, Some(_)) => self.restatements()?,
            (None, None) => Vec::new(),
        };
        writer.restatements(&restatements)?;
        manifest.carried = carried;
        let manifest = writer.commit(manifest, &plan.methodology_text)?;
        let continued = match after.zip(old) {
            Some((after, old)) => {
                let changed = Changed::between(&self.path, &old, &manifest)?;
                Some(Continued { after, changed })
            }
            None => None,
        };
        Ok(Some(Built { manifest, continued, correction }))
    }

    pub(super) fn writer(
        &self,
        market: Option<&Path>,
        plan: &BuildPlan,
    ) -> Result<Writer, RunError> {
        Writer::new(&self.path, market.map(|path| (path.to_owned(), plan.inputs.clone())))
    }

    /// Writes the rows of a build while it goes on; no manifest where it cannot, or the view has not all that
    /// was asked.
    pub(super) fn write_rows<'view, 'known>(
        &self,
        mut writer: Writer,
        (view, known): (&MarketView<'_>, &(dyn Fn() -> &'known Known<'known> + Sync)),
        (family, plan): (&Methodology, &BuildPlan),
        build: impl FnOnce(&mut Stream<'view>) -> Result<Option<Manifest>, BuildError>,
    ) -> Result<(Writer, Option<Manifest>), RunError> {
        let asked = |after| checkpoints::asked(family, plan, after);
        let keeps = match writer.has_market() {
            true => Keeps::AllButMarketCloses,
            false => Keeps::Everything,
        };
        let folder = self.path.as_path();
        thread::scope(|scope| {
            let (parcels, receiver) = sync_channel::<Parcel<'view>>(1);
            let writing = scope.spawn(move || -> Result<Writer, RunError> {
                for parcel in receiver {
                    match parcel {
                        Parcel::Rows(rows) => writer.stretch(&rows)?,
                        Parcel::Checkpoint(checkpoint) => {
                            let Cut { after, next, .. } = checkpoint.cut;
                            let facts = known().by(after, next).ok_or(BuildError::Stopped)?;
                            let sessions = view.sessions().iter().map(|(session, _)| *session);
                            let facts = (facts, sessions.take_while(|session| *session <= after));
                            let bytes = checkpoints::bytes(asked(after), facts, checkpoint);
                            let fail = |source| io("compress a checkpoint for", folder, source);
                            writer.checkpoint(after, &bytes.map_err(fail)?)?;
                        }
                    }
                }
                Ok(writer)
            });
            let mut stream = Stream { keeps, parcels };
            let built = build(&mut stream);
            drop(stream);
            let lacked = view.lacked();
            match writing.join() {
                Ok(writer) if lacked => Ok((writer?, None)),
                // Where writing failed, the build ended for it.
                Ok(writer) => Ok::<_, RunError>((writer?, built?)),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
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
        let spans = Spans::until(last);
        parts(&mut writer, run.decisions, |row| Span::Year(row.effective.min(last).year()))?;
        parts(&mut writer, run.events, |row| spans.of(row.after_close))?;
        let mut constituents = run.constituents;
        let ends = |day: Date| if day <= last { spans.of(day) } else { Span::Open };
        constituents.sort_by(|a, b| {
            (ends(a.to), constituent_key(a)).cmp(&(ends(b.to), constituent_key(b)))
        });
        parts(&mut writer, constituents, |row| ends(row.to))?;
        parts(&mut writer, run.levels, |row| spans.of(row.date))?;
        let mut closes = writer.without_market_closes(run.closes)?;
        while let Some(session) = closes.first_session() {
            let span = spans.of(session);
            writer.closes(span, &closes.take_until(span.end()))?;
        }
        parts(&mut writer, run.dividends, |row| spans.of(row.date))?;
        parts(&mut writer, run.rates, |row| spans.of(row.date))?;
        parts(&mut writer, run.pro_forma, |row| spans.of(row.announced_on))?;
        parts(&mut writer, run.actions, |row| {
            row.after_close.map_or(Span::Open, |day| spans.of(day))
        })?;
        writer.commit(run.manifest, &run.methodology_text)
    }
}

impl Start {
    /// A checkpoint.
    pub(super) fn at(resume: Resume) -> Start {
        Start { resume: Some(resume), ..Start::default() }
    }
}

/// What is on its way to the thread that writes it.
enum Parcel<'market> {
    Rows(Box<Stretch<'market>>),
    Checkpoint(Checkpoint),
}

pub(super) struct Stream<'market> {
    keeps: Keeps,
    parcels: SyncSender<Parcel<'market>>,
}

impl<'market> Sink<'market> for Stream<'market> {
    fn keeps(&self) -> Keeps {
        self.keeps
    }

    fn take(&mut self, rows: Stretch<'market>) -> Result<(), Stopped> {
        self.parcels.send(Parcel::Rows(Box::new(rows))).map_err(|_| Stopped)
    }

    fn keeps_checkpoints(&self) -> bool {
        self.keeps == Keeps::AllButMarketCloses
    }

    fn keep(&mut self, checkpoint: Checkpoint) -> Result<(), Stopped> {
        self.parcels.send(Parcel::Checkpoint(checkpoint)).map_err(|_| Stopped)
    }
}

/// Writes a table of a run in memory by spans.
fn parts<R: PartRow>(
    writer: &mut Writer,
    mut rows: Vec<R>,
    span: impl Fn(&R) -> Span,
) -> Result<(), RunError> {
    while let Some(first) = rows.first() {
        let of = span(first);
        let part = take_until(&mut rows, |row| span(row) > of);
        writer.rows(of, &part)?;
    }
    Ok(())
}
