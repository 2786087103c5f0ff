//! The sessions before a family has members: variants of one methodology walk through them alike, so that one
//! of them walks for all.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::ToSpan;
use russet_market::MarketView;
use russet_rules::methodology::days_of;
use russet_rules::{Findings, Methodology};

use super::agenda::items::sessions_looked_back;
use super::agenda::waiting::Waiting;
use super::engine::Engine;
use super::{BuildError, BuildPlan};
use crate::state::{Roster, State};

/// What builds over one market have in common.
#[derive(Debug)]
pub(crate) struct Shared<'market> {
    pub(super) findings: Arc<Findings<'market>>,
    prologues: Mutex<BTreeMap<String, Arc<OnceLock<Option<Prologue<'market>>>>>>,
}

/// An engine after some sessions in which it held nothing.
#[derive(Debug, Clone)]
struct Prologue<'market> {
    /// How many sessions were walked through.
    done: usize,
    state: State,
    waiting: Waiting<'market>,
}

impl<'market> Shared<'market> {
    pub(crate) fn new(view: &MarketView<'market>) -> Shared<'market> {
        Shared { findings: Arc::new(Findings::shared(view)), prologues: Mutex::default() }
    }

    /// The walk that a build may go on from: up to three years before the first day asked for, where that
    /// is before anything that is looked back to from the first members on.
    fn prologue(
        &self,
        engine: &Engine<'_, 'market>,
        walk: impl FnOnce(usize) -> Option<Prologue<'market>>,
    ) -> Option<Prologue<'market>> {
        let until = engine.scope.plan.from?.checked_sub(3.years()).ok()?;
        let looked_back = days_of(sessions_looked_back(engine.family));
        let sessions = engine.view.sessions();
        let count = sessions.partition_point(|(session, _)| *session < until);
        if count == 0 || engine.scope.beginning.saturating_sub(looked_back.days()) <= until {
            return None;
        }
        let taken = {
            let prologues = self.prologues.lock();
            let mut prologues = prologues.unwrap_or_else(PoisonError::into_inner);
            Arc::clone(
                prologues
                    .entry(rules_without_members(engine.family, &engine.scope.plan))
                    .or_default(),
            )
        };
        taken.get_or_init(|| walk(count)).clone()
    }
}

/// The rules that count while a family holds nothing, in words.
fn rules_without_members(family: &Methodology, plan: &BuildPlan) -> String {
    let Methodology {
        calendar,
        currency,
        committee,
        indexes,
        seeds,
        maintenance,
        returns,
        actions,
        ..
    } = family;
    let rules = (calendar, currency, committee, indexes, seeds, maintenance, returns, actions);
    format!("{:?} {:?}", (plan.from, plan.to), rules)
}

impl<'build, 'market: 'build> Engine<'build, 'market> {
    /// The engine and what waits, before the first session or after those that another has walked through.
    pub(super) fn begin(
        mut self,
        shared: Option<&Shared<'market>>,
    ) -> Result<(Self, usize), BuildError> {
        self.seed();
        self.state.previous =
            self.view.sessions().first().map_or(self.scope.to, |(session, _)| *session);
        let found = shared.and_then(|shared| {
            shared.prologue(&self, |count| self.clone().without_members(count).ok())
        });
        let Some(found) = found else {
            return Ok((self, 0));
        };
        // Whatever came of the methodology's own members is not what others share.
        let own = self.state;
        let roster = Roster { members: own.roster.members, ..found.state.roster };
        self.state = State { roster, last_effective: own.last_effective, ..found.state };
        self.agenda.waiting = found.waiting;
        Ok((self, found.done))
    }

    fn without_members(mut self, done: usize) -> Result<Prologue<'market>, BuildError> {
        for (session, rows) in &self.view.sessions()[..done] {
            self.walk_session(*session, rows.clone())?;
        }
        Ok(Prologue { done, state: self.state, waiting: self.agenda.waiting })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use russet_market::Market;
    use russet_sim::{Simulation, simulate};

    use super::*;
    use crate::history::pro_forma::small_family;
    use crate::history::{build_among, build_into};
    use crate::run::LevelsOnly;

    fn market() -> Market {
        let plan = Simulation {
            seed: 5,
            companies: 120,
            years: 6,
            from: date(2018, 1, 1),
            ..Simulation::default()
        };
        simulate(&plan, &|_, _| {}).unwrap()
    }

    fn plan(from: Date) -> BuildPlan {
        BuildPlan {
            methodology_text: String::new(),
            from: Some(from),
            to: None,
            infer_from_lists: false,
            notes: Vec::new(),
            inputs: Vec::new(),
        }
    }

    /// What a build makes alone it makes behind the walk of another variant, too; and one that begins
    /// where nobody has walked far enough makes its own way.
    #[test]
    fn a_walk_that_is_shared_changes_nothing() {
        let (market, base) = (market(), small_family());
        let view = MarketView::new(&market);
        let shared = Shared::new(&view);
        let mut variant = base.clone();
        variant.breaks[0].rank += 1;
        for (from, walks) in [(date(2019, 7, 1), 0), (date(2023, 7, 3), 1)] {
            for family in [&base, &variant] {
                let (mut alone, mut among) = (LevelsOnly::default(), LevelsOnly::default());
                build_into(&view, family, plan(from), &mut alone, &|_, _| {}).unwrap();
                let kept = (plan(from), true);
                build_among(&view, family, &shared, kept, &mut among, &|_, _| {}).unwrap();
                assert!(alone.levels.len() > 1_000, "{} levels", alone.levels.len());
                assert_eq!(among.levels, alone.levels);
                assert_eq!(among.trades, alone.trades);
            }
            let prologues = shared.prologues.lock().unwrap();
            let walked = |taken: &&Arc<OnceLock<_>>| matches!(taken.get(), Some(Some(_)));
            assert_eq!(prologues.values().filter(walked).count(), walks, "from {from}");
        }
    }
}
