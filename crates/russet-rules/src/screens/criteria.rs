//! Screens of whether a company suits an index: its country, its industry, its free float, its
//! trading, its earnings, its age.

use jiff::Span;
use russet_market::NumberError;

use super::Circumstances;
use crate::methodology::{
    DailyValueRule, DomicileRule, EarningsRule, ExceptFunds, FloatCapRule, Industries,
    IndustryRule, LiquidityRule, MonthlyVolumeRule, SeasoningRule,
};
use crate::reason::{country_words, date_words, money, sign, thousands};
use crate::snapshot::{Line, Snapshot};

pub(super) fn domicile<'market>(
    rule: &DomicileRule,
    snapshot: &Snapshot<'market>,
    line: &Line<'market>,
    known: Circumstances,
) -> Option<String> {
    let company = snapshot.company(line);
    let register = company.filer().and_then(|found| found.filer.headquarters.as_ref());
    let country = match (company.corrected_nationality(), &line.version.country) {
        (Some(found), _) => Some(&found.override_value),
        (None, listed) => listed.as_ref().or(register),
    };
    let Some(country) = country else {
        let words = || "Nothing tells the country of its company.".to_owned();
        return (!rule.unknown_passes).then(|| known.tell(words));
    };
    let words = || {
        let evidence = match (company.corrected_nationality(), &line.version.country) {
            (Some(found), _) => format!("{} says so: {}", found.who, found.why),
            (None, Some(_)) => "the listing says so".to_owned(),
            (None, None) => "a register has its headquarters there".to_owned(),
        };
        format!("Of {}, which is not of this family: {evidence}.", country_words(country))
    };
    let accepted = rule.countries.iter().any(|other| other.eq_ignore_ascii_case(country.trim()));
    (!accepted).then(|| known.tell(words))
}

pub(super) fn industry(
    rule: &IndustryRule,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let (sector, industry) = (line.version.sector.as_deref(), line.version.industry.as_deref());
    if sector.is_none() && industry.is_none() {
        let words = || "The source names neither its sector nor its industry.".to_owned();
        return (!rule.unknown_passes).then(|| known.tell(words));
    }
    let holds = |list: &Industries| {
        let among = |names: &[String], name: Option<&str>| {
            name.is_some_and(|name| names.iter().any(|one| one.eq_ignore_ascii_case(name)))
        };
        among(&list.sectors, sector) || among(&list.industries, industry)
    };
    let named = || match (sector, industry) {
        (Some(sector), Some(industry)) => format!("'{sector}' ('{industry}')"),
        (one, other) => format!("'{}'", one.or(other).unwrap_or_default()),
    };
    if holds(&rule.except) {
        let words = || format!("Its sector is {}, which this family leaves out.", named());
        return Some(known.tell(words));
    }
    let words = || format!("Its sector is {}, which is none of this family's.", named());
    (rule.only != Industries::default() && !holds(&rule.only)).then(|| known.tell(words))
}

pub(super) fn float_cap(
    rule: &FloatCapRule,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Result<Option<String>, NumberError> {
    let Some(minimum) = rule.minimum.on(known.day).map(|minimum| minimum.value) else {
        return Ok(None);
    };
    let Some(cap) = snapshot.float_cap(line)? else {
        return Ok(Some(known.tell(|| line.uncounted_words(known.currency))));
    };
    let words = || {
        format!(
            "Its shares in free float are worth {}, below the minimum of {}.",
            money(cap, known.currency),
            money(minimum, known.currency)
        )
    };
    Ok((cap < minimum).then(|| known.tell(words)))
}

pub(super) fn liquidity(
    rule: &LiquidityRule,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Result<Option<String>, NumberError> {
    let Some(minimum) = rule.minimum_percent.on(known.day).map(|minimum| minimum.value) else {
        return Ok(None);
    };
    let Some(cap) = snapshot.float_cap(line)? else {
        return Ok(Some(known.tell(|| line.uncounted_words(known.currency))));
    };
    let Some(value) = snapshot.year_value(line, rule) else {
        return Ok(Some(known.tell(|| line.untraded_words(known.currency))));
    };
    let percent = value / cap.to_f64() * 100.0;
    let words = || {
        format!(
            "In a year {:.2} times what its free float is worth ({}) changes hands, below the \
             minimum of {:.2}.",
            percent / 100.0,
            money(cap, known.currency),
            minimum.to_f64() / 100.0
        )
    };
    // Nothing in free float cannot be traded either.
    Ok((percent.is_nan() || percent < minimum.to_f64()).then(|| known.tell(words)))
}

pub(super) fn monthly_volume(
    rule: &MonthlyVolumeRule,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let minimum = rule.minimum.on(known.day)?.value;
    let mut volumes = snapshot.monthly_volumes(line, rule).enumerate();
    let (thin, volume) = volumes.find(|(_, volume)| *volume < minimum)?;
    let after = |months: usize| known.day.saturating_sub(Span::new().months(months as i64));
    let words = || {
        format!(
            "From {} to {} only {} of its shares changed hands, below the minimum of {} in each of \
             {} months.",
            date_words(after(thin + 1)),
            date_words(after(thin)),
            thousands(volume),
            thousands(minimum),
            rule.months
        )
    };
    Some(known.tell(words))
}

pub(super) fn earnings(
    rule: &EarningsRule,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let quarters = snapshot.net_income(line, rule);
    if quarters.len() < rule.quarters as usize {
        let (told, asked) = (quarters.len(), rule.quarters);
        let words = || format!("Net income is known of {told} of the last {asked} quarters only.");
        return (!rule.unknown_passes).then(|| known.tell(words));
    }
    let words = |amount: f64| {
        let size = russet_market::Money::from_f64(amount.abs())
            .map_or_else(|_| "too much to write".to_owned(), |size| money(size, known.currency));
        if amount < 0.0 { format!("a loss of {size}") } else { format!("net income of {size}") }
    };
    let sum: f64 = quarters.iter().sum();
    let last = quarters.first().copied().unwrap_or(sum);
    if sum <= 0.0 {
        let made = |count| {
            format!(
                "The last {count} quarters together made {}, not more than nothing.",
                words(sum)
            )
        };
        return Some(known.tell(|| made(rule.quarters)));
    }
    let made = || format!("The last quarter made {}, not more than nothing.", words(last));
    (last <= 0.0).then(|| known.tell(made))
}

pub(super) fn seasoning(
    rule: &SeasoningRule,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let came_on = snapshot.company_came_on(line)?;
    let latest = known.day.saturating_sub(Span::new().months(i64::from(rule.months)));
    let words = || {
        let came_on = date_words(came_on);
        format!("Its company came to market on {came_on}, less than {} months before.", rule.months)
    };
    (came_on > latest).then(|| known.tell(words))
}

pub(super) fn daily_value(
    rule: &DailyValueRule,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let minimum = rule.minimum.on(known.day)?.value;
    let Some(mean) = snapshot.daily_value(line, rule) else {
        return Some(known.tell(|| line.untraded_words(known.currency)));
    };
    let words = || {
        format!(
            "Over {} months {}{} of it changes hands in a session on average, below the minimum of {}.",
            rule.months,
            sign(known.currency),
            thousands(mean as u64),
            money(minimum, known.currency)
        )
    };
    (mean < minimum.to_f64()).then(|| known.tell(words))
}

pub(super) fn except_funds(
    rule: &ExceptFunds,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let (fund, as_of) = snapshot.held_elsewhere(line, rule)?;
    let words =
        || format!("On the list of {fund} of {}: it belongs to another index.", date_words(*as_of));
    Some(known.tell(words))
}
