//! Which reconstitutions are announced when.

use jiff::ToSpan;
use jiff::civil::Date;
use russet_market::CalendarError;
use russet_rules::Methodology;
use russet_rules::methodology::Reconstitution;

/// Reconstitutions to come, each with the day on which it is announced.
#[derive(Debug, Clone)]
pub(in crate::history) struct Announcements {
    planned: Vec<Planned>,
    /// The last session of the run: what was ranked by then is announced then.
    pub(in crate::history) last: Date,
}

#[derive(Debug, Clone)]
struct Planned {
    day: Date,
    row: Reconstitution,
    announced: bool,
}

impl Announcements {
    /// Those that take effect after the first members hold, on the first day of preliminary lists, or
    /// without one on the session after the rank day.
    pub(in crate::history) fn new(
        family: &Methodology,
        beginning: Date,
        last: Date,
    ) -> Result<Announcements, CalendarError> {
        // The calendar ends with a year after which nothing is planned yet.
        let rows = family
            .all_reconstitutions(beginning, last.saturating_add(1.year()))
            .or_else(|_| family.all_reconstitutions(beginning, last))?;
        let planned = rows.into_iter().filter(|row| row.effective.0 > beginning).map(|row| {
            let day = match row.preliminary.first() {
                Some(day) => day.0,
                None => family.sessions().next_session(row.rank_day.0)?,
            };
            Ok(Planned { day, row, announced: false })
        });
        Ok(Announcements { planned: planned.collect::<Result<_, _>>()?, last })
    }

    /// Goes on after a session.
    pub(in crate::history) fn skip_to(&mut self, after: Date) {
        self.planned.iter_mut().for_each(|planned| planned.announced = planned.day <= after);
    }

    /// What is announced after the close of a session: a day that the market misses is made up for at
    /// the next one.
    pub(in crate::history) fn due(&mut self, session: Date) -> Vec<Reconstitution> {
        let ends = session == self.last;
        let mut due = Vec::new();
        for planned in &mut self.planned {
            let announced = planned.day <= session && !planned.announced;
            let ranked = ends && planned.row.rank_day.0 <= session;
            if planned.row.effective.0 > session && (announced || ranked) {
                due.push(planned.row.clone());
            }
            planned.announced |= announced;
        }
        due
    }

    /// Announces nothing.
    #[cfg(test)]
    pub(in crate::history) fn clear(&mut self) {
        self.planned.clear();
    }
}
