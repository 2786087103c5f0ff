//! What changed between two states of a table, row by row.

use std::cmp::Ordering;

use super::Table;

/// How rows of two states are matched.
#[derive(Debug, Clone)]
pub struct Comparison {
    key: Vec<&'static str>,
    ignored: Vec<&'static str>,
}

/// What changed.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChanges<R> {
    /// Rows that are only in the later state.
    pub added: Vec<R>,
    /// Rows that are only in the earlier state.
    pub removed: Vec<R>,
    /// Rows of one key that differ.
    pub changed: Vec<RowChange<R>>,
}

/// A row whose key is in both states.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChange<R> {
    /// The earlier row.
    pub before: R,
    /// The later row.
    pub after: R,
    /// The columns that differ.
    pub columns: Vec<&'static str>,
}

impl Comparison {
    /// Rows are matched by the table's key.
    ///
    /// ```
    /// use russet_store::table::{Comparison, Table};
    /// /// A level.
    /// #[derive(Debug, Clone, PartialEq, Table)]
    /// #[table(name = "levels", key = "day")]
    /// struct Level {
    ///     /// The day.
    ///     day: u32,
    ///     /// The level.
    ///     level: f64,
    /// }
    /// let before = vec![Level { day: 1, level: 10.0 }, Level { day: 2, level: 11.0 }];
    /// let after = vec![Level { day: 2, level: 12.0 }, Level { day: 3, level: 13.0 }];
    /// let changes = Comparison::new::<Level>().between(before, after);
    /// assert_eq!((changes.removed[0].day, changes.added[0].day), (1, 3));
    /// assert_eq!(changes.changed[0].columns, ["level"]);
    /// ```
    pub fn new<R: Table>() -> Comparison {
        Comparison { key: R::SCHEMA.key.to_vec(), ignored: Vec::new() }
    }

    /// Rows are matched by other columns than the table's key.
    pub fn by(self, key: &[&'static str]) -> Comparison {
        Comparison { key: key.to_vec(), ..self }
    }

    /// Rows that differ in these columns only are equal.
    pub fn ignoring(self, columns: &[&'static str]) -> Comparison {
        Comparison { ignored: columns.to_vec(), ..self }
    }

    /// Compares two states, in any order of rows. Where several rows have one key, equal ones are matched first
    /// and the rest in their order.
    pub fn between<R: Table>(&self, mut before: Vec<R>, mut after: Vec<R>) -> RowChanges<R> {
        let key = R::SCHEMA.positions(&self.key);
        let all = R::SCHEMA.columns.iter().enumerate();
        let counted = all.filter(|(_, column)| !self.ignored.contains(&column.name));
        let counted: Vec<usize> = counted.map(|(place, _)| place).collect();
        let full = [key.as_slice(), counted.as_slice()].concat();
        let by = |columns: &[usize], one: &R, other: &R| {
            let mut orders = columns.iter().map(|column| one.order(other, *column));
            orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        };
        before.sort_by(|one, other| by(&full, one, other));
        after.sort_by(|one, other| by(&full, one, other));
        let (removed, added) = only_in_one(before, after, |one, other| by(&full, one, other));
        let mut changes =
            RowChanges { added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
        let (mut removed, mut added) =
            (removed.into_iter().peekable(), added.into_iter().peekable());
        loop {
            let order = match (removed.peek(), added.peek()) {
                (Some(before), Some(after)) => by(&key, before, after),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return changes,
            };
            match order {
                Ordering::Less => changes.removed.extend(removed.next()),
                Ordering::Greater => changes.added.extend(added.next()),
                Ordering::Equal => {
                    let pair = removed.next().zip(added.next());
                    changes.changed.extend(pair.map(|(before, after)| {
                        let differs = |column: &&usize| before.order(&after, **column).is_ne();
                        let columns = counted.iter().filter(differs);
                        let columns =
                            columns.map(|column| R::SCHEMA.columns[*column].name).collect();
                        RowChange { before, after, columns }
                    }));
                }
            }
        }
    }
}

/// Of two sorted lists the rows that only one of them has.
fn only_in_one<R>(
    before: Vec<R>,
    after: Vec<R>,
    order: impl Fn(&R, &R) -> Ordering,
) -> (Vec<R>, Vec<R>) {
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    let mut after = after.into_iter().peekable();
    for row in before {
        added.extend(std::iter::from_fn(|| after.next_if(|other| order(other, &row).is_lt())));
        if after.next_if(|other| order(other, &row).is_eq()).is_none() {
            removed.push(row);
        }
    }
    added.extend(after);
    (removed, added)
}
