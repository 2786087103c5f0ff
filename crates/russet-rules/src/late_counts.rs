//! Lines that nobody had counted on a rank day, and until when what is counted of them later stays the same.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{CorrectedField, MarketView, SecurityId};

/// When each security was first counted.
#[derive(Debug)]
pub(crate) struct LateCounts {
    /// The first day on which a count of a security holds and is known, in order of time.
    first: Vec<(Date, SecurityId)>,
    /// Lines whose shares a user overrides, for a while or for good.
    overridden: BTreeSet<SecurityId>,
}

impl LateCounts {
    pub(crate) fn of(view: &MarketView<'_>) -> LateCounts {
        let counted =
            view.securities().filter_map(|security| Some((view.first_count(security)?, security)));
        let mut first: Vec<(Date, SecurityId)> = counted.collect();
        first.sort();
        let overrides = view.market().corrections.iter();
        let of_shares = overrides.filter(|row| row.field == CorrectedField::Shares);
        LateCounts { first, overridden: of_shares.map(|row| row.security_id).collect() }
    }

    /// The last day up to another on which something became known of the securities that nobody had counted on a
    /// rank day; the rank day itself where nothing did. What is known of them on either day is the same.
    pub(crate) fn last_change(
        &self,
        view: &MarketView<'_>,
        rank_day: Date,
        known_by: Date,
    ) -> Date {
        let place = |day: Date| self.first.partition_point(|(first, _)| *first <= day);
        let (start, end) = (place(rank_day), place(known_by).max(place(rank_day)));
        let late = self.first[start..end].iter().map(|(_, security)| *security);
        let mut last = rank_day;
        for security in late.chain(self.overridden.iter().copied()) {
            let mut change = view.unchanged_until(security, last);
            while change <= known_by && change < Date::MAX {
                last = change;
                change = view.unchanged_until(security, last);
            }
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use russet_market::ShareBasis;

    use super::*;
    use crate::share_counts::count_of;
    use crate::test_security::{SECURITY, day, with_facts};

    proptest! {
        /// Whatever became known of a security, what is counted of it late is the same on the day of the last change.
        #[test]
        fn nothing_is_counted_otherwise_after_the_last_change(
            facts in prop::collection::vec((0_u8..5, 0_i64..90, 0_i64..90), 0..8),
            (rank_day, later) in (0_i64..90, 0_i64..60),
        ) {
            let mut facts = facts;
            facts.push((0, 1, 1));
            let market = with_facts(&facts);
            let view = MarketView::new(&market);
            let (rank_day, known_by) = (day(rank_day), day(rank_day + later));
            let last = LateCounts::of(&view).last_change(&view, rank_day, known_by);
            prop_assert!(rank_day <= last && last <= known_by);
            let counts = |day: Date| {
                [ShareBasis::Company, ShareBasis::Class].map(|of| count_of(&view, SECURITY, of, day, day))
            };
            if counts(rank_day) == [None, None] {
                prop_assert_eq!(counts(last), counts(known_by));
            }
        }
    }
}
