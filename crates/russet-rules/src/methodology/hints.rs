//! What would be right, where a text does not follow the format.

/// An error of the format with its line, and what to do.
pub(super) fn with_hint(error: &toml::de::Error) -> String {
    let shown = error.to_string();
    let (shown, message) = (shown.trim_end(), error.message());
    let Some(hint) = hint(message) else { return shown.to_owned() };
    // A list of every key there is says less than the one that was meant.
    let brief = match (message.split_once(", expected one of "), &hint) {
        (Some((brief, _)), Hint::Meant(_)) => brief,
        _ => message,
    };
    let before = shown.strip_suffix(message).unwrap_or(shown);
    let hint = match hint {
        Hint::Meant(name) => format!("write `{name}`"),
        Hint::Said(words) => words.to_owned(),
    };
    format!("{before}{brief} (hint: {hint})")
}

enum Hint {
    /// The name that was meant.
    Meant(String),
    /// What to do.
    Said(&'static str),
}

fn hint(message: &str) -> Option<Hint> {
    if message.contains("(hint: ") {
        return None;
    }
    let said = |words| Some(Hint::Said(words));
    if message.starts_with("unknown ") {
        let mut names = message.split('`').skip(1).step_by(2);
        let wrong = names.next()?;
        let near = |name: &&str| strsim::osa_distance(wrong, name) <= 1 + wrong.chars().count() / 4;
        let nearest = names.filter(near).min_by_key(|name| strsim::osa_distance(wrong, name));
        return match nearest {
            Some(name) => Some(Hint::Meant(name.to_owned())),
            None => said("one of those; `russet methodology schema` tells what each is"),
        };
    }
    if message.starts_with("missing field") {
        return said("write it there; `russet methodology schema` tells what it takes");
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
