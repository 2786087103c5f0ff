//! Screens of how a security trades: what a company is shows in its prices and its volume.

use russet_market::{Money, NumberError};

use super::{ScreenAnswer, ScreenContext};
use crate::decision::{Evidence, Finding, FurtherEvidence};
use crate::fraction::Fraction;
use crate::methodology::{CloselyHeldRule, FundLikeVolatilityRule, TrustPriceRule};
use crate::snapshot::{ListedSecurity, Snapshot};

pub(super) fn trust_price(rule: &TrustPriceRule, security: &ListedSecurity<'_>) -> ScreenAnswer {
    let Some((lowest, highest)) = security.recent.closes else { return ScreenAnswer::NoData };
    let inside = security.recent.close_count >= rule.minimum_sessions
        && lowest >= rule.lowest
        && highest <= rule.highest
        && i128::from(highest.nanos()) * 1_000_000
            < i128::from(lowest.nanos()) * (1_000_000 + rule.widest_percent.millionths());
    ScreenAnswer::failed_if(inside, || {
        let (lowest, highest) = (Some(lowest), Some(highest));
        let further = FurtherEvidence { lowest, highest, ..FurtherEvidence::default() };
        Evidence::of(Finding::TrustPrice).count(security.recent.close_count).further(further)
    })
}

pub(super) fn fund_like_volatility(
    rule: &FundLikeVolatilityRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
) -> ScreenAnswer {
    if security.value().is_some_and(|cap| cap > rule.up_to_cap) {
        return ScreenAnswer::Passed;
    }
    let (Some(volatility), Some(median)) =
        (security.recent.volatility, snapshot.median_volatility())
    else {
        return ScreenAnswer::NoData;
    };
    let least = median * rule.below_median_percent.to_f64() / 100.0;
    ScreenAnswer::failed_if(volatility < least, || {
        let found = Evidence::of(Finding::LowVolatility).measured(volatility * 100.0);
        found.measured_against(median * 100.0).threshold(least * 100.0)
    })
}

pub(super) fn closely_held(
    rule: &CloselyHeldRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
    known: ScreenContext,
) -> Result<ScreenAnswer, NumberError> {
    if security.version.share_class.as_deref() != Some(rule.share_class.as_str()) {
        return Ok(ScreenAnswer::Passed);
    }
    let is_new = |listed: &u32| *listed <= rule.listed_within_sessions;
    let Some(listed) = snapshot.listed_sessions(security).filter(is_new) else {
        return Ok(ScreenAnswer::Passed);
    };
    let cap = known.company_cap.filter(|cap| *cap > Money::ZERO);
    let (Some(cap), Some(value)) = (cap, snapshot.median_daily_value(security, rule.sessions)?)
    else {
        return Ok(ScreenAnswer::NoData);
    };
    let least = rule.below_turnover_percent;
    let part = Fraction::new(least.millionths().unsigned_abs(), 1_000_000);
    let is_below = value < Fraction::whole(cap.femtos().unsigned_abs()).times(part)?;
    Ok(ScreenAnswer::failed_if(is_below, || {
        let turnover = value.to_f64() / 1e15 / cap.to_f64() * 100.0;
        let found = Evidence::of(Finding::LowTurnover).measured(turnover);
        found.threshold(least.to_f64()).count(listed)
    }))
}
