//! An index whose members a fund's lists decide.

use serde::Deserialize;

/// A fund whose dated lists say who belongs to an index, and with how many shares.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Committee {
    /// The fund.
    pub fund: String,
    /// The index that it holds; the only one of the family that is computed.
    pub index: String,
    /// Lists with fewer lines are left out.
    pub least_lines: u32,
    /// So are those of so many sessions after a reconstitution.
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
    whole.extend(own);
    toml::to_string(&whole).map_err(|error| error.to_string())
}
