//! When a family changes: what fell due last before a day, and what falls due next.

use jiff::Span;
use jiff::civil::Date;
use russet_market::CalendarError;
use russet_rules::Methodology;
use russet_rules::methodology::{Percent, Reconstitution};

use super::page::Page;
use super::words::percent;

/// Years looked at on either side of a day.
const YEARS: i64 = 2;
const SECTION: &str = "Schedule";

pub fn add(
    page: &mut Page,
    family: &Methodology,
    wanted: Option<&str>,
    day: Date,
) -> Result<(), CalendarError> {
    let calendar = family.sessions();
    let years = Span::new().years(YEARS);
    let range = (
        day.saturating_sub(years).max(calendar.first()),
        day.saturating_add(years).min(calendar.last()),
    );
    if range.0 > range.1 {
        let text = format!(
            "The calendar has sessions from {} to {} only.",
            calendar.first(),
            calendar.last()
        );
        page.add(SECTION, "", text, "");
        return Ok(());
    }
    let rows = family.all_reconstitutions(range.0, range.1)?;
    let (past, coming) = rows.split_at(rows.partition_point(|row| row.effective.0 < day));
    let found = [("last review", past.last()), ("next review", coming.first())];
    for (name, row) in found.into_iter().filter_map(|(name, row)| Some((name, row?))) {
        page.add(SECTION, name, review(row), &row.source);
    }
    for rule in &family.new_listings {
        let cycles = rule.cycles(calendar, range)?;
        let ranked = |day: Date| {
            let of_day = cycles.iter().find(|cycle| cycle.effective == day);
            of_day.map(|cycle| format!(" (rank day {})", cycle.rank_day)).unwrap_or_default()
        };
        let days: Vec<Date> = cycles.iter().map(|cycle| cycle.effective).collect();
        if let Some(text) = around(&days, day, ranked) {
            page.add(SECTION, "new listings", text, &rule.source);
        }
    }
    for rule in &family.share_updates {
        let days = rule.days(calendar, range)?;
        if let Some(text) = around(&days, day, |_| String::new()) {
            let text = format!("{text}; {}", buffer(Some(rule.buffer_percent)));
            page.add(SECTION, "share updates", text, &rule.source);
        }
    }
    for index in family.indexes.iter().filter(|index| wanted.is_none_or(|id| index.id == id)) {
        if index.capped_like.is_some() && wanted.is_none() {
            continue;
        }
        for rule in &index.rebalancing {
            let days = rule.days(calendar, range)?;
            if let Some(text) = around(&days, day, |_| String::new()) {
                page.add(SECTION, format!("{} weights", index.id), text, &rule.source);
            }
        }
    }
    Ok(())
}

/// The last day before a day and the next from it on.
fn around(days: &[Date], day: Date, more: impl Fn(Date) -> String) -> Option<String> {
    let (past, coming) = days.split_at(days.partition_point(|other| *other < day));
    let told = |word: &str, found: Option<&Date>| {
        found.map(|found| format!("{word} after the close of {found}{}", more(*found)))
    };
    let both: Vec<String> =
        [told("last", past.last()), told("next", coming.first())].into_iter().flatten().collect();
    (!both.is_empty()).then(|| both.join(", "))
}

fn review(row: &Reconstitution) -> String {
    let mut text =
        format!("after the close of {}, by the closes of {}", row.effective, row.rank_day);
    if let (Some(first), Some(last)) = (row.preliminary.first(), row.preliminary.last()) {
        text += &format!("; preliminary lists {first}");
        if first != last {
            text += &format!(" to {last}");
        }
    }
    if let Some(day) = row.lock_down {
        text += &format!("; locked from {day}");
    }
    text += &format!("; {}", buffer(row.share_buffer_percent));
    if row.spares_votes_of_members {
        text += "; members are not asked for their votes";
    }
    if row.spares_styles_of_members {
        text += "; members keep their style scores";
    }
    text
}

fn buffer(part: Option<Percent>) -> String {
    match part.filter(|part| part.millionths() > 0) {
        Some(part) => format!("share changes up to {} are left alone", percent(part)),
        None => "every share change is taken".to_owned(),
    }
}
