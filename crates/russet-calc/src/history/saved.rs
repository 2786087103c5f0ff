//! The engine after a session, as bytes, and back: all that the market and the family do not tell again.
//!
//! What points into the market is kept by its id and its place among what was known by the session; what
//! can be worked out anew (sums, holders, rates, what falls due) is not kept. Equal states make equal
//! bytes, whatever happened before.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{
    Action, Currency, Divisor, Factor, Level, Money, SecurityId, SecurityVersion, Shares,
};
use russet_rules::Members;
use russet_rules::style::StyleScores;
use serde::{Deserialize, Serialize};

use super::actions::{Payment, Spun};
use super::attendance::Attendance;
use super::by_id::ById;
use super::changes::LastReconstitution;
use super::decided::Counted;
use super::engine::Engine;
use super::lines::Lines;
use super::recorder::Opened;
use super::target::Target;
use super::waiting::Waiting;
use crate::closes::{Closes, LastClose};
use crate::ledger::Makeup;
use crate::returns::Returns;

/// How far a run had come: which of its rows were there after a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cut {
    /// The session.
    pub(crate) after: Date,
    /// The session after it.
    pub(crate) next: Date,
    /// The last event of the ledger.
    pub(crate) last_event: u32,
    /// How many actions had been dealt with after its close.
    pub(crate) actions: usize,
    pub(crate) decisions: Counted,
}

/// A session's end that a build can go on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    pub(crate) cut: Cut,
    /// A [`Saved`].
    pub(crate) state: Vec<u8>,
}

/// The state of an engine, without what is found again.
#[derive(Serialize, Deserialize)]
pub(super) struct Saved<'a> {
    pub(super) from: Date,
    pub(super) beginning: Date,
    /// Those of the market, whose places the closes count by.
    pub(super) currencies: Vec<Currency>,
    pub(super) closes: Cow<'a, Closes>,
    pub(super) past: Vec<(Date, ClosesBefore)>,
    pub(super) indexes: Vec<SavedIndex<'a>>,
    pub(super) attendance: Cow<'a, Attendance>,
    pub(super) left: usize,
    pub(super) members: Cow<'a, Members>,
    pub(super) styles: Cow<'a, StyleScores>,
    pub(super) lines: Cow<'a, Lines>,
    pub(super) held: Cow<'a, ById<SecurityId, Target>>,
    pub(super) spun: Cow<'a, BTreeMap<SecurityId, Spun>>,
    pub(super) children: Cow<'a, BTreeMap<SecurityId, (SecurityId, Date)>>,
    pub(super) suspended: Cow<'a, BTreeMap<SecurityId, Date>>,
    pub(super) payments: Cow<'a, [Payment]>,
    pub(super) last: Cow<'a, Option<LastReconstitution>>,
    pub(super) last_effective: Date,
    pub(super) gauge: Cow<'a, [(Date, Level)]>,
    pub(super) left_out: Vec<(usize, String, BTreeSet<russet_market::IssuerId>)>,
    /// Actions that wait although their time had come.
    pub(super) put_back: Vec<Action>,
    pub(super) notes: Cow<'a, [String]>,
    pub(super) opened: Opened,
}

/// One index of the family, or the gauge.
#[derive(Serialize, Deserialize)]
pub(super) struct SavedIndex<'a> {
    pub(super) basket: Vec<SavedShares>,
    pub(super) divisor: Option<Divisor>,
    pub(super) makeups: Cow<'a, ById<SecurityId, Makeup>>,
    pub(super) returns: Option<Returns>,
    pub(super) closing: Option<Money>,
    pub(super) entering: Cow<'a, BTreeSet<SecurityId>>,
    pub(super) changed: Cow<'a, BTreeSet<SecurityId>>,
}

/// What an index holds of a line.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct SavedShares(
    pub(super) SecurityId,
    #[serde(with = "crate::packed")] pub(super) Shares,
);

/// Where the closes of an earlier session differ from those of the next one kept.
pub(super) type ClosesBefore = Vec<LastClose>;

/// A row of constituents that has not ended, without its index.
#[derive(Serialize, Deserialize)]
pub(super) struct SavedHeld {
    pub(super) security: SecurityId,
    /// The place of its description among those that were known; none: the first of all.
    pub(super) version: Option<u32>,
    #[serde(with = "crate::packed::optional")]
    pub(super) count: Option<Shares>,
    #[serde(with = "crate::packed")]
    pub(super) index_shares: Shares,
    #[serde(with = "crate::packed")]
    pub(super) free_float: Factor,
    /// The place of the sentence.
    pub(super) free_float_source: u32,
    #[serde(with = "crate::packed::optional")]
    pub(super) free_float_since: Option<Date>,
    #[serde(with = "crate::packed")]
    pub(super) style: Factor,
    #[serde(with = "crate::packed")]
    pub(super) cap: Factor,
    #[serde(with = "crate::packed")]
    pub(super) from: Date,
}

impl Engine<'_, '_> {
    /// The state after the close of the last session done.
    pub(super) fn checkpoint(
        &self,
        waiting: &Waiting<'_>,
    ) -> Result<Checkpoint, super::BuildError> {
        let after = self.previous;
        let next = self.family.sessions().next_session(after)?;
        let mut past = Vec::with_capacity(self.past.len());
        let mut newer = self.book.closes();
        for (session, closes) in self.past.iter().rev() {
            past.push((*session, closes.differing_from(newer)));
            newer = closes;
        }
        let indexes = self.states.iter().enumerate().map(|(position, state)| SavedIndex {
            basket: {
                let held = self.book.basket(position).iter();
                held.map(|(line, shares)| SavedShares(line, shares)).collect()
            },
            divisor: self.book.index(position).divisor(),
            makeups: Cow::Borrowed(&state.makeups),
            returns: state.returns,
            closing: state.closing,
            entering: Cow::Borrowed(&state.entering),
            changed: Cow::Borrowed(&state.changed),
        });
        let saved = Saved {
            from: self.from,
            beginning: self.beginning,
            currencies: self.currencies.all().collect(),
            closes: Cow::Borrowed(self.book.closes()),
            past,
            indexes: indexes.collect(),
            attendance: Cow::Borrowed(&self.attendance),
            left: self.left,
            members: Cow::Borrowed(&self.members),
            styles: Cow::Borrowed(&self.styles),
            lines: Cow::Borrowed(&self.lines),
            held: Cow::Borrowed(&self.held),
            spun: Cow::Borrowed(&self.spun),
            children: Cow::Borrowed(&self.children),
            suspended: Cow::Borrowed(&self.suspended),
            payments: Cow::Borrowed(&self.payments),
            last: Cow::Borrowed(&self.last),
            last_effective: self.last_effective,
            gauge: Cow::Borrowed(&self.gauge),
            left_out: self.excepted.left_out(),
            put_back: waiting.put_back_by(after, next),
            notes: Cow::Borrowed(&self.notes[self.opening_notes..]),
            opened: self.recorder.opened(self.view, after),
        };
        let cut = Cut {
            after,
            next,
            last_event: self.recorder.last_event(),
            actions: self.recorder.actions_after(after),
            decisions: self.decisions.counted().clone(),
        };
        // Plain values, which cannot fail to be written into memory.
        let state = postcard::to_stdvec(&saved).unwrap_or_default();
        Ok(Checkpoint { cut, state })
    }
}

/// The place of a description among those of its line that were known by a day.
pub(super) fn place_of(
    versions: &[SecurityVersion],
    version: &SecurityVersion,
    day: Date,
) -> Option<u32> {
    let mut known = versions.iter().filter(|version| version.known_at <= day);
    known.position(|known| std::ptr::eq(known, version)).map(|place| place as u32)
}
