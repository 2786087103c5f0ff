//! The largest companies of a parent, by the value of their securities there.

use std::collections::{BTreeMap, BTreeSet};

use russet_market::{IssuerId, Money, NumberError, SecurityVersion};

use super::fitting::named;
use super::{ParentSecurity, SubIndexChoice};
use crate::decision::{DecidingRule, Evidence, Finding};
use crate::methodology::{Grouping, LargestOf};
use crate::selection::by_rank::{RankOutcome, choose_by_rank};

/// A company as it is ranked.
#[derive(Debug, Default)]
struct Ranked<'a> {
    value: Option<Money>,
    group: Option<&'a str>,
    is_member: bool,
}

/// The choice of each company whose value is known.
pub(super) fn choices_of_companies<'a>(
    rule: &LargestOf,
    securities: impl Iterator<Item = &'a ParentSecurity<'a>>,
) -> Result<BTreeMap<IssuerId, SubIndexChoice>, NumberError> {
    let mut companies: BTreeMap<IssuerId, Ranked<'a>> = BTreeMap::new();
    for security in securities {
        let Some(value) = security.value else { continue };
        let company = companies.entry(security.version.issuer_id).or_default();
        company.value = Some(company.value.unwrap_or_default().plus(value)?);
        company.group = rule.per_group.and_then(|group| group.of(security.version));
        company.is_member |= security.is_member;
    }
    let mut in_order: Vec<(&IssuerId, &Ranked<'_>)> = companies.iter().collect();
    in_order.sort_by_key(|(issuer, company)| (std::cmp::Reverse(company.value), **issuer));
    let groups: BTreeSet<Option<&str>> = companies.values().map(|company| company.group).collect();
    let mut choices = BTreeMap::new();
    for group in groups {
        let of_group: Vec<_> =
            in_order.iter().filter(|(_, company)| company.group == group).collect();
        let members: Vec<bool> = of_group.iter().map(|(_, company)| company.is_member).collect();
        let chosen = choose_by_rank(rule.buffer(), &members);
        for (position, ((issuer, company), chosen)) in of_group.iter().zip(chosen).enumerate() {
            let rank = (position as u32 + 1, members.len() as u32);
            choices.insert(**issuer, choice_of(rule, company, rank, chosen));
        }
    }
    Ok(choices)
}

fn choice_of(
    rule: &LargestOf,
    company: &Ranked<'_>,
    (rank, count): (u32, u32),
    chosen: RankOutcome,
) -> SubIndexChoice {
    let (belongs, deciding, finding) = match chosen {
        RankOutcome::ByRank => (true, DecidingRule::Rank, Finding::AmongLargest),
        RankOutcome::Retained => (true, DecidingRule::Buffer, Finding::WithinBuffer),
        RankOutcome::FillsVacancy => (true, DecidingRule::Vacancy, Finding::FillsVacancy),
        RankOutcome::RankedOut | RankOutcome::Skipped => {
            (false, DecidingRule::Rank, Finding::NoVacancy)
        }
    };
    let evidence = Evidence::of(finding).measured(company.value.unwrap_or_default().to_f64());
    let evidence = match rule.per_group {
        Some(group) => named(evidence, group.name(), company.group),
        None => evidence,
    };
    SubIndexChoice {
        rank: Some((rank, count)),
        by_buffer: belongs != (rank <= rule.count),
        ..SubIndexChoice::new(belongs, deciding, evidence)
    }
}

impl Grouping {
    /// What a security is grouped by.
    pub fn of(self, version: &SecurityVersion) -> Option<&str> {
        match self {
            Grouping::Sector => version.sector.as_deref(),
            Grouping::Industry => version.industry.as_deref(),
            Grouping::Country => version.country.as_deref(),
        }
    }
}
