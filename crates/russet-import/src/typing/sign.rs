//! Signs by which a rule tells a kind.

use russet_market::SecurityKind;

use super::traits::{Traits, ends, says, starts};

/// Something that a line has or has not.
pub(super) enum Sign {
    /// The symbol has this in it: `^` marks a preferred series.
    SymbolHas(&'static str),
    /// The symbol ends so, after a dot or as the fifth letter of a Nasdaq symbol.
    SymbolEnds(&'static [&'static str]),
    FifthLetter(&'static str),
    /// One of these phrases stands anywhere in the name.
    Name(&'static [&'static str]),
    /// One of these phrases stands in the company's own name.
    Company(&'static [&'static str]),
    /// The company's own name ends with one of these phrases.
    CompanyEnds(&'static [&'static str]),
    /// One of these phrases stands in the line's description, behind the company's name.
    Line(&'static [&'static str]),
    /// One of these phrases stands in brackets.
    InBrackets(&'static [&'static str]),
    /// The line's description gives a percentage.
    Percentage,
    /// The line's description starts with one of these phrases.
    LineStarts(&'static [&'static str]),
    /// The industry is one of these.
    Industry(&'static [&'static str]),
    /// The industry is not given.
    NoIndustry,
    /// The sector is one of these.
    Sector(&'static [&'static str]),
    /// The sector is not given.
    NoSector,
}

/// A kind, all signs that it takes, and signs of which none may hold.
pub(super) struct Rule {
    pub(super) kind: SecurityKind,
    pub(super) all: &'static [Sign],
    pub(super) none: &'static [Sign],
}

impl Rule {
    pub(super) fn holds(&self, line: &Traits) -> bool {
        self.all.iter().all(|sign| sign.holds(line))
            && !self.none.iter().any(|sign| sign.holds(line))
    }

    /// Whether the rule goes by nothing but the industry.
    pub(super) fn by_industry(&self) -> bool {
        self.all.iter().all(|sign| matches!(sign, Sign::Industry(_)))
    }
}

impl Sign {
    fn holds(&self, line: &Traits) -> bool {
        match self {
            Sign::SymbolHas(mark) => line.symbol.contains(mark),
            Sign::SymbolEnds(ends) => ends.iter().any(|end| line.symbol.ends_with(end)),
            Sign::FifthLetter(letters) => {
                line.symbol.len() == 5
                    && line.symbol.bytes().all(|letter| letter.is_ascii_uppercase())
                    && letters.contains(&line.symbol[4..])
            }
            Sign::Name(phrases) => phrases.iter().any(|phrase| says(&line.name, phrase)),
            Sign::Company(phrases) => phrases.iter().any(|phrase| says(&line.company, phrase)),
            Sign::CompanyEnds(phrases) => phrases.iter().any(|phrase| ends(&line.company, phrase)),
            Sign::Line(phrases) => phrases.iter().any(|phrase| says(&line.line, phrase)),
            Sign::InBrackets(phrases) => phrases.iter().any(|phrase| says(&line.brackets, phrase)),
            Sign::Percentage => line.line.contains('%'),
            Sign::LineStarts(phrases) => phrases.iter().any(|phrase| starts(&line.line, phrase)),
            Sign::Industry(industries) => industries.contains(&line.industry.as_str()),
            Sign::NoIndustry => line.industry.is_empty(),
            Sign::Sector(sectors) => sectors.contains(&line.sector.as_str()),
            Sign::NoSector => line.sector.is_empty(),
        }
    }
}
