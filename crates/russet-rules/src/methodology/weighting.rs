//! How the constituents of an index are weighted.

use jiff::civil::Date;
use russet_market::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dated::Dated;
use super::schedule::{check_months, within};
use super::schema::MoneyText;
use super::scheme::{Grouping, Scheme, StyleSide};
use super::values::{Day, Percent};

/// How the constituents of an index are weighted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weighting {
    /// The weighting scheme.
    #[serde(default)]
    pub scheme: Scheme,
    /// For `style`: the style side.
    pub side: Option<StyleSide>,
    /// For `total_cap`: the maximum index shares, as a multiple of the shares in free float.
    pub maximum_float_multiple: Option<Dated<u32>>,
    /// For `equal`: each group gets the same weight first; securities without a group form one of their
    /// own.
    pub groups: Option<Grouping>,
    /// Whether only the pricing vehicle of each company belongs.
    #[serde(default)]
    pub primary_securities_only: bool,
    /// For `equal`: leave out securities too small for a fund of some size.
    pub capacity: Option<Capacity>,
    /// The capping stages, applied in order.
    #[serde(default)]
    pub caps: Vec<CapStage>,
    /// Where the rule was read.
    #[serde(default)]
    pub reference: String,
}

/// The size of the fund that must be able to hold each security.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// The fund's size, in the index's currency.
    #[schemars(with = "MoneyText")]
    pub notional: Money,
    /// The most that the fund may hold of a security, in percent of its shares in free float.
    pub float_percent: Percent,
    /// Where the rule was read.
    pub reference: String,
}

/// One stage of capping.
///
/// A stage caps companies (the securities of a company combined) or single securities, in one of two ways.
/// With `each_percent`, every weight above it is reduced to it. With `together_percent`, the combined
/// weight of the large ones (heavier than `above_percent`, or the `largest` by number) is limited. The
/// excess is distributed to the rest in proportion. A stage with a `fires_…` limit applies only once that
/// limit is exceeded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapStage {
    /// The first effective date to which the stage applies.
    pub from: Option<Day>,
    /// The last effective date to which the stage applies.
    pub until: Option<Day>,
    /// Applies only to weights that take effect in these months; none: in every month.
    #[serde(default)]
    pub months: Vec<i8>,
    /// Whether securities rather than companies are capped.
    #[serde(default)]
    pub per_security: bool,
    /// The stage applies only if one weighs more than this.
    pub fires_above_percent: Option<Percent>,
    /// The maximum weight of each.
    pub each_percent: Option<Percent>,
    /// The large ones are those that weigh more than this …
    pub above_percent: Option<Percent>,
    /// … or this many of the heaviest.
    pub largest: Option<u32>,
    /// The stage applies only if the combined weight of the large ones is at least this.
    pub fires_together_percent: Option<Percent>,
    /// The maximum combined weight of the large ones.
    pub together_percent: Option<Percent>,
    /// The maximum weight of any other, or the weight of the smallest large one if that is less. Without
    /// it, large ones that would fall below `above_percent` are reduced to it and no longer count as large.
    pub others_percent: Option<Percent>,
    /// Where the rule was read.
    pub reference: String,
}

impl CapStage {
    /// Whether the stage applies to weights that take effect after the close of a day.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::methodology::CapStage;
    /// let text = "from = '2026-05-01'\nmonths = [12]\neach_percent = '14'\nreference = 'NDX'";
    /// let stage: CapStage = toml::from_str(text).unwrap();
    /// assert!(stage.holds_on(date(2026, 12, 18)));
    /// assert!(!stage.holds_on(date(2026, 9, 18)) && !stage.holds_on(date(2025, 12, 19)));
    /// ```
    pub fn holds_on(&self, day: Date) -> bool {
        within(day, self.from, self.until)
            && (self.months.is_empty() || self.months.contains(&day.month()))
    }

    /// Refuses contradictory settings, with the reason.
    pub(super) fn check(&self) -> Result<(), String> {
        let each = self.each_percent.is_some();
        let large = self.above_percent.is_some() || self.largest.is_some();
        let of_each = each || self.fires_above_percent.is_some();
        let of_large = large
            || self.together_percent.is_some()
            || self.fires_together_percent.is_some()
            || self.others_percent.is_some();
        if of_each == of_large {
            return Err("a stage limits each one (`each_percent`) or the large ones together \
                        (`together_percent`): give one of them (hint: write two stages)"
                .to_owned());
        }
        if of_each && !each {
            return Err(
                "`fires_above_percent` needs `each_percent` (hint: the most that each may weigh)"
                    .to_owned(),
            );
        }
        let one_of = self.above_percent.is_some() != self.largest.is_some();
        if of_large && (self.together_percent.is_none() || !one_of || self.largest == Some(0)) {
            return Err("which are the large ones that are limited together? (hint: give \
                        together_percent and one of above_percent = \"4.5\" or largest = 5)"
                .to_owned());
        }
        check_months(&self.months)
    }
}

impl Weighting {
    /// Whether index shares are the securities' own shares times factors, rather than derived from weights
    /// or one per security.
    ///
    /// ```
    /// use russet_rules::methodology::Weighting;
    /// assert!(Weighting::default().is_proportional());
    /// let equal: Weighting = toml::from_str("scheme = 'equal'").unwrap();
    /// assert!(!equal.is_proportional());
    /// ```
    pub fn is_proportional(&self) -> bool {
        self.scheme.is_proportional()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_that_contradict_themselves_are_refused_in_words() {
        let refusal = |rule: &str| {
            let stage: CapStage = toml::from_str(&format!("reference = 'X'\n{rule}")).unwrap();
            stage.check().unwrap_err()
        };
        assert!(refusal("").contains("give one of them"));
        assert!(refusal("each_percent = '10'\ntogether_percent = '40'").contains("two stages"));
        assert!(refusal("fires_above_percent = '10'").contains("needs `each_percent`"));
        assert!(refusal("together_percent = '40'").contains("above_percent"));
        assert!(refusal("together_percent = '40'\nlargest = 0").contains("largest"));
        assert!(refusal("each_percent = '10'\nmonths = [13]").contains("13"));
    }
}
