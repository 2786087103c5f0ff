//! A sheet as a JSON array of objects, one a line, in the order of the columns.

use serde_json::Value as Json;

use super::{Sheet, Value};

/// Decimal digits that every double-precision number keeps.
const EXACT_DIGITS: usize = 15;

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

fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::from(text.as_str()),
        Value::Date(day) => Json::from(day.to_string()),
        Value::Whole(number) => Json::from(*number),
        Value::Float(number, _) => Json::from(*number),
        Value::Decimal(text) => number(text).unwrap_or_else(|| Json::from(text.as_str())),
        Value::Missing => Json::Null,
    }
}

/// The number that a decimal text stands for, unless a reader that keeps numbers in double precision
/// would lose digits of it.
fn number(text: &str) -> Option<Json> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_start_matches('0').len();
    if significant > EXACT_DIGITS {
        return None;
    }
    match text.parse::<i64>() {
        Ok(whole) => Some(Json::from(whole)),
        Err(_) => text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Json::from),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, text};
    use super::super::{Format, Kind, Sheet, Value};

    #[test]
    fn numbers_are_numbers_and_nothing_is_null() {
        let expected = r#"[
  {"date": "2024-06-28", "name": "Société \"A\", B", "members": 2010, "weight": 0.0123456789, "level": 2047.69},
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
    fn a_decimal_that_would_lose_digits_is_text() {
        let mut sheet = Sheet::new([("cap", Kind::Decimal)]);
        for cap in ["12", "-0.5", "9007199254740993", "0.000000000000001", "1234567890123456.7"] {
            sheet.row([Value::Decimal(cap.to_owned())]);
        }
        sheet.row([Value::Float(f64::INFINITY, 1)]);
        let expected =
            ["12", "-0.5", "\"9007199254740993\"", "1e-15", "\"1234567890123456.7\"", "null"]
                .map(|value| format!("  {{\"cap\": {value}}}"));
        assert_eq!(text(&sheet, Format::Json), format!("[\n{}\n]\n", expected.join(",\n")));
    }
}
