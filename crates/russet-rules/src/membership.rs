//! Where companies stand in a family between two reconstitutions.

use std::collections::BTreeMap;
use std::sync::Arc;

use russet_market::IssuerId;
use serde::{Deserialize, Serialize};

use crate::methodology::{IndexRule, Methodology};

/// The companies of a family and where each stands.
pub type Members = BTreeMap<IssuerId, Standing>;

/// A company's place: the zones, counted from the largest companies, that it may stand in.
///
/// The cuts of a methodology divide the ranks into zones: zone 0 lies above the first cut, zone 1
/// between the first and the second, and so on. A reconstitution puts a company into one zone; a
/// fund's list tells less, such as "somewhere below 1,000 and above 3,000".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The highest zone it may stand in.
    pub first: usize,
    /// The lowest zone it may stand in.
    pub last: usize,
    /// Whether a fund's list vouched for it when the run began.
    pub listed: bool,
    /// Whether it stayed at the last review by a buffer, ranked beyond the number of places.
    pub spared: bool,
}

impl Standing {
    /// In one zone for certain.
    ///
    /// ```
    /// use russet_rules::Standing;
    /// assert_eq!(Standing::in_zone(4).side_of(3), Some(false));
    /// ```
    pub const fn in_zone(zone: usize) -> Standing {
        Standing { first: zone, last: zone, listed: false, spared: false }
    }

    /// Somewhere in a range of zones, as a fund's list tells it.
    ///
    /// ```
    /// use russet_rules::Standing;
    /// assert!(Standing::listed_in(4, 5).listed);
    /// ```
    pub const fn listed_in(first: usize, last: usize) -> Standing {
        Standing { first, last, listed: true, spared: false }
    }

    /// Whether it stands above the cut of this position; nothing where that is not known.
    ///
    /// ```
    /// use russet_rules::Standing;
    /// let listed_in_a_fund = Standing::listed_in(4, 5);
    /// assert_eq!(listed_in_a_fund.side_of(3), Some(false));
    /// assert_eq!(listed_in_a_fund.side_of(4), None);
    /// assert_eq!(listed_in_a_fund.side_of(5), Some(true));
    /// ```
    pub const fn side_of(self, cut: usize) -> Option<bool> {
        if self.last <= cut {
            Some(true)
        } else if self.first > cut {
            Some(false)
        } else {
            None
        }
    }
}

impl Methodology {
    /// The zones of an index, first and last.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// assert_eq!(family.zones(family.index("R2000").unwrap()), (4, 5));
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn zones(&self, index: &IndexRule) -> (usize, usize) {
        let below = |rank: u32| self.breaks.iter().filter(|cut| cut.rank <= rank).count();
        let end = index.to.map_or(self.zone_count(), below);
        (below(index.above), end.saturating_sub(1))
    }

    /// The indexes that a company of this standing certainly belongs to.
    ///
    /// ```
    /// use russet_rules::{Methodology, Standing};
    /// let family = Methodology::built_in("russell-us")?;
    /// let ids: Vec<&str> =
    ///     family.indexes_of(Standing::in_zone(4)).map(|index| index.id.as_str()).collect();
    /// assert_eq!(ids, ["R3000E", "R3000", "R2000", "R2500"]);
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn indexes_of(&self, standing: Standing) -> impl Iterator<Item = &IndexRule> {
        self.indexes.iter().filter(|index| index.parent.is_none()).filter(move |index| {
            let (first, last) = self.zones(index);
            first <= standing.first && standing.last <= last
        })
    }

    /// Those indexes as one text, ids set apart by spaces.
    pub(crate) fn index_ids(&self, standing: Standing) -> String {
        let ids: Vec<&str> = self.indexes_of(standing).map(|index| index.id.as_str()).collect();
        ids.join(" ")
    }
}

/// The ids of a family's indexes by standing, each text in memory once.
#[derive(Debug)]
pub(crate) struct IndexIds(BTreeMap<(usize, usize), Arc<str>>);

impl IndexIds {
    pub(crate) fn of(family: &Methodology) -> IndexIds {
        let zones = 0..=family.zone_count();
        let ranges =
            zones.flat_map(|first| (first..=family.zone_count()).map(move |last| (first, last)));
        let ids = |(first, last)| {
            let ids = family.index_ids(Standing { last, ..Standing::in_zone(first) });
            ((first, last), ids.into())
        };
        IndexIds(ranges.map(ids).collect())
    }

    /// The ids of the indexes that a company of this standing certainly belongs to.
    pub(crate) fn get(&self, standing: Standing) -> Arc<str> {
        self.0.get(&(standing.first, standing.last)).cloned().unwrap_or_default()
    }

    /// Those that a company in a zone belongs to.
    pub(crate) fn in_zone(&self, zone: usize) -> Arc<str> {
        self.get(Standing::in_zone(zone))
    }
}
