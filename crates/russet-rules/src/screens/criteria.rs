//! Screens of whether a company suits an index: its country, its industry, its free float, its
//! trading, its earnings, its age.

use jiff::Span;
use russet_market::{Money, NumberError};

use super::{ScreenAnswer, ScreenContext, overridden};
use crate::decision::{Evidence, Finding, FurtherEvidence};
use crate::fraction::Fraction;
use crate::methodology::{
    DailyValueRule, DomicileRule, EarningsRule, ExceptFunds, FloatCapRule, Industries,
    IndustryRule, LiquidityRule, MonthlyVolumeRule, SeasoningRule,
};
use crate::snapshot::{ListedSecurity, Snapshot};

pub(super) fn domicile<'market>(
    rule: &DomicileRule,
    snapshot: &Snapshot<'market>,
    security: &ListedSecurity<'market>,
) -> ScreenAnswer {
    let company = snapshot.company(security);
    let accepted = |country: &str| {
        rule.countries.iter().any(|other| other.eq_ignore_ascii_case(country.trim()))
    };
    if let Some(found) = company.corrected_nationality() {
        let fails = !accepted(&found.override_value);
        return ScreenAnswer::failed_if(fails, || overridden(snapshot, found));
    }
    let of_register = || company.filer().and_then(|found| found.filer.headquarters.as_ref());
    let (finding, country) = match &security.version.country {
        Some(country) => (Finding::Listing, Some(country)),
        None => (Finding::Register, of_register()),
    };
    match country {
        Some(country) => ScreenAnswer::failed_if(!accepted(country), || {
            Evidence::of(finding).text(snapshot.shared(country))
        }),
        None => ScreenAnswer::unknown(rule.unknown_passes, || Evidence::of(Finding::Unknown)),
    }
}

pub(super) fn industry(
    rule: &IndustryRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
) -> ScreenAnswer {
    let (sector, industry) =
        (security.version.sector.as_deref(), security.version.industry.as_deref());
    if sector.is_none() && industry.is_none() {
        return ScreenAnswer::unknown(rule.unknown_passes, || Evidence::of(Finding::Unknown));
    }
    let holds = |list: &Industries| {
        let among = |names: &[String], name: Option<&str>| {
            name.is_some_and(|name| names.iter().any(|one| one.eq_ignore_ascii_case(name)))
        };
        among(&list.sectors, sector) || among(&list.industries, industry)
    };
    let found = |finding| {
        let shared = |text: Option<&str>| text.map(|text| snapshot.shared(text));
        let further = FurtherEvidence { note: shared(industry), ..FurtherEvidence::default() };
        Evidence { text: shared(sector), ..Evidence::of(finding) }.further(further)
    };
    if holds(&rule.except) {
        return ScreenAnswer::Failed(found(Finding::IndustryExcluded));
    }
    let is_outside = rule.only != Industries::default() && !holds(&rule.only);
    ScreenAnswer::failed_if(is_outside, || found(Finding::IndustryNotIncluded))
}

pub(super) fn float_cap(
    rule: &FloatCapRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
    known: ScreenContext,
) -> Result<ScreenAnswer, NumberError> {
    let Some(minimum) = rule.minimum.on(known.day).map(|minimum| minimum.value) else {
        return Ok(ScreenAnswer::NotAsked);
    };
    let Some(cap) = snapshot.float_cap(security)? else {
        return Ok(ScreenAnswer::Failed(security.uncounted()));
    };
    Ok(ScreenAnswer::failed_if(cap < minimum, || {
        Evidence::of(Finding::FloatCap).measured(cap.to_f64()).threshold(minimum.to_f64())
    }))
}

pub(super) fn liquidity(
    rule: &LiquidityRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
    known: ScreenContext,
) -> Result<ScreenAnswer, NumberError> {
    let Some(minimum) = rule.minimum_percent.on(known.day).map(|minimum| minimum.value) else {
        return Ok(ScreenAnswer::NotAsked);
    };
    let Some(cap) = snapshot.float_cap(security)? else {
        return Ok(ScreenAnswer::Failed(security.uncounted()));
    };
    let Some(value) = snapshot.year_value(security, rule)? else {
        return Ok(ScreenAnswer::Failed(security.unvalued_trades()));
    };
    let sessions = rule.sessions.max(1);
    let part = Fraction::new(minimum.millionths().unsigned_abs(), 1_000_000 * u128::from(sessions));
    let least = Fraction::whole(cap.femtos().unsigned_abs()).times(part)?;
    // Nothing in free float cannot be traded either.
    Ok(ScreenAnswer::failed_if(cap == Money::ZERO || value < least, || {
        let percent = value.to_f64() / 1e15 * f64::from(sessions) / cap.to_f64() * 100.0;
        let found = Evidence::of(Finding::Liquidity).measured(percent);
        found.measured_against(cap.to_f64()).threshold(minimum.to_f64())
    }))
}

pub(super) fn monthly_volume(
    rule: &MonthlyVolumeRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
    known: ScreenContext,
) -> ScreenAnswer {
    let Some(minimum) = rule.minimum.on(known.day).map(|minimum| minimum.value) else {
        return ScreenAnswer::NotAsked;
    };
    let mut volumes = snapshot.monthly_volumes(security, rule).zip(0..).peekable();
    if volumes.peek().is_none() {
        return ScreenAnswer::NoData;
    }
    match volumes.find(|(volume, _)| *volume < minimum) {
        Some((volume, months_ago)) => {
            let found = Evidence::of(Finding::MonthlyVolume).measured(volume as f64);
            ScreenAnswer::Failed(found.threshold(minimum as f64).count(months_ago))
        }
        None => ScreenAnswer::Passed,
    }
}

pub(super) fn earnings(
    rule: &EarningsRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
) -> Result<ScreenAnswer, NumberError> {
    let quarters = snapshot.net_income(security, rule)?;
    if quarters.len() < rule.quarters as usize {
        let known = quarters.len() as u32;
        return Ok(ScreenAnswer::unknown(rule.unknown_passes, || {
            Evidence::of(Finding::Unknown).count(known)
        }));
    }
    let found =
        |finding, income: Money| Evidence::of(finding).measured(income.to_f64()).threshold(0.0);
    let sum = Money::sum(quarters.iter().copied())?;
    let last = quarters.first().copied().unwrap_or(sum);
    if sum <= Money::ZERO {
        return Ok(ScreenAnswer::Failed(found(Finding::Earnings, sum)));
    }
    Ok(ScreenAnswer::failed_if(last <= Money::ZERO, || found(Finding::LastEarnings, last)))
}

pub(super) fn seasoning(
    rule: &SeasoningRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
    known: ScreenContext,
) -> ScreenAnswer {
    let Some(came_on) = snapshot.company_came_on(security) else { return ScreenAnswer::NoData };
    let latest = known.day.saturating_sub(Span::new().months(i64::from(rule.months)));
    ScreenAnswer::failed_if(came_on > latest, || Evidence::of(Finding::FirstTraded).date(came_on))
}

pub(super) fn daily_value(
    rule: &DailyValueRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
    known: ScreenContext,
) -> Result<ScreenAnswer, NumberError> {
    let Some(minimum) = rule.minimum.on(known.day).map(|minimum| minimum.value) else {
        return Ok(ScreenAnswer::NotAsked);
    };
    let Some(mean) = snapshot.daily_value(security, rule)? else {
        return Ok(ScreenAnswer::Failed(security.unvalued_trades()));
    };
    let is_below = mean < Fraction::whole(minimum.femtos().unsigned_abs());
    Ok(ScreenAnswer::failed_if(is_below, || {
        let found = Evidence::of(Finding::DailyValue).measured(mean.to_f64() / 1e15);
        found.threshold(minimum.to_f64())
    }))
}

pub(super) fn except_funds(
    rule: &ExceptFunds,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
) -> ScreenAnswer {
    match snapshot.held_elsewhere(security, rule) {
        Some((fund, as_of)) => ScreenAnswer::Failed(
            Evidence::of(Finding::HeldByFund).text(snapshot.shared(fund)).date(*as_of),
        ),
        None => ScreenAnswer::Passed,
    }
}
