//! The rule that decided.

use std::cmp::Ordering;
use std::fmt;

use russet_store::table::{ArrayRef, BadCell, ColumnType, ColumnValue, OwnedValue};
use russet_store::table::{text_array, text_values};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use crate::methodology::Screen;

/// The rule that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DecidingRule {
    /// A screen refused.
    Screen(Screen),
    /// The company's market capitalization is unknown, so it cannot be ranked.
    Ranking,
    /// The index's own lists left the company out.
    AbsentFromLists,
    /// The company's rank.
    Rank,
    /// The band around a size breakpoint, against the rank.
    Band,
    /// The buffer that keeps members.
    Buffer,
    /// A place that members left free, or that none did.
    Vacancy,
    /// All that pass every screen belong.
    All,
    /// A committee chooses.
    Committee,
    /// What a new listing must reach.
    NewListing,
    /// A new listing must have been offered.
    Offering,
    /// What a newcomer between reviews must reach.
    FastEntry,
    /// The rank beyond which members leave between reviews.
    InterimDeletion,
    /// Leavers are replaced.
    Replacement,
    /// What an index takes from its parent.
    Only,
    /// Its parent no longer holds it.
    Parent,
}

/// The rules that are no screens.
const OTHERS: [DecidingRule; 15] = [
    DecidingRule::Ranking,
    DecidingRule::AbsentFromLists,
    DecidingRule::Rank,
    DecidingRule::Band,
    DecidingRule::Buffer,
    DecidingRule::Vacancy,
    DecidingRule::All,
    DecidingRule::Committee,
    DecidingRule::NewListing,
    DecidingRule::Offering,
    DecidingRule::FastEntry,
    DecidingRule::InterimDeletion,
    DecidingRule::Replacement,
    DecidingRule::Only,
    DecidingRule::Parent,
];

impl DecidingRule {
    /// The rule's name: a screen's, or its own.
    pub const fn as_str(self) -> &'static str {
        match self {
            DecidingRule::Screen(screen) => screen.name(),
            DecidingRule::Ranking => "ranking",
            DecidingRule::AbsentFromLists => "absent_from_lists",
            DecidingRule::Rank => "rank",
            DecidingRule::Band => "band",
            DecidingRule::Buffer => "buffer",
            DecidingRule::Vacancy => "vacancy",
            DecidingRule::All => "all",
            DecidingRule::Committee => "committee",
            DecidingRule::NewListing => "new_listing",
            DecidingRule::Offering => "offering",
            DecidingRule::FastEntry => "fast_entry",
            DecidingRule::InterimDeletion => "interim_deletion",
            DecidingRule::Replacement => "replacement",
            DecidingRule::Only => "only",
            DecidingRule::Parent => "parent",
        }
    }

    /// The rule of a name.
    fn named(name: &str) -> Result<DecidingRule, String> {
        let other = OTHERS.into_iter().find(|rule| rule.as_str() == name);
        let screen = || screen_named(name).map(DecidingRule::Screen);
        other.or_else(screen).ok_or_else(|| format!("'{name}' is no rule that decides"))
    }
}

/// The screen of a name.
pub(super) fn screen_named(name: &str) -> Option<Screen> {
    let name: StrDeserializer<'_, Error> = name.into_deserializer();
    Screen::deserialize(name).ok()
}

impl fmt::Display for DecidingRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl PartialEq<&str> for DecidingRule {
    fn eq(&self, name: &&str) -> bool {
        self.as_str() == *name
    }
}

impl ColumnValue for DecidingRule {
    const TYPE: ColumnType = ColumnType::Text;
    const UNIT: &'static str = "";

    fn array<'row>(values: impl Iterator<Item = Option<&'row Self>>) -> Result<ArrayRef, String> {
        Ok(text_array(values.map(|rule| rule.map(|rule| rule.as_str()))))
    }

    fn order(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl OwnedValue for DecidingRule {
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        let mut last: Option<DecidingRule> = None;
        text_values(column, |name| match last {
            Some(rule) if rule.as_str() == name => Ok(rule),
            _ => {
                let rule = DecidingRule::named(name)?;
                last = Some(rule);
                Ok(rule)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_by_its_name() {
        let screen = DecidingRule::Screen(Screen::ExceptFunds);
        for rule in OTHERS.into_iter().chain([screen]) {
            assert_eq!(DecidingRule::named(rule.as_str()), Ok(rule));
        }
        assert!(DecidingRule::named("mood").is_err());
    }
}
