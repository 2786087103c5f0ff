//! Corporate actions: all of them, those of a day, and those that change a line's units.

use jiff::civil::Date;

use super::MarketView;
use super::by_line::ByLine;
use crate::facts::Action;
use crate::identity::SecurityId;

/// When an action changes units, beside its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split {
    pub(super) ex_date: Date,
    pub(super) known_at: Date,
    position: u32,
}

impl Split {
    /// The splits and stock dividends of each line, in the order of their rows.
    pub(super) fn by_line(lines: usize, actions: &[Action]) -> ByLine<Split> {
        // A split without sense changes no count: no index applies it.
        let sound = |row: &Action| row.kind.changes_units() && row.fault().is_none();
        let splits = actions.iter().enumerate().filter(|(_, row)| sound(row));
        let splits = splits.map(|(position, row)| {
            let Action { security_id: security, ex_date, known_at, .. } = *row;
            (security, Split { ex_date, known_at, position: position as u32 })
        });
        ByLine::of(lines, splits)
    }
}

impl<'market> MarketView<'market> {
    /// Every version of the market's corporate actions, sorted by ex-date, security, kind, sequence and the day
    /// known; of a market that is not all there, those that may still be due.
    pub fn actions(&self) -> &'market [Action] {
        &self.market.actions
    }

    /// The version of each corporate action that was in force by a day: the last one known by then. Of a market
    /// that is not all there, of those that may still be due.
    pub fn actions_known_by(&self, day: Date) -> impl Iterator<Item = &'market Action> {
        Action::known_by(&self.market.actions, day)
    }

    /// Every version of the actions whose ex-date is a day.
    pub fn actions_on(&self, day: Date) -> &'market [Action] {
        self.lack();
        let actions = &self.market.actions;
        let start = actions.partition_point(|action| action.ex_date < day);
        let end = actions.partition_point(|action| action.ex_date <= day);
        &actions[start..end]
    }

    /// The splits and stock dividends of a security that went ex after one day, up to another, as they were
    /// known by a third.
    pub fn splits(
        &self,
        security: SecurityId,
        (after, until): (Date, Date),
        known_by: Date,
    ) -> impl Iterator<Item = &'market Action> + '_ {
        self.lack();
        let actions = &self.market.actions;
        let row = |split: &Split| &actions[split.position as usize];
        let versions = self.splits.of_line(security);
        versions.iter().enumerate().filter_map(move |(place, split)| {
            let known = |split: &Split| split.known_at <= known_by;
            let went_ex = split.ex_date > after && split.ex_date <= until;
            let is_superseded = |next: &Split| known(next) && row(next).is_version_of(row(split));
            let holds =
                went_ex && known(split) && !versions.get(place + 1).is_some_and(is_superseded);
            holds.then(|| row(split))
        })
    }
}
