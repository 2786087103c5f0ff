//! What a line is: common share, preferred, warrant, fund, as its name, symbol and industry tell.
//!
//! The rules are data, those of the line before those of the company, and the first that holds
//! decides. A line that no rule holds for is a common share.

mod company_rules;
mod company_words;
mod line_rules;
mod sign;
mod traits;

use russet_market::SecurityKind;

use company_rules::COMPANY_RULES;
use line_rules::LINE_RULES;
use sign::Rule;
use traits::Traits;

use crate::sightings::Description;

/// The kind of a line by the first rule that holds.
pub(crate) fn kind_of(description: &Description) -> SecurityKind {
    first_rule(&traits(description)).map_or(SecurityKind::Common, |rule| rule.kind)
}

/// Whether nothing but the industry tells the kind of a line.
pub(crate) fn told_by_industry(description: &Description) -> bool {
    first_rule(&traits(description)).is_some_and(Rule::by_industry)
}

fn traits(description: &Description) -> Traits {
    Traits::of(
        description.name.as_deref().unwrap_or_default(),
        description.ticker.as_str(),
        description.sector.as_deref().unwrap_or_default(),
        description.industry.as_deref().unwrap_or_default(),
    )
}

fn first_rule(traits: &Traits) -> Option<&'static Rule> {
    LINE_RULES.iter().chain(COMPANY_RULES).find(|rule| rule.holds(traits))
}

#[cfg(test)]
mod tests;
