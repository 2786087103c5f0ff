//! What falls due after which close, as the methodology schedules it.

use jiff::civil::Date;
use russet_rules::Methodology;

/// Work that falls due after a close.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    ShareUpdate { millionths: i128 },
    NewListings,
    Reconstitution { millionths: Option<i128> },
}

/// All work from the first reconstitution on, in order.
pub fn agenda(family: &Methodology, sessions: &[Date]) -> Vec<(Date, Work)> {
    let (begin, end) = (sessions[0], *sessions.last().unwrap());
    let mut rows = family.reconstitutions.iter();
    let first = rows.find(|row| row.rank_day.0 >= begin).unwrap().effective.0;
    let mut agenda = Vec::new();
    for row in &family.reconstitutions {
        let millionths = row.share_buffer_percent.map(|buffer| buffer.millionths());
        agenda.push((row.effective.0, Work::Reconstitution { millionths }));
    }
    for rule in &family.share_updates {
        let work = Work::ShareUpdate { millionths: rule.buffer_percent.millionths() };
        agenda.extend(
            rule.days(family.sessions(), (first, end)).unwrap().into_iter().map(|day| (day, work)),
        );
    }
    for rule in &family.new_listings {
        let cycles = rule.cycles(family.sessions(), (first, end)).unwrap().into_iter();
        agenda.extend(cycles.map(|cycle| (cycle.effective, Work::NewListings)));
    }
    agenda.retain(|(day, _)| (first..=end).contains(day));
    agenda.sort();
    agenda
}
