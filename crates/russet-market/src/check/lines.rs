//! Securities by place, so that a pass over all closes keeps its state in plain vectors, however
//! large the ids are.

use std::ops::Range;

use jiff::civil::Date;

use crate::facts::{SecurityKind, SecurityVersion};
use crate::identity::SecurityId;
use crate::market::Market;

/// The described securities in order of their ids, each with its descriptions.
pub(super) struct Lines<'market> {
    securities: &'market [SecurityVersion],
    ids: Vec<SecurityId>,
    versions: Vec<Range<usize>>,
}

impl<'market> Lines<'market> {
    pub(super) fn new(market: &'market Market) -> Lines<'market> {
        let mut ids: Vec<SecurityId> = Vec::new();
        let mut versions: Vec<Range<usize>> = Vec::new();
        for (position, version) in market.securities.iter().enumerate() {
            match versions.last_mut() {
                Some(range) if ids.last() == Some(&version.security_id) => range.end = position + 1,
                _ => {
                    ids.push(version.security_id);
                    versions.push(position..position + 1);
                }
            }
        }
        Lines { securities: &market.securities, ids, versions }
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The place of a security, unless nothing describes it.
    pub(super) fn place(&self, id: SecurityId) -> Option<usize> {
        // Ids usually count up from zero; then a place is the id itself.
        match self.ids.get(id.0 as usize) {
            Some(other) if *other == id => Some(id.0 as usize),
            _ => self.ids.binary_search(&id).ok(),
        }
    }

    /// The descriptions of the security at a place, by first date.
    pub(super) fn versions(&self, place: usize) -> &'market [SecurityVersion] {
        self.versions.get(place).map_or(&[], |range| &self.securities[range.clone()])
    }

    /// The last description of the security at a place.
    pub(super) fn last(&self, place: usize) -> Option<&'market SecurityVersion> {
        self.versions(place).last()
    }

    /// The securities in order, each with its last description.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &'market SecurityVersion)> + '_ {
        (0..self.len()).filter_map(|place| Some((place, self.last(place)?)))
    }

    /// What a security is called in an example: its ticker on that day, else its id.
    pub(super) fn name(&self, id: SecurityId, day: Date) -> String {
        let versions = self.place(id).map_or(&[][..], |place| self.versions(place));
        let version = versions.iter().rev().find(|version| version.first_session <= day);
        version.or(versions.first()).map_or(id.to_string(), |version| version.ticker.to_string())
    }
}

/// Whether a line stands for shares, whose price does not expire to nothing as a warrant's does.
pub(super) fn is_share(kind: SecurityKind) -> bool {
    !matches!(kind, SecurityKind::Debt | SecurityKind::Warrant | SecurityKind::Right)
}
