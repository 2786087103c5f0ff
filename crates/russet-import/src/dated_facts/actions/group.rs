//! What is known of the actions of one kind, one security and one ex-date.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{Action, ActionKind, Market, SecurityId};

/// The kind, security and ex-date that actions share.
pub(super) type GroupKey = (Date, SecurityId, ActionKind);

pub(super) fn key_of(action: &Action) -> GroupKey {
    (action.ex_date, action.security_id, action.kind)
}

/// The actions of one kind, security and ex-date, with all their versions.
pub(super) struct Group {
    /// By sequence and the day known.
    versions: Vec<Action>,
}

impl Group {
    /// What a market in canonical order knows of a group.
    pub(super) fn of(market: &Market, key: GroupKey) -> Group {
        let start = market.actions.partition_point(|action| key_of(action) < key);
        let end = market.actions.partition_point(|action| key_of(action) <= key);
        Group { versions: market.actions[start..end].to_vec() }
    }

    pub(super) fn sequences(&self) -> BTreeSet<u16> {
        self.versions.iter().map(|version| version.sequence).collect()
    }

    /// The version of an action that was in force on a day; before it was known, its first one.
    pub(super) fn in_force(&self, sequence: u16, day: Date) -> Option<&Action> {
        let mut known = self.of_sequence(sequence).filter(|version| version.known_at <= day);
        known.next_back().or_else(|| self.of_sequence(sequence).next())
    }

    /// The version of an action that became known on a day.
    pub(super) fn known_on(&self, sequence: u16, day: Date) -> Option<&Action> {
        self.of_sequence(sequence).find(|version| version.known_at == day)
    }

    /// The versions of all actions that were in force on a day.
    pub(super) fn all_in_force(&self, day: Date) -> impl Iterator<Item = &Action> {
        self.sequences().into_iter().filter_map(move |sequence| self.in_force(sequence, day))
    }

    /// Adds a version; gives the versions of its action before and after it.
    pub(super) fn insert(&mut self, action: Action) -> [Option<Action>; 2] {
        let key = |version: &Action| (version.sequence, version.known_at);
        let place = self.versions.partition_point(|version| key(version) < key(&action));
        let is_neighbor = |version: &&Action| version.is_version_of(&action);
        let before = place.checked_sub(1).and_then(|place| self.versions.get(place));
        let neighbors = [before, self.versions.get(place)];
        let neighbors = neighbors.map(|version| version.filter(is_neighbor).cloned());
        self.versions.insert(place, action);
        neighbors
    }

    fn of_sequence(&self, sequence: u16) -> impl DoubleEndedIterator<Item = &Action> {
        self.versions.iter().filter(move |version| version.sequence == sequence)
    }
}
