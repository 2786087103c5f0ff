//! Closes missing inside the life of a line.

use super::grid::Grid;
use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally, counted, grouped};
use super::walk::Step;

/// The holes of each line, in sessions that its market traded and published in full.
pub(super) struct Gaps<'grid> {
    grid: &'grid Grid,
    missing: Vec<usize>,
    longest: Vec<(usize, String)>,
}

impl<'grid> Gaps<'grid> {
    pub(super) fn new(lines: &Lines<'_>, grid: &'grid Grid) -> Gaps<'grid> {
        let longest = vec![(0, String::new()); lines.len()];
        Gaps { grid, missing: vec![0; lines.len()], longest }
    }

    pub(super) fn take(&mut self, step: &Step<'_>) {
        let Some(previous) = step.previous else { return };
        let missing = self.grid.whole_between(previous.session, step.session, step.market());
        if missing == 0 {
            return;
        }
        self.missing[step.line] += missing;
        if missing > self.longest[step.line].0 {
            let sessions = counted(missing, "session", "sessions");
            let example = format!("{}: {sessions} after {}", step.label(), previous.date);
            self.longest[step.line] = (missing, example);
        }
    }

    pub(super) fn findings(self) -> Vec<Finding> {
        let mut tally = Tally::default();
        let longest_of_all = self.longest.iter().map(|(length, _)| *length).max().unwrap_or(0);
        for (length, example) in self.longest.into_iter().filter(|(length, _)| *length > 0) {
            tally.weigh(length as f64, || example);
        }
        let rest = format!(
            "with holes between the first and the last close, {} in all and at most {} in a row",
            counted(self.missing.iter().sum(), "session", "sessions"),
            grouped(longest_of_all),
        );
        let noun = ("security", "securities");
        tally.finding(FindingKind::Missing, "closes", noun, &rest).into_iter().collect()
    }
}
