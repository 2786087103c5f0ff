//! How members come about: what a choice of them must and must not say.

use super::dates::when;
use super::{Checked, refuse};
use crate::methodology::{DayOfMonth, Method, Methodology, RankBuffer, Selection};

/// How members come about: by breakpoints, or by a choice, of a committee or not.
pub(super) fn choice(family: &Methodology) -> Checked {
    if family.breakpoints.is_empty() == family.selection.is_none() {
        let reason = "a family has either `breakpoints` or a `selection` (hint: give one of them)";
        return refuse("selection", reason);
    }
    if !family.breakpoints.is_sorted_by(|a, b| a.rank < b.rank) {
        return refuse(
            "breakpoints",
            "ranks must ascend and differ (hint: the largest companies first)",
        );
    }
    if let Some(selection) = &family.selection {
        of_selection(selection)?;
        let by_committee = selection.method == Method::Committee;
        if by_committee && family.committee.is_none() {
            let reason = "a committee chooses and [committee] is not there (hint: give it with the \
                          index it decides)";
            return refuse("selection.method", reason);
        }
        if !by_committee && family.committee.is_some() {
            let reason = "[committee] is there and does not choose (hint: write \"committee\", or \
                          take [committee] out)";
            return refuse("selection.method", reason);
        }
        if family.banding.is_some() {
            let reason = "bands lie around `breakpoints`, and there are none (hint: take it out; \
                          `selection.retention_rank` retains members)";
            return refuse("banding", reason);
        }
    }
    if let Some(committee) = &family.committee
        && committee.quantities
        && committee.fund.is_none()
    {
        let reason =
            "quantities are a fund's, and none is named (hint: give `fund`, or false here)";
        return refuse("committee.quantities", reason);
    }
    Ok(())
}

fn of_selection(rule: &Selection) -> Checked {
    let limits = [
        ("selection.entry_rank", rule.entry_rank.is_some()),
        ("selection.retention_rank", rule.retention_rank.is_some()),
    ];
    let limit = limits.iter().find(|(_, is_given)| *is_given);
    if let (Some((key, _)), true) = (limit, rule.method != Method::Largest) {
        return refuse(*key, "only the method \"largest\" goes by rank (hint: take it out)");
    }
    match (rule.method, rule.count) {
        (Method::All, Some(_)) => {
            let reason = "all who pass are taken (hint: take it out, or write \"largest\")";
            return refuse("selection.count", reason);
        }
        (Method::All, None) if rule.skip > 0 => {
            return refuse("selection.skip", "all who pass are taken (hint: write \"largest\")");
        }
        (Method::Largest, None) => {
            return refuse("selection.count", "how many of the largest? (hint: write count = 100)");
        }
        (_, Some(0)) => return refuse("selection.count", "none would belong (hint: count = 100)"),
        _ => {}
    }
    between_reviews(rule)?;
    let count = rule.count.unwrap_or(u32::MAX);
    RankBuffer::check(count, rule.entry_rank, rule.retention_rank)
        .or_else(|(key, reason)| refuse(format!("selection{key}"), reason))
}

/// What happens between two reviews.
fn between_reviews(rule: &Selection) -> Checked {
    let by_rank = rule.method == Method::Largest;
    let named = [
        ("selection.retained_once", rule.retained_once),
        ("selection.interim_deletions", !rule.interim_deletions.is_empty()),
        ("selection.fast_entries", !rule.fast_entries.is_empty()),
    ];
    if let Some((key, _)) = named.iter().find(|(_, is_given)| *is_given && !by_rank) {
        return refuse(*key, "only the method \"largest\" goes by rank (hint: take it out)");
    }
    if rule.count.is_none() && !rule.replacement.is_empty() {
        let reason = "nothing says how many belong (hint: give `count`, or take it out)";
        return refuse("selection.replacement", reason);
    }
    let spans = rule.replacement.iter().map(|rule| ("replacement", rule.from, rule.until));
    let spans = spans
        .chain(
            rule.interim_deletions.iter().map(|rule| ("interim_deletions", rule.from, rule.until)),
        )
        .chain(rule.fast_entries.iter().map(|rule| ("fast_entries", rule.from, rule.until)));
    for (key, from, until) in spans {
        when(&[1], DayOfMonth::default(), (from, until))
            .or_else(|(fault, reason)| refuse(format!("selection.{key}{fault}"), reason))?;
    }
    for interim_deletions in &rule.interim_deletions {
        when(
            &interim_deletions.months,
            interim_deletions.day,
            (interim_deletions.from, interim_deletions.until),
        )
        .or_else(|(key, reason)| refuse(format!("selection.interim_deletions{key}"), reason))?;
        if rule.count.is_some_and(|count| interim_deletions.beyond < count) {
            let reason = "members within the places would leave (hint: at least `count`)";
            return refuse("selection.interim_deletions.beyond", reason);
        }
    }
    for entry in &rule.fast_entries {
        if entry.after_sessions == 0 || entry.as_large_as_member == 0 {
            let reason = "`after_sessions` and `as_large_as_member` count from 1 (hint: 15 and 40)";
            return refuse("selection.fast_entries", reason);
        }
    }
    Ok(())
}
