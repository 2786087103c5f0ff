//! How far two names are one company's.

use crate::identity::{company_words, similar, stem, words};

/// How well two names agree, best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// Nothing speaks for one company.
    Apart,
    /// As alike as names of one company in two sources are.
    Like,
    /// The same name, up to its legal form and to how it is spelled.
    Same,
}

/// A company's name, prepared for comparisons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name {
    stem: String,
    /// The letters and digits of the stem: sources part words differently.
    letters: String,
    /// The letters and digits of the company's words with its articles and legal form.
    whole: String,
    /// The stem's words in alphabetical order: registers put surnames first.
    sorted: Vec<String>,
}

/// Letters that one name must have for the other to begin with them by more than chance.
const TELLING_LETTERS: usize = 6;

impl Name {
    /// The name of a company, or of a line of trading: what describes the line is left off.
    pub(super) fn of(text: &str) -> Name {
        let plain = without_marks(text);
        let all = words(plain);
        let company = all[..company_words(&all)].iter().map(String::as_str);
        let whole = letters(company);
        let stem = stem(plain);
        let mut sorted = joined_initials(&stem);
        sorted.sort_unstable();
        Name { letters: letters(stem.split(' ')), stem, whole, sorted }
    }

    /// What two names that are the same have in common; blank for a name that says nothing.
    pub(super) fn key(&self) -> &str {
        &self.letters
    }

    pub(super) fn agrees(&self, other: &Name) -> Agreement {
        match () {
            () if self.letters.is_empty() || other.letters.is_empty() => Agreement::Apart,
            () if self.letters == other.letters || self.whole == other.whole => Agreement::Same,
            () if self.sorted == other.sorted || self.is_like(other) || other.is_like(self) => {
                Agreement::Like
            }
            () => Agreement::Apart,
        }
    }

    fn is_like(&self, other: &Name) -> bool {
        let begins =
            |one: &str, other: &str| other.len() >= TELLING_LETTERS && one.starts_with(other);
        let (one, two) = (joined_initials(&self.stem), joined_initials(&other.stem));
        similar(&self.stem, &other.stem)
            || begins(&self.letters, &other.letters)
            || begins(&self.whole, &other.whole)
            || one.len() == two.len() && one.iter().zip(&two).all(|(one, two)| shortens(one, two))
            || is_acronym(&self.stem, &other.letters)
    }
}

/// A name without what is no part of it: `D/B/A` before it, or the state behind it that sets two
/// companies of one name apart (`/DE/`, `\DE\`, `INC/MN`).
fn without_marks(text: &str) -> &str {
    let text = text.strip_prefix("D/B/A ").unwrap_or(text);
    match text.find(['/', '\\']) {
        Some(mark) if mark >= SHORTEST && text[mark..].len() <= STATE_MARK => &text[..mark],
        _ => text,
    }
}

/// A stroke within the first letters is part of the name: `M/I Homes`.
const SHORTEST: usize = 4;
/// The longest mark of a state: `/Marshall Islands`.
const STATE_MARK: usize = 17;

/// The letters and digits of words; an ampersand is an `AND` and neither counts.
fn letters<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let telling = words.filter(|word| *word != "AND");
    telling.flat_map(str::chars).filter(|letter| letter.is_alphanumeric()).collect()
}

/// The words of a stem, initials as one: `D R HORTON` is `DR HORTON`.
fn joined_initials(stem: &str) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut initials = false;
    for word in stem.split(' ').filter(|word| *word != "&" && *word != "AND") {
        match joined.last_mut() {
            Some(last) if initials && word.len() == 1 => last.push_str(word),
            _ => joined.push(word.to_owned()),
        }
        initials = word.len() == 1;
    }
    joined
}

/// Whether one word is the other or its abbreviation: `INTL` of `INTERNATIONAL`.
fn shortens(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short == long {
        return true;
    }
    let mut letters = long.chars();
    short.len() >= 2
        && short.chars().next() == long.chars().next()
        && short.chars().all(|letter| letters.any(|other| other == letter))
}

/// Whether letters are the initials of three words or more: `PG&E` of `PACIFIC GAS & ELECTRIC`.
fn is_acronym(stem: &str, initials: &str) -> bool {
    let words = stem.split(' ').filter(|word| *word != "&" && *word != "AND");
    let first: String = words.filter_map(|word| word.chars().next()).collect();
    first.len() >= 3 && first == initials
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(one: &str, other: &str) -> Agreement {
        Name::of(one).agrees(&Name::of(other))
    }

    #[test]
    fn registers_spell_names_in_their_own_way() {
        for (line, filer) in [
            ("AAR Corp. Common Stock", "AAR CORP"),
            ("The RealReal Inc. Common Stock", "TheRealReal, Inc."),
            ("M/I Homes Inc. Common Stock", "M/I HOMES, INC."),
            ("Score Media and Gaming Inc. Class A Shares", "Score Media & Gaming Inc."),
            ("D/B/A Centerspace Common Stock", "CENTERSPACE"),
            ("Stamps.com Inc. Common Stock ($0.001 Par Value)", "Stamps.Com Inc"),
            ("JP Morgan Chase & Co. Common Stock", "JPMORGAN CHASE & CO"),
            ("Eli Lilly and Company Common Stock", "ELI LILLY & Co"),
            ("PVH Corp. Common Stock", "PVH CORP. /DE/"),
        ] {
            assert_eq!(agreement(line, filer), Agreement::Same, "{line} {filer}");
        }
    }

    #[test]
    fn shortened_names_are_alike_and_others_apart() {
        let line = "Old Dominion International Bancorp Common Stock";
        assert_eq!(agreement(line, "OLD DOMINION INTL BANCORP"), Agreement::Like);
        let line = "NewJersey Resources Corporation Common Stock";
        assert_eq!(agreement(line, "NEW JERSEY RESOURCES CORP"), Agreement::Like);
        assert_eq!(agreement("D.R. Horton Inc.", "HORTON D R INC /DE/"), Agreement::Like);
        assert_eq!(agreement("A. O. Smith Corporation", "SMITH A O CORP"), Agreement::Like);
        assert_eq!(agreement("Pacific Gas & Electric Co.", "PG&E Corp"), Agreement::Like);
        assert_eq!(agreement("First Bank Common Stock", "Bank First Corp"), Agreement::Like);
        assert_eq!(agreement("Meta Platforms Inc.", "FACEBOOK INC"), Agreement::Apart);
        assert_eq!(agreement("First Horizon Corp", "FIRST SEACOAST BANCORP"), Agreement::Apart);
        assert_eq!(agreement("", ""), Agreement::Apart);
    }
}
