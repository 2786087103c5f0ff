//! What the rules look at: the words of a line's name, its symbol, sector and industry.

use crate::identity::{company_words, words};

/// A line, prepared for the rules.
pub(super) struct Traits {
    /// All words of the name, upper case, with a space before, between and after.
    pub(super) name: String,
    /// The words of the company's own name.
    pub(super) company: String,
    /// The words that describe the line: `Depositary Shares each representing…`.
    pub(super) line: String,
    /// The words in brackets, which are left out everywhere else.
    pub(super) brackets: String,
    pub(super) symbol: String,
    pub(super) sector: String,
    pub(super) industry: String,
}

impl Traits {
    pub(super) fn of(name: &str, symbol: &str, sector: &str, industry: &str) -> Traits {
        let words = words(name);
        let (company, line) = words.split_at(company_words(&words));
        Traits {
            name: spaced(&words),
            company: spaced(company),
            line: spaced(line),
            brackets: spaced(&bracketed(name)),
            symbol: symbol.to_owned(),
            sector: sector.to_uppercase(),
            industry: industry.to_uppercase(),
        }
    }
}

fn bracketed(name: &str) -> Vec<String> {
    let opened = name.split('(').skip(1);
    opened.filter_map(|rest| rest.split_once(')')).flat_map(|(inside, _)| words(inside)).collect()
}

fn spaced(words: &[String]) -> String {
    format!(" {} ", words.join(" "))
}

/// Whether a phrase stands in spaced words, as whole words.
pub(super) fn says(words: &str, phrase: &str) -> bool {
    words.match_indices(phrase).any(|(start, found)| {
        words[..start].ends_with(' ') && words[start + found.len()..].starts_with(' ')
    })
}

/// Whether spaced words start with a phrase.
pub(super) fn starts(words: &str, phrase: &str) -> bool {
    words[1..].strip_prefix(phrase).is_some_and(|rest| rest.starts_with(' '))
}

/// Whether spaced words end with a phrase.
pub(super) fn ends(words: &str, phrase: &str) -> bool {
    words[..words.len() - 1].strip_suffix(phrase).is_some_and(|rest| rest.ends_with(' '))
}
