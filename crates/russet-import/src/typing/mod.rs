//! What a line is: common share, preferred, warrant, fund, as its name, symbol and industry tell.
//!
//! The rules are data: [`rules::RULES`], read from the top, and the first that holds decides. A line
//! that no rule holds for is a common share.

mod rules;
mod traits;

use russet_market::SecurityKind;

use crate::sightings::Description;
use rules::RULES;
use traits::Traits;

/// The kind of a line by the first rule that holds.
pub(crate) fn kind_of(description: &Description) -> SecurityKind {
    kind(
        description.name.as_deref().unwrap_or_default(),
        description.ticker.as_str(),
        description.industry.as_deref().unwrap_or_default(),
    )
}

fn kind(name: &str, symbol: &str, industry: &str) -> SecurityKind {
    let traits = Traits::of(name, symbol, industry);
    RULES.iter().find(|rule| rule.holds(&traits)).map_or(SecurityKind::Common, |rule| rule.kind)
}

#[cfg(test)]
mod tests;
