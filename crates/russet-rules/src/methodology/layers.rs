//! A methodology's text on top of the rules it names, with every key's place in the text it stands in.

use toml::de::{DeTable, DeValue, Deserializer};
use toml::{Spanned, Table};

use super::{Methodology, MethodologyError, hints};

/// A text, and the text of the rules that it stands on.
///
/// The rules are read from behind as many blanks as the text is long: so a place tells whose it is.
pub(super) struct Layers<'text> {
    name: &'text str,
    text: &'text str,
    base: Option<(String, String)>,
}

impl<'text> Layers<'text> {
    /// Finds the rules that a text names with `rules = "…"`.
    pub(super) fn of(
        name: &'text str,
        text: &'text str,
        built_in: impl Fn(&str) -> Option<&'static str>,
    ) -> Result<Layers<'text>, MethodologyError> {
        let mut layers = Layers { name, text, base: None };
        let own = layers.table(text)?;
        let Some(named) = own.get_ref().get("rules") else { return Ok(layers) };
        let at = named.span().start;
        let named = named.get_ref().as_str().unwrap_or_default();
        let refuse = |reason: String| MethodologyError::Rule {
            name: layers.place(Some(at)),
            key: "rules".to_owned(),
            reason,
        };
        let Some(base) = built_in(named) else {
            let alone = Methodology::built_in_names()
                .filter(|name| built_in(name).is_some_and(|text| rules_of(text).is_none()));
            let known = alone.collect::<Vec<_>>().join(", ");
            let reason =
                format!("no methodology named '{named}' is built in (hint: one of {known})");
            return Err(refuse(reason));
        };
        if let Some(deeper) = rules_of(base) {
            return Err(refuse(format!(
                "'{named}' stands on further rules itself (hint: name {deeper}, and copy what you need \
                 of {named})"
            )));
        }
        let shifted = format!("{}{base}", " ".repeat(text.len()));
        layers.base = Some((format!("{named}.toml"), shifted));
        Ok(layers)
    }

    /// All keys: those of the text replace the rules'. Screens, sources and indexes are
    /// taken one by one.
    pub(super) fn merged(&self) -> Result<Spanned<DeTable<'_>>, MethodologyError> {
        let mut own = self.table(self.text)?;
        let Some((_, base)) = &self.base else { return Ok(own) };
        let mut whole = self.table(base)?;
        for (key, value) in std::mem::take(own.get_mut()) {
            let below = whole.get_mut().remove(key.get_ref().as_ref());
            let value = match (key.get_ref().as_ref(), below) {
                ("indexes", Some(below)) => added(below, value),
                ("eligibility" | "sources", Some(below)) => joined(below, value),
                _ => value,
            };
            whole.get_mut().insert(key, value);
        }
        Ok(whole)
    }

    /// The methodology that the merged keys make.
    pub(super) fn read(
        &self,
        table: Spanned<DeTable<'_>>,
    ) -> Result<Methodology, MethodologyError> {
        serde::Deserialize::deserialize(Deserializer::from(table))
            .map_err(|error| self.refuse(error))
    }

    /// All keys as one table that names no rules.
    pub(super) fn whole(&self) -> Result<Table, MethodologyError> {
        let merged = Deserializer::from(self.merged()?);
        let table: Result<Table, _> = serde::Deserialize::deserialize(merged);
        let mut table = table.map_err(|error| self.refuse(error))?;
        table.remove("rules");
        Ok(table)
    }

    fn table<'read>(&self, text: &'read str) -> Result<Spanned<DeTable<'read>>, MethodologyError> {
        DeTable::parse(text).map_err(|error| self.refuse(error))
    }

    /// An error with the line it is about, of whichever text that is.
    fn refuse(&self, mut error: toml::de::Error) -> MethodologyError {
        let of_base =
            self.base.as_ref().filter(|_| self.is_of_base(error.span().map(|at| at.start)));
        let (name, text) = match of_base {
            Some((name, base)) => (name.as_str(), base.as_str()),
            None => (self.name, self.text),
        };
        error.set_input(Some(text));
        MethodologyError::Format { name: name.to_owned(), message: hints::with_hint(&error) }
    }

    fn is_of_base(&self, at: Option<usize>) -> bool {
        self.base.is_some() && at.is_some_and(|at| at >= self.text.len())
    }

    /// The file and the line of a place, such as `mine.toml, line 41`.
    fn place(&self, at: Option<usize>) -> String {
        let base = self.base.as_ref().filter(|_| self.is_of_base(at));
        let (name, text) = match base {
            Some((name, base)) => (name.as_str(), base.as_str()),
            None => (self.name, self.text),
        };
        let before = at.and_then(|at| text.get(..at));
        before.map_or_else(
            || name.to_owned(),
            |before| format!("{name}, line {}", before.matches('\n').count() + 1),
        )
    }

    /// The place of a key such as `indexes.R2000.parent` or `indexes.R2000.rebalancing.1.day`, or of what
    /// is nearest to it.
    pub(super) fn place_of(&self, table: &DeTable<'_>, key: &str) -> String {
        let mut at = None;
        let mut parts = key.split('.');
        let first = parts.next().and_then(|first| table.get_key_value(first));
        let mut value = first.map(|(key, value)| {
            at = Some(key.span().start);
            value
        });
        for part in parts {
            let Some(here) = value else { break };
            value = match here.get_ref() {
                DeValue::Table(table) => table.get_key_value(part).map(|(key, value)| {
                    at = Some(key.span().start);
                    value
                }),
                DeValue::Array(rows) => {
                    let numbered = part.parse::<usize>().ok().and_then(|part| part.checked_sub(1));
                    let numbered = numbered.and_then(|place| rows.get(place));
                    let called = rows.iter().find(|row| is_called(row, part));
                    called.or(numbered).inspect(|row| {
                        let id = row.get_ref().as_table().and_then(|row| {
                            row.values().find(|value| value.get_ref().as_str() == Some(part))
                        });
                        at = Some(id.map_or(row.span().start, |id| id.span().start));
                    })
                }
                _ => None,
            };
        }
        self.place(at)
    }
}

/// The rules that a text names to stand on.
fn rules_of(text: &str) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    Some(table.get_ref().get("rules")?.get_ref().as_str()?.to_owned())
}

/// Whether a row of a table has this id, or takes effect or begins on this day.
fn is_called(row: &Spanned<DeValue<'_>>, name: &str) -> bool {
    let text = |key| row.get_ref().as_table()?.get(key)?.get_ref().as_str();
    ["id", "effective", "from"].into_iter().any(|key| text(key) == Some(name))
}

/// Keys of the rules and further ones: one of the same name takes the other's place.
fn joined<'text>(
    below: Spanned<DeValue<'text>>,
    mut own: Spanned<DeValue<'text>>,
) -> Spanned<DeValue<'text>> {
    if let (DeValue::Table(own), DeValue::Table(below)) = (own.get_mut(), below.into_inner()) {
        for (key, value) in below {
            if !own.contains_key(key.get_ref().as_ref()) {
                own.insert(key, value);
            }
        }
    }
    own
}

/// Indexes of the rules and further ones: one of the same id takes the other's place.
fn added<'text>(
    below: Spanned<DeValue<'text>>,
    own: Spanned<DeValue<'text>>,
) -> Spanned<DeValue<'text>> {
    let span = own.span();
    let all = match (below.into_inner(), own.into_inner()) {
        (DeValue::Array(below), DeValue::Array(own)) => {
            let mut rows: Vec<_> = below.into_iter().collect();
            let of_base = rows.len();
            for row in own {
                let same = rows[..of_base].iter().position(|other| id_of(other) == id_of(&row));
                match same.filter(|_| id_of(&row).is_some()) {
                    Some(place) => rows[place] = row,
                    None => rows.push(row),
                }
            }
            DeValue::Array(rows.into_iter().collect())
        }
        (_, own) => own,
    };
    Spanned::new(span, all)
}

fn id_of(row: &Spanned<DeValue<'_>>) -> Option<String> {
    let id = row.get_ref().as_table()?.get("id")?.get_ref().as_str()?;
    Some(id.to_owned())
}
