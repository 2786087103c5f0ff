//! The engine of a family: a state that is driven through sessions.
//!
//! ```text
//! open(session)  →  take_price(security, price)…  →  close()
//! ```
//!
//! A build drives it with the closes of a market; whoever has other prices drives the same object.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{Currency, IssuerId, MarketView, Money, NumberError, SecurityId};
use russet_rules::Research;
use russet_rules::methodology::{Methodology, Weighting};

use super::agenda::Agenda;
use super::agenda::announcements::Announcements;
use super::agenda::committee_lists::lists;
use super::agenda::exclusions::ExclusionLists;
use super::agenda::items::{Items, beginning};
use super::agenda::waiting::Waiting;
use super::currencies::Currencies;
use super::journal::Journal;
use super::journal::recorder::Recorder;
use super::{BuildError, BuildPlan};
use crate::run::Partitioning;
use crate::state::State;

/// A family of indexes, after a close or within a session.
#[derive(Clone)]
pub struct Engine<'build, 'market> {
    pub(super) view: &'build MarketView<'market>,
    pub(super) family: &'build Methodology,
    pub(super) scope: Scope,
    pub(super) research: Arc<Research<'market>>,
    pub(super) currencies: Currencies,
    /// Every security that a company ever has; facts about them are dated, so this looks nothing up ahead.
    pub(super) all_securities: Arc<BTreeMap<IssuerId, Vec<SecurityId>>>,
    /// How the whole family is weighted: by free float.
    pub(super) plain: Weighting,
    pub(super) agenda: Agenda<'build, 'market>,
    pub(super) state: State,
    /// The session in hand, or the last one.
    pub(super) session: Date,
    pub(super) journal: Journal<'build>,
}

/// What a build covers.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) plan: Arc<BuildPlan>,
    pub(super) from: Date,
    pub(super) to: Date,
    /// The day after whose close the first members hold.
    pub(super) beginning: Date,
    /// How the run is cut into parts.
    pub(super) partitioning: Partitioning,
    /// How many of the notes are made before the first session.
    pub(super) opening_notes: usize,
}

/// After which close something holds, and the session by whose descriptions securities are named.
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
        let currencies = Currencies::of(view);
        let rates = |currency: Option<Currency>| {
            currencies.rates(view, currency.unwrap_or(family.currency), beginning)
        };
        // The whole family comes behind its indexes.
        let of_indexes = family.indexes.iter().map(|rule| rule.currency).chain([None]);
        let rates = of_indexes.map(rates).collect();
        let end = view.sessions().partition_point(|(session, _)| *session <= to);
        let last = end.checked_sub(1).map_or(to, |place| view.sessions()[place].0);
        let exclusions = ExclusionLists::new(view, family);
        let mut notes = plan.notes.clone();
        notes.extend(exclusions.notes(family));
        let state = State::new(rates, view.securities().len(), beginning);
        Ok(Engine {
            view,
            family,
            research: Arc::new(research),
            all_securities: Arc::new(securities_of_issuers(view)),
            plain: Weighting::default(),
            agenda: Agenda {
                items: Items::new(view, family, beginning, to)?,
                waiting: Waiting::new(view),
                lists: lists(view, family, beginning)?,
                exclusions,
                announcements: Announcements::new(family, beginning, last)?,
            },
            state: State { previous: to, ..state },
            session: to,
            currencies,
            scope: Scope {
                from: plan.from.unwrap_or(beginning),
                to,
                beginning,
                partitioning: Partitioning::until(last),
                opening_notes: notes.len(),
                plan: Arc::new(plan),
            },
            journal: Journal {
                recorder: Recorder::new(view, family.indexes.len()),
                notes,
                ..Journal::default()
            },
        })
    }

    /// Brings all values up to the closes taken.
    pub(super) fn settle(&mut self, session: Date) -> Result<(), BuildError> {
        let settled = self.state.ledger.settle();
        settled.map_err(|(position, source)| out_of_range(self.id(position), session, source))
    }

    pub(super) fn value_of(&self, position: usize, session: Date) -> Result<Money, BuildError> {
        let value = self.state.ledger.value(position);
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
}

/// A number that left its range, in the name of an index or a security.
pub(super) fn out_of_range(index: &str, day: Date, source: NumberError) -> BuildError {
    BuildError::Number { index: index.to_owned(), day, source }
}

/// Every security that each company ever has.
pub(crate) fn securities_of_issuers(view: &MarketView<'_>) -> BTreeMap<IssuerId, Vec<SecurityId>> {
    let mut securities: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
    for version in view.descriptions() {
        let of_issuer = securities.entry(version.issuer_id).or_default();
        if of_issuer.last() != Some(&version.security_id) {
            of_issuer.push(version.security_id);
        }
    }
    securities
}
