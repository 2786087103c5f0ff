//! Funds' lists: lines that no security answers to, and lists known before their day.

use std::collections::HashMap;

use jiff::civil::Date;

use super::report::{Finding, FindingKind, Tally, grouped};
use crate::facts::{FundLine, LineKind};
use crate::market::Market;

pub(super) fn findings(market: &Market) -> Vec<Finding> {
    let mut early = Tally::default();
    for line in market.fund_lines.iter().filter(|line| line.known_at < line.as_of) {
        early.note(|| {
            format!("{} {}: {}, known {}", line.fund, line.as_of, line.ticker, line.known_at)
        });
    }
    let noun = ("line of a fund's list", "lines of a fund's list");
    let early =
        early.finding(FindingKind::Impossible, "fund lists", noun, "known before the day itself");
    let carried = carried(market);
    let lists = market.fund_lines.chunk_by(|one, other| one.fund == other.fund);
    lists.filter_map(|lines| unmatched(market, &carried, lines)).chain(early).collect()
}

/// From when to when each symbol was carried by a security.
fn carried(market: &Market) -> HashMap<String, Vec<(Date, Date)>> {
    let mut carried: HashMap<String, Vec<(Date, Date)>> = HashMap::new();
    if !market.fund_lines.is_empty() {
        for version in &market.securities {
            carried
                .entry(version.ticker.key())
                .or_default()
                .push((version.first_session, version.last_session));
        }
    }
    carried
}

/// The lines of one fund's newest list whose symbol no security carried then.
fn unmatched(
    market: &Market,
    carried: &HashMap<String, Vec<(Date, Date)>>,
    lines: &[FundLine],
) -> Option<Finding> {
    let newest = lines.last()?;
    // A market that ends before the list is compared on its last day.
    let last_seen = market.securities.iter().map(|version| version.last_session).max()?;
    let day = newest.as_of.min(last_seen);
    let is_carried = |line: &FundLine| {
        let spans = carried.get(&line.ticker.key()).map_or(&[][..], Vec::as_slice);
        spans.iter().any(|(from, to)| (*from..=*to).contains(&day))
    };
    let (mut shares, mut tally) = (0, Tally::default());
    let is_share = |line: &&FundLine| line.as_of == newest.as_of && line.kind == LineKind::Equity;
    for line in lines.iter().filter(is_share) {
        shares += 1;
        if !is_carried(line) {
            // The heaviest lines are the ones to look at first.
            tally.weigh(line.weight_percent.unwrap_or(0.0), || {
                let name = line.name.as_deref().unwrap_or("no name given");
                format!("{} {}: {name}", line.ticker, line.as_of)
            });
        }
    }
    let (fund, all) = (&newest.fund, grouped(shares));
    let rest = format!(
        "of {all} shares in the newest list of {fund} ({}) whose ticker no security carried then",
        newest.as_of
    );
    tally.finding(FindingKind::Missing, "fund lists", ("line", "lines"), &rest)
}
