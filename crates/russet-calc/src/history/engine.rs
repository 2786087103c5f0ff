//! The loop over sessions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{
    Action, ActionKind, Calendar, IssuerId, Level, MarketView, NumberError, SecurityId, Shares,
};
use russet_rules::methodology::{Methodology, Reconstitution};
use russet_rules::{Decision, Members};

use super::agenda::{Agenda, first_reconstitution};
use super::attendance::Attendance;
use super::changes::LastReconstitution;
use super::recorder::{Event, Part, Recorder};
use super::{BuildError, BuildPlan, summary};
use crate::closes::Closes;
use crate::index::{Change, Effect, Index};
use crate::ledger::Cause;
use crate::run::{LevelRow, Run};

/// A family on its way through time.
pub(super) struct Engine<'build, 'market> {
    pub(super) view: &'build MarketView<'market>,
    pub(super) family: &'build Methodology,
    pub(super) plan: BuildPlan,
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) first: &'build Reconstitution,
    agenda: Agenda,
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
    /// The day from which the count behind a line's index shares holds.
    pub(super) counted_from: BTreeMap<SecurityId, Date>,
    pub(super) last: Option<LastReconstitution>,
    /// Levels of the gauge.
    pub(super) gauge: Vec<(Date, Level)>,
    pub(super) decisions: Vec<Decision>,
    pub(super) recorder: Recorder,
    /// What changed in each index since its constituents were written down.
    changed: Vec<BTreeSet<SecurityId>>,
    /// The session before the one in hand.
    previous: Date,
    pub(super) notes: Vec<String>,
}

/// What waits for its day: descriptions and actions, in order.
struct Waiting<'market> {
    versions: Vec<&'market russet_market::SecurityVersion>,
    actions: Vec<&'market Action>,
    next_version: usize,
    next_action: usize,
    due: Vec<&'market Action>,
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
        let first = first_reconstitution(view, family, plan.from, to)?;
        let securities = view.securities().len();
        Ok(Engine {
            view,
            family,
            from: plan.from.unwrap_or(first.effective.0),
            to,
            plan,
            first,
            agenda: Agenda::new(family, first, to)?,
            closes: Closes::with_room_for(securities),
            attendance: Attendance::new(securities),
            gone: BTreeSet::new(),
            indexes: vec![Index::default(); family.indexes.len() + 1],
            members: Members::new(),
            lines: BTreeMap::new(),
            all_lines: lines_of_issuers(view),
            counted_from: BTreeMap::new(),
            last: None,
            gauge: Vec::new(),
            decisions: Vec::new(),
            recorder: Recorder::new(family.indexes.len()),
            changed: vec![BTreeSet::new(); family.indexes.len()],
            previous: to,
            notes: Vec::new(),
        })
    }

    pub(super) fn run(mut self, progress: &dyn Fn(usize, usize)) -> Result<Run, BuildError> {
        self.seed();
        let market = self.view.market();
        let mut versions: Vec<_> = market.securities.iter().collect();
        versions.sort_by_key(|version| (version.from.max(version.known_at), version.security));
        let actions = market.actions.iter().collect();
        let mut waiting =
            Waiting { versions, actions, next_version: 0, next_action: 0, due: Vec::new() };
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
        self.announce_next_opening()?;
        self.recorder.finish(self.previous);
        Ok(summary::run_of(self))
    }

    /// Before the first trade of a session: descriptions and splits that hold from it on.
    fn open(&mut self, waiting: &mut Waiting<'market>, session: Date) -> Result<(), BuildError> {
        self.attendance.begin();
        while let Some(version) = waiting.versions.get(waiting.next_version) {
            if version.from.max(version.known_at) > session {
                break;
            }
            waiting.next_version += 1;
            // A description that another one has overtaken before it was known changes nothing.
            if self.view.version(version.security, session) == Some(*version) {
                self.attendance.lists_on(version.security, version.mic);
                self.describe(version, session)?;
            }
        }
        let horizon = Calendar::nyse().next_session(session)?;
        while let Some(action) = waiting.actions.get(waiting.next_action) {
            if action.ex_date > horizon {
                break;
            }
            waiting.next_action += 1;
            waiting.due.push(action);
        }
        let (now, later): (Vec<&Action>, Vec<&Action>) = waiting.due.iter().partition(|action| {
            action.kind == ActionKind::Split
                && action.ex_date <= session
                && action.known_at <= session
        });
        waiting.due = later;
        for action in now {
            self.split(action, session)?;
        }
        Ok(())
    }

    fn split(&mut self, action: &Action, session: Date) -> Result<(), BuildError> {
        let Some(ratio) = action.ratio else { return Ok(()) };
        let security = action.security;
        // A count of the ex-date or later was on the new terms before the news of the split came.
        if self.counted_from.get(&security).is_some_and(|from| *from >= action.ex_date) {
            return Ok(());
        }
        let fail = |source| out_of_range(&security.to_string(), session, source);
        // A close of the ex-date or later is on the new terms already.
        if self.closes.dated(security).is_some_and(|(_, date)| date < action.ex_date) {
            self.closes.split(security, ratio).map_err(fail)?;
        }
        for position in 0..self.indexes.len() {
            let divisor = self.indexes[position].divisor();
            let split = self.indexes[position].split(security, ratio);
            let split =
                split.map_err(|source| out_of_range(&security.to_string(), session, source))?;
            let (Some((before, after)), Some(divisor)) = (split, divisor) else { continue };
            let value = self.value_of(position, session)?;
            let effect = Effect {
                value_before: value,
                value_after: value,
                divisor_before: divisor,
                divisor_after: divisor,
            };
            let note = format!("{ratio} from {} ({})", action.ex_date, action.source);
            self.write(
                position,
                Cause::Split,
                (self.previous, session),
                effect,
                vec![Part { security, before, after, note }],
            );
        }
        Ok(())
    }

    /// A line is described anew: constituents show it, and a new symbol goes into the ledger.
    fn describe(
        &mut self,
        version: &russet_market::SecurityVersion,
        session: Date,
    ) -> Result<(), BuildError> {
        for (index, changed) in self.indexes.iter().zip(&mut self.changed) {
            changed.extend(index.basket().shares(version.security).map(|_| version.security));
        }
        let before = self.view.version(version.security, self.previous);
        let Some(before) = before.filter(|before| before.ticker != version.ticker) else {
            return Ok(());
        };
        for position in 0..self.indexes.len() {
            let index = &self.indexes[position];
            let (Some(shares), Some(divisor)) =
                (index.basket().shares(version.security), index.divisor())
            else {
                continue;
            };
            let value = self.value_of(position, session)?;
            let effect = Effect {
                value_before: value,
                value_after: value,
                divisor_before: divisor,
                divisor_after: divisor,
            };
            let note = format!("{} becomes {}", before.ticker, version.ticker);
            let part = Part { security: version.security, before: shares, after: shares, note };
            self.write(position, Cause::Rename, (self.previous, session), effect, vec![part]);
        }
        Ok(())
    }

    /// After the last trade of a session: levels, then everything that holds from the next one on.
    fn close(&mut self, waiting: &mut Waiting<'market>, session: Date) -> Result<(), BuildError> {
        let mut published = self.publish(session)?;
        let held = self.held();
        let horizon = Calendar::nyse().next_session(session)?;
        let mut leaving: Vec<(SecurityId, String)> = Vec::new();
        waiting.due.retain(|action| {
            let now = action.kind == ActionKind::Delisting
                && action.ex_date <= horizon
                && action.known_at <= session;
            if now {
                let note = format!("delisted from {} ({})", action.ex_date, action.source);
                leaving.push((action.security, note));
            }
            !now
        });
        leaving.extend(self.absent());
        self.delete(leaving, session)?;
        while let Some(item) = self.agenda.due(session) {
            self.perform(item, session)?;
        }
        if !published {
            published = self.publish(session)?;
        }
        if published {
            self.record_closes(session, held);
        }
        Ok(())
    }

    /// Starts indexes whose base day has come and writes the session's levels. Whether any index
    /// had a level: before the first basket none has.
    fn publish(&mut self, session: Date) -> Result<bool, BuildError> {
        let gauge = self.indexes.len() - 1;
        let mut any = false;
        for position in 0..self.indexes.len() {
            let rule = self.family.indexes.get(position);
            let start = rule.map_or(self.first.effective.0, |rule| rule.base_date.0.max(self.from));
            let base = rule.map_or(GAUGE_BASE, |rule| rule.base_value);
            let index = &self.indexes[position];
            if index.basket().is_empty() || session < start {
                continue;
            }
            if index.divisor().is_none() {
                self.start(position, base, session)?;
            }
            let id = self.id(position).to_owned();
            let fail = |source| BuildError::Number { index: id.clone(), day: session, source };
            let index = &self.indexes[position];
            let (Some(level), Some(divisor)) =
                (index.level(&self.closes).map_err(fail)?, index.divisor())
            else {
                continue;
            };
            any = true;
            if position == gauge {
                self.gauge.push((session, level));
                continue;
            }
            let market_cap = index.basket().value(&self.closes).map_err(fail)?;
            self.recorder.level(LevelRow {
                index: id.clone(),
                date: session,
                price_return: level,
                divisor,
                constituents: index.basket().len() as u32,
                market_cap,
            });
            let (days, changed) =
                ((self.previous, session), std::mem::take(&mut self.changed[position]));
            self.recorder.constituents(self.view, (position, &id), days, index, changed);
        }
        Ok(any)
    }

    /// The gauge runs from its first basket on, whatever the first published session is.
    pub(super) fn start_gauge(&mut self, session: Date) -> Result<(), BuildError> {
        let gauge = self.indexes.len() - 1;
        match self.indexes[gauge].divisor() {
            Some(_) => Ok(()),
            None => self.start(gauge, GAUGE_BASE, session),
        }
    }

    fn start(&mut self, position: usize, base: Level, session: Date) -> Result<(), BuildError> {
        let started = self.indexes[position].start(base, &self.closes);
        started.map_err(|source| out_of_range(self.id(position), session, source))?;
        let value = self.value_of(position, session)?;
        let Some(divisor) = self.indexes[position].divisor() else { return Ok(()) };
        let effect = Effect {
            value_before: value,
            value_after: value,
            divisor_before: divisor,
            divisor_after: divisor,
        };
        let parts = self.indexes[position].basket().iter().map(|(security, shares)| Part {
            security,
            before: Shares::ZERO,
            after: shares,
            note: format!("base {base}"),
        });
        let parts = parts.collect();
        self.write(position, Cause::Start, (session, session), effect, parts);
        Ok(())
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

    /// What the last close changed holds from the next session on: its constituents are known.
    fn announce_next_opening(&mut self) -> Result<(), BuildError> {
        let next = Calendar::nyse().next_session(self.previous)?;
        for (position, rule) in self.family.indexes.iter().enumerate() {
            let index = &self.indexes[position];
            if index.divisor().is_some() {
                let changed = std::mem::take(&mut self.changed[position]);
                let days = (self.previous, next);
                self.recorder.constituents(self.view, (position, &rule.id), days, index, changed);
            }
        }
        Ok(())
    }

    fn write(
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

    /// What any index holds: the gauge holds all of it.
    fn held(&self) -> BTreeSet<SecurityId> {
        let gauge = self.indexes.last().map(Index::basket);
        gauge
            .map(|basket| basket.iter().map(|(security, _)| security).collect())
            .unwrap_or_default()
    }

    /// The closes that counted in a session: of what was held before its changes, and after them.
    fn record_closes(&mut self, session: Date, mut held: BTreeSet<SecurityId>) {
        held.append(&mut self.held());
        for security in held {
            if let Some((close, date)) = self.closes.dated(security) {
                self.recorder.closes.push(session, security, close, date);
            }
        }
    }

    fn value_of(&self, position: usize, session: Date) -> Result<russet_market::Money, BuildError> {
        let value = self.indexes[position].basket().value(&self.closes);
        value.map_err(|source| out_of_range(self.id(position), session, source))
    }

    pub(super) fn id(&self, position: usize) -> &str {
        self.family.indexes.get(position).map_or("the whole family", |rule| &rule.id)
    }
}

/// Where the gauge starts; only its return is ever used.
const GAUGE_BASE: Level = Level::THOUSAND;

/// A number that left its range, in the name of an index or a security.
pub(super) fn out_of_range(index: &str, day: Date, source: NumberError) -> BuildError {
    BuildError::Number { index: index.to_owned(), day, source }
}

fn lines_of_issuers(view: &MarketView<'_>) -> BTreeMap<IssuerId, Vec<SecurityId>> {
    let mut lines: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
    for version in &view.market().securities {
        let of_issuer = lines.entry(version.issuer).or_default();
        if of_issuer.last() != Some(&version.security) {
            of_issuer.push(version.security);
        }
    }
    lines
}
