//! The agenda: what is due at which point of a session. It knows nothing of weights.

pub(crate) mod announcements;
pub(crate) mod committee_lists;
pub(crate) mod exclusions;
pub(crate) mod items;
pub(crate) mod waiting;

use std::collections::VecDeque;

use announcements::Announcements;
use exclusions::ExclusionLists;
use items::Items;
use jiff::civil::Date;
use russet_market::FundLine;
use waiting::Waiting;

/// What is to come.
#[derive(Debug, Clone)]
pub(super) struct Agenda<'build, 'market> {
    /// What falls due after a close.
    pub(super) items: Items<'build>,
    /// Descriptions and corporate actions.
    pub(super) waiting: Waiting<'market>,
    /// The committee's lists.
    pub(super) lists: VecDeque<Vec<&'market FundLine>>,
    /// Lists of funds whose holdings an index excludes.
    pub(super) exclusions: ExclusionLists<'market>,
    /// Reconstitutions to announce.
    pub(super) announcements: Announcements,
}

impl Agenda<'_, '_> {
    /// Goes on after a session: what was due by then is done.
    pub(super) fn skip_to(&mut self, session: Date, next: Date) {
        self.items.skip_to(session);
        self.waiting.skip_to(session, next);
        while self.lists.pop_front_if(|list| list[0].known_at <= session).is_some() {}
        self.exclusions.skip_to(session);
        self.announcements.skip_to(session);
    }
}
