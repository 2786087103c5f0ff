//! A sheet as comma-separated values, quoted as RFC 4180 has it; a missing value is empty.

use super::{Sheet, Value};

pub(super) fn bytes(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(sheet.columns.iter().map(|column| &column.name))?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(cell))?;
    }
    Ok(writer.into_inner()?)
}

fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Decimal(text) => text.clone(),
        Value::Date(day) => day.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Float(number, _) if number.is_finite() => number.to_string(),
        Value::Float(..) | Value::Missing => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, text};
    use super::super::{Format, Kind, Sheet, Value};

    #[test]
    fn values_are_whole_and_quoted_where_they_must() {
        let expected = "\
date,name,members,weight,level
2024-06-28,\"Société \"\"A\"\", B\",2010,0.0123456789,2047.690
,,,,
";
        assert_eq!(text(&sample(), Format::Csv), expected);
    }

    #[test]
    fn an_empty_sheet_is_its_header() {
        let sheet = Sheet::new([("date", Kind::Date), ("level", Kind::Decimal)]);
        assert_eq!(text(&sheet, Format::Csv), "date,level\n");
    }

    #[test]
    fn a_number_that_is_none_is_missing() {
        let mut sheet = Sheet::new([("a", Kind::Whole), ("b", Kind::Float)]);
        sheet.row([Value::Whole(1), Value::Float(f64::NAN, 2)]);
        assert_eq!(text(&sheet, Format::Csv), "a,b\n1,\n");
    }
}
