//! A value's place in a methodology's keys, and what may stand there.

use toml::{Table, Value};

use super::Variation;
use crate::methodology::renamed::renamed;

/// Puts a value in its place.
pub(super) fn set(whole: &mut Value, variation: &Variation) -> Result<(), String> {
    let (parents, last) = variation.path.rsplit_once('.').unwrap_or(("", &variation.path));
    let mut here = whole;
    for part in parents.split('.').filter(|part| !part.is_empty()) {
        let known = names_in(here);
        here = find(here, part).ok_or_else(|| unknown(part, &known))?;
    }
    if find(here, last).is_none() {
        // A key that may be left out: the check of the whole finds whether it exists.
        return match here {
            Value::Table(table) => {
                table.insert(last.to_owned(), new_value(&variation.value, None)?);
                Ok(())
            }
            _ => Err(unknown(last, &names_in(here))),
        };
    }
    if let Some(old) = find(here, last) {
        *old = new_value(&variation.value, Some(old))?;
    }
    Ok(())
}

fn find<'a>(value: &'a mut Value, part: &str) -> Option<&'a mut Value> {
    match value {
        Value::Table(table) => table.get_mut(part),
        Value::Array(rows) => {
            let numbered = part.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let called = rows.iter().position(|row| is_called(row, part));
            rows.get_mut(called.or(numbered)?)
        }
        _ => None,
    }
}

/// Whether a row of a list goes by this name.
fn is_called(row: &Value, name: &str) -> bool {
    ["id", "effective", "from", "rank"].into_iter().any(|key| match row.get(key) {
        Some(Value::String(text)) => text == name,
        Some(Value::Integer(number)) => number.to_string() == name,
        _ => false,
    })
}

fn names_in(value: &Value) -> Vec<String> {
    let name_of = |(place, row): (usize, &Value)| {
        let key = ["id", "effective", "from", "rank"].into_iter().find_map(|key| row.get(key));
        match key {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Integer(number)) => number.to_string(),
            _ => (place + 1).to_string(),
        }
    };
    match value {
        Value::Table(table) => table.keys().cloned().collect(),
        Value::Array(rows) => rows.iter().enumerate().map(name_of).collect(),
        _ => Vec::new(),
    }
}

fn unknown(part: &str, known: &[String]) -> String {
    if let Some(name) = renamed(part) {
        return format!("there is no '{part}' here (hint: it is now called '{name}')");
    }
    match known.is_empty() {
        true => format!("'{part}' stands under a value (hint: end the path before it)"),
        false => format!("there is no '{part}' here (hint: one of {})", known.join(", ")),
    }
}

/// A value of the sort that the old one is; where there is none, a number or a list if it reads as one.
fn new_value(text: &str, old: Option<&Value>) -> Result<Value, String> {
    let literal = || {
        let table: Option<Table> = format!("value = {text}").parse().ok();
        table.and_then(|mut table| table.remove("value"))
    };
    let Some(old) = old else {
        let number = literal().filter(|value| !value.is_float());
        return Ok(number.unwrap_or_else(|| Value::String(text.to_owned())));
    };
    if old.is_str() {
        return Ok(Value::String(text.trim_matches('"').to_owned()));
    }
    literal().filter(|value| value.same_type(old)).ok_or_else(|| {
        format!(
            "'{text}' is no {} (hint: the file has {old})",
            match old {
                Value::Integer(_) => "whole number",
                Value::Boolean(_) => "true or false",
                Value::Array(_) => "list, as [3, 9]",
                Value::Table(_) => "table, as { friday = 3 }",
                _ => "value of its sort",
            }
        )
    })
}
