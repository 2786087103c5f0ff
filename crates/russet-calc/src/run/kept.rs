//! The rows that a run had after a session: parts of an older run that a continued one keeps, whole or cut
//! where it goes on.

use std::path::Path;

use russet_market::folder::TableFile;
use russet_rules::Decision;
use russet_store::StoreError;

use super::names::span_of;
use super::stretch::constituent_key;
use super::table::{self, Table};
use super::{
    ActionRow, CloseTable, Constituent, DividendRow, LevelRow, Manifest, ProFormaRow, RateRow,
    RunError, Span, Spans, prices,
};
use crate::history::Cut;
use crate::ledger::LedgerEntry;

/// A part of an older run.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) file: TableFile,
    /// The span of the new run that its rows belong to.
    pub(super) span: Span,
    portion: Portion,
}

/// Which rows of a part were there.
#[derive(Debug)]
enum Portion {
    All,
    /// Those before the cut.
    Until(Cut),
    /// So many of the first.
    First(usize),
}

impl Kept {
    /// All of a part.
    pub(super) fn whole(file: TableFile, span: Span) -> Kept {
        Kept { file, span, portion: Portion::All }
    }

    /// Whether the file is a part of the new run as it is.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.portion, Portion::All) && span_of(&self.file) == Some(self.span)
    }

    /// Its rows that were there.
    pub(super) fn rows<R: PartRow>(&self, run: &Path) -> Result<Vec<R>, RunError> {
        let mut rows = table::decode(&run.join(&self.file.file), self.bytes(run)?)?;
        match &self.portion {
            Portion::All => {}
            Portion::Until(cut) => R::cut(&mut rows, cut),
            Portion::First(count) => rows.truncate(*count),
        }
        Ok(rows)
    }

    fn bytes(&self, run: &Path) -> Result<Vec<u8>, StoreError> {
        self.file.read(run, <Manifest as russet_store::Manifest>::REMEDY)
    }

    /// Its closes that were there.
    pub(super) fn closes(&self, run: &Path) -> Result<CloseTable, RunError> {
        let mut closes = CloseTable::decode(&run.join(&self.file.file), self.bytes(run)?)?;
        Ok(match &self.portion {
            Portion::Until(cut) => closes.take_until(cut.after),
            _ => closes,
        })
    }
}

/// What an older run had at a cut, for a run of other spans; nothing where a part belongs to several of
/// them.
pub(super) fn kept(old: &Manifest, cut: &Cut, spans: Spans) -> Option<Vec<Kept>> {
    let mut kept = Vec::new();
    let mut decided = 0;
    for file in &old.outputs {
        let span = span_of(file)?;
        let (portion, day) = if file.table == prices::TABLE || span == Span::Open {
            continue;
        } else if file.table == Decision::NAME {
            let (start, end) = (decided, decided + file.rows);
            decided = end;
            if !decisions_fit(cut, span, (start, end)) {
                return None;
            }
            match cut.decisions.all() {
                all if end <= all => (Portion::All, span.start()),
                all if start < all => (Portion::First(all - start), span.start()),
                _ => continue,
            }
        } else if span.end() < cut.after {
            (Portion::All, span.start())
        } else if span.start() <= cut.after {
            (Portion::Until(cut.clone()), cut.after)
        } else {
            continue;
        };
        let of = match file.table == Decision::NAME {
            true => span,
            false => spans.of(day),
        };
        if matches!(portion, Portion::All) && of.end() < span.end() {
            return None;
        }
        kept.push(Kept { file: file.clone(), span: of, portion });
    }
    (decided >= cut.decisions.all()).then_some(kept)
}

/// Whether the decisions of a part that were there belong to its year.
fn decisions_fit(cut: &Cut, span: Span, (start, end): (usize, usize)) -> bool {
    let mut first = cut.decisions.handed;
    cut.decisions.years.iter().all(|(year, count)| {
        let (begins, ends) = (first.max(start), (first + count).min(end));
        first += count;
        begins >= ends || span == Span::Year(*year)
    })
}

/// The decisions that a run had not handed over at a cut, of the parts kept.
pub(super) fn decisions_since(run: &Path, kept: &[Kept], cut: &Cut) -> Option<Vec<Decision>> {
    let (mut decisions, mut start) = (Vec::new(), 0);
    for part in kept.iter().filter(|part| part.file.table == Decision::NAME) {
        let end = start + part.file.rows;
        if end > cut.decisions.handed {
            let rows = part.rows::<Decision>(run).ok()?;
            decisions.extend(rows.into_iter().skip(cut.decisions.handed.saturating_sub(start)));
        }
        start = end;
    }
    Some(decisions)
}

/// A row of a table that is written in parts.
pub(super) trait PartRow: Table {
    /// Leaves the rows that were there at a cut.
    fn cut(rows: &mut Vec<Self>, cut: &Cut);

    /// Puts rows of several parts in the order of one.
    fn sort(_rows: &mut [Self]) {}
}

impl PartRow for Decision {
    // Decisions are kept by their number.
    fn cut(_rows: &mut Vec<Decision>, _cut: &Cut) {}
}

impl PartRow for LedgerEntry {
    fn cut(rows: &mut Vec<LedgerEntry>, cut: &Cut) {
        rows.retain(|row| row.event <= cut.last_event);
    }
}

impl PartRow for Constituent {
    // What ends with a session is seen in the next one.
    fn cut(rows: &mut Vec<Constituent>, cut: &Cut) {
        rows.retain(|row| row.last_session < cut.after);
    }

    fn sort(rows: &mut [Constituent]) {
        rows.sort_unstable_by(|a, b| constituent_key(a).cmp(&constituent_key(b)));
    }
}

impl PartRow for LevelRow {
    fn cut(rows: &mut Vec<LevelRow>, cut: &Cut) {
        rows.retain(|row| row.date <= cut.after);
    }
}

impl PartRow for DividendRow {
    fn cut(rows: &mut Vec<DividendRow>, cut: &Cut) {
        rows.retain(|row| row.date <= cut.after);
    }
}

impl PartRow for RateRow {
    fn cut(rows: &mut Vec<RateRow>, cut: &Cut) {
        rows.retain(|row| row.date <= cut.after);
    }
}

impl PartRow for ProFormaRow {
    fn cut(rows: &mut Vec<ProFormaRow>, cut: &Cut) {
        rows.retain(|row| row.announced_on <= cut.after);
    }
}

impl PartRow for ActionRow {
    fn cut(rows: &mut Vec<ActionRow>, cut: &Cut) {
        let mut left = cut.actions;
        rows.retain(|row| match row.after_close {
            Some(day) if day == cut.after => {
                let was_there = left > 0;
                left = left.saturating_sub(1);
                was_there
            }
            Some(day) => day < cut.after,
            None => false,
        });
    }
}
