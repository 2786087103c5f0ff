//! A company that came to market between reviews: nobody scores it, its industry speaks for it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Factor, IssuerId, MarketView};

use super::groups::{GroupMeans, Groups};
use super::member::Member;
use super::quartiles::sides;
use super::review::percent;
use super::{StyleCompany, StyleScore, StyleScores};
use crate::methodology::StyleRules;

/// The score of an addition between reviews: the mean value probability of its industry, sector or
/// base, whichever is the narrowest with enough companies scored by the last review; and all dynamic
/// (R46 6.8). Where nobody in its base is scored, half and half.
///
/// ```
/// use jiff::civil::date;
/// use russet_market::{Factor, IssuerId, Market, MarketView, Money};
/// use russet_rules::style::{StyleCompany, StyleScores, newcomer};
/// let rules = russet_rules::Methodology::built_in("russell-us").unwrap().style.unwrap();
/// let (market, scores) = (Market::default(), StyleScores::new());
/// let company = StyleCompany {
///     issuer: IssuerId(7),
///     lines: &[],
///     all_lines: &[],
///     company_cap: Money::ZERO,
///     float_cap: Money::ZERO,
///     base: "R2000",
/// };
/// let score = newcomer(&MarketView::new(&market), &rules, &scores, &company, date(2024, 7, 31));
/// assert_eq!((score.value, score.dynamic), (Factor::nearest(0.5), Factor::ONE));
/// ```
pub fn newcomer(
    view: &MarketView<'_>,
    rules: &StyleRules,
    scores: &StyleScores,
    company: &StyleCompany<'_>,
    day: Date,
) -> StyleScore {
    let groups = groups_of_issuers(view, day);
    let of_base =
        scores.iter().filter(|(_, score)| score.base == company.base && score.composite.is_some());
    let values = of_base.map(|(issuer, score)| {
        (groups.get(issuer).copied().unwrap_or_default(), Some(score.value.to_f64()))
    });
    let means = GroupMeans::of(values, rules.growth_value.least_group);
    let mean = means.nearest(Member::of(view, company, day).groups);
    let (value, growth) = sides(mean.map_or(0.5, |(mean, _)| mean), rules);
    let told = match mean {
        Some((_, group)) => format!("the mean of its {group} in {}", company.base),
        None => format!("since no company of {} is scored", company.base),
    };
    StyleScore {
        base: company.base.to_owned(),
        composite: None,
        value,
        growth,
        defensive: Factor::ZERO,
        dynamic: Factor::ONE,
        reason: format!(
            "Added between reviews: {} value, {told}; all dynamic until the next one.",
            percent(value)
        ),
    }
}

/// What companies are grouped by on a day: as the lowest of their lines that is described then.
fn groups_of_issuers<'market>(
    view: &MarketView<'market>,
    day: Date,
) -> BTreeMap<IssuerId, Groups<'market>> {
    let versions = view.securities().filter_map(|security| view.version(security, day));
    let mut groups = BTreeMap::new();
    for version in versions {
        groups.entry(version.issuer).or_insert_with(|| Groups::of(version));
    }
    groups
}
