//! The tables of keys in the guide, generated from the schema.

use std::collections::BTreeSet;

use serde_json::Value;

/// The tables, one a TOML table, in the order of their names.
pub fn tables() -> String {
    let root = serde_json::to_value(russet_rules::methodology::schema()).unwrap();
    let mut keys = Keys { root, text: String::new(), words: BTreeSet::new() };
    let top = keys.root.clone();
    keys.table("", &top, false);
    let words = std::mem::take(&mut keys.words);
    for name in words {
        keys.words_of(&name);
    }
    keys.text
}

struct Keys {
    root: Value,
    text: String,
    /// The types that take one of several words.
    words: BTreeSet<String>,
}

impl Keys {
    fn defined(&self, schema: &Value) -> (String, Value) {
        let Some(place) = schema.get("$ref").and_then(Value::as_str) else {
            return (String::new(), schema.clone());
        };
        let found = self.root.pointer(place.trim_start_matches('#')).unwrap().clone();
        (place.rsplit('/').next().unwrap().to_owned(), found)
    }

    /// A table, and the tables below it.
    fn table(&mut self, path: &str, schema: &Value, is_list: bool) {
        let properties = schema["properties"].as_object().unwrap().clone();
        let needed = needed(schema);
        let title = match (path, is_list) {
            ("", _) => "Top level".to_owned(),
            (_, true) => format!("`[[{path}]]`"),
            (_, false) => format!("`[{path}]`"),
        };
        let about = schema["description"].as_str().unwrap_or_default();
        self.text += &format!("\n### {title}\n\n{}\n\n", one_line(about));
        self.text += "| key | value | default | meaning |\n|---|---|---|---|\n";
        let mut below = Vec::new();
        for (key, schema) in &properties {
            let takes = self.takes(key, schema);
            let without = match schema.get("default") {
                Some(default) => without(default),
                None if needed.contains(key) => "required".to_owned(),
                None => "none".to_owned(),
            };
            let about = schema["description"].as_str().unwrap_or_default();
            self.text += &format!("| `{key}` | {takes} | {without} | {} |\n", one_line(about));
            let (is_list, inner) = match schema.get("items") {
                Some(items) => (true, items.clone()),
                None => (false, schema.clone()),
            };
            let (name, inner) = self.defined(&inner);
            if inner.get("properties").is_some() && !name.starts_with("Step") {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                below.push((path, inner, is_list));
            }
        }
        for (path, schema, is_list) in below {
            self.table(&path, &schema, is_list);
        }
    }

    /// The type of a key's value, with its unit and an example.
    fn takes(&mut self, key: &str, schema: &Value) -> String {
        if let Some(items) = schema.get("items") {
            let (name, step) = self.defined(items);
            if name.starts_with("Step") {
                return format!("dated values: {}", self.takes(key, &step["properties"]["value"]));
            }
            return format!("list of: {}", self.takes(key, items));
        }
        let (name, found) = self.defined(schema);
        if let Some(words) = words(&found) {
            self.words.insert(name);
            return match words.len() {
                0..=6 => words
                    .iter()
                    .map(|(word, _)| format!("`\"{word}\"`"))
                    .collect::<Vec<_>>()
                    .join(" "),
                _ => format!("word, such as `\"{}\"`", words[0].0),
            };
        }
        if let Some(example) = found.get("examples").and_then(|all| all.get(0)) {
            let what = match name.as_str() {
                "Day" => "date".to_owned(),
                "BasisPoints" => "basis points".to_owned(),
                "Percent" if key.ends_with("points") => "percentage points".to_owned(),
                other => other.to_lowercase(),
            };
            return format!("{what}, such as `{example}`");
        }
        if let Some(forms) = found.get("oneOf").and_then(Value::as_array) {
            let keys = forms
                .iter()
                .filter_map(|form| form["properties"].as_object()?.keys().next().cloned());
            return keys.map(|key| format!("`{{ {key} = 3 }}`")).collect::<Vec<_>>().join(" or ");
        }
        match found.get("type").and_then(Value::as_str) {
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("integer") => unit(key),
            Some("string") => "text".to_owned(),
            Some("object") if found.get("properties").is_none() => {
                let of = found.get("additionalProperties").cloned().unwrap_or_default();
                format!("by name: {}", self.takes(key, &of))
            }
            _ => "table".to_owned(),
        }
    }

    fn words_of(&mut self, name: &str) {
        let schema = self.root.pointer(&format!("/$defs/{name}")).unwrap();
        let about = one_line(schema["description"].as_str().unwrap_or_default());
        let rows = words(schema).unwrap();
        self.text += &format!("\n### Words of {name}\n\n");
        self.text += &if about.is_empty() { String::new() } else { format!("{about}\n\n") };
        self.text += "| word | meaning |\n|---|---|\n";
        for (word, meaning) in rows {
            self.text += &format!("| `\"{word}\"` | {} |\n", one_line(&meaning));
        }
    }
}

/// The unit of a whole number, from the end of its key.
fn unit(key: &str) -> String {
    let units =
        ["sessions", "days", "months", "years", "quarters", "weeks", "decimals", "securities"];
    match units.into_iter().find(|unit| key.ends_with(unit)) {
        Some("months") if key == "months" || key == "review_months" => "number".to_owned(),
        Some(unit) => format!("whole number of {unit}"),
        None => "whole number".to_owned(),
    }
}

fn needed(schema: &Value) -> BTreeSet<String> {
    let own = schema.get("required").filter(|_| schema.get("if").is_none());
    let own = own.or_else(|| schema.get("else").and_then(|other| other.get("required")));
    let names = own.and_then(Value::as_array).into_iter().flatten();
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// The words of a type that takes one of several, with their meanings.
fn words(schema: &Value) -> Option<Vec<(String, String)>> {
    let forms = schema.get("oneOf")?.as_array()?;
    let word = |form: &Value| {
        let meaning = form["description"].as_str().unwrap_or_default().to_owned();
        Some((form.get("const")?.as_str()?.to_owned(), meaning))
    };
    forms.iter().map(word).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// The value of a key that is not given.
fn without(default: &Value) -> String {
    match default {
        Value::Array(list) if list.is_empty() => "none".to_owned(),
        Value::Object(keys) => match keys.iter().collect::<Vec<_>>()[..] {
            [(key, value)] if value.is_number() => format!("`{{ {key} = {value} }}`"),
            _ if keys.values().all(is_nothing) => "none".to_owned(),
            _ => "see its table".to_owned(),
        },
        value => format!("`{value}`"),
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}
