//! A run against what others published: their levels, their funds' lists.

mod levels;
mod members;

pub use levels::{DayGap, LevelComparison, LevelStatistics, YearGap, compare_levels};
pub use members::{MemberComparison, Miss, MissGroup, compare_members};
