//! A correction that is carried, into the run's folder: the published parts stay.

use jiff::civil::Date;
use russet_market::MarketView;
use russet_market::folder::TableFile;
use russet_rules::{Decision, Methodology};
use russet_store::Keep;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use super::kept::kept;
use super::stream::Source;
use super::writer::Writer;
use super::{
    CheckpointFile, CloseTable, Manifest, PartitionKey, Partitioning, RestatementRow, RunError,
    RunSnapshot,
};
use crate::history::{
    BuildError, BuildPlan, Published, Resumption, asks_for_decisions, carry_into,
};

/// Published sessions whose data were corrected and whose levels stayed. A build cannot go on from within
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedSessions {
    /// The session after which the corrected data were recomputed; none: all of them were.
    pub after: Option<Date>,
    /// The last published session, after which the correction counts.
    pub through: Date,
}

impl CarriedSessions {
    /// Whether a session lies within.
    pub(super) fn contains(self, session: Date) -> bool {
        self.after.is_none_or(|after| session > after) && session < self.through
    }
}

/// A run whose published past stays.
pub(super) struct Past {
    pub(super) run: RunSnapshot,
    /// The session after which the corrected data were recomputed; none: all of them were.
    pub(super) after: Option<Date>,
    /// The checkpoint of that session.
    pub(super) resumption: Option<Resumption>,
    /// Those up to it.
    pub(super) checkpoints: Vec<CheckpointFile>,
    /// Partitioning of earlier corrections that stay carried.
    pub(super) carried: Vec<CarriedSessions>,
}

/// What came of carrying a correction.
pub(super) enum Carried {
    Built(Box<Manifest>),
    /// The published past cannot be kept; the right to write is given back.
    Impossible(Box<russet_store::Writer<Manifest>>),
}

impl Source<'_, '_> {
    /// Continues a run with its published parts and a correction carried, which its restatement rows record.
    pub(super) fn carry(
        &self,
        store: russet_store::Writer<Manifest>,
        (family, plan): (&Methodology, &BuildPlan),
        (past, rows, keep_versions): (Past, &[RestatementRow], Keep),
        progress: &dyn Fn(usize, usize),
    ) -> Result<Carried, RunError> {
        let Past { run, after, resumption, checkpoints, mut carried } = past;
        let view = self.view;
        let mut writer = Writer::new(store, self.market.cloned());
        let impossible = |writer: Writer| Ok(Carried::Impossible(Box::new(writer.into_store())));
        let sessions = view.sessions_between(Date::MIN, plan.to.unwrap_or(Date::MAX));
        let Some((end, _)) = sessions.last() else { return impossible(writer) };
        let Some(state) = run.published((view, family), plan)? else { return impossible(writer) };
        writer.checkpoints = checkpoints;
        if !run.keep_published(&mut writer, (&state, after), Partitioning::until(*end))? {
            return impossible(writer);
        }
        // The sweep after the commit waits for no reader of its own.
        drop(run);
        let (mut writer, manifest) = self.write_rows(writer, (family, plan), |sink| {
            carry_into(view, family, plan.clone(), resumption, &state, sink, progress)
        })?;
        let Some(manifest) = manifest else { return impossible(writer) };
        writer.restatements(rows)?;
        carried.push(CarriedSessions { after, through: state.last });
        let manifest = Manifest { carried, keep_versions, ..manifest };
        let (manifest, _) = writer.commit(manifest, &plan.methodology_text, None)?;
        Ok(Carried::Built(Box::new(manifest)))
    }
}

impl RunSnapshot {
    /// What the run in the folder has published; nothing when it has no level on the market's last session by
    /// its end.
    fn published(
        &self,
        (view, family): (&MarketView<'_>, &Methodology),
        plan: &BuildPlan,
    ) -> Result<Option<Published>, RunError> {
        let old = self.manifest();
        let Some((last, _)) = view.sessions_between(Date::MIN, old.to).last() else {
            return Ok(None);
        };
        let mut run = self.read_between(*last, *last)?;
        if run.events.is_empty() {
            // Events are numbered on after the last one, however long ago that was.
            run.events = self.table()?;
        }
        let mut earlier = Vec::new();
        match asks_for_decisions(family, plan) {
            true => run.decisions = self.table()?,
            false => {
                let first = self.first_year_read(old);
                let of_table = |file: &&TableFile| file.table == Decision::NAME;
                for file in old.outputs.iter().filter(of_table) {
                    let year = PartitionKey::of_file(file).and_then(PartitionKey::year);
                    earlier.extend(year.filter(|year| *year < first).map(|year| (year, file.rows)));
                }
            }
        }
        let next = family.sessions().next_session(*last).map_err(BuildError::from)?;
        let published = Published::of(&run, next, earlier)?;
        Ok(published.filter(|published| published.last == *last))
    }

    /// The first year that [`RunSnapshot::read_between`] reads for the last session.
    fn first_year_read(&self, old: &Manifest) -> i16 {
        let years = old.years();
        years.into_iter().rfind(|year| *year < old.to.year()).unwrap_or(old.to.year())
    }

    /// Gives a writer the published parts, and the closes of recomputed sessions as they were published;
    /// false where a part is gone or damaged.
    fn keep_published(
        &self,
        writer: &mut Writer,
        (published, after): (&Published, Option<Date>),
        partitioning: Partitioning,
    ) -> Result<bool, RunError> {
        let old = self.manifest();
        let Some(mut parts) = kept(old, &published.point(), partitioning) else { return Ok(false) };
        if !writer.are_intact(&parts) {
            return Ok(false);
        }
        let is_recomputed = |key: PartitionKey| after.is_none_or(|after| key.end() > after);
        parts.retain(|part| part.file.table != CloseTable::TABLE || !is_recomputed(part.key));
        let checkpoints = std::mem::take(&mut writer.checkpoints);
        writer.keep(parts, checkpoints);
        let first = after.map_or(Date::MIN, |after| partitioning.of(after).start());
        let mut closes = self.closes_of_years(first.year()..=old.to.year())?;
        if let Ok(before) = first.yesterday() {
            closes.take_until(before);
        }
        let mut closes = writer.without_market_closes(closes)?;
        while let Some(session) = closes.first_session() {
            let key = partitioning.of(session);
            let of_span = closes.take_until(key.end());
            if is_recomputed(key) {
                writer.keep_closes(key, &of_span)?;
            }
        }
        Ok(true)
    }
}
