//! A build that goes on from a checkpoint.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{MarketView, SecurityId, SecurityVersion};
use russet_rules::{Decision, Methodology, Research};

use super::book::Book;
use super::decided::Decided;
use super::engine::Engine;
use super::recorder::Ended;
use super::saved::{Checkpoint, Saved, SavedHeld, SavedIndex, SavedShares};
use super::waiting::Waiting;
use super::{BuildError, BuildPlan};
use crate::index::Index;
use crate::run::Constituent;
use crate::run::compact::Held;

/// A checkpoint, and what the run that it is of had written down.
#[derive(Debug, Clone)]
pub(crate) struct Resumption {
    pub(crate) checkpoint: Checkpoint,
    /// Decisions that had not been handed over, where reviews ask for earlier ones.
    pub(crate) decisions: Vec<Decision>,
    /// Constituents that had ended, of lines with dividends that are heard of late.
    pub(crate) ended: Vec<Constituent>,
}

/// Whether reviews of a family look at the decisions of earlier ones.
pub(crate) fn asks_for_decisions(family: &Methodology, plan: &BuildPlan) -> bool {
    plan.infer_from_lists
        || family.selection.is_some()
        || family.committee.as_ref().is_some_and(|committee| committee.quantities)
}

/// Lines with a dividend that was not known by a session although its ex-date had come, and the first
/// such ex-date: who held them then is told by constituents that have ended.
pub(crate) fn heard_of_late(view: &MarketView<'_>, after: Date) -> HashMap<SecurityId, Date> {
    let mut lines = HashMap::new();
    let unheard = |action: &&russet_market::Action| action.known_at > after;
    for action in view.actions().iter().filter(unheard) {
        if action.known_at > action.ex_date {
            let first = lines.entry(action.security_id).or_insert(action.ex_date);
            *first = action.ex_date.min(*first);
        }
    }
    lines
}

impl<'build, 'market: 'build> Engine<'build, 'market> {
    /// The engine as it was after a session; nothing when the bytes are of another build.
    pub(super) fn resumed(
        view: &'build MarketView<'market>,
        family: &'build Methodology,
        research: Research<'market>,
        plan: BuildPlan,
        resumption: Resumption,
    ) -> Result<Option<(Self, Waiting<'market>)>, BuildError> {
        let Resumption { checkpoint, decisions, ended } = resumption;
        let mut engine = Engine::new(view, family, research, plan)?;
        let Ok(saved) = postcard::from_bytes::<Saved<'_>>(&checkpoint.state) else {
            return Ok(None);
        };
        let fits = saved.from == engine.from
            && saved.beginning == engine.beginning
            && saved.indexes.len() == engine.states.len()
            && saved.currencies.iter().copied().eq(engine.currencies.all());
        if !fits {
            return Ok(None);
        }
        let after = checkpoint.cut.after;
        let next = family.sessions().next_session(after)?;
        let mut waiting = Waiting::new(view);
        if !waiting.skip_to(after, next, &saved.put_back)
            || !engine.open_again(&saved, (after, checkpoint.cut.last_event), ended)
        {
            return Ok(None);
        }
        engine.decisions = Decided::continued(checkpoint.cut.decisions, decisions);
        engine.restore(saved, after)?;
        engine.previous = after;
        Ok(Some((engine, waiting)))
    }

    fn restore(&mut self, saved: Saved<'_>, after: Date) -> Result<(), BuildError> {
        let closes = saved.closes.into_owned();
        let mut newer = closes.clone();
        for (session, differing) in saved.past {
            newer.overwrite(&differing);
            self.past.push_front((session, newer.clone()));
        }
        let mut indexes = Vec::with_capacity(saved.indexes.len());
        for (state, saved) in self.states.iter_mut().zip(saved.indexes) {
            let SavedIndex { basket, divisor, makeups, returns, closing, entering, changed } =
                saved;
            let basket = basket.into_iter().map(|SavedShares(line, shares)| (line, shares));
            indexes.push(Index::again(basket.collect(), divisor));
            state.makeups = makeups.into_owned();
            state.returns = returns;
            state.closing = closing;
            state.entering = entering.into_owned();
            state.changed = changed.into_owned();
            state.rates = self.currencies.rates(self.view, state.rates.into_currency(), after);
        }
        let book = Book::again(closes, indexes, self.view.securities().len());
        self.book = book.map_err(|(position, source)| {
            super::engine::out_of_range(self.id(position), after, source)
        })?;
        self.attendance = saved.attendance.into_owned();
        self.attendance.make_room_for(self.view.securities().len());
        self.left = saved.left;
        self.members = saved.members.into_owned();
        self.styles = saved.styles.into_owned();
        self.lines = saved.lines.into_owned();
        self.held = saved.held.into_owned();
        self.spun = saved.spun.into_owned();
        self.children = saved.children.into_owned();
        self.suspended = saved.suspended.into_owned();
        self.payments = saved.payments.into_owned();
        self.last = saved.last.into_owned();
        self.last_effective = saved.last_effective;
        self.gauge = saved.gauge.into_owned();
        self.notes.extend(saved.notes.into_owned());
        self.excepted.skip_to(after, saved.left_out);
        self.agenda.skip_to(after);
        self.announcements.skip_to(after);
        while self.lists.pop_front_if(|list| list[0].known_at <= after).is_some() {}
        Ok(())
    }

    /// Takes over the rows of constituents that have not ended.
    fn open_again(
        &mut self,
        saved: &Saved<'_>,
        (after, last_event): (Date, u32),
        ended: Vec<Constituent>,
    ) -> bool {
        let sentences: Vec<Arc<str>> =
            saved.opened.sentences.iter().map(|sentence| sentence.as_str().into()).collect();
        let mut open = Vec::with_capacity(saved.opened.rows.len());
        for (rule, rows) in self.family.indexes.iter().zip(&saved.opened.rows) {
            let rows = rows.iter().map(|row| {
                let version = described(self.view.versions(row.security), row.version, after)?;
                let sentence = sentences.get(row.free_float_source as usize)?;
                Some((row.security, held(row, (&rule.id, version, sentence))))
            });
            let Some(rows) = rows.collect::<Option<HashMap<_, _>>>() else { return false };
            open.push(rows);
        }
        let place = |index: &str| self.family.indexes.iter().position(|rule| rule.id == index);
        let ended = ended.into_iter().filter_map(|row| {
            let Constituent {
                security_id: security,
                index_shares,
                first_session: from,
                last_session: to,
                ..
            } = row;
            Some(Ended { position: place(&row.index_id)?, security, index_shares, from, to })
        });
        let ended = ended.collect();
        self.recorder.go_on(last_event, open, ended, &saved.opened);
        true
    }
}

/// The description at a place among those that were known by a day; without a place the first.
fn described(
    versions: &[SecurityVersion],
    place: Option<u32>,
    day: Date,
) -> Option<&SecurityVersion> {
    match place {
        Some(place) => {
            versions.iter().filter(|version| version.known_at <= day).nth(place as usize)
        }
        None => versions.first(),
    }
}

fn held<'build>(
    row: &SavedHeld,
    (index, version, sentence): (&'build str, &'build SecurityVersion, &Arc<str>),
) -> Held<'build> {
    Held {
        index_id: index,
        security_id: row.security,
        version,
        currency: version.mic.currency(),
        shares_outstanding: row.count,
        index_shares: row.index_shares,
        free_float: row.free_float,
        free_float_source: Arc::clone(sentence),
        free_float_since: row.free_float_since,
        style_probability: row.style,
        cap_factor: row.cap,
        first_session: row.from,
        last_session: row.from,
    }
}
