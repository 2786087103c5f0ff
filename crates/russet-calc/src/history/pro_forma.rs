//! Reconstitutions before they take effect: a fork of the engine performs them at the closes of the
//! day on which they are announced, and the history itself goes on as if it had not.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use jiff::ToSpan;
use jiff::civil::Date;
use russet_market::{CalendarError, Money, SecurityId, Shares};
use russet_rules::methodology::Reconstitution;
use russet_rules::{Methodology, Research};

use super::BuildError;
use super::book::Book;
use super::engine::{Days, Engine, out_of_range};
use super::recorder::called;
use crate::ledger::Cause;
use crate::run::ProFormaRow;
use crate::run::compact::Entry;

/// Reconstitutions to come, each with the day on which it is announced.
#[derive(Debug, Clone)]
pub(super) struct Announcements {
    planned: Vec<Planned>,
    /// The last session of the run: what was ranked by then is announced then.
    last: Date,
}

#[derive(Debug, Clone)]
struct Planned {
    day: Date,
    row: Reconstitution,
    told: bool,
}

impl Announcements {
    /// Those that take effect after the first members hold, on the first day of preliminary lists, or
    /// without one on the session after the rank day.
    pub(super) fn new(
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
            Ok(Planned { day, row, told: false })
        });
        Ok(Announcements { planned: planned.collect::<Result<_, _>>()?, last })
    }

    /// Goes on after a session.
    pub(super) fn skip_to(&mut self, after: Date) {
        self.planned.iter_mut().for_each(|planned| planned.told = planned.day <= after);
    }

    /// What is announced after the close of a session: a day that the market misses is made up for at
    /// the next one.
    fn due(&mut self, session: Date) -> Vec<Reconstitution> {
        let ends = session == self.last;
        let mut due = Vec::new();
        for planned in &mut self.planned {
            let announced = planned.day <= session && !planned.told;
            let ranked = ends && planned.row.rank_day.0 <= session;
            if planned.row.effective.0 > session && (announced || ranked) {
                due.push(planned.row.clone());
            }
            planned.told |= announced;
        }
        due
    }
}

impl Engine<'_, '_> {
    /// Performs the reconstitutions that are announced after a close, on a fork each. Decisions of what
    /// is still to come at the end of the run are kept.
    pub(super) fn announce(&mut self, session: Date) -> Result<(), BuildError> {
        if !self.recorder.keeps_all_tables() {
            return Ok(());
        }
        for row in self.announcements.due(session) {
            let known = self.decisions.place();
            let ends = session == self.announcements.last;
            let mut fork = self.fork(ends);
            let days = Days { after_close: session, session };
            let done = fork.reconstitute(&row, days);
            self.decisions = std::mem::take(&mut fork.decisions);
            let decided = self.decisions.back_to(known);
            match done {
                Ok(()) => {
                    let rows = self.compared(&fork, &row, session)?;
                    self.recorder.pro_forma(rows);
                    if ends {
                        self.decisions.extend_by(decided, session);
                    }
                }
                // The history itself may yet be spared what stopped the fork.
                Err(error) => self.notes.push(format!(
                    "No pro forma on {session} of the reconstitution effective {}: {error}.",
                    row.effective.0
                )),
            }
        }
        Ok(())
    }

    /// The engine again, with the decisions so far moved into it and nothing written down yet; it records
    /// further ones where they are asked for.
    fn fork(&mut self, records: bool) -> Self {
        let recorder = std::mem::take(&mut self.recorder);
        let decisions = std::mem::take(&mut self.decisions);
        let mut fork = self.clone();
        self.recorder = recorder;
        fork.decisions = decisions;
        if !records {
            fork.research = Rc::new(Research::clone(&self.research).without_records());
        }
        fork
    }

    /// Every line of every started index, before and after.
    fn compared(
        &self,
        fork: &Self,
        row: &Reconstitution,
        session: Date,
    ) -> Result<Vec<ProFormaRow>, BuildError> {
        let mut rows = Vec::new();
        let crossings = Crossings::of(fork.recorder.events());
        for (position, rule) in self.family.indexes.iter().enumerate() {
            let (before, after) = (&self.states[position], &fork.states[position]);
            if self.book.index(position).divisor().is_none() {
                continue;
            }
            let lines: BTreeSet<SecurityId> =
                &self.book.lines(position) | &fork.book.lines(position);
            for security in lines {
                let Some(version) = called(self.view, security, session) else { continue };
                let shares = |book: &Book| book.shares(position, security).unwrap_or(Shares::ZERO);
                let (shares_before, shares_after) = (shares(&self.book), shares(&fork.book));
                let worth = |shares: Shares| -> Result<Money, BuildError> {
                    let value = self.book.closes().value(security, shares, &before.rates);
                    let value = value.map_err(|source| out_of_range(&rule.id, session, source))?;
                    Ok(value.unwrap_or(Money::ZERO))
                };
                let made = after.makeups.get(&security);
                let closed = self.book.closes().dated(security);
                let (from_index, to_index) = crossings.other_index(&rule.id, security);
                rows.push(ProFormaRow {
                    announced_on: session,
                    rank_day: row.rank_day.0,
                    effective: row.effective.0,
                    index: rule.id.clone(),
                    security,
                    ticker: version.ticker.clone(),
                    name: version.name.clone(),
                    currency: version.mic.currency(),
                    shares_before,
                    shares_after,
                    count_after: made.map(|made| made.count),
                    float_after: made.map(|made| made.float),
                    style_after: made.map(|made| made.style),
                    cap_after: made.map(|made| made.cap),
                    price: closed.map(|(price, _)| price),
                    price_date: closed.map(|(_, date)| date),
                    value_before: worth(shares_before)?,
                    value_after: worth(shares_after)?,
                    from_index,
                    to_index,
                });
            }
        }
        Ok(rows)
    }
}

/// Who crosses the border of which index in the events of one close.
struct Crossings<'events> {
    /// By line and whether it enters, the indexes in order of their ids.
    all: BTreeSet<(SecurityId, bool, &'events str)>,
    /// How the last event of an index left a line; none where it neither entered nor left.
    last: HashMap<(&'events str, SecurityId), Option<bool>>,
}

impl<'events> Crossings<'events> {
    fn of(events: &'events [Entry<'_>]) -> Crossings<'events> {
        let mut crossings = Crossings { all: BTreeSet::new(), last: HashMap::new() };
        for entry in events.iter().filter(|entry| entry.cause != Cause::Start) {
            let enters = entry.shares_before == Shares::ZERO;
            let leaves = entry.shares_after == Shares::ZERO;
            if enters != leaves {
                crossings.all.insert((entry.security, enters, entry.index));
            }
            let crosses = (entry.cause != Cause::Rename && (enters || leaves)).then_some(enters);
            crossings.last.insert((entry.index, entry.security), crosses);
        }
        crossings
    }

    /// The index that a line leaves for another, and the one that it enters from it.
    fn other_index(&self, index: &str, line: SecurityId) -> (Option<String>, Option<String>) {
        let Some(enters) = self.last.get(&(index, line)).copied().flatten() else {
            return (None, None);
        };
        let others = self.all.range((line, !enters, "")..);
        let mut others = others.take_while(|(of, way, _)| (*of, *way) == (line, !enters));
        let other = others.find(|(.., id)| *id != index).map(|(.., id)| (*id).to_owned());
        if enters { (other, None) } else { (None, other) }
    }
}

/// The shipped family with its ranks cut to a market of a hundred companies.
#[cfg(test)]
pub(super) fn small_family() -> Methodology {
    let mut text = String::new();
    for line in Methodology::built_in_text("russell-us").unwrap().lines() {
        let rank = ["rank = ", "above = ", "to = "].iter().find_map(|key| {
            let number: u32 = line.strip_prefix(key)?.parse().ok()?;
            Some(format!("{key}{}", number / 40))
        });
        text.push_str(&rank.unwrap_or_else(|| line.to_owned()));
        text.push('\n');
    }
    Methodology::parse("small.toml", &text).unwrap()
}

#[cfg(test)]
mod tests {
    use russet_market::folder::table_bytes;
    use russet_market::{Market, MarketView};
    use russet_sim::{Simulation, simulate};

    use super::*;
    use crate::history::BuildPlan;
    use crate::run::{InMemory, Run};

    fn market() -> Market {
        let plan = Simulation {
            seed: 9,
            companies: 120,
            years: 2,
            from: jiff::civil::date(2023, 1, 1),
            ..Simulation::default()
        };
        simulate(&plan, &|_, _| {}).unwrap()
    }

    fn run(market: &Market, announced: bool) -> Run {
        let family = small_family();
        let plan = BuildPlan {
            methodology_text: String::new(),
            from: None,
            to: None,
            infer_from_lists: false,
            notes: Vec::new(),
            inputs: Vec::new(),
        };
        let view = MarketView::new(market);
        let research = Research::new(&view, &family).unwrap();
        let mut engine = Engine::new(&view, &family, research, plan).unwrap();
        if !announced {
            engine.announcements.planned.clear();
        }
        let mut sink = InMemory::default();
        let manifest = engine.run(None, &mut sink, &|_, _| {}).unwrap();
        sink.run(manifest, String::new())
    }

    /// Every other table is the same to the byte.
    #[test]
    fn the_history_goes_on_as_if_nothing_had_been_announced() {
        let market = market();
        let (with, mut without) = (run(&market, true), run(&market, false));
        assert!(!with.pro_forma.is_empty() && without.pro_forma.is_empty());
        let moved = with.pro_forma.iter().filter(|row| row.shares_before != row.shares_after);
        assert!(moved.count() > 10);
        fn bytes<R: russet_market::folder::TableRow>(rows: &[R]) -> Vec<u8> {
            table_bytes(rows).unwrap()
        }
        assert_eq!(bytes(&with.events), bytes(&without.events));
        assert_eq!(bytes(&with.constituents), bytes(&without.constituents));
        assert_eq!(bytes(&with.levels), bytes(&without.levels));
        assert_eq!(bytes(&with.dividends), bytes(&without.dividends));
        assert_eq!(bytes(&with.rates), bytes(&without.rates));
        assert_eq!(bytes(&with.actions), bytes(&without.actions));
        assert_eq!(bytes(&with.decisions), bytes(&without.decisions));
        without.pro_forma.clone_from(&with.pro_forma);
        assert_eq!(with, without);
    }
}
