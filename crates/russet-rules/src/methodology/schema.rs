//! The file format as a JSON schema, from the types that read it.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::basis_points::BasisPoints;
use super::values::{Day, Percent};
use super::{FORMAT_VERSION, Methodology};

/// The JSON schema (draft 2020-12) of a methodology file.
///
/// A file that names its `rules` needs no other key; one without them needs those under `else`.
///
/// ```
/// let schema = russet_rules::methodology::schema();
/// assert_eq!(schema.get("title").and_then(|title| title.as_str()), Some("Methodology"));
/// ```
pub fn schema() -> Schema {
    let generator = SchemaSettings::draft2020_12().with_transform(WithoutNull).into_generator();
    let mut schema = generator.into_root_schema_for::<Methodology>();
    let needed = schema.remove("required");
    // The rules below give the order of the screens where a file leaves it out.
    let order = schema
        .pointer_mut("/$defs/Eligibility")
        .and_then(Value::as_object_mut)
        .and_then(|screens| screens.remove("required"));
    schema.insert("if".to_owned(), json_schema!({ "required": ["rules"] }).into());
    let alone = json_schema!({
        "required": needed,
        "properties": { "eligibility": { "required": order } }
    });
    schema.insert("else".to_owned(), alone.into());
    if let Some(version) = schema.pointer_mut("/properties/format_version") {
        version["const"] = FORMAT_VERSION.into();
    }
    schema
}

/// Removes null: TOML has no null, and an absent key is simply left out.
#[derive(Clone)]
struct WithoutNull;

impl Transform for WithoutNull {
    fn transform(&mut self, schema: &mut Schema) {
        let null = Value::from("null");
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|word| *word != null);
            if let [only] = types.as_slice() {
                let only = only.clone();
                schema.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(forms)) = schema.get_mut("anyOf") {
            forms.retain(|form| form.get("type") != Some(&null));
            if let [Value::Object(only)] = forms.as_slice() {
                let only = only.clone();
                schema.remove("anyOf");
                only.into_iter().for_each(|(key, value)| {
                    schema.insert(key, value);
                });
            }
        }
        if schema.get("default").is_some_and(Value::is_null) {
            schema.remove("default");
        }
        transform_subschemas(self, schema);
    }
}

/// Gives a type that is written as text its schema.
macro_rules! text_schema {
    ($type:ident, $name:literal, $form:tt) => {
        impl JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($form)
            }
        }
    };
}

/// An exact amount of money.
pub(crate) struct MoneyText;
/// An exact price.
pub(crate) struct PriceText;
/// An exact level.
pub(crate) struct LevelText;
/// A currency's code.
pub(crate) struct CurrencyText;
/// An exchange's code.
pub(crate) struct MicText;
/// A kind of security.
pub(crate) struct KindText;

text_schema!(MoneyText, "Money", {
    "description": "An exact amount of money, as text.",
    "type": "string", "pattern": r"^\d+(\.\d{1,15})?$", "examples": ["30000000"]
});
text_schema!(PriceText, "Price", {
    "description": "An exact price, as text.",
    "type": "string", "pattern": r"^\d+(\.\d{1,9})?$", "examples": ["1.00"]
});
text_schema!(LevelText, "Level", {
    "description": "An exact level in points, as text.",
    "type": "string", "pattern": r"^\d+(\.\d{1,18})?$", "examples": ["1000"]
});
text_schema!(Percent, "Percent", {
    "description": "A part in percent, 0 to 100, with at most 4 decimals, as text.",
    "type": "string", "pattern": r"^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)$", "examples": ["2.5"]
});
text_schema!(BasisPoints, "BasisPoints", {
    "description": "A part of a level in basis points, 0 to 10000, with at most 4 decimals, as text.",
    "type": "string", "pattern": r"^(10000(\.0{1,4})?|\d{1,4}(\.\d{1,4})?)$", "examples": ["2.5"]
});
text_schema!(Day, "Day", {
    "description": "A date, as text.",
    "type": "string", "format": "date", "examples": ["2026-12-11"]
});
text_schema!(CurrencyText, "Currency", {
    "description": "A currency by its ISO 4217 code.",
    "type": "string", "pattern": "^[A-Za-z]{3}$", "examples": ["USD"]
});

impl JsonSchema for MicText {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Mic".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        one_of(russet_market::Mic::ALL.map(|mic| (mic.code().to_owned(), mic.name())))
    }
}

impl JsonSchema for KindText {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SecurityKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let named = |kind: russet_market::SecurityKind| {
            let name = serde_json::to_value(kind).ok()?.as_str()?.to_owned();
            Some((name, kind.words()))
        };
        one_of(russet_market::SecurityKind::ALL.into_iter().filter_map(named))
    }
}

/// A choice of values, each with its meaning.
fn one_of<'word>(words: impl IntoIterator<Item = (String, &'word str)>) -> Schema {
    let word = |(name, meaning): (String, &str)| {
        Value::from(json_schema!({ "type": "string", "const": name, "description": meaning }))
    };
    json_schema!({ "oneOf": words.into_iter().map(word).collect::<Vec<Value>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_stands_alone_needs_more_than_one_with_rules() {
        let schema = schema();
        let needed = schema.pointer("/else/required").and_then(Value::as_array).unwrap();
        assert!(needed.contains(&"calendar".into()) && !needed.contains(&"rules".into()));
        assert!(schema.get("required").is_none());
        let order = schema.pointer("/else/properties/eligibility/required");
        assert_eq!(order, Some(&Value::from(["order"].as_slice())));
    }
}
