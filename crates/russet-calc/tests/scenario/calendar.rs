//! The days of a family: no market is needed to ask for them.

use jiff::civil::Date;
use russet_market::CalendarError;
use russet_rules::Methodology;

use super::table::aligned;

pub fn reviews(
    family: &Methodology,
    (from, to): (Date, Date),
) -> Result<Vec<String>, CalendarError> {
    let rows = family.all_reconstitutions(from, to)?.into_iter().map(|row| {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        vec![
            row.rank_day.to_string(),
            or_none(row.preliminary.first().map(ToString::to_string)),
            or_none(row.lock_down.map(|day| day.to_string())),
            row.effective.to_string(),
            or_none(row.share_buffer_percent.map(|buffer| format!("{}%", buffer.to_f64()))),
            if row.exempts_members_from_votes { "of new companies" } else { "of all" }.to_owned(),
        ]
    });
    let names = ["rank day", "first list", "lock-down", "effective", "share buffer", "votes"];
    Ok(aligned(&names, rows.collect()))
}

pub fn updates(family: &Methodology, range: (Date, Date)) -> Result<Vec<String>, CalendarError> {
    let mut days = Vec::new();
    for rule in &family.share_updates {
        let buffer = format!("{}%", rule.buffer_percent.to_f64());
        let of_rule = rule.days(family.sessions(), range)?;
        days.extend(of_rule.into_iter().map(|day| vec![day.to_string(), buffer.clone()]));
    }
    days.sort();
    Ok(aligned(&["effective", "buffer"], days))
}

pub fn listings(family: &Methodology, range: (Date, Date)) -> Result<Vec<String>, CalendarError> {
    let mut days = Vec::new();
    for rule in &family.new_listings {
        let cycles = rule.cycles(family.sessions(), range)?;
        days.extend(
            cycles
                .iter()
                .map(|cycle| vec![cycle.rank_day.to_string(), cycle.effective.to_string()]),
        );
    }
    days.sort();
    Ok(aligned(&["rank day", "effective"], days))
}
