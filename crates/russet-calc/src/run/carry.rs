//! A correction that is carried, into the run's folder: the published parts stay.

use jiff::civil::Date;
use russet_market::MarketView;
use russet_market::folder::{TableFile, TableRow};
use russet_rules::{Decision, Methodology};
use serde::{Deserialize, Serialize};

use super::kept::kept;
use super::names::span_of;
use super::writer::Writer;
use super::{CloseTable, Manifest, RunError, RunFolder, Span, Spans};
use crate::history::{BuildPlan, Published, asks_for_decisions};

/// Published sessions whose data were corrected and whose levels stayed. A build cannot go on from within
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedSpan {
    /// The session after which the corrected data were recomputed; none: all of them were.
    pub after: Option<Date>,
    /// The last published session, after which the correction counts.
    pub through: Date,
}

impl CarriedSpan {
    /// Whether a session lies within.
    pub(super) fn contains(self, session: Date) -> bool {
        self.after.is_none_or(|after| session > after) && session < self.through
    }
}

impl RunFolder {
    /// What the run in the folder has published; nothing when it has no level.
    pub(super) fn published(
        &self,
        (view, family): (&MarketView<'_>, &Methodology),
        plan: &BuildPlan,
        old: &Manifest,
    ) -> Result<Option<Published>, RunError> {
        let mut run = self.read_between(old.to, old.to)?;
        let mut earlier = Vec::new();
        match asks_for_decisions(family, plan) {
            true => run.decisions = self.table()?,
            false => {
                let first = self.first_year_read(old);
                let of_table = |file: &&TableFile| file.table == Decision::TABLE;
                for file in old.outputs.iter().filter(of_table) {
                    let year = span_of(file).and_then(Span::year);
                    earlier.extend(year.filter(|year| *year < first).map(|year| (year, file.rows)));
                }
            }
        }
        let Some(last) = view.sessions_between(Date::MIN, old.to).last() else { return Ok(None) };
        if last.0 != old.to {
            return Ok(None);
        }
        let next = family.sessions().next_session(old.to);
        let next = next.map_err(crate::history::BuildError::from)?;
        Ok(Published::of(&run, next, earlier)?)
    }

    /// The first year that [`RunFolder::read_between`] reads for the last session.
    fn first_year_read(&self, old: &Manifest) -> i16 {
        let years = old.years();
        years.into_iter().rfind(|year| *year < old.to.year()).unwrap_or(old.to.year())
    }

    /// Gives a writer the published parts, and the closes of recomputed sessions as they were published;
    /// false where a part is gone or damaged.
    pub(super) fn keep_published(
        &self,
        writer: &mut Writer,
        old: &Manifest,
        (published, after): (&Published, Option<Date>),
        spans: Spans,
    ) -> Result<bool, RunError> {
        let Some(mut parts) = kept(old, &published.cut(), spans) else { return Ok(false) };
        if !parts.iter().all(|part| part.is_sound(&self.path)) {
            return Ok(false);
        }
        let is_recomputed = |span: Span| after.is_none_or(|after| span.end() > after);
        parts.retain(|part| part.file.table != CloseTable::TABLE || !is_recomputed(part.span));
        let checkpoints = std::mem::take(&mut writer.checkpoints);
        writer.keep(parts, checkpoints);
        let first = after.map_or(Date::MIN, |after| spans.of(after).start());
        let mut closes = self.closes_of_years(first.year()..=old.to.year())?;
        if let Some(before) = first.yesterday().ok() {
            closes.take_until(before);
        }
        let mut closes = writer.without_market_closes(closes)?;
        while let Some(session) = closes.first_session() {
            let span = spans.of(session);
            let of_span = closes.take_until(span.end());
            if is_recomputed(span) {
                writer.keep_closes(span, &of_span)?;
            }
        }
        Ok(true)
    }
}
