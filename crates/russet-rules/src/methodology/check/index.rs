//! What an index takes from others, and what excludes each other.

use super::dates::rebalancing;
use super::named::not_before;
use super::weighting::weighting;
use super::{Checked, refuse};
use crate::methodology::{Base, IndexRule, Methodology, Only, RankBuffer};

/// One index; `earlier` are those that stand before it. Keys are given as they follow its id.
pub(super) fn index_rule(
    family: &Methodology,
    index: &IndexRule,
    earlier: &[IndexRule],
) -> Checked {
    if family.indexes.iter().filter(|other| other.id == index.id).count() > 1 {
        return refuse("", "the id is used twice (hint: give one of them another)");
    }
    let is_cut = !family.breakpoints.is_empty();
    let ranges = index.above > 0 || index.to.is_some();
    if ranges && !is_cut {
        let reason =
            "the family has no `breakpoints` to lie between (hint: take `above` and `to` out)";
        return refuse("", reason);
    }
    match &index.parent {
        Some(parent) if !earlier.iter().any(|other| other.id == *parent) => {
            return refuse(".parent", not_before(family, parent, "lines it takes"));
        }
        Some(parent) if ranges => {
            let reason = format!(
                "its lines are those of {parent}, not a range of ranks (hint: take `above` and `to` \
                 out)"
            );
            return refuse("", reason);
        }
        None if index.only != Only::default() || index.largest.is_some() => {
            let reason = "`only` and `largest` choose among the lines of another index (hint: give \
                          `parent`)";
            return refuse("", reason);
        }
        _ => {}
    }
    let breakpoint = |rank: u32| {
        rank == 0 || family.breakpoints.iter().any(|breakpoint| breakpoint.rank == rank)
    };
    if let Some(to) = index.to
        && (!breakpoint(index.above) || !breakpoint(to) || index.above >= to)
    {
        let breakpoints: Vec<String> =
            family.breakpoints.iter().map(|breakpoint| breakpoint.rank.to_string()).collect();
        let reason = format!(
            "the range above {} to {to} is not one between two breakpoints (hint: breakpoints are 0, {})",
            index.above,
            breakpoints.join(", ")
        );
        return refuse("", reason);
    }
    if let Some(largest) = &index.largest {
        if largest.count == 0 {
            return refuse(".largest", "none would belong (hint: count = 50)");
        }
        RankBuffer::check(largest.count, largest.entry_rank, largest.retention_rank)
            .or_else(|(key, reason)| refuse(format!(".largest{key}"), reason))?;
    }
    let twice = |(place, base): &(usize, &Base)| {
        index.bases[..*place].iter().any(|other| other.name == base.name)
    };
    if let Some((_, base)) = index.bases.iter().enumerate().find(twice) {
        return refuse(".bases", format!("'{}' is used twice (hint: rename one)", base.name));
    }
    if let (true, Some(currency)) = (index.local_currency, index.currency) {
        let reason = format!(
            "a level in local currencies is in no currency, and {currency} is given (hint: take one \
             of them out)"
        );
        return refuse(".local_currency", reason);
    }
    if let Some(model) = &index.capped_like {
        if !earlier.iter().any(|other| other.id == *model) {
            return refuse(".capped_like", not_before(family, model, "caps it shares"));
        }
        if !index.weighting.caps.is_empty() || !index.rebalancing.is_empty() {
            let reason = format!(
                "caps and rebalancing are those of {model}, and its own are given (hint: take one or \
                 the other out)"
            );
            return refuse(".capped_like", reason);
        }
    }
    weighting(family, &index.weighting)
        .or_else(|(key, reason)| refuse(format!(".weighting{key}"), reason))?;
    for (place, rule) in index.rebalancing.iter().enumerate() {
        rebalancing(index, rule)
            .or_else(|(key, reason)| refuse(format!(".rebalancing.{}{key}", place + 1), reason))?;
    }
    Ok(())
}
