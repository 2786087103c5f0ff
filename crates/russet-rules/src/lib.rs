//! A methodology and a market in, decisions out: who belongs to each index, and why.
//!
//! Nothing here reads a file format of the outside world, and no threshold, date or band stands in
//! this code: they come from the [`Methodology`].
//!
//! | module | what it does |
//! |---|---|
//! | [`methodology`] | the rules as data, checked when read |
//! | [`snapshot`] | every security of a market as it could be seen on a rank day |
//! | [`research`] | what every rank day asks for, worked out once: [`Research`] |
//! | `screens` | may a security belong, and if not, what refuses it |
//! | [`snapshot::company_facts`] | what a register or a user says of a security's company |
//! | [`snapshot::companies`] | securities added up to companies, ranked by total capitalization |
//! | [`nationality`] | the country that a company is assigned to: [`nationality::assign`] |
//! | [`votes`] | the part of a company's votes that is in public hands |
//! | [`placement`] | ranks and bands to a place in the family |
//! | [`reconstitution`] | all of it on a rank day: [`reconstitute`] |
//! | [`selection`] | the largest, all, or a committee's candidates, where ranks are not cut |
//! | [`committee`] | whether a committee has decided, and what |
//! | [`new_listings`] | companies that came to market between: [`add_new_listings`] |
//! | [`share_counts`] | the shares of a security that are its own |
//! | [`free_float`] | the part of them that counts: supplied, estimated, assumed, or all |
//! | [`funds`] | funds' dated lists, and the securities on them |
//! | [`inference`] | what lists published since imply about screens that the data cannot evaluate |
//! | [`seeding`] | members before the first reconstitution, from funds' lists: [`seed_members`] |
//! | [`weighting`] | index shares and capping factors: [`weigh`] |
//! | [`restatement`] | whether a correction restates published levels or is carried |
//! | [`turning_close`] | the close at which a decision would have been another |
//! | [`decision`] | the record of every security considered: facts, typed |
//! | `sentence` | a decision in words, from its facts and the methodology |

pub mod committee;
pub mod decision;
mod fraction;
pub mod free_float;
pub mod funds;
pub mod inference;
mod largest_first;
mod late_counts;
mod market_facts;
pub mod membership;
pub mod methodology;
pub mod nationality;
pub mod new_listings;
pub mod placement;
pub mod reconstitution;
pub mod research;
pub mod restatement;
mod screening;
mod screens;
mod security_facts;
pub mod seeding;
pub mod selection;
mod sentence;
mod share_count_cache;
pub mod share_counts;
mod shared_texts;
pub mod snapshot;
mod statistics;
pub mod style;
#[cfg(test)]
mod test_security;
mod trading;
pub mod turning_close;
pub mod votes;
pub mod weighting;

pub use decision::{Decision, Verdict};
pub use membership::{Members, SizeMembership};
pub use methodology::{Methodology, MethodologyError};
pub use new_listings::add_new_listings;
pub use reconstitution::{PlacedCompany, ReviewOutcome, reconstitute};
pub use research::{MarketCache, Research};
pub use seeding::seed_members;
pub use share_count_cache::ShareCountsOn;
pub use weighting::{Candidate, WeightedSecurity, WeightingError, weigh};

/// Why decisions could not be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RulesError {
    /// A sum or product left the range of its type.
    #[error("on {day}: {source}")]
    Number {
        /// The day of the decision.
        day: jiff::civil::Date,
        /// What went out of range.
        source: russet_market::NumberError,
    },
    /// The market has no prices for the day.
    #[error("the market has no prices for the rank day {day} (hint: import that session)")]
    NoPrices {
        /// The rank day.
        day: jiff::civil::Date,
    },
    /// A date lies outside the calendar.
    #[error(transparent)]
    Calendar(#[from] russet_market::CalendarError),
}
