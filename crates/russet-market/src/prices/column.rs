//! Columns in which a row may have no value, four or eight bytes a row.

use std::ops::Range;

/// What a column holds, and how a row's value is stored in few bytes.
pub(crate) trait Kind {
    /// The value of a row.
    type Value: Copy + std::fmt::Debug + Send + Sync;
    /// What stands for it; the default stands for no value.
    type Stored: Copy + Default + PartialEq + std::fmt::Debug + Send + Sync;
    /// Stands for a value that is kept apart, since it does not fit.
    const WIDE: Self::Stored;

    /// What stands for a value, if it fits.
    fn store(value: Self::Value) -> Option<Self::Stored>;

    /// The value that something stands for, neither nothing nor a wide one.
    fn restore(stored: Self::Stored) -> Self::Value;

    /// Whether two values are the same, to the bit.
    fn same(one: Self::Value, other: Self::Value) -> bool;
}

/// Shares traded: 32 bits, wider ones apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Volumes;

impl Kind for Volumes {
    type Value = u64;
    type Stored = u32;
    const WIDE: u32 = 1;

    fn store(value: u64) -> Option<u32> {
        u32::try_from(value.checked_add(2)?).ok()
    }

    fn restore(stored: u32) -> u64 {
        u64::from(stored) - 2
    }

    fn same(one: u64, other: u64) -> bool {
        one == other
    }
}

/// Changes in percent: feeds give three decimals, so 32 bits count thousandths; finer ones apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Changes;

const THOUSAND: f64 = 1e3;
const ZERO_CHANGE: i64 = 1 << 31;

impl Kind for Changes {
    type Value = f64;
    type Stored = u32;
    const WIDE: u32 = 1;

    fn store(value: f64) -> Option<u32> {
        // A float beyond the integers saturates and is refused as one that does not fit.
        let thousandths = (value * THOUSAND).round() as i64;
        let stored = u32::try_from(thousandths.checked_add(ZERO_CHANGE)?).ok()?;
        (stored > Self::WIDE && Self::same(Self::restore(stored), value)).then_some(stored)
    }

    fn restore(stored: u32) -> f64 {
        (i64::from(stored) - ZERO_CHANGE) as f64 / THOUSAND
    }

    fn same(one: f64, other: f64) -> bool {
        one.to_bits() == other.to_bits()
    }
}

/// Capitalizations in cents: 64 bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caps;

impl Kind for Caps {
    type Value = u64;
    type Stored = u64;
    const WIDE: u64 = 1;

    fn store(value: u64) -> Option<u64> {
        value.checked_add(2)
    }

    fn restore(stored: u64) -> u64 {
        stored - 2
    }

    fn same(one: u64, other: u64) -> bool {
        one == other
    }
}

/// One entry a row; a column without any value takes no memory.
#[derive(Debug, Clone)]
pub(crate) struct Column<K: Kind> {
    stored: Vec<K::Stored>,
    /// Values that do not fit, by position.
    wide: Vec<(usize, K::Value)>,
}

impl<K: Kind> Default for Column<K> {
    fn default() -> Self {
        Column { stored: Vec::new(), wide: Vec::new() }
    }
}

impl<K: Kind> Column<K> {
    /// The row's value.
    pub(super) fn get(&self, position: usize) -> Option<K::Value> {
        let stored = *self.stored.get(position)?;
        if stored == K::WIDE {
            let place = self.wide.binary_search_by_key(&position, |(position, _)| *position);
            return place.ok().map(|place| self.wide[place].1);
        }
        (stored != K::Stored::default()).then(|| K::restore(stored))
    }

    /// The values of a range of rows.
    pub(super) fn iter(&self, range: Range<usize>) -> impl Iterator<Item = Option<K::Value>> + '_ {
        range.map(|position| self.get(position))
    }

    /// Adds the value of the row at a position, which is the next one of the table.
    pub(super) fn push(&mut self, position: usize, value: Option<K::Value>) {
        let Some(value) = value else {
            if !self.stored.is_empty() {
                self.stored.push(K::Stored::default());
            }
            return;
        };
        self.stored.resize(position, K::Stored::default());
        self.stored.push(store::<K>(value, position, &mut self.wide));
    }

    /// The column with its rows in another order, of which each is a position in this one.
    pub(super) fn reordered(&self, order: &[usize]) -> Column<K> {
        let mut column = Column::default();
        if self.stored.is_empty() {
            return column;
        }
        column.stored = order.iter().map(|position| self.stored[*position]).collect();
        if !self.wide.is_empty() {
            let values = order.iter().enumerate().filter(|(_, old)| self.stored[**old] == K::WIDE);
            column.wide = values.filter_map(|(new, old)| Some((new, self.get(*old)?))).collect();
        }
        column
    }

    /// The first rows of the column.
    pub(super) fn until(&self, end: usize) -> Column<K> {
        let stored = self.stored[..end.min(self.stored.len())].to_vec();
        let wide = self.wide.iter().take_while(|(position, _)| *position < end).copied().collect();
        Column { stored, wide }
    }

    /// Whether the first rows say the same as another column's.
    pub(super) fn same(&self, other: &Column<K>, rows: usize) -> bool {
        let pairs = self.iter(0..rows).zip(other.iter(0..rows));
        pairs.into_iter().all(|pair| match pair {
            (Some(one), Some(other)) => K::same(one, other),
            (one, other) => one.is_none() && other.is_none(),
        })
    }

    /// A column of a number of rows without values, to be filled by parts.
    pub(super) fn of_rows(rows: usize) -> Column<K> {
        Column { stored: vec![K::Stored::default(); rows], wide: Vec::new() }
    }

    /// The room of the rows.
    pub(super) fn room(&mut self) -> &mut [K::Stored] {
        &mut self.stored
    }

    /// Takes in the values that did not fit into parts of the room, in the order of their positions.
    pub(super) fn finish(&mut self, wide: impl Iterator<Item = (usize, K::Value)>) {
        self.wide.extend(wide);
        if self.stored.iter().all(|stored| *stored == K::Stored::default()) {
            self.stored = Vec::new();
        }
    }
}

/// What stands for a value at a position; one that does not fit is put with the wide ones.
pub(super) fn store<K: Kind>(
    value: K::Value,
    position: usize,
    wide: &mut Vec<(usize, K::Value)>,
) -> K::Stored {
    K::store(value).unwrap_or_else(|| {
        wide.push((position, value));
        K::WIDE
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn column<K: Kind + Clone>(values: &[Option<K::Value>]) -> Column<K> {
        let mut column = Column::default();
        for (position, value) in values.iter().enumerate() {
            column.push(position, *value);
        }
        column
    }

    fn held<K: Kind + Clone>(
        values: &[Option<K::Value>],
        is: impl Fn(&K::Value, &K::Value) -> bool,
    ) {
        let same = |column: &Column<K>, values: &[Option<K::Value>]| {
            let pairs = column.iter(0..values.len()).zip(values);
            pairs.into_iter().all(|pair| match pair {
                (Some(one), Some(other)) => is(&one, other),
                (one, other) => one.is_none() && other.is_none(),
            })
        };
        let built = column::<K>(values);
        assert!(same(&built, values) && built.same(&built.clone(), values.len()));
        let backwards: Vec<usize> = (0..values.len()).rev().collect();
        let turned: Vec<_> = values.iter().rev().copied().collect();
        assert!(same(&built.reordered(&backwards), &turned));
        assert!(same(&built.until(values.len() / 2), &values[..values.len() / 2]));
    }

    proptest! {
        #[test]
        fn counts_of_any_size_are_held(
            values in prop::collection::vec(
                prop_oneof![
                    Just(None),
                    (0_u64..9_000_000_000).prop_map(Some),
                    (u64::MAX - 3..=u64::MAX).prop_map(Some),
                ],
                0..40,
            ),
        ) {
            held::<Volumes>(&values, |one, other| one == other);
            held::<Caps>(&values, |one, other| one == other);
        }

        #[test]
        fn changes_are_held_to_the_bit(
            values in prop::collection::vec(
                prop_oneof![
                    Just(None),
                    Just(Some(-0.0)),
                    any::<f64>().prop_map(Some),
                    (-300_000_i64..300_000).prop_map(|count| Some(count as f64 / 1e3)),
                ],
                0..40,
            ),
        ) {
            held::<Changes>(&values, |one, other| one.to_bits() == other.to_bits());
        }
    }
}
