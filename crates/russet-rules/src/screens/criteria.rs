//! Screens of whether a company suits an index: its country, its industry, its free float, its
//! trading, its earnings, its age.

use jiff::Span;
use jiff::civil::Date;

use super::Circumstances;
use crate::methodology::{
    DailyValueRule, DomicileRule, EarningsRule, FloatCapRule, Industries, IndustryRule,
    LiquidityRule, MonthlyVolumeRule, SeasoningRule,
};
use crate::reason::{country_words, date_words, money, sign, thousands};
use crate::snapshot::Line;

pub(super) fn domicile(rule: &DomicileRule, line: &Line<'_>) -> Option<String> {
    let register = line.company.filer.and_then(|found| found.filer.headquarters.as_ref());
    let (country, evidence) = match (line.company.corrected_nationality, &line.version.country) {
        (Some(found), _) => (&found.value, format!("{} says so: {}", found.who, found.why)),
        (None, Some(country)) => (country, "the listing says so".to_owned()),
        (None, None) => match register {
            Some(country) => (country, "a register has its headquarters there".to_owned()),
            None => {
                let refusal = "Nothing tells the country of its company.";
                return (!rule.unknown_passes).then(|| refusal.to_owned());
            }
        },
    };
    let accepted = rule.countries.iter().any(|other| other.eq_ignore_ascii_case(country.trim()));
    (!accepted)
        .then(|| format!("Of {}, which is not of this family: {evidence}.", country_words(country)))
}

pub(super) fn industry(rule: &IndustryRule, line: &Line<'_>) -> Option<String> {
    let (sector, industry) = (line.version.sector.as_deref(), line.version.industry.as_deref());
    if sector.is_none() && industry.is_none() {
        let refusal = "The source names neither its sector nor its industry.";
        return (!rule.unknown_passes).then(|| refusal.to_owned());
    }
    let holds = |list: &Industries| {
        let among = |names: &[String], name: Option<&str>| {
            name.is_some_and(|name| names.iter().any(|one| one.eq_ignore_ascii_case(name)))
        };
        among(&list.sectors, sector) || among(&list.industries, industry)
    };
    let named = match (sector, industry) {
        (Some(sector), Some(industry)) => format!("'{sector}' ('{industry}')"),
        (one, other) => format!("'{}'", one.or(other).unwrap_or_default()),
    };
    if holds(&rule.except) {
        return Some(format!("Its sector is {named}, which this family leaves out."));
    }
    (rule.only != Industries::default() && !holds(&rule.only))
        .then(|| format!("Its sector is {named}, which is none of this family's."))
}

pub(super) fn float_cap(
    rule: &FloatCapRule,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let minimum = rule.minimum.on(known.day)?.value;
    match line.measures.float_cap {
        None => Some(line.uncounted_words(known.currency)),
        Some(cap) => (cap < minimum).then(|| {
            format!(
                "Its shares in free float are worth {}, below the minimum of {}.",
                money(cap, known.currency),
                money(minimum, known.currency)
            )
        }),
    }
}

pub(super) fn liquidity(
    rule: &LiquidityRule,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let minimum = rule.minimum_percent.on(known.day)?.value;
    let Some(cap) = line.measures.float_cap else {
        return Some(line.uncounted_words(known.currency));
    };
    let percent = line.measures.year_value / cap.to_f64() * 100.0;
    // Nothing in free float cannot be traded either.
    (percent.is_nan() || percent < minimum.to_f64()).then(|| {
        format!(
            "In a year {:.2} times what its free float is worth ({}) changes hands, below the \
             minimum of {:.2}.",
            percent / 100.0,
            money(cap, known.currency),
            minimum.to_f64() / 100.0
        )
    })
}

pub(super) fn monthly_volume(
    rule: &MonthlyVolumeRule,
    line: &Line<'_>,
    day: Date,
) -> Option<String> {
    let minimum = rule.minimum.on(day)?.value;
    let volumes = &line.measures.monthly_volumes;
    let thin = volumes.iter().position(|volume| *volume < minimum)?;
    let after = |months: usize| day.saturating_sub(Span::new().months(months as i64));
    Some(format!(
        "From {} to {} only {} of its shares changed hands, below the minimum of {} in each of {} \
         months.",
        date_words(after(thin + 1)),
        date_words(after(thin)),
        thousands(volumes[thin]),
        thousands(minimum),
        rule.months
    ))
}

pub(super) fn earnings(
    rule: &EarningsRule,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let quarters = &line.measures.net_income;
    if quarters.len() < rule.quarters as usize {
        return (!rule.unknown_passes).then(|| {
            format!(
                "Net income is known of {} of the last {} quarters only.",
                quarters.len(),
                rule.quarters
            )
        });
    }
    let words = |amount: f64| {
        let size = russet_market::Money::from_f64(amount.abs())
            .map_or_else(|_| "too much to write".to_owned(), |size| money(size, known.currency));
        if amount < 0.0 { format!("a loss of {size}") } else { format!("net income of {size}") }
    };
    let sum: f64 = quarters.iter().sum();
    let last = quarters.first().copied().unwrap_or(sum);
    if sum <= 0.0 {
        let count = rule.quarters;
        return Some(format!(
            "The last {count} quarters together made {}, not more than nothing.",
            words(sum)
        ));
    }
    (last <= 0.0).then(|| format!("The last quarter made {}, not more than nothing.", words(last)))
}

pub(super) fn seasoning(rule: &SeasoningRule, line: &Line<'_>, day: Date) -> Option<String> {
    let came_on = line.measures.company_came_on?;
    let latest = day.saturating_sub(Span::new().months(i64::from(rule.months)));
    (came_on > latest).then(|| {
        format!(
            "Its company came to market on {}, less than {} months before.",
            date_words(came_on),
            rule.months
        )
    })
}

pub(super) fn daily_value(
    rule: &DailyValueRule,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let minimum = rule.minimum.on(known.day)?.value;
    let mean = line.measures.daily_value;
    (mean < minimum.to_f64()).then(|| {
        format!(
            "Over {} months {}{} of it changes hands in a session on average, below the minimum of {}.",
            rule.months,
            sign(known.currency),
            thousands(mean as u64),
            money(minimum, known.currency)
        )
    })
}

pub(super) fn except_funds(line: &Line<'_>) -> Option<String> {
    let (fund, as_of) = line.measures.held_by_fund.as_ref()?;
    Some(format!("On the list of {fund} of {}: it belongs to another index.", date_words(*as_of)))
}
