//! Columns of stored tables: the rows of an index or of some days, picked as columns.

use std::ops::{Bound, RangeBounds, RangeInclusive};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch};
use arrow_schema::{ArrowError, Schema};
use arrow_select::concat::concat_batches;
use arrow_select::filter::filter_record_batch;
use jiff::civil::Date;
use russet_store::table::{EpochDays, Table, from_batch};

use crate::Error;

/// The rows of a batch as structs. The batch must have the columns of the struct's table, as the calls of this crate
/// return them.
///
/// # Errors
/// [`Error`] with the column that is missing, of another type, or holds an impossible value.
pub fn rows<R: Table>(batch: &RecordBatch) -> Result<Vec<R>, Error> {
    Ok(from_batch(batch)?)
}

/// Days with both ends included. A range without any day ends before it begins.
pub(crate) fn days(range: &impl RangeBounds<Date>) -> RangeInclusive<Date> {
    let first = match range.start_bound() {
        Bound::Included(day) => *day,
        Bound::Excluded(day) => day.tomorrow().unwrap_or(Date::MAX),
        Bound::Unbounded => Date::MIN,
    };
    let last = match range.end_bound() {
        Bound::Included(day) => *day,
        Bound::Excluded(day) => day.yesterday().unwrap_or(Date::MIN),
        Bound::Unbounded => Date::MAX,
    };
    first..=last
}

/// Which rows of a batch to take: those for which every condition holds.
pub(crate) struct Condition<'a> {
    batch: &'a RecordBatch,
    holds: BooleanArray,
}

impl<'a> Condition<'a> {
    fn new(batch: &'a RecordBatch) -> Condition<'a> {
        Condition { batch, holds: BooleanArray::from(vec![true; batch.num_rows()]) }
    }

    /// Only rows with a text in a column.
    pub(crate) fn equal(self, column: &str, text: &str) -> Result<Self, ArrowError> {
        let texts = self.column(column)?.as_string_opt::<i32>().ok_or_else(|| not_of(column))?;
        let equal = BooleanArray::from_unary(texts, |value| value == text);
        Ok(self.and(&equal))
    }

    /// Only rows with a day in a column that is not before another one.
    pub(crate) fn not_before(self, column: &str, day: Date) -> Result<Self, ArrowError> {
        self.days(column, |value, limit| value >= limit, day)
    }

    /// Only rows with a day in a column that is not after another one.
    pub(crate) fn not_after(self, column: &str, day: Date) -> Result<Self, ArrowError> {
        self.days(column, |value, limit| value <= limit, day)
    }

    fn days(
        self,
        column: &str,
        holds: impl Fn(i32, i32) -> bool,
        day: Date,
    ) -> Result<Self, ArrowError> {
        let days = self.column(column)?.as_primitive_opt::<Date32Type>();
        let limit = EpochDays::new().number(day);
        let holds = BooleanArray::from_unary(days.ok_or_else(|| not_of(column))?, |value| {
            holds(value, limit)
        });
        Ok(self.and(&holds))
    }

    fn column(&self, name: &str) -> Result<&'a ArrayRef, ArrowError> {
        Ok(self.batch.column(self.batch.schema().index_of(name)?))
    }

    fn and(self, other: &BooleanArray) -> Self {
        let holds = BooleanArray::from(self.holds.values() & other.values());
        Condition { holds, ..self }
    }
}

fn not_of(column: &str) -> ArrowError {
    ArrowError::SchemaError(format!("the column `{column}` has another type than its table says"))
}

/// The rows of a table's batches for which a condition holds, as one batch.
pub(crate) fn pick<R: Table>(
    batches: &[RecordBatch],
    condition: impl Fn(Condition<'_>) -> Result<Condition<'_>, ArrowError>,
) -> Result<RecordBatch, Error> {
    let mut picked = Vec::with_capacity(batches.len());
    for batch in batches {
        let Condition { holds, .. } = condition(Condition::new(batch))?;
        picked.push(filter_record_batch(batch, &holds)?);
    }
    Ok(concat_batches(&Arc::new(Schema::new(R::SCHEMA.fields())), &picked)?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn ranges_of_days_include_both_ends() {
        let (first, last) = (date(2025, 3, 21), date(2025, 3, 28));
        assert_eq!(days(&(first..last)), first..=date(2025, 3, 27));
        assert_eq!(days(&(first..=last)), first..=last);
        assert_eq!(days(&(..=last)), Date::MIN..=last);
        assert_eq!(days(&(first..)), first..=Date::MAX);
        assert!(days(&(first..first)).is_empty());
    }
}
