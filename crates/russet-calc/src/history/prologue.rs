//! The sessions before a family has members: variants of one methodology walk through them alike, so that one
//! of them walks for all.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::ToSpan;
use jiff::civil::Date;
use russet_market::{Currency, MarketView};
use russet_rules::methodology::{
    ActionRules, Committee, IndexRule, Maintenance, Returns, Seed, days_of,
};
use russet_rules::{MarketCache, Methodology};

use super::agenda::items::sessions_looked_back;
use super::agenda::waiting::Waiting;
use super::engine::Engine;
use super::{BuildError, BuildPlan};
use crate::state::{Roster, State};

/// What builds over one market have in common.
#[derive(Debug)]
pub(crate) struct Shared<'market> {
    pub(super) market_cache: Arc<MarketCache<'market>>,
    prologues: Mutex<HashMap<RulesWithoutMembers, Arc<OnceLock<Option<Prologue<'market>>>>>>,
}

/// What counts while a family holds nothing.
#[derive(Debug, PartialEq, Eq, Hash)]
struct RulesWithoutMembers {
    /// The first and the last day asked for.
    days: (Option<Date>, Option<Date>),
    calendar: String,
    currency: Currency,
    committee: Option<Committee>,
    indexes: Vec<IndexRule>,
    seeds: Vec<Seed>,
    maintenance: Maintenance,
    returns: Returns,
    actions: ActionRules,
}

impl RulesWithoutMembers {
    fn of(family: &Methodology, plan: &BuildPlan) -> RulesWithoutMembers {
        RulesWithoutMembers {
            days: (plan.from, plan.to),
            calendar: family.calendar.clone(),
            currency: family.currency,
            committee: family.committee.clone(),
            indexes: family.indexes.clone(),
            seeds: family.seeds.clone(),
            maintenance: family.maintenance.clone(),
            returns: family.returns.clone(),
            actions: family.actions.clone(),
        }
    }
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
        Shared { market_cache: Arc::new(MarketCache::shared(view)), prologues: Mutex::default() }
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
            let rules = RulesWithoutMembers::of(engine.family, &engine.scope.plan);
            Arc::clone(prologues.entry(rules).or_default())
        };
        taken.get_or_init(|| walk(count)).clone()
    }
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
    use jiff::civil::date;
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
        variant.breakpoints[0].rank += 1;
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
