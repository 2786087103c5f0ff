//! An index whose members a fund's lists decide.

use serde::Deserialize;

/// Who decides in the place of rules: the dated decisions that the market holds, and the dated lists
/// of a fund that tracks the index, where one is named.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Committee {
    /// The fund whose lists are the committee's word, each from the session after its date.
    pub fund: Option<String>,
    /// The index that it decides; the only one of the family that is computed, with its children.
    pub index: String,
    /// Whether the fund's quantities are the index shares.
    #[serde(default)]
    pub quantities: bool,
    /// Lists with fewer lines are left out.
    pub least_lines: u32,
    /// So are those of so many sessions after a reconstitution.
    #[serde(default)]
    pub settle_sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// A methodology's text on top of the rules that it names with `rules = "…"`: its keys stand in the
/// place of theirs. Without that key the text is the whole of it.
pub(super) fn on_its_rules(
    text: &str,
    built_in: impl Fn(&str) -> Option<&'static str>,
) -> Result<String, String> {
    let own: toml::Table = toml::from_str(text).map_err(|error| error.to_string())?;
    let Some(base) = own.get("rules") else { return Ok(text.to_owned()) };
    let base = base.as_str().unwrap_or_default();
    let Some(base) = built_in(base) else {
        return Err(format!("rules: no methodology named '{base}' is built in"));
    };
    let mut whole: toml::Table = toml::from_str(base).map_err(|error| error.to_string())?;
    let indexes = added(whole.remove("indexes"), own.get("indexes"));
    whole.extend(own);
    whole.insert("indexes".to_owned(), indexes);
    toml::to_string(&whole).map_err(|error| error.to_string())
}

/// Indexes of the rules and further ones: one of the same id takes the other's place.
fn added(base: Option<toml::Value>, own: Option<&toml::Value>) -> toml::Value {
    let list = |value: Option<toml::Value>| match value {
        Some(toml::Value::Array(list)) => list,
        _ => Vec::new(),
    };
    let own = list(own.cloned());
    let replaced = |index: &toml::Value| own.iter().any(|other| other.get("id") == index.get("id"));
    let mut all: Vec<toml::Value> =
        list(base).into_iter().filter(|index| !replaced(index)).collect();
    all.extend(own);
    toml::Value::Array(all)
}
