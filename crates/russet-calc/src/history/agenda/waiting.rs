//! What waits for its day: descriptions and corporate actions, in order of time.

use jiff::civil::Date;
use russet_market::{Action, ActionKind, MarketView, SecurityId, SecurityVersion};

/// Descriptions and actions that have not come into force yet.
#[derive(Debug, Clone)]
pub(in crate::history) struct Waiting<'market> {
    versions: Vec<&'market SecurityVersion>,
    actions: Vec<&'market Action>,
    next_version: usize,
    next_action: usize,
    near: Vec<&'market Action>,
}

/// An action whose time has come.
#[derive(Debug, Clone, Copy)]
pub(in crate::history) struct Due<'market> {
    pub(in crate::history) action: &'market Action,
    /// The version that was taken before this one was known.
    pub(in crate::history) corrects: Option<&'market Action>,
}

/// The order in which actions are applied.
fn order(action: &&Action) -> (Date, ActionKind, SecurityId, u16, Date) {
    (action.ex_date, action.kind, action.security_id, action.sequence, action.known_at)
}

impl<'market> Waiting<'market> {
    pub(in crate::history) fn new(view: &MarketView<'market>) -> Waiting<'market> {
        let mut versions: Vec<_> = view.descriptions().iter().collect();
        versions.sort_by_key(|version| {
            (version.first_session.max(version.known_at), version.security_id)
        });
        let actions = view.actions().iter().collect();
        Waiting { versions, actions, next_version: 0, next_action: 0, near: Vec::new() }
    }

    /// The next description that holds and is known by a session.
    pub(in crate::history) fn description(
        &mut self,
        session: Date,
    ) -> Option<&'market SecurityVersion> {
        let version = *self.versions.get(self.next_version)?;
        let is_due = version.first_session.max(version.known_at) <= session;
        self.next_version += usize::from(is_due);
        is_due.then_some(version)
    }

    /// Actions that are ex by a day and known by a session, in the order in which they are applied, each in its last
    /// version; those not `wanted` wait on.
    pub(in crate::history) fn take(
        &mut self,
        (known_by, ex_until): (Date, Date),
        wanted: impl Fn(&Action) -> bool,
    ) -> Vec<Due<'market>> {
        while let Some(action) = self.actions.get(self.next_action) {
            if action.ex_date > ex_until {
                break;
            }
            self.next_action += 1;
            self.near.push(action);
        }
        let is_due = |action: &&Action| {
            action.ex_date <= ex_until && action.known_at <= known_by && wanted(action)
        };
        let (mut now, later): (Vec<_>, Vec<_>) =
            self.near.iter().partition(|action| is_due(action));
        self.near = later;
        now.sort_by_key(order);
        let versions = now.chunk_by(|one, next| one.is_version_of(next));
        let due = versions.filter_map(|versions| {
            let (first, last) = (versions.first()?, versions.last()?);
            Some(Due { action: last, corrects: self.version_before(first) })
        });
        due.collect()
    }

    /// The version that was taken before another one.
    fn version_before(&self, action: &Action) -> Option<&'market Action> {
        let place = self.actions.partition_point(|other| *other < action);
        let before = *self.actions.get(place.checked_sub(1)?)?;
        before.is_version_of(action).then_some(before)
    }

    /// The actions known by a session that have not been taken, each in its last version, in the order in which they
    /// come.
    pub(in crate::history) fn known_by(&self, session: Date) -> Vec<&'market Action> {
        let later = self.actions.get(self.next_action..).unwrap_or_default();
        let known = |action: &&&Action| action.known_at <= session;
        let mut waiting: Vec<_> = self.near.iter().chain(later).filter(known).copied().collect();
        waiting.sort_by_key(order);
        let versions = waiting.chunk_by(|one, next| one.is_version_of(next));
        versions.filter_map(|versions| versions.last().copied()).collect()
    }

    /// Goes on after the close of a session: what was due by then is done.
    pub(in crate::history) fn skip_to(&mut self, session: Date, next: Date) {
        let is_past =
            |version: &&SecurityVersion| version.first_session.max(version.known_at) <= session;
        self.next_version = self.versions.partition_point(is_past);
        self.next_action = self.actions.partition_point(|action| action.ex_date <= next);
        let near = self.actions[..self.next_action].iter().copied();
        self.near = near.filter(|action| action.known_at > session).collect();
    }
}
