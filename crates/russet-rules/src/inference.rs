//! What an index's own past implies about screens that the data cannot evaluate.
//!
//! A seasoned company that ranked well inside an index on the last rank day and is on none of the lists
//! published since failed some screen that we could not ask: votes, float, structure. A company
//! that those lists hold passed screens that weak evidence would fail it on. Both are learned from lists
//! public by the next rank day only, and only where the run asks for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{IssuerId, MarketView};

use crate::decision::{Decision, Evidence, Finding, FurtherEvidence, Verdict};
use crate::funds::{lists_of, securities_on};
use crate::membership::{Members, SizeMembership};
use crate::methodology::Methodology;

/// What lists published between two reconstitutions imply by the second one's rank day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListInference {
    /// The members, corrected by the newest list of each fund.
    pub members: Members,
    /// Companies that should have been on a list and were on none.
    pub absent: BTreeMap<IssuerId, Absence>,
}

/// How a company that should have been on some lists is on none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// Its rank at the last review.
    pub rank: u32,
    /// The rank day of that review.
    pub ranked_on: Date,
    /// The lists.
    pub lists: WatchedLists,
}

/// A fund's lists that were published since a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedLists {
    /// The fund.
    pub fund: Arc<str>,
    /// How many lists.
    pub count: u32,
    /// The date of the first one.
    pub first: Date,
    /// The date of the last one.
    pub last: Date,
}

impl Absence {
    /// The absence as decisions record it.
    pub(crate) fn evidence(&self, family: &Methodology) -> Evidence {
        let well_inside = family.inference.as_ref().map(|rule| f64::from(rule.well_inside_rank));
        let WatchedLists { fund, count, first, last } = &self.lists;
        let (until, ranked_on) = (Some(*last), Some(self.ranked_on));
        let further = FurtherEvidence { until, ranked_on, ..FurtherEvidence::default() };
        let found = Evidence::of(Finding::NoList).measured(f64::from(self.rank));
        Evidence { threshold: well_inside, ..found }
            .count(*count)
            .date(*first)
            .text(Arc::clone(fund))
            .further(further)
    }
}

/// Learns from the lists that were published after the last reconstitution took effect and were public
/// by a rank day; nothing where there are none.
pub fn infer<'a>(
    view: &MarketView<'_>,
    family: &Methodology,
    (since, rank_day): (Date, Date),
    decisions: impl Iterator<Item = &'a Decision>,
    members: &Members,
) -> ListInference {
    let mut inferred = ListInference { members: members.clone(), absent: BTreeMap::new() };
    let Some(rule) = &family.inference else { return inferred };
    // Lists mix old and new names for some sessions after a reconstitution.
    let settled = family.sessions().offset(since, i64::from(rule.settle_sessions)).unwrap_or(since);
    let mut on_a_list: BTreeSet<IssuerId> = BTreeSet::new();
    let mut newest: BTreeMap<IssuerId, SizeMembership> = BTreeMap::new();
    let mut watched: Vec<((usize, usize), WatchedLists)> = Vec::new();
    for seed in &family.seeds {
        let Some(index) = family.index(&seed.index) else { continue };
        let (first, last) = family.segments(index);
        let lists: Vec<_> = lists_of(view, &seed.fund)
            .into_iter()
            .filter(|list| list[0].as_of >= settled && list[0].known_at <= rank_day)
            .filter(|list| list.len() >= rule.minimum_securities as usize)
            .collect();
        let Some(last_list) = lists.last() else { continue };
        for list in &lists {
            let securities = securities_on(view, list, list[0].as_of);
            on_a_list.extend(securities.iter().map(|(version, _)| version.issuer_id));
        }
        for (version, _) in securities_on(view, last_list, last_list[0].as_of) {
            newest.entry(version.issuer_id).or_insert(SizeMembership::from_fund_list(first, last));
        }
        let dates = (lists[0][0].as_of, last_list[0].as_of);
        let (fund, count) = (seed.fund.as_str().into(), lists.len() as u32);
        watched.push(((first, last), WatchedLists { fund, count, first: dates.0, last: dates.1 }));
    }
    let watches = |membership: &SizeMembership| {
        let segments =
            |(first, last): (usize, usize)| first <= membership.first && membership.last <= last;
        watched.iter().find(|(range, _)| segments(*range)).map(|(_, lists)| lists)
    };
    inferred.members.retain(|issuer, membership| {
        newest.contains_key(issuer) || on_a_list.contains(issuer) || watches(membership).is_none()
    });
    for (issuer, listed) in newest {
        let known = inferred.members.get(&issuer).copied();
        let agrees = known.filter(|own| listed.first <= own.first && own.last <= listed.last);
        let membership =
            agrees.map_or(listed, |own| SizeMembership { is_on_fund_list: true, ..own });
        inferred.members.insert(issuer, membership);
    }
    let seasoned = |decision: &Decision| {
        let first = view.first_seen(decision.security_id, decision.rank_day);
        let sessions = first.map(|first| view.sessions_between(first, decision.rank_day).len());
        sessions.is_some_and(|sessions| sessions > rule.seasoned_sessions as usize)
    };
    let of_last = decisions.filter(|decision| {
        decision.effective_after_close == since
            && decision.index_id.is_none()
            && decision.verdict == Verdict::Member
            && decision.rank.is_some_and(|rank| rank <= rule.well_inside_rank)
            && !on_a_list.contains(&decision.issuer_id)
            && seasoned(decision)
    });
    for decision in of_last {
        let lists = members.get(&decision.issuer_id).and_then(&watches);
        let (Some(lists), Some(rank)) = (lists, decision.rank) else { continue };
        let (ranked_on, lists) = (decision.rank_day, lists.clone());
        inferred.absent.insert(decision.issuer_id, Absence { rank, ranked_on, lists });
    }
    inferred
}
