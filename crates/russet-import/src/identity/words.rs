//! The words of a line's name, and where they turn from the company to the line.

/// Words from which on a name describes the line, not the company.
const LINE_WORDS: &[&str] = &[
    "EACH",
    "REPRESENTING",
    "CONSISTING",
    "DUE",
    "DEPOSITARY",
    "DEPOSITORY",
    "ADS",
    "ADSS",
    "ADR",
    "ADRS",
    "SPONSORED",
    "WARRANT",
    "WARRANTS",
    "RIGHT",
    "RIGHTS",
    "UNIT",
    "UNITS",
    "PREFERRED",
    "PREFERENCE",
    "PREF",
    "PFD",
    "NOTE",
    "NOTES",
    "DEBENTURE",
    "DEBENTURES",
    "SUBORDINATED",
    "CUMULATIVE",
    "REDEEMABLE",
    "PAR",
    "PERPETUAL",
    "WHEN",
    "EXP",
    "EXPIRING",
    "TRANCHE",
];

/// How many of the words are the company's own name; the rest describes the line.
pub(crate) fn company_words(words: &[String]) -> usize {
    let describes = |place: usize, word: &str| {
        let next = words.get(place + 1).map(String::as_str);
        let share = match next {
            Some("STOCK" | "SHARE" | "SHARES" | "UNIT" | "UNITS") => {
                ["COMMON", "ORDINARY", "CAPITAL"].contains(&word)
            }
            Some("DEPOSITARY" | "DEPOSITORY") => word == "AMERICAN",
            Some("OF") if ["SHARE", "SHARES"].contains(&word) => true,
            Some(class) => ["CLASS", "SERIES"].contains(&word) && is_class(class),
            None => false,
        };
        share || ends_company(word, next) || word.contains(['%', '$'])
    };
    (1..words.len()).find(|place| describes(*place, &words[*place])).unwrap_or(words.len())
}

/// Upper-case words: no dots, no apostrophes, nothing in brackets.
///
/// ```text
/// E2open Parent Holdings Inc.Class A (DE)  →  E2OPEN PARENT HOLDINGS INC CLASS A
/// ```
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(name.len());
    let mut letters = name.chars().peekable();
    let mut before = ' ';
    while let Some(character) = letters.next() {
        let joins_words =
            before.is_lowercase() && letters.peek().is_some_and(|next| next.is_uppercase());
        before = character;
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '.' if plain.ends_with(|last: char| last.is_ascii_digit()) => plain.push('.'),
            '.' if joins_words => plain.push(' '),
            '.' | '\'' | '’' | '`' => {}
            other if other.is_alphanumeric() || "%$&".contains(other) => {
                plain.extend(other.to_uppercase());
            }
            _ => plain.push(' '),
        }
    }
    plain
        .split_whitespace()
        .map(|word| word.trim_end_matches('.').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether the words from here on describe the line. `Preferred Apartment` or `Unit Corp` do not.
pub(super) fn ends_company(word: &str, next: Option<&str>) -> bool {
    const COMPANY_AFTER: &[&str] = &["AND", "&", "BANK", "APARTMENT", "INCOME", "SECURITIES"];
    LINE_WORDS.contains(&word) && !next.is_some_and(|next| COMPANY_AFTER.contains(&next))
}

/// Whether a word may be the letter or number of a class.
pub(super) fn is_class(word: &str) -> bool {
    word.len() <= 2 && word.chars().all(|character| character.is_ascii_alphanumeric())
}
