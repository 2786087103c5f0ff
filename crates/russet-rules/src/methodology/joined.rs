//! Families that only add indexes to the same rules, as one family.

use toml::{Table, Value};

use super::Methodology;

/// What a text has that adds nothing but indexes to other rules.
const KEYS: [&str; 6] = ["format_version", "name", "title", "version", "rules", "indexes"];

impl Methodology {
    /// One text instead of several of which each adds nothing but indexes to the same built-in
    /// rules, or is those rules: the rules with all these indexes. It is called as the rules are. Nothing
    /// where the texts do not fit each other.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let own = |name| Methodology::built_in_text(name).unwrap();
    /// let texts = [own("russell-us"), own("us-equal"), own("us-sectors")];
    /// let joined = Methodology::joined(&texts).unwrap();
    /// let family = Methodology::parse("joined.toml", &joined)?;
    /// assert_eq!((family.name.as_str(), family.indexes.len()), ("russell-us", 56));
    /// assert!(Methodology::joined(&[own("russell-us"), own("tech100")]).is_none());
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn joined(texts: &[&str]) -> Option<String> {
        let (mut rules, mut indexes): (Option<String>, Vec<Value>) = (None, Vec::new());
        for text in texts {
            let (stands_on, added) = added_by(text)?;
            if rules.get_or_insert_with(|| stands_on.clone()) != &stands_on {
                return None;
            }
            indexes.extend(added);
        }
        let base: Table = Methodology::built_in_text(rules.as_ref()?)?.parse().ok()?;
        let mut joined = Table::new();
        for key in ["format_version", "name", "title", "version"] {
            joined.insert(key.to_owned(), base.get(key)?.clone());
        }
        joined.insert("rules".to_owned(), Value::String(rules?));
        if !indexes.is_empty() {
            joined.insert("indexes".to_owned(), Value::Array(indexes));
        }
        toml::to_string(&joined).ok()
    }
}

/// The rules that a text stands on, and the indexes that it adds to them.
fn added_by(text: &str) -> Option<(String, Vec<Value>)> {
    let mut table: Table = text.parse().ok()?;
    let Some(rules) = table.get("rules").and_then(Value::as_str) else {
        let name = table.get("name")?.as_str()?;
        let is_built_in = Methodology::built_in_text(name) == Some(text);
        return is_built_in.then(|| (name.to_owned(), Vec::new()));
    };
    let rules = rules.to_owned();
    if table.keys().any(|key| !KEYS.contains(&key.as_str())) {
        return None;
    }
    match table.remove("indexes") {
        Some(Value::Array(indexes)) => Some((rules, indexes)),
        _ => None,
    }
}
