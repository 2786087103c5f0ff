//! One column of a Parquet batch as cells, whatever type its writer chose.

use std::path::Path;
use std::sync::LazyLock;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Decimal256Type, DecimalType, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, BinaryViewArray, Date32Array, Float64Array, Int64Array,
    StringArray, StringViewArray,
};
use arrow_schema::{DataType, TimeUnit};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use russet_store::StoreError;
use russet_store::guarded;

use super::Cell;
use super::csv_rows::text_cell;
use crate::error::ImportError;

const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// One column of a batch, in one of a few types.
pub(super) enum ColumnReader {
    Absent,
    Text(StringViewArray),
    Bytes(BinaryViewArray),
    Words(StringArray),
    Number(Float64Array),
    Day(Date32Array),
}

impl ColumnReader {
    /// Prepares a column for reading; a panic of the library becomes an error that names the file.
    pub(super) fn guarded(path: &Path, column: &ArrayRef) -> Result<ColumnReader, ImportError> {
        let made = guarded::catch(path, || ColumnReader::new(column))?;
        Ok(made.map_err(|reason| StoreError::Table { path: path.to_owned(), reason })?)
    }

    fn new(column: &ArrayRef) -> Result<ColumnReader, String> {
        Ok(match column.data_type() {
            DataType::Null => ColumnReader::Absent,
            DataType::Utf8View => ColumnReader::Text(column.as_string_view().clone()),
            DataType::BinaryView => ColumnReader::Bytes(column.as_binary_view().clone()),
            DataType::Date32 => ColumnReader::Day(column.as_primitive::<Date32Type>().clone()),
            DataType::Timestamp(unit, None) => {
                let day = |time: i64| i32::try_from(time.div_euclid(MICROSECONDS_PER_DAY)).ok();
                ColumnReader::Day(microseconds(column, *unit).unary_opt(day))
            }
            DataType::Timestamp(unit, Some(_)) => {
                let times = microseconds(column, *unit);
                ColumnReader::Words(times.iter().map(|time| time.and_then(instant)).collect())
            }
            DataType::Int8 => numbers::<Int8Type>(column, f64::from),
            DataType::Int16 => numbers::<Int16Type>(column, f64::from),
            DataType::Int32 => numbers::<Int32Type>(column, f64::from),
            DataType::Int64 => numbers::<Int64Type>(column, |number| number as f64),
            DataType::UInt8 => numbers::<UInt8Type>(column, f64::from),
            DataType::UInt16 => numbers::<UInt16Type>(column, f64::from),
            DataType::UInt32 => numbers::<UInt32Type>(column, f64::from),
            DataType::UInt64 => numbers::<UInt64Type>(column, |number| number as f64),
            DataType::Float64 => numbers::<Float64Type>(column, |number| number),
            // The decimal text of a 32-bit float or a decimal is exact, its 64-bit value is not.
            DataType::Float32 => words(column.as_primitive::<Float32Type>().iter()),
            DataType::Decimal128(..) => decimals::<Decimal128Type>(column),
            DataType::Decimal256(..) => decimals::<Decimal256Type>(column),
            DataType::Boolean => words(column.as_boolean().iter()),
            other => {
                return Err(format!(
                    "a column of type {other} holds neither text, numbers nor dates"
                ));
            }
        })
    }

    /// The cell of a row of the batch.
    pub(super) fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            ColumnReader::Text(column) if column.is_valid(row) => Cell::of_text(column.value(row)),
            ColumnReader::Bytes(column) if column.is_valid(row) => text_cell(column.value(row)),
            ColumnReader::Words(column) if column.is_valid(row) => Cell::of_text(column.value(row)),
            ColumnReader::Number(column) if column.is_valid(row) => Cell::Number(column.value(row)),
            ColumnReader::Day(column) if column.is_valid(row) => {
                day(column.value(row)).map_or(Cell::Missing, Cell::Day)
            }
            _ => Cell::Missing,
        }
    }
}

fn numbers<T: ArrowPrimitiveType>(
    column: &ArrayRef,
    number: impl Fn(T::Native) -> f64,
) -> ColumnReader {
    ColumnReader::Number(column.as_primitive::<T>().unary(number))
}

fn decimals<T: DecimalType + ArrowPrimitiveType>(column: &ArrayRef) -> ColumnReader {
    let column = column.as_primitive::<T>();
    let text = |row| column.is_valid(row).then(|| column.value_as_string(row));
    words((0..column.len()).map(text))
}

fn words<T: ToString>(values: impl Iterator<Item = Option<T>>) -> ColumnReader {
    ColumnReader::Words(values.map(|value| value.map(|value| value.to_string())).collect())
}

/// Microseconds since 1970; a time too far away for 64 bits is missing.
fn microseconds(column: &ArrayRef, unit: TimeUnit) -> Int64Array {
    match unit {
        TimeUnit::Second => column
            .as_primitive::<TimestampSecondType>()
            .unary_opt(|time| time.checked_mul(1_000_000)),
        TimeUnit::Millisecond => column
            .as_primitive::<TimestampMillisecondType>()
            .unary_opt(|time| time.checked_mul(1_000)),
        TimeUnit::Microsecond => {
            column.as_primitive::<TimestampMicrosecondType>().reinterpret_cast()
        }
        TimeUnit::Nanosecond => {
            column.as_primitive::<TimestampNanosecondType>().unary(|time| time.div_euclid(1_000))
        }
    }
}

/// A time with a zone as text: midnight UTC as the date that it begins, any other in full, since the date
/// that it belongs to depends on a time zone that the file's columns do not give.
fn instant(microseconds: i64) -> Option<String> {
    match microseconds % MICROSECONDS_PER_DAY {
        0 => i32::try_from(microseconds / MICROSECONDS_PER_DAY)
            .ok()
            .and_then(day)
            .map(|day| day.to_string()),
        _ => Timestamp::from_microsecond(microseconds).ok().map(|time| time.to_string()),
    }
}

/// The days since 1970 that most files hold, since adding days to a date is slow.
static DAYS: LazyLock<Vec<Date>> =
    LazyLock::new(|| date(1970, 1, 1).series(1.day()).take(1 << 15).collect());

fn day(since_1970: i32) -> Option<Date> {
    let known = usize::try_from(since_1970).ok().and_then(|place| DAYS.get(place).copied());
    known
        .or_else(|| date(1970, 1, 1).checked_add(jiff::Span::new().try_days(since_1970).ok()?).ok())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::types::*;
    use arrow_array::{BooleanArray, PrimitiveArray, Time64MicrosecondArray};

    use super::*;

    fn cells(column: ArrayRef) -> Vec<String> {
        let reader = ColumnReader::new(&column).unwrap();
        (0..column.len()).map(|row| format!("{:?}", reader.cell(row))).collect()
    }

    fn of<T: ArrowPrimitiveType>(values: [T::Native; 2]) -> PrimitiveArray<T> {
        PrimitiveArray::from_iter([Some(values[0]), Some(values[1]), None])
    }

    #[test]
    fn whole_numbers_of_every_width_are_numbers() {
        let signed: [ArrayRef; 5] = [
            Arc::new(of::<Int8Type>([7, -7])),
            Arc::new(of::<Int16Type>([7, -7])),
            Arc::new(of::<Int32Type>([7, -7])),
            Arc::new(of::<Int64Type>([7, -7])),
            Arc::new(of::<Float64Type>([7.0, -7.0])),
        ];
        for column in signed {
            assert_eq!(cells(column), ["Number(7.0)", "Number(-7.0)", "Missing"]);
        }
        let unsigned: [ArrayRef; 4] = [
            Arc::new(of::<UInt8Type>([7, 200])),
            Arc::new(of::<UInt16Type>([7, 200])),
            Arc::new(of::<UInt32Type>([7, 200])),
            Arc::new(of::<UInt64Type>([7, 200])),
        ];
        for column in unsigned {
            assert_eq!(cells(column), ["Number(7.0)", "Number(200.0)", "Missing"]);
        }
    }

    #[test]
    fn short_floats_and_decimals_are_exact_text() {
        let short = of::<Float32Type>([172.95, -0.1]);
        assert_eq!(cells(Arc::new(short)), ["Text(\"172.95\")", "Text(\"-0.1\")", "Missing"]);
        let decimal = of::<Decimal128Type>([17_295, -10]).with_precision_and_scale(38, 2).unwrap();
        let text = ["Text(\"172.95\")", "Text(\"-0.10\")", "Missing"];
        assert_eq!(cells(Arc::new(decimal)), text);
        let wide = of::<Decimal256Type>([17_295.into(), (-10).into()]);
        assert_eq!(cells(Arc::new(wide.with_precision_and_scale(70, 2).unwrap())), text);
        let flags = BooleanArray::from(vec![Some(true), Some(false), None]);
        assert_eq!(cells(Arc::new(flags)), ["Text(\"true\")", "Text(\"false\")", "Missing"]);
    }

    #[test]
    fn times_without_a_zone_are_the_date_that_they_fall_on() {
        let expected = ["Day(2024-06-28)", "Day(1969-12-31)", "Missing"];
        let day = 1_719_532_800;
        let columns: [ArrayRef; 5] = [
            Arc::new(of::<Date32Type>([19_902, -1])),
            Arc::new(of::<TimestampSecondType>([day + 9, -1])),
            Arc::new(of::<TimestampMillisecondType>([(day + 9) * 1_000, -1])),
            Arc::new(of::<TimestampMicrosecondType>([(day + 9) * 1_000_000, -1])),
            Arc::new(of::<TimestampNanosecondType>([(day + 9) * 1_000_000_000, -1])),
        ];
        for column in columns {
            assert_eq!(cells(column), expected);
        }
    }

    #[test]
    fn times_with_a_zone_are_dates_at_midnight_only() {
        let expected = ["Text(\"2024-06-28\")", "Text(\"1969-12-31T23:59:59Z\")", "Missing"];
        let day = 1_719_532_800;
        let columns: [ArrayRef; 3] = [
            Arc::new(of::<TimestampMillisecondType>([day * 1_000, -1_000]).with_timezone("+00:00")),
            Arc::new(
                of::<TimestampMicrosecondType>([day * 1_000_000, -1_000_000]).with_timezone("UTC"),
            ),
            Arc::new(
                of::<TimestampNanosecondType>([day * 1_000_000_000, -1_000_000_000])
                    .with_timezone("-05:00"),
            ),
        ];
        for column in columns {
            assert_eq!(cells(column), expected);
        }
    }

    #[test]
    fn a_column_of_times_of_day_is_refused_by_its_type() {
        let column: ArrayRef = Arc::new(Time64MicrosecondArray::from(vec![0]));
        let error = ColumnReader::new(&column).err().unwrap();
        assert!(error.starts_with("a column of type Time64("), "{error}");
    }
}
