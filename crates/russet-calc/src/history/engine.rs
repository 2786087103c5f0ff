//! The loop over sessions.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::Date;
use russet_market::{
    FundLine, IssuerId, Level, MarketView, Money, NumberError, SecurityId, Shares,
};
use russet_rules::free_float::FreeFloats;
use russet_rules::methodology::Methodology;
use russet_rules::{Decision, Members};

use super::agenda::{Agenda, beginning};
use super::attendance::Attendance;
use super::changes::LastReconstitution;
use super::recorder::{Event, Part, Recorder};
use super::target::Target;
use super::waiting::Waiting;
use super::{BuildError, BuildPlan, committee, summary};
use crate::closes::Closes;
use crate::index::{Change, Effect, Index};
use crate::ledger::Cause;
use crate::run::Run;

/// A family on its way through time.
pub(super) struct Engine<'build, 'market> {
    pub(super) view: &'build MarketView<'market>,
    pub(super) family: &'build Methodology,
    pub(super) plan: BuildPlan,
    pub(super) from: Date,
    pub(super) to: Date,
    /// The day after whose close the first members hold.
    pub(super) beginning: Date,
    /// The committee's lists to come.
    pub(super) lists: VecDeque<Vec<&'market FundLine>>,
    pub(super) agenda: Agenda,
    pub(super) closes: Closes,
    pub(super) attendance: Attendance,
    /// Lines deleted and not seen since.
    pub(super) gone: BTreeSet<SecurityId>,
    /// One for each index of the family, and behind them a gauge of the whole family's return, which
    /// runs from the first reconstitution on.
    pub(super) indexes: Vec<Index>,
    pub(super) members: Members,
    /// The lines of each member that are held.
    pub(super) lines: BTreeMap<IssuerId, Vec<SecurityId>>,
    /// Every line a company ever has; facts about them are dated, so this looks nothing up ahead.
    pub(super) all_lines: BTreeMap<IssuerId, Vec<SecurityId>>,
    /// What the index shares of each line are made of.
    pub(super) held: BTreeMap<SecurityId, Target>,
    pub(super) floats: FreeFloats<'market>,
    pub(super) last: Option<LastReconstitution>,
    /// The effective day of the last reconstitution, or of the lists that stand in for it.
    pub(super) last_effective: Date,
    /// Levels of the gauge.
    pub(super) gauge: Vec<(Date, Level)>,
    pub(super) decisions: Vec<Decision>,
    pub(super) recorder: Recorder,
    /// What changed in each index since its constituents were written down.
    pub(super) changed: Vec<BTreeSet<SecurityId>>,
    /// The session before the one in hand.
    pub(super) previous: Date,
    pub(super) notes: Vec<String>,
}

impl<'build, 'market> Engine<'build, 'market> {
    pub(super) fn new(
        view: &'build MarketView<'market>,
        family: &'build Methodology,
        plan: BuildPlan,
    ) -> Result<Engine<'build, 'market>, BuildError> {
        let last_session = view.sessions().last().ok_or(BuildError::NoPrices)?.0;
        let to = plan.to.map_or(last_session, |to| to.min(last_session));
        if let Some(from) = plan.from.filter(|from| *from > to) {
            return Err(BuildError::EmptyRange { from, to });
        }
        let beginning = beginning(view, family, plan.from, to)?;
        let securities = view.securities().len();
        Ok(Engine {
            view,
            family,
            from: plan.from.unwrap_or(beginning),
            to,
            beginning,
            lists: committee::lists(view, family, beginning)?,
            agenda: Agenda::new(family, beginning, to)?,
            closes: Closes::with_room_for(securities),
            attendance: Attendance::new(securities),
            gone: BTreeSet::new(),
            indexes: vec![Index::default(); family.indexes.len() + 1],
            members: Members::new(),
            lines: BTreeMap::new(),
            all_lines: lines_of_issuers(view),
            held: BTreeMap::new(),
            floats: FreeFloats::new(view, family)
                .map_err(|source| out_of_range("free float", to, source))?,
            last: None,
            last_effective: beginning,
            gauge: Vec::new(),
            decisions: Vec::new(),
            recorder: Recorder::new(family.indexes.len()),
            changed: vec![BTreeSet::new(); family.indexes.len()],
            previous: to,
            notes: plan.notes.clone(),
            plan,
        })
    }

    pub(super) fn run(mut self, progress: &dyn Fn(usize, usize)) -> Result<Run, BuildError> {
        self.seed();
        let market = self.view.market();
        let mut waiting = Waiting::new(self.view);
        let end = self.view.sessions().partition_point(|(session, _)| *session <= self.to);
        let sessions = &self.view.sessions()[..end];
        self.previous = sessions.first().map_or(self.to, |(session, _)| *session);
        for (number, (session, rows)) in sessions.iter().enumerate() {
            self.open(&mut waiting, *session)?;
            for (security, close) in market.prices.closes(rows.clone()) {
                self.closes.set(security, close, *session);
                self.attendance.attends(security);
                self.gone.remove(&security);
            }
            self.close(&mut waiting, *session)?;
            self.previous = *session;
            progress(number + 1, sessions.len());
        }
        self.finish()?;
        Ok(summary::run_of(self))
    }

    /// Changes one index, keeping the law, and writes it down.
    pub(super) fn change(
        &mut self,
        position: usize,
        cause: Cause,
        session: Date,
        changes: &[Change],
    ) -> Result<(), BuildError> {
        if changes.is_empty() {
            return Ok(());
        }
        let index = &mut self.indexes[position];
        let before: Vec<Shares> = changes
            .iter()
            .map(|change| index.basket().shares(change.security).unwrap_or(Shares::ZERO))
            .collect();
        let holds = |security| changes.iter().all(|change| change.security != security);
        let empties = changes.iter().all(|change| change.shares == Shares::ZERO)
            && !index.basket().iter().any(|(security, _)| holds(security));
        if empties && index.divisor().is_some() {
            return Err(BuildError::Emptied { index: self.id(position).to_owned(), day: session });
        }
        let effect = index.change(changes, &self.closes);
        let effect = effect.map_err(|source| out_of_range(self.id(position), session, source))?;
        let Some(effect) = effect else { return Ok(()) };
        let parts = changes.iter().zip(before).map(|(change, before)| Part {
            security: change.security,
            before,
            after: change.shares,
            note: change.note.clone(),
        });
        let parts = parts.collect();
        self.write(position, cause, (session, session), effect, parts);
        Ok(())
    }

    /// Writes an event of one index down; the gauge has no ledger.
    pub(super) fn write(
        &mut self,
        position: usize,
        cause: Cause,
        days: (Date, Date),
        effect: Effect,
        parts: Vec<Part>,
    ) {
        if let Some(rule) = self.family.indexes.get(position) {
            self.changed[position].extend(parts.iter().map(|part| part.security));
            let (after_close, session) = days;
            let event = Event { index: &rule.id, cause, after_close, session, effect };
            self.recorder.event(self.view, &self.closes, event, parts);
        }
    }

    pub(super) fn value_of(&self, position: usize, session: Date) -> Result<Money, BuildError> {
        let value = self.indexes[position].basket().value(&self.closes);
        value.map_err(|source| out_of_range(self.id(position), session, source))
    }

    pub(super) fn id(&self, position: usize) -> &str {
        self.family.indexes.get(position).map_or("the whole family", |rule| &rule.id)
    }
}

/// A number that left its range, in the name of an index or a security.
pub(super) fn out_of_range(index: &str, day: Date, source: NumberError) -> BuildError {
    BuildError::Number { index: index.to_owned(), day, source }
}

/// Every line that each company ever has.
pub(crate) fn lines_of_issuers(view: &MarketView<'_>) -> BTreeMap<IssuerId, Vec<SecurityId>> {
    let mut lines: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
    for version in &view.market().securities {
        let of_issuer = lines.entry(version.issuer).or_default();
        if of_issuer.last() != Some(&version.security) {
            of_issuer.push(version.security);
        }
    }
    lines
}
