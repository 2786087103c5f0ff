//! How a family scores styles.

use russet_rules::Methodology;
use russet_rules::methodology::Scheme;

use super::page::Page;
use super::words::{counted, listed, months, percent};

const SECTION: &str = "Styles";

/// The style rules; of one index, where that is a style.
pub fn add(page: &mut Page, family: &Methodology, wanted: Option<&str>) {
    let index = wanted.and_then(|id| family.index(id));
    let is_style = index.is_none_or(|index| index.weighting.scheme == Scheme::Style);
    let Some(rule) = family.style.as_ref().filter(|_| is_style) else { return };
    let mut text = format!("companies of {}, each apart", listed(&rule.scored_separately, "and"));
    if let Some(smallest) = &rule.smallest {
        text += &format!(
            "; of the others the {} smallest of {} together",
            smallest.count, smallest.index
        );
    }
    text += &format!(
        "; one side above {} is all of it; steepness {}",
        percent(rule.pure_above_percent),
        rule.steepness
    );
    page.add(SECTION, "scored", text, &rule.reference);
    let growth = &rule.growth_value;
    let text = format!(
        "{} book to price, {} forecast growth, {} growth of sales a share over {}; full coverage from \
         {}, groups of {} or more; scores that moved by {} or less stay",
        percent(growth.book_to_price_percent),
        percent(growth.forecast_growth_percent),
        percent(growth.sales_growth_percent),
        counted(growth.sales_years as usize, "year", "years"),
        counted(growth.full_coverage_analysts as usize, "analyst", "analysts"),
        growth.minimum_group_size,
        percent(growth.band_percent)
    );
    page.add(SECTION, "growth and value", text, &growth.reference);
    if let Some(stability) = &rule.stability {
        let text = format!(
            "{} quality, the rest volatility; earnings of {}, returns of {} and {}; a missing indicator \
             counts {}; scored again in {}",
            percent(stability.quality_percent),
            counted(stability.earnings_quarters as usize, "quarter", "quarters"),
            counted(stability.weeks as usize, "week", "weeks"),
            counted(stability.months as usize, "month", "months"),
            percent(stability.missing_percent),
            months(&stability.review_months)
        );
        page.add(SECTION, "stability", text, &stability.reference);
    }
}
