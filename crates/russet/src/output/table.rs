//! A sheet as aligned columns.

use super::{Column, Sheet, Value};

/// Texts before the last column are shortened to this many characters, so that a row fits a terminal.
const WIDEST: usize = 40;
/// What stands for a missing value.
const MISSING: &str = "-";
const BETWEEN_COLUMNS: &str = "  ";

/// Header, rule, rows: numbers to the right, everything else to the left.
pub(super) fn bytes(sheet: &Sheet) -> Vec<u8> {
    let last = sheet.columns.len().saturating_sub(1);
    let cells: Vec<Vec<String>> = sheet
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .enumerate()
                .map(|(place, value)| match value {
                    Value::Text(text) if place < last => shortened(&printable(text)),
                    value => shown(value),
                })
                .collect()
        })
        .collect();
    let widths: Vec<usize> = sheet
        .columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let widest = cells.iter().map(|row| width(&row[place])).max().unwrap_or(0);
            widest.max(width(&column.name))
        })
        .collect();
    let header: Vec<String> = sheet.columns.iter().map(|column| column.name.clone()).collect();
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    let mut text = String::new();
    for row in [&header, &rule].into_iter().chain(&cells) {
        push_line(&mut text, &sheet.columns, &widths, row);
    }
    text.into_bytes()
}

fn push_line(text: &mut String, columns: &[Column], widths: &[usize], cells: &[String]) {
    let mut line = String::new();
    for ((column, width_of_column), cell) in columns.iter().zip(widths).zip(cells) {
        let padding = " ".repeat(width_of_column - width(cell));
        let (before, after) =
            if column.kind.is_number() { (padding.as_str(), "") } else { ("", padding.as_str()) };
        for part in [before, cell, after, BETWEEN_COLUMNS] {
            line.push_str(part);
        }
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => printable(text),
        Value::Date(day) => day.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Float(number, decimals) if number.is_finite() => format!("{number:.decimals$}"),
        Value::Decimal(text) => text.clone(),
        Value::Float(..) | Value::Missing => MISSING.to_owned(),
    }
}

/// A text on one line: a line break would tear a row, and a control character could steer a terminal.
fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn shortened(text: &str) -> String {
    match width(text) <= WIDEST {
        true => text.to_owned(),
        false => text.chars().take(WIDEST - 1).chain(['…']).collect(),
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, text};
    use super::super::{Format, Kind, Sheet, Value};

    #[test]
    fn numbers_stand_right_and_words_left() {
        let expected = "\
date        name            members  weight     level
──────────  ──────────────  ───────  ──────  ────────
2024-06-28  Société \"A\", B     2010  0.0123  2047.690
-           -                     -       -         -
";
        assert_eq!(text(&sample(), Format::Table), expected);
    }

    #[test]
    fn an_empty_sheet_is_its_header() {
        let sheet = Sheet::new([("date", Kind::Date), ("members", Kind::Whole)]);
        assert_eq!(text(&sheet, Format::Table), "date  members\n────  ───────\n");
    }

    #[test]
    fn long_texts_are_shortened_but_not_in_the_last_column() {
        let mut sheet = Sheet::new([("name", Kind::Text), ("reason", Kind::Text)]);
        let long = "é".repeat(50);
        sheet.row([Value::Text(long.clone()), Value::Text(long.clone())]);
        let line = text(&sheet, Format::Table).lines().nth(2).unwrap().to_owned();
        assert_eq!(line, format!("{}…  {long}", "é".repeat(39)));
        assert!(text(&sheet, Format::Csv).contains(&format!("{long},{long}")));
    }

    #[test]
    fn nothing_in_a_text_breaks_a_line_or_steers_a_terminal() {
        let mut sheet = Sheet::new([("name", Kind::Text)]);
        sheet.row([Value::Text("a\nb\u{1b}[31m".to_owned())]);
        assert_eq!(text(&sheet, Format::Table).lines().nth(2), Some("a b [31m"));
    }
}
