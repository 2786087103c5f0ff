//! What would be right, where a text does not follow the format.

use super::renamed::renamed;

/// An error of the format with its line, and what to do.
pub(super) fn with_hint(error: &toml::de::Error) -> String {
    let shown = error.to_string();
    let (shown, message) = (shown.trim_end(), error.message());
    let Some(hint) = hint(message) else { return shown.to_owned() };
    // A list of every key there is says less than the one that was meant.
    let brief = match (message.split_once(", expected one of "), &hint) {
        (Some((brief, _)), Hint::Meant(_) | Hint::Renamed(_)) => brief,
        _ => message,
    };
    let mut brief = brief.to_owned();
    for (word, plain) in PLAIN {
        brief = brief.replace(word, plain);
    }
    let before = shown.strip_suffix(message).unwrap_or(shown);
    let hint = match hint {
        Hint::Meant(name) => format!("write `{name}`"),
        Hint::Renamed(name) => format!("it is now called `{name}`"),
        Hint::ScreenCache(words) => words.to_owned(),
    };
    format!("{before}{brief} (hint: {hint})")
}

/// The one of some names that a wrong one was meant to be, if it is near to any.
pub(super) fn nearest<'name>(
    wrong: &str,
    names: impl Iterator<Item = &'name str>,
) -> Option<&'name str> {
    let most = (wrong.chars().count() / 4).max(1);
    let measured = names.map(|name| (strsim::osa_distance(wrong, name), name));
    measured
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(far, _)| *far)
        .map(|(_, name)| name)
}

/// Words of programmers, and what they are called here.
const PLAIN: [(&str, &str); 9] = [
    ("unknown field", "unknown key"),
    ("unknown variant", "unknown word"),
    ("missing field", "missing key"),
    ("expected u16", "expected a whole number"),
    ("expected u32", "expected a whole number"),
    ("expected u64", "expected a whole number"),
    ("expected i8", "expected a whole number"),
    ("a sequence", "a list"),
    ("a string", "a text"),
];

enum Hint {
    /// The name that was meant.
    Meant(String),
    /// The name that it has today.
    Renamed(&'static str),
    /// What to do.
    ScreenCache(&'static str),
}

fn hint(message: &str) -> Option<Hint> {
    if message.contains("(hint: ") {
        return None;
    }
    let said = |words| Some(Hint::ScreenCache(words));
    if message.starts_with("unknown ") {
        let mut names = message.split('`').skip(1).step_by(2);
        let wrong = names.next()?;
        if let Some(name) = renamed(wrong) {
            return Some(Hint::Renamed(name));
        }
        let nearest = nearest(wrong, names);
        return match nearest {
            Some(name) => Some(Hint::Meant(name.to_owned())),
            None => said("one of those; `russet methodology schema` describes each"),
        };
    }
    if message.starts_with("string values must be quoted") {
        return said("texts stand in quotes: \"Mine\"");
    }
    if message == "duplicate key" {
        return said("take one of them out");
    }
    if message.ends_with("is not a decimal number") {
        return said("digits and a point: \"1234.5\"");
    }
    if message.starts_with("invalid value: integer") {
        return said("a whole number, from 0 on");
    }
    if message.starts_with("missing field") {
        return said("write it there; `russet methodology schema` says what it takes");
    }
    let (given, expected) = message.strip_prefix("invalid type: ")?.rsplit_once(", expected ")?;
    let is_number = given.starts_with("integer") || given.starts_with("floating");
    match expected {
        "a sequence" => said("a list stands in brackets: [1, 2]; a table of a list under [[name]]"),
        _ if expected.contains("string") && is_number => {
            said("exact numbers and dates are written as texts: \"2.5\"")
        }
        _ if given.starts_with("string") && expected.len() <= 3 => {
            said("counts are whole numbers without quotes: 5")
        }
        _ if given.starts_with("string") && expected == "a boolean" => said("true or false"),
        _ => None,
    }
}
