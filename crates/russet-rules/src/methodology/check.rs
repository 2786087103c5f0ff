//! What no single value shows: rules that contradict each other.

use russet_market::Calendar;

use super::schedule::{DayOfMonth, Rebalancing};
use super::selection::{Method, Selection};
use super::values::Day;
use super::weighting::{Scheme, StyleSide, Weighting};
use super::{FORMAT_VERSION, IndexRule, Methodology, RankRule};

/// The key at fault, and what is wrong and what would be right.
pub(super) type Fault = (String, String);

type Checked = Result<(), Fault>;

fn refuse(key: impl Into<String>, reason: impl Into<String>) -> Checked {
    Err((key.into(), reason.into()))
}

pub(super) fn check(family: &Methodology) -> Checked {
    if family.format_version != FORMAT_VERSION {
        let reason = format!(
            "{} is not {FORMAT_VERSION}, which this russet reads (hint: write {FORMAT_VERSION}, and see \
             what `russet methodology check` finds then)",
            family.format_version
        );
        return refuse("format_version", reason);
    }
    if Calendar::named(&family.calendar).is_none() {
        let reason =
            format!("'{}' is not a calendar russet has (hint: XNYS or weekdays)", family.calendar);
        return refuse("calendar", reason);
    }
    for (key, count, most) in counts(family) {
        if count > most {
            return refuse(key, format!("{count} is beyond {most}, the most it may be"));
        }
    }
    choice(family)?;
    for (position, index) in family.indexes.iter().enumerate() {
        index_rule(family, index, &family.indexes[..position])
            .or_else(|(key, reason)| refuse(format!("indexes.{}{key}", index.id), reason))?;
    }
    named_indexes(family)?;
    if !family.free_float.young.is_sorted_by(|a, b| a.within_sessions < b.within_sessions) {
        return refuse(
            "free_float.young",
            "within_sessions must ascend (hint: the youngest first)",
        );
    }
    dates(family)?;
    family.style.iter().try_for_each(|style| style.check())?;
    family.eligibility.check()
}

/// The counts of years, days and sessions, each with the most that makes sense: beyond it a date
/// would leave the calendar.
fn counts(family: &Methodology) -> Vec<(&'static str, u32, u32)> {
    let (rules, years, months, days, sessions) = (&family.eligibility, 50, 600, 3_660, 10_000);
    let actions = &family.actions;
    let mut counts = vec![
        ("ranking.volume_years", family.ranking.volume_years, years),
        ("maintenance.share_information_days", family.maintenance.share_information_days, days),
        ("maintenance.absent_sessions", family.maintenance.absent_sessions, sessions),
        ("actions.spin_off_hold_sessions", actions.spin_off_hold_sessions, sessions),
        ("actions.suspension_sessions", actions.suspension_sessions, sessions),
    ];
    let mut count = |key, count: Option<u32>, most| {
        counts.extend(count.map(|count| (key, count, most)));
    };
    let price = rules.price.as_ref();
    count(
        "eligibility.price.member_average_days",
        price.map(|rule| rule.member_average_days),
        days,
    );
    let exchange = rules.exchange.as_ref().map(|rule| rule.stale_after_sessions);
    count("eligibility.exchange.stale_after_sessions", exchange, sessions);
    let flat = rules.flat_price.as_ref().map(|rule| rule.sessions);
    count("eligibility.flat_price.sessions", flat, sessions);
    let quiet = rules.quiet_price.as_ref().map(|rule| rule.sessions);
    count("eligibility.quiet_price.sessions", quiet, sessions);
    let closely = rules.closely_held.as_ref().map(|rule| rule.sessions);
    count("eligibility.closely_held.sessions", closely, sessions);
    let register = rules.nationality.as_ref().map(|rule| rule.register_outweighs_within_days);
    count("eligibility.nationality.register_outweighs_within_days", register, days);
    let liquidity = rules.liquidity.as_ref().map(|rule| rule.sessions);
    count("eligibility.liquidity.sessions", liquidity, sessions);
    let volume = rules.monthly_volume.as_ref().map(|rule| rule.months);
    count(
        "eligibility.monthly_volume.months",
        volume,
        family.ranking.volume_years.saturating_mul(12),
    );
    let earnings = rules.earnings.as_ref();
    count("eligibility.earnings.quarters", earnings.map(|rule| rule.quarters), 40);
    count(
        "eligibility.earnings.stale_after_days",
        earnings.map(|rule| rule.stale_after_days),
        days,
    );
    count("eligibility.seasoning.months", rules.seasoning.as_ref().map(|rule| rule.months), months);
    let inference = family.inference.as_ref();
    count("inference.settle_sessions", inference.map(|rule| rule.settle_sessions), sessions);
    count("inference.seasoned_sessions", inference.map(|rule| rule.seasoned_sessions), sessions);
    let offering = family.offering.as_ref();
    count("offering.skip_sessions", offering.map(|rule| rule.skip_sessions), sessions);
    count("offering.median_sessions", offering.map(|rule| rule.median_sessions), sessions);
    let style = family.style.as_ref();
    let sales = style.map(|rule| rule.growth_value.sales_years);
    count("style.growth_value.sales_years", sales, 50);
    let stability = style.and_then(|rule| rule.stability.as_ref());
    count("style.stability.earnings_quarters", stability.map(|rule| rule.earnings_quarters), 200);
    count("style.stability.weeks", stability.map(|rule| rule.weeks), 1_000);
    count("style.stability.months", stability.map(|rule| rule.months), 600);
    let committee = family.committee.as_ref().map(|rule| rule.settle_sessions);
    count("committee.settle_sessions", committee, sessions);
    let daily_value = rules.daily_value.as_ref().map(|rule| rule.months);
    count(
        "eligibility.daily_value.months",
        daily_value,
        family.ranking.volume_years.saturating_mul(12),
    );
    let fast = family.selection.iter().flat_map(|rule| &rule.fast_entries);
    for rule in fast {
        count("selection.fast_entries.after_sessions", Some(rule.after_sessions), sessions);
    }
    let removals = family.selection.iter().flat_map(|rule| &rule.removals);
    let removals = removals.map(|rule| ("selection.removals", rule.rank));
    let new_listings = family.new_listings.iter().map(|rule| ("new_listings", rule.rank));
    let reviews = family.reviews.iter().map(|rule| ("reviews", rule.rank));
    for (table, rank) in new_listings.chain(reviews).chain(removals) {
        let (key, of_rank, most) = match (table, rank) {
            ("reviews", RankRule::DaysBefore(count)) => ("reviews.rank.days_before", count, days),
            ("reviews", RankRule::EndOfMonthBefore(count)) => {
                ("reviews.rank.end_of_month_before", count, 12)
            }
            ("selection.removals", RankRule::DaysBefore(count)) => {
                ("selection.removals.rank.days_before", count, days)
            }
            ("selection.removals", RankRule::EndOfMonthBefore(count)) => {
                ("selection.removals.rank.end_of_month_before", count, 12)
            }
            (_, RankRule::DaysBefore(count)) => ("new_listings.rank.days_before", count, days),
            (_, RankRule::EndOfMonthBefore(count)) => {
                ("new_listings.rank.end_of_month_before", count, 12)
            }
        };
        count(key, Some(of_rank), most);
    }
    counts
}

/// How members come about: by cuts, or by a choice, of a committee or not.
fn choice(family: &Methodology) -> Checked {
    if family.breaks.is_empty() == family.selection.is_none() {
        let reason =
            "a family is cut by `breaks` or chosen by a `selection` (hint: give one of them)";
        return refuse("selection", reason);
    }
    if !family.breaks.is_sorted_by(|a, b| a.rank < b.rank) {
        return refuse(
            "breaks",
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
            let reason = "bands lie around `breaks`, and there are none (hint: take it out; \
                          `selection.stays_to` spares members)";
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
        ("selection.enters_to", rule.enters_to.is_some()),
        ("selection.stays_to", rule.stays_to.is_some()),
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
    if let Some(enters_to) = rule.enters_to
        && enters_to > count
    {
        let reason = format!("{enters_to} may enter where {count} belong (hint: at most {count})");
        return refuse("selection.enters_to", reason);
    }
    if let Some(stays_to) = rule.stays_to
        && stays_to < count
    {
        let reason =
            format!("members stay to {stays_to} where {count} belong (hint: at least {count})");
        return refuse("selection.stays_to", reason);
    }
    Ok(())
}

/// What happens between two reviews.
fn between_reviews(rule: &Selection) -> Checked {
    let by_rank = rule.method == Method::Largest;
    let named = [
        ("selection.stays_once", rule.stays_once),
        ("selection.removals", !rule.removals.is_empty()),
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
        .chain(rule.removals.iter().map(|rule| ("removals", rule.from, rule.until)))
        .chain(rule.fast_entries.iter().map(|rule| ("fast_entries", rule.from, rule.until)));
    for (key, from, until) in spans {
        when(&[1], DayOfMonth::default(), (from, until))
            .or_else(|(fault, reason)| refuse(format!("selection.{key}{fault}"), reason))?;
    }
    for removals in &rule.removals {
        when(&removals.months, removals.day, (removals.from, removals.until))
            .or_else(|(key, reason)| refuse(format!("selection.removals{key}"), reason))?;
        if rule.count.is_some_and(|count| removals.beyond < count) {
            let reason = "members within the places would leave (hint: at least `count`)";
            return refuse("selection.removals.beyond", reason);
        }
    }
    for entry in &rule.fast_entries {
        if entry.after_sessions == 0 || entry.as_large_as_member == 0 {
            let reason = "`after_sessions` and `as_large_as_member` count from 1";
            return refuse("selection.fast_entries", reason);
        }
    }
    Ok(())
}

/// One index; `earlier` are those that stand before it. Keys are given as they follow its id.
fn index_rule(family: &Methodology, index: &IndexRule, earlier: &[IndexRule]) -> Checked {
    if family.indexes.iter().filter(|other| other.id == index.id).count() > 1 {
        return refuse("", "the id is used twice (hint: give one of them another)");
    }
    let is_cut = !family.breaks.is_empty();
    let ranges = index.above > 0 || index.to.is_some();
    if ranges && !is_cut {
        let reason = "the family has no `breaks` to lie between (hint: take `above` and `to` out)";
        return refuse("", reason);
    }
    match &index.parent {
        Some(parent) if !earlier.iter().any(|other| other.id == *parent) => {
            let reason = format!(
                "there is no index '{parent}' before it (hint: an index stands after the one whose \
                 lines it takes)"
            );
            return refuse(".parent", reason);
        }
        Some(parent) if ranges => {
            let reason = format!(
                "its lines are those of {parent}, not a range of ranks (hint: take `above` and `to` \
                 out)"
            );
            return refuse("", reason);
        }
        None if index.only != super::Only::default() || index.largest.is_some() => {
            let reason = "`only` and `largest` choose among the lines of another index (hint: give \
                          `parent`)";
            return refuse("", reason);
        }
        _ => {}
    }
    let cut = |rank: u32| rank == 0 || family.breaks.iter().any(|cut| cut.rank == rank);
    if let Some(to) = index.to
        && (!cut(index.above) || !cut(to) || index.above >= to)
    {
        let cuts: Vec<String> = family.breaks.iter().map(|cut| cut.rank.to_string()).collect();
        let reason = format!(
            "the range above {} to {to} is not one between two breaks (hint: cuts are 0, {})",
            index.above,
            cuts.join(", ")
        );
        return refuse("", reason);
    }
    if let Some(largest) = &index.largest {
        if largest.count == 0 {
            return refuse(".largest", "none would belong (hint: count = 50)");
        }
        if largest.stays_to.is_some_and(|stays_to| stays_to < largest.count) {
            let reason =
                format!("members stay to less than {} (hint: at least that)", largest.count);
            return refuse(".largest", reason);
        }
    }
    let twice = |(place, base): &(usize, &super::Base)| {
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
            let reason = format!(
                "there is no index '{model}' before it (hint: an index stands after the one whose caps \
                 it shares)"
            );
            return refuse(".capped_like", reason);
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
    for rule in &index.rebalancing {
        rebalancing(index, rule)
            .or_else(|(key, reason)| refuse(format!(".rebalancing{key}"), reason))?;
    }
    Ok(())
}

fn weighting(family: &Methodology, rule: &Weighting) -> Checked {
    let is = |scheme| rule.scheme == scheme;
    match (is(Scheme::Style), rule.side.is_some()) {
        (true, false) => {
            let reason = "which side of the style? (hint: side = \"growth\", \"value\", \
                          \"defensive\" or \"dynamic\")";
            return refuse("", reason);
        }
        (false, true) => {
            return refuse(".side", "only a style has sides (hint: scheme = \"style\")");
        }
        (true, true) if family.style.is_none() => {
            let reason = "nothing tells how styles are scored (hint: give [style])";
            return refuse(".scheme", reason);
        }
        _ => {}
    }
    if matches!(rule.side, Some(StyleSide::Defensive | StyleSide::Dynamic))
        && family.style.as_ref().is_some_and(|style| style.stability.is_none())
    {
        let reason = "nothing tells how stability is scored (hint: give [style.stability])";
        return refuse(".side", reason);
    }
    for (key, is_given, scheme, hint) in [
        (".groups", rule.groups.is_some(), Scheme::Equal, "equal"),
        (".capacity", rule.capacity.is_some(), Scheme::Equal, "equal"),
        (".at_most_times_float", rule.at_most_times_float.is_some(), Scheme::TotalCap, "total_cap"),
    ] {
        if is_given && !is(scheme) {
            return refuse(key, format!("goes with scheme = \"{hint}\" only (hint: take it out)"));
        }
    }
    if !rule.caps.is_empty() && rule.scheme == Scheme::Price {
        return refuse(".caps", "weights by price are not capped (hint: take `caps` out)");
    }
    rule.check().or_else(|reason| refuse("", reason))
}

fn rebalancing(index: &IndexRule, rule: &Rebalancing) -> Checked {
    if rule.chooses && index.largest.is_none() {
        return refuse(".chooses", "nothing says whom (hint: give the index `largest`)");
    }
    if rule.only_when_broken() && index.weighting.caps.is_empty() {
        let reason = "there are no caps to keep (hint: give the weighting `caps`)";
        return refuse(".if_company_above_percent", reason);
    }
    rule.check().or_else(|reason| refuse("", reason))?;
    let span = (rule.from, rule.until);
    when(&rule.months, rule.day, span)
}

/// Every index that a rule names is there.
fn named_indexes(family: &Methodology) -> Checked {
    let style = family.style.iter().flat_map(|style| {
        let apart = style.scored_apart.iter().map(|id| ("style.scored_apart", id));
        apart.chain(style.smallest.iter().map(|rule| ("style.smallest.index", &rule.index)))
    });
    let named = family
        .banding
        .iter()
        .map(|banding| ("banding.protects_members_of", &banding.protects_members_of))
        .chain(family.seeds.iter().map(|seed| ("seeds.index", &seed.index)))
        .chain(family.committee.iter().map(|committee| ("committee.index", &committee.index)))
        .chain(style);
    for (key, id) in named {
        if family.index(id).is_none() {
            let known: Vec<&str> = family.indexes.iter().map(|index| index.id.as_str()).collect();
            let reason = format!("there is no index '{id}' (hint: one of {})", known.join(", "));
            return refuse(key, reason);
        }
    }
    Ok(())
}

/// Tables and rules of dates.
fn dates(family: &Methodology) -> Checked {
    for row in &family.reconstitutions {
        if row.rank_day >= row.effective {
            let reason = format!(
                "rank day {} is not before it (hint: ranks come first, members follow)",
                row.rank_day
            );
            return refuse(format!("reconstitutions.{}", row.effective), reason);
        }
    }
    if !family.reconstitutions.is_sorted_by(|a, b| a.effective < b.effective) {
        return refuse(
            "reconstitutions",
            "effective dates must ascend and differ (hint: the earliest first)",
        );
    }
    for rule in &family.reviews {
        when(&rule.months, rule.day, (Some(rule.from), rule.until))
            .or_else(|(key, reason)| refuse(format!("reviews.{}{key}", rule.from), reason))?;
    }
    for rule in &family.share_updates {
        when(&rule.months, rule.day, (Some(rule.from), rule.until))
            .or_else(|(key, reason)| refuse(format!("share_updates.{}{key}", rule.from), reason))?;
    }
    for rule in &family.new_listings {
        when(&rule.months, rule.day, (Some(rule.from), rule.until))
            .or_else(|(key, reason)| refuse(format!("new_listings.{}{key}", rule.from), reason))?;
    }
    Ok(())
}

/// Months, the day in them, and from when until when.
fn when(months: &[i8], day: DayOfMonth, (from, until): (Option<Day>, Option<Day>)) -> Checked {
    if months.is_empty() || months.iter().any(|month| !(1..=12).contains(month)) {
        return refuse(".months", "months are numbers from 1 to 12 (hint: [3, 6, 9, 12])");
    }
    match day {
        DayOfMonth::Friday(number) if !(1..=4).contains(&number) => {
            let reason = format!("not every month has a Friday {number} (hint: 1 to 4)");
            return refuse(".day", reason);
        }
        DayOfMonth::SessionsBeforeEnd(count) if count > 18 => {
            let reason = format!("{count} sessions before its end a month may not have begun");
            return refuse(".day", format!("{reason} (hint: at most 18)"));
        }
        _ => {}
    }
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        return refuse(".until", format!("{until} is before {from} (hint: exchange the two)"));
    }
    Ok(())
}
