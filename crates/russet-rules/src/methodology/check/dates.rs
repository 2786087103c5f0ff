//! Tables and rules of dates: their order, their months, and from when until when.

use super::counts::MOST_SESSIONS;
use super::{Checked, refuse};
use crate::methodology::{Day, DayOfMonth, IndexRule, Methodology, Rebalancing};

/// Tables and rules of dates.
pub(super) fn dates(family: &Methodology) -> Checked {
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

pub(super) fn rebalancing(index: &IndexRule, rule: &Rebalancing) -> Checked {
    if rule.reconstitutes && index.largest.is_none() {
        return refuse(".reconstitutes", "nothing says whom (hint: give the index `largest`)");
    }
    if rule.only_when_broken() && index.weighting.caps.is_empty() {
        let reason = "there are no caps to keep (hint: give the weighting `caps`)";
        return refuse(".if_company_above_percent", reason);
    }
    if rule.priced_sessions_before > MOST_SESSIONS {
        let count = rule.priced_sessions_before;
        let reason = format!("{count} is beyond {MOST_SESSIONS} (hint: write at most that)");
        return refuse(".priced_sessions_before", reason);
    }
    rule.check().or_else(|reason| refuse("", reason))?;
    let span = (rule.from, rule.until);
    when(&rule.months, rule.day, span)
}

/// Months, the day in them, and from when until when.
pub(super) fn when(
    months: &[i8],
    day: DayOfMonth,
    (from, until): (Option<Day>, Option<Day>),
) -> Checked {
    if months.is_empty() || months.iter().any(|month| !(1..=12).contains(month)) {
        return refuse(".months", "months are numbers from 1 to 12 (hint: [3, 6, 9, 12])");
    }
    day.check().or_else(|reason| refuse(".day", reason))?;
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        return refuse(".until", format!("{until} is before {from} (hint: exchange the two)"));
    }
    Ok(())
}
