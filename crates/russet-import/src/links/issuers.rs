//! Companies of securities, corrected by links.
//!
//! Names alone can take two companies for one, or one for two. Where two lines of common shares trade
//! at the same time and the register knows whose they are, its word parts them; it joins them where
//! names and a feed's value of the company agree. So tracking stocks of one company stay apart.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{Cik, FilerLink, IssuerId, Market, SecurityId, SecurityKind};

use super::by_security;
use super::names::{Agreement, Name};
use super::register::days_between;

/// Reported company values, or the share counts they imply, that differ by no more are one company's.
const SAME_COMPANY: f64 = 0.05;

/// Two lines at the same time.
#[derive(Clone, Copy, PartialEq)]
enum Company {
    One(Cik),
    Two,
}

/// A line of common shares with what the register says of it.
struct Line<'a> {
    security: SecurityId,
    issuer: IssuerId,
    name: Name,
    links: &'a [FilerLink],
}

/// Gives lines of one company one issuer, and lines of two companies two.
pub(super) fn correct(market: &mut Market) {
    let corrected = corrected(market);
    for version in &mut market.securities {
        if let Some(issuer) = corrected.get(&version.security_id) {
            version.issuer_id = *issuer;
        }
    }
}

fn corrected(market: &Market) -> BTreeMap<SecurityId, IssuerId> {
    let lines = lines(market);
    let mut issuers: BTreeMap<SecurityId, IssuerId> =
        lines.iter().map(|line| (line.security, line.issuer)).collect();
    let before = issuers.clone();
    part(&lines, market, &mut issuers);
    join(&lines, market, &mut issuers);
    issuers.retain(|security, issuer| before.get(security) != Some(issuer));
    issuers
}

/// Lines of common shares that have links, by id.
fn lines(market: &Market) -> Vec<Line<'_>> {
    let links = &market.filer_links;
    by_security(&market.securities)
        .filter_map(|versions| {
            let last = versions.last()?;
            let start = links.partition_point(|link| link.security_id < last.security_id);
            let end = links.partition_point(|link| link.security_id <= last.security_id);
            let shares = matches!(
                last.kind,
                SecurityKind::Common
                    | SecurityKind::Partnership
                    | SecurityKind::LimitedLiabilityCompany
            );
            (shares && start < end).then(|| Line {
                security: last.security_id,
                issuer: last.issuer_id,
                name: Name::of(&last.name),
                links: &links[start..end],
            })
        })
        .collect()
}

/// Lines of one issuer and of two companies: the first line's company keeps the issuer, each other
/// one gets its own, the next free one.
fn part(lines: &[Line<'_>], market: &Market, issuers: &mut BTreeMap<SecurityId, IssuerId>) {
    let mut next =
        market.securities.iter().map(|version| version.issuer_id.0).max().unwrap_or(0) + 1;
    let mut of_issuer: BTreeMap<IssuerId, Vec<&Line<'_>>> = BTreeMap::new();
    for line in lines {
        of_issuer.entry(line.issuer).or_default().push(line);
    }
    for group in of_issuer.into_values() {
        let mut companies: Vec<(IssuerId, Vec<&Line<'_>>)> = Vec::new();
        for line in group {
            let apart =
                |of: &[&Line<'_>]| of.iter().any(|one| company(one, line) == Some(Company::Two));
            match companies.iter_mut().find(|(_, of)| !apart(of)) {
                Some((issuer, of)) => {
                    issuers.insert(line.security, *issuer);
                    of.push(line);
                }
                None => {
                    let issuer = match companies.is_empty() {
                        true => line.issuer,
                        false => IssuerId(next),
                    };
                    next += u32::from(!companies.is_empty());
                    issuers.insert(line.security, issuer);
                    companies.push((issuer, vec![line]));
                }
            }
        }
    }
}

/// Lines of one company and two issuers: both get the smaller issuer, where their names are the same
/// and a feed reports one value of the company for both. Notes and trust preferreds of a company
/// sometimes pass for common shares; their names say more than the company's.
fn join(lines: &[Line<'_>], market: &Market, issuers: &mut BTreeMap<SecurityId, IssuerId>) {
    let mut of_company: BTreeMap<Cik, Vec<&Line<'_>>> = BTreeMap::new();
    for line in lines {
        for cik in line.links.iter().map(|link| link.cik).collect::<BTreeSet<_>>() {
            of_company.entry(cik).or_default().push(line);
        }
    }
    let mut pairs = Vec::new();
    for (cik, group) in of_company {
        for (place, one) in group.iter().enumerate() {
            for other in &group[place + 1..] {
                let parted = issuers.get(&one.security) != issuers.get(&other.security);
                let same_name = one.name.agrees(&other.name) == Agreement::Same;
                if parted && same_name && company(one, other) == Some(Company::One(cik)) {
                    pairs.push((one.security, other.security));
                }
            }
        }
    }
    let confirmed = confirmed(market, &pairs);
    for pair in pairs.into_iter().filter(|pair| confirmed.contains(pair)) {
        let (Some(one), Some(other)) = (issuers.get(&pair.0), issuers.get(&pair.1)) else {
            continue;
        };
        let (kept, gone) = (*one.min(other), *one.max(other));
        issuers.values_mut().filter(|issuer| **issuer == gone).for_each(|issuer| *issuer = kept);
    }
}

/// Whether two lines are of one company or of two over most of the days that both trade; nothing
/// where they never do.
fn company(one: &Line<'_>, other: &Line<'_>) -> Option<Company> {
    let mut same: BTreeMap<Cik, i32> = BTreeMap::new();
    let mut different = 0;
    for first in one.links {
        for second in other.links {
            let days = common_days(
                (first.first_session, first.last_session),
                (second.first_session, second.last_session),
            );
            match first.cik == second.cik {
                true => *same.entry(first.cik).or_default() += days,
                false => different += days,
            }
        }
    }
    let longest = same.into_iter().max_by_key(|(cik, days)| (*days, std::cmp::Reverse(*cik)));
    match longest {
        Some((cik, days)) if days > different => Some(Company::One(cik)),
        _ if different > 0 => Some(Company::Two),
        _ => None,
    }
}

fn common_days(one: (Date, Date), other: (Date, Date)) -> i32 {
    (days_between(one.0.max(other.0), one.1.min(other.1)) + 1).max(0)
}

/// The pairs for which a feed reports one value, or one count of shares, on the last session on which
/// it reports both.
fn confirmed(
    market: &Market,
    pairs: &[(SecurityId, SecurityId)],
) -> BTreeSet<(SecurityId, SecurityId)> {
    let asked: BTreeSet<SecurityId> = pairs.iter().flat_map(|pair| [pair.0, pair.1]).collect();
    let mut told: BTreeMap<SecurityId, BTreeMap<Date, (f64, f64)>> = BTreeMap::new();
    if asked.is_empty() {
        return BTreeSet::new();
    }
    for row in market.prices.iter().filter(|row| asked.contains(&row.security_id)) {
        if let Some(cap) = row.reported_cap_cents {
            let value = cap as f64;
            let of_line = told.entry(row.security_id).or_default();
            of_line.insert(row.date, (value, value / row.close.to_f64()));
        }
    }
    let near = |one: f64, other: f64| (one / other - 1.0).abs() <= SAME_COMPANY;
    let confirmed = |pair: &&(SecurityId, SecurityId)| {
        let (Some(one), Some(other)) = (told.get(&pair.0), told.get(&pair.1)) else { return false };
        let both = one.iter().rev().find_map(|(date, told)| Some((told, other.get(date)?)));
        both.is_some_and(|(one, other)| near(one.0, other.0) || near(one.1, other.1))
    };
    pairs.iter().filter(confirmed).copied().collect()
}
