//! Indexes that leave out what funds of other indexes hold: they follow each list from the session on
//! which it is public.

use std::collections::{BTreeMap, VecDeque};

use jiff::civil::Date;
use russet_market::{FundLine, MarketView};
use russet_rules::Methodology;
use russet_rules::funds::lists_of;

/// A fund's list that an index waits for.
#[derive(Debug, Clone)]
pub(in crate::history) struct Awaited<'market> {
    /// The index, by its place.
    pub(in crate::history) position: usize,
    pub(in crate::history) fund: String,
    pub(in crate::history) list: Vec<&'market FundLine>,
}

/// The lists that will change what indexes exclude.
#[derive(Debug, Clone, Default)]
pub(in crate::history) struct ExclusionLists<'market> {
    awaited: VecDeque<Awaited<'market>>,
}

impl<'market> ExclusionLists<'market> {
    pub(in crate::history) fn new(
        view: &MarketView<'market>,
        family: &Methodology,
    ) -> ExclusionLists<'market> {
        let mut awaited = Vec::new();
        for (position, index) in family.indexes.iter().enumerate() {
            let Some(rule) = &index.only.except_funds else { continue };
            for fund in &rule.funds {
                let lists = lists_of(view, fund).into_iter();
                let long = lists.filter(|list| list.len() >= rule.minimum_securities as usize);
                awaited.extend(long.map(|list| Awaited { position, fund: fund.clone(), list }));
            }
        }
        awaited.sort_by_key(|one| (one.list[0].known_at, one.list[0].as_of));
        ExclusionLists { awaited: awaited.into() }
    }

    /// Which funds have no list of what an index leaves out.
    pub(in crate::history) fn notes(&self, family: &Methodology) -> Vec<String> {
        let mut notes = Vec::new();
        for (position, index) in family.indexes.iter().enumerate() {
            for fund in index.only.except_funds.iter().flat_map(|rule| &rule.funds) {
                let known = |one: &Awaited<'_>| one.position == position && one.fund == *fund;
                if !self.awaited.iter().any(known) {
                    notes.push(format!(
                        "{} leaves out what {fund} holds, and the market has no list of it that is long \
                         enough (hint: import one).",
                        index.id
                    ));
                }
            }
        }
        notes
    }

    /// Goes on after a session.
    pub(in crate::history) fn skip_to(&mut self, after: Date) {
        self.due(after);
    }

    /// The lists that are public by a session, the newest of each index and fund.
    pub(in crate::history) fn due(&mut self, session: Date) -> Vec<Awaited<'market>> {
        let mut due: BTreeMap<(usize, String), Awaited<'market>> = BTreeMap::new();
        let public = |one: &mut Awaited<'_>| one.list[0].known_at <= session;
        while let Some(one) = self.awaited.pop_front_if(public) {
            due.insert((one.position, one.fund.clone()), one);
        }
        due.into_values().collect()
    }
}
