//! Screens of how a line trades: what a company is shows in its prices and its volume.

use russet_market::Money;

use super::Circumstances;
use crate::methodology::{CloselyHeldRule, FundLikeVolatilityRule, TrustPriceRule};
use crate::snapshot::{Line, Snapshot};

pub(super) fn trust_price(
    rule: &TrustPriceRule,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let (lowest, highest) = line.recent.closes?;
    let inside = line.recent.close_count >= rule.minimum_sessions
        && lowest >= rule.lowest
        && highest <= rule.highest
        && i128::from(highest.nanos()) * 1_000_000
            < i128::from(lowest.nanos()) * (1_000_000 + rule.widest_percent.millionths());
    let words = || {
        format!(
            "Its last {} closes all lie between ${lowest} and ${highest}, where cash in trust \
             keeps a price: it trades as a blank cheque does.",
            line.recent.close_count
        )
    };
    inside.then(|| known.tell(words))
}

pub(super) fn fund_like_volatility(
    rule: &FundLikeVolatilityRule,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    if line.value().is_some_and(|cap| cap > rule.up_to_cap) {
        return None;
    }
    let volatility = line.recent.volatility?;
    let median = snapshot.median_volatility()?;
    let least = median * rule.below_median_percent.to_f64() / 100.0;
    let words = || {
        format!(
            "Its daily moves over {} sessions have a deviation of {:.2}%, below {:.0}% of the \
             median of {:.2}%: it moves as a fund does, not a company.",
            rule.sessions,
            volatility * 100.0,
            rule.below_median_percent.to_f64(),
            median * 100.0
        )
    };
    (volatility < least).then(|| known.tell(words))
}

pub(super) fn closely_held(
    rule: &CloselyHeldRule,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    if line.version.share_class.as_deref() != Some(rule.share_class.as_str()) {
        return None;
    }
    let is_new = |listed: &u32| *listed <= rule.listed_within_sessions;
    let listed = snapshot.listed_sessions(line).filter(is_new)?;
    let cap = known.company_cap.filter(|cap| *cap > Money::ZERO)?;
    let turnover = snapshot.median_daily_value(line, rule.sessions)? / cap.to_f64() * 100.0;
    let words = || {
        format!(
            "Class {} shares, listed {listed} sessions ago, of which {turnover:.2}% of the \
             company's capitalisation changes hands in a median session: too little is in public \
             hands to expect enough of the votes there.",
            rule.share_class
        )
    };
    (turnover < rule.below_turnover_percent.to_f64()).then(|| known.tell(words))
}
