//! A build that goes on from a checkpoint.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{MarketView, SecurityId, SecurityVersion};
use russet_rules::{Decision, Methodology, Research};

use super::checkpoint::{Checkpoint, CheckpointContents, OpenConstituent};
use super::engine::Engine;
use super::journal::decisions::Decisions;
use super::journal::recorder::Ended;
use super::{BuildError, BuildPlan};
use crate::run::records::ConstituentRecord;
use crate::run::{Constituent, LevelRow};
use crate::state::by_id::ById;

/// A checkpoint, and what the run that it is of had written down.
#[derive(Debug, Clone)]
pub(crate) struct Resumption {
    pub(crate) checkpoint: Checkpoint,
    /// Decisions that had not been handed over, where reviews ask for earlier ones.
    pub(crate) decisions: Vec<Decision>,
    /// Constituents that had ended, of securities with dividends that are learned late.
    pub(crate) ended: Vec<Constituent>,
    /// Levels of the ex-dates of such dividends.
    pub(crate) divisors: Vec<LevelRow>,
}

/// Whether reviews of a family look at the decisions of earlier ones.
pub(crate) fn asks_for_decisions(family: &Methodology, plan: &BuildPlan) -> bool {
    plan.infer_from_lists
        || family.selection.is_some()
        || family.committee.as_ref().is_some_and(|committee| committee.quantities)
}

/// Securities with a dividend that was not known by a session although its ex-date had come, and the first
/// such ex-date: constituents that have ended show who held them then.
pub(crate) fn securities_learned_late(
    view: &MarketView<'_>,
    after: Date,
) -> HashMap<SecurityId, Date> {
    let mut securities = HashMap::new();
    let unheard = |action: &&russet_market::Action| action.known_at > after;
    for action in view.actions().iter().filter(unheard) {
        if action.known_at > action.ex_date {
            let first = securities.entry(action.security_id).or_insert(action.ex_date);
            *first = action.ex_date.min(*first);
        }
    }
    securities
}

/// The ex-dates, up to a session, of actions that were not known by it.
pub(crate) fn days_learned_late(view: &MarketView<'_>, after: Date) -> BTreeSet<Date> {
    let actions = view.actions().iter();
    let late = actions.filter(|action| action.ex_date <= after && action.known_at > after);
    late.map(|action| action.ex_date).collect()
}

impl<'build, 'market: 'build> Engine<'build, 'market> {
    /// The engine as it was after a session; nothing when the bytes are of another build.
    pub(super) fn resumed(
        view: &'build MarketView<'market>,
        family: &'build Methodology,
        research: Research<'market>,
        plan: BuildPlan,
        resumption: Resumption,
    ) -> Result<Option<Self>, BuildError> {
        let Resumption { checkpoint, decisions, ended, divisors } = resumption;
        let mut engine = Engine::new(view, family, research, plan)?;
        let Ok(saved) = postcard::from_bytes::<CheckpointContents<'_>>(&checkpoint.state) else {
            return Ok(None);
        };
        let fits = saved.from == engine.scope.from
            && saved.beginning == engine.scope.beginning
            && saved.state.ledger.len() == engine.state.ledger.len()
            && saved.currencies.iter().copied().eq(engine.currencies.all());
        if !fits {
            return Ok(None);
        }
        let after = checkpoint.point.after;
        let next = family.sessions().next_session(after)?;
        if !engine.open_again(&saved, (after, checkpoint.point.last_event), (ended, divisors)) {
            return Ok(None);
        }
        engine.journal.decisions = Decisions::continued(checkpoint.point.decisions, decisions);
        engine.journal.notes.extend(saved.notes.into_owned());
        engine.state = saved.state.into_owned();
        engine.state.make_room_for(view.securities().len());
        engine.agenda.skip_to(after, next);
        Ok(Some(engine))
    }

    /// Takes over the rows of constituents that have not ended.
    fn open_again(
        &mut self,
        saved: &CheckpointContents<'_>,
        (after, last_event): (Date, u32),
        (ended, divisors): (Vec<Constituent>, Vec<LevelRow>),
    ) -> bool {
        let sentences: Vec<Arc<str>> =
            saved.opened.sentences.iter().map(|sentence| sentence.as_str().into()).collect();
        let mut open = Vec::with_capacity(saved.opened.rows.len());
        for (rule, rows) in self.family.indexes.iter().zip(&saved.opened.rows) {
            let rows = rows.iter().map(|row| {
                let version = described(self.view.versions(row.security), row.version, after)?;
                let sentence = sentences.get(row.free_float_source as usize)?;
                Some((row.security, Box::new(held(row, (&rule.id, version, sentence)))))
            });
            let Some(rows) = rows.collect::<Option<ById<_, _>>>() else { return false };
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
        let divisors = divisors
            .iter()
            .filter_map(|row| Some(((row.date, place(&row.index_id)?), row.divisor)))
            .collect();
        self.journal.recorder.go_on(last_event, open, (ended, divisors), &saved.opened);
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
    row: &OpenConstituent,
    (index, version, sentence): (&'build str, &'build SecurityVersion, &Arc<str>),
) -> ConstituentRecord<'build> {
    ConstituentRecord {
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
