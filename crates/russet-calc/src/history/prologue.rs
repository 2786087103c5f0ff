//! The sessions before a family has members: variants of one methodology walk through them alike, so that one
//! of them walks for all.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::ToSpan;
use jiff::civil::Date;
use russet_market::{MarketView, SecurityId};
use russet_rules::{Findings, Methodology};

use super::actions::Spun;
use super::attendance::Attendance;
use super::book::Book;
use super::by_id::ById;
use super::engine::Engine;
use super::waiting::Waiting;
use super::{BuildError, BuildPlan};

/// What builds over one market have in common.
#[derive(Debug)]
pub(crate) struct Shared<'market> {
    pub(super) findings: Arc<Findings<'market>>,
    prologues: Mutex<BTreeMap<String, Arc<OnceLock<Option<Prologue<'market>>>>>>,
}

/// An engine after some sessions in which it held nothing.
#[derive(Debug, Clone)]
struct Prologue<'market> {
    /// The last session walked through.
    previous: Date,
    book: Book,
    attendance: Attendance,
    gone: ById<SecurityId, ()>,
    spun: BTreeMap<SecurityId, Spun>,
    children: BTreeMap<SecurityId, (SecurityId, Date)>,
    suspended: BTreeMap<SecurityId, Date>,
    waiting: Waiting<'market>,
}

impl<'market> Shared<'market> {
    pub(crate) fn new(view: &MarketView<'market>) -> Shared<'market> {
        Shared { findings: Arc::new(Findings::shared(view)), prologues: Mutex::default() }
    }

    /// The walk that a build may go on from: up to three years before the first day asked for, far from
    /// anything that is looked back to from the first members on.
    fn prologue(
        &self,
        engine: &Engine<'_, 'market>,
        walk: impl FnOnce(Date) -> Option<Prologue<'market>>,
    ) -> Option<Prologue<'market>> {
        let until = engine.plan.from?.checked_sub(3.years()).ok()?;
        if engine.beginning.saturating_sub(400.days()) <= until {
            return None;
        }
        let taken = {
            let prologues = self.prologues.lock();
            let mut prologues = prologues.unwrap_or_else(PoisonError::into_inner);
            Arc::clone(
                prologues.entry(rules_without_members(engine.family, &engine.plan)).or_default(),
            )
        };
        taken.get_or_init(|| walk(until)).clone()
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
    ) -> Result<(Self, Waiting<'market>, usize), BuildError> {
        self.seed();
        let sessions = self.view.sessions();
        self.previous = sessions.first().map_or(self.to, |(session, _)| *session);
        let found = shared.and_then(|shared| {
            shared.prologue(&self, |until| self.clone().without_members(until).ok())
        });
        let Some(found) = found else {
            let waiting = Waiting::new(self.view);
            return Ok((self, waiting, 0));
        };
        let done = sessions.partition_point(|(session, _)| *session <= found.previous);
        let Prologue { previous, book, attendance, gone, spun, children, suspended, waiting } =
            found;
        let engine = Engine { previous, book, attendance, gone, spun, children, suspended, ..self };
        Ok((engine, waiting, done))
    }

    fn without_members(mut self, until: Date) -> Result<Prologue<'market>, BuildError> {
        let mut waiting = Waiting::new(self.view);
        let end = self.view.sessions().partition_point(|(session, _)| *session < until);
        for (session, rows) in &self.view.sessions()[..end] {
            self.session(&mut waiting, *session, rows.clone())?;
        }
        let Engine { previous, book, attendance, gone, spun, children, suspended, .. } = self;
        Ok(Prologue { previous, book, attendance, gone, spun, children, suspended, waiting })
    }
}
