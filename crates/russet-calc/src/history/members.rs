//! Who is held: lines that enter and leave between reviews, and indexes that follow their parents.

use std::collections::BTreeSet;

use russet_market::{Factor, IssuerId, SecurityId};
use russet_rules::methodology::StyleSide;

use super::BuildError;
use super::changing::Plan;
use super::engine::{Days, Engine};
use crate::ledger::Cause;

impl Engine<'_, '_> {
    /// Members that have missed too many sessions of their market.
    pub(super) fn absent(&mut self) -> Vec<(SecurityId, String)> {
        let patience = self.family.maintenance.absent_sessions;
        let attendance = &self.attendance;
        let missing = self.lines.in_a_row().iter().copied();
        let missing: Vec<_> = missing.filter(|line| attendance.missed(*line) >= patience).collect();
        let waits = |line: &SecurityId| {
            attendance.is_gone(*line)
                || self.spun.contains_key(line)
                || self.suspended.contains_key(line)
        };
        let absent = missing.into_iter().filter(|line| !waits(line));
        absent
            .map(|line| {
                let last = self.book.closes().dated(line).map_or_else(String::new, |(_, date)| {
                    format!("; deleted at its last one, of {date}")
                });
                (line, format!("no close for {patience} sessions{last}"))
            })
            .collect()
    }

    /// Takes lines out of every index; their companies leave with the last of their lines.
    pub(super) fn delete(
        &mut self,
        leaving: Vec<(SecurityId, String)>,
        cause: Cause,
        days: Days,
    ) -> Result<(), BuildError> {
        if leaving.is_empty() {
            return Ok(());
        }
        for position in 0..self.states.len() {
            let plans = leaving
                .iter()
                .filter(|(security, _)| self.book.holds(position, *security))
                .map(|(security, note)| Plan::out(*security, note))
                .collect();
            self.change(position, cause, days, plans)?;
        }
        let lines: Vec<SecurityId> = leaving.into_iter().map(|(security, _)| security).collect();
        self.forget(&lines);
        Ok(())
    }

    /// Lines that no index holds any more; their companies are members no more with the last of them.
    pub(super) fn forget(&mut self, leaving: &[SecurityId]) {
        for security in leaving {
            self.attendance.goes(*security);
            self.suspended.remove(security);
            self.spun.remove(security);
        }
        for issuer in self.lines.remove(leaving) {
            self.left += usize::from(self.members.remove(&issuer).is_some());
        }
    }

    /// Lets lines into an index and out of it between reviews; its children follow.
    pub(super) fn move_lines(
        &mut self,
        position: usize,
        cause: Cause,
        days: Days,
        (entering, leaving): (&BTreeSet<SecurityId>, &BTreeSet<SecurityId>),
        note: &str,
    ) -> Result<(), BuildError> {
        let mut plans: Vec<Plan> = leaving
            .iter()
            .filter(|line| self.book.holds(position, **line))
            .map(|line| Plan::out(*line, note))
            .collect();
        if self.book.basket(position).is_empty() {
            let all = self.weighed(position, entering, days.session, self.book.closes())?;
            self.notes.extend(all.note);
            plans.extend(all.plans.into_iter().map(|plan| Plan { note: note.to_owned(), ..plan }));
        } else if self.agenda.rebalances(position, days.after_close)
            && !self.weighting(position).is_proportional()
        {
            self.states[position].entering.extend(entering);
        } else {
            for line in entering.iter().filter(|line| !self.book.holds(position, **line)) {
                let plan = self.entering(position, *line, days.session)?;
                plans.extend(plan.map(|plan| Plan { note: note.to_owned(), ..plan }));
            }
        }
        self.change(position, cause, days, plans)?;
        for child in 0..self.family.indexes.len() {
            if self.parent(child) == Some(position) {
                let rule = &self.family.indexes[child];
                let follows = rule.largest.is_none();
                let is_new = self.book.basket(child).is_empty();
                let fitting: BTreeSet<SecurityId> = match is_new && !follows {
                    true => self.chosen(child, position, days.session)?,
                    false => entering
                        .iter()
                        .copied()
                        .filter(|line| follows && self.fits(child, *line, days.session))
                        .collect(),
                };
                self.move_lines(child, cause, days, (&fitting, leaving), note)?;
            }
        }
        Ok(())
    }

    /// A company's probability of a side of a style. One that nobody scored is half of each, and dynamic
    /// as additions between reviews are.
    pub(super) fn style_of(&self, issuer: IssuerId, side: StyleSide) -> Factor {
        match (self.styles.get(&issuer), side) {
            (Some(score), side) => score.of(side),
            (None, StyleSide::Growth | StyleSide::Value) => Factor::nearest(0.5),
            (None, StyleSide::Defensive) => Factor::ZERO,
            (None, StyleSide::Dynamic) => Factor::ONE,
        }
    }
}
