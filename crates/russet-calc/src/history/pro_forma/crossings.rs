//! Who moves from one index of a family to another.

use std::collections::{BTreeSet, HashMap};

use russet_market::{SecurityId, Shares};

use crate::events::Cause;
use crate::run::records::EventRecord;

/// Who crosses the border of which index in the events of one close.
pub(super) struct Crossings<'events> {
    /// By security and whether it enters, the indexes in order of their ids.
    all: BTreeSet<(SecurityId, bool, &'events str)>,
    /// How the last event of an index left a security; none where it neither entered nor left.
    last: HashMap<(&'events str, SecurityId), Option<bool>>,
}

impl<'events> Crossings<'events> {
    pub(super) fn of(events: &'events [EventRecord<'_>]) -> Crossings<'events> {
        let mut crossings = Crossings { all: BTreeSet::new(), last: HashMap::new() };
        for entry in events.iter().filter(|entry| entry.cause != Cause::Start) {
            let enters = entry.index_shares_before == Shares::ZERO;
            let leaves = entry.index_shares_after == Shares::ZERO;
            if enters != leaves {
                crossings.all.insert((entry.security_id, enters, entry.index_id));
            }
            let crosses = (entry.cause != Cause::Rename && (enters || leaves)).then_some(enters);
            crossings.last.insert((entry.index_id, entry.security_id), crosses);
        }
        crossings
    }

    /// The index that a security leaves for another, and the one that it enters from it.
    pub(super) fn other_index(
        &self,
        index: &str,
        security: SecurityId,
    ) -> (Option<String>, Option<String>) {
        let Some(enters) = self.last.get(&(index, security)).copied().flatten() else {
            return (None, None);
        };
        let others = self.all.range((security, !enters, "")..);
        let mut others = others.take_while(|(of, way, _)| (*of, *way) == (security, !enters));
        let other = others.find(|(.., id)| *id != index).map(|(.., id)| (*id).to_owned());
        if enters { (other, None) } else { (None, other) }
    }
}
