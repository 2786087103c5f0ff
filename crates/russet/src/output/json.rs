//! A sheet as a JSON array of objects, one a line, in the order of the columns.

use serde_json::Value as Json;

use super::{Sheet, Value};

pub(super) fn bytes(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    let names: Vec<String> = sheet
        .columns
        .iter()
        .map(|column| serde_json::to_string(&column.name))
        .collect::<Result<_, _>>()?;
    let object = |row: &Vec<Value>| {
        let pairs = names.iter().zip(row).map(|(name, value)| format!("{name}: {}", json(value)));
        format!("  {{{}}}", pairs.collect::<Vec<_>>().join(", "))
    };
    let objects: Vec<String> = sheet.rows.iter().map(object).collect();
    let text = match objects.is_empty() {
        true => "[]\n".to_owned(),
        false => format!("[\n{}\n]\n", objects.join(",\n")),
    };
    Ok(text.into_bytes())
}

/// A value as JSON text. An exact decimal is a number with all its digits: a reader that keeps numbers
/// in double precision rounds them, one that reads decimals does not.
fn json(value: &Value) -> String {
    match value {
        Value::Text(text) => Json::from(text.as_str()).to_string(),
        Value::Date(day) => Json::from(day.to_string()).to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Float(number, _) => Json::from(*number).to_string(),
        Value::Decimal(text) => match serde_json::from_str::<serde_json::Number>(text) {
            Ok(_) => text.clone(),
            Err(_) => Json::from(text.as_str()).to_string(),
        },
        Value::Missing => Json::Null.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, text};
    use super::super::{Format, Kind, Sheet, Value};

    #[test]
    fn numbers_are_numbers_and_nothing_is_null() {
        let expected = r#"[
  {"date": "2024-06-28", "name": "Société \"A\", B", "members": 2010, "weight": 0.0123456789, "level": 2047.690},
  {"date": null, "name": null, "members": null, "weight": null, "level": null}
]
"#;
        assert_eq!(text(&sample(), Format::Json), expected);
        assert!(serde_json::from_str::<serde_json::Value>(expected).is_ok());
    }

    #[test]
    fn an_empty_sheet_is_an_empty_array() {
        assert_eq!(text(&Sheet::new([("date", Kind::Date)]), Format::Json), "[]\n");
    }

    #[test]
    fn an_exact_decimal_is_a_number_with_all_its_digits() {
        let mut sheet = Sheet::new([("cap", Kind::Decimal)]);
        let caps = ["12", "-0.5", "9007199254740993", "0.000000000000001", "1234567890123456.70"];
        for cap in caps {
            sheet.row([Value::Decimal(cap.to_owned())]);
        }
        sheet.row([Value::Decimal("n/a".to_owned())]);
        sheet.row([Value::Float(f64::INFINITY, 1)]);
        let expected = caps.iter().copied().chain(["\"n/a\"", "null"]);
        let expected: Vec<String> =
            expected.map(|value| format!("  {{\"cap\": {value}}}")).collect();
        assert_eq!(text(&sheet, Format::Json), format!("[\n{}\n]\n", expected.join(",\n")));
    }
}
