//! What was linked and what was not, for the report.

use std::collections::BTreeSet;

use russet_market::{Market, SecurityId, SecurityKind, SecurityVersion};

use super::by_security;

/// Lines named as examples of what was not linked.
const EXAMPLES: usize = 3;

/// How many common lines have a company of the register, by whether they still trade.
pub(crate) fn summary(market: &Market) -> Vec<String> {
    let linked: BTreeSet<SecurityId> =
        market.filer_links.iter().map(|link| link.security_id).collect();
    let Some(end) = market.securities.iter().map(|version| version.last_session).max() else {
        return Vec::new();
    };
    let last = by_security(&market.securities).filter_map(<[SecurityVersion]>::last);
    let common: Vec<&SecurityVersion> =
        last.filter(|version| version.kind == SecurityKind::Common).collect();
    let mut notes = Vec::new();
    for (status, listed) in [("that trade", true), ("that have gone", false)] {
        let of_status: Vec<_> =
            common.iter().filter(|version| (version.last_session == end) == listed).collect();
        let without: Vec<_> =
            of_status.iter().filter(|version| !linked.contains(&version.security_id)).collect();
        if of_status.is_empty() {
            continue;
        }
        let named: Vec<String> = without
            .iter()
            .take(EXAMPLES)
            .map(|version| format!("{} {}", version.ticker, version.name))
            .collect();
        let such_as = if named.is_empty() { "" } else { ", such as " };
        notes.push(format!(
            "common lines {status}: {} with a company of the register, {} without{such_as}{}",
            of_status.len() - without.len(),
            without.len(),
            named.join("; ")
        ));
    }
    notes
}
