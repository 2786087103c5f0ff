//! A sheet as a Parquet file of typed columns. A decimal column takes as many decimals as its longest
//! value has; it is text when a value is no decimal number or has more digits than Parquet holds.

use std::sync::Arc;

use anyhow::anyhow;
use arrow_array::{
    ArrayRef, Date32Array, Decimal128Array, Float64Array, Int64Array, RecordBatch, StringArray,
};
use arrow_schema::{Field, Schema};
use russet_store::table::{EpochDays, encode_batch};

use super::{Kind, Sheet, Value};

/// Digits of the widest decimal that Parquet holds.
const DIGITS: u8 = 38;

pub(super) fn bytes(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    let places = 0..sheet.columns.len();
    let arrays: Vec<ArrayRef> =
        places.map(|place| array(sheet, place)).collect::<anyhow::Result<_>>()?;
    let field = |(column, array): (&super::Column, &ArrayRef)| {
        Field::new(&column.name, array.data_type().clone(), true)
    };
    let fields: Vec<Field> = sheet.columns.iter().zip(&arrays).map(field).collect();
    Ok(encode_batch(&RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?)?)
}

fn array(sheet: &Sheet, place: usize) -> anyhow::Result<ArrayRef> {
    Ok(match sheet.columns[place].kind {
        Kind::Text => Arc::new(StringArray::from(values(sheet, place, |value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })?)),
        Kind::Date => {
            let mut days = EpochDays::new();
            Arc::new(Date32Array::from(values(sheet, place, |value| match value {
                Value::Date(day) => Some(days.number(*day)),
                _ => None,
            })?))
        }
        Kind::Whole => Arc::new(Int64Array::from(values(sheet, place, |value| match value {
            Value::Whole(number) => Some(*number),
            _ => None,
        })?)),
        Kind::Float => Arc::new(Float64Array::from(values(sheet, place, |value| match value {
            Value::Float(number, _) => Some(*number),
            _ => None,
        })?)),
        Kind::Decimal | Kind::Exact(_) => {
            let texts = values(sheet, place, |value| match value {
                Value::Decimal(text) => Some(text.as_str()),
                _ => None,
            })?;
            let least = match sheet.columns[place].kind {
                Kind::Exact(decimals) => usize::from(decimals),
                _ => 0,
            };
            match decimals(&texts, least) {
                Some(array) => Arc::new(array),
                None => Arc::new(StringArray::from(texts)),
            }
        }
    })
}

/// What a column holds, row by row; an error names the value that is of another kind.
fn values<'sheet, T>(
    sheet: &'sheet Sheet,
    place: usize,
    mut inner: impl FnMut(&'sheet Value) -> Option<T>,
) -> anyhow::Result<Vec<Option<T>>> {
    let mut take = |value: &'sheet Value| match value {
        Value::Missing => Ok(None),
        value => inner(value)
            .map(Some)
            .ok_or_else(|| anyhow!("column '{}' cannot hold {value:?}", sheet.columns[place].name)),
    };
    sheet.rows.iter().map(|row| take(&row[place])).collect()
}

fn decimals(texts: &[Option<&str>], least: usize) -> Option<Decimal128Array> {
    let fraction = |text: &str| text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let scale = texts.iter().flatten().map(|text| fraction(text)).max().unwrap_or(0).max(least);
    let mut units = Vec::with_capacity(texts.len());
    for text in texts {
        units.push(match text {
            None => None,
            Some(text) => Some(units_of(text, scale - fraction(text))?),
        });
    }
    Decimal128Array::from(units).with_precision_and_scale(DIGITS, i8::try_from(scale).ok()?).ok()
}

/// The whole number of a decimal text's last digits, with a number of zeros behind it.
fn units_of(text: &str, zeros: usize) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}{}", "0".repeat(zeros));
    let units: i128 = digits.parse().ok()?;
    (units.unsigned_abs() < 10_u128.pow(u32::from(DIGITS))).then_some(units)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Decimal128Type, Float64Type, Int64Type};
    use arrow_schema::DataType;
    use russet_store::table::read_batches;

    use super::super::Format;
    use super::super::tests::sample;
    use super::*;

    fn written(sheet: &Sheet) -> Vec<RecordBatch> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let mut bytes = Vec::new();
        sheet.write(Format::Parquet, &mut bytes).unwrap();
        file.write_all(&bytes).unwrap();
        read_batches(file.path()).unwrap()
    }

    fn decimal_sheet(values: &[&str]) -> Sheet {
        let mut sheet = Sheet::new([("level", Kind::Decimal)]);
        for value in values {
            sheet.row([Value::Decimal((*value).to_owned())]);
        }
        sheet
    }

    #[test]
    fn every_kind_keeps_its_type_its_value_and_its_gaps() {
        let batch = &written(&sample())[0];
        assert_eq!(batch.num_rows(), 2);
        assert_eq!(batch.column(0).as_primitive::<Date32Type>().value(0), 19_902);
        assert_eq!(batch.column(1).as_string::<i32>().value(0), "Société \"A\", B");
        assert_eq!(batch.column(2).as_primitive::<Int64Type>().value(0), 2_010);
        assert_eq!(batch.column(3).as_primitive::<Float64Type>().value(0), 0.012_345_678_9);
        assert_eq!(batch.column(4).data_type(), &DataType::Decimal128(38, 3));
        assert_eq!(batch.column(4).as_primitive::<Decimal128Type>().value(0), 2_047_690);
        assert!(batch.columns().iter().all(|column| column.is_null(1)));
    }

    #[test]
    fn a_decimal_column_takes_the_longest_fraction_and_is_text_where_it_cannot() {
        let batch = &written(&decimal_sheet(&["1.5", "-0.25", "7"]))[0];
        let column = batch.column(0).as_primitive::<Decimal128Type>();
        assert_eq!(column.data_type(), &DataType::Decimal128(38, 2));
        assert_eq!(column.values().to_vec(), [150, -25, 700]);
        let long = format!("{}.5", "9".repeat(38));
        for odd in ["about 7", long.as_str()] {
            let batch = &written(&decimal_sheet(&["1.5", odd]))[0];
            assert_eq!(batch.column(0).as_string::<i32>().value(1), odd);
        }
    }

    #[test]
    fn an_exact_column_has_the_same_type_whatever_it_holds() {
        for texts in [&["1.5"][..], &["2", "0.25"], &[]] {
            let mut sheet = Sheet::new([("price", Kind::Exact(9))]);
            texts.iter().for_each(|text| {
                sheet.row([Value::Decimal((*text).to_owned())]);
            });
            sheet.row([]);
            let batch = &written(&sheet)[0];
            assert_eq!(batch.column(0).data_type(), &DataType::Decimal128(38, 9));
        }
    }

    #[test]
    fn an_empty_sheet_has_its_columns_and_no_rows() {
        let mut file = Vec::new();
        decimal_sheet(&[]).write(Format::Parquet, &mut file).unwrap();
        assert!(file.starts_with(b"PAR1"));
        assert!(written(&decimal_sheet(&[])).iter().all(|batch| batch.num_rows() == 0));
    }

    #[test]
    fn a_value_of_another_kind_is_named() {
        let mut sheet = Sheet::new([("members", Kind::Whole)]);
        sheet.row([Value::Text("many".to_owned())]);
        let error = sheet.write(Format::Parquet, Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "column 'members' cannot hold Text(\"many\")");
    }
}
