//! Ranks, size breakpoints and bands.

use russet_market::Currency;

use super::changes::changes;
use super::words::{money, thousands};
use crate::decision::{Decision, SizeBreakpoint};
use crate::methodology::Methodology;

/// A company's place between size breakpoints.
pub(super) fn place(decision: &Decision, family: &Methodology) -> String {
    let cut = decision.cut.as_deref().map(|cut| (cut, false));
    let kept_by = decision.kept_by.as_deref().map(|cut| (cut, true));
    let cuts = cut.into_iter().chain(kept_by);
    let cuts = cuts.map(|(cut, kept)| cut_words(cut, decision, kept, family.currency));
    let sentences: Vec<String> = std::iter::once(ranks(decision, family.currency))
        .chain(cuts)
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

fn cut_words(cut: &SizeBreakpoint, decision: &Decision, kept: bool, currency: Currency) -> String {
    let Some(breakpoint) = cut.market_cap else {
        return format!("Fewer than {} companies rank.", thousands(u64::from(cut.rank)));
    };
    let side = if decision.rank.is_some_and(|rank| rank <= cut.rank) { "above" } else { "below" };
    let rank = thousands(u64::from(cut.rank));
    let at = format!("the cut at {rank} ({})", money(breakpoint, currency));
    let percent = decision.cumulative_percent.unwrap_or(0.0);
    match cut.band {
        Some((from, to)) if kept => format!(
            "That is {side} {at}, but its cumulative share of {percent:.2}% lies inside the band of \
             {from:.2}% to {to:.2}%, so it keeps its side."
        ),
        Some((from, to)) if !decision.indexes_before.is_empty() => format!(
            "That is {side} {at}; its cumulative share is {percent:.2}%, the band around the cut \
             {from:.2}% to {to:.2}%."
        ),
        _ => format!("That is {side} {at}."),
    }
}
