//! The register of companies: symbols that two companies claim, and common lines without a company.

use std::collections::{BTreeMap, HashSet};

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally, grouped};
use crate::facts::{FilerTicker, SecurityKind};
use crate::identity::SecurityId;
use crate::market::Market;

pub(super) fn findings(market: &Market, lines: &Lines<'_>) -> Vec<Finding> {
    if market.filers.is_empty() && market.filer_tickers.is_empty() {
        return Vec::new();
    }
    [claimed(market), without_company(market, lines)].into_iter().flatten().collect()
}

/// Symbols that two companies have at the same time.
fn claimed(market: &Market) -> Option<Finding> {
    let mut by_symbol: BTreeMap<String, Vec<&FilerTicker>> = BTreeMap::new();
    for row in &market.filer_tickers {
        by_symbol.entry(row.ticker.key()).or_default().push(row);
    }
    let mut tally = Tally::default();
    for rows in by_symbol.values() {
        let clash = rows.iter().enumerate().find_map(|(place, one)| {
            let then = |other: &&&FilerTicker| {
                let overlap =
                    one.first_seen <= other.last_seen && other.first_seen <= one.last_seen;
                one.cik != other.cik && overlap
            };
            rows[place + 1..].iter().find(then).map(|other| (one, other))
        });
        if let Some((one, other)) = clash {
            tally.note(|| {
                let from = one.first_seen.max(other.first_seen);
                let to = one.last_seen.min(other.last_seen);
                format!("{}: {} and {}, {from} to {to}", one.ticker, one.cik, other.cik)
            });
        }
    }
    let noun = ("symbol", "symbols");
    tally.finding(FindingKind::Odd, "register", noun, "that two companies have at the same time")
}

/// Lines of common shares that were found to be of no company of the register.
fn without_company(market: &Market, lines: &Lines<'_>) -> Option<Finding> {
    let linked: HashSet<SecurityId> =
        market.filer_links.iter().map(|link| link.security_id).collect();
    let (mut common, mut tally) = (0, Tally::default());
    let last_seen = market.securities.iter().map(|version| version.last_session).max()?;
    for (_, version) in lines.iter().filter(|(_, one)| one.kind == SecurityKind::Common) {
        common += 1;
        if !linked.contains(&version.security_id) {
            // Lines that trade are the ones to look at first.
            let trades = if version.last_session == last_seen { 1.0 } else { 0.0 };
            tally.weigh(trades, || {
                format!("{} until {}: {}", version.ticker, version.last_session, version.name)
            });
        }
    }
    let rest = format!("of {} without a company of the register", grouped(common));
    tally.finding(FindingKind::Missing, "register", ("common line", "common lines"), &rest)
}
