//! Dates by rule: the third Friday of some months, and the days counted back from it.

mod day_of_month;
mod rebalancing;
mod reviews;

use jiff::civil::Date;

use super::values::Day;

pub use day_of_month::DayOfMonth;
pub use rebalancing::Rebalancing;
pub use reviews::Reviews;

/// Calendar days that contain a number of sessions: more than double, because sessions missing from the
/// market do not count.
///
/// ```
/// assert_eq!(russet_rules::methodology::days_of(5), 50);
/// ```
pub fn days_of(sessions: usize) -> i64 {
    4 * sessions as i64 + 30
}

/// Whether a day lies in a rule's range, both ends included.
pub(super) fn within(day: Date, from: Option<Day>, until: Option<Day>) -> bool {
    from.is_none_or(|from| from.0 <= day) && until.is_none_or(|until| day <= until.0)
}

pub(super) fn check_months(months: &[i8]) -> Result<(), String> {
    match months.iter().find(|month| !(1..=12).contains(*month)) {
        Some(month) => Err(format!("{month} is not a month (hint: 1 is January, 12 December)")),
        None => Ok(()),
    }
}
