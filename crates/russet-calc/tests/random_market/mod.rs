//! Small markets in which corporate actions happen at random, as texts of scenarios.
//!
//! A market is made from a [`Plan`]: drawn numbers that say when what happens to which line. Numbers that
//! make no valid action at their place do nothing, so any numbers are a plan.
//!
//! | part | what it does |
//! |---|---|
//! | `plan` | what is drawn |
//! | `line` | one line: where it comes from, what it is worth, what may still happen to it |
//! | `world` | all lines, session after session |
//! | `same_day` | which actions of one line may share a day |
//! | `cash`, `units`, `spin_offs`, `successions`, `takeovers`, `ends` | the actions of each sort |
//! | `text` | the market as a scenario |

// Each test file is a crate of its own and uses its part of this.

mod cash;
mod ends;
mod line;
mod plan;
mod same_day;
mod spin_offs;
mod successions;
mod takeovers;
mod text;
mod units;
mod world;

pub use plan::{Draw, KINDS, Kind, Plan, Tone};
pub use same_day::may_share_a_day;
pub use text::scenario_of;
