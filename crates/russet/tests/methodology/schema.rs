//! The schema against the files that are read: what the reader takes fits it, what it refuses does not.

use russet_rules::Methodology;
use serde_json::{Map, Value};

/// What does not fit a schema, each with its place.
pub fn misfits(text: &str) -> Vec<String> {
    let root = serde_json::to_value(russet_rules::methodology::schema()).unwrap();
    let file: toml::Table = text.parse().unwrap();
    let mut found = Vec::new();
    fit(&root, &root, &serde_json::to_value(file).unwrap(), "", &mut found);
    found
}

/// As far as the schema of methodologies uses the language of schemas; an unknown word fails the test.
fn fit(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Value::Object(words) = schema else {
        return if *schema == Value::Bool(false) {
            found.push(format!("{at}: unknown"))
        };
    };
    for (word, rule) in words {
        match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "format" | "examples" => {}
            "required" if !words.contains_key("if") => {
                let missing = |key: &&Value| value.get(key.as_str().unwrap()).is_none();
                let missing = rule.as_array().unwrap().iter().filter(missing);
                found.extend(missing.map(|key| format!("{at}: no {key}")));
            }
            "$ref" => {
                let place = rule.as_str().unwrap().trim_start_matches('#');
                fit(root, root.pointer(place).unwrap(), value, at, found);
            }
            "type" => {
                let fits = match rule.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_i64(),
                    "boolean" => value.is_boolean(),
                    other => panic!("a type {other}"),
                };
                found.extend((!fits).then(|| format!("{at}: no {rule}: {value}")));
            }
            "const" => found.extend((rule != value).then(|| format!("{at}: not {rule}"))),
            "enum" => {
                let fits = rule.as_array().unwrap().contains(value);
                found.extend((!fits).then(|| format!("{at}: none of {rule}")));
            }
            "minimum" | "maximum" => {
                let (limit, number) = (rule.as_f64().unwrap(), value.as_f64().unwrap_or(f64::NAN));
                let fits = if word == "minimum" { number >= limit } else { number <= limit };
                found.extend((!fits).then(|| format!("{at}: {word} {limit}")));
            }
            "minItems" => {
                let count = value.as_array().map_or(0, Vec::len) as u64;
                found.extend((count < rule.as_u64().unwrap()).then(|| format!("{at}: too few")));
            }
            "pattern" => {
                let text = value.as_str().unwrap_or_default();
                let digits =
                    |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
                let fits = match rule.as_str().unwrap() {
                    "^[A-Za-z]{3}$" => text.len() == 3,
                    _ => !text.is_empty() && digits(text),
                };
                found.extend((!fits).then(|| format!("{at}: not like {rule}: {text}")));
            }
            "items" => {
                for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                    fit(root, rule, item, &format!("{at}[{place}]"), found);
                }
            }
            "properties" => {
                for (key, schema) in rule.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        fit(root, schema, value, &format!("{at}.{key}"), found);
                    }
                }
            }
            "additionalProperties" => {
                let nothing = Map::new();
                let known = words.get("properties").and_then(Value::as_object).unwrap_or(&nothing);
                for (key, value) in value.as_object().into_iter().flatten() {
                    if !known.contains_key(key) {
                        fit(root, rule, value, &format!("{at}.{key}"), found);
                    }
                }
            }
            "oneOf" | "anyOf" => {
                let fits = |form: &&Value| {
                    let mut found = Vec::new();
                    fit(root, form, value, at, &mut found);
                    found.is_empty()
                };
                let count = rule.as_array().unwrap().iter().filter(fits).count();
                let wrong = count == 0 || (word == "oneOf" && count > 1);
                found.extend(wrong.then(|| format!("{at}: {count} forms fit {value}")));
            }
            "if" => {
                let mut other = Vec::new();
                fit(root, rule, value, at, &mut other);
                if !other.is_empty() {
                    fit(root, &words["else"], value, at, found);
                }
            }
            "else" => {}
            other => panic!("the schema has a word that this test does not know: {other}"),
        }
    }
}

#[test]
fn every_methodology_that_ships_fits() {
    for name in Methodology::built_in_names() {
        let text = Methodology::built_in_text(name).unwrap();
        assert_eq!(misfits(text), Vec::<String>::new(), "{name}");
    }
}

/// The same changes that the reader refuses.
#[test]
fn what_the_reader_refuses_does_not_fit() {
    let text = Methodology::built_in_text("world").unwrap();
    for (good, bad) in [
        ("decimals = 6", "decimals = \"6\""),
        ("decimals = 6", "decimal = 6"),
        ("decimals = 6", "decimals = -6"),
        ("\"kind\", \"company_cap\"", "\"kinds\", \"company_cap\""),
        ("\"XLON\"", "\"MOON\""),
        ("accepted = [\"common\"]", "accepted = [\"comon\"]"),
        ("value = \"2000000000\"", "value = 2000000000"),
        ("value = \"2000000000\"", "value = \"two billion\""),
        ("value = \"2000000000\", source = \"RUSSET\"", "value = \"2000000000\""),
        ("day = { friday = 3 }", "day = { monday = 3 }"),
        ("calendar = \"weekdays\"", ""),
        ("order = [\"exchange\", \"kind\", \"company_cap\", \"free_float\"]", ""),
        ("format_version = 2", "format_version = 1"),
        ("currency = \"USD\"", "currency = \"dollars\""),
    ] {
        let changed = text.replacen(good, bad, 1);
        assert_ne!(changed, text, "{good}");
        assert!(Methodology::parse("mine.toml", &changed).is_err(), "the reader takes {bad}");
        assert!(!misfits(&changed).is_empty(), "the schema takes {bad}");
    }
}
