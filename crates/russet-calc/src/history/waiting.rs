//! What waits for its day: descriptions and corporate actions, in order of time.

use jiff::civil::Date;
use russet_market::{Action, MarketView, SecurityVersion};

/// Descriptions and actions that have not come into force yet.
#[derive(Debug, Clone)]
pub(super) struct Waiting<'market> {
    versions: Vec<&'market SecurityVersion>,
    actions: Vec<&'market Action>,
    next_version: usize,
    next_action: usize,
    near: Vec<&'market Action>,
}

impl<'market> Waiting<'market> {
    pub(super) fn new(view: &MarketView<'market>) -> Waiting<'market> {
        let mut versions: Vec<_> = view.descriptions().iter().collect();
        versions.sort_by_key(|version| {
            (version.first_session.max(version.known_at), version.security_id)
        });
        let actions = view.actions().iter().collect();
        Waiting { versions, actions, next_version: 0, next_action: 0, near: Vec::new() }
    }

    /// The next description that holds and is known by a session.
    pub(super) fn description(&mut self, session: Date) -> Option<&'market SecurityVersion> {
        let version = *self.versions.get(self.next_version)?;
        let is_due = version.first_session.max(version.known_at) <= session;
        self.next_version += usize::from(is_due);
        is_due.then_some(version)
    }

    /// Actions that are ex by a day and known by a session, in the order in which they are applied;
    /// those that `wanted` leaves wait on.
    pub(super) fn take(
        &mut self,
        (known_by, ex_until): (Date, Date),
        wanted: impl Fn(&Action) -> bool,
    ) -> Vec<&'market Action> {
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
        now.sort_by_key(|action| {
            (action.ex_date, action.kind, action.security_id, action.sequence, action.known_at)
        });
        now
    }

    /// The actions known by a session that have not been taken, in the order in which they come.
    pub(super) fn known_by(&self, session: Date) -> Vec<&'market Action> {
        let later = self.actions.get(self.next_action..).unwrap_or_default();
        let known = |action: &&&Action| action.known_at <= session;
        let mut waiting: Vec<_> = self.near.iter().chain(later).filter(known).copied().collect();
        waiting.sort_by_key(|action| {
            (action.ex_date, action.kind, action.security_id, action.sequence, action.known_at)
        });
        waiting
    }

    /// Actions that were put back after the close of a session, although they were known and due.
    pub(super) fn put_back_by(&self, session: Date, next: Date) -> Vec<Action> {
        let due = |action: &&&Action| action.known_at <= session && action.ex_date <= next;
        self.near.iter().filter(due).map(|action| (*action).clone()).collect()
    }

    /// Goes on after the close of a session: what was due by then is done, but for what was put back.
    /// Whether the market still has all of that.
    pub(super) fn skip_to(&mut self, session: Date, next: Date, put_back: &[Action]) -> bool {
        let is_past =
            |version: &&SecurityVersion| version.first_session.max(version.known_at) <= session;
        self.next_version = self.versions.partition_point(is_past);
        self.next_action = self.actions.partition_point(|action| action.ex_date <= next);
        let near = self.actions[..self.next_action].iter().copied();
        self.near = near.filter(|action| action.known_at > session).collect();
        for action in put_back {
            match self.actions.binary_search(&action) {
                Ok(place) => self.near.push(self.actions[place]),
                Err(_) => return false,
            }
        }
        true
    }

    /// Lets an action wait on that was taken before its time.
    pub(super) fn put_back(&mut self, action: &'market Action) {
        self.near.push(action);
    }
}
