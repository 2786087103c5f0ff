//! Lines that go on under another symbol, recognized by the register.
//!
//! A feed starts a new symbol without a value and sometimes under another name, so that neither count
//! nor name says whose it is. The register does: one company's line that stopped and another one that
//! starts within a few sessions, of one class and about one price, are one security.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Cik, Market, Price, SecurityId, SecurityKind, SecurityVersion};

use super::by_security;

/// Sessions between the last close of one symbol and the first of the next.
const LONGEST_GAP: i64 = 10;
/// Logarithms of the two closes differ by no more.
const LIKE_PRICE: f64 = 0.35;

/// One line's beginning and end.
struct Line<'a> {
    first: &'a SecurityVersion,
    last: &'a SecurityVersion,
    /// The company when it began, and when it ended.
    companies: (Cik, Cik),
}

/// Gives a line that continues another one its id, and with it its company; how many did.
pub(super) fn join(market: &mut Market) -> usize {
    let mut continued = continuations(market);
    // A line may go on more than once: the first id stands for all of it.
    let direct = continued.clone();
    for first in continued.values_mut() {
        while let Some(before) = direct.get(first) {
            *first = *before;
        }
    }
    if !continued.is_empty() {
        market.rename(&continued);
    }
    continued.len()
}

/// The line before, for each line that continues one.
fn continuations(market: &Market) -> BTreeMap<SecurityId, SecurityId> {
    let lines = lines(market);
    let mut starting: BTreeMap<Cik, Vec<&Line<'_>>> = BTreeMap::new();
    for line in &lines {
        starting.entry(line.companies.0).or_default().push(line);
    }
    let follows = |old: &Line<'_>, new: &Line<'_>| {
        let (one, other) = (&old.last.share_class, &new.first.share_class);
        new.first.first_session > old.last.last_session
            && old
                .last
                .mic
                .calendar()
                .offset(old.last.last_session, LONGEST_GAP)
                .is_ok_and(|day| new.first.first_session <= day)
            && (one.is_none() || other.is_none() || one == other)
    };
    let mut pairs: Vec<(&Line<'_>, &Line<'_>)> = Vec::new();
    for old in &lines {
        let of_company = starting.get(&old.companies.1).map_or(&[][..], Vec::as_slice);
        pairs.extend(of_company.iter().filter(|new| follows(old, new)).map(|new| (old, *new)));
    }
    let closes = closes(market, &pairs);
    pairs.retain(|(old, new)| {
        let close =
            |line: SecurityId, day: Date| closes.get(&(line, day)).map(|close| close.to_f64());
        let ends = close(old.last.security_id, old.last.last_session)
            .zip(close(new.first.security_id, new.first.first_session));
        ends.is_some_and(|(last, first)| libm::log(last / first).abs() <= LIKE_PRICE)
    });
    // Two candidates are no evidence.
    let alone = |pair: &&(&Line<'_>, &Line<'_>)| {
        let (old, new) = (pair.0.last.security_id, pair.1.first.security_id);
        let shared = |other: &&(&Line<'_>, &Line<'_>)| {
            other.0.last.security_id == old || other.1.first.security_id == new
        };
        pairs.iter().filter(shared).count() == 1
    };
    let joined = pairs.iter().filter(alone);
    joined.map(|(old, new)| (new.first.security_id, old.last.security_id)).collect()
}

/// Common lines that the register knows at both ends.
fn lines(market: &Market) -> Vec<Line<'_>> {
    let links = &market.filer_links;
    by_security(&market.securities)
        .filter_map(|versions| {
            let (first, last) = (versions.first()?, versions.last()?);
            let start = links.partition_point(|link| link.security_id < last.security_id);
            let end = links.partition_point(|link| link.security_id <= last.security_id);
            let of_line = &links[start..end];
            let companies = (of_line.first()?.cik, of_line.last()?.cik);
            let common = first.kind == SecurityKind::Common && last.kind == SecurityKind::Common;
            common.then_some(Line { first, last, companies })
        })
        .collect()
}

/// The closes at both ends of each pair.
fn closes(
    market: &Market,
    pairs: &[(&Line<'_>, &Line<'_>)],
) -> BTreeMap<(SecurityId, Date), Price> {
    let mut asked: BTreeMap<Date, Vec<SecurityId>> = BTreeMap::new();
    for (old, new) in pairs {
        asked.entry(old.last.last_session).or_default().push(old.last.security_id);
        asked.entry(new.first.first_session).or_default().push(new.first.security_id);
    }
    let mut found = BTreeMap::new();
    for (date, rows) in market.prices.sessions() {
        let Some(securities) = asked.get(date) else { continue };
        let told = market
            .prices
            .closes(rows.clone())
            .filter(|(security, _)| securities.contains(security));
        found.extend(told.map(|(security, close)| ((security, *date), close)));
    }
    found
}
