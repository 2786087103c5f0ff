//! The companies that were ranked together, with one of them at another close.

use std::collections::BTreeMap;

use russet_market::{Money, Price, Ticker};

use super::screens::Screens;
use super::ticks::{farthest, first, towards};
use super::{Sized, TurnedOutcome, TurningClose};
use crate::decision::{Decision, Finding};
use crate::membership::SizeMembership;
use crate::methodology::{Method, Methodology};
use crate::placement::Ranking;
use crate::selection::{RankOutcome, largest};

/// Another company of the ranking.
#[derive(Debug)]
struct Other<'a> {
    cap: Money,
    /// By which equal ones are ordered; none of a company of several securities, whose first one is not recorded.
    ticker: Option<&'a Ticker>,
    is_member: bool,
}

/// A decision by rank, and all that were ranked.
pub(super) struct Ranked<'a> {
    decision: &'a Decision,
    family: &'a Methodology,
    own: Sized,
    screens: Screens<'a>,
    /// From the largest.
    others: Vec<Other<'a>>,
    /// In which segments its company may have been, where bands may protect it: more than one where index ids
    /// before are ambiguous.
    before: Vec<Option<SizeMembership>>,
}

impl<'a> Ranked<'a> {
    /// Those of one review; nothing where not all of them are recorded, or the decision does not follow from them.
    pub(super) fn of(
        decision: &'a Decision,
        review: &[&'a Decision],
        family: &'a Methodology,
    ) -> Option<Ranked<'a>> {
        let own = Sized::of_company(decision, family)?;
        let mut others: BTreeMap<u32, Other<'_>> = BTreeMap::new();
        for row in review.iter().filter(|row| row.issuer_id != decision.issuer_id) {
            if let (Some(rank), Some(cap)) = (row.rank, row.company_market_cap) {
                let is_member = !row.indexes_before.is_empty();
                let other = Other { cap, ticker: Some(&row.ticker), is_member };
                others.entry(rank).and_modify(|known| known.ticker = None).or_insert(other);
            }
        }
        if decision.companies_ranked? as usize != others.len() + 1 {
            return None;
        }
        let screens = Screens::of(decision, own, family);
        let others = others.into_values().collect();
        let mut ranked = Ranked {
            decision,
            family,
            own,
            screens,
            others,
            before: segments_before(decision, family),
        };
        let now = TurnedOutcome::Indexes(decision.indexes_after.to_string());
        let before = std::mem::take(&mut ranked.before);
        let follows =
            |segment: &Option<SizeMembership>| ranked.indexes_at(decision.close, *segment);
        let now_ids = Some(decision.indexes_after.to_string());
        ranked.before = before.into_iter().filter(|segment| follows(segment) == now_ids).collect();
        let is_same_rank =
            ranked.rank_at(decision.close).map(|rank| rank as u32 + 1) == decision.rank;
        (is_same_rank && ranked.outcome_at(decision.close) == Some(now)).then_some(ranked)
    }

    /// The nearest closes above and below at which the outcome is another.
    pub(super) fn turns(&self) -> Vec<TurningClose> {
        [true, false].into_iter().filter_map(|is_up| self.turn(is_up)).collect()
    }

    /// Walks from one close to the next at which anything changes that the outcome depends on.
    fn turn(&self, is_up: bool) -> Option<TurningClose> {
        let now = TurnedOutcome::Indexes(self.decision.indexes_after.to_string());
        let end = farthest(self.decision.close, is_up)?;
        let mut at = self.decision.close;
        loop {
            let place = self.place_at(at);
            let moved = first(at, end, |close| self.place_at(close) != place);
            // As long as the rank stays, a band is entered or left once.
            let last = match moved {
                Some(moved) => towards(moved, at),
                None => Some(end),
            };
            let bands = self.bands_at(at);
            let crossed =
                last.and_then(|last| first(at, last, |close| self.bands_at(close) != bands));
            let close = crossed.or(moved)?;
            match self.outcome_at(close)? {
                outcome if outcome == now => at = close,
                outcome => return Some(TurningClose { close, outcome }),
            }
        }
    }

    /// What changes once and for all on the way to higher or lower closes.
    fn place_at(&self, close: Price) -> (Option<usize>, [bool; 6]) {
        (self.rank_at(close), self.screens.limits_passed(close))
    }

    /// How many companies rank before it; nothing where another one is as large and the order is unknown.
    fn rank_at(&self, close: Price) -> Option<usize> {
        let cap = self.own.cap_at(close);
        let larger = self.others.partition_point(|other| other.cap > cap);
        let equal = self.others[larger..].iter().take_while(|other| other.cap == cap);
        equal.map(|other| other.ticker).try_fold(larger, |rank, ticker| {
            Some(rank + usize::from(*ticker? < self.decision.ticker))
        })
    }

    /// The market capitalizations of all, from the largest.
    fn caps_at(&self, close: Price) -> Option<(usize, Vec<Money>)> {
        let rank = self.rank_at(close)?;
        let mut caps: Vec<Money> = self.others.iter().map(|other| other.cap).collect();
        caps.insert(rank, self.own.cap_at(close));
        Some((rank, caps))
    }

    /// In which bands it lies.
    fn bands_at(&self, close: Price) -> Option<Vec<bool>> {
        let banding = self.family.banding.as_ref().filter(|_| self.is_by_size())?;
        let (rank, caps) = self.caps_at(close)?;
        let ranking = Ranking::new(&caps, &self.family.breakpoints).ok()?;
        Some(ranking.bands(rank as u32 + 1, banding))
    }

    fn is_by_size(&self) -> bool {
        self.decision.evidence.finding == Finding::SizePlace
    }

    /// What would have been decided at a close; nothing where that is not known.
    fn outcome_at(&self, close: Price) -> Option<TurnedOutcome> {
        if let Some(screen) = self.screens.refusing_at(close)? {
            return Some(TurnedOutcome::RefusedBy(screen));
        }
        let mut outcomes = self.before.iter().map(|segment| self.indexes_at(close, *segment));
        let outcome = outcomes.next()??;
        outcomes
            .all(|other| other.as_ref() == Some(&outcome))
            .then_some(TurnedOutcome::Indexes(outcome))
    }

    /// The indexes it would have belonged to by its rank at a close.
    fn indexes_at(&self, close: Price, before: Option<SizeMembership>) -> Option<String> {
        let in_segment = |segment| self.family.index_ids(SizeMembership::in_segment(segment));
        if self.is_by_size() {
            let (rank, caps) = self.caps_at(close)?;
            let ranking = Ranking::new(&caps, &self.family.breakpoints).ok()?;
            let place = ranking.place(rank as u32 + 1, before, self.family.banding.as_ref());
            return Some(in_segment(place.segment));
        }
        let rule = self.family.selection.as_ref().filter(|rule| rule.method == Method::Largest)?;
        // Who was retained at the last review is not recorded.
        if rule.retained_once {
            return None;
        }
        let rank = self.rank_at(close)?;
        let mut members: Vec<bool> = self.others.iter().map(|other| other.is_member).collect();
        members.insert(rank, !self.decision.indexes_before.is_empty());
        let chosen = largest(rule, &members).into_iter().nth(rank)?;
        let belongs = !matches!(chosen, RankOutcome::Skipped | RankOutcome::RankedOut);
        Some(if belongs { in_segment(0) } else { String::new() })
    }
}

/// In which segments a company was that belonged to some indexes, as far as bands protect it there.
fn segments_before(decision: &Decision, family: &Methodology) -> Vec<Option<SizeMembership>> {
    let ids = &*decision.indexes_before;
    let protected = family
        .banding
        .as_ref()
        .and_then(|banding| Some(family.segments(family.index(&banding.protects_members_of)?)));
    let (Some((first, last)), false) = (protected, ids.is_empty()) else { return vec![None] };
    let ranges = (first..=last).flat_map(|from| (from..=last).map(move |to| (from, to)));
    let segments =
        ranges.map(|(from, to)| SizeMembership { last: to, ..SizeMembership::in_segment(from) });
    let of_ids: Vec<_> =
        segments.filter(|segment| family.index_ids(*segment) == ids).map(Some).collect();
    // Members of other indexes are not protected.
    if of_ids.is_empty() { vec![None] } else { of_ids }
}
