//! The country that a company is assigned to, from its papers: where it is incorporated, has its
//! headquarters and trades, and where its assets are and its revenue comes from.
//!
//! | part | what it does |
//! |---|---|
//! | [`AssignmentRule`] | names and thresholds, from a methodology |
//! | [`YearReport`] | a year's assets or revenue by area |
//! | [`assign`] | the steps, in order |
//! | [`is_n_share`] | whether a company is of mainland China but listed in America |

mod assignment;
mod n_share;
mod primary;
mod report;

pub use assignment::{Assigned, AssignmentRule, Indicators, Step, assign};
pub use n_share::{NShareEvidence, NShareRule, is_n_share};
pub use report::{Area, YearReport};
