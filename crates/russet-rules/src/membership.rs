//! Where companies stand in a family between two reconstitutions.

use std::collections::BTreeMap;
use std::sync::Arc;

use russet_market::IssuerId;
use serde::{Deserialize, Serialize};

use crate::methodology::{IndexRule, Methodology};

/// The companies of a family and where each stands.
pub type Members = BTreeMap<IssuerId, SizeMembership>;

/// A company's place: the segments, counted from the largest companies, that it may stand in.
///
/// The breakpoints of a methodology divide the ranks into segments: segment 0 lies above the first breakpoint, segment 1
/// between the first and the second, and so on. A reconstitution puts a company into one segment; a
/// fund's list says less, such as "somewhere below 1,000 and above 3,000".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeMembership {
    /// The highest segment it may stand in.
    pub first: usize,
    /// The lowest segment it may stand in.
    pub last: usize,
    /// Whether a fund's list vouched for it when the run began.
    pub is_on_fund_list: bool,
    /// Whether it stayed at the last review by a buffer, ranked beyond the number of places.
    pub is_beyond_count: bool,
}

impl SizeMembership {
    /// In one segment for certain.
    pub const fn in_segment(segment: usize) -> SizeMembership {
        SizeMembership {
            first: segment,
            last: segment,
            is_on_fund_list: false,
            is_beyond_count: false,
        }
    }

    /// Somewhere in a range of segments, as a fund's list implies.
    pub const fn from_fund_list(first: usize, last: usize) -> SizeMembership {
        SizeMembership { first, last, is_on_fund_list: true, is_beyond_count: false }
    }

    /// Whether it stands above the breakpoint of this position; nothing where that is not known.
    ///
    /// ```
    /// use russet_rules::SizeMembership;
    /// let listed_in_a_fund = SizeMembership::from_fund_list(4, 5);
    /// assert_eq!(listed_in_a_fund.side_of(3), Some(false));
    /// assert_eq!(listed_in_a_fund.side_of(4), None);
    /// assert_eq!(listed_in_a_fund.side_of(5), Some(true));
    /// ```
    pub const fn side_of(self, breakpoint: usize) -> Option<bool> {
        if self.last <= breakpoint {
            Some(true)
        } else if self.first > breakpoint {
            Some(false)
        } else {
            None
        }
    }
}

impl Methodology {
    /// The segments of an index, first and last.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// assert_eq!(family.segments(family.index("R2000").unwrap()), (4, 5));
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn segments(&self, index: &IndexRule) -> (usize, usize) {
        let below = |rank: u32| {
            self.breakpoints.iter().filter(|breakpoint| breakpoint.rank <= rank).count()
        };
        let end = index.to.map_or(self.segment_count(), below);
        (below(index.above), end.saturating_sub(1))
    }

    /// The indexes that a company of this membership certainly belongs to.
    ///
    /// ```
    /// use russet_rules::{Methodology, SizeMembership};
    /// let family = Methodology::built_in("russell-us")?;
    /// let ids: Vec<&str> =
    ///     family.indexes_of(SizeMembership::in_segment(4)).map(|index| index.id.as_str()).collect();
    /// assert_eq!(ids, ["R3000E", "R3000", "R2000", "R2500"]);
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn indexes_of(&self, membership: SizeMembership) -> impl Iterator<Item = &IndexRule> {
        self.indexes.iter().filter(|index| index.parent.is_none()).filter(move |index| {
            let (first, last) = self.segments(index);
            first <= membership.first && membership.last <= last
        })
    }

    /// Those indexes as one text, ids set apart by spaces.
    pub(crate) fn index_ids(&self, membership: SizeMembership) -> String {
        let ids: Vec<&str> = self.indexes_of(membership).map(|index| index.id.as_str()).collect();
        ids.join(" ")
    }
}

/// The ids of a family's indexes by membership, each text in memory once.
#[derive(Debug)]
pub(crate) struct IndexIds(BTreeMap<(usize, usize), Arc<str>>);

impl IndexIds {
    pub(crate) fn of(family: &Methodology) -> IndexIds {
        let segments = 0..=family.segment_count();
        let ranges = segments
            .flat_map(|first| (first..=family.segment_count()).map(move |last| (first, last)));
        let ids = |(first, last)| {
            let ids =
                family.index_ids(SizeMembership { last, ..SizeMembership::in_segment(first) });
            ((first, last), ids.into())
        };
        IndexIds(ranges.map(ids).collect())
    }

    /// The ids of the indexes that a company of this membership certainly belongs to.
    pub(crate) fn get(&self, membership: SizeMembership) -> Arc<str> {
        self.0.get(&(membership.first, membership.last)).cloned().unwrap_or_default()
    }

    /// Those that a company in a segment belongs to.
    pub(crate) fn in_segment(&self, segment: usize) -> Arc<str> {
        self.get(SizeMembership::in_segment(segment))
    }
}
