//! Versions of corporate actions: what was known of each by a day.

use jiff::civil::Date;

use super::Action;

impl Action {
    /// Whether another row is a version of the same action, known at another time or with other terms.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Action, ActionKind, SecurityId};
    /// let (ex_date, announced) = (date(2024, 5, 9), date(2024, 4, 30));
    /// let first = Action::new(ex_date, SecurityId(1), ActionKind::OrdinaryDividend, "a letter");
    /// let correction = Action { known_at: announced, ..first.clone() };
    /// assert!(first.is_version_of(&correction));
    /// assert!(!first.is_version_of(&Action { sequence: 1, ..correction }));
    /// ```
    pub fn is_version_of(&self, other: &Action) -> bool {
        let key = |row: &Action| (row.ex_date, row.security_id, row.kind, row.sequence);
        key(self) == key(other)
    }

    /// The actions of a table in canonical order, each with its versions in the order in which they were known.
    pub fn versions(actions: &[Action]) -> impl Iterator<Item = &[Action]> {
        actions.chunk_by(Action::is_version_of)
    }

    /// The version of each action of a table in canonical order that was in force by a day: the last one known
    /// by then. Actions that nobody knew by then are left out.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Action, ActionKind, SecurityId};
    /// let (ex_date, announced) = (date(2024, 5, 9), date(2024, 4, 30));
    /// let plain = Action::new(ex_date, SecurityId(1), ActionKind::OrdinaryDividend, "a letter");
    /// let first = Action { cash: Some("1.67".parse()?), known_at: announced, ..plain.clone() };
    /// let correction = Action { cash: Some("1.76".parse()?), ..plain };
    /// let actions = [first.clone(), correction.clone()];
    /// let known_by = |day| Action::known_by(&actions, day).collect::<Vec<_>>();
    /// assert_eq!(known_by(announced), [&first]);
    /// assert_eq!(known_by(ex_date), [&correction]);
    /// assert!(known_by(date(2024, 4, 29)).is_empty());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn known_by(actions: &[Action], day: Date) -> impl Iterator<Item = &Action> {
        Action::versions(actions).filter_map(move |versions| in_force(versions, day))
    }

    /// The last version of each action of a table in canonical order.
    pub fn last_versions(actions: &[Action]) -> impl Iterator<Item = &Action> {
        Action::versions(actions).filter_map(|versions| versions.last())
    }
}

/// The last of some versions that was known by a day.
fn in_force(versions: &[Action], day: Date) -> Option<&Action> {
    versions.iter().rfind(|version| version.known_at <= day)
}
