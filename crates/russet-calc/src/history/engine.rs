//! A family on its way through time: everything that a session finds and leaves.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{
    Currency, FundLine, IssuerId, Level, MarketView, Money, NumberError, SecurityId,
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
use super::pro_forma::Announcements;
use super::recorder::Recorder;
use super::state::State;
use super::target::Target;
use super::{BuildError, BuildPlan, committee};
use crate::closes::Closes;
use crate::run::Spans;

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

/// A number that left its range, in the name of an index or a security.
pub(super) fn out_of_range(index: &str, day: Date, source: NumberError) -> BuildError {
    BuildError::Number { index: index.to_owned(), day, source }
}

/// Every line that each company ever has.
pub(crate) fn lines_of_issuers(view: &MarketView<'_>) -> BTreeMap<IssuerId, Vec<SecurityId>> {
    let mut lines: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
    for version in view.descriptions() {
        let of_issuer = lines.entry(version.issuer_id).or_default();
        if of_issuer.last() != Some(&version.security_id) {
            of_issuer.push(version.security_id);
        }
    }
    lines
}
