//! Who is who: sightings to lines of trading, lines to permanent ids, ids to dated descriptions.
//!
//! A first pass walks through the sessions in order and decides with what was seen until then
//! which sighting continues which line: so a decision never depends on later data. Ids that the
//! market already gave are kept; new lines get the next ones, by first session and symbol.

mod assign;
mod issuers;
mod lines;
mod name;
mod renames;
mod versions;
mod words;

pub(crate) use assign::identify;
pub(crate) use name::{similar, stem};
pub(crate) use words::{company_words, words};

/// What the identity pass found, for the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct IdentityCounts {
    pub(crate) new_securities: usize,
    pub(crate) new_issuers: usize,
    pub(crate) renames: usize,
    pub(crate) reused_tickers: usize,
}
