//! What waits for its day: descriptions and corporate actions, in order of time.

use jiff::civil::Date;
use russet_market::{Action, ActionKind, MarketView, SecurityVersion};

/// Descriptions and actions that have not come into force yet.
pub(super) struct Waiting<'market> {
    versions: Vec<&'market SecurityVersion>,
    actions: Vec<&'market Action>,
    next_version: usize,
    next_action: usize,
    due: Vec<&'market Action>,
}

impl<'market> Waiting<'market> {
    pub(super) fn new(view: &MarketView<'market>) -> Waiting<'market> {
        let market = view.market();
        let mut versions: Vec<_> = market.securities.iter().collect();
        versions.sort_by_key(|version| (version.from.max(version.known_at), version.security));
        let actions = market.actions.iter().collect();
        Waiting { versions, actions, next_version: 0, next_action: 0, due: Vec::new() }
    }

    /// The next description that holds and is known by a session.
    pub(super) fn description(&mut self, session: Date) -> Option<&'market SecurityVersion> {
        let version = *self.versions.get(self.next_version)?;
        let is_due = version.from.max(version.known_at) <= session;
        self.next_version += usize::from(is_due);
        is_due.then_some(version)
    }

    /// Splits that are ex and known by a session.
    pub(super) fn splits(&mut self, session: Date) -> Vec<&'market Action> {
        self.take(ActionKind::Split, session, session)
    }

    /// Delistings from the next session on that are known by this one.
    pub(super) fn delistings(&mut self, session: Date, next: Date) -> Vec<&'market Action> {
        self.take(ActionKind::Delisting, session, next)
    }

    fn take(&mut self, kind: ActionKind, session: Date, ex_until: Date) -> Vec<&'market Action> {
        while let Some(action) = self.actions.get(self.next_action) {
            if action.ex_date > ex_until {
                break;
            }
            self.next_action += 1;
            self.due.push(action);
        }
        let is_due = |action: &&Action| {
            action.kind == kind && action.ex_date <= ex_until && action.known_at <= session
        };
        let (now, later) = self.due.iter().partition(|action| is_due(action));
        self.due = later;
        now
    }
}
