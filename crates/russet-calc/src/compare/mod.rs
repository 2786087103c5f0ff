//! A run against what others published: their levels, their funds' lists.
//!
//! | module | what it does |
//! |---|---|
//! | `levels` | daily returns against published ones: correlation, tracking error, years |
//! | `shared_levels` | the sessions that both have, and the returns between them |
//! | `doubts` | the sessions whose comparison shows bad closes or bad levels |
//! | `members` | members against a fund's list, and the reasons of every miss |
//! | `truth` | a fund's lists as the true members and shares of an index, day by day |
//! | `baskets` | the index of a day with true members, or true members and shares |
//! | `prices` | returns of such baskets from a market's closes |
//! | `budget` | tracking error split into members, shares and prices by putting in the truth |

mod baskets;
mod budget;
mod doubts;
mod levels;
mod members;
mod prices;
mod shared_levels;
mod statistics;
#[cfg(test)]
mod tests;
mod truth;

pub use budget::{BudgetDay, BudgetRow, ErrorBudget, Part, error_budget};
pub use doubts::{Doubt, Side};
pub use levels::{LevelComparison, LevelStatistics, PeriodGap, YearGap, compare_levels};
pub use members::{MemberComparison, Miss, MissGroup, compare_members};
pub use shared_levels::DayGap;
pub use truth::ListUse;
