//! What holds for a whole family: its basics, how members are chosen, shares, returns and actions.

use jiff::civil::Date;
use russet_rules::Methodology;
use russet_rules::methodology::{
    Method, RankBuffer, RankedAsOf, ReturnConvention, SpinOffTreatment,
};

use super::page::Page;
use super::words::{amount, counted, grouped, in_force, listed, months, on, percent};

const CHOICE: &str = "How members are chosen";

pub fn basics(page: &mut Page, family: &Methodology) {
    let section = "Family";
    if let Some(rules) = &family.rules {
        let text = format!("on those of {rules}: what it does not say itself is as there");
        page.add(section, "rules", text, "");
    }
    page.add(section, "calendar", &family.calendar, "");
    page.add(section, "currency", family.currency.to_string(), "");
    let text = counted(family.publication.decimals as usize, "decimal", "decimals");
    page.add(section, "published levels", text, &family.publication.reference);
}

/// Ranks and cuts, or a selection, a committee, and whose lists stand in.
pub fn choice(page: &mut Page, family: &Methodology, day: Date) {
    let section = CHOICE;
    let text = format!(
        "by total capitalization, at the price of the class that traded most over {}",
        counted(family.ranking.volume_years as usize, "year", "years")
    );
    page.add(section, "ranks", text, &family.ranking.reference);
    for breakpoint in &family.breakpoints {
        let band = match breakpoint.half_width_percent {
            Some(width) => {
                format!("a band of {width} points of cumulative capitalization either way")
            }
            None => "no band".to_owned(),
        };
        page.add(
            section,
            format!("breakpoint at rank {}", grouped(breakpoint.rank.into())),
            band,
            &breakpoint.reference,
        );
    }
    if let Some(rule) = &family.banding {
        let edge = if rule.edge_inclusive { "inside" } else { "outside" };
        let text = format!(
            "members of {} keep their side of a breakpoint within its band; its edge lies {edge}",
            rule.protects_members_of
        );
        page.add(section, "banding", text, &rule.reference);
    }
    selection(page, family, day);
    if let Some(rule) = &family.committee {
        let fund = rule.fund.as_ref().map_or_else(
            || "dated decisions".to_owned(),
            |fund| format!("dated decisions, and the dated lists of {fund}"),
        );
        let quantities =
            if rule.quantities { ", whose quantities are the index shares" } else { "" };
        let text = format!(
            "decides {} by {fund}{quantities}; lists of fewer than {} securities, or of the first {} after a review, \
             are left out",
            rule.index,
            grouped(rule.minimum_securities.into()),
            counted(rule.settle_sessions as usize, "session", "sessions")
        );
        page.add(section, "committee", text, &rule.reference);
    }
    if !family.seeds.is_empty() {
        let seeds = family.seeds.iter().map(|seed| format!("{} for {}", seed.fund, seed.index));
        let text = format!("before the first review from lists of {}", listed(seeds, "and"));
        page.add(section, "first members", text, "");
    }
    if let Some(rule) = &family.inference {
        let text = format!(
            "where a run asks: a company ranked to {} that had traded for {} and is on no list of {} \
             securities or more since has failed a screen that the data cannot evaluate; lists of the first {} \
             after a review are left out",
            grouped(rule.well_inside_rank.into()),
            counted(rule.seasoned_sessions as usize, "session", "sessions"),
            grouped(rule.minimum_securities.into()),
            counted(rule.settle_sessions as usize, "session", "sessions")
        );
        page.add(section, "lists", text, &rule.reference);
    }
    if let Some(rule) = &family.offering {
        let text = format!(
            "recognized by a first session's volume of {} times the median of {} after the next {}",
            rule.first_volume_multiple,
            counted(rule.median_sessions as usize, "session", "sessions"),
            rule.skip_sessions
        );
        page.add(section, "offerings", text, &rule.reference);
    }
}

/// A choice at reviews, and who leaves and enters between them.
fn selection(page: &mut Page, family: &Methodology, day: Date) {
    let Some(rule) = &family.selection else { return };
    let count = rule.count.map(|count| counted(count as usize, "company", "companies"));
    let mut text = match (rule.method, count) {
        (Method::All, _) => "all companies that pass the screens".to_owned(),
        (Method::Largest, count) => format!("the largest {}", count.unwrap_or_default()),
        (Method::Committee, None) => "a committee chooses".to_owned(),
        (Method::Committee, Some(count)) => {
            format!("a committee chooses; where it does not speak, the largest {count}")
        }
    };
    if rule.skip > 0 {
        text += &format!(", after the {} largest of all", grouped(rule.skip.into()));
    }
    if rule.entry_rank.is_some() || rule.retention_rank.is_some() {
        let RankBuffer { entry_rank, retention_rank, .. } = rule.buffer();
        text += &format!("; a company ranked to {} enters", grouped(entry_rank.into()));
        text += &format!("; a member ranked to {} stays", grouped(retention_rank.into()));
    }
    if rule.retained_once {
        text += ", at one review";
    }
    page.add(CHOICE, "selection", text, &rule.reference);
    for leavers in rule.replacement.iter().filter(|rule| in_force(rule.from, rule.until, day)) {
        let ranked = match leavers.ranked {
            RankedAsOf::Now => "of that day",
            RankedAsOf::LastReview => "of the last review",
        };
        let text = format!("the largest company that is no member, by the ranks {ranked}");
        page.add(CHOICE, "a leaver's place", text, &leavers.source);
    }
    for interim_deletions in
        rule.interim_deletions.iter().filter(|rule| in_force(rule.from, rule.until, day))
    {
        let text = format!(
            "members ranked beyond {} leave after {} of {}",
            grouped(interim_deletions.beyond.into()),
            interim_deletions.day,
            months(&interim_deletions.months)
        );
        page.add(CHOICE, "interim_deletions", text, &interim_deletions.source);
    }
    for entry in rule.fast_entries.iter().filter(|rule| in_force(rule.from, rule.until, day)) {
        let spared = entry.exempt_from.iter().map(|screen| screen.name());
        let mut text = format!(
            "a newcomer worth as much as the member of rank {} enters after its session {}",
            entry.as_large_as_member, entry.after_sessions
        );
        if !entry.exempt_from.is_empty() {
            text += &format!(", and is not asked {}", listed(spared, "and"));
        }
        page.add(CHOICE, "fast entries", text, &entry.source);
    }
}

/// Share counts and free floats.
pub fn shares(page: &mut Page, family: &Methodology) {
    let section = "Shares and free float";
    let text = format!(
        "counts known {} before a change",
        counted(family.maintenance.share_information_days as usize, "day", "days")
    );
    page.add(section, "shares", text, &family.maintenance.reference);
    let text = format!(
        "a line without a close for {} is deleted",
        counted(family.maintenance.absent_sessions as usize, "session", "sessions")
    );
    page.add(section, "absent lines", text, &family.maintenance.absence_reference);
    let float = &family.free_float;
    page.add(section, "free float", "as a user supplies it, or else:", "");
    if let Some(rule) = &float.estimated {
        let largest = rule.largest_securities.map(|count| {
            format!(
                " of the {} of a list",
                counted(count as usize, "largest line", "largest lines")
            )
        });
        let text = format!(
            "estimated from quantities of {}: all free at percentile {}{}; lists of {} usable lines or \
             more",
            listed(&rule.funds, "and"),
            rule.constant_percentile,
            largest.unwrap_or_default(),
            grouped(rule.minimum_securities.into())
        );
        page.add(section, "", text, &rule.reference);
    }
    for rule in &float.recent_listings {
        let sessions = counted(rule.within_sessions as usize, "session", "sessions");
        let text = format!("{} within {sessions} of the first one", percent(rule.percent));
        page.add(section, "", text, &rule.reference);
    }
    for rule in &float.kinds {
        let text = format!("{} of a {}", percent(rule.percent), rule.kind.words());
        page.add(section, "", text, &rule.reference);
    }
    page.add(section, "", "all of it", "");
    let buffer = &float.buffer;
    let text = format!(
        "a change beyond {} points is taken over; up to a free float of {}, beyond {}",
        buffer.points,
        percent(buffer.low_float_percent),
        buffer.low_float_points
    );
    page.add(section, "float changes", text, &buffer.reference);
}

pub fn returns(page: &mut Page, family: &Methodology, day: Date) {
    let section = "Returns";
    let rule = &family.returns;
    let text = match rule.convention {
        ReturnConvention::Additive => {
            "dividend points are added to the level: TR × (I + ID) ÷ I before"
        }
        ReturnConvention::ExDividend => {
            "the level before is taken ex dividend: TR × I ÷ (I before − XD)"
        }
    };
    page.add(section, "total return", text, &rule.reference);
    let mut text =
        format!("{} of a dividend is withheld", on(&rule.withheld_percent, day, percent));
    let others = rule.withheld_by_country.iter();
    let others: Vec<String> =
        others.map(|(country, part)| format!("{country} {}", percent(*part))).collect();
    if !others.is_empty() {
        text += &format!("; but {}", others.join(", "));
    }
    page.add(section, "net return", text, "");
}

pub fn restatement(page: &mut Page, family: &Methodology, day: Date) {
    let section = "Corrections";
    let Some(rule) = &family.restatement else {
        page.add(section, "restatement", "every correction restates published levels", "");
        return;
    };
    let text = format!(
        "a correction restates published levels if it moves one by at least {}; a smaller one is carried \
         from the next session on",
        on(&rule.threshold_bp, day, |threshold| format!("{threshold} bp"))
    );
    page.add(section, "restatement", text, &rule.reference);
    let text = match &rule.window_sessions {
        Some(window) => format!(
            "the last {}; an earlier correction is carried, whatever its size",
            on(window, day, |count| counted(count as usize, "session", "sessions"))
        ),
        None => "any session".to_owned(),
    };
    page.add(section, "look-back", text, "");
}

pub fn actions(page: &mut Page, family: &Methodology) {
    let section = "Corporate actions";
    let (rule, currency) = (&family.actions, family.currency);
    let sessions = |count: u32| counted(count as usize, "session", "sessions");
    let text = format!("a share of which no price is known is worth {}", rule.nominal_price);
    page.add(section, "bankruptcy", text, &rule.reference);
    let spun = match rule.spin_off {
        SpinOffTreatment::Kept => "the new line stays until the next review",
        SpinOffTreatment::Dropped => "the new line leaves after the close of its first session",
    };
    let text = format!(
        "{spun}; without a trade for {} it leaves at what it is worth",
        sessions(rule.spin_off_hold_sessions)
    );
    page.add(section, "spin-off", text, "");
    let text =
        format!("after {} a line leaves at its last close", sessions(rule.suspension_sessions));
    page.add(section, "suspension", text, "");
    let text = format!(
        "one that takes {} of the shares, or leaves less than {} in free float, ends the line's place",
        percent(rule.tender_ends_percent),
        percent(rule.tender_minimum_float_percent)
    );
    page.add(section, "tender", text, "");
    let text = format!(
        "taken over at once from {}, or from {} of the shares and {}; smaller ones wait for the next \
         share update",
        amount(rule.offering_value, currency),
        percent(rule.offering_percent),
        amount(rule.offering_percent_value, currency)
    );
    page.add(section, "offering", text, "");
}
