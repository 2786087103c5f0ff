//! Who belongs to the family: companies, their securities, and what is pending for each.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{IssuerId, Ratio, SecurityId};
use russet_rules::Members;
use russet_rules::style::StyleScores;
use serde::{Deserialize, Serialize};

use super::company_securities::CompanySecurities;
use super::staleness::StalenessTracker;

/// The companies of a family and their securities.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Roster {
    /// In which size segments each company is.
    pub(crate) members: Members,
    pub(crate) styles: StyleScores,
    /// The securities of each company that are held.
    pub(crate) securities: CompanySecurities,
    pub(crate) staleness: StalenessTracker,
    /// Securities that came of an action and have not traded since.
    pub(crate) untraded: BTreeMap<SecurityId, Untraded>,
    /// Securities spun off since the last review: from which one, and when.
    pub(crate) children: BTreeMap<SecurityId, (SecurityId, Date)>,
    /// Securities whose trading is suspended, and since when.
    pub(crate) suspended: BTreeMap<SecurityId, Date>,
    /// What each index excludes, by the fund whose latest public list names it.
    pub(crate) exclusions: BTreeMap<(usize, String), BTreeSet<IssuerId>>,
    /// Members that have left since leavers were last replaced.
    pub(crate) leavers: usize,
}

/// A security that came of an action and has not traded since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Untraded {
    /// The ex-date of the action.
    pub(crate) since: Date,
    pub(crate) origin: Origin,
    /// Indexes, by position, that hold it only until its first close.
    pub(crate) leaves: BTreeSet<usize>,
}

/// How an untraded security came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Origin {
    /// Spun off: shares for each share of the parent.
    SpinOff {
        /// The parent.
        parent: SecurityId,
        /// Shares of the child for one of the parent, in the units of the close before the ex-date.
        ratio: Ratio,
    },
    /// The successor of a security that was converted into it or taken over by it.
    Succession,
}

impl Roster {
    pub(crate) fn new(securities: usize) -> Roster {
        Roster {
            members: Members::new(),
            styles: StyleScores::new(),
            securities: CompanySecurities::default(),
            staleness: StalenessTracker::new(securities),
            untraded: BTreeMap::new(),
            children: BTreeMap::new(),
            suspended: BTreeMap::new(),
            exclusions: BTreeMap::new(),
            leavers: 0,
        }
    }

    /// Removes securities that no index holds any more; a company without any left is no longer a member.
    pub(crate) fn remove(&mut self, leaving: &[SecurityId]) {
        for security in leaving {
            self.staleness.remove(*security);
            self.suspended.remove(security);
            self.untraded.remove(security);
        }
        for issuer in self.securities.remove(leaving) {
            self.leavers += usize::from(self.members.remove(&issuer).is_some());
        }
    }

    /// A new company gets the size segment and the style of another until the next review.
    pub(crate) fn inherit_membership(&mut self, from: IssuerId, new: IssuerId) {
        if let Some(membership) = self.members.get(&from).copied() {
            let membership = russet_rules::SizeMembership { is_on_fund_list: false, ..membership };
            self.members.entry(new).or_insert(membership);
        }
        if let Some(score) = self.styles.get(&from).cloned() {
            self.styles.entry(new).or_insert(score);
        }
    }

    /// One security takes the place of another: of the same company, or of a new one that inherits membership.
    pub(crate) fn succeed(
        &mut self,
        (leaving, from): (SecurityId, IssuerId),
        (other, new): (SecurityId, IssuerId),
    ) {
        if from == new {
            self.securities.replace(leaving, other);
        } else {
            self.inherit_membership(from, new);
            self.securities.add(new, other);
            for issuer in self.securities.remove(&[leaving]) {
                // Its successor is a member, so nobody replaces it as a leaver.
                self.members.remove(&issuer);
            }
        }
        self.staleness.remove(leaving);
        self.staleness.restore(other);
        self.suspended.remove(&leaving);
        self.untraded.remove(&leaving);
    }

    /// The fund that holds a company, of those whose holdings an index excludes.
    pub(crate) fn excluded_by(&self, position: usize, issuer: IssuerId) -> Option<&str> {
        let of_index = self.exclusions.range((position, String::new())..);
        let mut of_index = of_index.take_while(|((of, _), _)| *of == position);
        let found = of_index.find(|(_, companies)| companies.contains(&issuer));
        found.map(|((_, fund), _)| fund.as_str())
    }
}
