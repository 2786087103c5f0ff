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
    let mut due = Vec::new();
    for rule in &family.new_listings {
        for cycle in rule.cycles(calendar, range)? {
            let ranked = format!("by the closes of {}", cycle.rank_day);
            due.push(Due { day: cycle.effective, more: ranked, source: &rule.source });
        }
    }
    around(page, "new listings", due, day);
    let mut due = Vec::new();
    for rule in family.selection.iter().flat_map(|selection| &selection.interim_deletions) {
        for cycle in rule.cycles(calendar, range)? {
            let ranked = format!("by the closes of {}", cycle.rank_day);
            due.push(Due { day: cycle.effective, more: ranked, source: &rule.source });
        }
    }
    around(page, "interim_deletions", due, day);
    let mut due = Vec::new();
    for rule in &family.share_updates {
        for update in rule.days(calendar, range)? {
            let more = buffer(Some(rule.buffer_percent));
            due.push(Due { day: update, more, source: &rule.source });
        }
    }
    around(page, "share updates", due, day);
    for index in family.indexes.iter().filter(|index| wanted.is_none_or(|id| index.id == id)) {
        if index.capped_like.is_some() && wanted.is_none() {
            continue;
        }
        let mut due = Vec::new();
        for rule in &index.rebalancing {
            let limited = if rule.only_when_broken() { "where a limit is broken" } else { "" };
            for weights in rule.days(calendar, range)? {
                due.push(Due { day: weights, more: limited.to_owned(), source: &rule.source });
            }
        }
        around(page, &format!("{} weights", index.id), due, day);
    }
    Ok(())
}

/// Something that falls due after a close.
struct Due<'rule> {
    day: Date,
    more: String,
    source: &'rule str,
}

/// Adds the last before a day and the next from it on.
fn around(page: &mut Page, name: &str, mut due: Vec<Due<'_>>, day: Date) {
    due.sort_by_key(|item| item.day);
    let (past, coming) = due.split_at(due.partition_point(|item| item.day < day));
    for (word, found) in [("last", past.last()), ("next", coming.first())] {
        let Some(found) = found else { continue };
        let more = if found.more.is_empty() { String::new() } else { format!(", {}", found.more) };
        let text = format!("{word} after the close of {}{more}", found.day);
        page.add(
            SECTION,
            if word == "last" || past.is_empty() { name } else { "" },
            text,
            found.source,
        );
    }
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
    if row.exempts_members_from_votes {
        text += "; members are not asked for their votes";
    }
    if row.exempts_members_from_styles {
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
