//! Screens of how large a security or its company is: price, capitalization, float.

use russet_market::NumberError;

use super::{ScreenAnswer, ScreenContext, overridden};
use crate::decision::{Evidence, Finding};
use crate::fraction::Fraction;
use crate::methodology::{CapRule, FreeFloatRule, PriceRule, SecondaryClassRule, VotesRule};
use crate::snapshot::{ListedSecurity, Snapshot};

pub(super) fn price(
    rule: &PriceRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
    known: ScreenContext,
) -> ScreenAnswer {
    let Some(minimum) = rule.minimum.on(known.day).map(|step| step.value) else {
        return ScreenAnswer::NotAsked;
    };
    if security.close >= minimum {
        return ScreenAnswer::Passed;
    }
    let least = minimum.to_f64();
    if !known.is_member {
        return ScreenAnswer::Failed(Evidence::of(Finding::Close).threshold(least));
    }
    let (sum, count) = snapshot.closes(security);
    let mean = Fraction::new(sum, count.into());
    let is_below = mean < Fraction::whole(minimum.nanos().unsigned_abs().into());
    ScreenAnswer::failed_if(is_below, || {
        let found = Evidence::of(Finding::MeanClose).measured(mean.to_f64() / 1e9);
        found.threshold(least).count(count)
    })
}

pub(super) fn company_cap(
    rule: &CapRule,
    security: &ListedSecurity<'_>,
    known: ScreenContext,
) -> ScreenAnswer {
    let Some(minimum) = rule.minimum.on(known.day).map(|step| step.value) else {
        return ScreenAnswer::NotAsked;
    };
    let Some(cap) = known.company_cap else { return ScreenAnswer::Failed(security.uncounted()) };
    let found = |finding| Evidence::of(finding).measured(cap.to_f64());
    if cap < minimum {
        return ScreenAnswer::Failed(found(Finding::CapTooSmall).threshold(minimum.to_f64()));
    }
    match rule.maximum.as_ref().and_then(|maximum| maximum.on(known.day)) {
        Some(maximum) => ScreenAnswer::failed_if(cap > maximum.value, || {
            found(Finding::CapTooLarge).threshold(maximum.value.to_f64())
        }),
        None => ScreenAnswer::Passed,
    }
}

pub(super) fn free_float<'market>(
    rule: &FreeFloatRule,
    snapshot: &Snapshot<'market>,
    security: &ListedSecurity<'market>,
    known: ScreenContext,
) -> ScreenAnswer {
    let Some(minimum) = rule.minimum_percent.on(known.day).map(|step| step.value) else {
        return ScreenAnswer::NotAsked;
    };
    let with_count =
        security.class_shares.or(security.company_shares).and_then(|count| count.free_float());
    let Some(float) = snapshot.company(security).free_float().or(with_count) else {
        return ScreenAnswer::NoData;
    };
    let fails = i128::from(float.picos()) < minimum.millionths() * 1_000_000;
    ScreenAnswer::failed_if(fails, || {
        let percent = float.to_f64() * 100.0;
        Evidence::of(Finding::FreeFloat).measured(percent).threshold(minimum.to_f64())
    })
}

/// `Σ(votes a share × free shares) ÷ Σ(votes a share × shares)` over all classes, above a minimum
/// (R46 5.15).
pub(super) fn votes<'market>(
    rule: &VotesRule,
    snapshot: &Snapshot<'market>,
    security: &ListedSecurity<'market>,
    known: ScreenContext,
) -> Result<ScreenAnswer, NumberError> {
    let is_exempt = known.exempts_from_votes || known.day < rule.members_from.0;
    let least = rule.above_percent.on(known.day).filter(|_| !(known.is_member && is_exempt));
    let Some(least) = least.map(|least| least.value) else { return Ok(ScreenAnswer::NotAsked) };
    let company = snapshot.company(security);
    if let Some((percent, found)) = company.corrected_votes() {
        return Ok(ScreenAnswer::failed_if(percent <= least, || {
            let percent = percent.to_f64();
            overridden(snapshot, found).measured(percent).threshold(least.to_f64())
        }));
    }
    let Some(votes) = company.votes()? else { return Ok(ScreenAnswer::NoData) };
    Ok(ScreenAnswer::failed_if(!votes.exceed(least), || {
        Evidence::of(Finding::PublicVotes).measured(votes.percent()).threshold(least.to_f64())
    }))
}

pub(super) fn secondary_class(
    rule: &SecondaryClassRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
    known: ScreenContext,
) -> Result<ScreenAnswer, NumberError> {
    let least = rule.minimum_daily_value.on(known.day).filter(|_| known.is_secondary);
    let Some(least_value) = least.map(|least| least.value) else {
        return Ok(ScreenAnswer::NotAsked);
    };
    let Some(daily_value) = snapshot.mean_daily_value(security)? else {
        return Ok(ScreenAnswer::Failed(security.unvalued_trades()));
    };
    if daily_value < Fraction::whole(least_value.femtos().unsigned_abs()) {
        let found = Evidence::of(Finding::ClassTraded).measured(daily_value.to_f64() / 1e15);
        return Ok(ScreenAnswer::Failed(found.threshold(least_value.to_f64())));
    }
    let Some(least_cap) = rule.minimum_cap.on(known.day).map(|least| least.value) else {
        return Ok(ScreenAnswer::Passed);
    };
    let worth = security.class_shares.map(|count| security.worth(count.shares)).transpose()?;
    let Some(class_cap) = worth.flatten() else { return Ok(ScreenAnswer::NoData) };
    Ok(ScreenAnswer::failed_if(class_cap < least_cap, || {
        let found = Evidence::of(Finding::ClassCap).measured(class_cap.to_f64());
        found.threshold(least_cap.to_f64())
    }))
}
