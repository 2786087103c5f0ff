//! Ranks, size breakpoints and bands.

use russet_market::Currency;

use super::changes::changes;
use super::words::{money, thousands};
use crate::decision::{Decision, SizeBreakpoint};
use crate::methodology::Methodology;

/// A company's place between size breakpoints.
pub(super) fn place(decision: &Decision, family: &Methodology) -> String {
    let breakpoint = decision.breakpoint.as_deref().map(|breakpoint| (breakpoint, false));
    let retaining_breakpoint =
        decision.retaining_breakpoint.as_deref().map(|breakpoint| (breakpoint, true));
    let breakpoints = breakpoint.into_iter().chain(retaining_breakpoint);
    let breakpoints = breakpoints
        .map(|(breakpoint, kept)| breakpoint_words(breakpoint, decision, kept, family.currency));
    let sentences: Vec<String> = std::iter::once(ranks(decision, family.currency))
        .chain(breakpoints)
        .chain([changes(decision)])
        .collect();
    sentences.join(" ")
}

/// How large its company is, and how many are larger.
pub(super) fn ranks(decision: &Decision, currency: Currency) -> String {
    format!(
        "Total capitalization of {} ranks {} of {} companies.",
        decision.company_market_cap.map_or_else(String::new, |cap| money(cap, currency)),
        thousands(u64::from(decision.rank.unwrap_or(0))),
        thousands(u64::from(decision.companies_ranked.unwrap_or(0))),
    )
}

fn breakpoint_words(
    breakpoint: &SizeBreakpoint,
    decision: &Decision,
    kept: bool,
    currency: Currency,
) -> String {
    let Some(market_cap) = breakpoint.market_cap else {
        return format!("Fewer than {} companies rank.", thousands(u64::from(breakpoint.rank)));
    };
    let side =
        if decision.rank.is_some_and(|rank| rank <= breakpoint.rank) { "above" } else { "below" };
    let rank = thousands(u64::from(breakpoint.rank));
    let at = format!("the breakpoint at rank {rank} ({})", money(market_cap, currency));
    let percent = decision.cumulative_percent.unwrap_or(0.0);
    match breakpoint.band {
        Some((from, to)) if kept => format!(
            "That is {side} {at}, but its cumulative share of {percent:.2}% lies inside the band of \
             {from:.2}% to {to:.2}%, so it keeps its side."
        ),
        Some((from, to)) if !decision.indexes_before.is_empty() => format!(
            "That is {side} {at}; its cumulative share is {percent:.2}%, the band around the breakpoint \
             {from:.2}% to {to:.2}%."
        ),
        _ => format!("That is {side} {at}."),
    }
}
