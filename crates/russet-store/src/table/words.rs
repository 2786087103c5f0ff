//! Columns of words out of a small set.

/// Makes columns of words of types that serde writes as words, with their unit.
///
/// ```
/// #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
/// enum Side { Long, Short }
/// russet_store::word_columns!(Side: "");
/// use russet_store::table::{Cell, OwnedCell};
/// let column = Cell::array([Side::Long, Side::Short].iter())?;
/// assert_eq!(Side::cells(&column).unwrap(), [Side::Long, Side::Short]);
/// # Ok::<(), String>(())
/// ```
#[macro_export]
macro_rules! word_columns {
    ($($word:ty: $unit:literal),+ $(,)?) => {$(
        impl $crate::table::ColumnValue for $word {
            const TYPE: $crate::table::ColumnType = $crate::table::ColumnType::Text;
            const UNIT: &'static str = $unit;

            fn array<'row>(
                values: impl Iterator<Item = Option<&'row Self>>,
            ) -> Result<$crate::table::ArrayRef, String> {
                $crate::table::word_array(values)
            }

            fn order(&self, other: &Self) -> std::cmp::Ordering {
                self.cmp(other)
            }
        }

        impl $crate::table::OwnedValue for $word {
            fn values(
                column: &$crate::table::ArrayRef,
            ) -> Result<Vec<Option<Self>>, $crate::table::BadCell> {
                $crate::table::word_values(column)
            }
        }
    )+};
}
