//! A value that changed over the years.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de};

use super::values::Day;

/// One value and the day from which it holds.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step<T> {
    /// The first day it holds.
    pub from: Day,
    /// The value.
    pub value: T,
    /// Where it was read.
    pub source: String,
}

/// A value by steps in time; at least one, in order.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(inline)]
pub struct Dated<T>(#[schemars(length(min = 1))] Vec<Step<T>>);

impl<T: Copy> Dated<T> {
    /// The step that holds on a day, if one does yet.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// let minimum = family.eligibility.price.unwrap().minimum;
    /// assert_eq!(minimum.on(date(2024, 4, 30)).unwrap().value, "1".parse().unwrap());
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn on(&self, day: Date) -> Option<&Step<T>> {
        self.0.iter().rev().find(|step| step.from.0 <= day)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Dated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Dated<T>, D::Error> {
        let steps = Vec::<Step<T>>::deserialize(deserializer)?;
        match !steps.is_empty() && steps.is_sorted_by(|a, b| a.from < b.from) {
            true => Ok(Dated(steps)),
            false => Err(de::Error::custom("needs at least one step, with ascending dates")),
        }
    }
}
