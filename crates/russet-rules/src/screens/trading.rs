//! Screens of how a line trades: what a company is shows in its prices and its volume.

use russet_market::Money;

use crate::methodology::{CloselyHeldRule, FlatPriceRule, QuietPriceRule};
use crate::snapshot::Line;

pub(super) fn flat_price(rule: &FlatPriceRule, line: &Line<'_>) -> Option<String> {
    let (lowest, highest) = line.recent.closes?;
    let inside = line.recent.close_count >= rule.least_sessions
        && lowest >= rule.lowest
        && highest <= rule.highest
        && i128::from(highest.nanos()) * 1_000_000
            < i128::from(lowest.nanos()) * (1_000_000 + rule.widest_percent.millionths());
    inside.then(|| {
        format!(
            "Its last {} closes all lie between ${lowest} and ${highest}, where cash in trust \
             keeps a price: it trades as a blank cheque does.",
            line.recent.close_count
        )
    })
}

pub(super) fn quiet_price(
    rule: &QuietPriceRule,
    line: &Line<'_>,
    median: Option<f64>,
) -> Option<String> {
    if line.value().is_some_and(|cap| cap > rule.up_to_cap) {
        return None;
    }
    let volatility = line.recent.volatility?;
    let least = median? * rule.below_median_percent.to_f64() / 100.0;
    (volatility < least).then(|| {
        format!(
            "Its daily moves over {} sessions have a deviation of {:.2}%, below {:.0}% of the \
             median of {:.2}%: it moves as a fund does, not a company.",
            rule.sessions,
            volatility * 100.0,
            rule.below_median_percent.to_f64(),
            median.unwrap_or_default() * 100.0
        )
    })
}

pub(super) fn closely_held(
    rule: &CloselyHeldRule,
    line: &Line<'_>,
    company_cap: Option<Money>,
) -> Option<String> {
    let of_class = line.version.share_class.as_deref() == Some(rule.share_class.as_str());
    let listed =
        line.listed_sessions.filter(|sessions| *sessions <= rule.listed_within_sessions)?;
    let cap = company_cap.filter(|cap| *cap > Money::ZERO)?;
    let turnover = line.median_daily_value? / cap.to_f64() * 100.0;
    (of_class && turnover < rule.below_turnover_percent.to_f64()).then(|| {
        format!(
            "Class {} shares, listed {listed} sessions ago, of which {turnover:.2}% of the \
             company's capitalisation changes hands in a median session: too little is in public \
             hands to expect enough of the votes there.",
            rule.share_class
        )
    })
}
