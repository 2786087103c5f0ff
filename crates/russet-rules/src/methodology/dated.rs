//! A value that changes over time.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

use super::values::Day;

/// A value and the day from which it applies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step<T> {
    /// The first day on which it applies.
    pub from: Day,
    /// The value.
    pub value: T,
    /// Where the value was read.
    pub source: String,
}

/// A value with its changes over time: at least one step, in chronological order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct Dated<T>(#[schemars(length(min = 1))] Vec<Step<T>>);

impl<T: Copy> Dated<T> {
    /// The step that applies on a day; none before the first.
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

    /// Its values, the earliest first.
    pub(super) fn values(&self) -> impl Iterator<Item = T> + '_ {
        self.0.iter().map(|step| step.value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Dated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Dated<T>, D::Error> {
        let steps = Vec::<Step<T>>::deserialize(deserializer)?;
        if steps.is_empty() {
            let reason =
                "there is no step (hint: [{ from = \"1978-01-01\", value = …, source = \"…\" }])";
            return Err(de::Error::custom(reason));
        }
        if let Some(pair) = steps.windows(2).find(|pair| pair[0].from >= pair[1].from) {
            return Err(de::Error::custom(format!(
                "the step from {} stands after one from {} (hint: put steps in order of time, each \
                 from a day of its own)",
                pair[1].from, pair[0].from
            )));
        }
        Ok(Dated(steps))
    }
}
