//! A methodology with some of its values replaced.

mod place;

use std::str::FromStr;

use toml::Value;

use super::layers::Layers;
use super::{Methodology, MethodologyError};
use place::set;

/// One value instead of another: `breakpoints.1000.half_width_percent` and `1`.
///
/// A path is the keys down to the value. A row of a list is named by its `id`, the day it takes effect or
/// begins, its `rank`, or its number from 1, as in the errors of `russet methodology check`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variation {
    /// The keys down to the value, with dots between them.
    pub path: String,
    /// The value, as the file writes it but without quotes.
    pub value: String,
}

impl Variation {
    /// Reads `PATH=V1,V2,…`; a comma within brackets belongs to a value.
    ///
    /// # Errors
    /// What is missing, in words.
    ///
    /// ```
    /// use russet_rules::methodology::Variation;
    /// let all = Variation::all("breakpoints.1000.half_width_percent=1,2.5")?;
    /// assert_eq!(all[1].to_string(), "breakpoints.1000.half_width_percent=2.5");
    /// assert!(Variation::all("breakpoints.1000").is_err());
    /// # Ok::<(), String>(())
    /// ```
    pub fn all(text: &str) -> Result<Vec<Variation>, String> {
        let hint = "(hint: PATH=V1,V2, such as breakpoints.1000.half_width_percent=1,2.5)";
        let Some((path, values)) = text.split_once('=') else {
            return Err(format!("'{text}' has no '=' {hint}"));
        };
        let (path, mut depth) = (path.trim().to_owned(), 0_i32);
        let between = |letter: char| {
            depth +=
                i32::from(matches!(letter, '[' | '{')) - i32::from(matches!(letter, ']' | '}'));
            letter == ',' && depth == 0
        };
        let values: Vec<&str> = values.split(between).map(str::trim).collect();
        if path.is_empty() || values.iter().any(|value| value.is_empty()) {
            return Err(format!("'{text}' lacks a path or a value {hint}"));
        }
        let one = |value: &str| Variation { path: path.clone(), value: value.to_owned() };
        Ok(values.into_iter().map(one).collect())
    }
}

impl FromStr for Variation {
    type Err = String;

    fn from_str(text: &str) -> Result<Variation, String> {
        let mut all = Variation::all(text)?;
        match (all.pop(), all.is_empty()) {
            (Some(one), true) => Ok(one),
            _ => Err(format!("'{text}' names several values (hint: give one)")),
        }
    }
}

impl std::fmt::Display for Variation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}={}", self.path, self.value)
    }
}

impl Methodology {
    /// The text of a methodology with values replaced, its own or those of the rules it stands on; it must still be
    /// parsed, which checks it.
    ///
    /// # Errors
    /// [`MethodologyError`] when the text cannot be read, or a path leads nowhere: with what there is
    /// instead.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// use russet_rules::methodology::Variation;
    /// let text = Methodology::built_in_text("russell-us").unwrap();
    /// let wider = Variation::all("breakpoints.1000.half_width_percent=5")?;
    /// let varied = Methodology::varied("wider", text, &wider).unwrap();
    /// let family = Methodology::parse("wider", &varied).unwrap();
    /// assert_eq!(family.breakpoints[3].half_width_percent, Some("5".parse().unwrap()));
    /// # Ok::<(), String>(())
    /// ```
    pub fn varied(
        name: &str,
        text: &str,
        variations: &[Variation],
    ) -> Result<String, MethodologyError> {
        let mut whole = Value::Table(Layers::of(name, text, Methodology::built_in_text)?.whole()?);
        for variation in variations {
            if variation.path == "rules" {
                return Err(MethodologyError::Rule {
                    name: name.to_owned(),
                    key: "rules".to_owned(),
                    reason: "the rules below cannot be varied (hint: write a file for each)"
                        .to_owned(),
                });
            }
            set(&mut whole, variation).map_err(|reason| MethodologyError::Rule {
                name: name.to_owned(),
                key: variation.path.clone(),
                reason,
            })?;
        }
        toml::to_string(&whole).map_err(|error| MethodologyError::Format {
            name: name.to_owned(),
            message: error.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn varied(family: &str, text: &str) -> Result<Methodology, MethodologyError> {
        let own = Methodology::built_in_text(family).unwrap();
        let varied = Methodology::varied(family, own, &Variation::all(text).unwrap())?;
        Methodology::parse(family, &varied)
    }

    #[test]
    fn rows_are_named_and_values_keep_their_sort() {
        let family = varied("russell-us", "reviews.1989-01-01.months=[3, 9]").unwrap();
        assert_eq!(family.reviews[0].months, [3, 9]);
        let family = varied("russell-us", "eligibility.price.minimum.1.value=5").unwrap();
        let price = family.eligibility.price.unwrap();
        let day = jiff::civil::date(2024, 4, 30);
        assert_eq!(price.minimum.on(day).unwrap().value, "5".parse().unwrap());
        let family = varied("russell-us", "maintenance.absent_sessions=9").unwrap();
        assert_eq!(family.maintenance.absent_sessions, 9);
    }

    #[test]
    fn rules_below_are_varied_too() {
        let family = varied("us-equal", "breakpoints.1000.half_width_percent=7").unwrap();
        assert_eq!(family.breakpoints[3].half_width_percent, Some("7".parse().unwrap()));
    }

    #[test]
    fn what_leads_nowhere_is_refused_with_what_there_is() {
        let refusal = |text: &str| varied("russell-us", text).unwrap_err().to_string();
        assert!(
            refusal("breakpoints.999.half_width_percent=1").contains("one of 50, 200, 500, 1000")
        );
        assert!(refusal("brakes.1000.rank=1").contains("there is no 'brakes'"));
        assert!(refusal("maintenance.absent_sessions=often").contains("is no whole number"));
        assert!(refusal("breakpoints.1000.wide=1").contains("unknown key `wide`"));
        assert!(refusal("rules=large500").contains("cannot be varied"));
    }

    #[test]
    fn commas_within_brackets_do_not_set_values_apart() {
        let all = Variation::all("share_updates.1.months=[3, 9],[6]").unwrap();
        assert_eq!(all[0].value, "[3, 9]");
        assert_eq!(all[1].value, "[6]");
    }
}
