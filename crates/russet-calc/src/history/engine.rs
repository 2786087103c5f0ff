//! The loop over sessions.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;
use std::thread;

use jiff::civil::Date;
use russet_market::{
    Currency, FundLine, IssuerId, Level, MarketView, Money, NumberError, Price, SecurityId, Shares,
};
use russet_rules::methodology::{Methodology, Weighting};
use russet_rules::style::StyleScores;
use russet_rules::{Members, Research};

use super::actions::{Payment, Spun};
use super::agenda::{Agenda, beginning};
use super::attendance::Attendance;
use super::book::Book;
use super::by_id::ById;
use super::changes::LastReconstitution;
use super::currencies::Currencies;
use super::decided::Decided;
use super::excepted::Excepted;
use super::lines::Lines;
use super::pro_forma::{Announcements, Trial, Trials};
use super::prologue::Shared;
use super::recorder::{Event, Part, Recorder};
use super::state::State;
use super::target::Target;
use super::waiting::Waiting;
use super::{BuildError, BuildPlan, committee, summary};
use crate::closes::Closes;
use crate::index::{Change, Effect};
use crate::ledger::{Cause, Makeup};
use crate::run::{Manifest, Sink, Span, Spans};

/// A family on its way through time.
#[derive(Clone)]
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
    pub(super) agenda: Agenda<'build>,
    pub(super) announcements: Announcements,
    pub(super) excepted: Excepted<'market>,
    /// Closes, baskets and values.
    pub(super) book: Book,
    /// The closes of the last sessions, for weights that are made before they hold.
    pub(super) past: VecDeque<(Date, Closes)>,
    pub(super) currencies: Currencies,
    pub(super) attendance: Attendance,
    /// Members that have left since leavers were last replaced.
    pub(super) left: usize,
    /// One for each index of the family, and behind them a gauge of the whole family's return, which
    /// runs from the first reconstitution on.
    pub(super) states: Vec<State>,
    /// How the gauge weighs: by free float.
    pub(super) plain: Weighting,
    pub(super) members: Members,
    pub(super) styles: StyleScores,
    /// The lines of each member that are held.
    pub(super) lines: Lines,
    /// Every line a company ever has; facts about them are dated, so this looks nothing up ahead.
    pub(super) all_lines: Arc<BTreeMap<IssuerId, Vec<SecurityId>>>,
    /// What the index shares of each line are made of.
    pub(super) held: ById<SecurityId, Target>,
    /// Lines that were spun off and have not traded yet, or do not stay.
    pub(super) spun: BTreeMap<SecurityId, Spun>,
    /// Lines that were spun off since the last review: from which line, and when.
    pub(super) children: BTreeMap<SecurityId, (SecurityId, Date)>,
    /// Lines whose trading is suspended, since when.
    pub(super) suspended: BTreeMap<SecurityId, Date>,
    /// Dividends of the session.
    pub(super) payments: Vec<Payment>,
    pub(super) research: Arc<Research<'market>>,
    pub(super) last: Option<LastReconstitution>,
    /// The effective day of the last reconstitution, or of the lists that stand in for it.
    pub(super) last_effective: Date,
    /// Levels of the gauge.
    pub(super) gauge: Vec<(Date, Level)>,
    pub(super) decisions: Decided,
    pub(super) recorder: Recorder<'build>,
    /// The session before the one in hand.
    pub(super) previous: Date,
    pub(super) notes: Vec<String>,
    /// How many of the notes are told before the first session.
    pub(super) opening_notes: usize,
    /// How the run is cut into parts.
    pub(super) spans: Spans,
}

/// What is to become of one line in one index.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) security: SecurityId,
    /// Its index shares from now on; zero takes it out.
    pub(super) shares: Shares,
    pub(super) makeup: Option<Makeup>,
    pub(super) note: String,
}

impl Plan {
    pub(super) fn out(security: SecurityId, note: &str) -> Plan {
        Plan { security, shares: Shares::ZERO, makeup: None, note: note.to_owned() }
    }
}

/// What an index was worth before a change.
#[derive(Debug, Clone, Copy)]
pub(super) enum Before {
    /// So much: the divisor absorbs the difference.
    Value(Money),
    /// As much as after it, but for what prices and shares are rounded by: the divisor stays.
    SameValue,
}

/// After which close something holds, and the session by whose descriptions lines are called.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) after_close: Date,
    pub(super) session: Date,
}

impl<'build, 'market> Engine<'build, 'market> {
    pub(super) fn new(
        view: &'build MarketView<'market>,
        family: &'build Methodology,
        research: Research<'market>,
        plan: BuildPlan,
    ) -> Result<Engine<'build, 'market>, BuildError> {
        let last_session = view.sessions().last().ok_or(BuildError::NoPrices)?.0;
        let to = plan.to.map_or(last_session, |to| to.min(last_session));
        if let Some(from) = plan.from.filter(|from| *from > to) {
            return Err(BuildError::EmptyRange { from, to });
        }
        let beginning = beginning(view, family, plan.from, to)?;
        let securities = view.securities().len();
        let currencies = Currencies::of(view);
        let rates = |currency: Option<Currency>| {
            currencies.rates(view, currency.unwrap_or(family.currency), beginning)
        };
        let mut states: Vec<State> =
            family.indexes.iter().map(|rule| State::new(rates(rule.currency))).collect();
        states.push(State::new(rates(None)));
        let end = view.sessions().partition_point(|(session, _)| *session <= to);
        let last = end.checked_sub(1).map_or(to, |place| view.sessions()[place].0);
        let excepted = Excepted::new(view, family);
        let mut notes = plan.notes.clone();
        notes.extend(excepted.notes(family));
        Ok(Engine {
            view,
            family,
            from: plan.from.unwrap_or(beginning),
            to,
            beginning,
            lists: committee::lists(view, family, beginning)?,
            excepted,
            agenda: Agenda::new(view, family, beginning, to)?,
            announcements: Announcements::new(family, beginning, last)?,
            book: Book::new(states.len(), securities),
            past: VecDeque::new(),
            currencies,
            attendance: Attendance::new(securities),
            left: 0,
            states,
            plain: Weighting::default(),
            members: Members::new(),
            styles: StyleScores::new(),
            lines: Lines::default(),
            all_lines: Arc::new(lines_of_issuers(view)),
            held: ById::default(),
            spun: BTreeMap::new(),
            children: BTreeMap::new(),
            suspended: BTreeMap::new(),
            payments: Vec::new(),
            research: Arc::new(research),
            last: None,
            last_effective: beginning,
            gauge: Vec::new(),
            decisions: Decided::default(),
            recorder: Recorder::new(view, family.indexes.len()),
            previous: to,
            opening_notes: notes.len(),
            notes,
            spans: Spans::until(last),
            plan,
        })
    }

    /// Walks through all sessions from the first one on, or on from where others have walked alike.
    pub(super) fn run(
        self,
        shared: Option<&Shared<'market>>,
        sink: &mut dyn Sink<'build>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Manifest, BuildError> {
        let (engine, waiting, done) = self.begin(shared)?;
        engine.walk(waiting, done, sink, progress)
    }

    /// Walks on after the last session done.
    pub(super) fn go_on(
        self,
        waiting: Waiting<'market>,
        sink: &mut dyn Sink<'build>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Manifest, BuildError> {
        let done = self.view.sessions().partition_point(|(session, _)| *session <= self.previous);
        self.walk(waiting, done, sink, progress)
    }

    /// Walks through the sessions after some that are done, and hands each stretch over once the first
    /// session after it is done: what opens that session still holds after the last close before.
    fn walk(
        mut self,
        mut waiting: Waiting<'market>,
        done: usize,
        sink: &mut dyn Sink<'build>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Manifest, BuildError> {
        self.recorder.keep(sink.keeps());
        let end = self.view.sessions().partition_point(|(session, _)| *session <= self.to);
        let sessions = &self.view.sessions()[..end];
        thread::scope(|scope| {
            let mut trials = Trials::new(scope);
            for (place, (session, rows)) in sessions.iter().enumerate().skip(done) {
                let previous = self.previous;
                let announced = self.session(&mut waiting, *session, rows.clone())?;
                let (before, now) = (self.spans.of(previous), self.spans.of(*session));
                let is_kept = sink.keeps_checkpoints()
                    && *session >= self.beginning
                    && checkpoint_after(sessions, place, self.spans);
                if before < now {
                    trials.end(&mut self)?;
                    sink.take(self.recorder.hand_over(before))?;
                }
                if session.year() > previous.year() {
                    // Later reviews ask for decisions from the last reconstitution on.
                    self.decisions.hand_over(sink, self.last_effective.year())?;
                }
                trials.begin(&mut self, announced)?;
                if is_kept {
                    trials.end(&mut self)?;
                    sink.keep(self.checkpoint(&waiting)?)?;
                }
                progress(place + 1, sessions.len());
            }
            trials.end(&mut self)
        })?;
        self.finish(&waiting, sink)?;
        Ok(summary::manifest_of(self))
    }

    /// One session, whose closes lie in some rows; gives the reconstitutions that are announced after it.
    pub(super) fn session(
        &mut self,
        waiting: &mut Waiting<'market>,
        session: Date,
        rows: Range<usize>,
    ) -> Result<Vec<Trial<'build, 'market>>, BuildError> {
        self.open(waiting, session)?;
        for (security, close) in self.view.closes(rows) {
            let taken = self.book.take(security, close, session);
            taken.map_err(|source| out_of_range(&security.to_string(), session, source))?;
            self.attendance.attends(security);
        }
        let settled = self.book.settle();
        settled.map_err(|(position, source)| out_of_range(self.id(position), session, source))?;
        let announced = self.close(waiting, session)?;
        self.previous = session;
        Ok(announced)
    }

    /// Changes one index at its last closes, keeping the law, and writes it down.
    pub(super) fn change(
        &mut self,
        position: usize,
        cause: Cause,
        days: Days,
        plans: Vec<Plan>,
    ) -> Result<(), BuildError> {
        if plans.is_empty() {
            return Ok(());
        }
        let before = self.value_of(position, days.after_close)?;
        self.change_from(position, cause, days, (Before::Value(before), &BTreeMap::new()), plans)
    }

    /// Changes one index that was worth so much at the closes before, some of which have new terms now.
    pub(super) fn change_from(
        &mut self,
        position: usize,
        cause: Cause,
        days: Days,
        (before, prices_before): (Before, &BTreeMap<SecurityId, Option<Price>>),
        plans: Vec<Plan>,
    ) -> Result<(), BuildError> {
        let basket = self.book.basket(position);
        let leaves = |security| {
            plans.iter().any(|plan| plan.security == security && plan.shares == Shares::ZERO)
        };
        let empties = plans.iter().all(|plan| plan.shares == Shares::ZERO)
            && basket.iter().all(|(security, _)| leaves(security));
        if empties && self.book.index(position).divisor().is_some() {
            let index = self.id(position).to_owned();
            return Err(BuildError::Emptied { index, day: days.after_close });
        }
        let shares_before: Vec<Shares> =
            plans.iter().map(|plan| basket.shares(plan.security).unwrap_or(Shares::ZERO)).collect();
        let changes: Vec<Change> = plans
            .iter()
            .map(|plan| Change { security: plan.security, shares: plan.shares })
            .collect();
        let value_before = match before {
            Before::Value(value) => Some(value),
            Before::SameValue => None,
        };
        let rates = &self.states[position].rates;
        let effect = self.book.change(position, value_before, &changes, rates);
        let effect =
            effect.map_err(|source| out_of_range(self.id(position), days.after_close, source))?;
        let parts = plans.into_iter().zip(shares_before).map(|(plan, before)| Part {
            security: plan.security,
            before,
            after: plan.shares,
            price_before: prices_before.get(&plan.security).copied().flatten(),
            makeup_before: self.states[position].makeups.get(&plan.security).copied(),
            makeup_after: plan.makeup,
            note: plan.note,
        });
        let parts: Vec<Part> = parts.collect();
        self.keep_makeups(position, &parts);
        let Some(effect) = effect else { return Ok(()) };
        self.write(position, cause, days, effect, parts);
        Ok(())
    }

    pub(super) fn keep_makeups(&mut self, position: usize, parts: &[Part]) {
        let makeups = &mut self.states[position].makeups;
        for part in parts {
            match part.makeup_after.filter(|_| part.after != Shares::ZERO) {
                Some(made) => makeups.insert(part.security, made),
                None => drop(makeups.remove(&part.security)),
            }
        }
    }

    /// Writes an event of one index down; the gauge has no ledger.
    pub(super) fn write(
        &mut self,
        position: usize,
        cause: Cause,
        days: Days,
        effect: Effect,
        parts: Vec<Part>,
    ) {
        if let Some(rule) = self.family.indexes.get(position) {
            self.states[position].changed.extend(parts.iter().map(|part| part.security));
            let event = Event { index: &rule.id, cause, days, effect };
            let at = (self.book.closes(), &self.states[position].rates);
            self.recorder.event(self.view, at, event, parts);
        }
    }

    pub(super) fn value_of(&self, position: usize, session: Date) -> Result<Money, BuildError> {
        let value = self.book.value(position, &self.states[position].rates);
        value.map_err(|source| out_of_range(self.id(position), session, source))
    }

    pub(super) fn id(&self, position: usize) -> &str {
        self.family.indexes.get(position).map_or("the whole family", |rule| &rule.id)
    }

    /// The position of an index's parent.
    pub(super) fn parent(&self, position: usize) -> Option<usize> {
        let parent = self.family.indexes.get(position)?.parent.as_ref()?;
        self.family.indexes.iter().position(|rule| rule.id == *parent)
    }

    /// Whether any index holds a line: the gauge holds all of them.
    pub(super) fn is_held(&self, line: SecurityId) -> bool {
        self.book.holds(self.states.len() - 1, line)
    }
}

/// Whether a build can go on after a session: the first one of a year or of a month of the run's last
/// year, and the last but one, since the last one tells of days to come.
pub(crate) fn checkpoint_after(
    sessions: &[(Date, Range<usize>)],
    place: usize,
    spans: Spans,
) -> bool {
    let span = |place: usize| sessions.get(place).map(|(session, _)| spans.of(*session));
    let before = place.checked_sub(1).and_then(span);
    let begins = before.is_some_and(|before| {
        span(place) != Some(before) && matches!(before, Span::Year(_) | Span::Month(..))
    });
    place + 2 == sessions.len() || (begins && place + 1 < sessions.len())
}

/// A number that left its range, in the name of an index or a security.
pub(super) fn out_of_range(index: &str, day: Date, source: NumberError) -> BuildError {
    BuildError::Number { index: index.to_owned(), day, source }
}

/// Every line that each company ever has.
pub(crate) fn lines_of_issuers(view: &MarketView<'_>) -> BTreeMap<IssuerId, Vec<SecurityId>> {
    let mut lines: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
    for version in view.descriptions() {
        let of_issuer = lines.entry(version.issuer).or_default();
        if of_issuer.last() != Some(&version.security) {
            of_issuer.push(version.security);
        }
    }
    lines
}
