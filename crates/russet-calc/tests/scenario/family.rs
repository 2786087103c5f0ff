//! The methodology of a scenario: a named one, and the keys that stand in the place of its own.

use std::path::Path;

use russet_rules::Methodology;
use toml::{Table, Value};

use super::text::{Fault, Scenario, Section};

/// The key by which a family of the scenarios names the shipped one that it changes.
const BASED_ON: &str = "based_on";
/// The value that takes a key away.
const NOTHING: &str = "none";

/// The methodology, and its text.
pub fn family_of(scenario: &Scenario, folder: &Path) -> Result<(Methodology, String), Fault> {
    let found = scenario.sections.iter().find(|section| section.head.word(0) == "family");
    let Some(section) = found else {
        let message = "no `family` is given".to_owned();
        return Err(Fault { file: scenario.file.clone(), line: 1, message });
    };
    let mut whole = named(section, section.head.word(1), folder)?;
    let own: Table = toml::from_str(&section.text).map_err(|error| {
        let before = error.span().map_or("", |at| section.text.get(..at.start).unwrap_or(""));
        let line = section.head.line + before.matches('\n').count();
        Fault { line, ..section.head.fault(error.message()) }
    })?;
    put(&mut whole, own);
    let text = toml::to_string(&whole).map_err(|error| section.head.fault(error.to_string()))?;
    let family = Methodology::parse(section.head.word(1), &text);
    Ok((family.map_err(|error| section.head.fault(error.to_string()))?, text))
}

/// A family of the scenarios' own, or one that ships.
fn named(section: &Section, name: &str, folder: &Path) -> Result<Table, Fault> {
    let own = std::fs::read_to_string(folder.join("families").join(format!("{name}.toml"))).ok();
    let text = own.as_deref().or_else(|| Methodology::built_in_text(name));
    let text = text.ok_or_else(|| section.head.fault(format!("no family is named '{name}'")))?;
    let mut table: Table =
        toml::from_str(text).map_err(|error| section.head.fault(format!("{name}: {error}")))?;
    match table.remove(BASED_ON) {
        Some(Value::String(base)) => {
            let mut whole = named(section, &base, folder)?;
            put(&mut whole, table);
            Ok(whole)
        }
        _ => Ok(table),
    }
}

/// Tables are put together key by key; any other value takes the place of the one before.
fn put(whole: &mut Table, own: Table) {
    for (key, value) in own {
        match (whole.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(own)) => put(below, own),
            (_, Value::String(text)) if text == NOTHING => {
                whole.remove(&key);
            }
            (_, value) => {
                whole.insert(key, value);
            }
        }
    }
}
