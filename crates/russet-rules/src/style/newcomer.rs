//! A company that came to market between reviews: its industry stands in for its own score.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use russet_market::{Factor, IssuerId, MarketView};

use super::evidence::StyleEvidence;
use super::groups::{GroupMeans, Groups};
use super::member::Member;
use super::quartiles::sides;
use super::{StyleCompany, StyleScore, StyleScores};
use crate::methodology::StyleRules;

/// Scores additions between reviews, in the order given: the mean value probability of its industry,
/// sector or base, whichever is the narrowest with enough companies scored by the last review; and all
/// dynamic (R46 6.8). Where nobody in its base is scored, half and half.
///
/// ```
/// use jiff::civil::date;
/// use russet_market::{Factor, IssuerId, Market, MarketView, Money};
/// use russet_rules::style::{StyleCompany, StyleScores, score_newcomers};
/// let rules = russet_rules::Methodology::built_in("russell-us").unwrap().style.unwrap();
/// let (market, mut scores) = (Market::default(), StyleScores::new());
/// let company = StyleCompany {
///     issuer: IssuerId(7),
///     securities: &[],
///     all_securities: &[],
///     company_cap: Money::ZERO,
///     float_cap: Money::ZERO,
///     base: "R2000",
/// };
/// let view = MarketView::new(&market);
/// score_newcomers(&view, &rules, &mut scores, &[company], date(2024, 7, 31));
/// let score = &scores[&IssuerId(7)];
/// assert_eq!((score.value, score.dynamic), (Factor::nearest(0.5), Factor::ONE));
/// ```
pub fn score_newcomers(
    view: &MarketView<'_>,
    rules: &StyleRules,
    scores: &mut StyleScores,
    companies: &[StyleCompany<'_>],
    day: Date,
) {
    if companies.is_empty() {
        return;
    }
    let groups = groups_of_issuers(view, day);
    let mut means_of: BTreeMap<&str, GroupMeans<'_>> = BTreeMap::new();
    for company in companies {
        let means = means_of
            .entry(company.base)
            .or_insert_with(|| means_of_base(scores, company.base, &groups, rules));
        let score = newcomer(rules, means, &Member::of(view, company, day));
        let before = scores.insert(company.issuer, score);
        // Means that counted what it had before hold no longer.
        if let Some(before) = before.filter(|before| before.composite.is_some()) {
            means_of.remove(before.base.as_str());
        }
    }
}

/// The mean value probabilities of the companies of a base that the last review scored.
fn means_of_base<'market>(
    scores: &StyleScores,
    base: &str,
    groups: &HashMap<IssuerId, Groups<'market>>,
    rules: &StyleRules,
) -> GroupMeans<'market> {
    let of_base = scores.iter().filter(|(_, score)| score.base == base);
    let scored = of_base.filter(|(_, score)| score.composite.is_some());
    let values = scored.map(|(issuer, score)| {
        (groups.get(issuer).copied().unwrap_or_default(), Some(score.value.to_f64()))
    });
    GroupMeans::of(values, rules.growth_value.minimum_group_size)
}

fn newcomer(rules: &StyleRules, means: &GroupMeans<'_>, member: &Member<'_, '_>) -> StyleScore {
    let (base, mean) = (member.company.base, means.nearest(member.groups));
    let (value, growth) = sides(mean.map_or(0.5, |(mean, _)| mean), rules);
    StyleScore {
        base: base.to_owned(),
        composite: None,
        value,
        growth,
        defensive: Factor::ZERO,
        dynamic: Factor::ONE,
        evidence: StyleEvidence::Newcomer(mean.map(|(_, group)| group)),
    }
}

/// What companies are grouped by on a day: as the lowest of their securities that is described then.
fn groups_of_issuers<'market>(
    view: &MarketView<'market>,
    day: Date,
) -> HashMap<IssuerId, Groups<'market>> {
    let versions = view.securities().filter_map(|security| view.version(security, day));
    let mut groups = HashMap::new();
    for version in versions {
        groups.entry(version.issuer_id).or_insert_with(|| Groups::of(version));
    }
    groups
}
