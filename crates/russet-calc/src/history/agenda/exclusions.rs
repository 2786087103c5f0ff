//! Indexes that leave out what funds of other indexes hold: they follow each list from the session on
//! which it is public.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::Date;
use russet_market::{FundLine, IssuerId, MarketView};
use russet_rules::Methodology;
use russet_rules::funds::{lists_of, securities_on};

use crate::events::Cause;
use crate::history::BuildError;
use crate::history::engine::{Days, Engine};
use crate::history::sub_indexes::Moves;

/// A fund's list that an index waits for.
#[derive(Debug, Clone)]
struct Awaited<'market> {
    /// The index, by its place.
    position: usize,
    fund: String,
    list: Vec<&'market FundLine>,
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
                let long = lists.filter(|list| list.len() >= rule.minimum_lines as usize);
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
    fn due(&mut self, session: Date) -> Vec<Awaited<'market>> {
        let mut due: BTreeMap<(usize, String), Awaited<'market>> = BTreeMap::new();
        let public = |one: &mut Awaited<'_>| one.list[0].known_at <= session;
        while let Some(one) = self.awaited.pop_front_if(public) {
            due.insert((one.position, one.fund.clone()), one);
        }
        due.into_values().collect()
    }
}

impl Engine<'_, '_> {
    /// Lists that became public: what they hold leaves the indexes that leave it out, and what they hold
    /// no more enters from the parent.
    pub(in crate::history) fn follow_exclusions(&mut self, days: Days) -> Result<(), BuildError> {
        for Awaited { position, fund, list } in self.agenda.exclusions.due(days.session) {
            let as_of = list[0].as_of;
            let found = securities_on(self.view, &list, as_of).into_iter();
            let companies: BTreeSet<IssuerId> =
                found.map(|(version, _)| version.issuer_id).collect();
            self.state.roster.exclusions.insert((position, fund.clone()), companies);
            let is_empty = self.state.ledger.basket(position).is_empty();
            let Some(parent) = self.parent(position).filter(|_| !is_empty) else { continue };
            let Moves { entering, leaving } = self.follow_fit((position, parent), days)?;
            let note = format!("the list of {fund} of {as_of}");
            self.move_securities(position, Cause::Committee, days, (&entering, &leaving), &note)?;
            self.move_claims(position, &entering, &leaving);
        }
        Ok(())
    }
}
